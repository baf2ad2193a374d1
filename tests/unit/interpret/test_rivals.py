"""What two readings of one document say differently is asked about, and nothing else."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.interpret import Interpretation
from pipeline.interpret.rivals import where_they_differ
from pipeline.records import Place, Problem, Severity, Source
from tests.unit.interpret.layouts import form

LONG = "Vi har talt om morgenen.\nOg om eftermiddagen."


def said(data: Any, *doubted: str, **raw: str) -> Interpretation:
    """A reading, with a warning at each of the pointers that are doubted."""
    return Interpretation(
        data=data,
        sources={
            f"/{name.replace('__', '/')}": Source(raw=text, place="", by="label")
            for name, text in raw.items()
        },
        problems=tuple(
            Problem(code="label.loose", pointer=one, severity=Severity.WARNING) for one in doubted
        ),
        spots={"/child/name": Place(page=2)},
    )


def asked(kept: Interpretation, *rivals: Interpretation) -> list[str]:
    return [f"{one.code} {one.pointer}" for one in where_they_differ(kept, rivals, form("application"))]


def test_readings_that_say_the_same_ask_nothing() -> None:
    mine = said({"child": {"name": "Ida", "city": "Vanløse"}})
    assert asked(mine, said({"child": {"name": "Ida"}})) == []


def test_another_answer_and_one_that_is_missing_are_asked_about_once() -> None:
    mine = said({"child": {"name": "Ida"}}, child__name="Ida")
    rival = said({"child": {"name": "Bo", "city": "Vanløse"}}, child__name="Bo", child__city="Vanløse")
    assert asked(mine, rival, rival) == ["answer.other_way /child/name", "answer.other_place /child/city"]
    first, second = where_they_differ(mine, [rival], form("application"))
    assert first.params == {"first": "Ida", "second": "Bo"}
    assert first.spot == Place(page=2)
    assert second.params == {"raw": "Vanløse"}


@pytest.mark.parametrize("doubting", ["kept", "rival"])
def test_what_either_doubts_is_asked_about_already_or_tells_nothing(doubting: str) -> None:
    mine = said({"child": {"name": "Ida"}}, *(["/child/name"] if doubting == "kept" else []))
    rival = said({"child": {"name": "Bo"}}, *(["/child/name"] if doubting == "rival" else []))
    assert asked(mine, rival) == []


def test_a_text_that_has_a_paragraph_more_or_less() -> None:
    mine, rival = said({"child_view": LONG}), said({"child_view": LONG.splitlines()[0]})
    assert asked(mine, rival) == ["answer.maybe_more /child_view"]
    assert asked(rival, mine) == ["answer.maybe_less /child_view"]


def test_a_text_that_a_page_break_cut_in_the_rival_is_not_doubted() -> None:
    assert asked(said({"child_view": LONG}), said({"child_view": "Vi har talt om morgenen.\nOg om"})) == []
    assert asked(said({"child_view": LONG}), said({"child_view": LONG.replace("\n", " ")})) == []


def test_a_list_with_more_rows_is_doubted_as_a_whole() -> None:
    mine = said({"guardians": [{"name": "Bo"}]})
    rival = said({"guardians": [{"name": "Åse"}, {"name": "Bo"}]})
    assert asked(mine, rival) == ["rows.other_way /guardians"]
    assert asked(rival, mine) == ["answer.other_way /guardians/0/name"]
