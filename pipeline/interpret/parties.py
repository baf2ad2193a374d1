"""Lists of who takes part: an item is told by whose it is, `Skoleleder: Bo Prøve` among the signatures."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from pipeline.danish.labels import label_words, without_brackets
from pipeline.definitions import Field, Form, Kind, Rows
from pipeline.interpret.vocabulary import NAME, Context, Words, list_key

_SAYS_NO_MORE: Final = NAME | label_words("underskrift")
_NUMBER: Final = re.compile(r"\s+\d{1,2}$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """One who takes part: `said` is the answer of the list that names it, `name` asks who that is."""

    rows: Rows
    said: str
    name: Field


def party_of(form: Form, label: str, context: Context, words_of: Callable[[str], Words]) -> Party | None:
    """The party that a label or heading names under the heading of a list of parties.

    `Skoleleder`, `For skolelederen` and `Skoleleders underskrift` all name one; `Skoleleders dato` doesn't.
    """
    for rows, who, name in _lists_of_parties(form):
        if list_key(rows.path) in context.keys:
            said = words_of(without_brackets(_NUMBER.sub("", label))) - _SAYS_NO_MORE
            named = [
                one.label
                for one in who.choices
                if said and any(said == words_of(way) for way in (one.label, *one.aliases))
            ]
            if len(named) == 1:
                return Party(rows=rows, said=named[0], name=name)
    return None


def is_among_parties(form: Form, context: Context) -> bool:
    """Whether a place stands under the heading of a list of parties."""
    return any(list_key(rows.path) in context.keys for rows, _, _ in _lists_of_parties(form))


@lru_cache(maxsize=128)
def _lists_of_parties(form: Form) -> tuple[tuple[Rows, Field, Field], ...]:
    lists = [(rows, who_and_name(rows)) for rows in form.entries() if isinstance(rows, Rows)]
    return tuple((rows, *asked) for rows, asked in lists if asked is not None)


def who_and_name(rows: Rows) -> tuple[Field, Field] | None:
    """The column that says whose an item is and the one with the name of that person, if a list has both."""
    own = [one for one in rows.columns if len(one.path) == len(rows.path) + 2]
    who = [one for one in own if one.kind is Kind.CHOICE]
    names = [one for one in own if one.path[-1] == "name"]
    return (who[0], names[0]) if len(who) == len(names) == 1 else None
