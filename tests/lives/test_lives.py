"""Whole courses, as `liv.toml` tells them: forms in the inbox, a run on each day, and what it shows."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from pipeline.process import Office, case_account, release, resolve
from tests.casebook import GONE, as_child, changed, good
from tests.offices import drop, office_in, run, with_checked_law

TOLD = tomllib.loads((Path(__file__).parent / "liv.toml").read_text("utf-8"))
LIVES = {life["navn"]: life for life in TOLD["liv"]}
CASE = "SF-2026-0001"
TAKEN_AWAY = "(slettes)"
KNOWN = {
    "dato", "kommer", "frigiver", "svarer", "bliver", "laver", "fjerner", "tilstand", "venter", "opgaver",
    "skridt", "hvem", "sag", "alle_skridt", "uden_skridt",
}  # fmt: skip


@pytest.mark.parametrize("name", LIVES)
def test_a_life_goes_as_it_is_told(name: str, tmp_path: Path) -> None:
    life = LIVES[name]
    with office_in(tmp_path / "kontor") as opened:
        office = with_checked_law(opened)
        for n, day in enumerate(life["dag"]):
            assert set(day) <= KNOWN, set(day) - KNOWN
            told = _lived(office, day, f"{n}")
            for key in sorted(KNOWN - {"dato", "kommer", "frigiver", "svarer", "sag"} & set(day)):
                if key in day:
                    _compare(key, day[key], told[key], f"{day['dato']}: {key}")


def test_there_are_lives_enough_and_each_is_told_once() -> None:
    assert len(LIVES) == len(TOLD["liv"]) >= 25
    assert all(len(life["dag"]) >= 1 for life in LIVES.values())


def _compare(key: str, wanted: Any, found: Any, where: str) -> None:
    if key in ("laver", "fjerner", "opgaver"):
        assert Counter(_spelled_out(wanted)) == Counter(found), where
    elif key in ("venter", "skridt", "alle_skridt"):
        parts = [wanted] if isinstance(wanted, str) else wanted
        assert all(part in found for part in parts), f"{where}: {found}"
        assert parts or not found, f"{where}: {found}"
    elif key == "uden_skridt":
        assert not any(part in found for part in wanted), f"{where}: {found}"
    else:
        assert wanted == found, where


def _spelled_out(names: list[str]) -> list[str]:
    """Names of documents; one that stands for several (`alle breve`) as those it stands for."""
    return [one for name in names for one in TOLD["flere"].get(name, [name])]


def _lived(office: Office, day: dict[str, Any], day_name: str) -> dict[str, Any]:
    """One day in the office: what came in, who released and decided what, and what is seen at its end."""
    date = day["dato"]
    for n, form in enumerate(day.get("kommer", ())):
        _dropped(office, form, f"{day_name}-{n}")
    number = day.get("sag", CASE)
    states = _states(office, number)
    reports = [run(office, date)]
    for key, by in day.get("frigiver", {}).items():
        release(office, number, key, by, dt.date.fromisoformat(date))
    for title, answer in day.get("svarer", {}).items():
        _answered(office, number, title, answer, dt.date.fromisoformat(date))
    if "frigiver" in day or "svarer" in day:
        reports.append(run(office, date))
    assert all(report.broken == report.failed == () for report in reports), reports
    account = case_account(office, number, dt.date.fromisoformat(date)) if office.register.cases() else None
    withdrawn = [
        title
        for key, (state, title) in _states(office, number).items()
        if state == "withdrawn" and states.get(key, ("", ""))[0] != "withdrawn"
    ]
    return {
        "bliver": [took.end for took in reports[0].took],
        "laver": [title for report in reports for case, title in report.made if case == number],
        "fjerner": withdrawn,
        "tilstand": account["state"] if account else "",
        "venter": " ".join(account["waiting"]) if account else "",
        "opgaver": asked(account["tasks"]) if account else [],
        "skridt": account["next"][0]["what"] if account and account["next"] else "",
        "uden_skridt": " ".join(step["what"] for step in account["next"]) if account else "",
        "hvem": account["next"][0]["who"] if account and account["next"] else "",
        "alle_skridt": " ".join(step["what"] for step in account["next"]) if account else "",
    }


def asked(tasks: list[dict[str, Any]]) -> list[str]:
    """The open tasks but those to release a letter: each draft that may be released has one."""
    return [
        task["title"]
        for task in tasks
        if task["state"] == "open" and not task["title"].startswith("Frigiv brevet: ")
    ]


def _dropped(office: Office, form: dict[str, Any], name: str) -> None:
    sample = TOLD["skemaer"][form["skema"]]
    data = good(sample)
    if child := form.get("barn"):
        data = as_child(data, *TOLD["barn"][child])
    changes = {key: GONE if value == TAKEN_AWAY else value for key, value in form.get("ret", {}).items()}
    drop(office, sample, changed(data, changes), file=f"{name} {sample}", case=form.get("sagsnummer", ""))


def _answered(office: Office, number: str, title: str, answer: str, day: dt.date) -> None:
    """Every open task of that title is answered, or the waiting file whose name the title is."""
    named = [
        task.name for task in office.register.tasks(number) if task.title == title and task.state == "open"
    ]
    for name in named or [title]:
        resolve(office, name, answer, "Karen-Marie Skriversen", day)


def _states(office: Office, number: str) -> dict[str, tuple[str, str]]:
    return {one.key: (one.state, one.title) for one in office.register.documents(number)}
