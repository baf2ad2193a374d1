"""The tables of broken rules by programme, and what a form's schema and rules find in a set of data."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline.process.reading import calendar_of
from pipeline.programme import Programme
from pipeline.records import Problem
from pipeline.rules import run_rules
from pipeline.validate import validate
from tests.casebook import changed
from tests.filled import catalogue
from tests.programmes.book import DATA, form_of
from tests.programmes.book import good as as_kept
from tests.rules import (
    skolefleks_ballerup,
    skoleflex,
    skoleflexplus,
    skolefravaerstilbud,
    tilbageslusningsflex,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """A programme's rules: the day they are looked at, what breaks them, and who judges its criteria.

    `also`: what a straight form holds once its case has a number.
    """

    programme: str
    day: str
    broken: list[tuple[str, str, dict[str, Any]]]
    judges: str
    also: dict[str, dict[str, Any]] = field(default_factory=dict)


BOOKS = (
    Book(programme="skoleflexplus", day="2026-06-12", broken=skoleflexplus.BROKEN, judges="beku"),
    Book(
        programme="tilbageslusningsflex",
        day="2026-06-12",
        broken=tilbageslusningsflex.BROKEN,
        judges="beku",
        also={"sent": {"/case_no": "TF-2026-0001"}},
    ),
    Book(programme="skoleflex", day="2026-06-12", broken=skoleflex.BROKEN, judges="beku"),
    Book(programme="skolefravaerstilbud", day="2026-09-01", broken=skolefravaerstilbud.BROKEN, judges="cup"),
    Book(
        programme="skolefleks-ballerup",
        day="2026-09-01",
        broken=skolefleks_ballerup.BROKEN,
        judges="kvalitetsudvalget",
    ),
)


def samples_of(book: Book) -> list[str]:
    """Every set of straight data that the programme has."""
    return sorted(path.stem for path in (DATA / Path(book.programme)).glob("*.json"))


def straight(book: Book, sample: str) -> Any:
    return changed(as_kept(book.programme, sample), book.also.get(sample, {}))


def problems(book: Book, sample: str, data: Any) -> list[Problem]:
    return found_in(catalogue().programme(book.programme), sample, data, book.day)


def found_in(programme: Programme, sample: str, data: Any, day: str) -> list[Problem]:
    """What schema and rules have to say about a set of data, with the terms of a day."""
    form = programme.forms[form_of(programme.id, sample)]
    run = run_rules(
        programme.rules,
        form.name,
        data,
        terms=programme.terms_on(day),
        day=dt.date.fromisoformat(day),
        calendar=calendar_of(programme),
    )
    return [*validate(data, form, phone_exempt=programme.phone_exempt), *run.problems]
