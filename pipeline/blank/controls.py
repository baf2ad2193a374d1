"""Content controls: what a person fills in, and what the reader finds again by its tag.

Each control bears its label (`w:alias`) and its name (`w:tag`), can't be deleted (`w:lock`), and shows a
prompt while it is empty. The prompts stand in the glossary part too (see `parts`): Word takes them from there
when a person clears a field.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from pipeline.blank.markup import Markup, quoted, run
from pipeline.blank.shown import day_of, shown
from pipeline.definitions import Field, Kind, Rows

TEXT_PROMPT, DATE_PROMPT, CHOICE_PROMPT = "Skriv her", "dd-mm-åååå", "Vælg"
PROMPT_PARTS = {TEXT_PROMPT: "SkoleflexTekst", DATE_PROMPT: "SkoleflexDato", CHOICE_PROMPT: "SkoleflexValg"}
"""The building block that holds each prompt, by the prompt."""

MAX_NAME = 64
"""Word's limit for a control's title and tag."""

_FONT = quoted("MS Gothic")
_GLYPHS = f'<w:rPr><w:rFonts w:ascii={_FONT} w:hAnsi={_FONT} w:eastAsia={_FONT} w:hint="eastAsia"/></w:rPr>'
_STATES = (
    f'<w14:checkedState w14:val="2612" w14:font={_FONT}/>'
    f'<w14:uncheckedState w14:val="2610" w14:font={_FONT}/>'
)


@dataclass(slots=True)
class Controls:
    """Makes the controls of one document, numbered in the order in which they are made."""

    prompt_style: str
    _last: int = field(default=1000, init=False)

    def _head(self, label: str, tag: str, more: Markup = "") -> Markup:
        """The start of a control up to its type; raises ValueError for a tag that Word would cut."""
        if len(tag) > MAX_NAME:
            raise ValueError(f"the tag {tag} is longer than {MAX_NAME} characters")
        self._last += 1
        title = label if len(label) <= MAX_NAME else label[: MAX_NAME - 1] + "…"
        return (
            f"<w:sdt><w:sdtPr><w:alias w:val={quoted(title)}/><w:tag w:val={quoted(tag)}/>"
            f'<w:id w:val="{self._last}"/><w:lock w:val="sdtLocked"/>{more}'
        )

    def entry(self, entry: Field, value: Any) -> Markup:
        """The control of a field that is written, dated or chosen from a list; empty where value is None."""
        if entry.kind is Kind.DATE:
            prompt, kind = DATE_PROMPT, _date_type(value)
        elif entry.kind is Kind.CHOICE:
            prompt, kind = CHOICE_PROMPT, _list_type(entry, value)
        else:
            prompt, kind = TEXT_PROMPT, '<w:text w:multiLine="1"/>' if entry.multiline else "<w:text/>"
        more = f"<w:placeholder><w:docPart w:val={quoted(PROMPT_PARTS[prompt])}/></w:placeholder>"
        if value is None:
            more += "<w:showingPlcHdr/>"
            content = run(prompt, self.prompt_style)
        else:
            content = run(shown(entry, value))
        head = self._head(entry.label, entry.tag, more)
        return f"{head}{kind}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"

    def box(self, label: str, tag: str, *, ticked: bool) -> Markup:
        """One check box."""
        kind = f'<w14:checkbox><w14:checked w14:val="{int(ticked)}"/>{_STATES}</w14:checkbox>'
        glyph = "☒" if ticked else "☐"
        return (
            f"{self._head(label, tag)}{kind}</w:sdtPr>"
            f"<w:sdtContent><w:r>{_GLYPHS}<w:t>{glyph}</w:t></w:r></w:sdtContent></w:sdt>"
        )

    def repeated(self, rows: Rows, items: Sequence[Markup]) -> Markup:
        """The rows or cards of a repeated group, each in an item of its own, which a person may add to."""
        head = self._head(rows.label, rows.tag)
        inside = "".join(self._item(item) for item in items)
        return f"{head}<w15:repeatingSection/></w:sdtPr><w:sdtContent>{inside}</w:sdtContent></w:sdt>"

    def _item(self, item: Markup) -> Markup:
        # Not locked: a row too many must be removable.
        self._last += 1
        return (
            f'<w:sdt><w:sdtPr><w:id w:val="{self._last}"/><w15:repeatingSectionItem/></w:sdtPr>'
            f"<w:sdtContent>{item}</w:sdtContent></w:sdt>"
        )


def boxes_of(entry: Field, value: Any) -> list[tuple[str, str, bool]]:
    """The check boxes of a field: the tag, the words beside the box, and whether it is ticked."""
    if entry.kind is Kind.BOOLEAN:
        if entry.widget == "tick":
            return [(f"{entry.tag}:yes", "Ja", value is True)]
        return [(f"{entry.tag}:yes", "Ja", value is True), (f"{entry.tag}:no", "Nej", value is False)]
    chosen = value if isinstance(value, list) else [value]
    return [(f"{entry.tag}:{choice.value}", choice.label, choice.value in chosen) for choice in entry.choices]


def _date_type(value: Any) -> Markup:
    day = day_of(value)
    stored = f' w:fullDate="{day.isoformat()}T00:00:00Z"' if day else ""
    return (
        f'<w:date{stored}><w:dateFormat w:val="dd-MM-yyyy"/><w:lid w:val="da-DK"/>'
        '<w:storeMappedDataAs w:val="date"/><w:calendar w:val="gregorian"/></w:date>'
    )


def _list_type(entry: Field, value: Any) -> Markup:
    known = isinstance(value, str) and any(choice.value == value for choice in entry.choices)
    last = f" w:lastValue={quoted(value)}" if known else ""
    items = "".join(
        f"<w:listItem w:displayText={quoted(choice.label)} w:value={quoted(choice.value)}/>"
        for choice in entry.choices
    )
    # The first item is Word's way back to an empty field.
    return f"<w:dropDownList{last}><w:listItem w:value={quoted(CHOICE_PROMPT)}/>{items}</w:dropDownList>"
