"""Which rules of a schema a value breaks: from jsonschema's errors to stable codes.

The only user of jsonschema, whose messages are never shown: they are English, and hold the value. Only what
kind of rule was broken, and where, leaves this module.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from pipeline import danish
from pipeline.definitions import Schema
from pipeline.records import Problem
from pipeline.validate.formats import FORMATS, Fault

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator, ValidationError

_RANKS = {"type": 0, "format": 1, "enum": 2}
"""What is wrong first: of a value that is no number at all, nobody needs to hear that it is too small."""

_LIMITS = {
    "maxLength": "text.too_long",
    "minLength": "text.too_short",
    "minimum": "number.too_small",
    "exclusiveMinimum": "number.too_small",
    "maximum": "number.too_large",
    "exclusiveMaximum": "number.too_large",
    "maxItems": "rows.too_many",
    "minItems": "rows.too_few",
}


def broken_rules(data: Any, schema: Schema) -> list[Problem]:
    """Every broken rule, each once, and at each place only what is wrong first."""
    found: dict[str, list[tuple[int, Problem]]] = {}
    for error in _validator(schema).iter_errors(data):
        for problem in _problems(error):
            rank = 3 if problem.code.startswith("text.") else _RANKS.get(str(error.validator), 3)
            here = found.setdefault(problem.pointer, [])
            if problem.code not in [known.code for _, known in here]:
                here.append((rank, problem))
    return [
        problem for here in found.values() for rank, problem in here if rank == min(rank for rank, _ in here)
    ]


def _problems(error: ValidationError) -> Iterator[Problem]:
    pointer = ""
    for key in error.absolute_path:
        pointer = below(pointer, key)
    rule = str(error.validator)
    value: Any = error.instance
    limit: Any = error.validator_value
    schema: Any = error.schema
    if rule == "required":
        for key in limit:
            if key not in value:
                yield Problem(code="required", pointer=below(pointer, key))
    elif rule == "additionalProperties":
        for key in sorted(value.keys() - schema["properties"].keys()):
            yield Problem(code="unknown_key", pointer=below(pointer, key), params={"raw": str(key)})
    elif rule == "format" and isinstance(error.cause, Fault):
        params = {"raw": _said(value), **error.cause.unclear.params}
        yield Problem(code=error.cause.unclear.code, pointer=pointer, params=params)
    elif rule == "enum":
        labels = schema.get("x-choices", {})
        allowed = danish.either([labels.get(one, str(one)) for one in limit])
        # One tick of several: the value is the whole list.
        at = pointer.rpartition("/")[0] if pointer.rpartition("/")[2].isdigit() else pointer
        yield Problem(code="choice.unknown", pointer=at, params={"raw": _said(value), "allowed": allowed})
    elif rule in _LIMITS:
        params = {"raw": _said(value), "limit": danish.format_number(limit)}
        if isinstance(value, (str, list)):
            params["number"] = danish.format_number(len(value))
        yield Problem(code=_LIMITS[rule], pointer=pointer, params=params)
    else:
        codes = {"type": "type", "uniqueItems": "choice.repeated"}
        yield Problem(code=codes.get(rule, "value.wrong"), pointer=pointer, params={"raw": _said(value)})


def below(pointer: str, key: str | int) -> str:
    return f"{pointer}/{str(key).replace('~', '~0').replace('/', '~1')}"


def _said(value: Any) -> str:
    """A value as a person would have written it; empty for what nobody writes in a field."""
    if isinstance(value, bool):
        return "Ja" if value else "Nej"
    if isinstance(value, int) or (isinstance(value, float) and math.isfinite(value)):
        return danish.format_number(value)
    return value if isinstance(value, str) else ""


_made: dict[int, tuple[Schema, Draft202012Validator]] = {}


def _validator(schema: Schema) -> Draft202012Validator:
    """The validator of a schema, made once; the schema is kept with it, so that its id stays its own."""
    known = _made.get(id(schema))
    if known is None:
        if len(_made) > 64:
            _made.clear()
        known = _made[id(schema)] = (schema, _make_validator(schema))
    return known[1]


def _make_validator(schema: Schema) -> Draft202012Validator:
    # Imported here: it takes a while, and many commands validate nothing.
    from jsonschema import Draft202012Validator, FormatChecker, validators

    checker = FormatChecker(formats=())
    for name, check in FORMATS.items():
        checker.checks(name, raises=Fault)(check)
    # 7.0 is no whole number and NaN no number here: templates and rules would print and compare them wrongly.
    types = Draft202012Validator.TYPE_CHECKER.redefine_many({"integer": _is_integer, "number": _is_number})
    extend: Any = validators.extend  # without types in the library
    made: Draft202012Validator = extend(Draft202012Validator, type_checker=types)(
        dict(schema), format_checker=checker
    )
    return made


def _is_integer(_: object, value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_number(checker: object, value: object) -> bool:
    return _is_integer(checker, value) or (isinstance(value, float) and math.isfinite(value))
