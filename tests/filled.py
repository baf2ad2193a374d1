"""Filled forms as files, made from data the way a sender fills them in."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

from pipeline.catalogue import Catalogue, load_catalogue
from pipeline.records import IncomingFile
from pipeline.sandbox import make_form
from tests.casebook import form_of

PROGRAMME = "skoleflexplus"


@lru_cache(maxsize=1)
def catalogue() -> Catalogue:
    return load_catalogue()


def filled(name: str, data: Any, case: str = "") -> bytes:
    """The Word file of a set of data; `name` as in the casebook (`decision_buf`)."""
    return _filled(form_of(name), json.dumps(data), case)


@lru_cache(maxsize=256)
def _filled(form: str, data: str, case: str) -> bytes:
    known = catalogue()
    return make_form(known.programme(PROGRAMME), form, known.templates["form.docx"], json.loads(data), case)


def incoming(name: str, data: Any, case: str = "") -> IncomingFile:
    return IncomingFile(name=f"{name}.docx", content=filled(name, data, case))
