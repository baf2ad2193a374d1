"""AcroForms that others have made: names like `Text1`, tooltips or none, radio groups, no appearances."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass

from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    DictionaryObject,
    FloatObject,
    IndirectObject,
    NameObject,
    NumberObject,
    TextStringObject,
)

from pipeline.definitions import Kind
from tests.bench.marks import plain
from tests.bench.pages import Page, Spot, drawn_page
from tests.bench.sheet import Line, Sheet

MULTILINE, RADIO, COMBO = 1 << 12, (1 << 15) | (1 << 14), 1 << 17


@dataclass(frozen=True, slots=True, kw_only=True)
class Habits:
    """How a maker of forms does it. `tooltips`: the labels; `named`: names made of the labels."""

    tooltips: bool = False
    named: bool = False
    radios: bool = True
    above: bool = False
    numbered_states: bool = False


HABITS = {
    "tooltips": Habits(tooltips=True),
    "names of labels": Habits(named=True, radios=False),
    "Text1": Habits(),
    "Text1, labels above": Habits(above=True, radios=False),
    "states 0 and 1": Habits(tooltips=True, numbered_states=True),
}


def acroform(sheet: Sheet, habits: Habits) -> bytes:
    """The form as a PDF with its fields filled in."""
    page = Page(title=sheet.title, fields=True, above=habits.above)
    writer = PdfWriter(clone_from=io.BytesIO(drawn_page(sheet, page)))
    maker = _Fields(writer=writer, habits=habits, names={}, made={})
    fields = ArrayObject()
    for spot in page.spots:
        made = maker.field(spot)
        if made is not None:
            fields.append(made)
    form = DictionaryObject(
        {NameObject("/Fields"): fields, NameObject("/NeedAppearances"): BooleanObject(True)}
    )
    form[NameObject("/DA")] = TextStringObject("/Helv 10 Tf 0 g")
    writer.root_object[NameObject("/AcroForm")] = writer._add_object(form)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


@dataclass(slots=True)
class _Fields:
    writer: PdfWriter
    habits: Habits
    names: dict[str, int]
    made: dict[int, IndirectObject]
    """Radio groups by the line they belong to."""

    def name(self, line: Line, kind: str) -> str:
        stem = re.sub(r"\W+", "_", line.label).strip("_")[:30] if self.habits.named else kind
        self.names[stem] = self.names.get(stem, 0) + 1
        alone = self.habits.named and self.names[stem] == 1
        return stem if alone else f"{stem}{self.names[stem]}"

    def field(self, spot: Spot) -> IndirectObject | None:
        """The field to list; None for a further button of a group that is listed already."""
        line = spot.line
        widget = self._widget(spot)
        if spot.option < 0:
            self._text(widget, line)
            return self._placed(spot, widget)
        option = line.options[spot.option]
        on = str(spot.option) if self.habits.numbered_states else re.sub(r"\W+", "", option.label) or "Ja"
        states = DictionaryObject(
            {NameObject(f"/{on}"): DictionaryObject(), NameObject("/Off"): DictionaryObject()}
        )
        widget[NameObject("/MK")] = DictionaryObject()
        widget[NameObject("/AP")] = DictionaryObject({NameObject("/N"): states})
        state = NameObject(f"/{on}" if option.chosen else "/Off")
        widget[NameObject("/AS")] = state
        if not self.habits.radios or line.kind is Kind.CHOICES:
            self._head(widget, line, "Check Box")
            widget |= {NameObject("/FT"): NameObject("/Btn"), NameObject("/V"): state}
            if self.habits.tooltips:
                widget[NameObject("/TU")] = TextStringObject(f"{line.label}: {option.label}")
            return self._placed(spot, widget)
        known = self.made.get(id(line))
        group = known or self._group(line)
        self.made[id(line)] = group
        body = group.get_object()
        assert isinstance(body, DictionaryObject)
        widget[NameObject("/Parent")] = group
        placed = self._placed(spot, widget)
        kids = body["/Kids"]
        assert isinstance(kids, ArrayObject)
        kids.append(placed)
        if option.chosen:
            body[NameObject("/V")] = state
        return None if known else group

    def _group(self, line: Line) -> IndirectObject:
        group = DictionaryObject(
            {
                NameObject("/FT"): NameObject("/Btn"),
                NameObject("/Ff"): NumberObject(RADIO),
                NameObject("/Kids"): ArrayObject(),
                NameObject("/V"): NameObject("/Off"),
            }
        )
        self._head(group, line, "Group")
        return self.writer._add_object(group)

    def _text(self, widget: DictionaryObject, line: Line) -> None:
        self._head(widget, line, "Text")
        shown = plain(line)
        if line.options:
            listed = ArrayObject(
                TextStringObject(text) for text in ("Vælg", *(o.label for o in line.options))
            )
            widget |= {
                NameObject("/FT"): NameObject("/Ch"),
                NameObject("/Ff"): NumberObject(COMBO),
                NameObject("/Opt"): listed,
                NameObject("/V"): TextStringObject(shown or "Vælg"),
            }
            return
        widget[NameObject("/FT")] = NameObject("/Tx")
        widget[NameObject("/Ff")] = NumberObject(MULTILINE if line.long else 0)
        if shown:
            widget[NameObject("/V")] = TextStringObject(shown.replace("\n", "\r"))

    def _head(self, target: DictionaryObject, line: Line, kind: str) -> None:
        target[NameObject("/T")] = TextStringObject(self.name(line, kind))
        if self.habits.tooltips:
            target[NameObject("/TU")] = TextStringObject(line.label)

    def _widget(self, spot: Spot) -> DictionaryObject:
        return DictionaryObject(
            {
                NameObject("/Type"): NameObject("/Annot"),
                NameObject("/Subtype"): NameObject("/Widget"),
                NameObject("/Rect"): ArrayObject(FloatObject(number) for number in spot.box),
                NameObject("/F"): NumberObject(4),
            }
        )

    def _placed(self, spot: Spot, widget: DictionaryObject) -> IndirectObject:
        placed = self.writer._add_object(widget)
        page = self.writer.pages[spot.page - 1]
        if "/Annots" not in page:
            page[NameObject("/Annots")] = ArrayObject()
        listed = page["/Annots"]
        assert isinstance(listed, ArrayObject)
        listed.append(placed)
        return placed
