"""Good forms, edited as people and programs do: read right, or with a finding; never wrong in silence."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any

import pytest

from pipeline.container import open_package, repack
from pipeline.definitions import Field, Form, Kind, leaves
from pipeline.process import read_file
from pipeline.records import IncomingFile, Severity, Submission
from pipeline.xml import Element, parse, qn, serialize
from tests.casebook import form_of, good
from tests.filled import PROGRAMME, catalogue, filled
from tests.misuse import FINDING, MISUSES, SAME, VISIBLE, Misuse

FORMS = ("application", "plan", "agreement", "decision_buf", "decision_sof", "decision_refused")
DAY = dt.date(2026, 8, 10)
BODY = "word/document.xml"
EACH = 2
"""So many controls of each kind in each form, spread over it."""


@lru_cache(maxsize=16)
def _content(name: str) -> bytes:
    return filled(name, good(name))


@lru_cache(maxsize=16)
def _good(name: str) -> Submission:
    return _read(_content(name))


def _read(content: bytes) -> Submission:
    return read_file(IncomingFile(name="x.docx", content=content), catalogue(), DAY)


def _kind(sdt: Element, form: Form) -> str:
    """What sort of control this is for the edits, empty where none of theirs."""
    properties = sdt.find(qn("w:sdtPr"))
    tag = properties.find(qn("w:tag")) if properties is not None else None
    if properties is None or tag is None:
        return ""
    name = tag.get(qn("w:val"), "").partition(":")[0]
    field = next((one for one in form.fields() if one.tag == name), None)
    if field is None or field.hidden:
        return ""
    if (state := properties.find(f".//{qn('w14:checked')}")) is not None:
        return "box" if state.get(qn("w14:val")) == "1" else ""
    return "empty" if properties.find(qn("w:showingPlcHdr")) is not None else _kind_of_entry(field)


def _kind_of_entry(field: Field) -> str:
    if field.kind is Kind.TEXT:
        return "prose" if field.multiline else "line"
    numbers = (Kind.MONEY, Kind.NUMBER, Kind.INTEGER)
    return "number" if field.kind in numbers else str(field.kind)


def _targets(name: str, misuse: Misuse) -> list[int]:
    """The numbers of the controls to try an edit on, a few of each kind."""
    form = catalogue().form(f"{PROGRAMME}/{form_of(name)}")
    by_kind: dict[str, list[int]] = {}
    for n, sdt in enumerate(parse(open_package(_content(name))[BODY]).iter(qn("w:sdt"))):
        kind = _kind(sdt, form)
        if kind in misuse.kinds:
            by_kind.setdefault(kind, []).append(n)
    chosen = (found[:: max(1, len(found) // EACH)][:EACH] for found in by_kind.values())
    return sorted(n for found in chosen for n in found)


def _edited(name: str, misuse: Misuse, number: int) -> tuple[bytes, Any]:
    root = parse(open_package(_content(name))[BODY])
    outcome = misuse.edit(root, list(root.iter(qn("w:sdt")))[number])
    return repack(_content(name), {BODY: serialize(root)}), outcome


def _new_findings(name: str, read: Submission) -> list[tuple[str, str, str]]:
    before = Counter((f.code, f.pointer, f.message) for f in _good(name).findings)
    now = Counter((f.code, f.pointer, f.message) for f in read.findings)
    return list((now - before).elements())


def _tries(name: str, misuse: Misuse) -> Iterator[tuple[int, Any, Submission]]:
    for number in _targets(name, misuse):
        content, outcome = _edited(name, misuse, number)
        yield number, outcome, _read(content)


@pytest.mark.parametrize("name", FORMS)
@pytest.mark.parametrize("misuse", MISUSES, ids=lambda misuse: misuse.name)
def test_read_right_or_with_a_finding(
    misuse: Misuse, name: str, record_property: Callable[[str, object], None]
) -> None:
    wrong: list[object] = []
    tried = 0
    for number, outcome, read in _tries(name, misuse):
        tried += 1
        found = _new_findings(name, read)
        if outcome is SAME and misuse.harmless:
            sharp = [f for f in read.findings if f.severity is not Severity.NOTICE]
            as_before = [f for f in _good(name).findings if f.severity is not Severity.NOTICE]
            if read.data != _good(name).data or len(sharp) > len(as_before):
                wrong.append((number, "harmless", found, _differing(name, read)))
        elif outcome is not VISIBLE and not found and (outcome is FINDING or read.data != _good(name).data):
            wrong.append((number, "in silence", _differing(name, read)))
    record_property("misuse", {"edits tried": tried, "silently wrong": len(wrong)})
    assert not wrong


def _differing(name: str, read: Submission) -> dict[str, tuple[Any, Any]]:
    before, now = dict(leaves(_good(name).data)), dict(leaves(read.data))
    return {
        pointer: (before.get(pointer), now.get(pointer))
        for pointer in before.keys() | now.keys()
        if before.get(pointer) != now.get(pointer)
    }


@pytest.mark.parametrize("name", FORMS)
def test_a_good_form_gives_none_of_these_findings(name: str) -> None:
    codes = {finding.code for finding in _good(name).findings}
    assert not codes & {
        "answer.beside",
        "answer.moved",
        "box.disagrees",
        "rows.repeated",
        "text.as_prompt",
        "text.prompt_left",
        "text.reworded",
        "text.struck",
        "text.unplaced",
    }
