"""How a chosen answer is marked: the ways in which people tick, cross and strike."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tests.bench.sheet import Line, Option
from tests.words import run

Runs = str
"""Markup of runs in one paragraph."""
Mark = Callable[[Option], Runs]


def _glyphs(chosen: str, other: str) -> Mark:
    return lambda option: run((chosen if option.chosen else other).format(option.label))


def _struck(option: Option) -> Runs:
    return run(option.label) if option.chosen else run(option.label, "<w:strike/>")


def _chosen_by(look: str) -> Mark:
    return lambda option: run(option.label, look if option.chosen else "")


def _wingdings(option: Option) -> Runs:
    sign = "F0FE" if option.chosen else "F0A8"
    return f'<w:r><w:sym w:font="Wingdings" w:char="{sign}"/></w:r>{run(" " + option.label)}'


MARKS: Mapping[str, Mark] = {
    "ballot": _glyphs("☒ {}", "☐ {}"),
    "check": _glyphs("☑ {}", "☐ {}"),
    "square": _glyphs("■ {}", "□ {}"),
    "bracket": _glyphs("[x] {}", "[ ] {}"),
    "paren": _glyphs("(x) {}", "( ) {}"),
    "ballot-after": _glyphs("{} ☒", "{} ☐"),
    "cross-after": _glyphs("{} X", "{}"),
    "cross-before": _glyphs("X {}", "   {}"),
    "line-after": _glyphs("{} _X_", "{} ___"),
    "tick-after": _glyphs("{} ✓", "{}"),
    "bracket-after": _glyphs("{} [X]", "{} [ ]"),
    "wingdings": _wingdings,
    "struck": _struck,
    "red": _chosen_by('<w:color w:val="FF0000"/>'),
    "highlighted": _chosen_by('<w:highlight w:val="yellow"/>'),
}
BY_LOOKS = frozenset({"struck", "red", "highlighted"})
"""Marks without any sign: where nothing is chosen they draw nothing that would say so."""
WORD = "word"
"""Not marked but written: the chosen answer's own words."""
COMMON = (WORD, WORD, "ballot", "check", "bracket", "paren", "wingdings", "cross-after")


def answer(line: Line, mark: str) -> list[Runs]:
    """What stands at a label, paragraph by paragraph."""
    if not line.options:
        return [run(text) for text in line.texts] or [""]
    chosen = [option for option in line.options if option.chosen]
    if mark == WORD or (mark in BY_LOOKS and not chosen):
        return [run(", ".join(option.label for option in chosen))] if chosen else [""]
    drawn = [MARKS[mark](option) for option in line.options]
    if max(len(option.label) for option in line.options) > 24:
        return drawn
    between = run(" / ") if mark in BY_LOOKS else run("     ")
    return [between.join(drawn)]


def plain(line: Line) -> str:
    """An answer as text alone, in words."""
    return line.text or ", ".join(option.label for option in line.options if option.chosen)
