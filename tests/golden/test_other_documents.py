"""What single documents of the courses say that no letter's words tell."""

from __future__ import annotations

import datetime as dt
import email
import re
from email.policy import default
from pathlib import Path

import pytest

from pipeline.catalogue import load_catalogue, shipped
from tests.golden.courses import COURSES, body_of, made_of, merged, said

TALKS, GRANTED, NOT_GRANTED = (
    f"programme_letters/{name}"
    for name in ("skolefravaerstilbud-enrolled", "skolefleks-ballerup-good", "skolefleks-ballerup-refused")
)
BACK = "tilbageslusning/good"
SHEETS = [
    name
    for name, course in COURSES.items()
    if name.startswith("skoleflex_") and "approval_sheet" in course.others
]


def test_the_calendar_of_talks_names_nobody() -> None:
    """S2's cadence: talks with the parents every fourth week, with the child every week."""
    calendar = made_of(TALKS)["calendar"].decode()
    assert not re.search(r"Ravn|Skovpr|Testholm|651012|Eksempelbakken|Sanne", calendar)
    of: dict[str, list[dt.date]] = {}
    for event in calendar.split("BEGIN:VEVENT")[1:]:
        kind, day = (re.search(rf"{key}:(\S+)", event) for key in ("SUMMARY", "DTSTART;VALUE=DATE"))
        assert kind
        assert day
        of.setdefault(kind[1], []).append(dt.date.fromisoformat(day[1]))
    assert of["Indskrivningssamtale"] == [dt.date(2026, 9, 14)]
    assert of["Opstartssamtale"] == [dt.date(2026, 10, 5)]
    assert of["Forældresamtale"] == [dt.date(2026, 11, 2), dt.date(2026, 11, 30), dt.date(2026, 12, 28)]
    assert of["Udviklingssamtale"][:3] == [dt.date(2026, 9, 22), dt.date(2026, 9, 29), dt.date(2026, 10, 6)]


@pytest.mark.parametrize(("name", "given"), [(GRANTED, "180.000 kr."), (NOT_GRANTED, "Intet beløb")])
def test_amounts_are_the_schools_matter_and_every_page_says_it_is_a_proposal(name: str, given: str) -> None:
    """D11: no amount in the orientation, three in the grant; a proposal of 2020."""
    grant, orientation = (" ".join(said(name, letter)) for letter in ("grant", "orientation"))
    assert not re.search(r"\bkr\b|\d{3}\.000", orientation)
    assert f"Ansøgt af skolen 200.000 kr. Indstillet af udvalget {given} Bevilget {given}" in grant
    assert "Bygger på et forslag fra 2020" in grant
    assert "Bygger på et forslag fra 2020" in orientation


@pytest.mark.parametrize("name", SHEETS)
def test_an_approval_sheet_names_no_amount_that_nobody_configured(name: str) -> None:
    assert "Beløb" not in body_of(made_of(name)["approval_sheet"])


def test_the_approval_sheet_prints_the_amounts_that_are_configured(tmp_path: Path) -> None:
    told = (shipped() / "schemas/skoleflex/programme.toml").read_text("utf-8")
    path = tmp_path / "schemas/skoleflex/programme.toml"
    path.parent.mkdir(parents=True)
    path.write_text(told.replace("buf_amount = 0", "buf_amount = 100000"), "utf-8")
    made = merged(COURSES["skoleflex_letters/skoleflex-good"], load_catalogue(tmp_path)).made
    (sheet,) = [one.content for one in made if one.document.id == "approval_sheet"]
    assert "BUF 100.000 kr." in body_of(sheet)


def test_the_letter_says_when_day_treatment_ends_and_who_gets_a_copy() -> None:
    text = "\n".join(said(BACK, "decision_school"))
    assert "slutter den 7. august 2026" in text
    assert "1:1-støtte" in text
    assert "Kopi: Psykolog Jonas Modelsen" in text
    assert "UU-vejlederen er med" in text


def test_the_code_of_the_register_stands_on_its_sheet() -> None:
    sheet = body_of(made_of(BACK)["kmd_sheet"])
    assert "supplerende undervisning" in sheet
    assert "ikke det retlige grundlag" in sheet


def test_the_mail_has_exactly_the_six_values() -> None:
    told = email.message_from_string(made_of(BACK)["notification"].decode("utf-8"), policy=default)
    lines = [line.partition(": ") for line in told.get_content().splitlines() if ": " in line]
    assert {label: value for label, _, value in lines} == {
        "Navn": "Sofus Tilbageby Prøvesen",
        "Cpr-nr.": "750412-4007",
        "Skole": "Eksempelskolen",
        "Skoleleder": "Birgit Prøvholm",
        "Sagsbehandler": "Karen-Marie Skriversen",
        "Barnets psykolog": "Jonas Modelsen",
        "Sagsnummer": "ikke tildelt",
    }
    assert "750412" not in told["Subject"]
