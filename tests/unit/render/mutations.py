"""Every way in which a finished letter, or the account of its merge, is spoiled in the tests."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from pipeline.container import open_package, repack
from pipeline.records import Trace
from pipeline.xml import Element, parse, qn, serialize

Change = tuple[str, Callable[[Element], bool]]
"""What is changed, and the function that changes it in a part; False where that can't be done."""


def with_part(document: bytes, name: str, change: Callable[[Element], bool]) -> bytes | None:
    """The document with one part changed; None where the change could not be made."""
    root = parse(open_package(document)[name])
    return repack(document, {name: serialize(root)}) if change(root) else None


def nodes(root: Element, name: str) -> list[Element]:
    return list(root.iter(qn(name)))


def said(node: Element) -> str:
    return "".join(text.text or "" for text in nodes(node, "w:t"))


# ── every change to every text ────────────────────────────────────────────────────────────────────────


def text_changes(root: Element) -> Iterator[Change]:
    """Each text changed in each way; each two texts swapped."""
    count = len(nodes(root, "w:t"))
    for n in range(count):
        before = nodes(root, "w:t")[n].text or ""
        for after in dict.fromkeys(_spoiled(before)):
            if after != before:
                yield f"text {n}: {before!r} → {after!r}", _write(n, after)
        for other in range(n):
            if (nodes(root, "w:t")[other].text or "") != before:
                yield f"texts {other} and {n} swapped", _swap("w:t", other, n, texts=True)


def _spoiled(text: str) -> Iterator[str]:
    yield from (
        "",
        text + " ",
        " " + text,
        text + ".",
        text.upper(),
        text.replace(" ", "  "),
        text + "{{ x }}",
    )
    for match in re.finditer(r"\w", text):
        sign = str((int(match[0]) + 1) % 10) if match[0].isdecimal() else "x"
        yield text[: match.start()] + sign + text[match.end() :]
    for match in re.finditer(r"\w+", text):
        yield text[: match.start()] + "andet" + text[match.end() :]
        yield text[: match.start()] + text[match.end() :]


def _write(n: int, text: str) -> Callable[[Element], bool]:
    def change(root: Element) -> bool:
        nodes(root, "w:t")[n].text = text
        return True

    return change


def _swap(name: str, first: int, second: int, *, texts: bool = False) -> Callable[[Element], bool]:
    def change(root: Element) -> bool:
        one, other = nodes(root, name)[first], nodes(root, name)[second]
        if texts:
            one.text, other.text = other.text, one.text
        else:
            here = copy.deepcopy(one)
            one.getparent().replace(one, copy.deepcopy(other))  # type: ignore[union-attr]
            other.getparent().replace(other, here)  # type: ignore[union-attr]
        return True

    return change


# ── every change to every paragraph, row, cell and table ──────────────────────────────────────────────


def block_changes(root: Element) -> Iterator[Change]:
    for name in ("w:p", "w:tr", "w:tc", "w:tbl", "w:r"):
        count = len(nodes(root, name))
        for n in range(count):
            if name != "w:r" or said(nodes(root, name)[n]):
                yield f"{name} {n} dropped", drop(name, n)
                yield f"{name} {n} doubled", _double(name, n)
            for other in range(n):
                one, two = nodes(root, name)[other], nodes(root, name)[n]
                apart = one not in two.iterancestors() and said(one) != said(two)
                if apart:
                    yield f"{name} {other} and {n} swapped", _swap(name, other, n)
    for n in range(len(nodes(root, "w:p"))):
        yield f"paragraph {n} moved to the end", _move(n)
        yield f"paragraph {n} cut in two", _cut(n)


def drop(name: str, n: int) -> Callable[[Element], bool]:
    def change(root: Element) -> bool:
        node = nodes(root, name)[n]
        node.getparent().remove(node)  # type: ignore[union-attr]
        return True

    return change


def _double(name: str, n: int) -> Callable[[Element], bool]:
    def change(root: Element) -> bool:
        node = nodes(root, name)[n]
        node.addnext(copy.deepcopy(node))
        return True

    return change


def _move(n: int) -> Callable[[Element], bool]:
    def change(root: Element) -> bool:
        node = nodes(root, "w:p")[n]
        last = [one for one in nodes(root, "w:p") if one.getparent() is not None][-1]
        if node is last or node.getnext() is last:
            return False
        last.addprevious(node)
        return True

    return change


def _cut(n: int) -> Callable[[Element], bool]:
    def change(root: Element) -> bool:
        node = nodes(root, "w:p")[n]
        runs = nodes(node, "w:r")
        if not runs:
            return False
        second = copy.deepcopy(node)
        for one in nodes(second, "w:r"):
            second.remove(one)
        second.append(runs[-1])
        node.addnext(second)
        return True

    return change


# ── the account ───────────────────────────────────────────────────────────────────────────────────────


def account_changes(traces: tuple[Trace, ...]) -> Iterator[tuple[Trace, ...]]:
    for n, trace in enumerate(traces):
        yield (*traces[:n], *traces[n + 1 :])
        yield (*traces[: n + 1], *traces[n:])
        yield (*traces[:n], replace(trace, n=trace.n + 1), *traces[n + 1 :])
        if trace.kind == "hole":
            yield (*traces[:n], replace(trace, text=trace.text + "x"), *traces[n + 1 :])
            yield (*traces[:n], replace(trace, kind="if"), *traces[n + 1 :])
        else:
            for taken in (trace.taken + 1, trace.taken - 1, -1, 10**9):
                if bool(taken) != bool(trace.taken) or trace.kind == "for":
                    yield (*traces[:n], replace(trace, taken=taken), *traces[n + 1 :])
        later = traces[n + 1 : n + 2]
        if later and later[0].part == trace.part and later[0] != trace:
            yield (*traces[:n], *later, trace, *traces[n + 2 :])
    yield ()
    yield (*traces, Trace(part="word/footer9.xml", kind="hole", n=0, text="x"))
    yield (*traces, Trace(part="word/_rels/document.xml.rels", kind="hole", n=0, text="x"))
