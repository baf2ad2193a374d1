"""Whether a form's schema keeps to the dialect: what its author is told, in English."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from pipeline.definitions import Schema

if TYPE_CHECKING:
    from jsonschema import ValidationError


def schema_faults(schema: Schema, meta: Schema) -> Iterator[tuple[str, str]]:
    """What in a form's schema isn't of the dialect `meta`: the place in the schema, and what is wrong.

    A keyword that is nearly one of the dialect's is named with the one it was meant to be.
    """
    from jsonschema import Draft202012Validator

    for error in _innermost(Draft202012Validator(meta).iter_errors(schema)):
        place = "/" + "/".join(str(key) for key in error.absolute_path)
        said: Any = error.schema
        if error.validator == "additionalProperties" and isinstance(error.instance, dict):
            known = sorted(said.get("properties", {}))
            for key in sorted(set(error.instance) - set(known)):
                yield place, _unknown(key, known)
        elif error.validator == "enum" and "propertyNames" in error.schema_path:
            yield place, _unknown(str(error.instance), said["enum"])
        else:
            yield place, error.message


def _unknown(key: str, known: Sequence[str]) -> str:
    near = difflib.get_close_matches(key, known, n=1)
    hint = f"; did you mean {near[0]!r}?" if near else ""
    return f"{key!r} is no keyword or annotation that may stand here{hint}"


def _innermost(errors: Iterator[ValidationError]) -> Iterator[ValidationError]:
    """The errors that say something: behind `anyOf` and its like those of the branch that came furthest."""
    waiting = list(errors)
    while waiting:
        error = waiting.pop(0)
        if error.context:
            deepest = max(len(inner.absolute_path) for inner in error.context)
            waiting = [e for e in error.context if len(e.absolute_path) == deepest] + waiting
        else:
            yield error
