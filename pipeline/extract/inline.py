"""Text and fields inside a paragraph."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from pipeline.extract.colours import is_colourful, rgb_of
from pipeline.extract.controls import coded_field, default_text, is_prompt, legacy_field
from pipeline.extract.found import FoundControl, Way
from pipeline.extract.walk import OpenField, Walk
from pipeline.wordml import is_on, value_of
from pipeline.xml import Element, children, qn

TEXT, RUN = qn("w:t"), qn("w:r")
_RUN_PROPERTIES = qn("w:rPr")
_VANISH, _FONTS = qn("w:vanish"), qn("w:rFonts")
_STRIKES = (qn("w:strike"), qn("w:dstrike"))
_UNDERLINE = qn("w:u")
_HIGHLIGHT, _COLOUR, _SHADE = qn("w:highlight"), qn("w:color"), qn("w:shd")
_STANDS_OUT = (_UNDERLINE, _HIGHLIGHT)
_BOLD, _ITALIC = qn("w:b"), qn("w:i")
_STYLE, _PROMPT_STYLES = qn("w:rStyle"), frozenset({"PlaceholderText", "Pladsholdertekst"})
_BREAK, _FIELD, _SYMBOL = qn("w:br"), qn("w:fldChar"), qn("w:sym")
_RENDERED_BREAK = qn("w:lastRenderedPageBreak")
_SPACE, _ASCII, _FILL = qn("xml:space"), qn("w:ascii"), qn("w:fill")

SIGNS: Final = {
    qn("w:tab"): "\t",
    qn("w:ptab"): "\t",
    qn("w:cr"): "\n",
    qn("w:noBreakHyphen"): "-",
    qn("w:softHyphen"): "",
}
"""Elements that stand for a character."""

_TICKS: Final = {
    "wingdings": dict.fromkeys((0x6F, 0x71, 0x72, 0xA8), "☐")
    | {0x78: "☒", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑"}
    | {0xE0: "→", 0xE8: "→"},
    "wingdings 2": {0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0xA3: "☐"},
}
"""Boxes, ticks and, for `-->` and `==>`, arrows that Word writes as characters of a picture font."""

_MAX_CODE = 2_000
"""Characters of a field's code; no question is longer."""
_MAX_OPEN_FIELDS = 64
"""Fields in fields; more are fields that never end, and would each hold all that follows."""
_UNKNOWN_SIGN = "\ufffd"


def read_run(walk: Walk, run: Element) -> None:
    """A run. Most hold nothing but text, which is taken here; what else they hold goes onto the stack."""
    hidden, font = False, ""
    walk.struck = walk.underlined = walk.coloured = walk.grey = False
    walk.bold, walk.italic = _of_style(walk)
    for child in children(run):
        tag = child.tag
        if tag == TEXT:
            if not hidden:
                read_text(walk, child, font)
            elif (child.text or "").strip():
                walk.story.notices.add("file.hidden_text")
        elif tag == _RUN_PROPERTIES:
            hidden, font = _looks(walk, child)
        elif tag == _FIELD:
            read_field_sign(walk, child)
        elif tag in _SIGN_READERS:
            if not hidden:
                _SIGN_READERS[tag](walk, child)
        elif not hidden:
            walk.waiting.extend([*child.itersiblings()][::-1])
            walk.waiting.append(child)
            # What waits outlives this run, and so would its looks.
            break
    walk.struck = walk.underlined = walk.coloured = walk.grey = walk.bold = walk.italic = False


def _of_style(walk: Walk) -> tuple[bool, bool]:
    """Whether letters are bold, and slanted, in the style of the paragraph; a heading's say nothing more."""
    paragraph = walk.paragraph
    if paragraph is None or paragraph.level >= 0 or not paragraph.style:
        return False, False
    return paragraph.style in walk.styles.bold, paragraph.style in walk.styles.italic


def _looks(walk: Walk, properties: Element) -> tuple[bool, str]:
    """Whether a run is hidden, and its font where that is one whose letters are pictures; notes its looks."""
    hidden, font = False, ""
    for child in children(properties):
        if child.tag == _BOLD:
            walk.bold = is_on(child)
        elif child.tag == _VANISH:
            hidden = is_on(child)
        elif child.tag in _STRIKES:
            walk.struck = walk.struck or is_on(child)
        elif child.tag == _STYLE:
            walk.grey = value_of(child) in _PROMPT_STYLES
            # As Word has it: bold type within bold type is plain.
            walk.bold ^= value_of(child) in walk.styles.bold
            walk.italic ^= value_of(child) in walk.styles.italic
        elif child.tag in _STANDS_OUT:
            walk.bold = walk.bold or is_on(child)
            walk.underlined = walk.underlined or (child.tag == _UNDERLINE and is_on(child))
            walk.coloured = walk.coloured or (child.tag == _HIGHLIGHT and is_on(child))
        elif child.tag == _COLOUR:
            walk.coloured = walk.coloured or is_colourful(rgb_of(value_of(child)))
        elif child.tag == _SHADE:
            walk.coloured = walk.coloured or is_colourful(rgb_of(child.get(_FILL, "")))
        elif child.tag == _ITALIC:
            walk.italic = is_on(child)
        elif child.tag == _FONTS:
            name = child.get(_ASCII, "").casefold()
            font = name if name in _TICKS else ""
    return hidden, font


def read_text(walk: Walk, element: Element, font: str = "") -> None:
    """The text of a `w:t` as Word shows it."""
    text = element.text
    if not text:
        return
    if (text[0] <= " " or text[-1] <= " ") and element.get(_SPACE) != "preserve":
        text = text.strip(" \t\r\n")
    if "\n" in text or "\r" in text:
        text = text.replace("\r\n", " ").replace("\n", " ").replace("\r", " ")
    if font:
        text = "".join(_picture(ord(letter), _TICKS[font]) if letter > " " else letter for letter in text)
    walk.write(text)


def _picture(code: int, ticks: dict[int, str]) -> str:
    """A character of a picture font, which stands in the first 256 or, the same ones, from U+F000."""
    within = code < 0x100 or code >> 8 == 0xF0
    return ticks.get(code & 0xFF, _UNKNOWN_SIGN) if within else _UNKNOWN_SIGN


def read_sign(walk: Walk, element: Element) -> None:
    text = SIGNS[element.tag]
    if text:
        walk.write(text)


def read_break(walk: Walk, element: Element) -> None:
    walk.write("\n")
    if element.get(qn("w:type")) == "page":
        walk.turn_page(rendered=False)


def read_rendered_break(walk: Walk, element: Element) -> None:
    walk.turn_page(rendered=True)


def read_symbol(walk: Walk, element: Element) -> None:
    """A character of a picture font: a box or tick where it is one, else the sign for an unknown one."""
    try:
        code = int(element.get(qn("w:char"), ""), 16)
    except ValueError:
        code = 0
    ticks = _TICKS.get(element.get(qn("w:font"), "").casefold())
    if ticks is not None:
        walk.write(_picture(code, ticks))
    else:
        walk.write(chr(code) if 0x20 <= code < 0xD800 else _UNKNOWN_SIGN)


_SIGN_READERS: Final = {
    **dict.fromkeys(SIGNS, read_sign),
    _BREAK: read_break,
    _SYMBOL: read_symbol,
    _RENDERED_BREAK: read_rendered_break,
}
INLINE_READERS: Final = {**_SIGN_READERS, RUN: read_run}


# ── fields ────────────────────────────────────────────────────────────────────────────────────────────


def read_field_sign(walk: Walk, element: Element) -> None:
    """The begin, separator or end of a complex field; between begin and separator stands code, not text."""
    kind = element.get(qn("w:fldCharType"))
    if kind == "begin":
        data = element.find(qn("w:ffData"))
        control = None if data is None else walk.open_control(legacy_field(data))
        walk.fields.append(OpenField(control, prompt="" if data is None else default_text(data)))
        walk.muted += 1
        if len(walk.fields) > _MAX_OPEN_FIELDS:
            oldest = walk.fields.pop(0)
            _end_code(walk, oldest)
            _break_off(walk, oldest)
    elif kind == "separate" and walk.fields:
        _end_code(walk, walk.fields[-1])
    elif kind == "end" and walk.fields:
        field = walk.fields.pop()
        _end_code(walk, field)
        if field.control is not None:
            _close(walk, field.control, field.prompt)


def read_code(walk: Walk, element: Element) -> None:
    """A stretch of a field's code, which may be cut up anyhow."""
    if walk.fields and walk.fields[-1].in_code and len(walk.fields[-1].code) < _MAX_CODE:
        walk.fields[-1].code += element.text or ""


def _close(walk: Walk, control: FoundControl, prompt: str) -> None:
    """Ends a legacy field; one that shows its prompt, or shows nothing else, has no answer."""
    setup = control.setup
    if setup.placeholder and control.start == walk.here():
        walk.write(prompt)
    walk.close_control(control)
    if setup.way is Way.TEXT and is_prompt(walk.story.text(control.start, control.end), prompt):
        control.setup = replace(setup, placeholder=True)


def open_coded(walk: Walk, code: str) -> OpenField:
    """A field whose code has been read: one that is answered is a control that starts here."""
    coded = coded_field(code)
    if coded is None:
        return OpenField(None, in_code=False)
    return OpenField(walk.open_control(coded.setup), in_code=False, prompt=coded.prompt)


def close_coded(walk: Walk, field: OpenField) -> None:
    if field.control is not None:
        _close(walk, field.control, field.prompt)


def _end_code(walk: Walk, field: OpenField) -> None:
    """Code that is followed by a result or the field's end was code indeed."""
    if not field.in_code:
        return
    field.in_code = False
    walk.muted -= 1
    if not walk.muted:
        walk.held.clear()
    if field.control is not None:
        field.control.start = walk.here()
        field.control.size_before = walk.size
    elif not walk.muted:
        coded = open_coded(walk, field.code)
        field.control, field.prompt = coded.control, coded.prompt


def give_up_codes(walk: Walk) -> None:
    """At the end of a paragraph: a code that has not ended is a broken field, and its text is text."""
    if not walk.muted:
        return
    walk.muted = 0
    for piece in walk.held:
        walk.write(piece)
    walk.held.clear()
    for field in walk.fields:
        if field.in_code:
            _break_off(walk, field)
    walk.fields = [field for field in walk.fields if not field.in_code]


def give_up_fields(walk: Walk) -> None:
    """At the end of a part: a result that has not ended goes no further than its own paragraph."""
    for field in walk.fields:
        _break_off(walk, field)
    walk.fields.clear()


def _break_off(walk: Walk, field: OpenField) -> None:
    control = field.control
    if control is None:
        return
    walk.story.notices.add("file.broken_field")
    own_end = control.paragraph.end if control.paragraph is not None else 0
    control.end = max(control.start, own_end or walk.here())
    control.size = sum(map(len, walk.story.pieces[control.start : control.end]))
