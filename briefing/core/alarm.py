"""What deserves a mail to the operator: an edition that was late, thin, not made, held back, skipped, or not delivered.

Written for somebody who was woken by it: the subject says what is wrong, the text what became of the readers, what to
look at, and which command to type.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from statistics import median
from textwrap import wrap
from typing import Literal

from briefing.model import Alarm, Counts, Edition, State

Outcome = Literal["done", "waiting", "failed"]

_LEAST_PAST = 5
"""So many past editions tell what is usual."""
_FEW = 0.5
"""Of what is usual."""
_TOO_MANY = 0.05
"""Share of a channel's recipients that an edition may miss before the operator hears of it."""
PATIENCE = timedelta(minutes=30)
"""So long failed deliveries are tried again before the operator hears of them: most mail servers are back by then."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """What is needed to say it well."""

    edition: str
    """Its key."""
    due: datetime
    zone: tzinfo
    command: str
    """What follows `briefing …` so that it finds the configuration: "--config /srv/news/config.yaml"."""
    run: str = ""
    """By which the log's lines of this run are found."""

    def at(self, moment: datetime) -> str:
        """ "06:30", with its date where that is not the slot's."""
        local, due = moment.astimezone(self.zone), self.due.astimezone(self.zone)
        return f"{local:%H:%M}" if local.date() == due.date() else f"{local:%Y-%m-%d %H:%M}"

    def type(self, purpose: str, words: str) -> str:
        """A command to paste, and what it is for."""
        return f"{purpose}\n    briefing {words} {self.command}"

    @property
    def date(self) -> str:
        return self.edition.rpartition("/")[2]

    def alarm(self, cause: str, subject: str, *paragraphs: str) -> Alarm:
        log = [f"In a log of JSON lines this run is {self.run}."] if self.run else []
        text = "\n\n".join(_wrapped(paragraph) for paragraph in (*paragraphs, *log))
        return Alarm(edition=self.edition, cause=cause, subject=f"{self.edition} {subject}", text=f"{text}\n")


def late(situation: Situation, made: datetime, allowed: timedelta) -> Alarm | None:
    """It was made more than `allowed` after it was due."""
    by = made - situation.due
    if by <= allowed:
        return None
    return situation.alarm(
        "late",
        f"was {span(by)} late",
        f"It was due at {situation.at(situation.due)} and made at {situation.at(made)}. It goes out as always: nothing "
        "has to be done for today.",
        "So that it does not happen again: was this machine off or asleep, or was it offline? Does something start "
        "Briefing at the right time, in the right time zone?",
        situation.type("What may be wrong, and what to do:", "doctor"),
        situation.type("When the next editions are due:", "schedule next --count 3"),
    )


def thin(situation: Situation, edition: Edition, past: Sequence[int]) -> Alarm | None:
    """It has few stories, or most feeds failed. past: how many stories each of the editions before it had."""
    stories, counts = len(edition.briefs), edition.counts
    usual = round(median(past)) if len(past) >= _LEAST_PAST else 0
    few, deaf = edition.quiet or stories < usual * _FEW, counts.feeds_failed * 2 > counts.feeds
    if not few and not deaf:
        return None
    what = f"has only {_counted(stories, 'story', 'stories')}" if few else "was made from few feeds"
    told = f" (usually about {usual})" if few and usual else ""
    return situation.alarm(
        "thin",
        what + told,
        f"{_why_thin(counts, deaf=deaf)} An edition is never made again: this one stands.",
        situation.type("What was read, and what fails:", "status"),
        situation.type("Whether each feed can be read now:", "feeds check"),
    )


def _why_thin(counts: Counts, *, deaf: bool) -> str:
    if deaf:
        return (
            f"{counts.feeds_failed} of {counts.feeds} feeds could not be read. If they are back by themselves the "
            "next edition is whole; if all fail, look at this machine's network first."
        )
    if counts.articles_new == 0:
        return "Nothing new was read since the edition before. Does gathering run, and did it reach the web?"
    return (
        f"{counts.feeds - counts.feeds_failed} of {counts.feeds} feeds were read and brought "
        f"{_counted(counts.articles_new, 'new article', 'new articles')}; {counts.pages_failed} pages could not be "
        "read. Perhaps it simply was a quiet day."
    )


def failed(situation: Situation, said: str, hint: str, *, expected: bool, made: bool, again: bool) -> Alarm:
    """It could not be made, or was made and could not be delivered.

    expected: an error with a cause of its own, not a fault in the program; again: it is tried once more by itself.
    """
    advice = hint or ("" if expected else "This is a fault in Briefing or in a plugin: the log has all of it.")
    if again:
        then = "It is tried again by itself" + ("." if made else "; when that succeeds a mail says how late it was.")
    elif made:
        then = situation.type("When that is mended, send it:", f"deliver {situation.date}")
    else:
        then = situation.type("When that is mended, make it and send it:", "run")
    there = "It was made and stands, but not everybody has got it" if made else "Readers have got nothing so far"
    return situation.alarm(
        "failed",
        "was made but not delivered" if made else "was not made",
        f"It was due at {situation.at(situation.due)}. {there}. What went wrong:",
        _indented(said),
        *([advice] if advice else []),
        situation.type("What else may be wrong, and what to do:", "doctor"),
        then,
    )


def held(situation: Situation, said: str) -> Alarm:
    """It was made, and the check keeps it from being sent."""
    return situation.alarm(
        "held",
        "was made but not sent",
        "The check before sending found something that readers would stumble over:",
        _indented(said),
        "It was written into its folder; what can't be taken back, such as mail, was not sent.",
        situation.type("All that was found, and where:", f"check {situation.date}"),
        situation.type("When it is mended (mostly a template or a setting), send it:", f"deliver {situation.date}"),
        situation.type("Or send it as it is:", f"deliver {situation.date} --force"),
    )


def skipped(situation: Situation, by: timedelta, allowed: timedelta) -> Alarm:
    """It was missed by more than the configuration lets be made up for."""
    return situation.alarm(
        "skipped",
        f"was skipped: {span(by)} had passed",
        f"It was due at {situation.at(situation.due)}, and nothing ran then. Briefing makes up for a missed edition "
        f"within {span(allowed)} (`schedule.catch_up`); this came later. Readers get no edition for that day; the next "
        "one has what happened since the last.",
        situation.type("Was this machine off or asleep? When the next editions are due:", "schedule next --count 3"),
        situation.type("Should readers get it all the same, make it now:", f"run --date {situation.date}"),
    )


def outcome(
    tally: Mapping[tuple[str, State], int], down: Sequence[str], *, again: bool, since: timedelta
) -> tuple[Outcome, Mapping[str, tuple[int, int]]]:
    """How an edition's delivery went, and of channels where too many miss it: (how many, of how many).

    down: channels that could not be reached just now; again: some are still tried again; since: how long ago it was
    made.
    """
    bad: dict[str, tuple[int, int]] = {}
    for channel in sorted({channel for channel, _ in tally} | set(down)):
        states = {state: count for (name, state), count in tally.items() if name == channel}
        lost, all_ = states.get("failed", 0) + states.get("uncertain", 0), sum(states.values())
        if channel in down or lost > all_ * _TOO_MANY:
            bad[channel] = (lost, all_)
    if not bad:
        return "done", bad
    return ("waiting" if again and since < PATIENCE else "failed"), bad


def undelivered(
    situation: Situation, bad: Mapping[str, tuple[int, int]], why: Mapping[str, str], *, again: bool
) -> Alarm:
    """Too many have not got it. bad: as `outcome` gives it; why: by channel, what was said, or ""."""
    lost, channels = sum(count for count, _ in bad.values()), " and ".join(bad)
    subject = f"did not reach {_counted(lost, 'reader', 'readers')}" if lost else "was not delivered"
    lines = []
    for channel, (count, all_) in bad.items():
        said = f": {why[channel]}" if why.get(channel) else ""
        lines.append(f"    {channel}: {count:,} of {all_:,} failed{said}" if count else f"    {channel}{said}")
    then = "They are tried again for a while by themselves" if again else "They are not tried again by themselves"
    return situation.alarm(
        "undelivered",
        f"{subject} ({channels})",
        "The edition was made and stands; what is missing is its delivery:",
        "\n".join(lines),
        f"{then}. Nobody who has got it gets it twice.",
        situation.type("Who, and why:", f"deliveries list {situation.date}"),
        situation.type("Whether the mail server works, and what receivers think of it:", "doctor"),
        situation.type("When it is mended, once more to those it missed:", f"deliveries retry {situation.date}"),
    )


def letter(alarms: Sequence[Alarm], host: str) -> tuple[str, str]:
    """(subject, text) of one mail about one edition. host: the machine that says it."""
    first, *others = alarms
    subject = f"Briefing: {first.subject}" + (f" (and {len(others)} more)" if others else "")
    parts = [f"{alarm.subject}\n\n{alarm.text}" for alarm in alarms] if others else [first.text]
    return subject, "\n".join((*parts, f"Briefing on {host} says this once, and to nobody else.\n"))


def span(length: timedelta) -> str:
    """ "47 min", "3 h", "2 h 5 min", "3 days"."""
    minutes = round(length.total_seconds() / 60)
    if minutes < 60:
        return f"{minutes} min"
    hours, rest = divmod(minutes, 60)
    if hours >= 48:
        return f"{hours // 24} days"
    return f"{hours} h {rest} min" if rest else f"{hours} h"


def _wrapped(paragraph: str) -> str:
    """In lines that any mail program shows whole; what is indented stays as it is."""
    return "\n".join(
        line if line.startswith(" ") else "\n".join(wrap(line, 76, break_long_words=False, break_on_hyphens=False))
        for line in paragraph.splitlines()
    )


def _indented(said: str) -> str:
    return "\n".join(f"    {line}" for line in said.splitlines())


def _counted(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"
