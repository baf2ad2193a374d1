"""The names that rules, sentences and templates may use, and what is wrong with the others."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable, Iterator, Set
from functools import lru_cache

from pipeline.definitions import Form
from pipeline.errors import RenderError
from pipeline.facts import FUNCTIONS
from pipeline.programme import Document, Programme
from pipeline.rules import functions
from pipeline.schooldays import SchoolCalendar
from pipeline.templating import functions as called
from pipeline.templating import names, text_names

CASE_NAMES = ("case.number", "case.programme", "case.municipality", "case.control_code", "today")
CASE_FACTS = ("last_meeting", "next_meeting", *(f"{name}()" for name in FUNCTIONS))
DOCUMENT_FACTS = tuple(f"documents.{name}" for name in ("drafts", "released", "mails", "tasks", "asked"))
STEP = ("who", "what", "by", "to", "how", "signs", "journal")
MEETING = ("number", "date", "weekday", "kind", "note")
FOR_LETTERS = (
    "draft",
    "law_checked",
    "earlier.kind",
    "earlier.date",
    "earlier.changed",
    "complaint.body",
    "complaint.send_to",
    "complaint.deadline",
    "complaint.text",
)
FOR_ANSWERS = (
    *(f"mail.{key}" for key in ("day", "time", "from")),
    *(f"accepted[].{key}" for key in ("number", "form", "case", "says")),
    *(f"returned[].{key}" for key in ("number", "form", "lines[].text", "says")),
    *(f"waiting[].{key}" for key in ("number", "form", "says")),
    *(f"others[].{key}" for key in ("number", "says")),
    "unopened[].text",
)
"""What the answer to a mail may say."""
FOR_RECEIPTS = (
    *(f"receipt.{key}" for key in ("headline", "subline", "file", "number", "received")),
    *(f"read[].{key}" for key in ("label", "value", "place")),
    *(f"made[].{key}" for key in ("title", "file", "status")),
    *(f"findings[].{key}" for key in ("severity", "label", "place", "message")),
    *(f"next[].{key}" for key in STEP),
    "waits[].text",
    "also[].text",
    "today",
    "case.number",
    "case.programme",
    "case.municipality",
)


def form_names(form: Form, root: str = "", base: str = "") -> set[str]:
    """Every dotted path of a form's fields, rows as `goals[].goal`, below `root`."""
    return set(_form_names(form, root, base))


@lru_cache(maxsize=512)
def _form_names(form: Form, root: str, base: str) -> frozenset[str]:
    prefix = tuple(key for key in base.split("/") if key)
    fields = (field for field in form.fields() if field.path[: len(prefix)] == prefix)
    return frozenset(
        ".".join(filter(None, (root, *field.path[len(prefix) :]))).replace(".*", "[]") for field in fields
    )


def case_names(programme: Programme) -> set[str]:
    known = {*CASE_NAMES, *programme.derived, "conflicts[]", "voided[]", "past[]", *CASE_FACTS}
    known |= {f"answers.{task.id}" for task in programme.tasks}
    for part in programme.parts:
        for source in part.sources:
            known |= form_names(programme.forms[source.form], part.name, source.at)
    known |= {f"law.{ref.id}" for ref in programme.laws}
    known |= {f"terms.{key}" for version in programme.terms for key in version}
    return known | {f"meetings[].{key}" for key in MEETING}


def about_names(document: Document, known: set[str]) -> set[str]:
    """The names of what a letter is about, as its template calls them."""
    prefix = f"{document.about}."
    return {f"decision.{name.removeprefix(prefix)}" for name in known if name.startswith(prefix)}


def letter_names(document: Document, programme: Programme) -> frozenset[str]:
    """Everything a document's template may ask for."""
    known = case_names(programme) | set(FOR_LETTERS)
    known |= {f"sender.{key}" for key in programme.senders.get(document.sender, {})}
    if document.about:
        known |= about_names(document, known)
    if document.each:
        rows = f"{document.each}[]."
        known |= {f"recipient.{path.removeprefix(rows)}" for path in known if path.startswith(rows)}
    return frozenset(known)


@lru_cache(maxsize=1)
def function_names() -> frozenset[str]:
    return frozenset(functions(SchoolCalendar.from_rows(())))


def leads_somewhere(path: str, known: frozenset[str]) -> bool:
    """Whether a path is a field, or leads to one."""
    return path in known or not {path, path.rstrip("[]")}.isdisjoint(_reachable(known))


def nearest(path: str, known: Collection[str]) -> str:
    """The known name that was probably meant; nothing where none is near."""
    return next(iter(difflib.get_close_matches(path, sorted(known), n=1, cutoff=0.6)), "")


def unknown(used: Iterable[str], known: Set[str]) -> Iterator[str]:
    """What is wrong with each path that leads nowhere, with the nearest that leads somewhere."""
    reachable = frozenset(known)
    for path in sorted(path for path in used if not leads_somewhere(path, reachable)):
        near = nearest(path, known)
        yield f"no field is called {path!r}" + (f"; did you mean {near!r}?" if near else "")


@lru_cache(maxsize=64)
def _reachable(known: frozenset[str]) -> frozenset[str]:
    """The paths, and all that lead to them."""
    return frozenset(path[:n] for path in known for n in (*_stops(path), len(path)))


def _stops(path: str) -> Iterator[int]:
    for n, letter in enumerate(path):
        if letter in ".[":
            yield n
        if letter == "[":
            yield n + 2


def said(source: str, known: Set[str], text: bool = False) -> Iterator[str]:
    """What is wrong with an expression, or a text with tags."""
    try:
        yield from unknown(text_names(source) if text else names(source), known)
        calls = called(source) if not text or "{" in source else frozenset()
        strange = sorted(calls - function_names())
        yield from (f"no function is called {name!r}" for name in strange if f"{name}()" not in known)
    except RenderError as error:
        yield str(error)
