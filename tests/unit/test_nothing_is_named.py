"""No programme, municipality, form or field of one is named in the code: what tells them apart is data.

The words are collected from the shipped data. A word that the code itself defines (a field of a record, a
function, a value of an enum) is its own vocabulary and says nothing of a programme; the few others that it
shares with the data stand in SHARED, each with its reason.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path

import pytest

from tests.filled import catalogue

ROOT = Path(__file__).parents[2]
PROGRAM = "skoleflex"
"""The program's own name, which a programme bears too."""

SHARED: Mapping[str, str] = {
    "decision": "what a letter calls the part it is about, whichever that is",
    "postal_code": "a format that the dialect of forms has",
    "ppr": "a word of the language, for labels on any form",
    "ppv": "a word of the language, for labels on any form",
    "both": "the two sides of a page",
    "exit": "Python's and click's own",
    "method": "a property of a calendar",
    "type": "the keyword of JSON Schema",
    "signed": "a mark in a PDF",
    "leader": "the dots that lead from a label to its answer",
    "agreed": "a key of a series of meetings",
    "next_meeting": "what every case knows of its meetings",
    "school_year": "a function of expressions, and a column of holidays.toml",
    "in_holidays": "a function of expressions",
    "conflict": "two answers to one question: a kind of problem",
    "percent": "a kind of slip in a tag of a template",
    "new_decision": "an answer to the task of a released letter, in every programme",
    "author": "a property of a document",
    "capacity": "a key of what a report tells",
    "pool": "a key of what a report tells",
    "pool_by": "a key of what a report tells",
    "overlap": "what two members of a zip must not do",
    "application": "a kind of file in a mail",
    "alternative": "a kind of mail: the same text twice",
}

Sources = Mapping[str, ast.Module]


@lru_cache(maxsize=1)
def sources() -> Sources:
    return {
        path.relative_to(ROOT).as_posix(): ast.parse(path.read_text("utf-8"))
        for path in sorted((ROOT / "pipeline").rglob("*.py"))
    }


@lru_cache(maxsize=1)
def proper_names() -> frozenset[str]:
    """What programmes and municipalities are called, in small letters."""
    found: set[str] = set()
    for programme in catalogue().programmes.values():
        found |= {programme.id, programme.title, programme.municipality}
        found.add(programme.municipality.removesuffix(" Kommune"))
        found.add(programme.municipality.removesuffix(" Kommune").removesuffix("s"))
        found |= {name for form in programme.forms.values() for name in form.names}
    return frozenset(name.casefold() for name in found) - {PROGRAM}


@lru_cache(maxsize=1)
def data_names() -> frozenset[str]:
    """Every key of the data by which something in it is found: forms, fields, parts, gates, roles."""
    found: set[str] = set()
    for programme in catalogue().programmes.values():
        found |= {*programme.forms, *programme.derived, *programme.senders}
        found |= {key for form in programme.forms.values() for field in form.fields() for key in field.path}
        found |= {part.name for part in programme.parts} | {gate.id for gate in programme.gates}
        found |= {task.id for task in programme.tasks} | {step.id for step in programme.next_steps}
        found |= {document.id for document in programme.documents} | catalogue().roles
        found |= {document.template.partition(".")[0] for document in programme.documents}
        found |= {key for version in programme.terms for key in version}
    return frozenset(found) - {"*", ""}


def own_words(modules: Sources) -> frozenset[str]:
    """What the code defines itself: names of functions, parameters, fields of records, values of enums."""
    found: set[str] = set()
    for module in modules.values():
        for node in ast.walk(module):
            if isinstance(node, ast.FunctionDef):
                found.add(node.name)
                found |= {argument.arg for argument in (*node.args.args, *node.args.kwonlyargs)}
            elif isinstance(node, ast.ClassDef):
                for line in node.body:
                    if isinstance(line, ast.AnnAssign) and isinstance(line.target, ast.Name):
                        found.add(line.target.id)
                    if isinstance(line, ast.Assign) and isinstance(line.value, ast.Constant):
                        found.add(str(line.value.value))
    return frozenset(found)


def _said(module: ast.Module) -> Iterator[tuple[int, str]]:
    """Every text in a module, names of functions and attributes too; comments and docstrings aside.

    The docstring of a command is what `--help` shows, so it counts.
    """
    explaining: set[int] = set()
    for node in ast.walk(module):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and node.body:
            if isinstance(node, ast.FunctionDef) and node.decorator_list and _is_command(node):
                continue
            explaining |= {id(line.value) for line in node.body if isinstance(line, ast.Expr)}
    for node in ast.walk(module):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in explaining:
            yield node.lineno, node.value
        elif isinstance(node, ast.Attribute):
            yield node.lineno, node.attr


def _is_command(node: ast.FunctionDef) -> bool:
    return any("command" in ast.dump(decorator) for decorator in node.decorator_list)


def programmes_named(modules: Sources) -> Iterator[str]:
    """Where a programme or a municipality is named, however it is written and whatever stands round it."""
    names = "|".join(sorted(map(re.escape, proper_names()), key=len, reverse=True))
    pattern = re.compile(rf"(?<![^\W_])(?:{names})(?![^\W_])")
    for file, module in modules.items():
        for line, text in _said(module):
            if found := pattern.search(text.casefold()):
                yield f"{file}:{line} names {found[0]!r}"


def fields_named(
    modules: Sources, own: frozenset[str], shared: frozenset[str] = frozenset(SHARED)
) -> Iterator[str]:
    """Where a text is a key of the data, a path through it (`/child/cpr`), or an expression over it."""
    wanted = data_names() - own - shared
    for file, module in modules.items():
        for line, text in _said(module):
            is_path = bool(re.fullmatch(r"[a-z_]*:?(/[a-z_*0-9]+)+|[a-z_]+(\.[a-z_]+)+", text))
            for word in sorted({text, *(re.findall(r"\w+", text) if is_path else ())} & wanted):
                yield f"{file}:{line} names {word!r} in {text!r}"


def test_no_programme_or_municipality_is_named() -> None:
    assert list(programmes_named(sources())) == []


def test_no_form_field_gate_or_role_is_named() -> None:
    assert list(fields_named(sources(), own_words(sources()))) == []


def test_no_word_is_let_pass_that_need_not_be() -> None:
    found = "\n".join(fields_named(sources(), own_words(sources()), frozenset()))
    assert [word for word in SHARED if f" names {word!r} in " not in found] == []


@pytest.mark.parametrize(
    "source",
    [
        'if programme.id == "skoleflexplus": pass',
        'x = "Kun i Københavns Kommune"',
        'x = "Ballerup"',
        'x = f"schemas/tilbageslusningsflex/{name}"',
        '@click.command()\ndef blank():\n    """For example skoleflexplus/application."""',
    ],
)
def test_a_programme_in_the_code_is_found(source: str) -> None:
    assert len(list(programmes_named({"rules.py": ast.parse(source)}))) == 1


@pytest.mark.parametrize(
    "source",
    [
        'get(data, "/child/cpr_missing") or get(data, "/guardians/0")',
        'x = data["buf_amount"]',
        'x = names["supplier"]',
        "x = case.names.guardians",
        'if form.name == "agreement": pass',
        'compile_expression("application.supplier.name")',
    ],
)
def test_a_field_in_the_code_is_found(source: str) -> None:
    assert list(fields_named({"rules.py": ast.parse(source)}, own_words(sources())))
