from __future__ import annotations

import pytest

from briefing.core.languages import language_of

TEXTS = {
    "en": (
        "The harbour bill was passed late in the night, and the minister said that it is good for the whole coast. "
    ),
    "de": (
        "Das Gesetz über den Hafen ist in der Nacht angenommen worden, und die Arbeit an den Kais wird nicht ruhen. "
    ),
    "fr": (
        "La loi sur le port est adoptée dans la nuit, et les travaux sur les quais ne sont pas pour cette année. "
    ),
    "es": (
        "La ley del puerto fue aprobada por la noche y las obras en los muelles no son para este año, como se dijo. "
    ),
    "pt": (
        "A lei do porto foi aprovada durante a noite e as obras nos cais não são para este ano, como se disse no país. "
    ),
    "it": (
        "La legge sul porto è passata nella notte, e i lavori alle banchine non sono per quest'anno, come si dice. "
    ),
    "nl": (
        "De wet op de haven is in de nacht aangenomen en het werk aan de kades zal dit jaar niet meer beginnen. "
    ),
    "sv": (
        "Lagen om hamnen antogs under natten och arbetet på kajerna ska inte börja i år, men det är en bra lag. "
    ),
    "da": (
        "Loven om havnen blev vedtaget i nat, og arbejdet på kajerne skal ikke begynde i år, men nu er det en lov. "
    ),
    "no": (
        "Loven om havna ble vedtatt i natt, og arbeidet på kaiene skal ikke begynne i år, men nå er det en lov. "
    ),
    "fi": (
        "Laki satamasta hyväksyttiin yöllä, ja työt laitureilla eivät ala tänä vuonna, "
        "mutta se on hyvä laki kuin myös. "
    ),
    "pl": (
        "Ustawa o porcie została przyjęta w nocy, ale prace na nabrzeżach nie zaczną się w tym roku i to jest źle. "
    ),
    "cs": (
        "Zákon o přístavu byl přijat v noci a práce na nábřežích se letos nezačnou, ale je to dobrý zákon pro všechny. "
    ),
    "hu": (
        "A kikötőről szóló törvényt éjjel fogadták el, és a munka a rakpartokon nem kezdődik meg az idén, de ez jó. "
    ),
    "ro": (
        "Legea portului a fost adoptată în noapte și lucrările la cheiuri nu vor începe în acest an, dar este o lege. "
    ),
    "tr": (
        "Liman yasası gece kabul edildi ve rıhtımlardaki işler bu yıl için değil, ama "
        "bu iyi bir yasa olarak görülüyor. "
    ),
    "vi": (
        "Luật về cảng đã được thông qua trong đêm và công việc tại các bến cảng sẽ không bắt đầu trong năm này của họ. "
    ),
    "id": (
        "Undang-undang pelabuhan itu telah disahkan pada malam hari dan pekerjaan di dermaga tidak "
        "akan mulai tahun ini. "
    ),
    "sw": (
        "Sheria ya bandari ilipitishwa usiku na kazi ya gati haitaanza mwaka huu, lakini ni sheria "
        "nzuri kwa watu wa pwani. "
    ),
    "ru": (
        "Закон о порте был принят ночью, и работы на причалах в этом году не начнутся, но это хороший закон для всех. "
    ),
    "uk": (
        "Закон про порт був ухвалений уночі, і роботи на причалах цього року не почнуться, але це "
        "добрий закон для всіх. "
    ),
    "bg": (
        "Законът за пристанището беше приет през нощта и работата по кейовете няма да започне, но това е добър закон. "
    ),
    "el": "Ο νόμος για το λιμάνι ψηφίστηκε τη νύχτα και οι εργασίες δεν θα αρχίσουν φέτος στις προβλήτες. ",
    "ar": (
        "تم إقرار قانون الميناء في الليل، ولن تبدأ الأعمال على الأرصفة هذا العام، لكن هذا القانون جيد لكل الناس. "
    ),
    "fa": (
        "قانون بندر در شب تصویب شد و کار در اسکله‌ها امسال آغاز نمی‌شود، اما این قانون برای همه مردم خوب است. "
    ),
    "ur": (
        "بندرگاہ کا قانون رات میں منظور ہوا اور گودیوں پر کام اس سال شروع نہیں ہو گا لیکن یہ سب کے لئے اچھا ہے۔ "
    ),
    "hi": (
        "बंदरगाह का कानून रात में पारित हुआ और घाटों पर काम इस साल शुरू नहीं होगा, लेकिन यह सब के लिए अच्छा है। "
    ),
    "he": "חוק הנמל אושר בלילה, והעבודות ברציפים לא יתחילו השנה, אבל זה חוק טוב לכולם ולכל תושבי החוף. ",
    "th": "กฎหมายท่าเรือผ่านในเวลากลางคืนและงานที่ท่าเรือจะไม่เริ่มในปีนี้แต่เป็นกฎหมายที่ดีสำหรับทุกคน ",
    "ja": "港湾法案は夜中に可決され、岸壁での工事は今年は始まらないが、これは皆にとって良い法律である。",
    "zh": "港口法案在夜间获得通过，码头上的工程今年不会开始，但这对所有人来说都是一部好法律，部长这样说道。",
    "ko": "항만법이 밤에 통과되었고 부두 공사는 올해 시작되지 않지만 모두에게 좋은 법이라고 장관이 말했다. ",
    "ka": "ნავსადგურის კანონი ღამით მიიღეს და ნავმისადგომებზე სამუშაოები წელს არ დაიწყება, მაგრამ კარგია. ",
    "ta": "துறைமுகச் சட்டம் இரவில் நிறைவேற்றப்பட்டது, ஆனால் இந்த ஆண்டு பணிகள் தொடங்காது. ",
}  # fmt: skip


@pytest.mark.parametrize("language", sorted(TEXTS))
@pytest.mark.parametrize("claimed", ["", "en", "xx", "zh"])
def test_the_text_decides(language: str, claimed: str) -> None:
    assert language_of(TEXTS[language] * 3, claimed) == language


@pytest.mark.parametrize(
    ("text", "claimed", "language"),
    [
        (TEXTS["no"] * 3, "nb", "nb"),
        (TEXTS["no"] * 3, "da", "no"),
        ("Zakon o luci je usvojen u noći i radovi neće početi ove godine, ali to je dobar. " * 3, "sr", "sr"),
        (TEXTS["zh"] * 3, "yue", "yue"),
        (TEXTS["he"] * 3, "yi", "yi"),
        ("Kort text.", "sv", "sv"),
        ("Short.", "", None),
        ("", "", None),
        ("1234 5678 " * 50, "en", "en"),
        ("Lorem ipsum dolor sit amet " * 30, "", None),
        ("港口法案在夜间获得通过，工程今年不会开始。", "", "zh"),
    ],
)  # fmt: skip
def test_the_claim_decides_where_the_text_does_not(text: str, claimed: str, language: str | None) -> None:
    assert language_of(text, claimed) == language


@pytest.mark.parametrize("mark", ["", " ☃", " Ж", " “quoted”", " İ", " 港口"])
@pytest.mark.parametrize("language", ["en", "de"])
def test_single_foreign_letters_change_nothing(language: str, mark: str) -> None:
    assert language_of(TEXTS[language] * 4 + mark, {"en": "de", "de": "en"}[language]) == language
