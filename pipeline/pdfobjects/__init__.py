"""PDF files opened with every check a stranger's file needs: the one room that uses pypdf.

Objects come as pypdf has them, which are Python's own kinds with references among them: a dictionary is a
`Mapping`, an array a `list`, a string a `str`. `entry` and the functions beside it follow the references and
give a plain value or nothing, whatever stands there. Nothing a file wants done is ever done.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, Final, ParamSpec, TypeAlias, TypeVar

from pypdf import PasswordType, PdfReader, apply_configuration
from pypdf.errors import DependencyError
from pypdf.generic import IndirectObject, NameObject, NullObject, StreamObject, TextStringObject

from pipeline.container import DEFAULT_LIMITS
from pipeline.errors import InputRejected
from pipeline.records.layout import Box

MAX_PAGES: Final = 2_000
MAX_NODES: Final = 100_000
"""Fields, widgets and nodes of the page tree together."""
_MEGABYTES: Final = 20_000_000
_SETTINGS: Final[Mapping[str, Any]] = {
    "maximum_declared_stream_length": _MEGABYTES,
    "array_based_stream_maximum_output_length": _MEGABYTES,
    "lzw_maximum_output_length": _MEGABYTES,
    "run_length_maximum_output_length": _MEGABYTES,
    "zlib_maximum_output_length": _MEGABYTES,
    "brotli_maximum_output_length": _MEGABYTES,
    "stream_decoding_work_maximum_length": 3 * _MEGABYTES,
    "jbig2dec_binary": None,
    "disable_legacy_handling": True,
}
_HEAD, _MOST_HOPS = 1024, 16
_ACTIVE: Final = ("/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/EmbeddedFile", "/RichMedia")

Dictionary: TypeAlias = Mapping[str, Any]
_Given = ParamSpec("_Given")
_Result = TypeVar("_Result")


def guarded(read: Callable[_Given, _Result]) -> Callable[_Given, _Result]:
    """A reader from which only `InputRejected` leaves, and which works within our limits.

    pypdf raises errors of every kind for files that break the format; all of them are `file.damaged`.
    """

    @wraps(read)
    def wrapped(*args: _Given.args, **kwargs: _Given.kwargs) -> _Result:
        try:
            with apply_configuration(**_SETTINGS):
                return read(*args, **kwargs)
        except InputRejected:
            raise
        except (MemoryError, RecursionError) as error:
            raise InputRejected("file.too_complex") from error
        except Exception as error:
            raise InputRejected("file.damaged") from error

    return wrapped


@dataclass(frozen=True, slots=True, kw_only=True)
class PdfPage:
    """A page's dictionary and how it lies: what is inherited is filled in.

    `box` is the visible rectangle in the file's own coordinates, `turn` the quarter turns to the right.
    """

    number: int
    entries: Dictionary = field(repr=False)
    reference: Any = field(repr=False)
    """Of the page's own object; None where the page stands within another."""
    box: tuple[float, float, float, float]
    turn: int

    @property
    def size(self) -> tuple[float, float]:
        """Width and height as a person sees the page."""
        left, low, right, high = self.box
        return (high - low, right - left) if self.turn % 2 else (right - left, high - low)

    def rectangle(self, box: Box) -> tuple[float, float, float, float]:
        """The other way round: the rectangle of the file that lies in a place of the page."""
        left, low, right, high = self.box
        return {
            0: (left + box.x0, high - box.bottom, left + box.x1, high - box.top),
            1: (left + box.top, low + box.x0, left + box.bottom, low + box.x1),
            2: (right - box.x1, low + box.top, right - box.x0, low + box.bottom),
            3: (right - box.bottom, high - box.x1, right - box.top, high - box.x0),
        }[self.turn]

    def place(self, rect: tuple[float, float, float, float]) -> Box:
        """A rectangle of the file as it lies on the page a person sees."""
        x0, y0, x1, y1 = rect
        left, low, right, high = self.box
        sides = {
            0: (x0 - left, high - y1, x1 - left, high - y0),
            1: (y0 - low, x0 - left, y1 - low, x1 - left),
            2: (right - x1, y0 - low, right - x0, y1 - low),
            3: (high - y1, right - x1, high - y0, right - x0),
        }[self.turn]
        return Box(self.number, *sides)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenPdf:
    """A file that was opened and may be read."""

    catalog: Dictionary
    info: Mapping[str, str]
    pages: tuple[PdfPage, ...]
    active: bool
    """It holds scripts, programs to start or other files."""


def open_pdf(content: bytes) -> OpenPdf:
    """The file's catalogue, pages and properties; to be called within `guarded`.

    Raises InputRejected: `file.empty`, `file.unknown` (no PDF), `file.too_large`, `file.encrypted` (a
    password to open it, or an unknown way of locking), `file.too_complex`, `file.damaged`.
    """
    reader = open_reader(content)
    catalog = reader.root_object
    info = resolved(reader.trailer.get("/Info"))
    properties = {key.lstrip("/"): as_text(resolved(value)) for key, value in as_dictionary(info).items()}
    return OpenPdf(
        catalog=catalog,
        info=properties,
        pages=tuple(_pages(catalog)),
        active=_is_active(content, catalog),
    )


def open_reader(content: bytes) -> PdfReader:
    """The library's own view of a file; errors as `open_pdf`."""
    if not content:
        raise InputRejected("file.empty")
    if b"%PDF-" not in content[:_HEAD]:
        raise InputRejected("file.unknown")
    if len(content) > DEFAULT_LIMITS.file:
        raise InputRejected("file.too_large", limit_mb=DEFAULT_LIMITS.file // (1024 * 1024))
    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted and reader.decrypt("") is PasswordType.NOT_DECRYPTED:
            raise InputRejected("file.encrypted")
    except (DependencyError, NotImplementedError) as error:
        raise InputRejected("file.encrypted") from error
    return reader


def _is_active(content: bytes, catalog: Dictionary) -> bool:
    """Whether anything in the file would act; looked for by name and where it stands packed, at the top."""
    if any(name.encode() in content for name in _ACTIVE):
        return True
    names = as_dictionary(entry(catalog, "/Names"))
    if "/JavaScript" in names or "/EmbeddedFiles" in names or "/AA" in catalog:
        return True
    return acts(entry(catalog, "/OpenAction"))


def acts(action: Any) -> bool:
    """Whether an action is more than a jump within the file."""
    return as_name(entry(as_dictionary(action), "/S")) in {name[1:] for name in _ACTIVE}


# ── pages ─────────────────────────────────────────────────────────────────────────────────────────────

_INHERITED: Final = ("/MediaBox", "/CropBox", "/Rotate")


def _pages(catalog: Dictionary) -> Iterator[PdfPage]:
    """The pages in order, by a walk of our own: a tree with a loop in it ends."""
    waiting: list[tuple[Any, Mapping[str, Any]]] = [(catalog.get("/Pages"), {})]
    seen: set[int] = set()
    count = 0
    while waiting:
        given, above = waiting.pop()
        node = as_dictionary(resolved(given))
        if id(node) in seen or not node:
            continue
        seen.add(id(node))
        passed = {**above, **{key: entry(node, key) for key in _INHERITED if key in node}}
        kids = entry(node, "/Kids")
        if isinstance(kids, list):
            waiting += [(kid, passed) for kid in reversed(kids)]
            if len(seen) + len(waiting) > MAX_NODES:
                raise InputRejected("file.too_complex")
            continue
        count += 1
        if count > MAX_PAGES:
            raise InputRejected("file.too_complex")
        turn = as_number(passed.get("/Rotate"), 0.0)
        yield PdfPage(
            number=count,
            entries=node,
            reference=given if number_of(given) else None,
            box=_visible(passed),
            turn=round(turn / 90) % 4,
        )


def _visible(passed: Mapping[str, Any]) -> tuple[float, float, float, float]:
    whole = as_rectangle(passed.get("/MediaBox")) or (0.0, 0.0, 595.0, 842.0)
    crop = as_rectangle(passed.get("/CropBox"))
    if crop is None:
        return whole
    inner = (max(crop[0], whole[0]), max(crop[1], whole[1]), min(crop[2], whole[2]), min(crop[3], whole[3]))
    return inner if inner[0] < inner[2] and inner[1] < inner[3] else whole


# ── values ────────────────────────────────────────────────────────────────────────────────────────────


def resolved(value: Any) -> Any:
    """What a reference leads to; None for nothing, and for references that lead round."""
    for _ in range(_MOST_HOPS):
        if not isinstance(value, IndirectObject):
            return None if isinstance(value, NullObject) else value
        value = value.get_object()
    return None


def number_of(value: Any) -> int:
    """The number of the object a reference names; 0 for a value that stands for itself."""
    return value.idnum if isinstance(value, IndirectObject) else 0


def entry(node: Dictionary, key: str) -> Any:
    """What stands in a dictionary under a key (`/Kids`), references followed."""
    return resolved(node.get(key))


def as_dictionary(value: Any) -> Dictionary:
    return value if isinstance(value, dict) else {}


def as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def as_text(value: Any) -> str:
    """A text string, or the text of a stream; empty for anything else."""
    if isinstance(value, StreamObject):
        value = value.get_data()
    if isinstance(value, bytes):
        return _decoded(bytes(value))
    return str(value) if isinstance(value, TextStringObject) else ""


def _decoded(content: bytes) -> str:
    for mark, encoding in (
        (b"\xfe\xff", "utf-16-be"),
        (b"\xff\xfe", "utf-16-le"),
        (b"\xef\xbb\xbf", "utf-8"),
    ):
        if content.startswith(mark):
            return content[len(mark) :].decode(encoding, "replace")
    return content.decode("latin-1")


def as_name(value: Any) -> str:
    """A name without its slash."""
    return str(value)[1:] if isinstance(value, NameObject) else ""


def as_number(value: Any, otherwise: float) -> float:
    usual = isinstance(value, (int, float)) and not isinstance(value, bool)
    return float(value) if usual and abs(value) < 1e6 else otherwise


def as_rectangle(value: Any) -> tuple[float, float, float, float] | None:
    """Four numbers as lower left and upper right corner; None where they are none."""
    sides = [as_number(resolved(side), float("nan")) for side in as_list(value)]
    if len(sides) != 4 or any(side != side for side in sides):
        return None
    return min(sides[0], sides[2]), min(sides[1], sides[3]), max(sides[0], sides[2]), max(sides[1], sides[3])
