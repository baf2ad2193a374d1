"""Which lines of a cell, column or page make one paragraph.

A line goes on in the next when the next one's first word had no room in it. It doesn't when the next one
looks different (size, bold, faint), begins with a check box or bullet, stands further down or further in, or
when a ruling lies between them. What ends with a colon is done.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence
from typing import Final

from pipeline.extract.habits import HYPHENATED, Habits, pitch
from pipeline.extract.words import PageWord, Ruling, WordLine, chunks_of, is_jump
from pipeline.records.layout import TICKED, UNTICKED

_LARGER: Final = 1.18
"""A line that stands so much further down than usual begins a paragraph."""
_NO_PITCH: Final = 1.45
_MOST_PITCH: Final = 2.3
_LONG: Final = 0.8
_BULLET: Final = re.compile(r"[•▪●○◦‣✓✔✗]$")
_NUMBER: Final = re.compile(r"[–-]$|\(?[0-9a-z]{1,2}[.)]$", re.IGNORECASE)
"""Dashes and numbers begin an item, or stand in a sentence."""
BOX: Final = re.compile(rf"[{TICKED}{UNTICKED}☑]|\[ ?[xX]? ?\]|\( ?[xX]? ?\)")
_MARK: Final = re.compile(rf"{BOX.pattern}|(?<![\w_])_(?:[xX]_+|_+)(?![\w_])")
"""A box, or a short line to put a cross on."""
_OPEN_BOX: Final = re.compile(rf"({BOX.pattern})$")
_ON_RULING, _MARGIN = 4.0, 8.0
"""How far below its lines the ruling is that they stand on, in letter sizes, and how far they are set in."""
_LEADER: Final = re.compile(r"\w\.? ?(?:_{3,}|\.{5,}|…{2,})")
"""A line to write on behind some words: they are a label."""
_LEADS: Final = re.compile(r"(?:_{3,}|\.{4,}|…{2,})$")
LED: Final = re.compile(
    r"\w[^_…:]{0,80}?(?:[ ?](?:_{3,}|\.{3,}|…+) ?:|\.{2,} ?:|: ?_{4}(?!_)|:? ?\.{5,} ?\S)"
)
"""A line that begins with a label and leads over to its answer."""
_OPEN_LEADER: Final = re.compile(r"(?:_|\.{3}|…)[^_]*[^_\s.…]$")
"""What is written on such a line, and not at its end yet."""
_ASKS: Final = re.compile(rf"[A-ZÆØÅ][^.:;!?_…]{{2,80}}[:?](?:$| ?{BOX.pattern})")
"""A line that is a label and nothing else, or boxes behind one."""
_TOWN, _DISTRICT = re.compile(r"\d{4} [A-ZÆØÅ][a-zæøå]+$"), re.compile(r"[NSØVCK]|[NS]V")
"""`2100 København`, and what may be alone in the next line."""
_ITEM: Final = re.compile(r"[A-ZÆØÅ][\w-]+(?: [\w-]+){0,3} \d{1,2}")
_TITLE: Final = re.compile(r"[A-ZÆØÅ][^.,:;!?]*[^\W_]")
_RULE: Final = re.compile(r"([-=–—─═~*#+])\1{19,}")
"""A rule that is typed: so many of one sign, and nothing else in the line."""
_BREAK: Final = re.compile(r"([*~#+=◆◇❖●○•])(?:\s+\1){2,}|\*{3}")
"""Ornaments that part two texts, and nothing else in the line."""
_HYPHENED: Final = re.compile(r"\w-$")


def paragraphs(
    lines: Sequence[WordLine], right: float, habits: Habits, rulings: Mapping[int, Sequence[Ruling]]
) -> list[list[WordLine]]:
    """The lines in paragraphs; `right` is how far a line can go, `rulings` the level ones of each page."""
    done: list[list[WordLine]] = []
    right = shown_right(lines, right)
    local = _local_pitch(lines, right)
    for n, line in enumerate(lines):
        if (
            n
            and goes_on(lines[n - 1], line, _ruled_right(rulings, line, right), habits, local)
            and not _is_between(rulings, lines[n - 1], line)
        ):
            done[-1].append(line)
        else:
            done.append([line])
    return done


def shown_right(lines: Sequence[WordLine], right: float) -> float:
    """How far the lines of a column go, by those that break off in a sentence; no further than `right`."""
    told, reach = [], 0.0
    for line, below in itertools.pairwise(lines):
        if line.words[-1].whole or below.words[0].whole or len(chunks_of(line)) > 1:
            continue  # a field breaks no line, and beside a label it is the label that may go on
        long = line.x1 - line.x0 > 0.5 * (right - line.x0)
        goes_on_small = below.words[0].text[:1].islower() and line.words[-1].text[-1:] not in ".:;?!-"
        near = line.page != below.page or pitch(line, below) < _NO_PITCH
        if long and goes_on_small and near and abs(line.x0 - below.x0) < 0.5 * line.size:
            told.append(line.x1 + _needed(below) - 0.25 * line.size)
            reach = max(reach, line.x1)
    if not told:
        return right
    least = max(min(told), reach)
    # The edge lies between the longest line and what had no room any more; a known one there is it.
    return right if reach <= right <= least else min(right, (reach + least) / 2)


def goes_on(line: WordLine, following: WordLine, right: float, habits: Habits, local: float = 0.0) -> bool:
    """Whether the next line is the rest of this one. `local`: the pitch of the full lines round them."""
    first, last = following.words[0], line.words[-1]
    if is_typed_rule(line) or is_typed_rule(following):
        return False
    if first.turned or last.turned or _is_item(line, following, right):
        return False
    if _asks_alone(line, following, right):
        return False
    if _LEADER.search(following.text) and (not _OPEN_LEADER.search(line.text) or _are_led(line, following)):
        return False
    if LED.match(following.text) or (_OPEN_LEADER.search(line.text) and _ASKS.match(following.text)):
        return False
    forced = first.text[:1].islower() and _needed(following) > right - line.x1
    if last.text.endswith(":") and line.x1 - line.x0 < _LONG * (right - line.x0) and not forced:
        return False
    if abs(line.size - following.size) > 0.1 * max(line.size, following.size):
        return False
    if (line.bold != following.bold and (line.bold or first.bold)) or last.faint != first.faint:
        return False
    if first.bold and not last.bold:
        return False  # a label that runs into its answer
    if first.whole or last.whole or first.filled != last.filled:
        return False
    if line.page == following.page and not _is_near(line, following, habits, local):
        return False
    if _OPEN_BOX.search(line.text):
        return abs(following.x0 - line.x0) < 4 * line.size  # what the box is for has to follow
    if _DISTRICT.fullmatch(following.text) and _TOWN.search(line.text):
        return _starts_below(line, following)
    return _starts_below(line, following) and _is_full(line, following, right)


def _asks_alone(line: WordLine, following: WordLine, right: float) -> bool:
    """Whether a whole short line with a colon or question mark stands below the end of a sentence.

    Or one that is a title: the number of an item, `Indsats 2`, or a few words at the head of a page.
    """
    short = following.x1 - following.x0 < _LONG * (right - following.x0)
    if not short or line.text[-1:] not in '.!?»"':
        return False
    title = _ITEM if line.page == following.page else _TITLE
    return following.text[-1:] in ":?" or title.fullmatch(following.text) is not None


def _is_item(line: WordLine, following: WordLine, right: float) -> bool:
    """Whether the next line begins with a bullet, number or box, and not because the line broke there."""
    first = following.words[0].text
    if _BULLET.match(first):
        return True
    if _NUMBER.match(first):
        begun = _NUMBER.match(line.words[0].text) is not None
        return begun or line.words[-1].text[-1:] in ".:?!;" or not _is_full(line, following, right)
    return BOX.match(following.text) is not None and BOX.search(line.text) is None


def _are_led(line: WordLine, following: WordLine) -> bool:
    """Whether the leaders of two lines end at one place, so that each leads from a label to its answer."""
    ends = [[word.box.x1 for word in one.words if _LEADS.search(word.text)] for one in (line, following)]
    return all(ends) and abs(ends[0][0] - ends[1][0]) < line.size


def _is_near(line: WordLine, following: WordLine, habits: Habits, local: float) -> bool:
    apart = pitch(line, following)
    if apart <= (_LARGER * habits.pitch or _NO_PITCH):
        return True
    small = following.words[0].text[:1].islower()
    return bool(local) and apart <= min(_LARGER * local, _MOST_PITCH) and (small or local < 1.9)


def _starts_below(line: WordLine, following: WordLine) -> bool:
    """Whether the next line begins where this one, or what stands behind its label or bullet, does."""
    boxes = (_MARK.search(line.text) and _MARK.match(following.text)) or _breaks_option(line, following)
    if any(is_jump(following, n) for n in range(1, len(following.words))) and not boxes:
        return False
    chunks = chunks_of(line)
    if len(chunks) > 1 and not boxes and not _is_marker(chunks[0].text):
        broken = following.words[0].text[:1].islower() or _OPEN_LEADER.search(line.text)
        below = bool(broken) and abs(line.x0 - following.x0) < 0.4 * line.size
        return below or abs(chunks[-1].x0 - following.x0) < 0.4 * line.size
    indent = following.x0 - line.x0
    if _hangs(line, following):
        return True
    if -0.8 * line.size <= indent <= 0.5 * line.size:
        return True
    if indent < 0:
        return indent > -4 * line.size  # the first line of a paragraph is set in
    return _is_marker(line.words[0].text) and indent < 4 * line.size


def _hangs(line: WordLine, following: WordLine) -> bool:
    """Whether the next line begins right where the answer does behind a label that leads over to it."""
    for label, answer in itertools.pairwise(line.words):
        if label.text.endswith(":") and abs(answer.box.x0 - following.x0) < 0.4 * line.size:
            return LED.match(line.text) is not None
    return False


def _breaks_option(line: WordLine, following: WordLine) -> bool:
    """Whether words stand behind the last box of a line, and the next line has more before its first box."""
    behind = _MARK.split(line.text)[-1].strip()
    return bool(behind) and _MARK.match(following.text) is None and _MARK.search(following.text) is not None


def _is_marker(text: str) -> bool:
    return any(one.match(text) is not None for one in (_BULLET, _NUMBER, BOX))


def _is_full(line: WordLine, following: WordLine, right: float) -> bool:
    first, last = following.words[0], line.words[-1].text
    half = line.x1 - line.x0 > 0.5 * (right - line.x0)
    if (HYPHENATED.search(last) and first.text[:1].islower()) or (_HYPHENED.search(last) and half):
        return True
    room = right - line.x1
    needed = _needed(following)
    if needed > room:
        return True
    long = line.x1 - line.x0 > _LONG * (right - line.x0)
    small = not first.text[:1].isupper() and last[-1:] not in ".:?!"
    return long and small and needed > 0.5 * room


def _needed(line: WordLine) -> float:
    """The breadth of its first word, and of the blank before it; a mark stays on the line of its word."""
    if BOX.match(line.text):
        return _option_width(line) + 0.25 * line.size
    first, *others = line.words[:2]
    marks = [word for word in others if not any(map(str.isalnum, word.text))]
    return (marks or [first])[-1].box.x1 - first.box.x0 + 0.25 * line.size


def _option_width(line: WordLine) -> float:
    """The breadth of a check box and what it is for, which stay together."""
    end = 1
    while end < len(line.words) and not is_jump(line, end) and not BOX.match(line.words[end].text):
        end += 1
    return line.words[end - 1].box.x1 - line.x0


def _local_pitch(lines: Sequence[WordLine], right: float) -> float:
    """The least distance of a full line to the one below it."""
    told = [
        pitch(line, below)
        for line, below in itertools.pairwise(lines)
        if line.page == below.page and _is_full(line, below, right)
    ]
    return min((one for one in told if one > 0.8), default=0.0)


def _is_between(rulings: Mapping[int, Sequence[Ruling]], line: WordLine, following: WordLine) -> bool:
    low, high = line.bottom - 0.3 * line.size, following.top + 0.3 * following.size
    return line.page == following.page and any(
        low <= one.top <= high and one.x0 < line.x1 and one.x1 > line.x0 for one in rulings.get(line.page, ())
    )


def _ruled_right(rulings: Mapping[int, Sequence[Ruling]], line: WordLine, right: float) -> float:
    """How far a line can go that stands on one drawn below it: no further than that goes."""
    below = [
        one
        for one in rulings.get(line.page, ())
        if -1 <= one.top - line.bottom <= _ON_RULING * line.size and one.x0 <= line.x0 <= one.x1
    ]
    nearest = min(below, key=lambda one: one.top, default=None)
    if nearest is None or abs(nearest.x0 - line.x0) > _MARGIN or nearest.x1 < line.x1:
        return right
    return min(right, nearest.x1)


def is_typed_rule(line: WordLine) -> bool:
    """Whether a line is nothing but a rule, typed from side to side (`-----------`), or a break."""
    said = _RULE.fullmatch(line.text) is not None or is_break(line)
    return said and not any(word.filled for word in line.words)


def is_break(line: WordLine) -> bool:
    """Whether a line is nothing but ornaments that part two texts: `* * *`."""
    return _BREAK.fullmatch(line.text) is not None


def is_label_like(words: Sequence[PageWord]) -> bool:
    """Whether there is nothing but bold and faint text: labels, headings and help."""
    told = [word for word in words if any(map(str.isalnum, word.text))]
    return any(word.bold for word in told) and all(word.bold or word.faint for word in told)
