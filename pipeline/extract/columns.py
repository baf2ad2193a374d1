"""Tables that nothing is drawn round: columns told by where the text of several lines begins.

Only what is certain becomes a table. A line that fits no column stays a line, with `\\t` where its gaps are.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from pipeline.extract.drawn import DrawnGrid
from pipeline.extract.habits import Habits
from pipeline.extract.paragraphs import BOX, LED
from pipeline.extract.rowbreaks import GUTTER, breaks_off, near_pitch, table_of
from pipeline.extract.words import WordLine, chunks_of

ALIGNED: Final = 3.0
"""Text that begins so near to the same place is set below each other."""
AT: Final = 1.8
"""A word so near to where a column begins, behind a gap that is hardly wider than a blank, begins there."""
_MOST_APART: Final = 3.5
"""Lines further apart, in letter sizes, are of no one table."""
_LEAST_GAP, _LESS_GAP = 0.4, 0.3
"""Gaps of so many letter sizes before a known column are no blanks: alone, and beside smaller ones."""
_LEAST_HEADS: Final = 3
_SMALL: Final = 0.8
_CLOSE: Final = 0.5
"""Between two lines of one answer is no more air than that, in letter sizes."""
_MOST_LINES, _MOST_COLUMNS = 250, 24
_CHOICE: Final = re.compile(rf"(?:{BOX.pattern}) ?\S")
"""A box, drawn or written, and what it is for."""
_BULLETS: Final = frozenset("•▪●○◦‣–-*☐☒✓✔✗")


def tables_in(
    lines: Sequence[WordLine], right: float, habits: Habits, carried: Sequence[float] = ()
) -> list[WordLine | DrawnGrid]:
    """The lines of a page from the top down, those that make a table as one. `right`: how far a line can go.

    `carried`: where the columns begin of a table that the page break before may have cut.
    """
    found: list[WordLine | DrawnGrid] = []
    chunks = [choice_chunks(line) for line in lines]
    at, rest = 0, _carried_on(chunks, carried, habits)
    while at < len(lines):
        end, starts = _run(lines, chunks, at, right, habits)
        if not at and rest:
            end, starts = rest, [*carried]
        used = at
        if starts:
            fitted = [fit(line, starts) or [] for line in chunks[at:end]]
            below = lines[end] if end < len(lines) else None
            carries = not at and end == rest
            grid, number = table_of(fitted, starts, right, habits, carried=carries, below=below)
            if grid is not None:
                found.append(grid)
            used += number
        # What is left of the run is not certain to be a table.
        found += lines[used:end]
        at = end
    return found


def choice_chunks(line: WordLine) -> list[WordLine]:
    """The line at its jumps, with a choice between boxes as one; a second `Ja` is of another question."""
    chunks: list[WordLine] = []
    for chunk in chunks_of(line):
        if chunks and _has_choice(chunks[-1]) and _is_choice(chunk) and not _repeats(chunks[-1], chunk):
            chunks[-1] = WordLine(chunks[-1].words + chunk.words)
        else:
            chunks.append(chunk)
    return chunks


def _has_choice(chunk: WordLine) -> bool:
    """Whether a box stands in a chunk, with words behind it."""
    return _CHOICE.search(chunk.text) is not None


def _is_choice(chunk: WordLine) -> bool:
    return _CHOICE.match(chunk.text) is not None


def _repeats(chunks: WordLine, choice: WordLine) -> bool:
    """Whether a choice was one before it in the line, in the same words."""
    before = [said.strip() for said in BOX.split(chunks.text)]
    return any(said.strip() in before for said in BOX.split(choice.text) if said.strip())


def _run(
    lines: Sequence[WordLine], chunks: Sequence[list[WordLine]], at: int, right: float, habits: Habits
) -> tuple[int, list[float]]:
    """How far a table goes that begins with this line, and where its columns begin; none if it is none."""
    heads = len(chunks[at]) >= _LEAST_HEADS and all(chunk.bold for chunk in chunks[at])  # `Nr.` over numbers
    if (
        len(chunks[at]) < 2
        or (_is_bullet(chunks[at][0]) and not heads)
        or _are_led(chunks[at])
        or _heads_page(chunks[at])
    ):
        return at + 1, []
    starts = [chunk.x0 for chunk in chunks[at]]
    end = at + 1
    while end < min(len(lines), at + _MOST_LINES) and not _is_beyond(lines, chunks, at, end, starts):
        if _wraps_to_margin(chunks[end - 1], chunks[end], right) and len(fit(chunks[end], starts) or ()) < 2:
            # A paragraph with a tab in it; how far down this one goes, nobody can tell.
            end -= 1
            break
        wider = _with_starts_of(chunks[end], starts)
        if len(starts) < len(wider) <= _MOST_COLUMNS and all(
            fit(line, wider) for line in chunks[at : end + 1]
        ):
            starts = wider
        elif not fit(chunks[end], starts):
            break
        end += 1
    while end > at and _is_below(chunks, at, end, starts, habits):
        end -= 1
    told = starts[:1] + [x for x in starts[1:] if _support(chunks[at:end], x) > 1]
    if _are_heads(chunks[at], chunks[at + 1 : end]):
        told = starts  # those of its columns are blank that nothing stands in
    if len(told) < len(starts) and _stand_elsewhere(starts, habits):
        told = starts
    if len(told) < 2 <= end - at and len(starts) == 2 and not _holds_answer(chunks[at][0]):
        told = starts  # one row, whose label goes on in the next line
    usable = len(told) > 1 and all(fit(line, told) for line in chunks[at:end])
    return (end, told) if usable else (at + 1, [])


def _are_led(line: Sequence[WordLine]) -> bool:
    """Whether each text is a label that leads over to its answer: a line of pairs, and no row of a table."""
    return all(LED.match(chunk.text) for chunk in line)


def _heads_page(line: Sequence[WordLine]) -> bool:
    """Whether a heading stands in a line, and behind it something in much smaller type: a link, a number."""
    first, *others = line
    return first.bold and all(one.size < _SMALL * first.size for one in others)


def _are_heads(line: Sequence[WordLine], below: Sequence[Sequence[WordLine]]) -> bool:
    """Whether a line of several bold or grey texts stands over lines that hold none: the head of a table."""
    if len(line) < _LEAST_HEADS or not below:
        return False
    if all(chunk.bold for chunk in line):
        return not any(chunk.bold for other in below for chunk in other)
    return all(chunk.faint for chunk in line) and not any(other[0].faint for other in below)


def _stand_elsewhere(starts: Sequence[float], habits: Habits) -> bool:
    """Whether several lines of the document begin in just these columns."""
    return any(
        len(known) == len(starts) and all(abs(at - x) <= ALIGNED for at, x in zip(known, starts, strict=True))
        for known in habits.columns
    )


def _holds_answer(chunk: WordLine) -> bool:
    """Whether a text is a label with its answer, so that what stands below it is no rest of the label."""
    return re.search(r"[:?]\s*\S", chunk.text) is not None


def _is_beyond(
    lines: Sequence[WordLine], chunks: Sequence[list[WordLine]], at: int, n: int, starts: Sequence[float]
) -> bool:
    """Whether a line can't be of a table: too far down, further left, or a heading."""
    line, first = lines[n], lines[at]
    apart = line.top - lines[n - 1].bottom
    if line.page != first.page or apart > _MOST_APART * line.size or line.x0 < first.x0 - ALIGNED:
        return True
    label = chunks[at][0]
    if len(chunks[n]) > 1 and _heads_page(chunks[n]):
        return True
    if len(chunks[n]) > 1:
        return False
    # A word of a heading may begin right over a column.
    heads = line.size > 1.08 * label.size and len(fit(chunks[n], starts) or ()) < 2
    return heads or (line.bold and not label.bold and not _is_below_answer(chunks[n - 1], line))


def _is_below_answer(above: Sequence[WordLine], line: WordLine) -> bool:
    """Whether a bold line stands right below a bold answer, and begins where that does."""
    answer = above[-1]
    close = line.top - answer.bottom <= _CLOSE * line.size and abs(line.x0 - answer.x0) <= ALIGNED
    return close and answer.bold and (len(above) == 1 or not above[0].bold)


def _with_starts_of(line: Sequence[WordLine], starts: Sequence[float]) -> list[float]:
    new = [chunk.x0 for chunk in line[1:] if all(abs(chunk.x0 - x) > 1.5 * ALIGNED for x in starts)]
    return sorted([*starts, *new])


def _support(lines: Sequence[Sequence[WordLine]], x: float) -> int:
    """How many lines have text that begins there; one word within a chunk will do, behind a wide blank."""
    return sum(
        any(abs(chunk.x0 - x) <= 1.5 * ALIGNED or _split(chunk, [x])[1:] for chunk in line) for line in lines
    )


def _wraps_to_margin(chunks: Sequence[WordLine], following: Sequence[WordLine], right: float) -> bool:
    """Whether the last of several texts in a line goes on at the left margin, and so is in no column."""
    last, first = chunks[-1], following[0]
    if last.words[-1].whole or last.text[-1] in ".:;?!" or _goes_on_in_column(chunks, first):
        return False
    full = last.x1 + first.words[0].box.x1 - first.x0 > right - 0.5 * last.size
    below = abs(first.x0 - chunks[0].x0) <= ALIGNED
    return len(chunks) > 1 and len(following) == 1 and below and full and first.text[:1].islower()


def _goes_on_in_column(chunks: Sequence[WordLine], below: WordLine) -> bool:
    """Whether the first of several texts in a line had no room left in its column for the word below it.

    Of two texts the second may go on there as well, unless it is boxes with their answers.
    """
    word = below.words[0].box
    told = len(chunks) > 2 or (len(chunks) > 1 and _has_choice(chunks[1]))
    return told and chunks[0].x1 + word.x1 - word.x0 > chunks[1].x0 - GUTTER


def _carried_on(chunks: Sequence[list[WordLine]], starts: Sequence[float], habits: Habits) -> int:
    """How many of the first lines stand in columns that begin there."""
    number = 0
    while len(starts) > 1 and number < len(chunks) and fit(chunks[number], starts):
        if _heads_anew(chunks[number], chunks[number + 1 : number + 2]):
            break
        if (
            number
            and chunks[number][0].top - chunks[number - 1][0].bottom > _MOST_APART * chunks[number][0].size
        ):
            break
        if chunks[number][0].size > 1.08 * chunks[0][0].size:
            if number == 1 and len(chunks[1]) > 1:
                return 0  # the head again, in small type: it is read with its rows
            break
        number += 1
    while (
        number
        and len(chunks[number - 1]) < 2
        and chunks[number - 1][0].x0 < starts[0] + GUTTER
        and not (number > 1 and _is_in_first_column(chunks[:number], starts[1], habits))
    ):
        number -= 1
    return number


def _heads_anew(line: Sequence[WordLine], below: Sequence[Sequence[WordLine]]) -> bool:
    """Whether a bold line is a heading, and no label without an answer, beside which no bold text stands."""
    if len(line) > 1 or not line[0].bold or not below or len(below[0]) < 2:
        return False
    return not below[0][0].bold or all(chunk.bold for chunk in below[0])


def _is_below(
    chunks: Sequence[list[WordLine]], at: int, end: int, starts: Sequence[float], habits: Habits
) -> bool:
    """Whether the last line has nothing but a first column: it is text below, if no label goes on in it."""
    last = chunks[end - 1]
    if len(fit(last, starts) or last) > 1 or last[0].x0 > chunks[at][0].x0 + GUTTER:
        return False
    above = chunks[end - 2][0] if end - 2 >= at else last[0]
    pitch = (last[0].bottom - above.bottom) / last[0].size
    if pitch <= near_pitch(habits) and breaks_off(above, last[0]):
        return False
    return not _is_in_first_column(chunks[at:end], chunks[at][1].x0, habits)


def _is_in_first_column(chunks: Sequence[Sequence[WordLine]], edge: float, habits: Habits) -> bool:
    """Whether lines below a row are the rest of its first cell: close below it, and broken at its edge."""
    broken = False
    for above, line in zip(chunks[-2::-1], chunks[::-1], strict=False):
        if len(line) > 1:
            break
        (text,) = line
        if text.x1 > edge or (text.bottom - above[0].bottom) / text.size > near_pitch(habits):
            return False
        word = text.words[0].box
        full = not above[0].words[-1].whole and above[0].x1 + word.x1 - word.x0 > edge - GUTTER
        broken = broken or (full and above[0].text[-1] not in ".:;?!")
    return broken


def _is_bullet(chunk: WordLine) -> bool:
    text = chunk.text
    return text in _BULLETS or (0 < len(text) <= 3 and text[-1] in ".)")


def fit(
    chunks: Sequence[WordLine], starts: Sequence[float], *, crossing: bool = False
) -> list[tuple[int, WordLine]] | None:
    """Each chunk with the number of its column; None where one begins in none, or reaches into the next.

    A chunk that begins between two columns goes on with the one before it, unless it is set to the right in
    a column of its own. None too where several chunks come to stand in one column: such a line is of another
    table.
    """
    fitted: list[tuple[int, WordLine]] = []
    parts = [part for chunk in chunks for part in _split(chunk, starts)]
    if _are_as_many(parts, starts):
        return [*enumerate(parts)]
    for chunk in parts:
        column = next((n for n, x in enumerate(starts) if abs(chunk.x0 - x) <= 1.5 * ALIGNED), None)
        if column is None and not fitted and crossing:
            column = max((n for n, x in enumerate(starts) if x <= chunk.x0 + ALIGNED), default=0)
        if column is None and not fitted:
            return None
        if column is None and not (chunk.words[0].whole or _holds_answer(fitted[-1][1])):
            column = _set_right(chunk, starts, fitted[-1][0])
        if column is None:
            column, before = fitted.pop()
            if before.words[-1].whole or chunk.words[0].whole:
                return None  # a form field is no part of what stands before it
            chunk = WordLine(before.words + chunk.words)
        if not crossing and column + 1 < len(starts) and chunk.x1 > starts[column + 1] - 1:
            return None
        fitted.append((column, chunk))
    return None if len(parts) > 1 and len(fitted) < 2 and not crossing else fitted


def _are_as_many(parts: Sequence[WordLine], starts: Sequence[float]) -> bool:
    """Whether there is one text for each column, none of them in another one's place."""
    if len(parts) != len(starts) or len(parts) < _LEAST_HEADS or abs(parts[0].x0 - starts[0]) > 1.5 * ALIGNED:
        return False
    behind = all(part.x0 > x for part, x in zip(parts[1:], starts, strict=False))
    return behind and all(part.x1 < x - 1 for part, x in zip(parts, starts[1:], strict=False))


def _set_right(chunk: WordLine, starts: Sequence[float], before: int) -> int | None:
    """The column behind `before` that a chunk stands in though it begins in the middle, or left of it."""
    within = max((n for n, x in enumerate(starts) if x <= chunk.x0), default=before)
    if within > before:
        return within
    return before + 1 if before + 1 < len(starts) and chunk.x1 > starts[before + 1] else None


def _split(chunk: WordLine, starts: Sequence[float]) -> list[WordLine]:
    """A chunk that runs over the beginning of a column is two, if a word begins right there."""
    words = chunk.words
    gaps = [after.box.x0 - word.box.x1 for word, after in pairwise(words)]
    usual = sorted(gaps)[(len(gaps) - 1) // 3] if len(gaps) > 2 else _LEAST_GAP * chunk.size
    cuts = [
        n
        for n, gap in enumerate(gaps, start=1)
        if gap >= 1.12 * usual
        and gap >= _LESS_GAP * words[n].size
        and any(abs(words[n].box.x0 - x) <= AT for x in starts)
    ]
    return [WordLine(words[a:b]) for a, b in pairwise([0, *cuts, len(words)])]
