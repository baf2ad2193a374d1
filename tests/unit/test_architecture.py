"""The house as a tested contract: which room may import what, and how large a room may be.

A module imports only from lower floors. Imports inside functions and those for type checkers count.
"""

from __future__ import annotations

import ast
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = "pipeline"

FLOORS: tuple[frozenset[str], ...] = (
    # words
    frozenset({"definitions", "records", "views", "errors"}),
    # materials
    frozenset({"formschema", "programme", "container", "xml", "danish", "schooldays", "templating"}),
    # materials made of materials
    frozenset({"wordml", "pdfobjects", "papermark", "facts"}),
    # steps
    frozenset(
        {
            "identify",
            "extract",
            "interpret",
            "validate",
            "rules",
            "wording",
            "assemble",
            "render",
            "proof",
            "blank",
            "annotate",
            "post",
            "figures",
        }
    ),
    # programs from outside, and files out
    frozenset({"office", "ocr", "delivery", "disks"}),
    # edges
    frozenset({"settings", "catalogue", "intake", "register", "relay", "sandbox"}),
    # flow
    frozenset({"process"}),
    # the loop
    frozenset({"service"}),
    # shell
    frozenset({"cli"}),
)
"""Every room of the package (a module, or a package with what is in it) by its floor, from the ground up."""

PURE_FLOORS = 4
"""So many floors from the ground touch no file, socket, clock or environment."""

HOMES: Mapping[str, str] = {
    "zipfile": "container",
    "lxml": "xml",
    "xml.etree": "xml",
    "xml.dom": "xml",
    "xml.parsers": "xml",
    "xml.sax": "xml",
    "docx": "wordml",
    "docxtpl": "render.word",
    "jinja2": "templating",
    "markupsafe": "templating",
    "jsonschema": "validate",
    "referencing": "validate",
    "holidays": "schooldays",
    "icalendar": "render.calendar",
    "click": "cli",
    "sqlalchemy": "register",
    "imap_tools": "intake.mailbox",
    "msal": "intake.tokens",
    "requests": "intake.tokens",
    "oxmsg": "post.msg",
    "rapidfuzz": "interpret",
    "snowballstemmer": "danish",
    "pypdf": "pdfobjects",
    "pdfminer": "extract.page",
    "pypdfium2": "extract.scan",
    "zxingcpp": "extract.scan",
    "segno": "blank.papercode",
    "fontTools": "blank.pdf_font",
}
"""Each library that has one home; every library from outside must have one."""

ESCAPING_ONLY = "xml.sax.saxutils"
"""Quotes text for XML and parses nothing."""

OUTSIDE_WORLD = frozenset(
    {
        "asyncio", "ftplib", "getpass", "glob", "http", "imaplib", "logging", "multiprocessing", "os",
        "pathlib", "random", "secrets", "select", "shutil", "signal", "smtplib", "socket", "sqlite3", "ssl",
        "subprocess", "tempfile", "threading", "time", "urllib.request",
    }
)  # fmt: skip
CLOCK_CALLS = frozenset({"now", "today", "utcnow"})
FILE_CALLS = frozenset({"open", "print", "input"})

MAX_LINES, MAX_FUNCTION_LINES = 350, 70
VAGUE_NAMES = frozenset({"utils", "util", "helpers", "helper", "common", "manager", "misc"})

Sources = Mapping[str, str]
"""The text of each module by its dotted name within the package; `""` is the package itself."""


def sources() -> dict[str, str]:
    found = {}
    for path in sorted((ROOT / PACKAGE).rglob("*.py")):
        name = ".".join(path.relative_to(ROOT / PACKAGE).with_suffix("").parts)
        found[name.removesuffix("__init__").removesuffix(".")] = path.read_text(encoding="utf-8")
    return found


def imports(source: str) -> Iterator[str]:
    """The full name of everything a module imports, wherever in it."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            prefix = "." * node.level + (node.module or "")
            yield from (f"{prefix}.{alias.name}" for alias in node.names)


def is_under(name: str, parent: str) -> bool:
    return name == parent or name.startswith(f"{parent}.")


def room_of(module: str) -> str:
    return module.partition(".")[0]


def floor_of(room: str) -> int | None:
    return next((number for number, rooms in enumerate(FLOORS) if room in rooms), None)


# ── the rules ─────────────────────────────────────────────────────────────────────────────────────────


def rooms_without_floor(modules: Sources) -> Iterator[str]:
    for module in modules:
        if module and floor_of(room_of(module)) is None:
            yield f"{module} has no floor: give its room a place in FLOORS"


def imports_upwards(modules: Sources) -> Iterator[str]:
    for module, source in modules.items():
        own = floor_of(room_of(module)) or 0
        for name in imports(source):
            if name.startswith("."):
                yield f"{module} imports {name} by a relative name"
            elif is_under(name, PACKAGE) and module:
                room = room_of(name.removeprefix(PACKAGE).lstrip("."))
                floor = floor_of(room)
                if room != room_of(module) and floor is not None and floor >= own:
                    yield f"{module} imports {room}, which is not below it"


def libraries_away_from_home(modules: Sources) -> Iterator[str]:
    for module, source in modules.items():
        for name in imports(source):
            library = next((one for one in HOMES if is_under(name, one)), "")
            if library and not is_under(module, HOMES[library]) and not is_under(name, ESCAPING_ONLY):
                yield f"{module} imports {name}, whose home is {HOMES[library]}"
            known = library or room_of(name) in {*sys.stdlib_module_names, PACKAGE} or name.startswith(".")
            if not known:
                yield f"{module} imports {name}, which has no home: give it one in HOMES"


def outside_world_below(modules: Sources) -> Iterator[str]:
    """Steps take bytes and values and give them; files, clock, chance and environment are arguments."""
    for module, source in modules.items():
        if (floor_of(room_of(module)) or 0) >= PURE_FLOORS:
            continue
        for name in imports(source):
            if any(is_under(name, one) for one in OUTSIDE_WORLD):
                yield f"{module} imports {name}"
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Call):
                called = node.func
                if isinstance(called, ast.Attribute) and called.attr in CLOCK_CALLS:
                    yield f"{module}:{node.lineno} asks the clock"
                if isinstance(called, ast.Name) and called.id in FILE_CALLS:
                    yield f"{module}:{node.lineno} calls {called.id}()"


def too_large(modules: Sources) -> Iterator[str]:
    for module, source in modules.items():
        lines = len(source.splitlines())
        if lines > MAX_LINES:
            yield f"{module} has {lines} lines"
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                size = (node.end_lineno or node.lineno) - node.lineno + 1
                if size > MAX_FUNCTION_LINES:
                    yield f"{module}.{node.name} has {size} lines"


def class_names_used_twice(modules: Sources) -> Iterator[str]:
    names = Counter(
        node.name
        for source in modules.values()
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.ClassDef)
    )
    yield from (f"{name} names {count} classes" for name, count in names.items() if count > 1)


def vague_names(modules: Sources) -> Iterator[str]:
    for module in modules:
        if VAGUE_NAMES & set(module.split(".")):
            yield f"{module} says nothing of what it does"


RULES: tuple[Callable[[Sources], Iterator[str]], ...] = (
    rooms_without_floor,
    imports_upwards,
    libraries_away_from_home,
    outside_world_below,
    too_large,
    class_names_used_twice,
    vague_names,
)


@pytest.mark.parametrize("rule", RULES)
def test_the_house_keeps_its_rules(rule: Callable[[Sources], Iterator[str]]) -> None:
    assert list(rule(sources())) == []


def test_every_room_is_on_one_floor() -> None:
    assert not [room for room, count in Counter(r for f in FLOORS for r in f).items() if count > 1]


# ── and each rule catches what it is for ──────────────────────────────────────────────────────────────

FAULTS: list[tuple[Callable[[Sources], Iterator[str]], str, str]] = [
    (rooms_without_floor, "attic", ""),
    (rooms_without_floor, "attic.trunk", ""),
    (imports_upwards, "records", "from pipeline.wordml import open_word"),
    (imports_upwards, "extract.word", "import pipeline.interpret.match"),
    (imports_upwards, "extract.word", "from pipeline import render"),
    (imports_upwards, "xml", "def f():\n    from pipeline.container import open_package"),
    (imports_upwards, "rules", "if TYPE_CHECKING:\n    from pipeline.process import run"),
    (imports_upwards, "register.store", "from pipeline.catalogue import load"),
    (imports_upwards, "extract.word", "from .rows import number_items"),
    (libraries_away_from_home, "extract.word", "import zipfile"),
    (libraries_away_from_home, "extract.word", "from lxml import etree"),
    (libraries_away_from_home, "wordml", "from xml.etree import ElementTree"),
    (libraries_away_from_home, "wordml", "import xml.dom.minidom"),
    (libraries_away_from_home, "blank.word", "from docx import Document"),
    (libraries_away_from_home, "render.mail", "import docxtpl"),
    (libraries_away_from_home, "rules", "def f():\n    import jinja2.sandbox"),
    (libraries_away_from_home, "catalogue.check", "from jsonschema import Draft202012Validator"),
    (libraries_away_from_home, "process.run", "from sqlalchemy import select"),
    (libraries_away_from_home, "process.run", "import requests"),
    (outside_world_below, "extract.word", "import os.path"),
    (outside_world_below, "wordml", "from pathlib import Path"),
    (outside_world_below, "interpret", "from urllib.request import urlopen"),
    (outside_world_below, "assemble.case", "import datetime\nx = datetime.date.today()"),
    (outside_world_below, "rules", "def f(path):\n    return open(path)"),
    (too_large, "rules", "x = 1\n" * 351),
    (too_large, "rules", "class A:\n    def f(self):\n" + "        x = 1\n" * 70),
    (vague_names, "extract.utils", ""),
    (class_names_used_twice, "rules", "class A:\n    class A: ..."),
]

FINE: list[tuple[Callable[[Sources], Iterator[str]], str, str]] = [
    (imports_upwards, "extract.word", "from pipeline.extract.rows import number_items\nimport pipeline.xml"),
    (imports_upwards, "cli.forms", "from pipeline import __version__"),
    (libraries_away_from_home, "blank.markup", "from xml.sax.saxutils import escape"),
    (libraries_away_from_home, "xml", "from lxml import etree"),
    (libraries_away_from_home, "register.store", "import sqlalchemy.orm"),
    (outside_world_below, "delivery", "import os\nopen('x')"),
    (outside_world_below, "extract.word", "import io\nfrom urllib.parse import unquote"),
    (too_large, "rules", "x = 1\n" * 350),
    (too_large, "rules", "def f():\n" + "    x = 1\n" * 69),
]


@pytest.mark.parametrize(("rule", "module", "source"), FAULTS)
def test_a_planted_fault_is_found(rule: Callable[[Sources], Iterator[str]], module: str, source: str) -> None:
    assert len(list(rule({module: source}))) == 1


@pytest.mark.parametrize(("rule", "module", "source"), FINE)
def test_what_is_allowed_is_not(rule: Callable[[Sources], Iterator[str]], module: str, source: str) -> None:
    assert list(rule({module: source})) == []
