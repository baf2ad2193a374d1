"""Pages of open questions, filled in as a person does: by their controls, in the file that lies there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pipeline.container import open_package, repack
from pipeline.xml import Element, parse, qn, serialize

MAIN = "word/document.xml"


def filled_in(
    page: bytes, tick: str | Iterable[str] = "", by: str = "", note: str = "", **more: str
) -> bytes:
    """The page with boxes ticked (`release`) and texts written; what isn't given stays as it was."""
    root = parse(open_package(page)[MAIN])
    texts = {"by": by, "note": note, **more}
    ticked = {f"answer:{one}" for one in ([tick] if isinstance(tick, str) else tick) if one}
    met = set()
    for control in root.iter(qn("w:sdt")):
        properties = control.find(qn("w:sdtPr"))
        named = properties.find(qn("w:tag")) if properties is not None else None
        tag = named.get(qn("w:val"), "") if named is not None else ""
        if tag in ticked:
            _tick(control)
            met.add(tag)
        elif texts.get(tag):
            _write(control, texts[tag])
            met.add(tag)
    wanted = ticked | {tag for tag, text in texts.items() if text}
    assert met == wanted, f"the page has no {wanted - met}"
    return repack(page, {MAIN: serialize(root)})


def controls(page: bytes) -> Mapping[str, str]:
    """What stands in each control, by its tag."""
    root = parse(open_package(page)[MAIN])
    return {
        tag.get(qn("w:val"), ""): "".join(text.text or "" for text in control.iter(qn("w:t")))
        for control in root.iter(qn("w:sdt"))
        for tag in control.iter(qn("w:tag"))
    }


def words(page: bytes) -> str:
    """All text of a Word file, blanks as one."""
    texts = (text.text or "" for text in parse(open_package(page)[MAIN]).iter(qn("w:t")))
    return " ".join(" ".join(texts).split())


def _tick(control: Element) -> None:
    for checked in control.iter(qn("w14:checked")):
        checked.set(qn("w14:val"), "1")
    for text in control.iter(qn("w:t")):
        text.text = "☒"


def _write(control: Element, words: str) -> None:
    properties = control.find(qn("w:sdtPr"))
    assert properties is not None
    for prompt in properties.findall(qn("w:showingPlcHdr")):
        properties.remove(prompt)
    for style in list(control.iter(qn("w:rStyle"))):
        parent = style.getparent()
        assert parent is not None
        parent.remove(style)
    first, *others = control.iter(qn("w:t"))
    first.text = words
    for text in others:
        text.text = ""
