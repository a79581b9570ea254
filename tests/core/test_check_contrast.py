"""Which words are too faint on which ground: colours as a browser works them out, and by WCAG's arithmetic."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing import wiring
from briefing.core.contrast import faint
from briefing.core.drawn import Drawn
from briefing.core.styles import Screen, declarations, rules
from tests import editions

DARK = '<meta name="color-scheme" content="light dark">'
TAGS = ("p", "div", "td", "a", "h1", "b", "style", "script", "br", "table")


def pairs(html: str) -> list[tuple[str, str, str]]:
    return [(each.ink, each.ground, each.screen) for each in faint(Drawn(html))]


def inks(html: str) -> set[str]:
    return {each.ink for each in faint(Drawn(html))}


@pytest.mark.parametrize(
    ("style", "ok"),
    [
        ("color:#767676", True),  # 4.54:1
        ("color:#777777", False),  # 4.48:1
        ("color:#949494;font-size:24px", True),  # 3.03:1, large
        ("color:#949494;font-size:23px", False),
        ("color:#949494;font-size:19px;font-weight:bold", True),
        ("color:#949494;font-size:19px;font-weight:600", False),
        ("color:#949494;font:bold 19px/24px Georgia", True),
        ("color:#949494;font-size:18pt", True),
        ("color:#949494;font-size:1.5em", True),
        ("color:#959595;font-size:40px", False),  # 2.99:1
        ("color:rgb(119, 119, 119)", False),
        ("color:rgb(118 118 118)", True),
        ("color:rgba(0, 0, 0, .4)", False),
        ("color:rgba(0,0,0,0.8)", True),
        ("color:#999;font-size:1px", True),
        ("color:#999;display:none", True),
        ("COLOR: #999 !important; color: black", False),
        ("color:#999;color:black", True),
        ("color:whatever", True),
    ],
)
def test_text_on_white_needs_four_and_a_half_to_one_and_large_text_three(style: str, ok: bool) -> None:
    assert (pairs(f'<p style="{style}">Word</p>') == []) is ok


def test_colours_and_grounds_are_handed_down_until_something_sets_them_anew() -> None:
    html = (
        '<table bgcolor="#202020"><tr><td style="color:#222222">'
        '<p>dark on dark</p><p style="background:#ffffff url()"></p><div style="background:#fff">fine</div>'
        '<b style="color:#fff">fine</b> dark again</td></tr></table><p>fine</p>'
    )
    assert pairs(html) == [("#222222", "#202020", "light and dark")]


def test_a_ground_that_is_a_picture_or_is_not_understood_is_not_judged() -> None:
    for ground in ("background:url(x.png)", "background-image:linear-gradient(#fff,#eee)", "background:oklch(1 0 0)"):
        assert pairs(f'<td style="{ground}"><p style="color:#fff">Word</p></td>') == []


def test_half_transparent_grounds_are_mixed_with_what_lies_under_them() -> None:
    html = '<div style="background:#000"><p style="background:rgba(255,255,255,.5);color:#fff">Word</p></div>'
    assert pairs(html) == [("#ffffff", "#808080", "light and dark")]


def test_links_have_the_browsers_colour_unless_they_are_given_one() -> None:
    assert pairs('<a href="https://a.example/">x</a>') == []
    assert inks('<div style="background:#00f"><a href="https://a.example/">x</a> <a>y</a></div>') == {
        "#0000ee", "#000000",
    }  # fmt: skip
    assert inks('<div style="background:#00f;color:#fff"><a href="u" style="color:inherit">x</a></div>') == set()


def test_dark_rules_go_over_the_light_attributes() -> None:
    css = (
        "<style>/* { */ @media (prefers-color-scheme: dark) { .sheet { background-color: #111 !important }"
        " .ink { color: %s !important } } [data-ogsc] .ink { color: #111 !important }</style>"
    )
    body = '<div class="sheet" style="background:#fff"><p class="ink big" style="color:#111">Word</p></div>'
    assert pairs(DARK + css % "#eee" + body) == []
    assert pairs(DARK + css % "#222" + body) == [("#222222", "#111111", "dark")]
    assert pairs(DARK + (css % "#eee").replace(" !important", "") + body) == []  # then the attributes win: light


def test_a_page_that_says_nothing_of_dark_stays_light() -> None:
    assert pairs('<p style="color:#111">Word</p>') == []
    assert pairs(f'{DARK}<p style="color:#111">Word</p>') == [("#111111", "#121212", "dark")]
    assert pairs(f"{DARK}<p>Word</p>") == []


def test_phones_are_looked_at_too() -> None:
    css = (
        "<style>@media screen and (max-width: 619px) { .x { color: #aaa } } @media print { p { color: #fff } }</style>"
    )
    assert pairs(f'{css}<p class="x">Word</p>') == [("#aaaaaa", "#ffffff", "light, on phones and dark, on phones")]


@pytest.mark.parametrize(
    ("css", "ok"),
    [
        (".a { color: #ccc } .a { color: #000 }", True),
        (".a { color: #000 } p { color: #ccc }", True),
        ("#i { color: #000 } .a.b { color: #ccc }", True),
        (".a.b { color: #ccc } .a { color: #000 }", False),
        (".b, .none { color: #ccc }", False),
        (".out .a { color: #ccc }", False),
        (".out .none .a { color: #ccc }", True),
        ("body .out p.a { color: #ccc }", False),
        (".a .a { color: #ccc }", True),
        ("* { color: #ccc }", False),
        (".a:hover { color: #ccc }", True),
        (".out > .a { color: #ccc }", True),  # left aside, as the docstring says
        ("@supports (x: y) { .a { color: #ccc } }", True),
        ("@import url(x); .a { color: #ccc }", False),
        ("@media (prefers-color-scheme: light) { @media screen { .a { color: #ccc } } }", False),
        (":root, html { --ink: #ccc } .a { color: var(--ink) }", False),
        (".a { color: var(--none, #ccc) }", False),
        (".a { color: var(--none, #000) }", True),
        ("p { color: #ccc", True),
        ("} } .a { color: #ccc }", False),
    ],
)
def test_of_several_rules_the_one_that_wins_in_a_browser_wins(css: str, ok: bool) -> None:
    html = f'<html><style>{css}</style><body><div class="out"><p id="i" class="a b">Word</p></div></body></html>'
    assert (faint(Drawn(html)) == []) is ok


def test_variables_that_name_one_another_end() -> None:
    bomb = "".join(f"--v{n}: {f'var(--v{n + 1}) ' * 50};" for n in range(50))
    assert (
        pairs(f'<p style="{bomb} --a: var(--b); --b: var(--a); color: var(--v0)">Word <i style="color:var(--a)">x</i>')
        == []
    )


def test_what_is_faint_is_named_once_with_its_first_words() -> None:
    html = '<p style="color:#bbb">First &amp;  words</p><p style="color:#bbb">Second</p><p style="color:#ccc"> · </p>'
    (found,) = faint(Drawn(html))
    assert (found.text, found.ink, found.ground, found.least) == ("First & words", "#bbbbbb", "#ffffff", 4.5)
    assert found.ratio == pytest.approx(1.92, abs=0.01)


def test_the_shipped_templates_can_be_read_by_all() -> None:
    made, _ = editions.edition(*editions.hostile(), *editions.running())
    drawn = wiring.renderer().render(made)
    assert faint(Drawn(drawn.html)) == []
    assert not drawn.web or faint(Drawn(drawn.web)) == []


# --- hostile HTML ----------------------------------------------------------------------------------------------------


words = st.sampled_from(
    ["Word", " ", "&amp;", "<", ">", "&lt;b&gt;", "\0", "漢字", "</", "<!--", "-->", "<![if x]>", "'", '"']
)
styles = st.sampled_from(
    ["color:#888", "background:#777", "color:red;background:blue", ";;:", "color:", "{", "}", "/*"]
)
opened = st.builds(
    lambda tag, cls, style: f'<{tag} class="{cls}" style="{style}">',
    st.sampled_from(TAGS),
    st.sampled_from("ab "),
    styles,
)
closed = st.sampled_from([f"</{tag}>" for tag in (*TAGS, "none")])
sheets = st.sampled_from(
    ["<style>.a{color:#888}", "<style>.a .b{background:#777}}{", "<style>@media dark{", "</style>"]
)


@given(st.lists(words | opened | closed | sheets, max_size=60).map("".join))
def test_any_html_is_read_and_all_that_begins_ends(html: str) -> None:
    drawn = Drawn(html)
    depth = 0
    for event in drawn.events:
        depth += 0 if isinstance(event, str) else -1 if event is None else 1
        assert depth >= 0
    assert depth == 0
    for each in faint(drawn):
        assert 1 <= each.ratio < each.least
        assert each.text.strip()


@given(st.text(max_size=300))
def test_any_text_is_read_as_html_and_as_css(text: str) -> None:
    faint(Drawn(text))
    faint(Drawn(f"<style>{text}</style><p style='{text}'>Word</p>"))
    rules(text, Screen(dark=True, width=300))
    assert all(declared.name and declared.value for declared in declarations(text))


@given(st.lists(st.sampled_from(["#777", "#000", "#fff", "#888"]), min_size=1, max_size=6))
def test_the_innermost_colour_is_the_one_that_counts(colours: list[str]) -> None:
    html = "".join(f'<div style="color:{colour}">' for colour in colours) + "Word"
    assert bool(pairs(html)) is (colours[-1] != "#000")


@pytest.mark.parametrize(
    "piece",
    [
        "<a ", "<a href='", "<!--", "<!-- >", "<![if>", "<![ >", "<div>", "</div>", "<b></i>", "<style>", "x=y ", "&#",
        "<p>a", '<p class="a" style="color:#888">', "<td><table>", '<i style="--a:b">',
    ],
)  # fmt: skip
def test_time_grows_no_faster_than_the_html(piece: str) -> None:
    sheet = "<style>" + ".a .b{color:red}" * 50 + "</style><p>"
    times = []
    for size in (50_000, 200_000):
        html = sheet + piece * (size // len(piece))
        began = time.process_time()
        faint(Drawn(html))
        times.append(time.process_time() - began)
    assert times[1] < 10 * times[0] + 0.3


@pytest.mark.parametrize(
    "piece", [".a{color:red}", "@media x{", "}", "{", "/*", "a b c d ", ".a .b .c{x:y}", "--a:var(--a);", ":"]
)
def test_time_grows_no_faster_than_the_css(piece: str) -> None:
    times = []
    for size in (50_000, 200_000):
        html = f"<style>{piece * (size // len(piece))}</style>" + '<p class="a"><b class="b">Word</b></p>' * 20
        began = time.process_time()
        faint(Drawn(html))
        times.append(time.process_time() - began)
    assert times[1] < 10 * times[0] + 0.3


@pytest.mark.parametrize(
    ("style", "ink"),
    [
        ("color:var(--ink)", "#999999"),
        ("color:var(--none, #aaa)", "#aaaaaa"),
        ("color:gray;background:currentcolor", "#808080"),
        ("color:#999;background:none", "#999999"),
        ("color:#999;background:no-repeat transparent", "#999999"),
        ("color:#999;background-color:rgba(255,255,255,.5)", "#999999"),
        ("color:#777;font-size:smaller", "#777777"),
        ("color:#777;font-size:small", "#777777"),
        ("color:#777;font-size:inherit", "#777777"),
        ("color:#949494;font-weight:inherit;font-size:20px", "#949494"),
    ],
)
def test_values_that_are_worked_out(style: str, ink: str) -> None:
    assert inks(f'<div style="--ink:#999"><p style="{style}">Word</p></div>') == {ink}


@pytest.mark.parametrize(
    "style",
    [
        "color:#777;font-size:xx-large",
        "color:#949494;font-size:larger",  # of 20 px
        "color:#777;font-weight:inherit",  # bold around it
        "color:#fff;background:currentcolor no-such-colour(1)",
        "color:var(--round)",
    ],
)
def test_values_that_make_words_large_enough_or_are_not_judged(style: str) -> None:
    around = "font-size:20px;font-weight:bold;--round:var(--round)var(--round)"
    assert inks(f'<div style="{around}"><p style="{style}">Word</p></div>') <= {"#fff"}


def test_a_ground_over_one_that_is_not_known_is_not_judged_unless_it_is_solid() -> None:
    over = '<td background="x.png"><p style="color:#999;background:{}">Word</p></td>'
    assert inks(over.format("rgba(255,255,255,.5)")) == set()
    assert inks(over.format("#fff")) == {"#999999"}
