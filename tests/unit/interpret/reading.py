"""Answers as an extractor gives them, and what interpreting them makes of them."""

from __future__ import annotations

from typing import Any

from pipeline.interpret import Interpretation, interpret
from pipeline.records import Answer, ExtractedForm, Place, Problem
from tests.unit.small import FORM


def tagged(tag: str, raw: str = "", **more: Any) -> Answer:
    """What stands in a content control with this tag."""
    return Answer(raw=raw, place=more.pop("place", Place(page=1)), by="tag", tag=tag, **more)


def box(tag: str, checked: bool = True, **more: Any) -> Answer:
    return tagged(tag, "☒" if checked else "☐", checked=checked, **more)


def labelled(label: str, raw: str, heading: str = "", **more: Any) -> Answer:
    """A text beside a label, under a heading."""
    return Answer(raw=raw, place=Place(heading=heading, table=1), by="label", label=label, **more)


def read(*answers: Answer) -> Interpretation:
    return interpret(ExtractedForm(mark=None, titles=(), answers=answers), FORM)


def one_problem(*answers: Answer) -> Problem:
    """The only problem of reading; the value it is about must be absent."""
    found = read(*answers)
    assert len(found.problems) == 1, found.problems
    return found.problems[0]
