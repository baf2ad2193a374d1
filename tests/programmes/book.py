"""The invented people and courses of every programme, and forms filled with them.

A programme's data lie in `tests/data/<programme>`, MINI's with Skoleflex's, whose forms it shares; what
tells several of a form apart hangs on its name (`decision_refused`).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from pipeline.catalogue import shipped
from pipeline.danish import birth_date
from pipeline.sandbox import make_form, make_pdf_form
from tests.casebook import changed
from tests.filled import catalogue
from tests.samples import tampered

DATA = Path(__file__).parents[1] / "data"
FOLDER = shipped() / "samples"
PROGRAMMES = ("skolefravaerstilbud", "skolefleks-ballerup")
"""Those whose rules are told in `tests/programmes`."""
SAME_DATA = {"skoleflex-mini": "skoleflex"}


def good(programme: str, name: str) -> Any:
    """The data of a straight course."""
    folder = SAME_DATA.get(programme, programme)
    return json.loads((DATA / folder / f"{name}.json").read_text("utf-8"))


def named(data: Any, programme: str, child: tuple[str, str]) -> Any:
    """The same data of another child: every mention of the first one's names and number is replaced."""
    first = good(programme, "application")["child"]
    text = json.dumps(data, ensure_ascii=False).replace(first["name"], child[0])
    text = text.replace(first["cpr"], child[1]).replace(first["name"].split()[0], child[0].split()[0])
    mine = json.loads(text)
    if "birth_date" in mine.get("child", {}):
        mine["child"]["birth_date"] = birth_date(child[1]).isoformat()
    return mine


def form_of(programme: str, name: str) -> str:
    """The form a set of data belongs to."""
    forms = catalogue().programme(programme).forms
    return max((form for form in forms if name == form or name.startswith(f"{form}_")), key=len)


def filled(programme: str, name: str, data: Any, case: str = "") -> bytes:
    """The Word file of a set of data."""
    return _filled(programme, form_of(programme, name), json.dumps(data), case)


@lru_cache(maxsize=512)
def _filled(programme: str, form: str, data: str, case: str) -> bytes:
    known = catalogue()
    return make_form(known.programme(programme), form, known.templates["form.docx"], json.loads(data), case)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A filled form: of which data, whose, what differs, and texts changed in the finished file."""

    programme: str
    data: str
    child: tuple[str, str] | None = None
    changes: Mapping[str, Any] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    suffix: str = ".docx"

    def filling(self) -> Any:
        data = good(self.programme, self.data)
        return changed(named(data, self.programme, self.child) if self.child else data, self.changes)

    def content(self) -> bytes:
        if self.suffix == ".pdf":
            known = catalogue()
            form = form_of(self.programme, self.data)
            return make_pdf_form(known.programme(self.programme), form, known.templates, self.filling())
        content = filled(self.programme, self.data, self.filling())
        return tampered(content, self.texts) if self.texts else content
