"""What a page shows besides its text, for the judge."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Signs:
    """What a page shows besides its text."""

    title: str = ""
    titles: tuple[str, ...] = ()
    """Its other titles: of the window, and its first headings."""
    path: str = ""
    """Of its address, with the query."""
    kind: str = ""
    """Its Open Graph type."""
    types: frozenset[str] = frozenset()
    """Lower-case schema.org types."""
    says_article: bool = False
    claims_article: bool = False
    """It says so in its structured data, which nobody writes by default."""
    several: bool = False
    """Its structured data describes several articles."""
    dated: bool = False
    """It says when it was published."""
    password: bool = False
    """It has a password field."""
    links: float = 0.0
    """Share of the page's letters that are in links."""
    listed: int = 0
    """Headings that are links."""
    told: int = 0
    """Characters of the longest run of paragraphs side by side."""
    home: bool = False
    """It gives a site's front page as its own address."""
    seen: str = ""
    """The beginning of its text outside links and menus, a block a line; empty where it has paragraphs enough."""
    challenge: bool = False
    """It holds a check that the reader is human."""
    free: bool | None = None
    """Whether everybody may read it, as it says."""
    whole: int = 0
    """Words of the whole report, as it says; 0 where it doesn't."""
    kept_back: bool | None = None
    """Whether the parts that are not for everybody, as it says, are missing; None where it names none."""
    wall: str = ""
    """What elements say that are named as paywalls are, a line each."""
    behind: str = ""
    """What stands right behind its paragraphs, outside links, a block a line."""
    hidden: str = ""
    """What such elements would say if they were not hidden."""

    @property
    def is_report(self) -> bool:
        """It describes itself as one, with a date."""
        return self.dated and (self.claims_article or self.says_article) and not self.several
