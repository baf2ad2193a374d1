"""From problems to Danish sentences that a case worker can act on.

The sentences are data (`sentences`); here they get the field's label, its place and what stood there. No
sentence is ever built from another library's message.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from string import Formatter

from pipeline import danish
from pipeline.definitions import Choice, Field, Form, Kind, Rows, pattern_of
from pipeline.records import Finding, Place, Problem, Source
from pipeline.wording.sentences import (
    EXAMPLES,
    EXPECTED,
    NOTICES,
    REJECTED,
    ROWS_EXPECTED,
    SENTENCES,
    TEXT_WITH_EXAMPLE,
    TICK_EXPECTED,
)

QUOTED, LONGEST_QUOTE = ("raw", "first", "second", "beside"), 80
"""The params that hold words from a document, and how many of their characters a sentence shows."""


def word_all(
    problems: Iterable[Problem],
    form: Form,
    sources: Mapping[str, Source],
    spots: Mapping[str, Place] | None = None,
) -> tuple[Finding, ...]:
    """All problems in words, in the order of the form: the sender reads them from top to bottom.

    `spots` are the places of the values, for comments on them.
    """
    order = _Order(form)
    ordered = sorted(problems, key=lambda problem: (order.of(problem.pointer), problem.code))
    return tuple(
        replace(word(problem, form, sources), spot=problem.spot or (spots or {}).get(problem.pointer))
        for problem in ordered
    )


def word(problem: Problem, form: Form, sources: Mapping[str, Source]) -> Finding:
    """The problem in words; KeyError for a code that has no sentence.

    A value's place is where it was found; a missing one is placed in the section where it belongs.
    """
    quote = _quote if problem.pointer else _quote_lines
    params = {name: quote(str(text)) if name in QUOTED else text for name, text in problem.params.items()}
    message = problem.says or _sentence(
        SENTENCES, problem.code, {**params, "expected": _expected(form.find(problem.pointer))}
    )
    source = sources.get(problem.pointer)
    section = form.section_of(problem.pointer)
    return Finding(
        severity=problem.severity,
        kind=problem.kind,
        code=problem.code,
        pointer=problem.pointer,
        label=label_of(problem.pointer, form) or _shortened(str(problem.params.get("beside", ""))),
        place=(source.place if source else "")
        or str(problem.params.get("place", ""))
        or (f"afsnit {section.title}" if section else ""),
        message=message,
    )


def reject_sentence(code: str, params: Mapping[str, str | int]) -> str:
    """Why a file could not be taken in; KeyError for a code that has no sentence."""
    return _sentence(REJECTED, code, params)


def notice_sentence(code: str) -> str:
    """What was met in a file and left alone; KeyError for a code that has no sentence."""
    return NOTICES[code]


def quotes_an_answer(code: str) -> bool:
    """Whether the sentence of a code shows something that somebody wrote in the form.

    What a programme's own rule says is taken to: its sentence may print any value.
    """
    own = [text for name, text in SENTENCES.items() if name.partition("+")[0] == code]
    shown = {name for text in own for _, name, _, _ in Formatter().parse(text) if name}
    return not own or not shown <= {"expected", "allowed", "example", "limit"}


def label_of(pointer: str, form: Form) -> str:
    """The printed label: `Barnets cpr-nr.`, `Mål, række 2: Indikatorer`, `Forælder 2: Navn`; else empty."""
    entry = form.find(pointer)
    rows = next((one for one in form.entries() if isinstance(one, Rows) and _is_below(pointer, one)), None)
    if rows is None:
        return entry.label if entry else _group_title(pointer, form)
    number = int(pointer.removeprefix(rows.pointer + "/").split("/")[0]) + 1
    cards = rows.widget == "cards" and rows.item_label
    row = f"{rows.item_label} {number}" if cards else f"{rows.label}, række {number}"
    return f"{row}: {entry.label}" if entry else row


def _is_below(pointer: str, rows: Rows) -> bool:
    """Whether the pointer names a row or something in one."""
    return pattern_of(pointer).startswith(f"{rows.pointer}/*")


def _group_title(pointer: str, form: Form) -> str:
    """The title of a group of fields, from the schema; empty where the pointer leads to nothing."""
    node = form.schema
    for key in pointer.strip("/").split("/"):
        node = node.get("properties", {}).get(key, {})
    return str(node.get("title", ""))


def _sentence(table: Mapping[str, str], code: str, params: Mapping[str, str | int]) -> str:
    fuller = next(
        (f"{code}+{name}" for name, value in params.items() if value and f"{code}+{name}" in table), code
    )
    return table[fuller].format_map(params).strip()


def _quote(text: str) -> str:
    return f"»{_shortened(text)}«"


def _quote_lines(text: str) -> str:
    """Each line of a text, shortened: a person has to see all that was read nowhere."""
    lines = [line for line in map(_shortened, text.split("\n")) if line]
    return f"»{' / '.join(lines)}«"


def _shortened(text: str) -> str:
    line = " ".join(danish.clean_line(text).split())
    return line if len(line) <= LONGEST_QUOTE else line[: LONGEST_QUOTE - 1].rstrip() + "…"


def _expected(entry: Field | Rows | None) -> str:
    """What a field wants, with an example."""
    if entry is None:
        return ""
    if isinstance(entry, Rows):
        return ROWS_EXPECTED
    if entry.widget == "tick":
        return TICK_EXPECTED
    template = TEXT_WITH_EXAMPLE if entry.kind is Kind.TEXT and entry.example else EXPECTED[entry.kind]
    return template.format(example=_example(entry), allowed=_allowed(entry.choices))


def _example(field: Field) -> str:
    """The form's own example as a person would write it, else the usual one of its kind."""
    example = field.example or EXAMPLES.get(field.kind, "")
    if field.kind is Kind.DATE:
        day = danish.parse_date(example)
        return EXAMPLES[Kind.DATE] if isinstance(day, danish.Unclear) else danish.format_date_long(day)
    if field.kind is Kind.MONEY:
        amount = danish.parse_money(example)
        return EXAMPLES[Kind.MONEY] if isinstance(amount, danish.Unclear) else danish.format_money(amount)
    return example


def _allowed(choices: tuple[Choice, ...]) -> str:
    return danish.either([choice.label for choice in choices])


class _Order:
    """Where each pointer stands in the form: the entry, the row, the column."""

    def __init__(self, form: Form) -> None:
        self._places: dict[str, tuple[int, int]] = {}
        for n, entry in enumerate(form.entries()):
            self._places[entry.pointer] = (n, -1)
            for m, column in enumerate(entry.columns if isinstance(entry, Rows) else ()):
                self._places[column.pointer] = (n, m)

    def of(self, pointer: str) -> tuple[int, int, int]:
        """A group stands where its first field does; what the form doesn't know stands last."""
        if not pointer:
            return (-1, -1, -1)
        pattern = pattern_of(pointer)
        row = next((int(key) for key in pointer.split("/") if key.isdigit()), -1)
        if pattern in self._places:
            entry, column = self._places[pattern]
            return (entry, row, column)
        below = [place for known, place in self._places.items() if known.startswith(f"{pattern}/")]
        entry = min(below)[0] if below else len(self._places)
        return (entry, row, -2)
