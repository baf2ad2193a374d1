from __future__ import annotations

import pytest

from pipeline.container import open_package, write_package
from pipeline.render.packing import prepare

MEMBERS = {
    "word/document.xml": b"<a>\xc3\xa6</a>" * 100,
    "[Content_Types].xml": b"<Types/>",
    "word/media/image1.png": bytes(range(256)) * 40,
    "word/tom.xml": b"",
    "word/bl\u00e5.xml": b"x",
}


@pytest.mark.parametrize(
    "changing", [set(), {"word/document.xml"}, {"[Content_Types].xml", "word/tom.xml"}, set(MEMBERS)]
)
def test_bytes_are_those_of_the_container(changing: set[str]) -> None:
    packing = prepare(MEMBERS, changing)
    packed = packing.pack({name: MEMBERS[name] for name in changing})
    assert packed == write_package(MEMBERS.items())
    assert dict(open_package(packed)) == MEMBERS
    assert next(iter(open_package(packed))) == "[Content_Types].xml"


def test_what_changes_must_be_given() -> None:
    with pytest.raises(KeyError):
        prepare(MEMBERS, {"word/document.xml"}).pack({})
