"""What controls say of themselves: content controls (`w:sdtPr`) and the legacy form fields (`w:ffData`)."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from pipeline.danish.text import is_empty_text
from pipeline.extract.found import ControlSetup, Way
from pipeline.wordml import OFF, is_on, value_of
from pipeline.xml import Element, qn

_FRAMES: Final = {
    qn("w15:repeatingSection"): Way.SECTION,
    qn("w15:repeatingSectionItem"): Way.ITEM,
    **{
        qn(f"w:{name}"): Way.FRAME
        for name in ("docPartObj", "docPartList", "picture", "group", "citation", "bibliography", "equation")
    },
}
_BOX = qn("w14:checkbox")
_DATE = qn("w:date")
_LISTS = (qn("w:dropDownList"), qn("w:comboBox"))
_NAMES = {qn("w:alias"): "alias", qn("w:tag"): "tag"}
_PLACEHOLDER = qn("w:showingPlcHdr")
_GOOGLE = "goog_rdk_"
"""The tag of the wrappers that Google Docs puts round any stretch of text, a label as well as an answer."""

_MADE_UP = re.compile(r"(?:Unnamed|Bookmark)(?: Copy [0-9]+)?|__Fieldmark__[0-9_]+", re.ASCII)
"""Names that LibreOffice gives to the form fields it makes; they come from nowhere and name nothing."""

_ARGUMENT = re.compile(
    r"""(?P<switch>\\[A-Za-z])?\s*(?:"(?P<quoted>(?:[^"\\]|\\.)*)"|(?P<plain>[^\s"\\]+))"""
)


def content_control(properties: Element | None) -> ControlSetup:
    """The set-up of a content control from its `w:sdtPr`; one without any is a text control."""
    way = Way.TEXT
    names = {"alias": "", "tag": ""}
    placeholder = False
    checked: bool | None = None
    iso = ""
    options: tuple[tuple[str, str], ...] = ()
    for child in properties if properties is not None else ():
        tag = child.tag
        if tag in _NAMES:
            names[_NAMES[tag]] = value_of(child)
        elif tag == _PLACEHOLDER:
            placeholder = is_on(child)
        elif tag == _BOX:
            way, checked = Way.CHECK, _is_ticked(child)
        elif tag == _DATE:
            way, iso = Way.DATE, _iso(child.get(qn("w:fullDate"), ""))
        elif tag in _LISTS:
            way, options = Way.CHOICE, _options(child)
        elif tag in _FRAMES:
            way = _FRAMES[tag]
    if names["tag"].startswith(_GOOGLE):
        names["tag"] = ""
        way = Way.FRAME if way is Way.TEXT and not names["alias"] else way
    return ControlSetup(
        way=way,
        tag=names["tag"],
        alias=names["alias"],
        placeholder=placeholder,
        checked=checked,
        iso="" if placeholder else iso,
        options=options,
    )


def _is_ticked(box: Element) -> bool:
    """The stored state, never the sign that shows it."""
    state = box.find(qn("w14:checked"))
    return state is not None and state.get(qn("w14:val"), "1").casefold() not in OFF


def _iso(stored: str) -> str:
    """The date of a `w:fullDate` (`2026-08-10T00:00:00Z`), or nothing where it is none."""
    found = re.match(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?=T|$)", stored, re.ASCII)
    return found[0] if found else ""


def _options(choices: Element) -> tuple[tuple[str, str], ...]:
    return tuple(
        (item.get(qn("w:displayText"), item.get(qn("w:value"), "")), item.get(qn("w:value"), ""))
        for item in choices.iter(qn("w:listItem"))
    )


def chosen(shown: str, options: tuple[tuple[str, str], ...]) -> str:
    """The stored value of the option that shows this text; empty when none does, or more than one."""
    values = {value for text, value in options if text.strip() == shown.strip()}
    return values.pop() if len(values) == 1 else ""


def legacy_field(data: Element) -> ControlSetup:
    """The set-up of a FORMTEXT, FORMCHECKBOX or FORMDROPDOWN field from its `w:ffData`."""
    tag = value_of(data.find(qn("w:name")))
    tag = "" if _MADE_UP.fullmatch(tag) else tag
    box = data.find(qn("w:checkBox"))
    if box is not None:
        stored = box.find(qn("w:checked"))
        ticked = is_on(stored if stored is not None else box.find(qn("w:default")))
        return ControlSetup(way=Way.CHECK, tag=tag, checked=ticked, shown="☒" if ticked else "☐", legacy=True)
    choices = data.find(qn("w:ddList"))
    if choices is not None:
        entries = [value_of(entry) for entry in choices.findall(qn("w:listEntry"))]
        stored = choices.find(qn("w:result"))
        index = value_of(stored if stored is not None else choices.find(qn("w:default")), "0")
        within = index.isdecimal() and len(index) < 6 and int(index) < len(entries)
        answer = entries[int(index)] if within else ""
        options = tuple((entry, entry) for entry in entries)
        return ControlSetup(way=Way.CHOICE, tag=tag, shown=answer, options=options, legacy=True)
    return ControlSetup(way=Way.TEXT, tag=tag, legacy=True)


def default_text(data: Element) -> str:
    """What a FORMTEXT field shows until somebody writes in it, from its `w:ffData`."""
    return value_of(data.find(f"{qn('w:textInput')}/{qn('w:default')}"))


class CodedField(NamedTuple):
    """A field that is answered and says so in nothing but its code; `prompt` is its text when it is not."""

    setup: ControlSetup
    prompt: str


def coded_field(code: str) -> CodedField | None:
    """A FORMTEXT without its data, a FILLIN or a MACROBUTTON; None for any other field.

    The question of a FILLIN is its title. A MACROBUTTON is a prompt, gone once somebody writes over it.
    """
    word, rest = (*code.split(maxsplit=1), "", "")[:2]
    if word.upper() == "FORMTEXT":
        return CodedField(ControlSetup(way=Way.TEXT, legacy=True), "")
    if word.upper() == "MACROBUTTON":
        _, prompt = (*rest.split(maxsplit=1), "", "")[:2]
        return CodedField(ControlSetup(way=Way.TEXT, placeholder=True, legacy=True), prompt.strip())
    if word.upper() != "FILLIN":
        return None
    question = prompt = ""
    for given in _ARGUMENT.finditer(rest):
        said = re.sub(r"\\(.)", r"\1", given["quoted"] or given["plain"] or "")
        if (given["switch"] or "").lower() == "\\d":
            prompt = said
        elif not given["switch"] and not question:
            question = said
    return CodedField(ControlSetup(way=Way.TEXT, alias=question, legacy=True), prompt)


def is_prompt(text: str, prompt: str) -> bool:
    """Whether what a text field shows is what it showed before anybody wrote in it."""
    said = text.strip()
    return bool(said) and (said == prompt.strip() or is_empty_text(said))
