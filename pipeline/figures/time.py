"""How long families waited for a letter, and what is due in the weeks ahead."""

from __future__ import annotations

import datetime as dt
from collections import Counter

from pipeline import danish
from pipeline.figures.count import Material, spread, weeks
from pipeline.figures.hide import Shown, is_small
from pipeline.figures.said import SMALL, count_said
from pipeline.programme import Programme
from pipeline.records.published import ReportSection, Table


def tell_waiting(programme: Programme, material: Material, year: int) -> ReportSection | None:
    """From application to the first letter; nothing where the programme names no letters."""
    if not programme.report.get("letters"):
        return None
    title = "Ventetid fra ansøgning til brev"
    told = spread(material.waits, year)
    waiting = sum(not wait.released for wait in material.waits)
    still = f"{SMALL} ansøgninger" if is_small(waiting) else f"{waiting} ansøgninger"
    notes = (f"{still.capitalize()} venter endnu på et brev.",) if waiting else ()
    if not told.letters:
        return ReportSection(title=title, says=(f"Der er ikke frigivet breve i {year}.", *notes))
    if is_small(told.letters):
        return ReportSection(
            title=title,
            says=(f"Der er frigivet breve i {SMALL} sager i {year}. Ventetiden er derfor ikke vist.", *notes),
        )
    return ReportSection(
        title=title,
        says=(
            f"I {told.letters} sager er det første brev frigivet i {year}. Halvdelen fik det inden "
            f"{told.middle} dage. Den midterste halvdel ventede mellem {told.low} og {told.high} dage.",
            *notes,
        ),
        notes=("Der tælles fra ansøgningens dato til den dag, sagens første brev blev frigivet.",),
    )


def tell_weeks(material: Material, day: dt.date) -> ReportSection:
    """What is due in the next eight weeks, week by week."""
    rows = tuple(
        (_week(monday), ", ".join(_said(due)) or "–") for monday, due in weeks(material.deadlines, day)
    )
    return ReportSection(
        title="De næste otte uger",
        says=("Frister og møder, som sagerne allerede kender.",),
        blocks=(
            Table(
                caption="Frister og møder uge for uge",
                head=("Uge", "Frister og møder"),
                rows=rows,
                words=True,
            ),
        ),
    )


def _said(due: Counter[str]) -> list[str]:
    return [
        f"{label} ({count_said(count, Shown.SMALL if is_small(count) else Shown.AS_IT_IS)})"
        for label, count in sorted(due.items())
    ]


def _week(monday: dt.date) -> str:
    sunday = monday + dt.timedelta(days=6)
    first = (
        f"{monday.day}. {danish.MONTHS[monday.month - 1]}"
        if monday.month != sunday.month
        else f"{monday.day}."
    )
    return f"Uge {monday.isocalendar().week} ({first}–{sunday.day}. {danish.MONTHS[sunday.month - 1]})"
