"""Markup in and out: feed HTML to plain text, bytes to text, the editor's Markdown to safe HTML.

Feeds are hostile, so all that reads them takes linear time: each character is looked at a bounded number of times.
"""

from __future__ import annotations

import html
import re
from html.entities import html5

from briefing.core.charset import guessed

_TAG_NAME = re.compile(r"/?[a-zA-Z][a-zA-Z0-9:-]{0,30}")
# The end of a tag, quoted attribute values skipped. Possessive, so that a miss is found in one pass.
_TAG_END = re.compile(r"(?:[^>\"']|\"[^\"]*\"|'[^']*')*+>")
_BLOCKS = frozenset(
    re.findall(
        r"\w+",
        "address article aside blockquote body br caption center dd div dl dt fieldset figcaption figure footer form "
        "h1 h2 h3 h4 h5 h6 head header hr html li main nav ol option p pre section select table tbody tfoot thead "
        "title tr ul video audio",
    )
)
_CELLS = frozenset(("td", "th"))
_ELEMENTS = (
    _BLOCKS
    | _CELLS
    | frozenset(
        re.findall(
            r"\w+",
            "a abbr acronym applet area b base basefont bdi bdo big blink button canvas cite code col colgroup "
            "data datalist del details dfn dialog em embed font frame frameset hgroup i iframe img input ins "
            "kbd label link map mark marquee math menu meta meter nobr noembed noframes noscript object "
            "optgroup output param picture progress q rp rt ruby s samp script select slot small source span "
            "strike strong style sub summary sup svg template textarea time track tt u var wbr",
        )
    )
)
_SILENT = frozenset(("script", "style", "template", "iframe", "object", "svg", "math", "noembed", "noframes"))
_SILENT_END = {name: re.compile(rf"</{name}\b", re.IGNORECASE) for name in _SILENT}

# A number of more than seven digits names no character, and Python refuses to read thousands of them.
_HUGE_REFERENCE = re.compile(r"&#(?:0*+[0-9]{8,}|[xX]0*+[0-9a-fA-F]{7,});?")
_REFERENCE = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,30});")
_ESCAPED_MARKUP = re.compile(
    r"</(?:p|a|b|i|u|em|strong|span|div|ul|ol|li|h[1-6]|font|sup|sub|small|blockquote)\s*>|<(?:br|hr|p|img)\b[^<>]*>",
    re.IGNORECASE,
)
_MARKUP = re.compile(
    r"</[a-zA-Z][a-zA-Z0-9:-]{0,30}\s*>|<(?:br|hr|img|p|wbr)\b[^<>]*>|<[a-zA-Z][\w:-]{0,30}\s+[\w:-]{1,40}\s*=|<!",
    re.IGNORECASE,
)
_ELEMENT = re.compile(r"</?([a-zA-Z][a-zA-Z0-9]{0,30})>")
# Controls, lone surrogates and non-characters; what only steers the direction of text; what can't be seen at all.
_UNWANTED = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b\u202a-\u202e\u2060\u2066-\u2069\ufeff\ufffe\uffff]"
)
_SURROGATE = re.compile("[\ud800-\udfff]")
_LINE_ENDS = re.compile("[\r\n\x0b\x0c\x85\u2028\u2029]+")

_BREAK = "\0"

_NOTE_TAGS = {
    "a", "blockquote", "br", "code", "em", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "strong", "ul",
}  # fmt: skip


_NOT_ASCII = re.compile("[^\x00-\x7f]+")
_LEAST_RUNS = 3
# The five bytes that Windows-1252 leaves open stand for themselves, as in browsers.
_CP1252 = {chr(byte): byte for byte in range(0x80, 0x100)}
_CP1252 |= {char: byte for byte in range(0x80, 0xA0) if (char := bytes([byte]).decode("cp1252", "ignore"))}


def plain(markup: str) -> str:
    """HTML as feeds have it to plain text, a block a line; white space folded, no empty lines.

    References are undone twice where they were escaped twice, and so is markup that was. Contents of scripts, styles
    and the like go. Takes linear time; never raises.
    """
    text = _strip_tags(markup.replace(_BREAK, ""))
    if _ESCAPED_MARKUP.search(text):
        text = _strip_tags(text)
    elif _REFERENCE.search(text):
        text = _unescape(text)
    if _BREAK in text:
        # In HTML a line end is a space; where no block breaks the lines, the feed meant plain text.
        text = _LINE_ENDS.sub(" ", text).replace(_BREAK, "\n")
    text = _UNWANTED.sub("", _SURROGATE.sub("\ufffd", text))
    lines = (" ".join(line.split()) for line in _LINE_ENDS.split(text))
    return "\n".join(line for line in lines if line)


def inline(text: str) -> str:
    """A title or name as plain text in one line, whether it is HTML or not."""
    return plain(as_markup(text)).replace("\n", " ")


def as_markup(text: str) -> str:
    """HTML of what may be HTML or plain text, as titles are: "vector<T>", "the <b> element" and "a < b" lose nothing.

    It is HTML where an element is closed, has attributes, or is one that never has an end; and in HTML, what is no
    element of it is text.
    """
    if "<" not in text:
        return text
    if not _MARKUP.search(text):
        return text.replace("<", "&lt;")
    return _ELEMENT.sub(lambda tag: tag[0] if tag[1].lower() in _ELEMENTS else "&lt;" + tag[0][1:], text)


def note_html(markdown_text: str) -> str:
    """The editor's Markdown as HTML that is safe to print: an explicit list of elements, no attribute but `href`, and
    that only as an absolute http(s) or mailto address. Headings start at h3, below the edition's own."""
    import markdown
    import nh3

    made = markdown.markdown(
        xml_text(markdown_text),
        extensions=["toc", "sane_lists"],
        extension_configs={"toc": {"baselevel": 3, "marker": ""}},
        output_format="html",
    )
    return nh3.clean(
        made,
        tags=_NOTE_TAGS,
        clean_content_tags={"script", "style", "iframe", "svg", "math", "template", "title", "textarea"},
        attributes={"a": {"href"}},
        attribute_filter=_absolute_only,
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer",
    )


def decode(body: bytes, content_type: str | None = None) -> str:
    """The text of an XML or JSON document, whatever it says of its encoding.

    A byte order mark decides; then UTF-8 where the bytes are UTF-8, or are but for a few, which are read as
    Windows-1252; then the encoding that the XML declaration names, then the Content-Type, where it fits but for a few
    bytes; then what the bytes look like. (RFC 7303 puts the header first. Servers are wrong about it more often than
    the document is.) Never raises.
    """
    for mark, encoding in _MARKS:
        if body.startswith(mark):
            return body.removeprefix(mark).decode(encoding, "replace")
    for start, encoding in _STARTS:
        if body.startswith(start):
            return body.decode(encoding, "replace")
    declared = [name for name in (_declared(body), _charset(content_type)) if name]
    if any(name.startswith("iso2022") for name in declared) and b"\x1b" in body:
        return body.decode(declared[0], "replace")
    mixed = body.decode("utf-8", "surrogateescape")
    bad = len(_SURROGATE.findall(mixed))
    if not bad:
        return mixed
    # Every stray byte may cost one character of those that only UTF-8 explains.
    if sum(1 for char in mixed if char > "\x7f") - bad >= 3 * bad:
        return _SURROGATE.sub(_as_cp1252, mixed)
    for name in declared:
        text = body.decode(name, "replace")
        if text.count("\ufffd") <= _BAD_SHARE * sum(1 for char in text if char > "\x7f"):
            return text
    titles = b" ".join(_TITLES.findall(body)[:_TITLES_LOOKED_AT])  # all else is mostly markup and addresses
    return body.decode(guessed(titles or body), "replace")


def once_decoded(text: str) -> str:
    """A document that was encoded as UTF-8, read as Windows-1252 and encoded once more ("Ã¼" for "ü"), put right.

    Only where all that is not ASCII, in three places at least, is so: in a sound document hardly a pair of neighbours
    is. What no encoding explains stays as it is.
    """
    runs = _NOT_ASCII.findall(text)
    if len(runs) < _LEAST_RUNS or any(char not in _CP1252 for char in set("".join(runs))):
        return text
    try:
        undone = {run: bytes(_CP1252[char] for char in run).decode("utf-8") for run in set(runs)}
    except UnicodeDecodeError:
        return text
    return _NOT_ASCII.sub(lambda run: undone[run[0]], text)


def xml_text(text: str) -> str:
    """The text without the characters that XML 1.0 can't hold (section 2.2)."""
    return _NOT_XML.sub("", text)


def mended(document: str) -> str:
    """XML with what it forbids and publishers write put right: HTML's names for characters, bare ampersands, references
    to control characters. It can then be read by an exact parser, in place of one that guesses."""
    return _AMPERSAND.sub(_reference, document)


def _reference(found: re.Match[str]) -> str:
    whole, decimal, hexadecimal, name = found[0], *found.groups()
    if whole.startswith("<") or name in ("amp;", "lt;", "gt;", "quot;", "apos;"):
        return whole
    if decimal or hexadecimal:
        code = int(decimal) if decimal else int(hexadecimal, 16)
        legal = code in (9, 10, 13) or 0x20 <= code <= 0xD7FF or 0xE000 <= code <= 0xFFFD or 0x10000 <= code <= 0x10FFFF
        return whole if legal else ""
    return "".join(f"&#{ord(char)};" for char in html5[name]) if name in html5 else "&amp;" + (name or "")


_AMPERSAND = re.compile(
    r"<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)|&(?:#(?:([0-9]{1,7})|[xX]([0-9a-fA-F]{1,6}));|(\w{1,32};)?)",
    re.DOTALL,
)
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_MARKS = (
    (b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe\0\0", "utf-32-le"), (b"\0\0\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"),
)  # fmt: skip
_STARTS = (
    (b"<\0\0\0", "utf-32-le"), (b"\0\0\0<", "utf-32-be"), (b"<\0", "utf-16-le"), (b"\0<", "utf-16-be"),
    (b"{\0", "utf-16-le"), (b"\0{", "utf-16-be"),
)  # fmt: skip
"""How XML and JSON begin where nothing marks the byte order (XML 1.0, appendix F)."""
_BAD_SHARE = 0.05
_TITLES = re.compile(rb"(?:<title[^<>]*>\s*(?:<!\[CDATA\[)?|\"title\"\s*:\s*\")([^<>\"]{1,500})")
_TITLES_LOOKED_AT = 200
_DECLARATION = re.compile(rb"\s*<\?xml[^>]{0,200}?\bencoding\s*=\s*[\"']([A-Za-z0-9._:-]{1,40})[\"']")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([A-Za-z0-9._:-]{1,40})", re.IGNORECASE)
# Labels as the WHATWG Encoding Standard reads them: the superset that is really used.
_ENCODINGS = {
    "iso88591": "cp1252", "latin1": "cp1252", "usascii": "cp1252", "ascii": "cp1252", "iso88599": "cp1254",
    "iso885911": "cp874", "tis620": "cp874", "gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030",
    "shiftjis": "cp932", "sjis": "cp932", "xsjis": "cp932", "windows31j": "cp932", "eucjp": "euc_jp",
    "iso2022jp": "iso2022_jp", "euckr": "cp949", "ksc56011987": "cp949", "windows949": "cp949", "big5": "big5hkscs",
    "big5hkscs": "big5hkscs", "koi8r": "koi8_r", "koi8u": "koi8_u", "macintosh": "mac_roman", "ibm866": "cp866",
    "cp866": "cp866", "windows874": "cp874",
    **{f"iso8859{n}": f"iso8859_{n}" for n in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)},
    **{f"{name}{n}": f"cp{n}" for n in range(1250, 1259) for name in ("windows", "cp")},
}  # fmt: skip


def _declared(body: bytes) -> str | None:
    found = _DECLARATION.match(body[:400])
    return _encoding(found[1].decode("ascii")) if found else None


def _charset(content_type: str | None) -> str | None:
    found = _CHARSET.search(content_type[:1000]) if content_type else None
    return _encoding(found[1]) if found else None


def _encoding(label: str) -> str | None:
    return _ENCODINGS.get(re.sub(r"[^a-z0-9]", "", label.lower()))


def _as_cp1252(stray: re.Match[str]) -> str:
    return bytes([ord(stray[0]) & 0xFF]).decode("cp1252", "replace")


def _unescape(text: str) -> str:
    return html.unescape(_HUGE_REFERENCE.sub("\ufffd", text)) if "&" in text else text


def _strip_tags(markup: str) -> str:
    """One pass of an HTML tokenizer that keeps text alone."""
    out: list[str] = []
    at, end = 0, len(markup)
    quotes, silent = True, set(_SILENT)
    while at < end:
        start = markup.find("<", at)
        if start < 0:
            out.append(_unescape(markup[at:]))
            break
        out.append(_unescape(markup[at:start]))
        name = _TAG_NAME.match(markup, start + 1)
        if name is None:
            at, text = _declaration(markup, start)
            out.append(text)
            continue
        closed = _TAG_END.match(markup, name.end()) if quotes else None
        if closed is None:
            # A quotation mark that never closes. Looking for it again at each tag would make this quadratic.
            quotes = False
            at = _after(markup, ">", name.end())
        else:
            at = closed.end()
        tag = name[0].lower()
        out.append(_BREAK if tag.lstrip("/") in _BLOCKS else " " if tag in _CELLS else "")
        if tag in silent and markup[at - 2 : at] != "/>":
            close = _SILENT_END[tag].search(markup, at)
            if close:
                at = close.start()
            elif tag in ("script", "style"):
                break
            else:
                silent.discard(tag)
    return "".join(out)


def _declaration(markup: str, start: int) -> tuple[int, str]:
    """What begins with "<" and is no tag: where to go on, and what of it is text."""
    if markup.startswith("<!--", start):
        return _after(markup, "-->", start + 4), ""
    if markup.startswith("<![CDATA[", start):
        stop = markup.find("]]>", start)
        return (len(markup), markup[start + 9 :]) if stop < 0 else (stop + 3, markup[start + 9 : stop])
    if markup.startswith(("<!", "<?"), start):
        return _after(markup, ">", start + 2), ""
    return start + 1, "<"


def _after(text: str, mark: str, start: int) -> int:
    found = text.find(mark, start)
    return len(text) if found < 0 else found + len(mark)


def _absolute_only(_tag: str, name: str, value: str) -> str | None:
    # The only other attribute that comes here is the `rel` that nh3 adds itself.
    return value if name != "href" or re.match(r"(?:https?://|mailto:)[^\s]", value, re.IGNORECASE) else None
