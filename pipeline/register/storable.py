"""What no database can keep – NUL, and halves of surrogate pairs – never reaches a statement."""

from __future__ import annotations

import json
import re
from typing import Any, Final

_UNSTORABLE: Final = re.compile("[\x00\ud800-\udfff]")


def storable(text: str) -> str:
    """The text with U+FFFD in place of what can't be kept."""
    return _UNSTORABLE.sub("\ufffd", text)


def all_storable(value: Any) -> Any:
    """The value with every text in it, names too, made storable; what holds no text as it is."""
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, dict):
        return {all_storable(key): all_storable(held) for key, held in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(all_storable(held) for held in value)
    return value


def to_json(value: Any) -> str:
    """JSON for a column: what is escaped in it would be a fault once it is asked for."""
    return json.dumps(all_storable(value), ensure_ascii=False)


def with_storable_values(_: Any, __: Any, statement: str, values: Any, *___: Any) -> tuple[str, Any]:
    """A listener before each statement: the same statement with storable values."""
    return statement, all_storable(values)
