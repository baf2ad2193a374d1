"""Whole courses of the other programmes, as the file of each tells them."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.casebook import GONE, changed
from tests.lives import test_lives as told_as
from tests.offices import office_in, with_checked_law
from tests.programmes.book import PROGRAMMES, filled, good, named

FILES = {
    name: tomllib.loads(Path(__file__).with_name(f"{name}.toml").read_text("utf-8")) for name in PROGRAMMES
}
LIVES = [(name, life["navn"]) for name, told in FILES.items() for life in told["liv"]]


@pytest.mark.parametrize(("programme", "name"), LIVES)
def test_a_life_goes_as_it_is_told(
    programme: str, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = FILES[programme]
    life = next(one for one in told["liv"] if one["navn"] == name)

    def dropped(office: Any, form: dict[str, Any], file: str) -> None:
        sample = told["skemaer"][form["skema"]]
        data = good(programme, sample)
        if child := form.get("barn"):
            data = named(data, programme, told["barn"][child])
        changes = {
            key: GONE if value == told_as.TAKEN_AWAY else value for key, value in form.get("ret", {}).items()
        }
        # A form without the child's number is one that was filled in beforehand, and bears the case's.
        case = form.get("sagsnummer", "" if "cpr" in data["child"] else told["sag"])
        content = filled(programme, sample, changed(data, changes), case)
        (office.workspace.inbox / f"{file} {sample}.docx").write_bytes(content)

    monkeypatch.setattr(told_as, "TOLD", told)
    monkeypatch.setattr(told_as, "_dropped", dropped)
    with office_in(tmp_path / "kontor") as opened:
        office = with_checked_law(opened)
        for n, day in enumerate(life["dag"]):
            seen = told_as._lived(office, {"sag": told["sag"], **day}, f"{n}")
            for key in sorted(told_as.KNOWN - {"dato", "kommer", "frigiver", "svarer", "sag"} & set(day)):
                if key in day:
                    told_as._compare(key, day[key], seen[key], f"{day['dato']}: {key}")


@pytest.mark.parametrize("programme", PROGRAMMES)
def test_each_programme_tells_two_lives_at_least_with_keys_that_are_looked_at(programme: str) -> None:
    lives = FILES[programme]["liv"]
    assert len({life["navn"] for life in lives}) == len(lives) >= 2
    assert all(set(day) <= told_as.KNOWN for life in lives for day in life["dag"])
