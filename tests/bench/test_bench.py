"""The bench itself: that it counts rightly, and that its forms are clear to a person who reads them."""

from __future__ import annotations

import copy
import random
from collections import Counter
from typing import Any

import pytest

from pipeline import danish
from pipeline.definitions import get, leaves
from pipeline.records import Finding, FindingKind, Severity, Source, Status, Submission
from tests.bench.cases import FORMS, Filled, filled_form
from tests.bench.judge import Case, judge
from tests.bench.layouts import LAYOUTS
from tests.bench.sheet import Group, sheet_of, wordings
from tests.casebook import GONE, changed
from tests.filled import catalogue

NAME = "/child/name"
OTHER = "/guardians/0/name"


@pytest.fixture(scope="module")
def filled() -> Filled:
    return filled_form(catalogue(), "application", 3, whole=True)


def counted(filled: Filled, data: Any, *findings: Finding, status: Status = Status.REJECTED) -> Counter[str]:
    case = Case(
        row="r", name="n", content=b"", filled=filled, printed={NAME: ("Navn på eleven", "Ida Ibsen")}
    )
    read = Submission(
        file="n", sha256="", status=status, programme=filled.form.programme, form=filled.form.name,
        data=data, findings=findings, sources={NAME: Source(raw="Ida Ibsen", place="", by="")},
    )  # fmt: skip
    return judge(case, read).counts


def finding(pointer: str, message: str = "Noget.", severity: Severity = Severity.ERROR) -> Finding:
    return Finding(
        severity=severity,
        kind=FindingKind.FORM,
        code="x",
        pointer=pointer,
        label="",
        place="",
        message=message,
    )


def count_of(data: Any) -> int:
    return len(list(leaves(data)))


def test_what_is_read_rightly_is_exact(filled: Filled) -> None:
    assert counted(filled, copy.deepcopy(filled.data)) == {"exact": count_of(filled.data)}


@pytest.mark.parametrize("value", ["En anden", GONE])
def test_a_wrong_or_missing_value_that_nobody_is_told_of_is_silent(filled: Filled, value: Any) -> None:
    assert counted(filled, changed(filled.data, {NAME: value}))["silent"] == 1


def test_a_value_that_nobody_wrote_is_silent(filled: Filled) -> None:
    assert counted(filled, changed(filled.data, {"/another_supplier": "Prøvehuset"}))["silent"] == 1


@pytest.mark.parametrize(
    "told",
    [
        finding(NAME),
        finding("/child"),
        finding("", "Her står »Ida Ibsen«, som ikke hører til et felt."),
        finding("", "»Navn på eleven« kan være to felter."),
        finding(NAME, severity=Severity.WARNING),
    ],
)
def test_a_finding_that_concerns_a_wrong_value_flags_it(filled: Filled, told: Finding) -> None:
    found = counted(filled, changed(filled.data, {NAME: GONE}), told)
    assert (found["flagged"], found["silent"]) == (1, 0)


@pytest.mark.parametrize(
    "told", [finding("/school/name"), finding("", "Noget andet."), finding(NAME, severity=Severity.NOTICE)]
)
def test_other_findings_flag_nothing(filled: Filled, told: Finding) -> None:
    assert counted(filled, changed(filled.data, {NAME: GONE}), told)["silent"] == 1


def test_a_finding_at_a_right_value_or_its_row_is_needless(filled: Filled) -> None:
    assert counted(filled, filled.data, finding(NAME))["needless"] == 1
    assert counted(filled, filled.data, finding("/guardians/0"))["needless"] == count_of(
        get(filled.data, "/guardians/0")
    )


def test_a_refused_file_flags_all(filled: Filled) -> None:
    found = counted(filled, {}, status=Status.UNKNOWN_FORM)
    assert found == {"flagged": count_of(filled.data)}


def test_two_values_changed_round_are_both_silent(filled: Filled) -> None:
    swapped = changed(filled.data, {NAME: get(filled.data, OTHER), OTHER: get(filled.data, NAME)})
    assert counted(filled, swapped)["silent"] == 2


@pytest.mark.parametrize("name", FORMS)
@pytest.mark.parametrize("seed", range(5))
def test_each_label_of_a_sheet_says_which_answer_it_asks_for(name: str, seed: int) -> None:
    sheet = sheet_of(filled_form(catalogue(), name, seed), random.Random(seed))
    for part in sheet.parts:
        for block in part.blocks:
            sets = [block.lines] if isinstance(block, Group) else block.items
            for lines in sets:
                labels = [danish.fold(line.label) for line in lines]
                assert len(labels) == len(set(labels)), labels
    assert {pointer for pointer, _ in leaves(sheet.filled.data)} <= set(sheet.printed)


def test_most_of_our_wordings_are_not_those_of_the_schemas() -> None:
    """The table measures wordings nobody told the reader: of those that both thought of, few may be in it."""
    entries = [entry for form in catalogue().forms() for entry in (*form.entries(), *form.fields())]
    known = {
        (entry.pointer, danish.fold(label)) for entry in entries for label in (entry.label, *entry.aliases)
    }
    own = {
        (entry.pointer, danish.fold(label))
        for entry in entries
        for label in wordings()["labels"].get(entry.pointer, [])
    }
    assert len(own & known) <= 0.25 * len(own)


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_layout_gives_the_same_file_for_the_same_chance(name: str, filled: Filled) -> None:
    files = []
    for _ in range(2):
        dice = random.Random(1)
        files.append(LAYOUTS[name].draw(LAYOUTS[name].sheet(filled, dice), dice))
    assert files[0] == files[1]
