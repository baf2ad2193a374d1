"""The words that a form itself prints: where they stand as an answer, they may be another question."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from pipeline import danish
from pipeline.definitions import Field, Form, Path, Rows
from pipeline.interpret.ticks import offers, options_of

_LONGEST: Final = 160
"""Letters of a label, at most."""


def is_of_form(form: Form, field: Field, text: str) -> bool:
    """Whether an answer is no more than what the form asks, offers or prints as a heading elsewhere.

    What names a person (`Skoleleder`) may be somebody's title, and what names the items of a list (`Mor`) an
    answer within it.
    """
    if len(text) > _LONGEST:
        return False
    homes = _words_of(form).get(danish.fold(text), ())
    return any(not home or field.path[: len(home)] != home for home in homes) and field.path[-1] != "title"


@lru_cache(maxsize=128)
def _words_of(form: Form) -> Mapping[str, tuple[Path, ...]]:
    """Folded words, each with the paths of the lists in which they may be answers; `()` where nowhere."""
    found: dict[str, dict[Path, None]] = {}

    def add(words: str, home: Path = ()) -> None:
        if key := danish.fold(words):
            found.setdefault(key, {})[home] = None

    for section in form.sections:
        add(section.title)
        for entry in section.entries:
            if isinstance(entry, Rows):
                for words in (entry.label, *entry.aliases, entry.item_label):
                    add(words, entry.path)
    for one in form.fields():
        add(one.group)
        for words in (one.label, *one.aliases) if one.path[-1] != "name" else ():
            add(words)
        for words in options_of(one).values() if offers(one) else ():
            add(words)
    return {key: tuple(homes) for key, homes in found.items()}
