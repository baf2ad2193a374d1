"""How far a label stands from where its field is at home."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from typing import Final

from pipeline.definitions import Field, Kind, Path
from pipeline.interpret.vocabulary import (
    CHILD,
    CONTACTS,
    GENERIC,
    NO_WORDS,
    Context,
    FieldHome,
    Wording,
    Words,
    list_key,
)

NO_HOME: Final = 2.0
_OTHER_GROUP: Final = 0.9
"""Under the heading of one group, another group of its list or section is farther off."""


def around(home: FieldHome, context: Context) -> Words:
    """The words of a field's group that its place in the document says."""
    if context.last and home.keys[0] == context.last[0]:
        return context.last_words | context.words
    said = context.last_words if context.last else context.words
    return home.group_words & (said | context.words)


def in_other_list(home: FieldHome, context: Context) -> bool:
    """Whether a label stands under the heading of a list that is not its field's own."""
    own = list_key(home.rows.path) if home.rows else ""
    return own not in context.keys and any(key[0] == "r" for key in context.keys)


def distance(home: FieldHome, context: Context, extra: Words = NO_WORDS) -> float:
    """How far from its home a label stands: 0 at home, `NO_HOME` and more away from it.

    `extra` are the words beside those of the label; one of the list brings it there.
    """
    listed = list_key(home.rows.path) if home.rows else ""
    if extra & home.own_row_words:
        return _OTHER_GROUP if in_other_list(home, context) else 0.0
    if context.last and home.keys[0] == context.last[0]:
        return 0.0
    if context.last and listed in context.last:
        return _OTHER_GROUP if home.keys[0] != listed and context.last[0] != listed else 0.05
    if home.keys[0] in context.keys:
        return 0.0
    grouped = any(key[0] == "g" for key in context.keys)
    if listed and listed in context.keys:
        return _OTHER_GROUP if grouped else 0.0
    if home.keys[-1] in context.keys:
        return _OTHER_GROUP if any(key[0] != "s" for key in context.keys) else 0.5
    if context.last and home.keys[-1] in context.last:
        return 0.4
    return 2 * NO_HOME if home.rows is not None else NO_HOME


def left_out(one: Wording, weak: Words, said_here: Words) -> float:
    """What the words cost that a label leaves out, though they need not be said there.

    What yes or no answers is told by all its words: `Sagsbehandler indstiller` is no `Sagsbehandler`.
    """
    return (1.0 if one.field.kind is Kind.BOOLEAN else 0.5) * len(weak - said_here)


def is_of_child(words: Words) -> bool:
    """Whether a label asks for a name or the like and says only whose, the child's."""
    return CHILD < words <= GENERIC | CHILD


def is_of_other(home: FieldHome) -> bool:
    """Whether a field belongs to a person or list that is not the child."""
    return home.keys[0][0] in "gr" and home.group_words != CHILD


def sections_asking(
    words: Words, telling: Words, wordings: Sequence[Wording], homes: Mapping[Path, FieldHome]
) -> frozenset[str]:
    """The sections in which a field has a label of these very words, if any of them is telling."""
    alike = [one for one in wordings if one.words == words and not one.listed] if telling else []
    return frozenset(homes[one.field.path].keys[-1] for one in alike)


def asked_here(
    first: Field, fields: Iterable[Field], homes: Mapping[Path, FieldHome], context: Context, words: Words
) -> list[Field]:
    """The number or e-mail of the person whose group this is, where a label names that of another one."""
    here, home = context.last[:1], homes[first.path]
    if first.kind not in CONTACTS or not here or here[0] in home.keys or words & home.group_words - GENERIC:
        return []
    known = (one for one in fields if one.kind is first.kind and one != first)
    return [one for one in known if homes[one.path].keys[0] == here[0]]


def at_home_here(
    rivals: Sequence[Field], to_the_word: Container[Path], homes: Mapping[Path, FieldHome], context: Context
) -> list[Field]:
    """Those of several fields with the same label under whose heading it stands; all where it tells nothing.

    Another one's own label says more than a heading.
    """
    if context.last and context.last[-1] not in context.keys:
        return [*rivals]  # the label before stands under another heading: one may have been missed
    here = [one for one in rivals if homes[one.path].keys[-1] in context.keys]
    return here if here and all(one.path in to_the_word for one in rivals) else [*rivals]


def single_here(
    first: Field, words: Words, wordings: Sequence[Wording], homes: Mapping[Path, FieldHome], context: Context
) -> list[Field]:
    """The single fields under whose heading a label stands that names one of a list at home elsewhere.

    `Hvem leverer indsatsen?` below *Leverandøren* may ask for that one, and not for an earlier measure's.
    """
    home = homes[first.path]
    if home.rows is None or not context.keys or not context.keys.isdisjoint(home.keys):
        return []
    return [
        one.field
        for one in wordings
        if one.words <= words
        and not one.words <= GENERIC
        and homes[one.field.path].rows is None
        and homes[one.field.path].keys[-1] in context.keys
    ]
