"""The page of an open question: a form like any other, made for this question and no other.

Its schema is `schemas/task/answer`, with the question's own title and answers in it. The hidden ticket says
which question was asked, in which workspace and in which words: an answer to another is never taken for it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from pipeline.blank.word import blank_word
from pipeline.catalogue import Catalogue
from pipeline.definitions import Form
from pipeline.formschema import form_from_schema, resolve_refs
from pipeline.settings import MARK, Workspace

PAGES, ANSWER, VERSION = "task", "answer", 1
"""The mark of such a page: what stands in it for programme, form and version."""
SCHEMA = f"{PAGES}/{ANSWER}.v{VERSION}"
ABOUT = "Sagen"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked: `name` tells it from all others here (`SF-2026-0001/2`, or of a file `2026-06-30-0004`).

    `about` are lines on the case, `effects` what the answers bring about. `files` says that it asks where a
    file belongs, so that a case number may be written beside the answer.
    """

    name: str
    key: str
    title: str
    says: str
    who: str
    by: str
    choices: Mapping[str, str]
    case_number: str = ""
    programme: str = ""
    effects: Mapping[str, str] = field(default_factory=dict)
    about: tuple[str, ...] = ()
    files: bool = False


UNKNOWN = Question(
    name="", key="", title="Opgave", says="", who="", by="", choices={"yes": "Ja", "no": "Nej"}, files=True
)
"""Stands for a question that is not here: its page has the fields of every page."""


def page_form(question: Question, catalogue: Catalogue) -> Form:
    """The form of a question's page."""
    base = resolve_refs(catalogue.schemas[SCHEMA], catalogue.schemas, SCHEMA)
    properties = dict(base["properties"])
    properties["answer"] = {
        **properties["answer"],
        "enum": list(question.choices),
        "x-choices": dict(question.choices),
    }
    if not question.files:
        del properties["case_no"]
    (answer,) = base["x-sections"]
    about = {"key": "about", "title": ABOUT, "help": "\n".join(question.about)}
    sections = [about, {**answer, "help": _effects(question)}]
    told = {"title": question.title, "description": question.says, "properties": properties}
    head = {**base["x-form"], "who_fills": f"{question.who}. Hvornår: {question.by}."}
    schema = {**base, **told, "x-form": head, "x-sections": [_filled(section) for section in sections]}
    return form_from_schema(schema, PAGES, ANSWER, VERSION)


def _filled(section: Mapping[str, str]) -> dict[str, str]:
    return {key: value for key, value in section.items() if value}


def _effects(question: Question) -> str:
    return "\n".join(
        f"»{shown}«: {question.effects[key]}"
        for key, shown in question.choices.items()
        if question.effects.get(key)
    )


def make_page(question: Question, ticket: str, catalogue: Catalogue) -> bytes:
    """The page as a Word file to fill in; the same question gives the same bytes."""
    programme = catalogue.programmes.get(question.programme)
    return blank_word(
        page_form(question, catalogue),
        catalogue.templates["form.docx"],
        {"ticket": ticket},
        question.case_number,
        municipality=programme.municipality if programme else "",
        programme=programme.title if programme else "",
    )


# ── tickets ───────────────────────────────────────────────────────────────────────────────────────────


def ticket_of(question: Question, workspace: Workspace) -> str:
    """`SF-2026-0001/2 1a2b3c4d-0123456789ab`: the question's name, whose it is, and what was asked."""
    told = json.dumps(
        [question.key, question.title, question.says, dict(question.choices)], ensure_ascii=False
    )
    digest = hashlib.sha256(told.encode()).hexdigest()[:12]
    return f"{question.name} {identity_of(workspace)}-{digest}"


def named_in(ticket: str) -> tuple[str, str]:
    """The question's name and the workspace's identity in a ticket; both empty where it is none."""
    name, _, stamp = ticket.strip().partition(" ")
    identity, dash, digest = stamp.partition("-")
    return (name, identity) if dash and identity and digest else ("", "")


def identity_of(workspace: Workspace) -> str:
    """What tells this workspace from every other: the beginning of the mark that both its roots bear."""
    return (workspace.data / MARK).read_text("ascii").strip()[:8]
