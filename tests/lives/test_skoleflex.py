"""The courses of Skoleflex and Skoleflex MINI, as `skoleflex.toml` tells them for both."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from pipeline.process import Office, case_account, release
from tests.casebook import GONE, changed
from tests.lives.test_lives import KNOWN, TAKEN_AWAY, asked
from tests.offices import office_in, run, with_checked_law
from tests.skoleflex.samples import FULL, MINI, PROGRAMMES, filled, good

TOLD = tomllib.loads(Path(__file__).with_name("skoleflex.toml").read_text("utf-8"))
LIVES = {life["navn"]: life for life in TOLD["liv"]}
CASES = {FULL: "SK-2026-0001", MINI: "SM-2026-0001"}


@pytest.mark.parametrize("name", LIVES)
@pytest.mark.parametrize("programme", PROGRAMMES)
def test_a_life_goes_as_it_is_told(programme: str, name: str, tmp_path: Path) -> None:
    with office_in(tmp_path / "kontor") as opened:
        office = with_checked_law(opened)
        for n, day in enumerate(LIVES[name]["dag"]):
            assert set(day) <= KNOWN, set(day) - KNOWN
            told = _lived(office, programme, day, n)
            for key in set(day) - {"dato", "kommer", "frigiver"}:
                _compare(key, day[key], told[key], f"{day['dato']}: {key}")


def _lived(office: Office, programme: str, day: dict[str, Any], n: int) -> dict[str, Any]:
    """One day: what came in, who released what, and what is seen at its end."""
    number = CASES[programme]
    for k, form in enumerate(day.get("kommer", ())):
        changes = {key: GONE if value == TAKEN_AWAY else value for key, value in form.get("ret", {}).items()}
        content = filled(programme, form["skema"], changed(good(form["skema"]), changes))
        (office.workspace.inbox / f"{n}-{k} {form['skema']}.docx").write_bytes(content)
    before = {one.key: one.state for one in office.register.documents(number)}
    date = dt.date.fromisoformat(day["dato"])
    reports = [run(office, day["dato"])]
    for key, by in day.get("frigiver", {}).items():
        release(office, number, key, by, date)
    if "frigiver" in day:
        reports.append(run(office, day["dato"]))
    assert all(report.broken == report.failed == () for report in reports), reports
    account = case_account(office, number, date)
    return {
        "bliver": [took.end for took in reports[0].took],
        "laver": [title for report in reports for _, title in report.made],
        "fjerner": [
            one.title
            for one in office.register.documents(number)
            if one.state == "withdrawn" and before.get(one.key) != "withdrawn"
        ],
        "tilstand": account["state"],
        "venter": " ".join(account["waiting"]),
        "opgaver": asked(account["tasks"]),
        "skridt": account["next"][0]["what"],
        "hvem": account["next"][0]["who"],
        "alle_skridt": " ".join(step["what"] for step in account["next"]),
        "uden_skridt": " ".join(step["what"] for step in account["next"]),
    }


def _compare(key: str, wanted: Any, found: Any, where: str) -> None:
    if key in ("laver", "fjerner", "opgaver"):
        spelled = [one for name in wanted for one in TOLD["flere"].get(name, [name])]
        assert Counter(spelled) == Counter(found), where
    elif key in ("venter", "skridt", "alle_skridt"):
        parts = [wanted] if isinstance(wanted, str) else wanted
        assert all(part in found for part in parts), f"{where}: {found}"
        assert parts or not found, f"{where}: {found}"
    elif key == "uden_skridt":
        assert not any(part in found for part in wanted), f"{where}: {found}"
    else:
        assert wanted == found, where
