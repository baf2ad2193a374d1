"""What reading costs beside the libraries it would otherwise be done with: `python -m tests.bench.speed`.

The same files, in one process, round by round in turn; ratios of the medians of CPU time. The libraries only
take out what they find; ours also knows what is what. `text` is taking out alone, `whole` is all of reading.
"""

from __future__ import annotations

import argparse
import io
import statistics
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain
from pathlib import Path

import docx
import pdfplumber
from docx.oxml.ns import qn
from docx.table import Table
from pypdf import PdfReader

from pipeline.catalogue import Catalogue, load_catalogue
from pipeline.errors import InputRejected
from pipeline.process import read_file
from pipeline.records import IncomingFile
from pipeline.sandbox import read_document
from tests.bench.accuracy import narrowed
from tests.bench.cases import DAY, PROGRAMME
from tests.bench.made import Row, own_acroform_row, page_rows, printed_rows, word_rows

Work = Callable[[bytes], object]


# ── what one would write with each library ────────────────────────────────────────────────────────────


def python_docx(content: bytes) -> object:
    """Paragraphs, the rows of all tables, and the content controls by tag."""
    word = docx.Document(io.BytesIO(content))
    found: list[object] = [paragraph.text for paragraph in word.paragraphs]
    for table in word.tables:
        found += _rows(table)
    for control in word.element.body.iter(qn("w:sdt")):
        tag = control.find(f"{qn('w:sdtPr')}/{qn('w:tag')}")
        found.append(
            (
                None if tag is None else tag.get(qn("w:val")),
                "".join(node.text or "" for node in control.iter(qn("w:t"))),
            )
        )
    return found


def _rows(table: Table) -> Iterable[list[str]]:
    return [[cell.text for cell in row.cells] for row in table.rows]


def pypdf_fields(content: bytes) -> object:
    fields = PdfReader(io.BytesIO(content)).get_fields() or {}
    return {name: field.get("/V") for name, field in fields.items()}


def pdfplumber_tables(content: bytes) -> object:
    with pdfplumber.open(io.BytesIO(content)) as pdf:
        return [page.extract_tables() for page in pdf.pages]


def fields_and_words(content: bytes) -> object:
    """What a field called `Text1` asks only the words round it tell."""
    with pdfplumber.open(io.BytesIO(content)) as pdf:
        return pypdf_fields(content), [page.extract_words() for page in pdf.pages]


def taken_out(content: bytes) -> object:
    try:
        return read_document(content)
    except InputRejected as rejected:
        return rejected


PEERS: Mapping[str, Mapping[str, Work]] = {
    "docx, own": {"python-docx rows + controls": python_docx},
    "docx, foreign": {"python-docx rows + controls": python_docx},
    "acroform, own": {"pypdf get_fields": pypdf_fields},
    "acroform, foreign": {
        "pypdf get_fields": pypdf_fields,
        "the same, pdfplumber's words": fields_and_words,
    },
    "printed, own": {"pdfplumber extract_tables": pdfplumber_tables},
    "printed, foreign": {"pdfplumber extract_tables": pdfplumber_tables},
}


def corpora(known: Catalogue, seed: int, forms: int) -> dict[str, list[bytes]]:
    """The files by kind, as the accuracy table makes them."""
    rows = {
        (row.kind, row.name): row for row in chain(word_rows(known), printed_rows(known), page_rows(known))
    }
    chosen: dict[str, Sequence[Row]] = {
        "docx, own": [rows["docx", "own"]],
        "docx, foreign": [
            rows["docx", name] for name in ("two-column", "four-column", "paragraphs label: value")
        ],
        "acroform, own": [own_acroform_row(known)],
        "acroform, foreign": [rows["acroform", "tooltips"], rows["acroform", "Text1"]],
        "printed, own": [rows["printed", "own printed"]],
        "printed, foreign": [rows["printed", "foreign printed"]],
    }
    return {
        name: [case.content for row in some if not row.missing for case in row.make(seed, forms)]
        for name, some in chosen.items()
    }


def medians(files: Sequence[bytes], works: Mapping[str, Work], rounds: int) -> dict[str, float]:
    """Milliseconds of CPU a file, by the name of the work: the median over the rounds."""
    spent: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(rounds):
        for name, work in works.items():
            started = time.process_time()
            for content in files:
                work(content)
            spent[name].append(1000 * (time.process_time() - started) / len(files))
    return {name: statistics.median(times) for name, times in spent.items()}


def main(words: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--forms", type=int, default=4)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--files", type=Path, nargs="*", default=[], help="files of yours, all of one kind")
    parser.add_argument("--only", default="")
    told = parser.parse_args(words)
    known = narrowed(load_catalogue(), [PROGRAMME])
    print(f"{'files':<24}  {'library':<30}{'ms':>8}{'text ms':>9}{'ratio':>7}{'whole ms':>10}{'ratio':>7}")
    for name, files in corpora(known, told.seed, told.forms).items():
        if told.only not in name:
            continue
        if not files:
            print(f"{name:<20} not run: none can be made yet")
            continue
        whole: Work = lambda content: read_file(IncomingFile(name="a", content=content), known, DAY)  # noqa: E731
        found = medians(files, {**PEERS[name], "text": taken_out, "whole": whole}, told.rounds)
        for peer in PEERS[name]:
            line = f"{name:<20}{len(files):>4}  {peer:<30}{found[peer]:>8.1f}"
            for one, width in (("text", 9), ("whole", 10)):
                line += f"{found[one]:>{width}.1f}{found[one] / found[peer]:>7.2f}"
            print(line, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
