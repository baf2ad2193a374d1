"""What keeps a letter from being unlawful, by the real door: each stop with its Danish sentence."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.catalogue import Catalogue, check_catalogue, lacking_parts, load_catalogue
from pipeline.container import open_package, repack
from pipeline.errors import RenderError
from pipeline.process import MergeResult, Workshop, make_document, merge_files
from pipeline.programme import Document, Programme
from pipeline.records import IncomingFile
from pipeline.views import Leaf, View
from tests.casebook import changed, good
from tests.filled import PROGRAMME, catalogue, incoming

DAY = dt.date(2026, 6, 30)
FORMS = ("application", "decision_buf", "decision_sof")


def programme() -> Programme:
    return catalogue().programme(PROGRAMME)


def letters() -> list[Document]:
    return [document for document in programme().documents if document.letter]


def files(**changes: object) -> list[IncomingFile]:
    """The files of a straight course; `decision_buf__granted_weekly_hours=6` changes one value."""
    told: dict[str, dict[str, object]] = {name: {} for name in FORMS}
    for key, value in changes.items():
        name = next(form for form in FORMS if key.startswith(form))
        told[name]["/" + key.removeprefix(f"{name}__").replace("__", "/")] = value
    return [incoming(name, changed(good(name), told[name])) for name in FORMS]


def merged(known: Catalogue) -> MergeResult:
    return merge_files(files(), known, DAY)


def with_programme(mine: Programme) -> Catalogue:
    return replace(catalogue(), programmes={mine.id: mine})


def without(template: bytes, name: str) -> bytes:
    """The template with every hole of that name filled with a dash, as somebody does who tidies up."""
    parts = {}
    for part, content in open_package(template).items():
        if part.startswith("word/") and b"{{" in content:
            hole = re.compile(rb"\{\{ [a-z_.]*" + re.escape(name.encode()) + rb"[a-z0-9_. ]*\}\}")
            parts[part] = hole.sub(b"-", content)
    return repack(template, parts)


# ── the parts of a letter ─────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("letter", [document.id for document in letters()])
def test_every_shipped_letter_has_all_its_parts(letter: str) -> None:
    document = next(one for one in letters() if one.id == letter)
    assert lacking_parts(document, programme(), programme().templates[document.template]) == ()


@pytest.mark.parametrize("letter", [document.id for document in letters()])
def test_a_letter_without_any_one_of_its_parts_is_told_of(letter: str) -> None:
    document = next(one for one in letters() if one.id == letter)
    template = programme().templates[document.template]
    for part in programme().letters[document.letter]:
        spoilt = template
        for pattern in part.prints:
            spoilt = without(spoilt, pattern.strip("*").lstrip("."))
        lacks = lacking_parts(document, programme(), spoilt)
        assert any(f"brevet skal have: {part.label} ({part.source})" in said for said in lacks), part.label


def test_the_check_of_the_data_and_the_letter_itself_stop_for_a_missing_part(tmp_path: Path) -> None:
    path = tmp_path / "templates" / PROGRAMME / "decision_school.docx"
    path.parent.mkdir(parents=True)
    path.write_bytes(without(programme().templates["decision_school.docx"], "complaint"))
    errors = [fault for fault in check_catalogue(tmp_path) if fault.severity == "error"]
    assert [fault.file for fault in errors] == [f"templates/{PROGRAMME}/decision_school.docx"]
    assert "klagevejledningen (forvaltningsloven § 25)" in errors[0].message
    assert "Indtil da laves brevet ikke." in errors[0].message
    with pytest.raises(RenderError, match="klagevejledningen"):
        merged(load_catalogue(tmp_path))


def test_a_letter_with_legal_effect_that_nothing_proves_is_an_error(tmp_path: Path) -> None:
    told = (Path(__file__).parents[2] / "schemas" / PROGRAMME / "programme.toml").read_text("utf-8")
    path = tmp_path / "schemas" / PROGRAMME / "programme.toml"
    path.parent.mkdir(parents=True)
    path.write_text(told.replace('letter = "decision"\n', "", 1), "utf-8")
    errors = [fault for fault in check_catalogue(tmp_path) if fault.severity == "error"]
    assert len(errors) == 1
    assert "har retsvirkning, men intet siger, hvad brevet skal indeholde" in errors[0].message


# ── complaint guidance ────────────────────────────────────────────────────────────────────────────────


def test_guidance_that_no_row_holds_is_an_error_and_stops_the_letter(tmp_path: Path) -> None:
    law = (Path(__file__).parents[2] / "schemas" / "law.toml").read_text("utf-8")
    path = tmp_path / "schemas" / "law.toml"
    path.parent.mkdir(parents=True)
    path.write_text(law.replace('kind = "social"', 'kind = "other"'), "utf-8")
    errors = [fault.message for fault in check_catalogue(tmp_path) if fault.severity == "error"]
    assert errors
    assert all("skal have en klagevejledning af slagsen 'social'" in message for message in errors)
    result = merged(load_catalogue(tmp_path))
    assert result.outlook
    waits = {one.document: one.reasons for one in result.outlook.waiting}
    assert "Klagevejledningen kan ikke vælges" in waits["decision_social"][0]
    assert "decision_school" not in waits


def test_a_decision_that_fits_no_row_stops_the_letter() -> None:
    result = merge_files(files(decision_buf__granted_weekly_hours=6), catalogue(), DAY)
    assert result.outlook
    waits = {one.document: one.reasons for one in result.outlook.waiting}
    assert "Spørg juristen, og skriv svaret i lovtabellen" in waits["decision_school"][0]


# ── law that was checked ──────────────────────────────────────────────────────────────────────────────


def checked(day: str, *, but: str = "") -> Programme:
    """The programme with every row of law checked on a day, but for one."""
    mine = programme()
    return replace(
        mine,
        laws=tuple(replace(row, checked_on="" if row.id == but else day) for row in mine.laws),
        complaints=tuple(replace(row, checked_on="" if row.id == but else day) for row in mine.complaints),
    )


def text_of(result: MergeResult, key: str) -> str:
    made = next(one for one in result.made if one.due.key == key)
    package = open_package(made.content)
    return re.sub(r"<[^>]*>", "", "".join(package[name].decode() for name in package if "word/" in name))


def test_a_letter_tells_when_its_law_was_checked() -> None:
    text = text_of(merged(with_programme(checked("2026-06-01"))), "decision_school/1")
    assert "Vi har sidst slået reglerne op den 1. juni 2026." in text
    assert "hjemmel skal kontrolleres" not in text
    assert "UDKAST" in text


@pytest.mark.parametrize("row", ["fsl_20_2", "school_granted"])
def test_one_unchecked_row_leaves_a_draft_that_says_why(row: str) -> None:
    result = merged(with_programme(checked("2026-06-01", but=row)))
    text = text_of(result, "decision_school/1")
    assert "UDKAST – hjemmel skal kontrolleres" in text
    assert "slået reglerne op" not in text
    assert "hjemmel skal kontrolleres" not in text_of(result, "decision_social/1")


# ── who gets what ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("letter", [document.id for document in letters()])
def test_what_a_letter_may_not_carry_is_told_for_every_letter(letter: str) -> None:
    """D5 and D6 as data: the other administration, money, cpr numbers and the other parents stay out."""
    document = next(one for one in letters() if one.id == letter)
    guarded = set(document.must_not)
    assert {"application:/budget/*", "application:/child/cpr", "application:/child/address"} <= guarded
    assert guarded & {"buf:*", "sof:*"}
    parents = {"application:/guardians/*/remarks", "application:/guardians/*/phone"}
    assert parents <= guarded or "application:/guardians/*" in guarded


def test_each_parent_has_a_letter_of_their_own_and_nothing_of_the_others() -> None:
    result = merged(catalogue())
    mother, father = good("application")["guardians"]
    for key, mine, other in (("decision_school/1", mother, father), ("decision_social/2", father, mother)):
        text = text_of(result, key)
        assert mine["address"] in text
        assert other["address"] not in text
        assert other["name"] not in text
    child = text_of(result, "child_letter")
    assert not any(parent["name"] in child or parent["address"] in child for parent in (mother, father))


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        ("correction", "Vi har rettet en fejl i vores brev af 1. juli 2026. Dette brev gælder i stedet."),
        ("new_decision", "Dette brev gælder i stedet for vores brev af 1. juli 2026. Fristen for at klage"),
    ],
)
@pytest.mark.parametrize("key", ["decision_school/1", "decision_social/1", "child_letter"])
def test_a_letter_that_follows_another_says_so(key: str, answer: str, says: str) -> None:
    result = merged(catalogue())
    assert result.case
    assert result.outlook
    due = next(one for one in result.outlook.due if one.key == key)
    day = Leaf("2026-07-01", "1. juli 2026", "register")
    earlier = View({"kind": Leaf(answer, answer, "register"), "date": day})
    made = make_document(
        result.case,
        replace(due, context={**due.context, "earlier": earlier}),
        Workshop(catalogue=catalogue()),
    )
    body = open_package(made.content)["word/document.xml"].decode("utf-8")
    assert says in re.sub(r"<[^>]*>", "", body)
