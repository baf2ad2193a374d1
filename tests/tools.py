"""Programs from outside that some tests need, and the quick check of Word files.

A test that needs one is marked (`@needs("soffice")`): it is skipped where the program is missing, unless
`SKOLEFLEX_REQUIRE=all` says that nothing may be missing; then it fails.
"""

from __future__ import annotations

import atexit
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, TypeVar

import pytest
from openxml_audit import FileFormat, OpenXmlValidator

from pipeline import ocr

_Test = TypeVar("_Test", bound=Callable[..., Any])

PROGRAMS = {
    "soffice": ("soffice",),
    "sdk": ("node", "ooxml-validate"),
    "tesseract": ("tesseract",),
    "pandoc": ("pandoc",),
    "abiword": ("abiword",),
    "npm": ("node", "npm"),
    "dovecot": ("dovecot",),
}
"""What each marker stands for, by the names on the PATH."""


def missing(tool: str) -> list[str]:
    """The programs of a marker that this machine lacks."""
    absent = [name for name in PROGRAMS[tool] if shutil.which(name) is None]
    if tool == "tesseract" and not absent and not ocr.available():
        return ["Danish for tesseract"]
    return absent


def marks_for(tool: str) -> list[pytest.MarkDecorator]:
    """The marks of a test, or of one of its cases, that calls outside programs."""
    absent = missing(tool)
    marks: list[pytest.MarkDecorator] = [getattr(pytest.mark, tool)]
    if absent and os.environ.get("SKOLEFLEX_REQUIRE") != "all":
        marks.append(pytest.mark.skip(reason=f"{', '.join(absent)} not installed"))
    return marks


def needs(tool: str) -> Callable[[_Test], _Test]:
    """Marks a test that calls outside programs."""

    def marked(test: _Test) -> _Test:
        for mark in marks_for(tool):
            test = mark(test)
        return test

    return marked


def npm_package(name: str) -> Path:
    """The `node_modules` that holds the package: of `NODE_PATH`, else a folder that npm fills the first time.

    Skips the test where npm can't get it, unless nothing may be missing.
    """
    home = Path(tempfile.gettempdir()) / f"skoleflex-npm-{os.getuid()}"
    own = home / "node_modules"
    known = filter(None, os.environ.get("NODE_PATH", "").split(os.pathsep))
    for folder in (*map(Path, known), own):
        if (folder / name / "package.json").exists():
            return folder
    version = (Path(__file__).parents[1] / ".ci" / f"{name}-version").read_text("utf-8").strip()
    line = ["npm", "install", "--no-audit", "--no-fund", "--prefix", str(home), f"{name}@{version}"]
    home.mkdir(exist_ok=True)
    if subprocess.run(line, capture_output=True, timeout=180, check=False).returncode:
        absent = pytest.fail if os.environ.get("SKOLEFLEX_REQUIRE") == "all" else pytest.skip
        absent(f"npm can't get the package {name}")
    return own


def as_pdf(word: bytes) -> bytes:
    """The Word file as LibreOffice prints it."""
    return by_libreoffice({"form": word}, "pdf")["form"]


def by_libreoffice(files: Mapping[str, bytes], target: str) -> dict[str, bytes]:
    """Word files as LibreOffice saves them (`docx:MS Word 2007 XML`) or prints them (`pdf`), by name.

    One call for all of them, and none for files that were asked for before.
    """
    return dict(_by_libreoffice(tuple(files.items()), target))


@lru_cache(maxsize=32)
def _by_libreoffice(files: tuple[tuple[str, bytes], ...], target: str) -> Mapping[str, bytes]:
    ending = target.partition(":")[0]
    with tempfile.TemporaryDirectory() as name:
        given, made = Path(name) / "given", Path(name) / "made"
        given.mkdir()
        for stem, content in files:
            (given / f"{stem}.docx").write_bytes(content)
        line = ["soffice", "--headless", profile(), "--convert-to", target, "--outdir", str(made)]
        line += [str(given / f"{stem}.docx") for stem, _ in files]
        subprocess.run(line, check=True, capture_output=True, timeout=180 + 10 * len(files))
        return {stem: (made / f"{stem}.{ending}").read_bytes() for stem, _ in files}


@cache
def profile() -> str:
    """The switch that gives LibreOffice a profile which is this process' own: to make one takes it longer
    than to print a form."""
    folder = tempfile.mkdtemp(prefix="skoleflex-profile-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return f"-env:UserInstallation=file://{folder}"


def sdk_faults(words: Mapping[str, bytes], folder: Path) -> dict[str, list[str]]:
    """What the Open XML SDK has against each of the Word files, by name."""
    names = {}
    for n, (name, content) in enumerate(words.items()):
        path = folder / f"sdk-{n}.docx"
        path.write_bytes(content)
        names[str(path)] = name
    program = Path(shutil.which("ooxml-validate") or "").resolve()
    line = ["node", str(Path(__file__).with_name("validate.mjs")), (program.parents[1] / "index.js").as_uri()]
    done = subprocess.run([*line, *names], check=True, capture_output=True, text=True, timeout=600)
    told: dict[str, list[str]] = json.loads(done.stdout.splitlines()[-1])
    return {names[path]: faults for path, faults in told.items()}


def word_faults(word: bytes, folder: Path) -> list[str]:
    """What openxml-audit has against a Word file, one line each.

    Left out: it takes `w:type` in a glossary part (the kind of a building block, `bbPlcHdr` for prompts) for
    the `w:type` of a section. The Open XML SDK itself tells the two apart.
    """
    path = folder / "checked.docx"
    path.write_bytes(word)
    result = OpenXmlValidator(file_format=FileFormat.MICROSOFT_365, max_errors=0).validate(path)
    return [
        f"{fault.part_uri} {fault.path}: {fault.description}"
        for fault in result.errors
        if not (fault.part_uri == "/word/glossary/document.xml" and "'bbPlcHdr'" in fault.description)
    ]
