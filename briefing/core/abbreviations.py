"""What sentence splitting must know of words: data for `sentences`.

An entry in lower case stands for any spelling ("dr" for Dr. and DR.); a capitalised one only for itself and for
capitals ("Wash" is a state, "wash" ends a sentence). Entries have no final full stop and no blanks ("z.b" is also
z. B.). A shortened word that is a whole word elsewhere ("on." is Italian for an honourable) counts in its own language
only; all others count in every language.
"""

from __future__ import annotations

from enum import Enum, auto
from functools import lru_cache
from typing import NamedTuple

from briefing.core import starters


class Kind(Enum):
    """What the full stop after an abbreviation may mean."""

    NEVER = auto()  # titles and the like: what follows belongs to it, whatever it is
    NUMBER = auto()  # a number follows; before anything else it ends a sentence like other words
    MONTH = auto()  # likewise, and at the beginning of a sentence it does not end one
    MAYBE = auto()  # ends a sentence where a word follows that begins sentences
    CLOCK = auto()  # a.m., p.m.: ends a sentence unless a time zone or a day follows
    ENDS = auto()  # looks like initials, and ends a sentence like other words


class Known(NamedTuple):
    """What is known in one language: abbreviations by kind, and the words that begin sentences."""

    kinds: dict[str, Kind]
    starters: frozenset[str]
    ordinals: bool
    dates: bool


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_EVERYWHERE = {
    Kind.NEVER: """
        mr mrs ms mx dr drs dra prof profa messrs mmes mme mlle mlles mgr vs v cf viz vgl esp e.g i.e eg ie approx
        incl excl resp Gen Lt Col Maj Capt Cpt Cmdr Cdr Sgt Cpl Pvt Adm Brig Sen Rep Gov Rev Hon Pres Supt Insp Det
        Asst Atty Amb Fr Ft Mt Pte Pfc Ald Cllr Ph Rt j.g Hr Dipl z.b d.h u.a bzw ggf evtl inkl bspw sog o.ä u.u
        i.d.r d.i zzgl u.ä p.ex c.-à-d p.ej aprox srta sra sres exmo exma excmo excma ilmo ilma rvmo mons ad.es dott
        dott.ssa prof.ssa sig sig.ra sig.na sigg avv gent.mo ill.mo dhr mevr jhr bijv o.a d.w.z m.b.t o.l.v i.v.m
        t.o.v bl.a t.ex dvs fr.o.m t.o.m f.eks p.g.a pga m.in tzw tzv tzn płk ppłk kpt mjr inż zob np św ks abp wg
        napr např npr mudr judr phdr rndr mvdr paeddr thdr phmr čl gđa gđica doç yrd öğr örn bkz Al.je Gen.broni PGS
        ThS GS.TS PGS.TS gng bpk mnr mev dkt г-н г-жа г-ца тов акад проф пр т.е т.н т.к т.зв тзв тзн тј нпр напр св
        гр ім им вул ул бул бульв просп пл пер наб пос дер пгт смт инж доц ген полк полк-ник лейт серж зам нач мкр
        англ нем лат майор кап адм ред д-р г-ђа г-ђица κ κα κκ κος κ.κ δρ π.χ δηλ λ.χ βλ αγ υπ καθ д.м.н к.м.н к.и.н
        الف د أ.د م.د ا.د डॉ डा प्रो श्री ए बी सी डी एफ के एल एम एन पी आर एस टी यू वी ড ডা মোঃ প্রফ திரு திருமதி డా
        ಡಾ ഡോ ડૉ ડો ਡਾ""",
    Kind.NUMBER: """
        min max No Nos nos nr núm num nº n° n.º art arts secs ch chap pp pg vol vols fig figs ca ver eq para approx
        ziff kl nro plkst godz poz rys rozdz tab tel рис стр гл тел табл бр чл руб коп кв ст буд корп hal pasal md sk
        línea pág págs σελ αρ τηλ αριθ άρθ""",
    Kind.MONTH: """Jan Feb Febr Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec Okt Dez janv févr avr juil déc""",
    Kind.MAYBE: """
        Ing inc corp co cos ltd llc llp plc bros jr sr esq dept univ assn intl mfg St Ste Ave Av Blvd Rd Hwy Pkwy Sq
        Bldg u.s u.k u.n e.u u.s.a d.c n.y l.a p.s ph.d b.sc m.sc ph.b ll.b ll.m Ala Ariz Ark Calif Colo Conn Del Fla
        Ga Ill Ind Kan Ky La Md Mich Minn Mo Mont Neb Nev Okla Ore Pa Tenn Tex Va Vt Wash Wis Wyo N.J N.H N.M N.C N.D
        S.C S.D W.Va R.I Mass Miss Que Ont gmbh a.g e.v Mio Mrd mld mln tys S.A S.p.A S.r.l s.a S.L Cía Cia Tbk Sdn
        Bhd kft zrt обл тыс тис хил хиљ гг вв долл მლნ მლრდ χλμ εκατ δισ χιλ""",
    Kind.CLOCK: "a.m p.m",
    Kind.ENDS: """
        tv dvd km kg cm mm mph kmh т.д т.п н.э н.е o.s.v m.fl m.m n.e p.n.e usw etc uff u.s.w s.r.o a.s d.o.o κ.λπ
        κ.ά κ.ο.κ μ.μ π.μ μ.χ""",
}
_BY_LANGUAGE: dict[str, dict[Kind, str]] = {
    "en": {
        Kind.NUMBER: "no Sec sec ext Rm rm Op op Est apt ft al",
        Kind.NEVER: "feat Msgr Lieut Const Secy Pt",
        Kind.MAYBE: "Ln Ctr Expy Tpke Pk",
    },
    "de": {
        Kind.NEVER: """
        Frau Hrn Ing Mag med phil jur rer nat habil h.c z.t s.o s.u i.v v.a ehem geb gen verh gest ev kath fa fam
        gebr inh abg bgm stellv hl zw rd lt mind südl nördl westl östl einschl betr hptm oblt ltn""",
        Kind.NUMBER: "bd abs seite anm lit abb kap hrsg tel al az",
        Kind.MAYBE: "str tsd std jh chr pl sek",
        Kind.ENDS: "usf u.dgl",
    },
    "fr": {
        Kind.NEVER: "M MM Me Pr mgr Mgr St Ste av bd bld boul pl vve sté ets",
        Kind.NUMBER: "no sect hab alin env max chap tél éd al",
        Kind.MAYBE: "cie",
    },
    "es": {
        Kind.NEVER: """
        ee sr gral cnel cap tte sgto ing lic arq Ud Uds uds av avda Vd Vds Dª Dña D pdte mtro pbro hno sto sta gob
        dip mtra prov""",
        Kind.NUMBER: "tel sgte máx mín apto al",
        Kind.MONTH: "ene abr ago dic sept jul jun nov oct",
        Kind.MAYBE: "hnos",
    },
    "pt": {
        Kind.NEVER: "sr srs Eng Arq Des Cel Ten Av R Pe Fr Dom Min Dep Gal sto sta pça trav séc v.exa desemb",
        Kind.NUMBER: "no cap inc tel máx apto pág al",
        Kind.MONTH: "fev ago out dez jan mar abr jun jul set nov",
        Kind.MAYBE: "ltda min",
    },
    "it": {
        Kind.NEVER: """
        rag on sen gen col cap mons arch geom ing don san sec p.zza v.le c.so s ss egr spett card brig magg ten app
        lgt s.e""",
        Kind.NUMBER: "pag pagg tel lett max al",
        Kind.MONTH: "feb mag giu lug ago set ott dic",
    },
    "nl": {
        Kind.NEVER: "mr mw Ir ing jr jkvr m.n i.p.v mej fam gebr St b.v o.m ds kard wnd",
        Kind.NUMBER: "blz art lid nr jan feb mrt apr jun jul aug sept okt nov dec plm tel al",
    },
    "sv": {Kind.NEVER: "dir s.k f.d jfr enl ang avd hr fru", Kind.NUMBER: "kap st sid tel", Kind.MAYBE: "ev resp"},
    "da": {
        Kind.NEVER: "dir hr fru frk skt adv red jf ang afd fx hhv kgl vedr iflg evt",
        Kind.NUMBER: "kap stk pkt tlf",
        Kind.ENDS: "osv m.v mv",
        Kind.MAYBE: "mio mia",
    },
    "no": {
        Kind.NEVER: "dir hr fru frk adv red st jf ang avd kgl iflg evt",
        Kind.NUMBER: "kap pkt tlf",
        Kind.ENDS: "osv m.v mv",
        Kind.MAYBE: "mill",
    },
    "fi": {
        Kind.NEVER: "mm esim ks ns tri toht rva hra neiti em nk ko alk vrt pj tj kok sd kesk vihr vas",
        Kind.NUMBER: "os klo puh",
        Kind.MAYBE: "milj mrd",
        Kind.ENDS: "jne ym yms tms",
    },
    "hu": {
        Kind.NEVER: "pl kb ifj özv id ún ui uo ill vö pld bp u.n gr",
        Kind.NUMBER: "sz ker tel",
        Kind.MAYBE: "nyrt bt",
        Kind.ENDS: "stb",
        Kind.MONTH: "jan febr márc ápr máj jún júl aug szept okt nov dec",
    },
    "pl": {
        Kind.NEVER: """
        im o al ul pl os p pp por ppor gen adm dyr hab red mec bł rtm kard bp mgr lek ww wyd prof.zw m.st woj gm pow
        pt pn ds br ojc kpr sierż asp nadkom podkom kom insp mł zast""",
        Kind.NUMBER: "str pkt ust tj ok ur zm",
        Kind.MAYBE: "ha mkw proc",
    },
    "cs": {
        Kind.NEVER: """
        tj mgr ing bc gen plk pplk mjr por kpt sv ul nám tř arch pí p odst písm cca mj popř příp kat okr býv npor
        prap rtm ml st č.j""",
        Kind.NUMBER: "čj str hod sb obr čp zák roč nar",
        Kind.MAYBE: "mil mld tis",
    },
    "sk": {
        Kind.NEVER: """
        tj mgr ing bc gen plk pplk mjr por kpt sv ul nám p arch odst písm cca mj príp popr kat okr býv npor prap ml
        st""",
        Kind.NUMBER: "str hod obr čl zák nar",
        Kind.MAYBE: "mil mld tis",
    },
    "sl": {Kind.NEVER: "g ga gdč sv ul oz t.i t.j mag inž univ dipl", Kind.NUMBER: "št str"},
    "hr": {Kind.NEVER: "g gosp gđ mr sc tj ul sv dipl ing inž oec iur akad", Kind.NUMBER: "br str st"},
    "sr": {Kind.NEVER: "g gosp gđ mr sc tj ul sv dipl ing inž akad г", Kind.NUMBER: "br str st"},
    "ro": {
        Kind.NEVER: """
        dl dna dnei dlui d-na d-l d-lui ing lt col gen cpt mr str bd bdul șos jud com sf av prof.univ ș.a conf lect
        șt mun sg plt al""",
        Kind.NUMBER: "alin lit pag cap bl sc ap et pct",
        Kind.MAYBE: "mil mld",
    },
    "tr": {
        Kind.NEVER: "av alb bnb yzb tğm gen kur müh mim dr op uzm sn bk hz bşk yb asb org korg tümg tuğg ütğm mah",
        Kind.NUMBER: "no sf apt kat",
        Kind.MAYBE: "şti cad sok",
        Kind.ENDS: "vb vd",
    },
    "vi": {Kind.NEVER: "tp ths ts gs pgs bs ks tt tx q p", Kind.ENDS: "Á Ý"},
    "id": {
        Kind.NEVER: """
        pt cv ir h hj jl jln kh ust a.n drg yth sdr tgk kab kec kol brigjen irjen komjen kombes akbp akp kompol iptu
        aiptu""",
        Kind.NUMBER: "no rp hal",
    },
    "ms": {Kind.NEVER: "en pn cik dr ir hj jln kg tn", Kind.NUMBER: "no"},
    "tl": {Kind.NEVER: "g bb gng gg bgy sto sta"},
    "et": {Kind.NEVER: "nt hr pr s.t sh nn vt prl vrd", Kind.NUMBER: "u lk", Kind.ENDS: "jne jms", Kind.MAYBE: "tuh"},
    "lv": {
        Kind.NEVER: "piem t.i t.s u.tml sk kr sv ģen pulkv t.sk",
        Kind.NUMBER: "lpp",
        Kind.MAYBE: "tūkst milj",
        Kind.ENDS: "u.c utt",
    },
    "lt": {
        Kind.NEVER: "pvz prof doc dr g pr al t.y vad vyr t.t kun vysk plk mjr kpt ltn gen kt",
        Kind.NUMBER: "psl",
        Kind.MAYBE: "m d val mėn tūkst",
    },
    "ca": {Kind.NEVER: "sr sra srs av avda c pl ctra mn", Kind.NUMBER: "pàg"},
    "uk": {Kind.NEVER: "м див пров", Kind.MAYBE: "дол грн"},
}  # fmt: skip
_BY_LANGUAGE["nb"] = _BY_LANGUAGE["nn"] = _BY_LANGUAGE["no"]
_BY_LANGUAGE["bs"] = _BY_LANGUAGE["hr"]

_COMMONEST = ("en", "de", "fr", "es", "pt", "it", "nl", "sv", "ru", "uk", "bg", "el")


@lru_cache(maxsize=256)
def known(language: str) -> Known:
    """What is known in a language, by its code of two letters; of an unknown one, what holds in most."""
    kinds: dict[str, Kind] = {}
    for table in (_BY_LANGUAGE.get(language) or _BY_LANGUAGE["en"], _EVERYWHERE):
        for kind, words in table.items():
            kinds |= {word: kind for word in words.split() if word not in kinds}
    own = [language] if language in starters.BY_LANGUAGE else _COMMONEST
    beginning = " ".join(starters.BY_LANGUAGE[one] for one in own)
    return Known(kinds, _words(beginning), language in _ORDINAL_LANGUAGES, language in _DATE_LANGUAGES)


ZONES = _words(
    """
    ET EST EDT CT CST CDT MT MST MDT PT PST PDT GMT UTC BST CET CEST IST JST AEST Eastern Central Pacific Mountain
    Greenwich local Monday Tuesday Wednesday Thursday Friday Saturday Sunday Mon Tue Tues Wed Thu Thurs Fri Sat Sun"""
)
"""What may follow a.m. or p.m. inside a sentence."""

BANGS = _words("Yahoo Jeopardy Joomla Yum Chips Wham Oklahoma Panic")
"""Names written with an exclamation mark."""

LETTERED = _words(
    """
    vitamin hepatitis influenza plan grade group gruppe grupo groupe gruppo grupa skupina type typ tipo class serie
    série category kategorie option exhibit appendix"""
)
"""Common nouns that a letter follows as their number: the full stop after it ends a sentence (Group B. Spain …)."""

SAYING = _words(
    """
    asked asks said says added adds told replied wondered wrote cried shouted answered demanded continued joked
    tweeted posted quipped exclaimed insisted recalled yelled screamed whispered snapped declared laughed responded
    inquired pleaded urged warned noted remarked concluded
    물었다 말했다 답했다 외쳤다 반문했다 했다 강조했다 पूछा कहा बोला बोले बोलीं জিজ্ঞাসা বললেন বলেন
    שאל שאלה אמר אמרה צעק צעקה השיב השיבה הוסיף הוסיפה
    سأل سألت قال قالت أضاف أضافت تساءل تساءلت صرخ صرخت گفت پرسید افزود پوچھا کہا"""
)
"""Verbs that tie a quotation ending in ? or ! to the speaker named after it."""

_ORDINAL_LANGUAGES = _words("de tr hu")
"""Languages where a number with a full stop is an ordinal and capitalised words may follow it."""

_DATE_LANGUAGES = _words("de tr hu fi et cs sk sl hr bs sr da no nb nn")
"""Languages that write dates like 24.12. and decimals with a comma."""

AFTER_ORDINAL = _words(
    """Januar Jänner Februar März April Mai Juni Juli August September Oktober November Dezember Jahrhundert Liga
    Bundesliga Spieltag Runde Platz Mal Stock Bezirk"""
)
"""German words before which a number is an ordinal even where the language is not known."""

COUNTED = _words("auf von mit um als rund nur etwa insgesamt Platz Nummer Kapitel Tor Gruppe sayısı")
"""Words after which a number counts or numbers and is no ordinal."""
