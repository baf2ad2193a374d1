"""What was granted of a pool, and full-year persons and amounts by district and year."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pipeline.facts import AT_ONCE, CALENDAR_YEAR, SCHOOL_YEAR, Course
from pipeline.figures.count import granted
from pipeline.figures.hide import is_small
from pipeline.figures.places import YearByPlace
from pipeline.figures.said import HIDDEN, SMALL, ended, kroner, persons_said, within
from pipeline.programme import Programme
from pipeline.records.published import Bar, Bars, ReportSection, Table


def tell_pool(programme: Programme, courses: Sequence[Course], year: int) -> ReportSection | None:
    """What was granted against the pool; nothing where the programme has none."""
    told = programme.report
    if "pool" not in told:
        return None
    terms = programme.terms_on(f"{year}-12-31")
    pool = int(terms[told["pool"]])
    counted_by = str(terms.get(told.get("pool_by", ""), CALENDAR_YEAR))
    given = granted(courses, year, CALENDAR_YEAR if counted_by == AT_ONCE else counted_by)
    when = f"skoleåret {year}/{(year + 1) % 100:02}" if counted_by == SCHOOL_YEAR else str(year)
    if is_small(given.grants):
        says = (
            f"Der er {SMALL} bevillinger i {when}. Beløbet er derfor ikke vist. Puljen er på {kroner(pool)}"
        )
        return ReportSection(title="Puljen", says=(ended(says),))
    left = pool - given.amount
    rest = (
        f"Der er {kroner(left)} tilbage."
        if left >= 0
        else f"Det er {kroner(-left)} mere, end der er i puljen."
    )
    return ReportSection(
        title="Puljen",
        says=(f"{ended(f'I {when} er der bevilget {kroner(given.amount)} ud af {kroner(pool)}')} {rest}",),
        blocks=(
            Bars(
                caption=f"Bevilget af puljen i {when}",
                bars=(Bar(label="Bevilget", value=given.amount, shown=kroner(given.amount)),),
                limit=pool,
                limit_label=f"Puljen på {kroner(pool)}",
            ),
        ),
        notes=("Et beløb tæller med i det år, hvor forløbet begynder.",),
    )


def tell_years(
    programme: Programme, places: Mapping[int, YearByPlace], tells_persons: bool
) -> ReportSection | None:
    """Full-year persons and amounts by district and year, a row for each district and two columns for each
    year.

    `tells_persons` is for the last year: whether its total may stand beside its months.
    """
    if not any(told.total.tally.children for told in places.values()):
        return None
    money = any(told.total.tally.amount for told in places.values())
    group = str(programme.report.get("group", ""))
    names = [one.name for one in max((told.groups for told in places.values()), key=len)]
    names = names if len(names) > 1 else []
    columns = [
        list(_column(told, len(names), money, tells_persons or year != max(places)))
        for year, told in places.items()
    ]
    rows = [
        (name, *(cell for column in columns for cell in column[n]))
        for n, name in enumerate([*names, "I alt"])
    ]
    title = "Helårspersoner og beløb" if money else "Helårspersoner"
    heads = [what for _ in places for what in ("Helårspersoner", "Beløb")[: 1 + money]]
    return ReportSection(
        title=title,
        blocks=(
            Table(
                caption=f"{title} efter {within(group)} og år" if names else f"{title} efter år",
                head=(group if names else "", *heads),
                rows=tuple(rows[:-1]),
                foot=rows[-1],
                over=tuple((str(year), 1 + money) for year in places),
            ),
        ),
        notes=(
            "En helårsperson er én plads hele året: et barn, der er med i seks måneder, tæller som en halv.",
            *(("Et beløb er delt ud over forløbets dage, og dagene i året tæller med.",) if money else ()),
        ),
    )


def _column(told: YearByPlace, rows: int, money: bool, tells_persons: bool) -> Iterator[tuple[str, ...]]:
    """The cells of a year: those of each district, and of the total last.

    A year with fewer than five children shows none, as nothing may be said of where they are.
    """

    def cells(persons: float, amount: int, *, show: bool, show_amount: bool) -> tuple[str, ...]:
        pair = (
            persons_said(persons) if show and tells_persons else HIDDEN,
            kroner(amount) if show_amount else HIDDEN,
        )
        return pair[: 1 + money]

    total = told.total.tally
    if not total.children:
        yield from (cells(0, 0, show=True, show_amount=True) for _ in range(rows + 1))
        return
    for n in range(rows):
        one = told.groups[n] if told.groups else None
        shown = one is not None and not one.hidden
        yield cells(
            one.tally.persons if one else 0, one.tally.amount if one else 0, show=shown, show_amount=shown
        )
    yield cells(total.persons, total.amount, show=told.tells_persons, show_amount=told.tells_amounts)
