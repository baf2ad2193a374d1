"""`catalogue check` is clean on what is shipped, and says clearly what is wrong with anything else."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from pipeline.catalogue import DataFault, check_catalogue, load_catalogue, shipped
from pipeline.cli import cli
from pipeline.container import open_package, repack

APPLICATION = "schemas/skoleflexplus/application.v1.schema.json"
PROGRAMME = "schemas/skoleflexplus/programme.toml"
LETTER = "templates/skoleflexplus/decision_school.docx"


def overlay(folder: Path, file: str) -> Path:
    """A copy of a shipped file in an overlay, to be spoiled."""
    path = folder / file
    path.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(shipped() / file, path)
    return path


def errors(folder: Path) -> list[DataFault]:
    return [fault for fault in check_catalogue(folder) if fault.severity == "error"]


def respelt(path: Path, change: Callable[[dict[str, Any]], None]) -> None:
    told = json.loads(path.read_text("utf-8"))
    change(told)
    path.write_text(json.dumps(told, ensure_ascii=False), "utf-8")


def test_the_shipped_data_has_no_error_and_warns_of_what_people_have_to_find_out() -> None:
    faults = check_catalogue()
    assert {fault.severity for fault in faults} == {"warning"}
    law = [fault for fault in faults if fault.file == "schemas/law.toml"]
    unclear = [fault.place for fault in law if "checked_on" not in fault.message]
    assert unclear == ["school_below_nine_hours"]
    rest = {(fault.file, fault.place) for fault in faults if fault not in law}
    assert rest == {
        ("schemas/holidays.toml", "Ballerup Kommune"),
        ("schemas/holidays.toml", "Lyngby-Taarbæk Kommune"),
    }
    assert CliRunner().invoke(cli, ["catalogue", "check"]).exit_code == 0


def test_a_municipality_without_holidays_has_none_and_is_named(tmp_path: Path) -> None:
    path = overlay(tmp_path, PROGRAMME)
    path.write_text(path.read_text("utf-8").replace('"Københavns Kommune"', '"Prøveby Kommune"', 1), "utf-8")
    (fault,) = (fault for fault in check_catalogue(tmp_path) if fault.place == "Prøveby Kommune")
    assert fault.severity == "warning"
    assert "no school holidays are entered for Prøveby Kommune" in fault.message
    assert load_catalogue(tmp_path).programme("skoleflexplus").holidays == ()


def test_guidance_is_whole_or_says_that_it_is_unclear(tmp_path: Path) -> None:
    path = overlay(tmp_path, "schemas/law.toml")
    told = path.read_text("utf-8")
    path.write_text(told.replace('send_to = "kommunen"\n', "", 1), "utf-8")
    assert [fault.place for fault in errors(tmp_path)] == ["special_offer"]


def test_it_is_quick() -> None:
    start = time.process_time()
    load_catalogue()
    loaded = time.process_time()
    check_catalogue()
    assert loaded - start < 0.5
    assert time.process_time() - loaded < 10


def test_an_unknown_annotation_is_named_with_the_one_it_was_meant_to_be(tmp_path: Path) -> None:
    path = overlay(tmp_path, APPLICATION)
    respelt(path, lambda told: told["properties"]["child_view"].update({"x-lables": ["Perspektiv"]}))
    (fault,) = errors(tmp_path)
    assert fault.file == APPLICATION
    assert "child_view" in fault.place
    assert "'x-lables'" in fault.message
    assert "did you mean 'x-labels'?" in fault.message


def test_two_equal_labels_in_one_section_are_told_apart_by_nobody(tmp_path: Path) -> None:
    path = overlay(tmp_path, APPLICATION)

    def spoil(told: dict[str, Any]) -> None:
        told["properties"]["child_view"]["title"] = "Klasse"

    respelt(path, spoil)
    (fault,) = errors(tmp_path)
    assert "two fields are labelled 'Klasse'" in fault.message


def test_a_rule_that_names_a_missing_field_is_found(tmp_path: Path) -> None:
    path = overlay(tmp_path, PROGRAMME)
    text = path.read_text("utf-8")
    path.write_text(
        text.replace('must = "budget.total == budget.buf', 'must = "budget.totl == budget.buf'), "utf-8"
    )
    (fault,) = errors(tmp_path)
    assert (fault.file, fault.place) == (PROGRAMME, "rule P01.sum")
    assert "'budget.totl'; did you mean 'budget.total'?" in fault.message


def test_a_template_variable_no_schema_has_is_found_with_its_place(tmp_path: Path) -> None:
    path = overlay(tmp_path, LETTER)
    body = open_package(path.read_bytes())["word/document.xml"].decode("utf-8")
    assert "application.school.name" in body
    spoilt = body.replace("application.school.name", "application.school.nmae", 1)
    path.write_bytes(repack(path.read_bytes(), {"word/document.xml": spoilt.encode("utf-8")}))
    (fault,) = errors(tmp_path)
    assert fault.file == LETTER
    assert fault.place == "table 2, row 2, cell 2"
    assert fault.code == "name.unknown"
    assert "did you mean 'application.school.name'?" in fault.message


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('needs = ["application"]', 'needs = ["aplication"]', "needs the gate 'aplication'"),
        ('template = "work_plan.docx"', 'template = "plan.docx"', "no template is called 'plan.docx'"),
        ('form = "agreement"\nfile', 'form = "agrement"\nfile', "no form is called 'agrement'"),
        ('"/school" = "school"', '"/scool" = "school"', "sets '/scool'"),
        ('"/supplier" = "supplier"', '"/supplier" = "suplier"', "no field is called 'suplier'"),
        ('bound = ["/school/name"', 'bound = ["/school/nmae"', "is bound to '/school/nmae'"),
        ("where = \"kind in ('ending'", "where = \"knd in ('ending'", "no field is called 'knd'"),
        ('holds_place = "place_held"', 'holds_place = "place_hold"', "no field is called 'place_hold'"),
        ('key = "prior.valid_until"', 'key = "prior.valid_til"', "no field is called 'prior.valid_til'"),
        ('opens_early = ["prior_', 'opens_early = ["pior_', "no form is called 'pior_commitment'"),
        ("kroner(budget.buf)", "krone(budget.buf)", "no function is called 'krone'"),
        (
            '"application:/budget/*"',
            '"application:/bugdet/*"',
            "no field is meant by 'application:/bugdet/*'",
        ),
        ('hours = "buf.granted', 'hors = "buf.granted', "no field is called 'hours'"),
        ('at = "/budget/total"', 'at = "/budget/totl"', "points at '/budget/totl'"),
        (
            '"application:/supplier/cvr", "agreement',
            '"application:/supplier/cv", "agreement',
            "no field '/supplier/cv'",
        ),
        ('id = "skoleflexplus"', 'id = "skoleflexplus', "is not TOML"),
        ("effects = { checked", "effects = { cheked", "'cheked' is none of its choices"),
        ('attachments = "application:/att', 'attachments = "application:/at', "is no list of its forms"),
    ],
)
def test_other_slips_of_the_pen(tmp_path: Path, old: str, new: str, said: str) -> None:
    path = overlay(tmp_path, PROGRAMME)
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    found = errors(tmp_path)
    assert found
    assert any(said in fault.message for fault in found), found


def test_a_checked_row_warns_no_more(tmp_path: Path) -> None:
    path = overlay(tmp_path, "schemas/law.toml")
    before = len(check_catalogue())
    text = path.read_text("utf-8")
    path.write_text(text.replace('id = "bl_20"', 'id = "bl_20"\nchecked_on = 2026-11-01', 1), "utf-8")
    assert len(check_catalogue(tmp_path)) == before - 1
