"""`briefing why STORY`: why a story stands where it stands, or why it was left out, and whence each sentence is."""

from __future__ import annotations

import json
import shlex
from collections.abc import Sequence

from briefing.core.voices import listed
from briefing.entry.answers import Related, Report, Why, answer, as_data
from briefing.entry.checking import forced
from briefing.entry.console import Console, counted
from briefing.entry.prose import digits, ordinal, rows, say
from briefing.entry.record import Beside, Record, Setting, has_words, is_address, page_named
from briefing.model import Decision, Edition
from briefing.ports import Store

_MOST, _MOST_REPORTS = 3, 12
"""Stories that are told of in full (of more than these, the best one) and reports that are listed."""
_KINDS = {"lead": "it leads the edition", "full": "told at length", "brief": "told in one line"}


def why(store: Store, edition: Edition, wanted: str, console: Console, *, as_json: bool = False) -> bool:
    """Print what an edition recorded of the stories that are meant: by a story's id, a place in the edition ("1"),
    words of a headline, or a page's address. Whether there were any.

    As JSON, a list of objects with the fields of `Why`, its decision's among them.
    """
    record = Record(store, edition)
    found = _meant(store, record, wanted)
    if as_json:
        answers = [as_data(answer(store, record, decision)) for decision in found]
        console.say(json.dumps(answers, ensure_ascii=False, indent=2))
    else:
        _tell_all(store, record, found, console)
        for override in store.editions.overrides(edition.id) if found else ():
            console.say()
            say(console, f"{forced(override)}: `briefing check` names them")
    if not found:
        console.warn(f'{edition.id} has no story "{wanted}".')
        console.warn(_instead(wanted, len(record.briefs)))
    return bool(found)


def _tell_all(store: Store, record: Record, found: Sequence[Decision], console: Console) -> None:
    whole = found if len(found) <= _MOST else found[:1]
    for n, decision in enumerate(whole):
        if n:
            console.say("\n")
        tell(answer(store, record, decision), console)
    if others := found[len(whole) :]:
        console.say("\nothers with these words, to be asked for by their ids")
        rows(console, [(decision.story, _standing(record, decision), decision.headline) for decision in others])


def _instead(wanted: str, items: int) -> str:
    if is_address(wanted):
        return f"`briefing why-not {shlex.quote(wanted)}` says what became of the page."
    place = f"a place from 1 to {items}, " if items else ""
    return (
        f"Name {place}words of a headline, a story's id or a page's address; "
        "`briefing editions list` names other editions, for --edition."
    )


def _standing(record: Record, decision: Decision) -> str:
    place = record.place(decision)
    return f"item {place}" if place else "left out"


def _meant(store: Store, record: Record, wanted: str) -> list[Decision]:
    """The stories that are asked for, best first."""
    wanted = wanted.strip()
    if wanted.isdecimal() and 1 <= int(wanted) <= len(record.briefs):
        return [decision for decision in record.decisions if record.place(decision) == int(wanted)]
    if named := [decision for decision in record.decisions if decision.story == wanted]:
        return named
    page = page_named(store, wanted)
    if page or is_address(wanted):
        decision = record.decision_on(page.item.id)[0] if page else None
        return [decision] if decision else []
    if found := [decision for decision in record.decisions if has_words(decision.headline, wanted)]:
        return found
    articles = record.articles([id_ for decision in record.decisions for id_ in decision.articles])
    having = {id_ for id_, article in articles.items() if has_words(article.title, wanted)}
    return [decision for decision in record.decisions if having.intersection(decision.articles)]


# --- the answer in words -------------------------------------------------------------------------------------------


def tell(told: Why, console: Console) -> None:
    """Print the answer."""
    decision = told.decision
    say(console, decision.headline)
    rows(console, _facts(told), indent=0)
    _tell_score(decision, console)
    _tell_reports(told, console)
    if told.sentences:
        _tell_sentences(told, console)
    console.say()
    none = "nothing that was printed" if told.place else "nothing"
    stood = [("above it", beside(told.above, none)), ("below it", beside(told.below, none))]
    if told.last_printed:
        stood.append(("last one in", beside(told.last_printed)))
    rows(console, stood, indent=0)
    tell_settings(told.settings, console)


def _facts(told: Why) -> list[tuple[str, str]]:
    decision = told.decision
    facts = [("story", f"{decision.story} in {told.edition}")]
    if told.place:
        facts.append(("place", f"{ordinal(told.place)} of {counted(told.items, 'item')}, {_told_how(told)}"))
    else:
        facts.append(("place", f"left out: {decision.because}"))
    if told.short:
        facts.append(("length", f"one line: {told.short}; lines stand by section"))
    facts.append(("rank", f"{ordinal(told.rank)} of {counted(told.weighed, 'story')} weighed"))
    facts.append(("status", _status(decision)))
    facts += [("merged", f"{_name(one)} has become part of it") for one in told.absorbed_stories]
    if told.split_from_story:
        facts.append(("split", f"it was part of {_name(told.split_from_story)} and goes by itself now"))
    return facts


def _told_how(told: Why) -> str:
    how = _KINDS.get(told.kind, told.kind)
    if told.kind == "lead" and len(told.sentences) == 1:
        how += ", in one sentence"
    return f"{how} under {told.section}" if told.kind == "brief" else how


def _status(decision: Decision) -> str:
    first = f"first told in {decision.first_told}" if decision.first_told else "told before"
    if decision.status == "update":
        return f"UPDATE: {first}; new since: {listed(decision.news) if decision.news else 'many more outlets tell it'}"
    if decision.status == "ongoing":
        return f"ongoing: {first}, and nothing new since"
    return "NEW: no earlier edition told it"


def _name(story: Related) -> str:
    return f"“{story.headline}” ({story.story})" if story.headline else story.story


def _tell_score(decision: Decision, console: Console) -> None:
    points = [reason.points for reason in decision.reasons]
    n = digits(points, decision.score)
    reasons = sorted(decision.reasons, key=lambda reason: (-abs(reason.points), reason.name))
    cells = [(f"{reason.points:+.{n}f}", reason.name, reason.because) for reason in reasons]
    total = f"{decision.score:+.{n}f}"
    width = max(len(cell) for cell in (total, *(row[0] for row in cells)))
    console.say("\nscore")
    rows(console, [(points.rjust(width), name, because) for points, name, because in cells])
    say(console, "the sum: higher ranks first", lead=f"  {total.rjust(width)}  ")


def _tell_reports(told: Why, console: Console) -> None:
    console.say(f"\ntold by {counted(len(told.reports), 'report')}")
    for report in told.reports[:_MOST_REPORTS]:
        say(console, f"{report.source}: {report.title}", lead="  ")
        say(console, report.url, lead="    ")
        for note in _notes(report, told):
            say(console, note, lead="    ")
    if (more := len(told.reports) - _MOST_REPORTS) > 0:
        console.say(f"  and {more} more (--json has them all)")
    if (gone := len(told.decision.articles) - len(told.reports)) > 0:
        console.say(f"  and {gone} that it did not cite and that are kept no more (`keep.articles`)")


def _notes(report: Report, told: Why) -> list[str]:
    same = [other.source for other in told.reports if other.repeats == report.id]
    notes = (
        report.repeats and f"repeats the text of {report.repeats_source or 'another report'}",
        same and f"the same report in {listed(same)}",
        report.agency and f"by the news agency {report.agency}",
        report.house and f"of the house {report.house}",
        report.text_from == "feed" and "its page could not be read: its feed's own summary stands for it",
        report.partial and "only the beginning could be read: the rest is behind a paywall",
        told.place and not report.named and f"told before: the update names only what is new since {_first(told)}",
        *(f"found at another address too: {url}" for url in report.twins),
    )
    return [note for note in notes if note]


def _first(told: Why) -> str:
    return told.decision.first_told or "then"


def _tell_sentences(told: Why, console: Console) -> None:
    picked = f"picked by `summary.by: {told.summarizer}`, at most {told.most_sentences}"
    console.say()
    say(console, f"sentences, word for word ({'the one for a line' if told.kind == 'brief' else picked})")
    for n, sentence in enumerate(told.sentences, 1):
        lead = f"  {n}  "
        say(console, f"“{sentence.text}”", lead=lead)
        at = f"{sentence.source}, paragraph {sentence.paragraph} of {sentence.paragraphs}"
        at += f", characters {sentence.start} to {sentence.end}"
        say(console, at + (" (what stood around it in its sentence is left out)" if sentence.trimmed else ""),
            lead=" " * len(lead))  # fmt: skip
        if sentence.news:
            say(console, f"it has what is new: {listed(sentence.news)}", lead=" " * len(lead))


def beside(other: Beside | None, none: str = "") -> str:
    """How another story stands, and by which reasons this one differs from it most."""
    if other is None:
        return none
    where = f"item {other.place}" if other.place else f"left out: {other.because}"
    return f"“{other.headline}” ({where}), {points(other.score)} points; {by_reasons(other)}"


def by_reasons(other: Beside) -> str:
    """ "this one has 0.74 less: coverage -0.585, position -0.155": by the largest differences."""
    gap = round(sum(each.points for each in other.differences), 4)
    parts = ", ".join(f"{each.name} {each.points:+.4g}" for each in other.differences[:_MOST])
    if not gap:
        return f"this one has as many{f' ({parts})' if parts else ''}: of equals, the smaller id comes first"
    return f"this one has {points(abs(gap))} {'more' if gap > 0 else 'less'}: {parts}"


def points(number: float) -> str:
    """As exactly as they are kept, without noughts at the end."""
    return f"{round(number, 4):g}"


def tell_settings(settings: Sequence[Setting], console: Console) -> None:
    """Name what would have changed it."""
    if settings:
        console.say("\nwhat would change it, in config.yaml")
        rows(console, [(setting.name, _does(setting)) for setting in settings])


def _does(setting: Setting) -> str:
    return setting.does if setting.was is None else f"{setting.does}; it was {setting.was}"
