"""Whole courses of Tilbageslusningsflex, as `tilbageslusning.toml` tells them."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from pipeline.process import Office, case_account, release
from tests.casebook import GONE, changed
from tests.offices import office_in, run, with_checked_law
from tests.tilbageslusning import filled, good

TOLD = tomllib.loads((Path(__file__).parent / "tilbageslusning.toml").read_text("utf-8"))
LIVES = {life["navn"]: life for life in TOLD["liv"]}
CASE = "TF-2026-0001"
TAKEN_AWAY = "(slettes)"
KNOWN = {
    *("dato", "kommer", "frigiver", "bliver", "laver", "fjerner", "tilstand", "venter", "opgaver"),
    *("skridt", "hvem", "alle_skridt", "uden_skridt"),
}


@pytest.mark.parametrize("name", LIVES)
def test_a_life_goes_as_it_is_told(name: str, tmp_path: Path) -> None:
    life = LIVES[name]
    with office_in(tmp_path / "kontor") as opened:
        office = with_checked_law(opened)
        for n, day in enumerate(life["dag"]):
            assert set(day) <= KNOWN, set(day) - KNOWN
            told = _lived(office, day, n)
            for key in sorted(set(day) & set(told)):
                _compare(key, day[key], told[key], f"{day['dato']}: {key}")


def _compare(key: str, wanted: Any, found: Any, where: str) -> None:
    if key in ("laver", "fjerner", "opgaver"):
        names = [one for name in wanted for one in TOLD["flere"].get(name, [name])]
        assert Counter(names) == Counter(found), where
    elif key in ("venter", "skridt", "alle_skridt"):
        parts = [wanted] if isinstance(wanted, str) else wanted
        assert all(part in found for part in parts), f"{where}: {found}"
    elif key == "uden_skridt":
        assert not any(part in found for part in wanted), f"{where}: {found}"
    else:
        assert wanted == found, where


def _lived(office: Office, day: dict[str, Any], number: int) -> dict[str, Any]:
    """One day in the office: what came in, who released what, and what is seen at its end."""
    today = dt.date.fromisoformat(day["dato"])
    for n, told in enumerate(day.get("kommer", ())):
        form = TOLD["skemaer"][told["skema"]]
        changes = {at: GONE if new == TAKEN_AWAY else new for at, new in told.get("ret", {}).items()}
        content = filled(form, changed(good(form), changes))
        (office.workspace.inbox / f"{number}-{n} {form}.docx").write_bytes(content)
    before = _states(office)
    reports = [run(office, day["dato"])]
    for key, by in day.get("frigiver", {}).items():
        release(office, CASE, key, by, today)
    if "frigiver" in day:
        reports.append(run(office, day["dato"]))
    assert all(report.broken == report.failed == () for report in reports), reports
    empty: dict[str, Any] = {"next": [], "state": "", "waiting": [], "tasks": []}
    account = case_account(office, CASE, today) if office.register.cases() else empty
    steps = account["next"]
    return {
        "bliver": [took.end for took in reports[0].took],
        "laver": [title for report in reports for _, title in report.made],
        "fjerner": [
            title
            for key, (state, title) in _states(office).items()
            if state == "withdrawn" and before.get(key, ("", ""))[0] != "withdrawn"
        ],
        "tilstand": account["state"],
        "venter": " ".join(account["waiting"]),
        "opgaver": [
            task["title"]
            for task in account["tasks"]
            if task["state"] == "open" and not task["title"].startswith(("Send brevet", "Frigiv"))
        ],
        "skridt": steps[0]["what"] if steps else "",
        "hvem": steps[0]["who"] if steps else "",
        "alle_skridt": " ".join(step["what"] for step in steps),
        "uden_skridt": " ".join(step["what"] for step in steps),
    }


def _states(office: Office) -> dict[str, tuple[str, str]]:
    return {one.key: (one.state, one.title) for one in office.register.documents(CASE)}
