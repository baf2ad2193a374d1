"""The commented copy: what changes, what stays, and which files are left alone."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

import pytest

from pipeline.annotate.word import annotate_word
from pipeline.container import open_package, write_package
from pipeline.records import FindingKind, Severity
from pipeline.xml import parse, qn
from tests.unit.annotate.marks import BODY, commented, finding, remarks, unmarked
from tests.unit.small import FORM
from tests.words import WORD, control, document, docx, paragraph, parts, relations

NAME = paragraph("Navn: ", control("Alma", "child.name"))
SCHOOL = paragraph("Skole: ", control("Eksempelskolen", "school.name"))
FORM_FILE = docx(paragraph("Lille skema", style="Titel"), NAME, SCHOOL)
WRONG = finding("/child/name", "Barnets navn")
COMMENTS = "word/comments.xml"


def with_comments(*comments: str, body: str = NAME, **more: bytes) -> bytes:
    members = parts(body)
    members[COMMENTS] = f'<w:comments xmlns:w="{WORD}">{"".join(comments)}</w:comments>'.encode()
    kinds = [("styles", "styles.xml"), ("comments", "comments.xml")]
    kinds += [(name, f"{name}.xml") for name in more]
    members["word/_rels/document.xml.rels"] = relations(*kinds)
    types = members["[Content_Types].xml"].decode()
    override = (
        '<Override PartName="/word/comments.xml" ContentType='
        '"application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"/></Types>'
    )
    members["[Content_Types].xml"] = types.replace("</Types>", override).encode()
    members |= {f"word/{name}.xml": part for name, part in more.items()}
    return write_package(members.items())


def theirs(
    number: int, words: str = "Hej", author: str = "Mette", initials: str = "MT", para: str = ""
) -> str:
    w14 = f' xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" w14:paraId="{para}"'
    return (
        f'<w:comment w:id="{number}" w:author="{author}" w:initials="{initials}">'
        f"<w:p{w14 if para else ''}><w:r><w:t>{words}</w:t></w:r></w:p></w:comment>"
    )


def marked(number: int, content: str) -> str:
    return (
        f'<w:commentRangeStart w:id="{number}"/>{content}<w:commentRangeEnd w:id="{number}"/>'
        f'<w:r><w:rPr/><w:commentReference w:id="{number}"/></w:r>'
    )


# ── what the comments say ─────────────────────────────────────────────────────────────────────────────


def test_the_severity_stands_first_and_notices_say_nothing() -> None:
    findings = [
        finding("/child/name", "Barnets navn", "Her mangler et svar."),
        finding("/school/name", "Skole", "Kontrollér navnet.", severity="warning"),
        replace(
            finding("/school/name", "Skole", "Er det målgruppen?", severity="warning"),
            kind=FindingKind.CRITERION,
        ),
        finding("/school/name", "Skole", "Det er kun en oplysning.", severity="notice"),
    ]
    assert [remark.words for remark in remarks(commented(FORM_FILE, *findings))] == [
        "Skal rettes: Her mangler et svar.",
        "Bør ses efter: Kontrollér navnet.",
        "Vurderes af myndigheden: Er det målgruppen?",
    ]
    assert annotate_word(FORM_FILE, findings[3:], FORM) is None
    assert annotate_word(FORM_FILE, [], FORM) is None


def test_what_a_message_quotes_is_text() -> None:
    words = 'Der står »</w:t> & <w:p/> "æøå 🎉"«\x0b,\nog {{ 1 }}.'
    (remark,) = remarks(commented(FORM_FILE, finding("/child/name", message=words)))
    assert remark.words == 'Skal rettes: Der står »</w:t> & <w:p/> "æøå 🎉"« , og {{ 1 }}.'


def test_author_and_date() -> None:
    made = annotate_word(FORM_FILE, [WRONG], FORM, written=dt.datetime(2026, 6, 30, 9, 5, tzinfo=dt.UTC))
    assert made
    (comment,) = parse(open_package(made)[COMMENTS])
    assert dict(comment.items()) == {
        qn("w:id"): "0",
        qn("w:author"): "skoleflex",
        qn("w:date"): "2026-06-30T09:05:00Z",
        qn("w:initials"): "sf",
    }
    (undated,) = parse(open_package(commented(FORM_FILE, WRONG))[COMMENTS])
    assert qn("w:date") not in undated.attrib


# ── what changes, and what stays ──────────────────────────────────────────────────────────────────────


def test_only_the_comments_and_what_refers_to_them_are_new() -> None:
    odd = (
        b'<?xml version="1.0"  encoding="utf-8" ?>\r\n<!-- <w:p> --><?app <w:p>?>'
        + document(paragraph("Lille skema") + NAME).partition(b"?>\n")[2]
    )
    odd = odd.replace(b"<w:body>", b"<w:body ><!-- > ' \" --><w:p w:rsidR='a>b'  ><![CDATA[ <w:p> ]]></w:p >")
    before = docx(more={BODY: odd})
    after = commented(before, WRONG, finding("/child/cpr"), finding("/goals"))
    old, new = open_package(before), open_package(after)
    assert unmarked(new[BODY]) == old[BODY]
    assert len(new[BODY]) > len(old[BODY])
    changed = {name for name in new if old.get(name) != new[name]}
    assert changed == {BODY, COMMENTS, "[Content_Types].xml", "word/_rels/document.xml.rels"}
    for name, added in (
        ("[Content_Types].xml", rb'<Override PartName="/word/comments.xml"[^>]*>'),
        ("word/_rels/document.xml.rels", rb'<Relationship Id="rIdSkoleflex1"[^>]*>'),
    ):
        assert re.sub(added, b"", new[name]) == old[name]


def test_the_same_arguments_give_the_same_bytes() -> None:
    assert commented(FORM_FILE, WRONG) == commented(FORM_FILE, WRONG)


def test_empty_paragraphs_other_prefixes_and_several_comments_at_one_place() -> None:
    plain = f'<document xmlns="{WORD}"><body><p/></body></document>'
    content = docx(more={BODY: plain.encode()})
    made = commented(content, finding("", "A"), finding("", "B"))
    assert [remark.words for remark in remarks(made)] == [
        "Skal rettes: A – Ret det.",
        "Skal rettes: B – Ret det.",
    ]
    (block,) = parse(open_package(made)[BODY])[0]
    assert [node.tag for node in block] == [
        qn(f"w:{name}") for name in ("commentRangeStart", "commentRangeStart", *("commentRangeEnd", "r") * 2)
    ]


def test_the_properties_of_a_paragraph_stay_first() -> None:
    (block,) = parse(open_package(commented(docx(paragraph("x", style="Titel")), WRONG))[BODY])[0]
    assert block[0].tag == qn("w:pPr")


# ── comments that are there already ───────────────────────────────────────────────────────────────────


def test_comments_of_the_sender_stay_and_numbers_are_not_used_twice() -> None:
    body = paragraph(marked(0, control("Alma", "child.name"))) + paragraph('<w:commentRangeStart w:id="1"/>')
    made = commented(
        with_comments(theirs(0), theirs(2, "Mere"), body=body + paragraph(marked(2, "<w:r/>"))), WRONG
    )
    assert [remark.words for remark in remarks(made)] == ["Hej", "Mere", "Skal rettes: Ret det."]
    numbers = [node.get(qn("w:id")) for node in parse(open_package(made)[COMMENTS])]
    assert numbers == ["0", "2", "3"]
    assert unmarked(open_package(made)["word/_rels/document.xml.rels"]).count(b"comments.xml") == 1


def test_our_own_earlier_comments_are_replaced() -> None:
    first = commented(with_comments(theirs(0), body=paragraph(marked(0, "<w:r/>")) + NAME + SCHOOL), WRONG)
    second = commented(first, finding("/school/name", message="Nu her."))
    assert [(remark.words, remark.tags) for remark in remarks(second)] == [
        ("Hej", ()),
        ("Skal rettes: Nu her.", ("school.name",)),
    ]
    assert unmarked(open_package(second)[BODY]) == unmarked(open_package(first)[BODY])


def test_what_newer_words_keep_of_an_earlier_comment_goes_with_it_unless_somebody_answered() -> None:
    new = 'xmlns:x="urn:x"'
    ours = [theirs(n, f"nr. {n}", "skoleflex", "sf", f"0000000{n}") for n in (1, 2)]
    body = paragraph(marked(1, "<w:r/>"), marked(2, "<w:r/>"), marked(3, "<w:r/>")) + NAME
    content = with_comments(
        *ours,
        theirs(3, "Svar", para="00000003"),
        body=body,
        commentsExtended=f'<x:a {new}><x:b x:paraId="00000001"/><x:b x:paraId="00000002"/>'
        '<x:b x:paraId="00000003" x:paraIdParent="00000002"/></x:a>'.encode(),
        commentsIds=f'<x:a {new}><x:b x:paraId="00000001" x:durableId="D1"/>'
        '<x:b x:paraId="00000002" x:durableId="D2"/></x:a>'.encode(),
        commentsExtensible=f'<x:a {new}><x:b x:durableId="D1"/><x:b x:durableId="D2"/></x:a>'.encode(),
    )
    made = open_package(commented(content, WRONG))
    assert [remark.words for remark in remarks(write_package(made.items()))] == [
        "nr. 2",
        "Svar",
        "Skal rettes: Ret det.",
    ]
    for name in ("commentsExtended", "commentsIds", "commentsExtensible"):
        part = made[f"word/{name}.xml"]
        assert b'Id="00000001"' not in part
        assert b"D1" not in part
        assert b'Id="00000002"' in part or b"D2" in part


def test_a_part_that_only_bears_the_name_of_comments_is_not_overwritten() -> None:
    made = commented(docx(NAME, more={COMMENTS: b"<x/>"}), WRONG)
    package = open_package(made)
    assert package[COMMENTS] == b"<x/>"
    assert b"Ret det." in package["word/comments2.xml"]
    assert b'Target="comments2.xml"' in package["word/_rels/document.xml.rels"]


# ── files that are left alone ─────────────────────────────────────────────────────────────────────────

UTF_16 = document(NAME).decode().replace("UTF-8", "UTF-16").encode("utf-16")
RELATIONS = "word/_rels/document.xml.rels"


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"%PDF-1.7", id="another kind"),
        pytest.param(docx(NAME, more={"_xmlsignatures/sig1.xml": b"<x/>"}), id="signed"),
        pytest.param(docx(more={BODY: UTF_16}), id="utf-16"),
        pytest.param(docx(more={BODY: document("")}), id="no paragraph"),
        pytest.param(docx(more={BODY: f'<w:document xmlns:w="{WORD}"/>'.encode()}), id="no body"),
        pytest.param(docx(NAME, more={RELATIONS: relations(("comments", "x.xml"))}), id="no part"),
        pytest.param(with_comments(theirs(0), "<w:comment>"), id="torn comments"),
        pytest.param(with_comments(body=NAME).replace(b"PK\x05\x06", b"PK\x05\x07"), id="torn"),
    ],
)  # fmt: skip
def test_a_file_that_can_not_be_changed_safely_is_left_alone(content: bytes) -> None:
    assert annotate_word(content, [WRONG], FORM) is None


def test_severities_are_those_that_can_be_acted_on() -> None:
    told = {one for one in Severity if annotate_word(FORM_FILE, [replace(WRONG, severity=one)], FORM)}
    assert told == {Severity.ERROR, Severity.WARNING}
