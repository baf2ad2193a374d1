"""Whole courses, as the files beside this one tell them: forms in the inbox, a run each day, what it shows.

`skoleflexplus.toml` says what the words mean. A file names the programmes its lives are lived in.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from pipeline.process import Office, case_account, release, resolve
from tests.casebook import GONE, changed
from tests.filled import catalogue
from tests.offices import office_in, printing_cheaply, run, with_checked_law
from tests.programmes.book import filled, good, named

FILES = {
    path.stem: tomllib.loads(path.read_text("utf-8")) for path in sorted(Path(__file__).parent.glob("*.toml"))
}
LIVES = {
    f"{programme}: {life['navn']}": (programme, told, life)
    for told in FILES.values()
    for programme in told["programmer"]
    for life in told["liv"]
}
TAKEN_AWAY = "(slettes)"
SEEN = {
    "bliver", "laver", "fjerner", "tilstand", "venter", "opgaver", "skridt", "hvem", "alle_skridt",
    "uden_skridt",
}  # fmt: skip
DONE = {"dato", "kommer", "frigiver", "svarer", "sag"}


@pytest.mark.parametrize("name", LIVES)
def test_a_life_goes_as_it_is_told(name: str, tmp_path: Path) -> None:
    programme, told, life = LIVES[name]
    with printing_cheaply(), office_in(tmp_path / "kontor") as opened:
        office = with_checked_law(opened)
        for n, day in enumerate(life["dag"]):
            found = _lived(office, programme, told, day, f"{n}")
            for key in sorted(SEEN & set(day)):
                _compare(key, day[key], found[key], told.get("flere", {}), f"{day['dato']}: {key}")


def test_every_programme_is_lived_in_and_each_life_is_told_once_with_words_that_are_known() -> None:
    lives = [(programme, life["navn"]) for programme, _, life in LIVES.values()]
    counted = Counter(programme for programme, _ in lives)
    assert set(counted) == set(catalogue().programmes)
    assert counted["skoleflexplus"] >= 25
    assert min(counted.values()) >= 2
    assert len(lives) == sum(len(told["liv"]) * len(told["programmer"]) for told in FILES.values())
    assert all(set(day) <= SEEN | DONE for _, _, life in LIVES.values() for day in life["dag"])


def _compare(key: str, wanted: Any, found: Any, several: dict[str, list[str]], where: str) -> None:
    if key in ("laver", "fjerner", "opgaver"):
        assert Counter(_spelled_out(wanted, several)) == Counter(found), where
    elif key in ("venter", "skridt", "alle_skridt"):
        parts = [wanted] if isinstance(wanted, str) else wanted
        assert all(part in found for part in parts), f"{where}: {found}"
        assert parts or not found, f"{where}: {found}"
    elif key == "uden_skridt":
        assert not any(part in found for part in wanted), f"{where}: {found}"
    else:
        assert wanted == found, where


def _spelled_out(names: list[str], several: dict[str, list[str]]) -> list[str]:
    """Names of documents; one that stands for several (`alle breve`) as those it stands for."""
    return [one for name in names for one in several.get(name, [name])]


def _lived(
    office: Office, programme: str, told: dict[str, Any], day: dict[str, Any], day_name: str
) -> dict[str, Any]:
    """One day in the office: what came in, who released and decided what, and what is seen at its end."""
    date = day["dato"]
    number = day.get("sag", f"{catalogue().programme(programme).case_prefix}-2026-0001")
    for n, form in enumerate(day.get("kommer", ())):
        _dropped(office, programme, told, form, f"{day_name}-{n}", number)
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
        "opgaver": _open_tasks(account, told) if account else [],
        "skridt": account["next"][0]["what"] if account and account["next"] else "",
        "uden_skridt": " ".join(step["what"] for step in account["next"]) if account else "",
        "hvem": account["next"][0]["who"] if account and account["next"] else "",
        "alle_skridt": " ".join(step["what"] for step in account["next"]) if account else "",
    }


def _dropped(
    office: Office, programme: str, told: dict[str, Any], form: dict[str, Any], name: str, number: str
) -> None:
    sample = told.get("skemaer", {}).get(form["skema"], form["skema"])
    data = good(programme, sample)
    if child := form.get("barn"):
        data = named(data, programme, told["barn"][child])
    changes = {key: GONE if value == TAKEN_AWAY else value for key, value in form.get("ret", {}).items()}
    # A form that doesn't bear the child's number was filled in beforehand, and bears the case's.
    case = form.get(
        "sagsnummer", number if told.get("skemaer_har_sagsnummer") and "cpr" not in data["child"] else ""
    )
    content = filled(programme, sample, changed(data, changes), case)
    (office.workspace.inbox / f"{name} {sample}.docx").write_bytes(content)


def _open_tasks(account: dict[str, Any], told: dict[str, Any]) -> list[str]:
    """The titles of open tasks but those a file leaves out, and those to release a letter: drafts tell."""
    unseen = ("Frigiv brevet: ", *told.get("uden_opgaver", ()))
    titles = [task["title"] for task in account["tasks"] if task["state"] == "open"]
    return [title for title in titles if not title.startswith(unseen)]


def _answered(office: Office, number: str, title: str, answer: str, day: dt.date) -> None:
    """Every open task of that title is answered, or the waiting file whose name the title is."""
    named = [
        task.name for task in office.register.tasks(number) if task.title == title and task.state == "open"
    ]
    for name in named or [title]:
        resolve(office, name, answer, "Karen-Marie Skriversen", day)


def _states(office: Office, number: str) -> dict[str, tuple[str, str]]:
    return {one.key: (one.state, one.title) for one in office.register.documents(number)}
