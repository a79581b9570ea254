"""Verbs of happening in English headlines and leads, with the nouns and forms that say the same."""

from __future__ import annotations

from briefing.core.text import stem

_FAMILIES = """
    resigns resigned resignation quits quit
    dies died dead death deaths dying dead
    kills killed killing slain
    arrests arrested arrest detained detains
    charges charged indicted indictment indicts
    convicted convicts guilty conviction
    acquitted acquits acquittal
    sentenced sentences jailed
    sues sued lawsuit
    approves approved approval passes passed passage
    rejects rejected rejection defeats defeated
    wins won winner victory victorious
    loses lost defeat
    elected elects
    signs signed signing
    vetoes vetoed veto
    bans banned ban
    blocks blocked halts halted halt suspends suspended suspension
    overturns overturned reverses reversed
    upholds upheld
    fires fired sacks sacked ousts ousted dismisses dismissed
    nominates nominated nomination nominee picks
    appoints appointed appointment
    confirms confirmed confirmation
    withdraws withdrew withdrawn withdrawal pulls
    postpones postponed delays delayed delay
    cancels cancelled canceled cancellation scraps scrapped
    reopens reopened
    collapses collapsed
    crashes crashed
    explodes exploded explosion blast
    attacks attacked
    invades invaded invasion
    shoots shot shooting gunman
    injures injured wounded injuries
    rescues rescued
    testifies testified testimony
    pleads pleaded
    apologises apologised apologizes apologized apology
    denies denied denial
    admits admitted
    concedes conceded
    recalls recalled
    seizes seized
    evacuates evacuated evacuation
    acquires acquired acquisition buys bought
    merges merger merged
    raises raised
    cuts
    imposes imposed
    lifts lifted
    extends extended extension
    endorses endorsed endorsement
    flees fled
    falls fell plunges plunged drops dropped tumbles tumbled
    rises rose surges surged jumps jumped soars soared
    strikes struck hits
    announces announced unveils unveiled
    launches launched
    orders ordered
    releases released publishes published
    subpoenas subpoenaed subpoena
    impeached impeaches impeachment
    declares declared
"""


def _families() -> dict[str, str]:
    found: dict[str, str] = {}
    for line in _FAMILIES.strip().splitlines():
        first, *others = line.split()
        for word in (first, *others):
            found.setdefault(stem(word, "en"), stem(first, "en"))
    return found


HAPPENINGS = _families()
"""Root of a word -> root of the first of its family: "died", "dead" and "deaths" are all "dies"."""
