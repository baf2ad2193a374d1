"""Rules over the register as a run tells of them: the file is taken in, and a named role is asked.

Each at its limit and one below it. The limit is made small, so that a test needs few cases; the numbers of
the sources are held by `tests/unit/test_facts.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pipeline.process import Office
from tests.casebook import changed
from tests.filled import catalogue
from tests.offices import office_in, run
from tests.programmes.book import filled
from tests.reports.records import Told, good, of_child, put_on_record

PLUS, TF, LTK, BAL = "skoleflexplus", "tilbageslusningsflex", "skolefravaerstilbud", "skolefleks-ballerup"
GRANTED = {
    PLUS: ("application", "decision_buf", "decision_sof"),
    TF: ("application", "plan", "decision"),
    LTK: ("application", "decision"),
    BAL: ("application", "recommendation", "decision"),
}


def with_terms(office: Office, programme: str, **terms: Any) -> Office:
    known = office.catalogue.programme(programme)
    other = replace(known, terms=tuple({**version, **terms} for version in known.terms))
    return replace(
        office,
        catalogue=replace(office.catalogue, programmes={**office.catalogue.programmes, programme: other}),
    )


def put(office: Office, programme: str, *children: int, **changes: Mapping[str, Any]) -> None:
    for n in children:
        put_on_record(office, programme, Told(child=n, forms=GRANTED[programme], changes=changes))


def dropped(office: Office, programme: str, form: str = "application", **told: Any) -> None:
    """A file of child 90, or another, in the inbox, as a sender fills it in."""
    data = of_child(good(programme, form), programme, told.get("child", 90))
    content = filled(programme, form, changed(data, told.get("changes", {})))
    (office.workspace.inbox / f"{form}.docx").write_bytes(content)


def asked(office: Office, day: str) -> dict[str, str]:
    """The questions about the case of the file that was dropped last, by their row's id, once it was taken
    in."""
    (took,) = run(office, day).took
    assert took.end == "accepted", took
    return {
        task.key.partition(":")[0]: f"{task.who}: {task.says}"
        for task in office.register.tasks(took.case_number)
        if task.state == "open"
    }


@pytest.mark.parametrize("form", ["prior_commitment", "application"])
@pytest.mark.parametrize("others", [1, 2, 3])
def test_p03_a_course_beyond_the_places_there_are_is_beku_s_question(
    others: int, form: str, tmp_path: Path
) -> None:
    with office_in(tmp_path / "kontor") as opened:
        office = with_terms(opened, PLUS, capacity=2)
        put(office, PLUS, *range(others))
        dropped(office, PLUS, form)
        found = asked(office, "2026-06-20")
        assert ("capacity" in found) == (others >= 2)
        if others >= 2:
            assert f"{others} andre forløb og forhåndstilsagn har allerede en plads" in found["capacity"]
            assert "Det er ikke et afslag: BEKU tager stilling" in found["capacity"]


@pytest.mark.parametrize("others", [1, 2])
def test_l01_a_place_beyond_the_norm_is_cup_s_question(others: int, tmp_path: Path) -> None:
    with office_in(tmp_path / "kontor") as opened:
        office = with_terms(opened, LTK, capacity=2)
        put(office, LTK, *range(others))
        dropped(office, LTK)
        found = asked(office, "2026-09-20")
        assert ("capacity" in found) == (others >= 2)


@pytest.mark.parametrize(
    ("rule", "limit", "too_many"),
    [
        ("capacity", {"capacity": 2}, True),
        ("capacity", {"capacity": 3}, False),
        ("district", {"district_capacity": 2}, True),
        ("district", {"district_capacity": 3}, False),
        ("pool", {"pool": 539_999}, True),
        ("pool", {"pool": 540_000}, False),
    ],
)
def test_b01_b03_pool_pupils_and_districts_are_the_committee_s_question(
    rule: str, limit: dict[str, int], too_many: bool, tmp_path: Path
) -> None:
    with office_in(tmp_path / "kontor") as opened:
        office = with_terms(opened, BAL, **limit)
        # Two with 180.000 kr. each, one of another district; one more is asked for 180.000 kr.
        put(office, BAL, 0, 1)
        elsewhere = {"/school/district": "Et andet distrikt"}
        if rule == "pool":
            put_on_record(
                office, BAL, Told(child=5, forms=("application",), changes={"application": elsewhere})
            )
        dropped(
            office, BAL, changes={"/amount_requested": 180_000, "/amount_reason": "Efter behov i klassen."}
        )
        found = asked(office, "2026-09-20")
        assert (rule in found) == too_many
        if too_many:
            assert "Det er ikke et afslag: kvalitetsudvalget" in found[rule]
        if rule == "pool" and too_many:
            assert "Der er bevilget 360.000 kr. af puljen på 539.999 kr." in found[rule]


def test_b03_pupils_of_another_district_are_not_counted(tmp_path: Path) -> None:
    with office_in(tmp_path / "kontor") as opened:
        office = with_terms(opened, BAL, district_capacity=2)
        put(office, BAL, 0, 1, application={"/school/district": "Et andet distrikt"})
        dropped(office, BAL)
        assert "district" not in asked(office, "2026-09-20")


@pytest.mark.parametrize("years", [1, 2])
def test_t02_a_third_year_is_beku_s_question_whatever_the_form_says_of_the_year(
    years: int, tmp_path: Path
) -> None:
    with office_in(tmp_path / "kontor") as office:
        for year in range(2026 - years, 2026):
            period = {"/period/start": f"{year}-08-10", "/period/end": f"{year + 1}-08-09"}
            plan = {f"/period/{key.rpartition('/')[2]}": day for key, day in period.items()}
            told = Told(child=90, forms=GRANTED[TF], changes={"application": period, "plan": plan})
            put_on_record(office, TF, told, f"{year}-06-01")
        dropped(office, TF, changes={"/application_date": "2026-08-09"})
        (took,) = run(office, "2026-08-12").took
        tasks = {task.key.partition(":")[0]: task for task in office.register.tasks(took.case_number)}
        assert took.end == "accepted"
        assert ("third_year" in tasks) == (years == 2)
        if years == 2:
            assert "har allerede haft 2 år" in tasks["third_year"].says
            assert "BEKU tager stilling" in tasks["third_year"].says


@pytest.mark.parametrize("programme", sorted(catalogue().programmes))
def test_two_courses_at_once_are_a_question_in_every_programme(programme: str, tmp_path: Path) -> None:
    other = BAL if programme != BAL else LTK
    with office_in(tmp_path / "kontor") as office:
        put(office, other, 90)
        dropped(office, programme)
        found = asked(office, "2026-10-20")
        title = catalogue().programme(other).title
        assert f"{title} i sag" in found["overlap"]
        assert "Det er ikke et afslag" in found["overlap"]
        # Another child's course is no overlap.
        dropped(office, programme, child=91)
        assert "overlap" not in asked(office, "2026-10-21")
