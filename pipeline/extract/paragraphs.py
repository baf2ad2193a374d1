"""Which lines of a cell, column or page make one paragraph, and what it says.

A line goes on in the next when the next one's first word had no room in it. It doesn't when the next one
looks different (size, bold, faint), begins with a check box or bullet, stands further down or further in, or
when a ruling lies between them. What ends with a colon is done.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from pipeline.extract.words import PageWord, Ruling, WordLine, chunks_of, is_jump
from pipeline.records.layout import TICKED, UNTICKED, Box, Place, Span, TextLine

_LARGER: Final = 1.18
"""A line that stands so much further down than usual begins a paragraph."""
_NO_PITCH: Final = 1.45
_MOST_PITCH: Final = 2.3
_LONG: Final = 0.8
_BULLET: Final = re.compile(r"[•▪●○◦‣✓✔✗]$")
_NUMBER: Final = re.compile(r"[–-]$|\(?[0-9a-z]{1,2}[.)]$", re.IGNORECASE)
"""Dashes and numbers begin an item, or stand in a sentence."""
_BOX: Final = re.compile(rf"[{TICKED}{UNTICKED}☑]|\[ ?[xX]? ?\]|\( ?[xX]? ?\)")
_MARK: Final = re.compile(rf"{_BOX.pattern}|(?<![\w_])_(?:[xX]_+|_+)(?![\w_])")
"""A box, or a short line to put a cross on."""
_OPEN_BOX: Final = re.compile(rf"({_BOX.pattern})$")
_LEADER: Final = re.compile(r"\w ?(?:_{3,}|\.{5,}|…{2,})")
"""A line to write on behind some words: they are a label."""
_OPEN_LEADER: Final = re.compile(r"(?:_|\.{3}|…)[^_]*[^_\s.…]$")
"""What is written on such a line, and not at its end yet."""
_BROKEN: Final = re.compile(r"[a-zæøåéüöä]-$")
_HYPHENED: Final = re.compile(r"\w-$")
_KEPT_BEFORE: Final = frozenset({"og", "eller", "samt", "og/eller", "til"})
_VOWELS: Final = frozenset("aeiouyæøåéüöä")
_ADDRESS: Final = re.compile(r"@|/|_|^www\.|[a-z]\.[a-z]|[0-9]")
_AROUND: Final = '.,;:()»«"?!*'


@dataclass(frozen=True, slots=True, kw_only=True)
class Habits:
    """What is usual in a document: the size of its letters, the distance of its lines, hyphenated words."""

    size: float
    pitch: float
    """From base line to base line, in letter sizes; 0 if no two lines tell."""
    hyphened: frozenset[str]
    whole: frozenset[str]
    """Words that stand within a line, in small letters."""
    dashed: bool = False
    """Words within a line end in dashes, so that one at its end may be no hyphen."""


def habits_of(columns: Iterable[Sequence[WordLine]]) -> Habits:
    """From the lines of each cell or column of the document."""
    sizes: Counter[float] = Counter()
    pitches: Counter[float] = Counter()
    hyphened: set[str] = set()
    whole: set[str] = set()
    dashed = False
    for lines in columns:
        for n, line in enumerate(lines):
            for word, after in itertools.zip_longest(line.words, line.words[1:]):
                sizes[round(word.size * 2) / 2] += len(word.text)
                if after is not None and not word.whole:
                    whole.add(word.text.strip(_AROUND) if word.text[:1].islower() else "")
                    dashed = dashed or _is_dashed(word, after)
                if "-" in word.text[1:-1] and not word.whole:
                    hyphened.add(word.text.casefold().strip('.,;:()»«"'))
            if n and lines[n - 1].page == line.page and abs(lines[n - 1].size - line.size) < 1:
                pitches[round(_pitch(lines[n - 1], line) * 20) / 20] += 1
    told = sum(pitches.values())
    usual = min((p for p, count in pitches.items() if count >= max(2, 0.1 * told) and p > 0.8), default=0.0)
    size = sizes.most_common(1)[0][0] if sizes else 10.0
    return Habits(size=size, pitch=usual, hyphened=frozenset(hyphened), whole=frozenset(whole), dashed=dashed)


def _is_dashed(word: PageWord, after: PageWord) -> bool:
    """Whether a dash stands behind a word that no `og` follows: `pausekort- en makker`."""
    return bool(_BROKEN.search(word.text)) and after.text[:1].islower() and after.text not in _KEPT_BEFORE


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
            and goes_on(lines[n - 1], line, right, habits, local)
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
        near = line.page != below.page or _pitch(line, below) < _NO_PITCH
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
    if first.turned or last.turned or _is_item(line, following, right):
        return False
    if _asks_alone(line, following, right):
        return False
    if _LEADER.search(following.text) and not _OPEN_LEADER.search(line.text):
        return False
    forced = first.text[:1].islower() and _needed(following) > right - line.x1
    if last.text.endswith(":") and line.x1 - line.x0 < _LONG * (right - line.x0) and not forced:
        return False
    if abs(line.size - following.size) > 0.1 * max(line.size, following.size):
        return False
    if (line.bold != following.bold and (line.bold or first.bold)) or last.faint != first.faint:
        return False
    if first.whole or last.whole or first.filled != last.filled:
        return False
    if line.page == following.page and not _is_near(line, following, habits, local):
        return False
    if _OPEN_BOX.search(line.text):
        return abs(following.x0 - line.x0) < 4 * line.size  # what the box is for has to follow
    return _starts_below(line, following) and _is_full(line, following, right)


def _asks_alone(line: WordLine, following: WordLine, right: float) -> bool:
    """Whether a whole short line with a colon or question mark stands below the end of a sentence."""
    short = following.x1 - following.x0 < _LONG * (right - following.x0)
    return short and following.text[-1:] in ":?" and line.text[-1:] in '.!?»"'


def _is_item(line: WordLine, following: WordLine, right: float) -> bool:
    """Whether the next line begins with a bullet, number or box, and not because the line broke there."""
    first = following.words[0].text
    if _BULLET.match(first):
        return True
    if _NUMBER.match(first):
        begun = _NUMBER.match(line.words[0].text) is not None
        return begun or line.words[-1].text[-1:] in ".:?!;" or not _is_full(line, following, right)
    return _BOX.match(following.text) is not None and _BOX.search(line.text) is None


def _is_near(line: WordLine, following: WordLine, habits: Habits, local: float) -> bool:
    pitch = _pitch(line, following)
    if pitch <= (_LARGER * habits.pitch or _NO_PITCH):
        return True
    small = following.words[0].text[:1].islower()
    return bool(local) and pitch <= min(_LARGER * local, _MOST_PITCH) and (small or local < 1.9)


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
    if -0.8 * line.size <= indent <= 0.5 * line.size:
        return True
    if indent < 0:
        return indent > -4 * line.size  # the first line of a paragraph is set in
    return _is_marker(line.words[0].text) and indent < 4 * line.size


def _breaks_option(line: WordLine, following: WordLine) -> bool:
    """Whether words stand behind the last box of a line, and the next line has more before its first box."""
    behind = _MARK.split(line.text)[-1].strip()
    return bool(behind) and _MARK.match(following.text) is None and _MARK.search(following.text) is not None


def _is_marker(text: str) -> bool:
    return any(one.match(text) is not None for one in (_BULLET, _NUMBER, _BOX))


def _is_full(line: WordLine, following: WordLine, right: float) -> bool:
    first, last = following.words[0], line.words[-1].text
    half = line.x1 - line.x0 > 0.5 * (right - line.x0)
    if (_BROKEN.search(last) and first.text[:1].islower()) or (_HYPHENED.search(last) and half):
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
    if _BOX.match(line.text):
        return _option_width(line) + 0.25 * line.size
    first, *others = line.words[:2]
    marks = [word for word in others if not any(map(str.isalnum, word.text))]
    return (marks or [first])[-1].box.x1 - first.box.x0 + 0.25 * line.size


def _option_width(line: WordLine) -> float:
    """The breadth of a check box and what it is for, which stay together."""
    end = 1
    while end < len(line.words) and not is_jump(line, end) and not _BOX.match(line.words[end].text):
        end += 1
    return line.words[end - 1].box.x1 - line.x0


def _pitch(line: WordLine, following: WordLine) -> float:
    return (following.bottom - line.bottom) / (max(line.size, following.size) or 1.0)


def _local_pitch(lines: Sequence[WordLine], right: float) -> float:
    """The least distance of a full line to the one below it."""
    told = [
        _pitch(line, below)
        for line, below in itertools.pairwise(lines)
        if line.page == below.page and _is_full(line, below, right)
    ]
    return min((one for one in told if one > 0.8), default=0.0)


def _is_between(rulings: Mapping[int, Sequence[Ruling]], line: WordLine, following: WordLine) -> bool:
    low, high = line.bottom - 0.3 * line.size, following.top + 0.3 * following.size
    return line.page == following.page and any(
        low <= one.top <= high and one.x0 < line.x1 and one.x1 > line.x0 for one in rulings.get(line.page, ())
    )


# ── what a paragraph says ─────────────────────────────────────────────────────────────────────────────


def text_line(lines: Sequence[WordLine], place: Place, habits: Habits, level: int = -1) -> TextLine:
    """The lines of one paragraph as one."""
    text = ""
    struck: list[Span] = []
    bold: list[Span] = []
    faint: list[Span] = []
    filled: list[Span] = []
    for n, line in enumerate(lines):
        for at, word in enumerate(line.words):
            if at:
                text += "\t" if is_jump(line, at) else " "
            elif n:
                text = _broken_text(text, line, lines[n - 1], habits)
            start = len(text)
            text += word.text
            looks = ((word.struck, struck), (word.bold, bold), (word.faint, faint), (word.filled, filled))
            for looks_so, spans in looks:
                if looks_so:
                    _mark(spans, start, len(text))
    return TextLine(
        text=text,
        place=place,
        struck=tuple(struck),
        bold=tuple(bold),
        faint=tuple(faint),
        filled=tuple(filled),
        level=level,
        box=_box(lines),
    )


def _mark(spans: list[Span], start: int, end: int) -> None:
    """Goes on with the last stretch if only a blank lies between."""
    if spans and start - spans[-1].end <= 1:
        start = spans.pop().start
    spans.append(Span(start, end))


def _broken_text(text: str, following: WordLine, line: WordLine, habits: Habits) -> str:
    """The text of a paragraph up to the end of a line, ready for the next line to be put behind it.

    A hyphen at the end of a line goes when small letters stand on both sides of it, so that it may have come
    from breaking the word. It stays before `og` and `eller` (`skole- og hjem`), behind a single letter
    (`e-mail`) or what is an abbreviation (no vowel), in addresses, and where the document hyphenates the
    word elsewhere.
    """
    last, first = line.words[-1].text, following.words[0].text
    whole = f"{last}{first}".casefold().strip(_AROUND)
    if last.endswith("-") and len(last) > 1:
        if first.casefold().strip(_AROUND) in _KEPT_BEFORE:
            return f"{text} "
        part = last[:-1].rpartition("-")[2]
        soft = _BROKEN.search(last) is not None and first[:1].islower() and not _ADDRESS.search(whole)
        if (
            soft
            and not habits.dashed
            and len(part) > 1
            and _VOWELS & set(part.casefold())
            and whole not in habits.hyphened
        ):
            return text[:-1]
        return text if first[:1].isalnum() else f"{text} "
    alone = len(line.words) == 1
    if alone and first[:1].islower() and (whole in habits.whole or first == "s"):
        return text  # a word too long for its cell
    small = not first[:1].isupper() and not following.words[0].bold
    if alone and _ADDRESS.search(last) and small and len(following.words) == 1:
        return text
    return f"{text} "


def _box(lines: Sequence[WordLine]) -> Box:
    own = [line for line in lines if line.page == lines[0].page]
    return Box(
        own[0].page,
        min(line.x0 for line in own),
        min(line.top for line in own),
        max(line.x1 for line in own),
        max(line.bottom for line in own),
    )


def is_label_like(words: Sequence[PageWord]) -> bool:
    """Whether there is nothing but bold and faint text: labels, headings and help."""
    told = [word for word in words if any(map(str.isalnum, word.text))]
    return any(word.bold for word in told) and all(word.bold or word.faint for word in told)
