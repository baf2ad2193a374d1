"""From what is published nobody can work out a hidden count: a reader who tries every possibility is left
with two.

The reader here shares no code with the hiding: it lists all ways in which the hidden counts could be filled
in.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pipeline.facts import Course
from pipeline.figures import Material, tell_report
from pipeline.figures.hide import FEW, Count, Shown, hide_small, is_small
from pipeline.records.published import Report, Table
from tests.filled import catalogue

LIMIT = 60
"""No count here is larger: the reader tries up to so many."""


def leaf(value: int) -> Count:
    return Count(value=value)


def summed(parts: list[Count]) -> Count:
    total = sum(part.value for part in parts)
    return Count(value=total, parts=() if is_small(total) else tuple(parts))


LINES = st.lists(st.integers(0, 9), min_size=1, max_size=5).map(lambda values: [leaf(v) for v in values])
WITH_REST = st.tuples(LINES, st.integers(0, 9)).map(
    lambda told: [*told[0], Count(value=told[1], unnamed=True)]
)
TREES = st.one_of(
    LINES.map(summed),
    WITH_REST.map(summed),
    st.lists(st.one_of(LINES, WITH_REST).map(summed), min_size=1, max_size=3).map(summed),
)


def totals(
    count: Count, path: tuple[int, ...], shown: dict[tuple[int, ...], Shown]
) -> Iterator[dict[tuple[int, ...], int]]:
    """Every way in which a reader can fill in a tree, up to the largest sum there is here."""
    inside = [list(totals(part, (*path, n), shown)) for n, part in enumerate(count.parts)]
    own = {
        Shown.AS_IT_IS: range(count.value, count.value + 1),
        Shown.SMALL: range(1, FEW),
        Shown.COVERING: range(FEW, count.value + 8),
        Shown.UNNAMED: range(0, count.value + 8),
    }[shown[path]]
    if not inside:
        yield from ({path: value} for value in own)
        return
    for chosen in itertools.product(*inside):
        value = sum(one[(*path, n)] for n, one in enumerate(chosen))
        if value in own or (shown[path] is Shown.COVERING and value >= FEW):
            yield {path: value, **{key: v for one in chosen for key, v in one.items()}}


@given(LINES.map(summed) | WITH_REST.filter(lambda parts: len(parts) <= 4).map(summed))
@settings(max_examples=300, deadline=None)
def test_no_hidden_count_of_a_line_can_be_worked_out(tree: Count) -> None:
    shown = hide_small(tree)
    hidden = [path for path, how in shown.items() if how is not Shown.AS_IT_IS]
    if len(hidden) > 5:
        hidden_leaves = [path for path in hidden if path]
        assert len(hidden_leaves) >= 2
    ways = list(itertools.islice(totals(tree, (), shown), 200_000))
    assert_open(tree, shown, ways)


@given(st.lists(st.lists(st.integers(0, 7), min_size=1, max_size=2), min_size=1, max_size=3))
@settings(max_examples=200, deadline=None)
def test_no_hidden_count_of_a_tree_can_be_worked_out(values: list[list[int]]) -> None:
    groups = []
    for line in values:
        named = [leaf(value) for value in line if value >= FEW]
        rest = sum(value for value in line if value < FEW)
        groups.append(summed([*named, Count(value=rest, unnamed=True)]))
    tree = summed(groups)
    shown = hide_small(tree)
    assert_open(tree, shown, list(itertools.islice(totals(tree, (), shown), 400_000)))


def assert_open(
    tree: Count, shown: dict[tuple[int, ...], Shown], ways: list[dict[tuple[int, ...], int]]
) -> None:
    for path, how in shown.items():
        value = at(tree, path).value
        assert (how is Shown.SMALL) == (is_small(value) and not at(tree, path).unnamed)
        if how is Shown.AS_IT_IS or (how is Shown.UNNAMED and not is_small(value)):
            continue
        assert len({way[path] for way in ways}) > 1, (path, how)


def at(tree: Count, path: tuple[int, ...]) -> Count:
    for n in path:
        tree = tree.parts[n]
    return tree


@given(TREES)
@settings(max_examples=1000, deadline=None)
def test_every_tree_can_be_shown_in_some_way(tree: Count) -> None:
    shown = hide_small(tree)
    assert all(how is not Shown.AS_IT_IS for path, how in shown.items() if is_small(at(tree, path).value))


def test_what_is_large_enough_is_shown_and_no_more_is_hidden_than_needed() -> None:
    clear = summed([leaf(5), leaf(8), leaf(0)])
    assert set(hide_small(clear).values()) == {Shown.AS_IT_IS}
    one_small = hide_small(summed([leaf(9), leaf(3), leaf(6)]))
    assert one_small == {
        (): Shown.AS_IT_IS,
        (0,): Shown.AS_IT_IS,
        (1,): Shown.SMALL,
        (2,): Shown.COVERING,
    }
    # Two ones in two: a total of two would tell both, and six of a total of eight would tell nothing else.
    assert hide_small(summed([leaf(1), leaf(1), leaf(6)]))[(2,)] is Shown.COVERING
    assert hide_small(summed([leaf(4), leaf(4)]))[()] is Shown.COVERING
    with pytest.raises(ValueError, match="without its parts"):
        hide_small(Count(value=3, parts=(leaf(3),)))


# ── the printed report ────────────────────────────────────────────────────────────────────────────────

PRINTED = "skolefleks-ballerup"
DISTRICTS = ("Nordmarken", "Søparken", "Åvænget", "Lunden")


def courses(counts: Sequence[Sequence[int]], year: int = 2026) -> tuple[Course, ...]:
    """So many children in each school of each district, each with days of its own."""
    return tuple(
        Course(
            case=f"{district}-{school}-{n}",
            programme=PRINTED,
            school=f"{district} skole {school}",
            group=district,
            holds=True,
            granted=True,
            first=f"{year}-{1 + n % 9:02}-15",
            last=f"{year + 1}-{1 + n % 9:02}-14",
            amount=100_000 + 7_000 * n,
        )
        for district, both in zip(DISTRICTS, counts, strict=False)
        for school, count in enumerate(both)
        for n in range(count)
    )


def printed(report: Report, caption: str) -> Table | None:
    blocks = (block for section in report.sections for block in section.blocks)
    return next((b for b in blocks if isinstance(b, Table) and b.caption.startswith(caption)), None)


def could_be(cell: str, most: int) -> range:
    """What a reader knows of a printed count by itself."""
    if cell == "under 5":
        return range(1, FEW)
    return range(FEW, most) if cell == "skjult" else range(int(cell), int(cell) + 1)


COUNTS = st.lists(st.lists(st.integers(0, 8), min_size=1, max_size=2), min_size=1, max_size=4)


@given(COUNTS, st.booleans())
@example([[6], [3], [9]], True)
@settings(max_examples=200, deadline=None)
def test_no_hidden_district_of_a_printed_report_can_be_worked_out(
    counts: list[list[int]], listed: bool
) -> None:
    known = catalogue().programme(PRINTED)
    told = replace(known, report={**known.report, "groups": list(DISTRICTS[: len(counts)]) if listed else []})
    report = tell_report(told, Material(courses=courses(counts)), 2026, dt.date(2026, 11, 25))
    districts = printed(report, "Børn med et forløb")
    if districts is None:
        return
    most = LIMIT + 10
    total = could_be(districts.foot[1], 10 * most)
    schools = printed(report, "Skoler med fem")
    named: dict[str, list[range]] = {name: [] for name in DISTRICTS}
    for row in schools.rows if schools else ():
        named[row[0].partition(" ")[0]].append(could_be(row[1], most))
    there = {name: len(both) for name, both in zip(DISTRICTS, counts, strict=False)}
    ranges = []
    for name, cell in (row[:2] for row in districts.rows):
        least = sum(values[0] for values in named.get(name, []))
        # Everybody knows which schools a district has: where all are named, they are the district.
        whole = bool(named.get(name)) and len(named[name]) == there[name]
        greatest = sum(values[-1] for values in named[name]) if whole else most
        ranges.append([value for value in could_be(cell, most) if least <= value <= greatest])
    hidden = [n for n, row in enumerate(districts.rows) if not row[1].isdecimal()]
    for n in hidden:
        others = [values for m, values in enumerate(ranges) if m != n]
        least, greatest = sum(min(values) for values in others), sum(max(values) for values in others)
        possible = [v for v in ranges[n] if total[0] - greatest <= v <= total[-1] - least]
        assert len(possible) > 1, (districts.rows, districts.foot)


@given(COUNTS)
@settings(max_examples=150, deadline=None)
def test_what_belongs_to_a_hidden_count_is_hidden_with_it(counts: list[list[int]]) -> None:
    known = catalogue().programme(PRINTED)
    told = replace(known, report={**known.report, "groups": list(DISTRICTS[: len(counts)])})
    report = tell_report(told, Material(courses=courses(counts)), 2026, dt.date(2026, 11, 25))
    districts, money = printed(report, "Børn med et forløb"), printed(report, "Helårspersoner")
    if districts is None or money is None:
        return
    for row, beside in zip(districts.rows, money.rows, strict=False):
        assert row[0] == beside[0]
        if not row[1].isdecimal():
            assert beside[1:] == ("skjult", "skjult")
    if not districts.foot[1].isdecimal():
        assert money.foot[1:] == ("skjult", "skjult")
    # A total that stands is never the sum of what is shown and one hidden figure.
    hidden = [row for row in money.rows if row[2] == "skjult"]
    assert len(hidden) != 1 or money.foot[2] == "skjult"


def test_the_amount_of_a_pool_is_not_told_for_fewer_than_five_grants() -> None:
    known = catalogue().programme(PRINTED)
    for count in (4, 5):
        material = Material(courses=courses([(count, 0)]))
        report = tell_report(known, material, 2026, dt.date(2026, 11, 25))
        pool = next(section for section in report.sections if section.title == "Puljen")
        assert bool(pool.blocks) == (count == 5)
        assert ("Beløbet er derfor ikke vist" in pool.says[0]) == (count == 4)
