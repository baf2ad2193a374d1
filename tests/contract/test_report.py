"""The report as a command: what it gives, what it never gives, and how it ends."""

from __future__ import annotations

import datetime as dt
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import asdict, replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from pipeline.cli import cli
from pipeline.errors import SetupError
from pipeline.figures.hide import FEW
from pipeline.process import Office, report_on, write_report
from pipeline.records.published import Bars, Report, Table
from tests.filled import catalogue
from tests.offices import office_in
from tests.reports.records import Told, child, put_on_record
from tests.reports.year import POOLED, a_pooled_year
from tests.tools import word_faults

DAY = dt.date(2026, 11, 25)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with office_in(tmp_path_factory.mktemp("rapport") / "kontor") as office:
        a_pooled_year(office)
        yield office


@pytest.fixture(scope="module")
def report(office: Office) -> Report:
    return report_on(office, POOLED, 2026, DAY)


def table(report: Report, caption: str) -> Table:
    return next(
        block
        for section in report.sections
        for block in section.blocks
        if isinstance(block, Table) and block.caption.startswith(caption)
    )


def by_name(told: Table) -> dict[str, str]:
    return {row[0]: row[1] for row in told.rows}


def everything(content: bytes) -> str:
    """All text of a file, that of each member of a Word file."""
    if not content.startswith(b"PK"):
        return content.decode()
    with zipfile.ZipFile(BytesIO(content)) as package:
        return "\n".join([*package.namelist(), *(package.read(n).decode() for n in package.namelist())])


@pytest.mark.parametrize("kind", ["docx", "html", "json"])
def test_no_byte_tells_of_a_child(kind: str, office: Office, report: Report) -> None:
    if kind == "json":
        text = json.dumps(asdict(report), ensure_ascii=False)
    else:
        text = everything(write_report(office, report, kind))
    numbers = [row.number for row in office.register.cases()]
    assert len(numbers) == 41
    for n in range(len(numbers)):
        name, cpr = child(n)
        assert name not in text
        assert cpr not in text
        assert cpr.replace("-", "") not in text
    assert not any(number in text for number in numbers)
    assert not re.search(r"\b[0-9]{6}[- ]?[0-9]{4}\b", text)
    for said in ("Blanketholm", "Inger Udkastlund", "udeskole", "Skitseskolen", "Åvænget"):
        assert said not in text, said


def test_the_figures_are_those_of_the_cases(report: Report) -> None:
    assert report.lead[0] == "36 børn har et forløb i 2026."
    pool = next(section for section in report.sections if section.title == "Puljen")
    assert pool.says == (
        "I 2026 er der bevilget 4.400.000 kr. ud af 5.000.000 kr. Der er 600.000 kr. tilbage.",
    )
    districts = table(report, "Børn med et forløb i 2026")
    assert by_name(districts) == {
        "Bakkelandet": "skjult",
        "Nordmarken": "16",
        "Søparken": "12",
        "Øvrige": "under 5",
    }
    assert districts.foot == ("I alt", "36")
    years = table(report, "Helårspersoner og beløb")
    assert years.over == (("2025", 2), ("2026", 2))
    assert [row[0] for row in years.rows] == ["Bakkelandet", "Nordmarken", "Søparken", "Øvrige"]
    # The amount of a hidden count is hidden with it, and what is shown adds up to less than the total.
    assert years.rows[0][3:] == years.rows[3][3:] == ("skjult", "skjult")
    waiting = next(section for section in report.sections if section.title.startswith("Ventetid"))
    assert waiting.says[0].startswith(
        "I 25 sager er det første brev frigivet i 2026. Halvdelen fik det inden"
    )
    weeks = table(report, "Frister og møder uge for uge")
    assert len(weeks.rows) == 8
    assert weeks.rows[0][0] == "Uge 48 (23.–29. november)"
    assert "Indsatsen slutter (6)" in weeks.rows[7][1]
    assert "under 5" in weeks.rows[1][1]


def test_no_small_count_is_shown_anywhere(report: Report) -> None:
    for section in report.sections:
        for block in section.blocks:
            if isinstance(block, Bars):
                assert not any(bar.value in range(1, FEW) for bar in block.bars)
            elif block.head[1:] == ("Børn",):
                shown = [int(cell) for row in block.rows for cell in row[1:] if cell.isdecimal()]
                assert not any(0 < value < FEW for value in shown)


@pytest.mark.parametrize("kind", ["docx", "html"])
def test_the_same_figures_give_the_same_bytes(kind: str, office: Office, report: Report) -> None:
    again = report_on(office, POOLED, 2026, DAY)
    assert write_report(office, report, kind) == write_report(office, again, kind)


def test_the_word_file_is_a_sound_one(office: Office, report: Report, tmp_path: Path) -> None:
    assert word_faults(write_report(office, report, "docx"), tmp_path) == []


def test_the_page_needs_nothing_from_outside(office: Office, report: Report) -> None:
    page = write_report(office, report, "html").decode()
    assert page.startswith('<!doctype html>\n<html lang="da">')
    assert not re.search(r"<script|<link|<img|https?://|url\(|@import|\bon[a-z]+=", page)
    assert page.count("<svg") == page.count("<title id=") == 2


def test_a_year_without_courses_says_so(office: Office) -> None:
    empty = report_on(office, POOLED, 2031, DAY)
    assert empty.lead == ("Der er ingen bevilgede forløb i 2031.",)
    assert [section.title for section in empty.sections] == [
        "Puljen",
        "Ventetid fra ansøgning til brev",
        "De næste otte uger",
    ]
    assert "Der er ingen bevilgede forløb i 2031." in everything(write_report(office, empty, "docx"))


@pytest.mark.parametrize("programme", sorted(catalogue().programmes))
def test_every_programme_can_be_reported_on_and_has_only_what_its_data_say(
    programme: str, tmp_path: Path
) -> None:
    known = catalogue().programme(programme)
    with office_in(tmp_path / "kontor") as office:
        told = report_on(office, programme, 2026, DAY)
        pooled = any(section.title == "Puljen" for section in told.sections)
        assert pooled == ("pool" in known.report)
        assert write_report(office, told, "docx")
        assert write_report(office, told, "html")
        assert {"letters", "applied", "due"} <= set(known.report)


def test_a_child_with_a_district_of_its_own_is_not_named_by_it(tmp_path: Path) -> None:
    with office_in(tmp_path / "kontor") as office:
        for n in range(6):
            strange = "Alma Prøveholm (740314-4007)" if n == 5 else "Søparken"
            changes = {"application": {"/school/district": strange, "/school/name": strange}}
            forms = ("application", "recommendation", "decision")
            put_on_record(office, POOLED, Told(child=n, forms=forms, changes=changes))
        told = report_on(office, POOLED, 2026, DAY)
        text = json.dumps(asdict(told), ensure_ascii=False)
        assert "Alma" not in text
        assert "740314" not in text
        # One hidden district beside one that is shown would be the difference.
        assert by_name(table(told, "Børn med et forløb")) == {"Søparken": "skjult", "Øvrige": "under 5"}
        # Six in all would be five and one.
        assert table(told, "Børn med et forløb").foot == ("I alt", "skjult")
        assert told.lead[0] == "5 børn eller flere har et forløb i 2026."


def test_listed_districts_are_shown_even_where_they_are_small(tmp_path: Path) -> None:
    with office_in(tmp_path / "kontor") as opened:
        programme = opened.catalogue.programme(POOLED)
        listed = replace(programme, report={**programme.report, "groups": ["Søparken", "Åvænget", "Lunden"]})
        office = replace(opened, catalogue=replace(opened.catalogue, programmes={POOLED: listed}))
        for n in range(9):
            changes = {"application": {"/school/district": "Søparken" if n < 6 else "Åvænget"}}
            forms = ("application", "recommendation", "decision")
            put_on_record(office, POOLED, Told(child=n, forms=forms, changes=changes))
        told = table(report_on(office, POOLED, 2026, DAY), "Børn med et forløb")
        assert by_name(told) == {"Søparken": "skjult", "Åvænget": "under 5", "Lunden": "0"}
        assert told.foot == ("I alt", "9")


def test_under_five_children_in_all_and_nothing_is_said_of_where_they_are(tmp_path: Path) -> None:
    with office_in(tmp_path / "kontor") as office:
        for n in range(4):
            forms = ("application", "recommendation", "decision")
            put_on_record(office, POOLED, Told(child=n, forms=forms))
        told = report_on(office, POOLED, 2026, DAY)
        assert told.lead[0] == "Under 5 børn har et forløb i 2026."
        assert not any("helårspersoner" in text for text in told.lead)
        text = json.dumps(asdict(told), ensure_ascii=False)
        assert "180.000" not in text
        assert "720.000" not in text
        assert table(told, "Helårspersoner").foot == ("I alt", "skjult", "skjult")


# ── the command ───────────────────────────────────────────────────────────────────────────────────────


def call(root: Path, *told: str) -> Any:
    return CliRunner().invoke(cli, ["report", *told, "-w", str(root)])


@pytest.mark.parametrize("name", ["rapport.docx", "rapport.html", "RAPPORT.HTML"])
def test_the_command_writes_the_file_and_says_where(name: str, tmp_path: Path) -> None:
    root = tmp_path / "kontor"
    with office_in(root) as office:
        put_on_record(office, POOLED, Told(child=1, forms=("application",)))
    out = tmp_path / name
    done = call(root, POOLED, "--year", "2026", "-o", str(out), "--today", "2026-11-25")
    assert (done.exit_code, done.stdout.strip()) == (0, str(out))
    assert out.stat().st_size > 1000


def test_the_command_gives_the_figures_for_machines_too(tmp_path: Path) -> None:
    root = tmp_path / "kontor"
    with office_in(root):
        pass
    out = tmp_path / "rapport.docx"
    done = call(root, POOLED, "--year", "2026", "-o", str(out), "--json")
    told = json.loads(done.stdout)
    assert told["file"] == str(out)
    assert (told["programme"], told["year"]) == ("SkoleFleks", 2026)
    assert {"title", "caption"} <= {key for section in told["sections"] for key in (*section, "caption")}


@pytest.mark.parametrize(
    "told",
    [
        (POOLED, "-o", "rapport.docx"),
        (POOLED, "--year", "2026"),
        (POOLED, "--year", "2026", "-o", "rapport.pdf"),
        (POOLED, "--year", "26", "-o", "rapport.docx"),
        ("--year", "2026", "-o", "rapport.docx"),
    ],
)
def test_what_the_command_can_not_do_is_usage(told: tuple[str, ...], tmp_path: Path) -> None:
    assert call(tmp_path, *told).exit_code == 2


def test_a_place_that_can_not_be_written_to_is_set_up(tmp_path: Path) -> None:
    with office_in(tmp_path / "kontor"):
        pass
    (tmp_path / "fil").write_text("")
    out = tmp_path / "fil" / "rapport.docx"
    done = call(tmp_path / "kontor", POOLED, "--year", "2026", "-o", str(out))
    assert isinstance(done.exception, SetupError)
    assert "can't be written" in str(done.exception)


def test_an_unknown_programme_is_set_up(tmp_path: Path) -> None:
    with office_in(tmp_path / "kontor"):
        pass
    out = tmp_path / "r.docx"
    done = call(tmp_path / "kontor", "skoleflux", "--year", "2026", "-o", str(out))
    assert isinstance(done.exception, SetupError)
    assert not out.exists()
