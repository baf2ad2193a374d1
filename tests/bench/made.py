"""The files of a run: each layout, producer and kind as a row, and so many forms in each row."""

from __future__ import annotations

import json
import random
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from click.testing import CliRunner

from pipeline.blank.shown import shown
from pipeline.catalogue import Catalogue
from pipeline.cli import cli
from pipeline.definitions import Field, leaves
from pipeline.sandbox import make_form
from tests.bench.acro import HABITS, Habits, acroform
from tests.bench.cases import Filled, filled_form, forms_of
from tests.bench.judge import Case
from tests.bench.layouts import LAYOUTS
from tests.bench.library import by_npm, by_pandoc, by_python_docx, npm_docx
from tests.bench.pages import unruled
from tests.bench.producers import PRINT, PRODUCERS, Producer
from tests.bench.scans import missing as scans_missing
from tests.bench.scans import scanned
from tests.bench.sheet import Sheet, sheet_of
from tests.bench.simple import Block, blocks_of

FromBlocks = Callable[[Mapping[str, Sequence[Block]]], dict[str, bytes]]
DrawPdf = Callable[[Sheet, random.Random], bytes]

CONVERTED = (
    *("two-column", "four-column", "label above in cell", "paragraphs label: value", "rows shuffled"),
    *("cards", "ticks ballot", "one big table", "bold label paragraph", "label row above"),
)
"""The layouts that are also put through every producer, in turn."""
PRINTED = (
    "two-column",
    "four-column",
    "label above in cell",
    "paragraphs label: value",
    "rows shuffled",
    "cards",
    "tabs",
)
PRINTED_MORE = (
    "one big table",
    "label row above",
    "dots",
    "underscores",
    "bold label paragraph",
    "ticks ballot",
    "transposed",
)


Make = Callable[[int, int], list[Case]]
"""The cases of a row from a seed and a number of forms."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of the table: a kind, a name, and how its cases are made; `missing` says why it can't be."""

    kind: str
    name: str
    make: Make
    missing: str = ""


def filled_forms(known: Catalogue, seed: int, count: int, *, whole: bool = False) -> list[Filled]:
    """`count` data sets, the forms of the catalogue's programmes in turn."""
    forms = forms_of(known)
    turns = (forms[n % len(forms)] for n in range(count))
    return [
        filled_form(known, form, seed * 1000 + n, whole=whole, programme=programme)
        for n, (programme, form) in enumerate(turns)
    ]


def _safe(name: str) -> str:
    return "".join(char if char.isalnum() else "-" for char in name)


def foreign(known: Catalogue, row: str, layouts: tuple[str, ...], seed: int, count: int) -> list[Case]:
    """Word files of these layouts in turn, as written."""
    start = sum(map(ord, row)) % 97
    cases = []
    for n, filled in enumerate(filled_forms(known, seed + start, count)):
        name = layouts[n % len(layouts)]
        dice = random.Random(f"{seed}/{row}/{n}")
        sheet = LAYOUTS[name].sheet(filled, dice)
        content = LAYOUTS[name].draw(sheet, dice)
        safe = _safe(f"{row}-{n}-{name}-{filled.form.name}")
        cases.append(Case(row=row, name=safe, content=content, filled=filled, printed=sheet.printed))
    return cases


def own(known: Catalogue, row: str, seed: int, count: int) -> list[Case]:
    """Our own forms, filled in."""
    cases = []
    for n, filled in enumerate(filled_forms(known, seed, count, whole=True)):
        content = make_form(
            known.programme(filled.form.programme),
            filled.form.name,
            known.templates["form.docx"],
            filled.data,
        )
        name = _safe(f"{row}-{n}-{filled.form.name}")
        cases.append(Case(row=row, name=name, content=content, filled=filled))
    return cases


def as_shown(filled: Filled) -> dict[str, tuple[str, str]]:
    """The label and the text of each value on a form of ours."""
    found = ((pointer, value, filled.form.find(pointer)) for pointer, value in leaves(filled.data))
    return {
        pointer: (one.label, shown(one, value))
        for pointer, value, one in found
        if isinstance(one, Field) and not isinstance(value, bool)
    }


def produced(cases: list[Case], producer: Producer) -> list[Case]:
    """The cases as the producer gives them; names get its ending."""
    made = producer({case.name: case.content for case in cases})
    return [
        replace(case, name=f"{case.name}.{producer.ending}", content=made[case.name], ends=producer.ends)
        for case in cases
        if case.name in made
    ]


def word_rows(known: Catalogue) -> Iterator[Row]:
    plain = PRODUCERS["as written"]
    yield Row(kind="docx", name="own", make=lambda seed, n: produced(own(known, "own", seed, n), plain))
    for name in LAYOUTS:
        yield Row(kind="docx", name=name, make=_laid_out(known, name))
    for name, producer in PRODUCERS.items():
        if name != "as written":
            for what in ("own", "foreign"):
                row = f"{what} by {name}"
                make = _through(known, row, what, producer)
                yield Row(kind="docx", name=row, make=make, missing=producer.missing())


def _laid_out(known: Catalogue, name: str) -> Make:
    return lambda seed, n: produced(foreign(known, name, (name,), seed, n), PRODUCERS["as written"])


def _through(known: Catalogue, row: str, what: str, producer: Producer) -> Make:
    def make(seed: int, count: int) -> list[Case]:
        if what == "own":
            return produced(own(known, row, seed, count), producer)
        return produced(foreign(known, row, CONVERTED, seed, count), producer)

    return make


def simple(
    known: Catalogue, row: str, seed: int, count: int, make: FromBlocks, ends: str = "kept"
) -> list[Case]:
    """Files that a library writes from plain blocks."""
    cases, blocks = [], {}
    for n, filled in enumerate(filled_forms(known, seed + len(row), count)):
        dice = random.Random(f"{seed}/{row}/{n}")
        sheet = sheet_of(filled, dice)
        name = _safe(f"{row}-{n}-{filled.form.name}")
        blocks[name] = list(blocks_of(sheet, dice, tables=n % 3 != 2))
        cases.append(Case(row=row, name=name, content=b"", filled=filled, printed=sheet.printed, ends=ends))
    made = make(blocks)
    return [replace(case, name=f"{case.name}.docx", content=made[case.name]) for case in cases]


def library_rows(known: Catalogue) -> Iterator[Row]:
    no_npm = "" if npm_docx() else "the npm package docx"
    no_pandoc = PRODUCERS["pandoc"].missing()
    for name, make, absent in (
        ("by python-docx", by_python_docx, ""),
        ("by npm docx", by_npm, no_npm),
        ("by pandoc from HTML", by_pandoc, no_pandoc),
    ):
        yield Row(kind="docx", name=f"foreign {name}", make=_simple(known, name, make), missing=absent)


def _simple(known: Catalogue, name: str, make: FromBlocks) -> Make:
    return lambda seed, count: simple(known, f"foreign {name}", seed, count, make)


def page_rows(known: Catalogue) -> Iterator[Row]:
    """PDFs drawn by hand: AcroForms of other people's habits, and printed pages without rulings."""
    for name, habits in HABITS.items():
        yield Row(kind="acroform", name=name, make=_drawn(known, name, _with(habits)))
    yield Row(
        kind="printed", name="without rulings", make=_drawn(known, "without rulings", unruled, "flowing")
    )


def _with(habits: Habits) -> DrawPdf:
    return lambda sheet, dice: acroform(sheet, habits)


def _drawn(known: Catalogue, row: str, draw: DrawPdf, ends: str = "kept") -> Make:
    def make(seed: int, count: int) -> list[Case]:
        cases = []
        for n, filled in enumerate(filled_forms(known, seed + len(row), count)):
            dice = random.Random(f"{seed}/{row}/{n}")
            sheet = sheet_of(filled, dice)
            name = _safe(f"{row}-{n}-{filled.form.name}") + ".pdf"
            content = draw(sheet, dice)
            cases.append(
                Case(row=row, name=name, content=content, filled=filled, printed=sheet.printed, ends=ends)
            )
        return cases

    return make


def own_acroform_row(known: Catalogue) -> Row:
    """Our own PDF forms, by the command that makes them."""
    (first,) = filled_forms(known, 0, 1, whole=True)
    absent = "" if own_pdf(first) else "`skoleflex blank -o FILE.pdf`"

    def make(seed: int, count: int) -> list[Case]:
        made = ((filled, own_pdf(filled)) for filled in filled_forms(known, seed, count, whole=True))
        return [
            Case(
                row="own", name=_safe(f"own-{n}-{filled.form.name}") + ".pdf", content=content, filled=filled
            )
            for n, (filled, content) in enumerate(made)
            if content
        ]

    return Row(kind="acroform", name="own", make=make, missing=absent)


def own_pdf(filled: Filled) -> bytes | None:
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        data, target = Path(name) / "data.json", Path(name) / "form.pdf"
        data.write_text(json.dumps(filled.data), "utf-8")
        form = f"{filled.form.programme}/{filled.form.name}"
        CliRunner().invoke(cli, ["blank", form, "-o", str(target), "--data", str(data)])
        return target.read_bytes() if target.exists() else None


def scan_rows(known: Catalogue) -> Iterator[Row]:
    """Forms printed and scanned; half as many as in other rows, a quarter of our own: each takes long."""

    def scans(cases: list[Case], seed: int) -> list[Case]:
        return [
            replace(case, content=scanned(case.content, random.Random(f"{seed}/{n}")))
            for n, case in enumerate(produced(cases, PRINT))
        ]

    def make_foreign(seed: int, count: int) -> list[Case]:
        count = max(1, count // 2)
        return scans(foreign(known, "foreign scanned", PRINTED, seed, count), seed)

    def make_own(seed: int, count: int) -> list[Case]:
        # LibreOffice prints a line end within a control of ours as nothing at all.
        cases = scans(own(known, "own scanned", seed, max(1, count // 4)), seed)
        return [replace(case, ends="lost", printed=as_shown(case.filled)) for case in cases]

    absent = scans_missing() or PRINT.missing()
    yield Row(kind="scan", name="foreign scanned", make=make_foreign, missing=absent)
    yield Row(kind="scan", name="own scanned", make=make_own, missing=absent)


def printed_rows(known: Catalogue) -> Iterator[Row]:
    for row, make in (
        ("own printed", lambda seed, n: own(known, "own printed", seed, n)),
        ("foreign printed", lambda seed, n: foreign(known, "foreign printed", PRINTED, seed, 2 * n)),
        (
            "foreign printed, more",
            lambda seed, n: foreign(known, "foreign printed, more", PRINTED_MORE, seed, 2 * n),
        ),
    ):
        # LibreOffice prints a line end within a control of ours as nothing at all.
        program = replace(PRINT, ends="lost") if row == "own printed" else PRINT
        yield Row(kind="printed", name=row, make=_as_printed(make, program), missing=PRINT.missing())


def _as_printed(make: Make, program: Producer) -> Make:
    return lambda seed, n: produced(make(seed, n), program)
