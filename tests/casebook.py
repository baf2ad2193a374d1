"""The invented people and courses that tests and samples are made of.

`good()` gives the data of a straight course; `changed` gives it with some values changed or taken away.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pipeline.danish import birth_date

DATA = Path(__file__).parent / "data" / "skoleflexplus"
FORMS = (
    "application",
    "plan",
    "agreement",
    "decision",
    "prior_commitment",
    "status",
    "change",
    "extension",
)
GONE = object()
"""As a value in `changed`: the value is taken away."""


def good(name: str) -> Any:
    """The data of a straight course, by its form and what tells several of a form apart: `decision_buf`."""
    return json.loads((DATA / f"{name}.json").read_text("utf-8"))


def changed(data: Any, changes: Mapping[str, Any]) -> Any:
    """A copy of the data with the value at each JSON Pointer replaced, added or (GONE) taken away."""
    mine = copy.deepcopy(data)
    for pointer, value in changes.items():
        *parents, last = pointer.strip("/").split("/")
        node = mine
        for key in parents:
            node = node[int(key)] if isinstance(node, list) else node.setdefault(key, {})
        if value is GONE:
            del node[int(last) if isinstance(node, list) else last]
        elif isinstance(node, list):
            node[int(last) :] = [value, *node[int(last) + 1 :]]
        else:
            node[last] = value
    return mine


def as_child(data: Any, name: str, cpr: str) -> Any:
    """The same course for another child: every mention of the first one's names and number is replaced."""
    first = good("application")["child"]
    text = json.dumps(data, ensure_ascii=False)
    text = text.replace(first["name"], name).replace(first["cpr"], cpr)
    text = text.replace(first["name"].split()[0], name.split()[0])
    mine = json.loads(text)
    if "birth_date" in mine.get("child", {}):
        mine["child"]["birth_date"] = birth_date(cpr).isoformat()
    return mine


def form_of(name: str) -> str:
    """The form a set of good data belongs to: `decision_buf` → `decision`."""
    return next(form for form in FORMS if name == form or name.startswith(f"{form}_"))
