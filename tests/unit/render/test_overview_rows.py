"""Rows of the list of cases that are remembered say what is true on the day of the page."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from pipeline.render.overview import overview_page
from tests.bench.many import a_line

DUE = dt.date(2026, 7, 5)


def test_a_remembered_row_is_late_only_after_its_day() -> None:
    line = replace(a_line("SF-2026-0001"), due=DUE)

    def is_late(day: dt.date) -> bool:
        return b"Overskredet" in overview_page([line], [], [], [], day)

    one = dt.timedelta(days=1)
    assert [is_late(day) for day in (DUE, DUE + one, DUE, DUE + one)] == [False, True, False, True]


def test_a_row_that_says_something_else_is_another() -> None:
    lines = [a_line("SF-2026-0001"), replace(a_line("SF-2026-0001"), state="på hold", on_hold=True)]
    pages = [overview_page([line], [], [], [], DUE) for line in (*lines, *lines)]
    assert pages[:2] == pages[2:]
    assert b">ans\xc3\xb8gt<" in pages[0]
    assert b"p\xc3\xa5 hold</span>" in pages[1]
