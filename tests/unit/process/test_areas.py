"""Areas: each with its own folders, one register over all of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.process import Office, case_account, case_lines, release
from pipeline.settings import FILE, open_areas
from tests.casebook import GONE, changed, good
from tests.offices import NOW, drop, office_in, run, with_checked_law

SETTINGS = """
[areas.ppr]
[areas.ppr.recipients]
coordination_group = "ppr@kommune.example"
[areas.skole]
"""


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    root = tmp_path / "kontor"
    root.mkdir()
    (root / FILE).write_text(SETTINGS)
    with office_in(root) as opened:
        yield replace(opened, areas=open_areas(root))


def files(office: Office) -> list[str]:
    root = office.workspace.shared
    return sorted(str(path.relative_to(root)) for path in root.rglob("*.docx"))


def test_each_areas_files_and_cases_lie_in_its_own_folders(office: Office) -> None:
    ppr, skole = office.everywhere()
    drop(skole, "application", good("application"))
    drop(ppr, "plan", changed(good("plan"), {"/plan/rows/0/goal": GONE}))
    report = run(office)
    assert {(took.end, took.area) for took in report.took} == {("accepted", "skole"), ("returned", "ppr")}
    assert {name.split("/")[0] for name in files(skole)} == {"sager"}
    assert {name.split("/")[0] for name in files(ppr)} == {"retur"}


def test_a_form_from_another_area_joins_the_case_where_it_lies(office: Office) -> None:
    ppr, skole = office.everywhere()
    drop(skole, "application", good("application"))
    run(office)
    for name in ("decision_buf", "decision_sof"):
        drop(ppr, name, good(name))
    report = run(office)
    assert {took.case_number for took in report.took} == {"SF-2026-0001"}
    assert files(ppr) == []
    assert len([name for name in files(skole) if "kvitteringer" in name]) == 3


def test_a_question_lies_where_the_file_came_and_goes_when_it_is_answered(office: Office) -> None:
    ppr, skole = office.everywhere()
    drop(ppr, "decision_buf", good("decision_buf"))
    run(office)
    assert files(ppr) == ["opgaver/2026-06-30-0001 Afklares.docx"]
    drop(skole, "application", good("application"))
    run(office)
    assert files(ppr) == []
    assert len([name for name in files(skole) if "kvitteringer" in name]) == 2


def test_a_letter_is_released_where_its_case_lies(office: Office) -> None:
    office = with_checked_law(office)
    ppr, skole = office.everywhere()
    for name in ("application", "decision_buf", "decision_sof"):
        drop(skole, name, good(name))
    run(office)
    letter = release(ppr, "SF-2026-0001", "decision_school/1", "Birgit Prøvholm", NOW.date())
    assert (skole.workspace.shared / letter.path).exists()
    assert files(ppr) == []
    assert case_account(ppr, "SF-2026-0001", NOW.date())["documents"]
    assert len(case_lines(office, NOW.date())) == 1


def test_an_area_whose_share_is_away_keeps_no_other_from_its_work(office: Office) -> None:
    ppr, skole = office.everywhere()
    drop(ppr, "application", good("application"))
    run(office)
    ppr.workspace.shared.rename(office.workspace.root / "væk")
    ppr.workspace.shared.mkdir()
    drop(skole, "plan", changed(good("plan"), {"/plan/rows/0/goal": GONE}))
    report = run(office)
    assert [took.end for took in report.took] == ["returned"]
    assert report.untouched
    assert "area ppr is away" in report.delays[0]
    assert list(ppr.workspace.shared.iterdir()) == []
