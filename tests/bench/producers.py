"""The programs a form goes through before it reaches us: word processors, converters, libraries.

Each producer takes many Word files and gives what it makes of them, in as few calls as it can.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline.container import open_package, repack
from tests.words import DOCM, DOCX

Files = Mapping[str, bytes]
"""By name, without an ending."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Producer:
    """`ending` of its files; `programs` it needs; `ends`: what it does to line ends within values."""

    convert: Callable[[Files, Path], dict[str, bytes]]
    ending: str = "docx"
    programs: tuple[str, ...] = ()
    ends: str = "kept"

    def missing(self) -> str:
        return ", ".join(name for name in self.programs if shutil.which(name) is None)

    def __call__(self, files: Files) -> dict[str, bytes]:
        with tempfile.TemporaryDirectory(prefix="bench-") as folder:
            return self.convert(files, Path(folder)) if files else {}


def _same(files: Files, folder: Path) -> dict[str, bytes]:
    return dict(files)


# ── LibreOffice, AbiWord, pandoc ──────────────────────────────────────────────────────────────────────


def libreoffice(target: str, ending: str) -> Callable[[Files, Path], dict[str, bytes]]:
    """One call for all files, with a profile of its own."""

    def convert(files: Files, folder: Path) -> dict[str, bytes]:
        (folder / "in").mkdir()
        (folder / "out").mkdir()
        sources = []
        for name, content in files.items():
            sources.append(folder / "in" / f"{name}.docx")
            sources[-1].write_bytes(content)
        line = [
            "soffice",
            "--headless",
            f"-env:UserInstallation=file://{folder}/profile",
            "--convert-to",
            target,
        ]
        line += ["--outdir", str(folder / "out"), *map(str, sources)]
        subprocess.run(line, check=True, capture_output=True, timeout=60 + 10 * len(files))
        return _collected(files, folder / "out", ending)

    return convert


def _collected(files: Files, folder: Path, ending: str) -> dict[str, bytes]:
    """What came out; a file that the program could not make is missing."""
    paths = {name: folder / f"{name}.{ending}" for name in files}
    return {name: path.read_bytes() for name, path in paths.items() if path.exists()}


def _abiword(files: Files, folder: Path) -> dict[str, bytes]:
    (folder / "out").mkdir()
    for name, content in files.items():
        source = folder / f"{name}.docx"
        source.write_bytes(content)
        line = ["abiword", "--to=docx", f"--to-name={folder / 'out' / source.name}", str(source)]
        subprocess.run(line, capture_output=True, timeout=60, check=False)
    return _collected(files, folder / "out", "docx")


def _pandoc(files: Files, folder: Path) -> dict[str, bytes]:
    (folder / "out").mkdir()
    for name, content in files.items():
        source = folder / f"{name}.docx"
        source.write_bytes(content)
        subprocess.run(
            ["pandoc", str(source), "-o", str(folder / "out" / source.name)], check=True, capture_output=True
        )
    return _collected(files, folder / "out", "docx")


# ── the package, written anew ─────────────────────────────────────────────────────────────────────────


def _each(change: Callable[[bytes], bytes]) -> Callable[[Files, Path], dict[str, bytes]]:
    return lambda files, folder: {name: change(content) for name, content in files.items()}


def as_type(main_type: str) -> Callable[[bytes], bytes]:
    """The same package declared as another kind of Word file."""

    def change(content: bytes) -> bytes:
        types = open_package(content)["[Content_Types].xml"]
        return repack(content, {"[Content_Types].xml": types.replace(DOCX.encode(), main_type.encode())})

    return change


STRICT = {
    b"http://schemas.openxmlformats.org/wordprocessingml/2006/main": b"http://purl.oclc.org/ooxml/wordprocessingml/main",
    b"http://schemas.openxmlformats.org/officeDocument/2006/relationships": b"http://purl.oclc.org/ooxml/officeDocument/relationships",
    b"http://schemas.openxmlformats.org/drawingml/2006/": b"http://purl.oclc.org/ooxml/drawingml/",
    b"http://schemas.openxmlformats.org/officeDocument/2006/custom-properties": b"http://purl.oclc.org/ooxml/officeDocument/customProperties",
    b"http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes": b"http://purl.oclc.org/ooxml/officeDocument/docPropsVTypes",
    b"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties": b"http://purl.oclc.org/ooxml/officeDocument/extendedProperties",
}  # fmt: skip


def as_strict(content: bytes) -> bytes:
    """The namespaces of Strict Open XML."""
    package = open_package(content)
    changed = {}
    for name in package:
        if name.endswith((".xml", ".rels")) and name != "[Content_Types].xml":
            part = package[name]
            for old, new in STRICT.items():
                part = part.replace(old, new)
            if name == "word/document.xml":
                part = part.replace(b"<w:document ", b'<w:document w:conformance="strict" ', 1)
            changed[name] = part
    return repack(content, changed)


def as_google(content: bytes) -> bytes:
    """As Google Docs writes: no styles, looks at every run, texts cut into runs, tables without widths."""
    package = open_package(content)
    part = package["word/document.xml"].decode("utf-8")
    looks = '<w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:cs="Arial" w:eastAsia="Arial"/>'
    headed = '<w:b w:val="1"/><w:sz w:val="28"/><w:rtl w:val="0"/>'
    parts = re.split(r"(<w:p>|<w:p .*?>)", part)
    for n, piece in enumerate(parts):
        if re.search(r'<w:pStyle w:val="(Titel|Overskrift1)"/>', piece):
            piece = re.sub(r"<w:pPr><w:pStyle [^>]*/>", "<w:pPr>", piece)
            parts[n] = piece.replace("<w:r><w:t", f"<w:r><w:rPr>{looks}{headed}</w:rPr><w:t")
    part = "".join(parts).replace("<w:r><w:t", f'<w:r><w:rPr>{looks}<w:rtl w:val="0"/></w:rPr><w:t')
    part = re.sub(r'<w:tblW [^>]*w:type="dxa"/>', '<w:tblW w:w="0" w:type="auto"/>', part)
    part = re.sub(
        r'<w:r>(<w:rPr>(?:(?!</w:rPr>).)*</w:rPr>)<w:t xml:space="preserve">([^<]{6,})</w:t></w:r>',
        _cut,
        part,
    )
    return repack(content, {"word/document.xml": part.encode("utf-8")})


def _cut(found: re.Match[str]) -> str:
    looks, text = found.groups()
    middle = len(text) // 2
    if "&" in text:
        return found[0]
    return "".join(
        f'<w:r>{looks}<w:t xml:space="preserve">{piece}</w:t></w:r>'
        for piece in (text[:middle], text[middle:])
    )


LIBRE = ("soffice",)
PRODUCERS: Mapping[str, Producer] = {
    "as written": Producer(convert=_same),
    "Google Docs": Producer(convert=_each(as_google)),
    "Strict": Producer(convert=_each(as_strict)),
    "docm": Producer(convert=_each(as_type(DOCM)), ending="docm"),
    "dotx": Producer(convert=_each(as_type(DOCX.replace("document.main", "template.main"))), ending="dotx"),
    "LibreOffice": Producer(
        convert=libreoffice("docx:MS Word 2007 XML", "docx"), programs=LIBRE, ends="lost"
    ),
    "LibreOffice odt": Producer(convert=libreoffice("odt", "odt"), ending="odt", programs=LIBRE, ends="lost"),
    "LibreOffice rtf": Producer(convert=libreoffice("rtf", "rtf"), ending="rtf", programs=LIBRE, ends="lost"),
    "LibreOffice doc": Producer(
        convert=libreoffice("doc:MS Word 97", "doc"), ending="doc", programs=LIBRE, ends="lost"
    ),
    "AbiWord": Producer(convert=_abiword, programs=("abiword",), ends="lost"),
    "pandoc": Producer(convert=_pandoc, programs=("pandoc",)),
}
PRINT = Producer(convert=libreoffice("pdf", "pdf"), ending="pdf", programs=LIBRE, ends="flowing")
