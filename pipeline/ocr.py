"""Recognising the words on a picture of a page: the `tesseract` program, called and held within limits.

Nothing here is certain: what it gives is for people to confirm. The program is optional.
"""

from __future__ import annotations

import contextlib
import os
import resource
import shutil
import signal
import struct
import subprocess
from collections.abc import Sequence
from functools import cache
from typing import Final

from pipeline.errors import InputRejected
from pipeline.extract.confusions import mended
from pipeline.extract.regions import Piece
from pipeline.extract.scan import PageImage
from pipeline.extract.words import RecognisedWord
from pipeline.records.layout import Box

LANGUAGE: Final = "dan"
_SECOND: Final = "eng"
"""Knows the signs of e-mail addresses and sections, which those of Danish don't."""
DPI: Final = 300
"""What pages should be drawn at to be recognised; with 200 two in a hundred words more are wrong."""
SECONDS: Final = 60
"""For one page; a full one takes two or three."""
MEMORY: Final = 1_500_000_000
"""Bytes of address space."""
_PROGRAM: Final = "tesseract"
_BLOCK: Final = "6"
"""How a piece is laid out: as one block of lines, which keeps signs that stand alone."""
_WORD: Final = "5"
_COLUMNS: Final = 12
_SURE: Final = 1.0
"""How sure the recogniser has to be of how a page lies before it is turned."""
_NOT_READ: Final = "file.scan"
_WIDTH, _HEIGHT, _BITS, _COMPRESSION, _PHOTOMETRIC = 256, 257, 258, 259, 262
_STRIP, _SAMPLES, _ROWS, _STRIP_SIZE = 273, 277, 278, 279
_LONG, _HEAD, _DIRECTORY = 4, 8, 2 + 9 * 12 + 4
"""The tags of a TIFF, their type, and the sizes of its head and of the directory of a page."""


@cache
def available(language: str = LANGUAGE) -> bool:
    """Whether the recogniser and its knowledge of the language are installed."""
    try:
        return language in _run("--list-langs").split()
    except InputRejected:
        return False


def read_words(
    page: PageImage, pieces: Sequence[Piece], language: str = LANGUAGE
) -> tuple[RecognisedWord, ...]:
    """The words on the pieces of a page, each with its place on the page in points, round its ink.

    `block` is the number of the piece. Raises InputRejected (`file.scan`) when the recogniser isn't there,
    fails, or takes too long.
    """
    if not pieces:
        return ()
    words = _words(page, pieces, language)
    if not available(_SECOND):
        return mended(words)
    return mended(_words(page, pieces, f"{language}+{_SECOND}"), words)


def _words(page: PageImage, pieces: Sequence[Piece], languages: str) -> tuple[RecognisedWord, ...]:
    options = (*_options(page), "-l", languages, "--psm", _BLOCK, "tsv")
    told = _run("stdin", "stdout", *options, given=_tiff(pieces))
    words = (_word(row.split("\t"), page, pieces) for row in told.splitlines()[1:])
    return tuple(word for word in words if word is not None)


def _word(cells: list[str], page: PageImage, pieces: Sequence[Piece]) -> RecognisedWord | None:
    """The word that a row of the table tells, None for rows of blocks and lines and for what is no row."""
    if len(cells) != _COLUMNS or cells[0] != _WORD or not cells[-1].strip():
        return None
    try:
        number, _, paragraph, line, _, left, top, width, height = (int(cell) for cell in cells[1:10])
        confidence = float(cells[10])
        piece = pieces[number - 1]
    except (ValueError, IndexError):
        return None
    point = page.dpi / 72
    x0, y0 = piece.left + left, piece.top + top
    return RecognisedWord(
        text=cells[-1].strip(),
        confidence=confidence,
        box=Box(page.number, x0 / point, y0 / point, (x0 + width) / point, (y0 + height) / point),
        block=number,
        paragraph=paragraph,
        line=line,
    )


def _tiff(pieces: Sequence[Piece]) -> bytes:
    """The pieces as the pages of one file, so that the recogniser is started once: TIFF, grey, as it is."""
    made = bytearray(b"II*\0" + struct.pack("<I", _HEAD))
    for n, piece in enumerate(pieces, start=1):
        size = piece.width * piece.height
        data = len(made) + _DIRECTORY
        following = data + size + size % 2
        tags = (
            (_WIDTH, piece.width), (_HEIGHT, piece.height), (_BITS, 8), (_COMPRESSION, 1), (_PHOTOMETRIC, 1),
            (_STRIP, data), (_SAMPLES, 1), (_ROWS, piece.height), (_STRIP_SIZE, size),
        )  # fmt: skip
        made += struct.pack("<H", len(tags))
        for tag, value in tags:
            made += struct.pack("<HHII", tag, _LONG, 1, value)
        made += struct.pack("<I", following if n < len(pieces) else 0)
        made += piece.grey + b"\0" * (size % 2)
    return bytes(made)


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
    return _run("stdin", "stdout", *_options(page), *options, given=picture)


def _options(page: PageImage) -> tuple[str, ...]:
    return "--dpi", str(round(page.dpi))


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
