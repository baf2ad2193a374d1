"""A page of documentation, followed word for word: its commands run, its edits made, its outputs looked for.

A fenced block says in its first line what it is: `sh` runs; `text` must have been said by the commands before
it, line by line; `diff FILE` changes a file (in a Word file, paragraphs); any other with a FILE is that file.
"""

from __future__ import annotations

import copy
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from docx.text.paragraph import Paragraph

from pipeline.wordml import open_document, save_document

_FENCE = re.compile(r"^```(?P<kind>\w*) ?(?P<file>[^\n]*)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Block:
    kind: str
    file: str
    body: str

    @property
    def lines(self) -> list[str]:
        return self.body.splitlines()


def blocks(page: str) -> list[Block]:
    return [Block(found["kind"], found["file"].strip(), found["body"]) for found in _FENCE.finditer(page)]


def follow(page: str, folder: Path) -> None:
    """Do what a page says in a folder. AssertionError at the first thing that isn't as the page says."""
    said = ""
    for block in blocks(page):
        if block.kind == "sh":
            said = _run(block.body, folder)
        elif block.kind == "text":
            for line in block.lines:
                assert line in said, f"the page promises {line!r}, and this was said:\n{said}"
        elif block.kind == "diff":
            change(folder / block.file, block.lines)
        else:
            assert block.file, f"nobody knows what to do with this block:\n{block.body}"
            (folder / block.file).write_text(block.body, "utf-8")


def _run(commands: str, folder: Path) -> str:
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    line = ["bash", "-euo", "pipefail", "-c", commands]
    done = subprocess.run(
        line, cwd=folder, env=environment, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, f"{commands}\nended with {done.returncode}:\n{done.stdout}{done.stderr}"
    return done.stdout + done.stderr


def change(file: Path, lines: Sequence[str]) -> None:
    """Make the edit in a file: what stands in it now must be there once, just as the page shows it."""
    before = [line[1:] for line in lines if line[:1] in ("-", " ", "")]
    assert before, "an edit shows where it belongs"
    if file.suffix == ".docx":
        document = open_document(file.read_bytes())
        there = [paragraph for paragraph in document.paragraphs if paragraph.text]
        start = _only(before, [paragraph.text for paragraph in there], file)
        _change_paragraphs(there[start : start + len(before)], lines)
        file.write_bytes(save_document(document))
        return
    text = file.read_text("utf-8").splitlines()
    start = _only(before, text, file)
    text[start : start + len(before)] = [line[1:] for line in lines if line[:1] != "-"]
    file.write_text("\n".join(text) + "\n", "utf-8")


def _only(wanted: list[str], there: list[str], file: Path) -> int:
    starts = [n for n in range(len(there)) if there[n : n + len(wanted)] == wanted]
    assert len(starts) == 1, f"{file.name} has this {len(starts)} times, not once:\n" + "\n".join(wanted)
    return starts[0]


def _change_paragraphs(there: list[Paragraph], lines: Sequence[str]) -> None:
    """As a person does it in Word: a line keeps its look, a new one looks like the one before it."""
    old: Iterator[Paragraph] = iter(there)
    taken: list[Paragraph] = []
    last = there[0]
    for line in lines:
        if line.startswith("-"):
            taken.append(next(old))
        elif line.startswith("+"):
            if taken:
                last = taken.pop(0)
            else:
                twin = copy.deepcopy(last._p)
                last._p.addnext(twin)
                last = Paragraph(twin, last._parent)
            first, *rest = last.runs
            first.text = line[1:]
            for run in rest:
                last._p.remove(run._r)
        else:
            last = next(old)
    for paragraph in taken:
        body = paragraph._p.getparent()
        assert body is not None
        body.remove(paragraph._p)
