"""Each table of the data: what is misspelt in it, missing or leads nowhere is seen, with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.catalogue import load_catalogue, shipped
from pipeline.catalogue.files import FaultyFile, FileFault

PLUS, TALKS, FLEKS = "skoleflexplus", "skolefravaerstilbud", "skolefleks-ballerup"


def flaws(folder: Path, programme: str, old: str, new: str) -> list[FileFault]:
    """What is wrong with a programme after one slip of the pen in its file."""
    file = f"schemas/{programme}/programme.toml"
    text = (shipped() / file).read_text("utf-8")
    assert old in text
    path = folder / file
    path.parent.mkdir(parents=True)
    path.write_text(text.replace(old, new, 1), "utf-8")
    stopped = load_catalogue(folder).stopped
    assert set(stopped) == {programme}
    assert {flaw.file for flaw in stopped[programme].flaws} == {file}
    return list(stopped[programme].flaws)


# Programme, what stands there, what somebody wrote, the place it is told at, what is said.
SLIPS = [
    # keys
    (FLEKS, "spellings = [", "spelings = [", "", "did you mean 'spellings'?"),
    (FLEKS, "[[gate]]", "[[gates]]", "", "did you mean 'gate'?"),
    (FLEKS, "asks_first = ", "ask_first = ", "case", "did you mean 'asks_first'?"),
    (FLEKS, 'child_cpr = "/child/cpr"\n', "", "case", "'child_cpr' is missing"),
    (FLEKS, 'waits = "Afventer ansøgningen."', 'wait = "Afventer"', "gate application", "'wait' is nothing"),
    (FLEKS, 'waits = "Afventer ansøgningen."\n', "", "gate application", "'waits' is missing"),
    (FLEKS, "released = true", "realesed = true", "document grant", "did you mean 'released'?"),
    (FLEKS, "journal = ", "jornal = ", "next conflict", "did you mean 'journal'?"),
    (
        FLEKS,
        "choices = { checked",
        "choises = { checked",
        "task protected_address",
        "did you mean 'choices'?",
    ),
    (FLEKS, 'at = "/guardians/0', 'att = "/guardians/0', "rule B00.custody", "'at' is missing"),
    (FLEKS, "fields = [", "field = [", "fingerprint Barnet", "did you mean 'fields'?"),
    (FLEKS, "values = [", "value = [", "same child.cpr", "did you mean 'values'?"),
    (FLEKS, "approves = true", "aproves = true", "part decision", "did you mean 'approves'?"),
    (PLUS, 'at = "/plan" }', 'att = "/plan" }', "part plan", "'att' is nothing"),
    (PLUS, 'valid_from = "', 'valid_form = "', "change ", "did you mean 'valid_from'?"),
    # kinds
    (FLEKS, "released = true", 'released = "true"', "document grant", "'released' must be true or false"),
    (FLEKS, 'needs = ["application"]', 'needs = "application"', "document ", "'needs' must be a list"),
    (FLEKS, 'kind = "word"', 'kind = "wrod"', "document committee", "'kind' must be one of 'word'"),
    (FLEKS, 'severity = "error"', 'severity = "eror"', "rule B00.custody", "must be one of 'error'"),
    (FLEKS, 'kind = "criterion"', 'kind = "criteria"', "rule B01", "'kind' must be one of 'form'"),
    # twice
    (FLEKS, 'id = "recommended"', 'id = "application"', "gate application", "stands twice"),
    (FLEKS, 'id = "B00.period"', 'id = "B00.custody"', "rule B00.custody", "stands twice"),
    # terms
    (FLEKS, "valid_from = 2020-01-01", "valid_from = 1-1-2020", "line", "is not TOML"),
    (FLEKS, "valid_from = 2020-01-01", 'valid_from = "1. januar"', "terms.version", "must be a day"),
    (
        FLEKS,
        "[case]",
        "[[terms.version]]\nvalid_from = 2026-01-01\npol = 1\n\n[case]",
        "terms.version 2026-01-01",
        "'pool' is missing; another version has it",
    ),
    (
        FLEKS,
        "[case]",
        "[[terms.version]]\nvalid_from = 2019-01-01\n\n[case]",
        "terms.version",
        "in the order",
    ),
    # forms
    (FLEKS, 'opens = "application"', 'opens = "aplication"', "case", "no form is called 'aplication'"),
    (FLEKS, "[prefill.evaluation]", "[prefill.evalution]", "prefill", "no form is called 'evalution'"),
    (FLEKS, 'evaluation = "Eval', 'evalution = "Eval', "received", "no form is called 'evalution'"),
    (FLEKS, 'evaluation = "Eval', '# evaluation = "Eval', "received", "nothing is said of 'evaluation'"),
    (FLEKS, 'sources = [{ form = "evaluation"', 'sources = [{ form = "eval"', "part evaluation", "'eval'"),
    # fields
    (FLEKS, 'child_name = "/child/name"', 'child_name = "/child/nme"', "case child_name", "'/child/nme'"),
    (FLEKS, 'place = "/school/name"', 'place = "/school"', "case place", "no field '/school'"),
    (FLEKS, 'number = "/case_no"', 'number = "/case_nr"', "case number", "'/case_nr'"),
    (FLEKS, 'code = "/control_code"', 'code = "/controlcode"', "case approval_code", "'/controlcode'"),
    (FLEKS, 'day = "/decided_on"', 'day = "/decided"', "case approval_day", "'/decided'"),
    (
        FLEKS,
        'version = "/application_v',
        'version = "/aplication_v',
        "case approval_version",
        "'/aplication_v",
    ),
    (FLEKS, '"application:/school/district"', '"application:/school/area"', "case summary", "/school/area"),
    (FLEKS, '["*/phone"', '["*/fone"', "case no_news", "'*/fone'"),
    (FLEKS, 'recommendation = "/held_on"', 'recommendation = "/outcome"', "form_dates", "has no date"),
    (FLEKS, "{% if conflicts %} Sagen", "{% if conflict %} Sagen", "received application", "'conflict'"),
    (FLEKS, 'state = "', 'sate = "', "derived", "'state' is missing"),
    # documents
    (FLEKS, 'template = "grant.docx"\n', "", "document grant", "names no template"),
    (
        FLEKS,
        'each = "application.guardians"',
        'each = "application.gardians"',
        "document orientation",
        "each",
    ),
    (FLEKS, 'named = "recipient.name"', 'named = "recipient.nam"', "document orientation", "recipient.nam"),
    (FLEKS, 'where = "recipient.has_c', 'where = "recipient.hs_c', "document orientation", "recipient.hs_c"),
    (FLEKS, 'named = "recipient.name"\n', "", "document orientation", "no 'named'"),
    (FLEKS, 'each = "application.guardians"\n', "", "document orientation", "mean nothing without 'each'"),
    (PLUS, 'per_shown = "år {}"', 'per_shown = "år"', "document ", "per_shown must hold {}"),
    # approvals by mail
    (
        PLUS,
        'part = "buf"\nform = "decision"',
        'part = "plan"\nform = "decision"',
        "approval buf",
        "that approves",
    ),
    (
        PLUS,
        'part = "buf"\nform = "decision"',
        'part = "buf"\nform = "plan"',
        "approval buf",
        "is not made of",
    ),
    (PLUS, 'document = "ask_buf"', 'document = "notification"', "approval buf", "no mail without recipients"),
    (
        PLUS,
        'encloses = ["beku_appl',
        'encloses = ["decision_school", "beku_appl',
        "approval buf",
        "lies ready",
    ),
    (PLUS, '"/decided_on" = "answer.day"', '"/decided" = "answer.day"', "approval buf", "sets '/decided'"),
    (PLUS, '"/decided_on" = "answer.day"\n', "", "approval buf", "doesn't set '/decided_on'"),
    (
        PLUS,
        '"/approver/name" = "answer.name"',
        '"/approver/name" = "answer.nam"',
        "approval buf",
        "answer.nam",
    ),
    (PLUS, 'role = "beku_buf"', 'rolle = "beku_buf"', "approval buf", "did you mean 'role'?"),
    # answers and rows
    (
        FLEKS,
        "protected_address == 'checked'",
        "protected_address == 'cheked'",
        "gate address_checked",
        "'cheked'",
    ),
    (PLUS, 'each = "/plan/rows/*"', 'each = "/plan/row/*"', "rule ", "no rows '/plan/row/*'"),
    # meetings
    (PLUS, 'kind_shown = "Status', 'kind_show = "Status', "meetings", "did you mean 'kind_shown'?"),
    (PLUS, 'every_months = "terms.meeting_months"\n', "", "meetings", "'every_months' or 'every_days'"),
    (PLUS, '"terms.meeting_months"', '"terms.meeting_month"', "meetings", "'terms.meeting_month'"),
    (PLUS, '"agreement.meeting_series"', '"agreement.meetings"', "meetings", "'agreement.meetings'"),
    (PLUS, 'kind_of_agreed = "type"', 'kind_of_agreed = "tpye"', "meetings", "have no 'tpye'"),
    (PLUS, '"status evaluation af', '"status evalution af', "meetings with_status", "'evalution'"),
    (TALKS, "[[meetings.series]]", "[[meetings.serie]]", "meetings", "did you mean 'series'?"),
    (
        TALKS,
        'on = "enrolment.meeting_date"',
        'on = "enrolment.meting_date"',
        "series 1",
        "enrolment.meting_date",
    ),
    (
        TALKS,
        'on = "enrolment.meeting_date"',
        'onn = "enrolment.meeting_date"',
        "series 1",
        "'onn' is nothing",
    ),
    (TALKS, 'kind = "start"', 'kind = "start"\nend = "today"', "series 2", "'end' means nothing"),
    (TALKS, '"terms.parent_talk_days"', '"terms.parent_days"', "series 3", "'terms.parent_days'"),
]


@pytest.mark.parametrize(("programme", "old", "new", "place", "said"), SLIPS)
def test_a_slip_of_the_pen_in_a_programme_is_seen(
    tmp_path: Path, programme: str, old: str, new: str, place: str, said: str
) -> None:
    found = flaws(tmp_path, programme, old, new)
    assert any(place in flaw.place and said in flaw.message for flaw in found), found


@pytest.mark.parametrize(
    ("file", "old", "new", "place", "said"),
    [
        ("law.toml", "[[ref]]", "[[refs]]", "", "did you mean 'ref'?"),
        ("law.toml", "valid_from = 2024-01-01", 'valid_from = "1.1.2024"', "ref fsl_3_2", "must be a day"),
        (
            "law.toml",
            'id = "fsl_12_2"',
            'id = "fsl_12_2"\ncheked_on = 2026-11-01',
            "ref fsl_12_2",
            "'checked_on'?",
        ),
        ("law.toml", 'id = "fsl_12_2"', 'id = "fsl_3_2"', "ref fsl_3_2", "stands twice"),
        ("law.toml", 'prints = ["recipient.name"]', 'print = ["recipient.name"]', "letter", "'prints'"),
        ("law.toml", "min_characters", "min_character", "reasoning", "did you mean 'min_characters'?"),
        ("holidays.toml", "from = 2026-06-29", "form = 2026-06-29", "holiday 1", "did you mean 'from'?"),
        ("holidays.toml", 'name = "', 'navn = "', "holiday 1", "'name' is missing"),
    ],
)
def test_a_slip_in_what_all_programmes_share_is_seen(
    tmp_path: Path, file: str, old: str, new: str, place: str, said: str
) -> None:
    text = (shipped() / "schemas" / file).read_text("utf-8")
    assert old in text
    (tmp_path / "schemas").mkdir()
    (tmp_path / "schemas" / file).write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(FaultyFile) as caught:
        load_catalogue(tmp_path)
    assert {flaw.file for flaw in caught.value.flaws} == {f"schemas/{file}"}
    assert any(place in flaw.place and said in flaw.message for flaw in caught.value.flaws), (
        caught.value.flaws
    )
