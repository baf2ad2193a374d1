"""What repeats on the pages of a document and is none of its text: running heads, footers, page numbers."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from pipeline.extract.words import Page, WordLine, chunks_of, lines_of

TOP_ZONE, BOTTOM_ZONE = 0.12, 0.10
"""So far from the edges of a page furniture may stand, in page heights."""
_ALONE_ZONE, _EDGE = 0.08, 0.065
_NUMBER_ZONE: Final = 0.2
"""Below broad margins the number of a page stands so far up, with nothing below it."""
_MOST_PAGES, _LEAST_PAGES = 0.6, 0.4
"""Of all pages: what stands on so many is furniture for sure, and what on fewer than that may be answers."""
_LEAST_GAP: Final = 0.8
"""Between furniture and text, in letter sizes."""
_FAR: Final = 2.5
"""Between the foot of a page and its text, in letter sizes and in gaps between lines."""
_LOOK: Final = 12
"""So many lines next to it tell whether a line is the head of a table."""
_PAGE_NUMBER: Final = re.compile(r"\b(side|page|s\.)\s*\d+|\b\d+\s*(af|of|/)\s*\d+", re.IGNORECASE)
_ONLY_PAGE_NUMBER: Final = re.compile(
    r"\W*(side|page|s\.)\s*\d+(\s*(af|of|/)\s*\d+)?\W*|\W*\d{1,3}(\s*(af|of|/)\s*\d{1,3})?\W*", re.IGNORECASE
)
_PARTED_NUMBER: Final = re.compile(r"[-–—|·•/(\[]\s*(\d{1,3})\W*$|^\W*(\d{1,3})\s*[|·•–—]")
"""A number at the end of a line or its head that something parts from the rest: `Ansøgning - 2 -`."""
_ADDRESS: Final = re.compile(r"(?:https?|file)://")
"""What a browser prints at the foot of a page, before its number."""
_NUMBERED: Final = 4
"""So many numbers of lines tell that they are such, …"""
_MARGIN: Final = 4.0
"""… so far, in points, from the text, and ending so near below each other."""
_DIGITS: Final = re.compile(r"\d+")


def without_furniture(pages: Sequence[Page]) -> tuple[list[Page], tuple[str, ...]]:
    """The pages without what repeats at their edges, and each such text once.

    Furniture stands at the edge with nothing but furniture beyond it, at the same height on two pages or
    more and not on few of many, in the same words; only a page number may be another. What stands in a ruled
    table is text.
    """
    edges = {(page.number, top): _edge_lines(page, top=top) for page in pages for top in (True, False)}
    seen: defaultdict[tuple[str, int], set[int]] = defaultdict(set)
    for (number, _), lines in edges.items():
        for line in lines:
            for height in (0, -1, 1):
                seen[_key(line), round(line.bottom / 3) + height].add(number)
    told: dict[str, None] = {}
    kept = []
    for page in pages:
        gone: set[int] = set()
        for top in (True, False):
            lines = edges[page.number, top]
            repeated = []
            for line in lines:
                times = len(seen[_key(line), round(line.bottom / 3)])
                if times < max(2, _LEAST_PAGES * len(pages)) and not _is_page_number(page, line):
                    break
                usual = times > 2 and times >= _MOST_PAGES * len(pages)
                sure = usual or _key(line) != line.text or _is_at_edge(page, line, _EDGE)
                repeated.append((line, sure))
            for line in lines[: _apart(page, repeated)]:
                told[line.text] = None
                gone.update(map(id, line.words))
        kept.append(replace(page, words=tuple(word for word in page.words if id(word) not in gone)))
    return kept, tuple(told)


def foot_of(page: Page) -> float:
    """Where the lines begin that stand at the lower edge of a page, far below all else; without any: inf.

    On a single page nothing repeats, yet what stands there is no part of the answer above it.
    """
    edge = (1 - _EDGE) * page.height
    if not any(word.box.top >= edge for word in page.words):
        return math.inf
    usual = _usual_gap(page)
    for above, below in reversed([*pairwise(lines_of(page.words))]):
        if below.top < edge or any(word.filled for word in below.words):
            break
        if below.top - above.bottom >= max(_FAR * below.size, _FAR * usual):
            return below.top
    return math.inf


def without_line_numbers(page: Page) -> Page:
    """The page without the numbers of its lines, of each or every fifth, in a margin of their own."""
    numbers = [word for word in page.words if word.text.isdecimal() and not word.filled]
    inner = min((word.box.x0 for word in page.words if not word.text.isdecimal()), default=0.0)
    margin = sorted((one for one in numbers if one.box.x1 <= inner - _MARGIN), key=lambda one: one.box.top)
    steps = {int(below.text) - int(above.text) for above, below in pairwise(margin)}
    ends = [one.box.x1 for one in margin]
    if len(margin) < _NUMBERED or len(steps) > 1 or min(steps) < 1 or max(ends) - min(ends) > _MARGIN:
        return page
    gone = set(map(id, margin))
    return replace(page, words=tuple(word for word in page.words if id(word) not in gone))


def _apart(page: Page, repeated: Sequence[tuple[WordLine, bool]]) -> int:
    """How many of the first lines stand apart from the text; the head of a table does not.

    What isn't furniture for `sure` has to stand further from the text than its lines from each other.
    """
    usual = _usual_gap(page) if repeated else 0.0
    for number in range(len(repeated), 0, -1):
        last, sure = repeated[number - 1]
        others = {id(word) for line, _ in repeated[:number] for word in line.words}
        rest = [word for word in page.words if id(word) not in others]
        below = [word for word in rest if word.box.top > last.top]
        above = [word for word in rest if word.box.bottom < last.bottom]
        near = lines_of(below if last.top < page.height / 2 else above)
        if not near:
            return number
        other = near[0] if last.top < page.height / 2 else near[-1]
        gap = max(other.top - last.bottom, last.top - other.bottom)
        beside = near[:_LOOK] if last.top < page.height / 2 else near[-_LOOK:]
        columns = max(_shared_columns(last, line) for line in beside)
        if gap >= max(_LEAST_GAP * last.size, 0.0 if sure else 1.5 * usual) and columns < 2:
            return number
    return 0


def _usual_gap(page: Page) -> float:
    lines = lines_of(page.words)
    gaps = sorted(below.top - line.bottom for line, below in pairwise(lines) if below.top > line.bottom)
    return gaps[len(gaps) // 2] if gaps else 0.0


def _shared_columns(line: WordLine, other: WordLine) -> int:
    starts = [chunk.x0 for chunk in chunks_of(other)]
    return sum(any(abs(chunk.x0 - x) < 3 for x in starts) for chunk in chunks_of(line))


def _edge_lines(page: Page, *, top: bool) -> list[WordLine]:
    """The lines that may be furniture, from the edge inwards."""
    limit = TOP_ZONE * page.height if top else (1 - BOTTOM_ZONE) * page.height
    if not top:
        limit = min(limit, _top_of_number(page))
    words = [word for word in page.words if (word.box.bottom <= limit if top else word.box.top >= limit)]
    lines = lines_of(words)
    upright = [one for one in page.rulings if not one.level]
    free = [
        line
        for line in lines
        if not any(
            up.top <= (line.top + line.bottom) / 2 <= up.bottom and up.bottom - up.top > 8 for up in upright
        )
        and not any(word.filled for word in line.words)
    ]
    return free if top else free[::-1]


def _top_of_number(page: Page) -> float:
    """Where the number of a page begins that stands alone on the lowest line of it; without one: inf."""
    lowest = max(page.words, key=lambda word: word.box.top, default=None)
    if lowest is None or lowest.text != str(page.number) or lowest.filled:
        return math.inf
    line = next(line for line in reversed(lines_of(page.words)) if any(one is lowest for one in line.words))
    return line.top if len(line.words) == 1 and _is_at_edge(page, line, _NUMBER_ZONE) else math.inf


def _key(line: WordLine) -> str:
    """What has to be the same: all of it, but for the number of the page."""
    text = line.text
    if _ONLY_PAGE_NUMBER.fullmatch(text):
        return _DIGITS.sub("0", text)
    parted = _PARTED_NUMBER.search(text)
    if parted and str(line.page) in parted.groups():
        return f"{text[: parted.start()]}{_DIGITS.sub('0', parted[0])}{text[parted.end() :]}"
    return _PAGE_NUMBER.sub(lambda found: _DIGITS.sub("0", found[0]), text)


def _is_page_number(page: Page, line: WordLine) -> bool:
    """Whether a line at the edge is the number of its page, alone or at the end behind a wide gap."""
    chunks = chunks_of(line)
    found = _ONLY_PAGE_NUMBER.fullmatch(chunks[-1].text)
    own = _DIGITS.findall(chunks[-1].text)[:1] == [str(page.number)]
    alone = len(chunks) == 1 or _ADDRESS.match(chunks[0].text) is not None
    told = found is not None and (found[1] is not None or (own and alone))
    return _is_at_edge(page, line, _ALONE_ZONE) and told and (own or len(chunks) == 1)


def _is_at_edge(page: Page, line: WordLine, zone: float) -> bool:
    return line.bottom <= zone * page.height or line.top >= (1 - zone) * page.height
