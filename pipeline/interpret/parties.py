"""Lists of who takes part: an item is told by whose it is, `Skoleleder: Bo Prøve` among the signatures."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
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
    for rows in lists_at_home(form, context):
        if (asked := who_and_name(rows)) is not None:
            who, name = asked
            said = words_of(without_brackets(_NUMBER.sub("", label))) - _SAYS_NO_MORE
            named = [one.label for one in who.choices if said and said == words_of(one.label)]
            if len(named) == 1:
                return Party(rows=rows, said=named[0], name=name)
    return None


def lists_at_home(form: Form, context: Context) -> Iterator[Rows]:
    """The lists under whose heading a place stands."""
    for entry in form.entries():
        if isinstance(entry, Rows) and list_key(entry.path) in context.keys:
            yield entry


def who_and_name(rows: Rows) -> tuple[Field, Field] | None:
    """The column that says whose an item is and the one with the name of that person, if a list has both."""
    own = [one for one in rows.columns if len(one.path) == len(rows.path) + 2]
    who = [one for one in own if one.kind is Kind.CHOICE]
    names = [one for one in own if one.path[-1] == "name"]
    return (who[0], names[0]) if len(who) == len(names) == 1 else None
