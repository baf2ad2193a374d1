"""The figures as a report in Danish: for a committee and a head of department, who know the programme by name
only.

What a programme reports stands in its `[report]`; nothing here knows one. Every number of children passes
`hide` before it is written, and so do the amounts that belong to it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from pipeline import danish
from pipeline.facts import Course
from pipeline.figures.count import Material, tally
from pipeline.figures.hide import FEW, Shown
from pipeline.figures.money import tell_pool, tell_years
from pipeline.figures.month import Months, capacity_of, month_by_month, tell_months
from pipeline.figures.places import YearByPlace, groups_of, places_in, settled
from pipeline.figures.said import SMALL, children_said, count_said, persons_said, within
from pipeline.figures.time import tell_waiting, tell_weeks
from pipeline.programme import Programme
from pipeline.records.published import Report, ReportSection, Table

YEARS = 3
"""So many years stand beside each other where the programme doesn't say."""
PRIVACY = (
    f"Rapporten nævner ingen børn. Tal fra 1 til {FEW - 1} er skrevet som »{SMALL}«. »Skjult« betyder, at "
    "tallet ellers kunne bruges til at regne et lille tal ud."
)


def tell_report(programme: Programme, material: Material, year: int, day: dt.date) -> Report:
    """The report on a year, drawn up on `day`. The same material gives the same report."""
    courses = settled(material.courses)
    told = programme.report
    years = _years(courses, year, int(told.get("years", YEARS)))
    groups = groups_of(courses, years, told.get("groups", ()))
    places = {each: places_in(each, courses, groups, schools=each == year) for each in years}
    by_month = month_by_month(courses, year, places[year])
    sections = (
        tell_months(programme, by_month, year, day),
        tell_pool(programme, courses, year),
        _tell_places(programme, places[year], year),
        tell_years(programme, places, by_month.tells_persons),
        tell_waiting(programme, material, year),
        tell_weeks(material, day),
    )
    return Report(
        programme=programme.title,
        municipality=programme.municipality,
        title=f"{programme.title} i {year}",
        year=year,
        day=day.isoformat(),
        lead=tuple(_lead(programme, places[year], by_month, year, day)),
        privacy=PRIVACY,
        sections=tuple(section for section in sections if section),
        notes=tuple(told.get("notes", ())),
    )


def _years(courses: Sequence[Course], year: int, most: int) -> list[int]:
    """The year and those before it that have courses, the oldest first."""
    return [each for each in range(year - most + 1, year) if tally(courses, each).children] + [year]


def _lead(
    programme: Programme, places: YearByPlace, by_month: Months, year: int, day: dt.date
) -> Iterator[str]:
    """The year in a few sentences."""
    told = places.total.tally
    if not told.children:
        yield f"Der er ingen bevilgede forløb i {year}."
        return
    shown = HIDDEN_CHILDREN if places.total.shown is Shown.COVERING else children_said(told.children)
    yield f"{shown.capitalize()} har et forløb i {year}."
    if by_month.tells_persons and places.tells_persons:
        yield f"Det svarer til {persons_said(told.persons)} helårspersoner."
    if year == day.year:
        now, how = by_month.values[day.month - 1], by_month.shown[day.month - 1]
        limit = capacity_of(programme, day)
        if limit and how is not Shown.COVERING:
            yield f"I {danish.MONTHS[day.month - 1]} er {count_said(now, how)} af {limit} pladser i brug."


HIDDEN_CHILDREN = f"{FEW} børn eller flere"


def _tell_places(programme: Programme, places: YearByPlace, year: int) -> ReportSection | None:
    if places.total.tally.children < FEW:
        return None
    group = str(programme.report.get("group", ""))
    blocks = []
    if group and len(places.groups) > 1:
        blocks.append(
            Table(
                caption=f"Børn med et forløb i {year}, fordelt efter {within(group)}",
                head=(group, "Børn"),
                rows=tuple((one.name, count_said(one.tally.children, one.shown)) for one in places.groups),
                foot=("I alt", count_said(places.total.tally.children, places.total.shown)),
            )
        )
    if places.schools:
        blocks.append(
            Table(
                caption=f"Skoler med fem børn eller flere i {year}",
                head=("Skole", "Børn"),
                rows=tuple((one.name, count_said(one.tally.children, one.shown)) for one in places.schools),
            )
        )
    says = [] if places.schools else ["Ingen skole har fem børn eller flere. Derfor er skolerne ikke nævnt."]
    if group and len(places.groups) < 2:
        says.insert(0, f"Tallene er ikke fordelt efter {within(group)}: de enkelte tal er for små.")
    return ReportSection(
        title=f"{group} og skole" if group else "Skoler",
        says=tuple(says),
        blocks=tuple(blocks),
        notes=("Et barn, der har skiftet skole, tæller med, hvor det går nu.",) if blocks else (),
    )
