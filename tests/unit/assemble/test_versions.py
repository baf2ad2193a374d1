"""The versions of an application: sent, sent again, and changed by other forms from a day on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import pytest

from pipeline.assemble import Looking
from pipeline.assemble.versions import current_version, not_yet, versions_of
from pipeline.process.reading import functions_of
from pipeline.records import Filed, Source, Status, Submission
from tests.casebook import changed, form_of, good
from tests.filled import PROGRAMME, catalogue

APPLICATION: tuple[str, Mapping[str, Any]] = ("application", {})


def filed(*forms: tuple[str, Mapping[str, Any]]) -> list[Filed]:
    return [
        Filed(
            sequence=n,
            submission=Submission(
                file=f"{name}.docx",
                sha256="",
                status=Status.ACCEPTED,
                programme=PROGRAMME,
                form=form_of(name),
                version=1,
                data=changed(good(name), changes),
                sources={"/supplier/name": Source(raw="Stien", place="afsnit Ny leverandør", by="tag")},
            ),
        )
        for n, (name, changes) in enumerate(forms, start=1)
    ]


def looking(day: str) -> Looking:
    programme = catalogue().programme(PROGRAMME)
    return Looking(programme=programme, day=dt.date.fromisoformat(day), functions=functions_of(programme))


def now(day: str, *forms: tuple[str, Mapping[str, Any]]) -> Any:
    seen, there = looking(day), filed(*forms)
    waiting = not_yet(there, seen)
    found = current_version([one for one in there if one.sequence not in waiting], seen)
    assert found
    return found.data


@pytest.mark.parametrize(("day", "supplier"), [("2026-07-05", "Broen"), ("2026-07-06", "Stien")])
def test_a_change_holds_from_its_first_day(day: str, supplier: str) -> None:
    data = now(day, APPLICATION, ("change_supplier", {}))
    assert data["supplier"]["name"].startswith(supplier)
    assert data["goals"] == good("application")["goals"]


def test_nothing_of_the_former_supplier_is_left() -> None:
    data = now("2026-07-06", APPLICATION, ("change_supplier", {}))
    assert data["supplier"] == good("change_supplier")["supplier"]


def test_a_new_value_keeps_the_place_it_was_read_from() -> None:
    found = current_version(filed(APPLICATION, ("change_supplier", {})), looking("2026-07-06"))
    assert found
    assert found.sources["/supplier/name"].place == (
        "Ændring i et SkoleflexPLUS-forløb, afsnit Ny leverandør"
    )
    assert found.original == good("application")


def test_an_application_sent_again_keeps_the_change_it_doesnt_speak_of() -> None:
    again = ("application", {"/child/class_name": "8.c"})
    data = now("2026-07-10", APPLICATION, ("change_supplier", {}), again)
    assert (data["supplier"]["name"], data["child"]["class_name"]) == ("Stien I/S (fiktiv)", "8.c")


def test_an_application_sent_again_with_a_third_value_has_the_last_word() -> None:
    again = ("application", {"/supplier/name": "Vejen K/S (fiktiv)"})
    data = now("2026-07-10", APPLICATION, ("change_supplier", {}), again)
    assert data["supplier"]["name"] == "Vejen K/S (fiktiv)"


def test_one_parents_new_address_survives_the_other_parents_new_answer() -> None:
    again = ("application", {"/guardians/1/consent_measure/answer": "no"})
    first, second = now("2026-10-01", APPLICATION, ("change_address", {}), again)["guardians"]
    assert (first["address"], first["protected_address"]) == ("Nyvej 8, 1. th.", True)
    assert second["consent_measure"]["answer"] == "no"
    assert second["address"] == good("application")["guardians"][1]["address"]


def test_somebody_new_with_custody_is_added_without_any_consent() -> None:
    guardian = {"name": "Ny Værge", "has_custody": True}
    data = now("2026-10-01", APPLICATION, ("change_custody", {"/guardian": guardian}))
    assert data["guardians"][2] == guardian


def test_a_child_that_moves_with_a_parent_gets_the_address_too() -> None:
    data = now("2026-10-01", APPLICATION, ("change_address", {}))
    assert (data["child"]["address"], data["child"]["protected_address"]) == ("Nyvej 8, 1. th.", True)


def test_a_moved_start_without_an_end_is_still_a_year() -> None:
    data = now("2026-07-01", APPLICATION, ("change_start", {"/period": {"start": "2026-08-24"}}))
    assert data["period"] == {"start": "2026-08-24", "end": "2027-08-23"}


def test_every_known_version_has_its_number_and_says_whether_it_holds() -> None:
    forms = filed(APPLICATION, ("change_caseworker", {}), ("change_school", {}), ("extension", {}))
    found = versions_of(forms, looking("2026-10-01"))
    assert [(version.number, version.ahead) for version in found] == [
        (1, False),
        (2, False),
        (3, True),
        (4, True),
    ]
    assert found[3].submission.data["period"] == good("extension")["period"]
    assert found[3].submission.data["school"]["name"] == "Skolen ved Prøvesøen"


def test_a_change_that_lay_on_top_in_the_inbox_is_made_all_the_same() -> None:
    early: list[tuple[str, Mapping[str, Any]]] = [("change_supplier", {}), APPLICATION]
    assert now("2026-07-06", *early)["supplier"]["name"] == "Stien I/S (fiktiv)"
    found = versions_of(filed(*early), looking("2026-07-01"))
    assert [(version.number, version.ahead) for version in found] == [(1, False), (2, True)]
    assert found[0].submission.data == good("application")


def test_the_data_that_came_in_is_never_changed() -> None:
    forms = filed(APPLICATION, ("change_supplier", {}), ("change_address", {}))
    versions_of(forms, looking("2026-12-01"))
    assert [form.submission.data for form in forms] == [
        good("application"),
        good("change_supplier"),
        good("change_address"),
    ]
