"""Recognising the words on a picture of a page: the `tesseract` program, called and held within limits.

Nothing here is certain: what it gives is for people to confirm. The program is optional.
"""

from __future__ import annotations

import contextlib
import os
import resource
import shutil
import signal
import subprocess
from functools import cache
from typing import Final

from pipeline.errors import InputRejected
from pipeline.extract.recognised import RecognisedWord, completed
from pipeline.extract.scan import PageImage
from pipeline.records.layout import Box

LANGUAGE: Final = "dan"
_SECOND: Final = "eng"
"""Knows the signs of e-mail addresses, which those of Danish don't."""
DPI: Final = 300
"""What pages should be drawn at to be recognised; with 200 two in a hundred words more are wrong."""
SECONDS: Final = 60
"""For one page; a full one takes two or three."""
MEMORY: Final = 1_500_000_000
"""Bytes of address space."""
_PROGRAM: Final = "tesseract"
_SPARSE, _BLOCK = "11", "6"
"""How the page is laid out: text anywhere in no order, as forms are tables and this recogniser's own idea of
columns loses cells; or one block of lines, which keeps signs that stand alone."""
_WORD: Final = "5"
_COLUMNS: Final = 12
_SURE: Final = 1.0
"""How sure the recogniser has to be of how a page lies before it is turned."""
_NOT_READ: Final = "file.scan"


@cache
def available(language: str = LANGUAGE) -> bool:
    """Whether the recogniser and its knowledge of the language are installed."""
    try:
        return language in _run("--list-langs").split()
    except InputRejected:
        return False


def read_words(page: PageImage, language: str = LANGUAGE) -> tuple[RecognisedWord, ...]:
    """The words on a page that lies straight, each with its place in points; boxes are round their ink.

    Raises InputRejected (`file.scan`) when the recogniser isn't there, fails, or takes too long.
    """
    words = _words(page, language, _SPARSE)
    return completed(words, _words(page, _SECOND, _BLOCK)) if available(_SECOND) else words


def _words(page: PageImage, language: str, layout: str) -> tuple[RecognisedWord, ...]:
    told = _tesseract(page, "-l", language, "--psm", layout, "tsv")
    words = (_word(row.split("\t"), page) for row in told.splitlines()[1:])
    return tuple(word for word in words if word is not None)


def _word(cells: list[str], page: PageImage) -> RecognisedWord | None:
    """The word that a row of the table tells, None for rows of blocks and lines and for what is no row."""
    if len(cells) != _COLUMNS or cells[0] != _WORD or not cells[-1].strip():
        return None
    try:
        block, paragraph, line, _, left, top, width, height = (int(cell) for cell in cells[2:10])
        confidence = float(cells[10])
    except ValueError:
        return None
    point = page.dpi / 72
    return RecognisedWord(
        text=cells[-1].strip(),
        confidence=confidence,
        box=Box(page.number, left / point, top / point, (left + width) / point, (top + height) / point),
        block=block,
        paragraph=paragraph,
        line=line,
    )


def quarter_turn(page: PageImage) -> int:
    """By how many degrees clockwise (0, 90, 180, 270) the page has to be turned to be read; 0 if in doubt."""
    try:
        told = _tesseract(page, "-l", "osd", "--psm", "0")
    except InputRejected:
        return 0  # too few letters to tell
    facts = dict(line.split(": ", 1) for line in told.splitlines() if ": " in line)
    try:
        degrees, confidence = int(facts["Rotate"]), float(facts["Orientation confidence"])
    except (KeyError, ValueError):
        return 0
    return degrees if degrees in (90, 180, 270) and confidence >= _SURE else 0


def _tesseract(page: PageImage, *options: str) -> str:
    """What the program writes about a page. It reads no file of ours and leaves none."""
    picture = b"P5 %d %d 255\n%s" % (page.width, page.height, page.grey)
    return _run("stdin", "stdout", "--dpi", str(round(page.dpi)), *options, given=picture)


def _run(*options: str, given: bytes = b"") -> str:
    """What the program answers; with no more time, memory and knowledge of our environment than it needs."""
    program = shutil.which(_PROGRAM)
    if program is None:
        raise InputRejected(_NOT_READ)
    kept = {name: os.environ[name] for name in ("PATH", "TESSDATA_PREFIX") if name in os.environ}
    child = subprocess.Popen(  # noqa: S603
        [program, *options],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**kept, "OMP_THREAD_LIMIT": "1", "LC_ALL": "C"},
        start_new_session=True,
    )
    with child:
        try:
            with contextlib.suppress(ProcessLookupError):
                resource.prlimit(child.pid, resource.RLIMIT_AS, (MEMORY, MEMORY))
            told, _ = child.communicate(given, timeout=SECONDS)
        except subprocess.TimeoutExpired:
            raise InputRejected(_NOT_READ) from None
        finally:
            if child.poll() is None:
                os.killpg(child.pid, signal.SIGKILL)
    if child.returncode:
        raise InputRejected(_NOT_READ)
    return told.decode("utf-8", "replace")
