"""Form → filled in → saved by LibreOffice → read: the same data, and no finding but those the data owe."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable

import pytest

from pipeline.process import read_file
from pipeline.records import IncomingFile, Severity
from pipeline.sandbox import make_form
from tests.bench.cases import PROGRAMME, filled_form
from tests.bench.judge import Case, as_lines, judge
from tests.filled import catalogue
from tests.tools import by_libreoffice, needs

FORMS = ("application", "agreement", "decision", "plan")
DATA_SETS = 20
DAY = dt.date(2026, 9, 1)


@needs("soffice")
@pytest.mark.parametrize("name", FORMS)
def test_a_libreoffice_save_changes_nothing_that_is_read(
    name: str, record_property: Callable[[str, object], None]
) -> None:
    known = catalogue()
    programme = known.programme(PROGRAMME)
    shell = known.templates["form.docx"]
    filled = {f"{name}-{seed}": filled_form(known, name, seed, whole=True) for seed in range(DATA_SETS)}
    words = {key: make_form(programme, name, shell, one.data) for key, one in filled.items()}
    saved = by_libreoffice(words, "docx:MS Word 2007 XML")
    values: Counter[str] = Counter()
    for key, one in filled.items():
        read = read_file(IncomingFile(name=f"{key}.docx", content=saved[key]), known, DAY)
        # LibreOffice moves line breaks out of the runs they stood in: where they are isn't held against it.
        judged = judge(Case(row=name, name=key, content=b"", filled=one, ends="lost"), read)
        assert read.status == "accepted", judged.findings
        assert not [*as_lines(judged, "silent"), *as_lines(judged, "flagged")]
        told = {(f.code, f.pointer) for f in read.findings if f.severity is not Severity.NOTICE}
        assert told <= one.owed, judged.findings
        values.update(judged.counts)
    assert set(values) == {"exact"}
    record_property(f"{name} after LibreOffice", {"data sets": DATA_SETS, "values": values["exact"]})
