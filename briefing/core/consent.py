"""How sites ask for consent to cookies and adverts, in two dozen languages: whole phrases, and what they speak of."""

from __future__ import annotations

import re

from briefing.core.phrases import Phrases, lowered

_WE_USE = r"\bwe (?:and our .{0,30}partners )?(?:use|store|process|value)\b"
PHRASES = Phrases(
    rf"""
    cookie,privacy,personal  {_WE_USE}.{{0,60}}\b(?:cookies|privacy|personal data)
    accept,reject,allow,manage  ^(?:accept|reject|allow|manage)(?: \w+){{1,3}}\W*$
    manage your         \bmanage your (?:cookies|preferences|privacy|options)\b
    partners            \bour (?:\d+ )?partners\b
    legitimate int      \blegitimate interest
    our cookie          \bour cookie (?:policy|notice)\b
    your consent,your choices,your privacy  \byour (?:consent|choices|privacy)\b
    cookies,daten  \bwir (?:und unsere .{{0,30}}partner )?(?:verwenden|nutzen|verarbeiten)\b.{{0,60}}\b(?:cookies|daten)
    zustimmung,einwilligung,privat  \b(?:ihre|deine) (?:zustimmung|einwilligung|privatsphäre)\b
    akzeptieren         ^alle akzeptieren\b
    mit werbung         \bmit werbung weiterlesen\b
    cookie,donn  \bnous (?:et nos .{{0,30}}partenaires )?(?:utilisons|stockons|traitons)\b.{{0,60}}\b(?:cookies|données)
    tout accepter,tout refuser  ^tout (?:accepter|refuser)\b
    consentement        \bvotre consentement\b
    partenaires         \bnos (?:\d+ )?partenaires\b
    cookies             \b(?:utilizamos|usamos)\b.{{0,60}}\bcookies\b
    aceptar             ^aceptar (?:todo|cookies)\b
    su consent          \bsu consentimiento\b
    socios              \bnuestros (?:\d+ )?socios\b
    gebruiken           \bwij (?:en onze partners )?gebruiken\b.{{0,40}}\bcookies
    """
)

STEMS = tuple(
    """
    cookie consent einwillig zustimm toestemming zgod согласи 同意 クッキー موافق ملفات+تعريف 隐私 隱私 쿠키 동의
    çerez onay samtyck samtykk souhlas evästei hozzájárul συγκατ privacy privatsphäre soukrom الخصوصية
    partner partenaires socios vendor anbieter fornitori parceiros партн パートナー شركائ 合作伙伴
    tracking traceurs gdpr dsgvo rgpd legitimate preferences identifier kennung
    personali personalis daten datos données dati+ dados gegevens danych dane+ данны personal+data personenbezogen
    データ البيانات oplysninger verileri 개인정보 個人情報
    advert werbung anzeigen publicité publicidad pubblicità anúncios reklam реклам annonc annons 広告 الإعلانات
    广告 광고
    device endgerät gerät appareil dispositiv apparaat urządzen устройств 端末
    accept akzeptier aceptar rechazar aceitar rejeitar accett rifiut weiger akcept refuser finalité finalidad zwecke
    purposes
    """.replace("+", " ").split()
)
"""What consent notices speak of."""
_TO_READER = re.compile(
    r"\b(?:we|our|us|you|your|wir|unser\w*|sie|ihr\w*|du|dein\w*|nous|nos|notre|vous|votre|vos|nuestr\w+|tus?|sus?"
    r"|usted|noi|nostr\w|tuo\w?|tua|tuoi|ci|puoi|wij|onze|uw|jouw|je|my|nas|nasi|nasz\w*|tw(?:oj|oi)\w+|twój|państwa"
    r"|możesz|nós|nosso\w?|nossa\w?|você|seus?|suas?|мы|наш\w*|вы|ваш\w*|vi|vår\w*|vores|våre|din\w*|biz|siz\w*"
    r"|naš\w*|vaš\w*)\b|(?:utiliz|us|trat|almacen|proces|utilizzi|conservi)amos?\b|(?:używ|przetwarz)amy"
    r"|当(?:サイト|社|ウェブ)|お客様|弊社|نحن|نستخدم|شركا(?:ئنا|ؤنا)|موافقتك|我们|您|당사|귀하|저희",
    re.IGNORECASE,
)
_BUTTON = re.compile(
    r"\W*(?:(?:i )?(?:accept|agree|reject|allow|manage|decline|refuse|deny|save|consent)(?: \w+){0,3}|ok|got it"
    r"|more options|(?:cookie )?settings|preferences|continuer sans accepter"
    r"|(?:alle |alles |nur |ich )?(?:akzeptieren|ablehnen|zustimmen|einverstanden|notwendige.{0,20}|einstellungen)"
    r"(?: und .{0,20})?|(?:tout |j')?(?:accepter?|refuser|paramétrer|personnaliser)(?: .{0,30})?"
    r"|(?:aceptar|rechazar|configurar|aceito|aceitar|rejeitar|gerir|accetta|rifiuta|personalizza|gestisci)(?: .{0,25})?"
    r"|(?:alles )?(?:accepteren|weigeren|akkoord|toestaan|instellen)(?: .{0,20})?"
    r"|(?:akceptuj\w*|odrzuć|zgadzam się|zarządzaj|przejdź do serwisu|ustawienia)(?: .{0,25})?"
    r"|(?:принять|отклонить|согласен|настро\w+|قبول|رفض|موافق|إعدادات)(?: .{0,20})?"
    r"|(?:すべて)?(?:同意|許可|拒否|設定)(?:する|しない|して.{0,8})?|(?:全部)?(?:接受|拒绝|同意)"
    r"|(?:모두 )?(?:동의|거부|수락)"
    r"|(?:tümünü )?(?:kabul et|reddet)"
    r"|(?:godkänn|acceptera|accepter|godta|tillåt|tillad|avvis|afvis|přijmout|odmítnout)(?: .{0,20})?)\W*",
    re.IGNORECASE,
)


def share(text: str) -> float:
    """Share of the text in lines that ask for consent."""
    lines = [line for line in text.splitlines() if line.strip()]
    asking = sum(len(line) for line in lines if _asks(line[:3000]))
    return asking / (sum(map(len, lines)) or 1)


def _asks(line: str) -> bool:
    if len(line) < 60 and _BUTTON.fullmatch(line):
        return True
    if PHRASES.search(line, lowered(line)):
        return True
    low = lowered(line)
    words = sum(stem in low for stem in STEMS)
    return words >= (2 if len(line) < 200 else 3) and _TO_READER.search(line) is not None
