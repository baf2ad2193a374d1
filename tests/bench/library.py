"""Word files written by other people's libraries from plain blocks: python-docx, npm's docx, pandoc."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

import docx

from tests.bench.simple import Block, as_html

Blocks = Mapping[str, Sequence[Block]]


@lru_cache(maxsize=1)
def npm_docx() -> Path | None:
    """The folder that npm has put `docx` into, made the first time; None where that can't be done."""
    folder = Path(tempfile.gettempdir()) / "skoleflex-bench-npm"
    if not (folder / "node_modules" / "docx").exists():
        if shutil.which("npm") is None:
            return None
        folder.mkdir(exist_ok=True)
        line = ["npm", "install", "--no-audit", "--no-fund", "--prefix", str(folder), "docx"]
        done = subprocess.run(line, capture_output=True, timeout=120, check=False)
        if done.returncode:
            return None
    return folder


def by_npm(files: Blocks) -> dict[str, bytes]:
    home = npm_docx()
    assert home is not None
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        for key, blocks in files.items():
            told = json.dumps([block.as_json() for block in blocks], ensure_ascii=False)
            (folder / f"{key}.json").write_text(told, "utf-8")
        line = [
            "node",
            str(Path(__file__).with_name("library.mjs")),
            *(str(folder / f"{key}.json") for key in files),
        ]
        subprocess.run(line, check=True, capture_output=True, cwd=home, timeout=120)
        return {key: (folder / f"{key}.docx").read_bytes() for key in files}


def by_python_docx(files: Blocks) -> dict[str, bytes]:
    made = {}
    for key, blocks in files.items():
        word = docx.Document()
        for block in blocks:
            if block.rows:
                grid = word.add_table(rows=len(block.rows), cols=len(block.rows[0]), style="Table Grid")
                for texts, row in zip(block.rows, grid.rows, strict=True):
                    for paragraphs, cell in zip(texts, row.cells, strict=True):
                        cell.text = "\n".join(paragraphs)
            elif block.level:
                word.add_heading(block.text, block.level - 1)
            else:
                word.add_paragraph(block.text)
        out = io.BytesIO()
        word.save(out)
        made[key] = out.getvalue()
    return made


def by_pandoc(files: Blocks) -> dict[str, bytes]:
    made = {}
    for key, blocks in files.items():
        line = ["pandoc", "-f", "html", "-t", "docx", "-o", "-"]
        page = as_html(iter(blocks)).encode("utf-8")
        made[key] = subprocess.run(line, input=page, check=True, capture_output=True, timeout=60).stdout
    return made
