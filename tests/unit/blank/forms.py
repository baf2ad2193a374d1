"""The forms that the tests make, and how they look into them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pipeline.blank.word import blank_word
from pipeline.container import open_package
from pipeline.definitions import Form
from pipeline.formschema import form_from_schema, resolve_refs
from pipeline.xml import Element, parse, qn
from tests.casebook import good

ROOT = Path(__file__).parents[3]
SHELL = (ROOT / "templates" / "form.docx").read_bytes()
SCHEMAS = {
    path.relative_to(ROOT / "schemas").as_posix().removesuffix(".schema.json"): json.loads(
        path.read_text("utf-8")
    )
    for path in sorted((ROOT / "schemas").rglob("*.schema.json"))
}


def form_of(name: str) -> Form:
    schema = f"skoleflexplus/{name}.v1"
    return form_from_schema(resolve_refs(SCHEMAS[schema], SCHEMAS, schema), "skoleflexplus", name, 1)


FILLED = {
    "application": "application",
    "plan": "plan",
    "agreement": "agreement",
    "decision": "decision_buf",
    "prior_commitment": "prior_commitment",
    "status": "status",
    "change": "change_supplier",
    "extension": "extension",
}
FORMS = [form_of(name) for name in FILLED]
APPLICATION = FORMS[0]


def part(word: bytes, name: str = "word/document.xml") -> Element:
    return parse(open_package(word)[name])


def controls(word: bytes) -> Iterator[tuple[str, Element]]:
    """Each control with a tag, in the order of the document."""
    for control in part(word).iter(qn("w:sdt")):
        tag = control.find(f"{qn('w:sdtPr')}/{qn('w:tag')}")
        if tag is not None:
            yield tag.get(qn("w:val"), ""), control


def properties(control: Element) -> Element:
    found = control.find(qn("w:sdtPr"))
    assert found is not None
    return found


def setting(control: Element, name: str) -> str | None:
    node = properties(control).find(qn(name))
    return None if node is None else node.get(qn("w:val"), "")


def text(control: Element) -> str:
    pieces = control.iter(qn("w:t"), qn("w:br"))
    return "".join("\n" if piece.tag == qn("w:br") else piece.text or "" for piece in pieces)


def has(node: Element, name: str) -> bool:
    return next(node.iter(qn(name)), None) is not None


def ticked(control: Element) -> bool:
    return any(node.get(qn("w14:val")) == "1" for node in control.iter(qn("w14:checked")))


def filled(form: Form) -> bytes:
    return blank_word(form, SHELL, good(FILLED[form.name]), "SF-2026-0137")


def shown_values(word: bytes) -> dict[str, list[Any]]:
    """What stands in the controls, by tag; ticked boxes as their value."""
    values: dict[str, list[Any]] = {}
    for tag, control in controls(word):
        if tag.endswith("[]"):
            continue
        name, _, value = tag.partition(":")
        if value:
            values.setdefault(name, []).extend([value] if ticked(control) else [])
        elif setting(control, "w:showingPlcHdr") is None:
            values.setdefault(name, []).append(text(control))
    return values
