"""Nothing but well-formed XML without a document type gets past the parser."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import xml
from pipeline.errors import InputRejected
from pipeline.xml import has_doctype, parse, qn, serialize

XXE = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><a>&x;</a>'
LAUGHS = (
    '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;">]>'
    "<a>&c;</a>"
)
REMOTE = '<!DOCTYPE a SYSTEM "http://host.example/a.dtd"><a/>'
BEHIND = '<?xml-stylesheet href="<a>"?><!-- <a> --> <!DOCTYPE a><a/>'
DECLARED = '<?xml version="1.0" encoding="{}"?>'


def code_of(data: bytes) -> str:
    with pytest.raises(InputRejected) as rejected:
        parse(data)
    return rejected.value.code


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "latin-1"])
@pytest.mark.parametrize("text", [XXE, LAUGHS, REMOTE, BEHIND])
def test_a_document_type_is_refused_in_every_encoding(text: str, encoding: str) -> None:
    assert code_of(text.encode(encoding)) == "file.doctype"
    assert has_doctype(text.encode(encoding))


def test_a_document_type_the_scan_cannot_see_is_refused_by_the_parser() -> None:
    data = DECLARED.format("UTF-7").encode() + "<!DOCTYPE a><a/>".encode("utf-7").replace(b"<", b"+ADw-")
    assert not has_doctype(data)
    assert code_of(data) == "file.doctype"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<a>",
        b"<a></b>",
        b"<a>&b;</a>",
        b"<a>&#8;</a>",
        b"<a>\x00</a>",
        b"<a>\xff</a>",
        b"<a b='1' b='2'/>",
        b"<w:a/><w:b/>",
        b'<?xml version="1.0" encoding="nonsense"?><a/>',
    ],
)
def test_what_is_not_well_formed_is_damaged(data: bytes) -> None:
    assert code_of(data) == "file.damaged"


def test_words_about_a_document_type_are_just_words() -> None:
    data = b"<a><!-- <!DOCTYPE a> --><![CDATA[<!DOCTYPE b>]]>&lt;!DOCTYPE c&gt;</a>"
    assert parse(data).text == "<!DOCTYPE b><!DOCTYPE c>"
    assert not has_doctype(data)


def test_depth() -> None:
    assert parse(b"<a>" * 256 + b"</a>" * 256) is not None
    assert code_of(b"<a>" * 257 + b"</a>" * 257) == "file.damaged"


def test_amount_of_markup(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xml, "MAX_MARKUP", 5)
    assert parse(b'<a><b c="1"/><b>x</b><b/></a>') is not None
    assert code_of(b'<a><b c="1"/><b>x</b><b/><b/></a>') == "file.too_complex"
    assert code_of(b'<a><b c="1" d="2"/><b>x</b><b/></a>') == "file.too_complex"


def test_comments_and_instructions_are_gone_and_text_stays_whole() -> None:
    root = parse(b"<a>one<!-- two --><?three?> four</a>")
    assert len(root) == 0
    assert root.text == "one four"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_encodings(encoding: str) -> None:
    data = (DECLARED.format(encoding) + "<a>blåbærgrød</a>").encode(encoding)
    assert parse(data).text == "blåbærgrød"
    assert not has_doctype(data)


def test_names() -> None:
    assert qn("w:p") == "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}p"
    with pytest.raises(KeyError):
        qn("unknown:p")


def test_serialize_round_trip() -> None:
    root = parse("<a b='1'>æ &lt;&amp; <c/>tail</a>".encode())
    assert serialize(root, declaration=False).decode() == '<a b="1">æ &lt;&amp; <c/>tail</a>'
    part = serialize(root)
    assert part.startswith(b"<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n")
    assert serialize(parse(part)) == part


def test_children_both_ways() -> None:
    root = parse(b"<a><b/>text<c/></a>")
    assert [child.tag for child in xml.children(root)] == ["b", "c"]
    assert [child.tag for child in xml.backwards(root)] == ["c", "b"]


@given(st.one_of(st.binary(), st.text(alphabet="<>!?-&;#ab=\"' /[]").map(str.encode)))
def test_any_bytes_parse_or_are_rejected(data: bytes) -> None:
    has_doctype(data)
    with suppress(InputRejected):
        parse(data)
