"""What a form of ours prints itself: so what else stands in it was written by somebody.

The words follow from the form alone. Where a table heads several groups alike (`Skoleleders telefon`,
`Kontaktpersonens telefon`) the form prints the two ends of each label, one before the row and one above the
column.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pipeline import danish
from pipeline.definitions import Field, Form, Kind, Rows

INTRODUCTIONS = ("Hvem udfylder", "Hvem sender", "Hvad sker der så")
STAR_NOTE = "Felter med * skal udfyldes. I lister og grupper gælder det dem, I bruger."
PAGES = ("Side af", "Side", "af")
"""What header and footer say round the page numbers, which Word writes itself."""

_LETTER = 2
_SHORTEST, _LONGEST, _ALIKE = 12, 1000, 70
"""Letters of a text that may be the form's in another wording, and how alike (of 100) the two must be."""

_IDLE = frozenset(".,:;*!-‐‑‒–—−_…·∙⋅•'\"»«|\\()[]")
"""Signs that say nothing by themselves; a question mark or a tick does."""


def plain(words: str) -> str:
    """Words as they are compared: one case, one kind of blank, nothing invisible."""
    return " ".join(danish.clean_line(words).casefold().split())


def says_something(words: str) -> bool:
    """Whether there is more than blanks, leaders, signs of punctuation and prompts."""
    line = danish.clean_line(words)
    return not danish.is_empty_text(line) and not all(sign in _IDLE or sign.isspace() for sign in line)


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """The words a form prints anywhere outside its answers."""

    everywhere: frozenset[str]
    in_tables: frozenset[str]
    """What stands before the rows and above the columns of a table that heads several groups alike."""
    in_lines: frozenset[str]
    """What stands before, between and behind controls; a program may have taken the names of those."""

    @classmethod
    @lru_cache(maxsize=64)
    def of(cls, form: Form) -> Printed:
        return cls(
            everywhere=frozenset(plain(words) for words in _everywhere(form) if words),
            in_tables=frozenset(plain(words) for words in _in_tables(form) if len(words) > _LETTER),
            in_lines=frozenset(plain(words) for words in _in_lines(form) if words),
        )

    def holds(self, text: str, *, in_table: bool, in_line: bool) -> bool:
        """Whether the text as a whole is printed somewhere in the form."""
        said = plain(text)
        return (
            said in self.everywhere
            or (in_table and said in self.in_tables)
            or (in_line and said in self.in_lines)
        )

    def resembles(self, text: str) -> bool:
        """Whether the text may be one of the form's in another wording, as an older blank has it."""
        from rapidfuzz import fuzz, process  # compiled, and needed for such texts only

        said = plain(text)
        if any(said.startswith(f"{plain(words)}:") for words in INTRODUCTIONS):
            return True
        if not _SHORTEST <= len(said) <= _LONGEST:
            return False
        return process.extractOne(said, self.everywhere, scorer=fuzz.ratio, score_cutoff=_ALIKE) is not None


def beyond(text: str, expected: Iterable[str]) -> tuple[str, bool]:
    """What stands in a text beyond the words expected there, and whether any of those stand there at all."""
    if text in (expected := list(expected)):
        return "", True  # word for word, as nearly all of it is
    said = plain(text)
    words = sorted({plain(word) for word in expected if word}, key=len, reverse=True)
    found = next((word for word in words if said.startswith(word) or said.endswith(word)), "")
    rest = _without(text, said, found) if found else text
    return (_trimmed(rest) if says_something(rest) else ""), bool(found)


def _trimmed(text: str) -> str:
    return " ".join(danish.clean_line(text).split())


def _without(text: str, said: str, word: str) -> str:
    """The text without the printed words at its one end; as it was written where letters can be counted."""
    line = _trimmed(text)
    line = line if len(line) == len(said) else said
    return line[len(word) :] if said.startswith(word) else line[: -len(word)]


# ── the words ─────────────────────────────────────────────────────────────────────────────────────────


def of_field(field: Field | Rows) -> list[str]:
    """Label and help as they stand above or before an answer."""
    return [field.label, f"{field.label} *", field.help]


def before_row(fields: Sequence[Field]) -> list[str]:
    """What may stand in a cell before the answers of these fields."""
    words = [word for field in fields for word in of_field(field)]
    for field in fields:
        words += [field.group, f"{field.group} *" if field.group else ""]
        for start in _starts(field.label):
            words += [start, f"{start} *"]
    return words


@lru_cache(maxsize=64)
def crossing(form: Form) -> dict[str, list[Field]]:
    """The fields that the words before a row and above a column name together, by those words folded."""
    found: dict[str, list[Field]] = {}
    for field in form.fields():
        for end in _ends(field.label) if field.group and "*" not in field.path else ():
            found.setdefault(danish.fold(f"{field.group} {end}"), []).append(field)
    return found


def before_answer(field: Field) -> list[str]:
    """What may stand before an answer in its line."""
    return [f"{field.label}:"]


def after_answer(field: Field, option: str) -> list[str]:
    """What stands behind an answer or one of its boxes in the same line."""
    if field.widget == "tick" and field.kind is Kind.BOOLEAN:
        # In a table the column bears the label, and beside the box stands its answer.
        return [field.label, f"{field.label} *", "Ja"]
    if field.kind is Kind.BOOLEAN:
        return [{"yes": "Ja", "no": "Nej"}.get(option, "")]
    return [field.choice_label(option)] if option else [field.unit]


def _everywhere(form: Form) -> Iterator[str]:
    yield from (form.title, form.description, STAR_NOTE, *PAGES)
    said = (form.who_fills, form.who_sends, form.what_happens)
    yield from (f"{name}: {words}" for name, words in zip(INTRODUCTIONS, said, strict=True))
    for section in form.sections:
        yield from (section.title, section.help)
        for entry in section.entries:
            yield from of_field(entry)
            yield from (entry.item_label,) if isinstance(entry, Rows) else ()
    for field in form.fields():
        yield from of_field(field)


def help_of(form: Form) -> frozenset[str]:
    """The introductions, help texts and notes of a form, as they are compared."""
    said = [form.description, STAR_NOTE]
    for name, words in zip(INTRODUCTIONS, (form.who_fills, form.who_sends, form.what_happens), strict=True):
        said.append(f"{name}: {words}")
    said += [section.help for section in form.sections]
    said += [entry.help for entry in form.entries()]
    said += [field.help for field in form.fields()]
    return frozenset(plain(words) for words in said if words)


def is_title(form: Form, words: str) -> bool:
    """Whether words are the form's title, or its programme's name and a word of it: `Skoleflex – aftale`."""
    said, (title, names, more) = danish.fold(words), _title_of(form)
    named = next((name for name in names if name in said), "")
    return said == title or (bool(named) and said.replace(named, "", 1) in more)


@lru_cache(maxsize=128)
def _title_of(form: Form) -> tuple[str, tuple[str, ...], frozenset[str]]:
    """The title folded, the names of the programme, the longest first, and what may stand beside one."""
    names = sorted(map(danish.fold, form.names), key=len, reverse=True)
    return danish.fold(form.title), tuple(names), frozenset({"", *map(danish.fold, form.title.split())})


def _in_lines(form: Form) -> Iterator[str]:
    for field in form.fields():
        yield from ("Ja", "Nej", field.unit, *before_answer(field))
        yield from (choice.label for choice in field.choices)


def _in_tables(form: Form) -> Iterator[str]:
    for field in form.fields():
        yield from (field.group, f"{field.group} *" if field.group else "")
        for end in (*_starts(field.label), *_ends(field.label)):
            yield from (end, f"{end} *")


def _starts(label: str) -> list[str]:
    """The whole words with which a label begins: `Skole: telefon` → `Skole`."""
    return [label[: space.start()].rstrip(" :,–-") for space in re.finditer(r"\s", label)]


def _ends(label: str) -> list[str]:
    return [label[space.end() :].lstrip(" :,–-") for space in re.finditer(r"\s", label)]
