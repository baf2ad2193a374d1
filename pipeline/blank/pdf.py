"""Blank and filled PDF forms, from the form's schema alone.

A page can't grow when somebody writes a ninth goal, so a PDF form has every row that the schema allows: the
usual ones in their section, the others at the end. The same arguments give the same bytes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pipeline.blank.body import STAR_NOTE
from pipeline.blank.layout import blocks
from pipeline.blank.page import CROWDED, ROOMY
from pipeline.blank.papercode import SIDE_MM, TO_EDGE_MM
from pipeline.blank.pdf_cells import row_strips
from pipeline.blank.pdf_fields import APPEARANCE, CROSS_FONT, Fields
from pipeline.blank.pdf_font import ASCENT, LEADING, FontFiles, Typeface
from pipeline.blank.pdf_lines import Desk, card_rows, machine_items, rows_of, star, table_rows
from pipeline.blank.sheet import (
    ACCENT,
    GREY,
    HEIGHT,
    LEFT,
    MM,
    RIGHT,
    WIDTH,
    SheetPage,
    Strip,
    TextRun,
    height_of,
    paginate,
    paint_lines,
    set_lines,
)
from pipeline.definitions import Field, Form, Rows, Section, get
from pipeline.errors import RenderError
from pipeline.pdfobjects.writing import Name, PdfFile, Ref, Stream

_CODE_SIDE = SIDE_MM * MM
_CODE_LEFT, _CODE_TOP = WIDTH - TO_EDGE_MM * MM - _CODE_SIDE, 277 * MM - _CODE_SIDE
"""In the right margin, where the Word form has it."""
_HEADER_BASE, _FOOTER_BASE = 11 * MM, HEIGHT - 9 * MM
_MANY_ANSWERS = 100
MORE_ROOM = "Plads til flere"
_NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

CodeOf = Callable[[int], Sequence[Sequence[bool]]]
"""The modules of the code on a page, by its number from 1; an empty one leaves the place free."""


def blank_pdf(
    form: Form,
    data: Mapping[str, Any] | None = None,
    case: str = "",
    *,
    fonts: FontFiles,
    municipality: str = "",
    programme: str = "",
    note: str = "",
    code_of: CodeOf | None = None,
) -> bytes:
    """The form as a fillable PDF, empty or filled with `data`.

    `case` is the sagsnummer, `municipality` and `programme` stand at the top of each page, `note` below the
    head of the form, `code_of` draws a code at the lower right. Data the form has no field for is not shown.
    Raises RenderError when a text holds a character that no document may hold.
    """
    typeface = Typeface.of(fonts)
    setter = _Setter(form, data or {}, typeface)
    leaves = paginate([*setter.head(note), *setter.sections(), *setter.more_rows()], typeface)
    if any(_NO_TEXT.search(placed.input.value) for leaf in leaves for placed in leaf.placed):
        raise RenderError("a text of the form holds a character that no document may hold")
    for n, leaf in enumerate(leaves, start=1):
        _margins(leaf, form, case, municipality, programme, f"Side {n} af {len(leaves)}")
        if code_of:
            leaf.code(code_of(n), _CODE_LEFT, _CODE_TOP, _CODE_SIDE)
    return _assembled(leaves, typeface, form, case)


def _margins(leaf: SheetPage, form: Form, case: str, municipality: str, programme: str, pages: str) -> None:
    leaf.words(TextRun(municipality, 9.5, True, ACCENT), LEFT, _HEADER_BASE)
    _flush_right(leaf, TextRun(programme, 9.5), RIGHT, _HEADER_BASE)
    printed = [form.title, f"version {form.version}", f"sagsnr. {case}" if case else ""]
    said = " · ".join(part for part in printed if part)
    leaf.words(TextRun(said, 8.5, colour=GREY), LEFT, _FOOTER_BASE)
    _flush_right(leaf, TextRun(pages, 8.5, colour=GREY), RIGHT, _FOOTER_BASE)


def _flush_right(leaf: SheetPage, run: TextRun, end: float, base: float) -> None:
    leaf.words(run, end - leaf.typeface.face(bold=run.bold).width(run.words, run.size), base)


# ── the strips of a form ──────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Setter:
    form: Form
    data: Mapping[str, Any]
    typeface: Typeface

    def head(self, note: str) -> list[Strip]:
        form = self.form
        strips = [self._words(TextRun(form.title, 19, True, ACCENT), after=1)]
        if form.description:
            strips.append(self._words(TextRun(form.description, 10), after=4))
        told = (
            ("Hvem udfylder", form.who_fills),
            ("Hvem sender", form.who_sends),
            ("Hvad sker der så", form.what_happens),
        )
        for name, words in told:
            if words:
                strips.append(self._words(TextRun(f"{name}: ", 9.5, True), TextRun(words, 9.5), bar=True))
        if note:
            strips.append(self._words(TextRun(note, 8.5, colour=GREY), before=3))
        if any(entry.required or entry.needed for entry in form.fields()):
            first, _, last = STAR_NOTE.partition("*")
            runs = (
                TextRun(first, 8.5, colour=GREY),
                TextRun("*", 8.5, True, ACCENT),
                TextRun(last, 8.5, colour=GREY),
            )
            strips.append(self._words(*runs, before=3))
        return strips

    def sections(self) -> list[Strip]:
        strips: list[Strip] = []
        for number, section in enumerate(self.form.sections, start=1):
            strips += self._section(section, number)
        return strips

    def _density(self, section: Section) -> Desk:
        """Forms with many answers between two page breaks stand closer."""
        count, here = 0, False
        for one in self.form.sections:
            if one.page_break:
                if here:
                    break
                count = 0
            count += sum(_answers(entry) for entry in one.entries)
            here = here or one is section
        density = CROWDED if count > _MANY_ANSWERS else ROOMY
        return Desk(typeface=self.typeface, data=self.data, density=density, where=section.title)

    def _section(self, section: Section, number: int) -> list[Strip]:
        desk = self._density(section)
        strips = [self._heading(f"{number}.", section.title, new_page=section.page_break)]
        if section.help:
            strips.append(self._help(section.help))
        gap = 0.0
        for block in blocks(section.entries):
            if isinstance(block, Rows):
                strips += self._rows(block, section, desk)
                gap = 4.5
            else:
                strips += row_strips(rows_of(block, desk), before=gap)
                gap = 4.5
        for item in machine_items(section.entries, desk):
            strips.append(_item_strip(item))
        return strips

    def _rows(self, rows: Rows, section: Section, desk: Desk) -> list[Strip]:
        strips = []
        mark = star(rows, 10)
        shown, most = self._counts(rows)
        more = f"   Plads til {most - shown} mere sidst i skemaet" if most > shown else ""
        if rows.label != section.title or mark or more:
            said = (TextRun(rows.label, 10, True), *mark, TextRun(more, 8, colour=GREY))
            strips.append(self._words(*said, before=4.5, after=0, keep=True))
        if rows.help:
            strips.append(self._help(rows.help))
        return [*strips, *self._items(rows, range(shown), desk)]

    def _counts(self, rows: Rows) -> tuple[int, int]:
        """How many rows stand in the section, and how many there are in all."""
        given = get(self.data, rows.pointer)
        filled = len(given) if isinstance(given, list) else 0
        shown = max(rows.shown, filled, 1)
        return shown, max(rows.max_items, shown)

    def _items(self, rows: Rows, numbers: range, desk: Desk) -> list[Strip]:
        said = rows.item_label or rows.label
        desks = [
            replace(desk, where=f"{desk.where}, {said} {n + 1}", item=f"{rows.pointer}/{n}") for n in numbers
        ]
        if rows.widget != "cards":
            return row_strips(table_rows(rows, desks, desk), before=1)
        strips: list[Strip] = []
        for n, one in zip(numbers, desks, strict=True):
            strips += row_strips(card_rows(rows, one, f"{said} {n + 1}"), before=1 if n == numbers[0] else 5)
        return strips

    def more_rows(self) -> list[Strip]:
        """The rows that have no room in their sections."""
        strips: list[Strip] = []
        for section in self.form.sections:
            for rows in section.entries:
                if not isinstance(rows, Rows):
                    continue
                shown, most = self._counts(rows)
                if most == shown:
                    continue
                if not strips:
                    strips.append(self._heading("", MORE_ROOM, new_page=False))
                desk = Desk(
                    typeface=self.typeface,
                    data=self.data,
                    density=CROWDED,
                    where=f"{section.title}, {MORE_ROOM}",
                )
                strips.append(self._words(TextRun(rows.label, 10, True), before=6, after=0.5, keep=True))
                strips += self._items(rows, range(shown, most), desk)
        return strips

    # ── single strips ─────────────────────────────────────────────────────────────────────────────────

    def _words(
        self, *runs: TextRun, before: float = 0, after: float = 0, keep: bool = False, bar: bool = False
    ) -> Strip:
        """A paragraph, with a bar at its left where the form introduces itself."""
        indent = 9.9 if bar else 0.0
        lines = set_lines(runs, RIGHT - LEFT - indent, self.typeface)
        height = height_of(lines)

        def paint(leaf: SheetPage, top: float) -> None:
            if bar:
                leaf.rule(LEFT + 0.7, top, LEFT + 0.7, top + height, 1.5, ACCENT)
            paint_lines(leaf, lines, LEFT + indent, top)

        return Strip(height=height + after, paint=paint, before=before, keep=keep)

    def _help(self, words: str) -> Strip:
        return self._words(TextRun(words, 8.5, colour=GREY), before=1, after=1, keep=True)

    def _heading(self, number: str, title: str, *, new_page: bool) -> Strip:
        height = 12 * LEADING + 2

        def paint(leaf: SheetPage, top: float) -> None:
            base = top + 12 * ASCENT
            leaf.words(TextRun(number, 12, True, ACCENT), LEFT, base)
            leaf.words(TextRun(title, 12, True, ACCENT), LEFT + (19.8 if number else 0), base)
            leaf.rule(LEFT, top + height, RIGHT, top + height, 1, ACCENT)

        return Strip(height=height + 0.5, paint=paint, before=6.5, keep=True, new_page=new_page)


def _item_strip(item: Any) -> Strip:
    width = RIGHT - LEFT
    return Strip(
        height=item.height(width),
        paint=lambda leaf, top: item.paint(leaf, LEFT, top, width, 0.0),
        before=3,
    )


def _answers(entry: Field | Rows) -> int:
    return len(entry.columns) * entry.shown if isinstance(entry, Rows) else 1


# ── the file ──────────────────────────────────────────────────────────────────────────────────────────


def _assembled(leaves: Sequence[SheetPage], typeface: Typeface, form: Form, case: str) -> bytes:
    file = PdfFile()
    root, tree, acroform, resources = file.keep(), file.keep(), file.keep(), file.keep()
    fields = Fields(file, typeface, resources)
    pages: list[Ref] = []
    for leaf in leaves:
        page = file.keep()
        pages.append(page)
        widgets = [fields.place(placed, page) for placed in leaf.placed]
        file.put(
            page,
            {
                "Type": Name("Page"),
                "Parent": tree,
                "MediaBox": [0, 0, WIDTH, HEIGHT],
                "Resources": resources,
                "Contents": file.add(Stream({}, "\n".join(leaf.drawn).encode())),
                "Annots": widgets,
                "Tabs": Name("R"),
            },
        )
    topmost = fields.finish()
    fonts: dict[str, Any] = {**typeface.add_to(file), "ZaDb": file.add(CROSS_FONT)}
    file.put(resources, {"Font": fonts})
    file.put(tree, {"Type": Name("Pages"), "Kids": pages, "Count": len(pages)})
    file.put(
        acroform,
        {"Fields": topmost, "NeedAppearances": False, "DA": APPEARANCE.encode(), "DR": {"Font": fonts}},
    )
    file.put(
        root,
        {
            "Type": Name("Catalog"),
            "Pages": tree,
            "AcroForm": acroform,
            "Lang": "da-DK",
            "ViewerPreferences": {"DisplayDocTitle": True},
        },
    )
    info = file.add(
        {
            "Title": form.title,
            "SkoleflexForm": f"{form.programme}/{form.name}",
            "SkoleflexVersion": str(form.version),
            "SkoleflexCase": case or None,
        }
    )
    return file.content(root, info)
