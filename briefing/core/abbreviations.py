"""What sentence splitting must know of words: data for `text.sentences`, all languages together.

An entry in lower case stands for any spelling ("dr" for Dr. and DR.); a capitalised one only for itself and for
capitals ("Wash" is a state, "wash" ends a sentence). Entries have no final full stop.
"""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


BEFORE_NAME = _words(
    """mr mrs ms mx dr drs prof messrs mme mmes mlle mgr vs v cf viz esp dhr mevr jhr srta dott dott.ssa prof.ssa sig
    sig.ra avv gent.mo ill.mo płk kpt mjr inż zob tzw doç yrd öğr г-н г-жа тов акад проф пр т.е т.н tp ths
    Gen Lt Col Maj Capt Cpt Cmdr Cdr Sgt Cpl Pvt Adm Brig Sen Rep Gov Rev Hon Pres Supt Insp Det Asst Atty Amb Fr Ft
    Mt Pte Pfc Ald Cllr Ph Rt Hr Mw Ing Ir Frau Dipl Mag Sra Dna Don Geom Arch Fru Frk Dir Ks Al.je Gen.broni
    Dyr Im Sn Alb Ул Им GS PGS TS BS"""
)
"""Titles and the like: what follows belongs to the name, whatever it is."""

BEFORE_NUMBER = _words(
    """no nos nr núm num n nº art arts sec secs ch chap p pp pg vol vols fig figs approx ca c ver cap eq ex ext op
    par para pt r sect str s ss bd abs ziff ust lit seite anm hl z kl godz poz tel tab rys rozdz тел стр гл рис
    hal pasal md sk cad línea pág págs км руб коп ok min max"""
)
"""Abbreviations that a number follows; before anything else they end a sentence like other words."""

INSIDE = _words(
    """e.g i.e eg ie approx incl excl z.b d.h u.a bzw ggf evtl inkl bspw sog vgl o.ä u.u i.d.r d.i zzgl
    p.ex c.-à-d p.ej aprox ee ad.es bijv o.a d.w.z m.b.t o.l.v i.v.m t.o.v resp bl.a t.ex dvs f.d s.k fr.o.m
    t.o.m f.eks ca pga np m.in tj wg örn bkz т.к напр св"""
)
"""Never the end of a sentence."""

MAYBE_END = _words(
    """inc corp co cos ltd llc llp plc bros jr sr esq dept univ assn intl mfg St Ste Ave Av Blvd Rd Hwy Pkwy Sq Bldg
    u.s u.k u.n e.u u.s.a d.c n.y l.a p.s
    Ala Ariz Ark Calif Colo Conn Del Fla Ga Ill Ind Kan Ky La Md Mich Minn Mo Mont Neb Nev Okla Ore Pa Tenn Tex Va
    Vt Wash Wis Wyo N.J N.H N.M N.C N.D S.C S.D W.Va R.I Mass Miss Que Ont gmbh a.g e.v Mio Mrd mld tsd uu mln tys
    S.A S.p.A S.r.l s.a S.L Cía Cia ул"""
)
"""May end a sentence: they do when a word follows that begins sentences."""

MONTHS = _words(
    "Jan Feb Febr Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec Okt Dez janv févr avr juil déc ene abr ago dic mag lug ott"
)
"""Shortened months: the full stop ends the sentence unless a number follows."""

ZONES = _words(
    "ET EST EDT CT CST CDT MT MST MDT PT PST PDT GMT UTC BST CET CEST IST JST AEST Eastern Central Pacific local"
)
"""What may follow a.m. or p.m. inside a sentence."""

BANGS = _words("Yahoo Jeopardy Joomla Yum Chips Wham")
"""Names written with an exclamation mark."""

STARTERS = _words(
    """The A An He She It They We I You This That These Those His Her Their Its Our My There Here What When Where
    Why Who How In On At But And So If While After Before As For From With By Since Although Though However
    Meanwhile Under During Until Despite Because According Then Now Not No Some Many Most All Both Each Nobody
    Everyone Several Still Only Also Der Die Das Ein Eine Er Sie Es Wir Ich Im In Am An Auf Bei Mit Nach Und Aber
    Doch Auch Dabei Damit Danach Seit Von Vor Zu Zum Zur Für Wie Wer Was Wo Wenn Als Dann Dort Hier Nun Bis Durch
    Gegen Ohne Um Diese Dieser Dieses Le La Les Un Une Des Il Elle Ils Elles On Nous Vous Je Ce Cet Cette Ces Mais
    Et Dans En Au Aux Pour Par Sur Selon Après El Los Las Una Unos Ella Ellos Pero Y Según Tras Por Con Para Desde
    Este Esta Estos Estas No Se Lo Il Lo Gli Uno Ma Nel Nella Secondo Dopo Per Questo Questa Si Non O Os As Um Uma
    Ele Ela Eles Mas Segundo Depois Após Não Em No Na De Het Een Hij Zij Ze Wij Maar En Volgens Na Ook Dat Dit Den
    Det Ett Han Hon De Men Och Enligt Efter Jeg Vi Et Og On Ona Oni To Ten Ta Ale I W Na Po Jednak Он Она Оно Они
    Это В На Но И По После При Как Мы Я Bu O Ve Ama Ancak Bir"""
)
"""Words that, capitalised, nearly always begin a sentence."""

SAYING = _words(
    """asked asks said says added adds told replied wondered wrote cried shouted answered demanded continued joked
    tweeted posted quipped exclaimed insisted recalled"""
)
"""Verbs that tie a quotation ending in ? or ! to the speaker named after it."""

ORDINAL_LANGUAGES = _words("de tr")
"""Languages where a number with a full stop is an ordinal and capitalised nouns may follow it."""

AFTER_ORDINAL = _words(
    "Januar Jänner Februar März April Mai Juni Juli August September Oktober November Dezember Jahrhundert "
    "Liga Bundesliga Spieltag Runde Platz Mal Stock Bezirk"
)
"""German words before which a number is an ordinal even where the language is not known."""
