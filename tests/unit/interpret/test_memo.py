"""What the reader keeps of what it has read is bounded."""

from __future__ import annotations

from pipeline.interpret import memo


def test_what_was_made_is_made_once() -> None:
    known: dict[str, int] = {}
    assert [memo.kept(known, word, lambda: len(known)) for word in ("a", "b", "a")] == [0, 1, 0]


def test_a_full_memo_begins_anew() -> None:
    known = {number: number for number in range(memo._MOST_KEPT)}
    assert memo.kept(known, -1, lambda: 7) == 7
    assert known == {-1: 7}
