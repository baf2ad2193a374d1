"""What is known but doesn't hold yet: forms prefilled for it, approvals given for it, letters made for it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pipeline.container import open_package
from pipeline.process import Office, case_account, prefill_form
from pipeline.render.mail import read_draft
from tests.casebook import GONE, changed, good
from tests.offices import drop, office_in, run

CASE = "SF-2026-0001"
COURSE = ("application", "decision_buf", "decision_sof", "agreement")
NEXT_SUPPLIER = {"/reported_on": "2026-11-02", "/valid_from": "2026-12-01"}


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with office_in(tmp_path / "kontor") as opened:
        for name in COURSE:
            drop(opened, name, good(name))
        run(opened, "2026-08-10")
        yield opened


def come(office: Office, day: str, **forms: Any) -> None:
    for name, data in forms.items():
        drop(office, name, data, file=f"{day} {name}")
    run(office, day)


def read_mail(path: Path) -> tuple[str, str]:
    """Subject and text of a draft, each on the lines it was written on."""
    draft = read_draft(path.read_bytes())
    return draft.subject, draft.body


def account(office: Office, day: str) -> dict[str, Any]:
    return case_account(office, CASE, dt.date.fromisoformat(day))


def test_the_decision_form_asks_about_what_is_to_come(office: Office) -> None:
    before = prefill_form(office, CASE, "decision", dt.date(2026, 11, 1))["control_code"]
    come(office, "2026-11-02", change_supplier=changed(good("change_supplier"), NEXT_SUPPLIER))
    code = prefill_form(office, CASE, "decision", dt.date(2026, 11, 2))["control_code"]
    assert code != before
    asked = changed(
        good("decision_buf"),
        {"/control_code": code, "/application_version": GONE, "/decided_on": "2026-11-10"},
    )
    come(office, "2026-11-11", decision_buf=asked)
    (voided,) = [step for step in account(office, "2026-11-11")["next"] if "ny godkendelse" in step["what"]]
    assert "SOF" in voided["what"]
    assert "BUF" not in voided["what"]


def test_a_refusal_of_what_is_to_come_leaves_what_is(office: Office) -> None:
    come(office, "2026-11-02", change_supplier=changed(good("change_supplier"), NEXT_SUPPLIER))
    refused = changed(good("decision_refused"), {"/application_version": 2, "/decided_on": "2026-11-10"})
    come(office, "2026-11-11", decision_refused=refused)
    assert account(office, "2026-11-30")["state"] == "Iværksat"
    run(office, "2026-12-01")
    assert account(office, "2026-12-01")["state"] == "Ikke bevilget"


def test_an_agreement_that_names_a_supplier_nobody_knows_of_is_a_contradiction(office: Office) -> None:
    other = changed(good("agreement"), {"/supplier/name": "Vejen K/S (fiktiv)", "/version": 2})
    come(office, "2026-09-01", agreement=other)
    assert account(office, "2026-09-01")["state"] == "På hold"


def test_the_notification_is_made_once_for_each_set_of_its_three_values(office: Office) -> None:
    (first,) = office.workspace.outbox.iterdir()
    first.unlink()  # sent
    come(office, "2026-09-01", change_caseworker=good("change_caseworker"))
    assert list(office.workspace.outbox.iterdir()) == []
    told = changed(good("change_supplier"), {"/valid_from": "2026-09-14"})
    approved = {"/application_version": 3, "/decided_on": "2026-09-10"}
    supplier = good("change_supplier")["supplier"]
    come(
        office,
        "2026-09-14",
        change_supplier=told,
        decision_buf=changed(good("decision_buf"), approved),
        decision_sof=changed(good("decision_sof"), approved),
    )
    assert list(office.workspace.outbox.iterdir()) == [], "the new agreement isn't signed yet"
    signed = {"/supplier/name": supplier["name"], "/supplier/cvr": supplier["cvr"], "/supplier/ean": GONE}
    come(office, "2026-09-15", agreement=changed(good("agreement"), {**signed, "/version": 2}))
    (second,) = office.workspace.outbox.iterdir()
    subject, text = read_mail(second)
    assert subject == f"Rettelse: SkoleflexPLUS er iværksat (sagsnummer {CASE})"
    assert "Stien I/S" in text
    assert "erstatter vores besked af 10. august 2026 om samme forløb. Ændret: Leverandør" in text
    assert "Broen" not in text, "what it was before has been told"
    (mail,) = [one for one in office.register.documents(CASE) if one.key == "notification"]
    origins = {told["origin"]: told.get("form") for told in mail.manifest if told["kind"] == "hole"}
    assert origins["application:/supplier/name"] == "Ændring i et SkoleflexPLUS-forløb"
    assert origins["application:/child/cpr"] == "Ansøgning om samt arbejdsplan for SkoleflexPLUS"
    run(office, "2026-09-16")
    assert [path.name for path in office.workspace.outbox.iterdir()] == [second.name]


def test_a_notification_nobody_has_sent_yet_is_replaced_by_a_first_one(office: Office) -> None:
    signed = {"/school/name": "Skolen ved Prøvesøen"}
    first = [path.read_bytes() for path in office.workspace.outbox.iterdir()]
    for name in COURSE[1:]:
        changes = (
            {"/application_version": 2, "/decided_on": "2026-09-10"}
            if "decision" in name
            else {"/version": 2}
        )
        drop(office, name, changed(good(name), {**changes, **signed}), file=f"ny {name}")
    come(office, "2026-09-14", application=changed(good("application"), signed))
    (mail,) = office.workspace.outbox.iterdir()
    assert [mail.read_bytes()] != first
    subject, text = read_mail(mail)
    assert "Rettelse" not in subject
    assert "erstatter" not in text
    assert "Skolen ved Prøvesøen" in text


def test_the_renewal_form_brings_the_last_goals_and_status(office: Office) -> None:
    come(office, "2026-10-26", status=good("status"))
    data = prefill_form(office, CASE, "extension", dt.date(2027, 5, 10))
    assert data["status"] == [
        {key: row[key] for key in ("goal", "status", "note")} for row in good("status")["goals"]
    ]
    assert data["goals"] == good("application")["goals"]
    assert data["period"] == {"start": "2027-08-10", "end": "2028-08-09"}
    assert (data["year_no"], data["status_on"], data["case_no"]) == (2, "2026-10-20", CASE)


def test_a_renewal_without_a_status_meeting_brings_the_plan(office: Office) -> None:
    data = prefill_form(office, CASE, "extension", dt.date(2027, 5, 10))
    assert [row["goal"] for row in data["status"]] == [
        row["goal"] for row in good("application")["plan"]["rows"]
    ]


def test_a_renewed_course_runs_on_under_its_new_agreement(office: Office) -> None:
    come(office, "2027-06-04", extension=good("extension"))
    approved = {"/application_version": 2, "/decided_on": "2027-06-14"}
    year = {
        "/start_date": "2027-08-10",
        "/end_date": "2028-08-09",
        "/year_no": 2,
        "/meeting_series": [{"date": "2027-10-05", "type": "status"}],
    }
    come(
        office,
        "2027-06-18",
        decision_buf=changed(good("decision_buf"), approved),
        decision_sof=changed(good("decision_sof"), approved),
        agreement=changed(good("agreement"), year),
    )
    assert account(office, "2027-08-09")["state"] == "Iværksat"
    run(office, "2027-08-10")
    told = account(office, "2027-08-10")
    assert told["state"] == "Iværksat"
    assert told["waiting"] == [
        "Arbejdsplanen er ikke udfyldt endnu (side 4-5 i ansøgningen eller skemaet Arbejdsplan)."
    ]


def test_a_moved_start_says_why_both_approve_again_and_how(tmp_path: Path) -> None:
    with office_in(tmp_path / "kontor") as office:
        for name in ("application", "decision_buf", "decision_sof"):
            drop(office, name, good(name))
        run(office, "2026-06-25")
        come(office, "2026-07-01", change_start=good("change_start"))
        receipts = sorted((office.workspace.cases / CASE / "kvitteringer").glob("Kvittering 2026-07-01*"))
        body = open_package(receipts[-1].read_bytes())["word/document.xml"].decode("utf-8")
    assert "Startdatoen er flyttet til 24. august 2026." in body
    assert re.search(
        "derfor skal begge godkende den nye: send beslutningsskemaet med kontrolkode [0-9A-F]{4}-[0-9A-F]{4}",
        body,
    )
