"""The year month by month, against the places there are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline import danish
from pipeline.facts import Course
from pipeline.figures.count import months
from pipeline.figures.hide import FEW, Count, Shown, hide_small, is_small
from pipeline.figures.places import YearByPlace
from pipeline.figures.said import count_said
from pipeline.programme import Programme
from pipeline.records.published import Bar, Bars, ReportSection


@dataclass(frozen=True, slots=True, kw_only=True)
class Months:
    """The courses of each month, how each is shown, and whether full-year persons may be told beside them."""

    values: tuple[int, ...]
    shown: tuple[Shown, ...]
    tells_persons: bool


def month_by_month(courses: Sequence[Course], year: int, places: YearByPlace) -> Months:
    """Full-year persons are the months together, near enough: they are the total that could tell a month."""
    values = tuple(months(courses, year))
    if places.total.hidden or sum(values) < FEW:
        shown = tuple(Shown.SMALL if is_small(value) else Shown.AS_IT_IS for value in values)
        return Months(values=values, shown=shown, tells_persons=False)
    tree = hide_small(Count(value=sum(values), parts=tuple(Count(value=value) for value in values)))
    return Months(
        values=values,
        shown=tuple(tree[(n,)] for n in range(len(values))),
        tells_persons=tree[()] is Shown.AS_IT_IS,
    )


def capacity_of(programme: Programme, day: dt.date) -> int:
    """The places there are; 0 where the programme has no such number."""
    return int(programme.terms_on(day.isoformat()).get(programme.report.get("capacity", ""), 0))


def tell_months(programme: Programme, told: Months, year: int, day: dt.date) -> ReportSection | None:
    if not any(told.values):
        return None
    limit = capacity_of(programme, dt.date(year, 12, 31))
    now = (day.year, day.month)
    bars = tuple(
        Bar(
            label=danish.MONTHS[n].capitalize(),
            value=value if how is Shown.AS_IT_IS else None,
            shown=count_said(value, how) + (", ventet" if value and (year, n + 1) > now else ""),
            planned=(year, n + 1) > now,
        )
        for n, (value, how) in enumerate(zip(told.values, told.shown, strict=True))
    )
    says = "Så mange forløb har der højst været på én gang i hver måned."
    if limit:
        says += f" Stregen viser de {limit} pladser, der er."
    if any(bar.planned for bar in bars):
        says += " Lyse bjælker (»ventet«) er det, der er bevilget for resten af året."
    return ReportSection(
        title="Pladser måned for måned" if limit else "Forløb måned for måned",
        says=(says,),
        blocks=(
            Bars(
                caption=f"Forløb på én gang i hver måned af {year}",
                bars=bars,
                limit=limit,
                limit_label=f"{limit} pladser" if limit else "",
            ),
        ),
    )
