"""Every way Word stores an answer, and what of a document is text."""

from __future__ import annotations

import pytest

from pipeline.extract.word import read_word
from pipeline.records import Answer, Mark
from tests.words import (
    DOCM,
    DOCX,
    HEADER,
    box,
    cell,
    control,
    date_control,
    deleted,
    docx,
    dropdown,
    inserted,
    legacy_box,
    legacy_list,
    legacy_text,
    paragraph,
    relations,
    row,
    run,
    story,
    table,
    text_box,
)


def answers_of(*blocks: str) -> tuple[Answer, ...]:
    return read_word(docx(*blocks)).answers


def one(*blocks: str) -> Answer:
    answers = answers_of(*blocks)
    assert len(answers) == 1, answers
    return answers[0]


def by_tag(*blocks: str) -> dict[str, Answer]:
    return {answer.tag: answer for answer in answers_of(*blocks)}


# ── the ten kinds ─────────────────────────────────────────────────────────────────────────────────────

TEN_KINDS = (
    control(paragraph("Ida Holm"), "block"),
    paragraph("Skole: ", control("Engskolen", "inline")),
    paragraph(box("box", True)),
    paragraph(dropdown("list", "Vælg et element.", [("Nord", "n")], placeholder=True)),
    paragraph("Klasse: ", legacy_text("Tekst1", "4.b")),
    paragraph(legacy_box("Kontrol1", checked=True)),
    paragraph(legacy_list("Liste1", ["Vælg", "Mor", "Far"], 2)),
    table(
        row("Leverandør", "Broen A/S"),
        row("Timer", cell(paragraph(control("12", "inside")))),
        row("Start", control(cell("10-08-2026"), "cell")),
        control(row("Slut", "18-12-2026"), "row"),
    ),
)


def test_all_ten_kinds_come_out() -> None:
    answers = answers_of(*TEN_KINDS)
    assert [(a.tag or a.label, a.raw, a.checked, a.empty, a.by) for a in answers] == [
        ("block", "Ida Holm", None, False, "tag"),
        ("inline", "Engskolen", None, False, "tag"),
        ("box", "☒", True, False, "tag"),
        ("list", "Vælg et element.", None, True, "tag"),
        ("Tekst1", "4.b", None, False, "field"),
        ("Kontrol1", "☒", True, False, "field"),
        ("Liste1", "Far", None, False, "field"),
        ("Leverandør", "Broen A/S", None, False, "label"),
        ("inside", "12", None, False, "tag"),
        ("cell", "10-08-2026", None, False, "tag"),
        ("row", "18-12-2026", None, False, "tag"),
    ]


# ── controls ──────────────────────────────────────────────────────────────────────────────────────────


def test_the_box_is_what_it_stores_and_not_what_it_shows() -> None:
    answers = by_tag(paragraph(box("a", True, "☐"), box("b", False, "☒"), box("c", False)))
    assert [answers[tag].checked for tag in "abc"] == [True, False, False]
    assert [answers[tag].raw for tag in "abc"] == ["☐", "☒", "☐"]


@pytest.mark.parametrize(
    ("markup", "checked"),
    [
        ("<w14:checkbox/>", False),
        ("<w14:checkbox><w14:checked/></w14:checkbox>", True),
        ('<w14:checkbox><w14:checked w14:val="true"/></w14:checkbox>', True),
        ('<w14:checkbox><w14:checked w14:val="false"/></w14:checkbox>', False),
    ],
)
def test_states_of_a_box(markup: str, checked: bool) -> None:
    assert one(paragraph(control("☐", "a", kind=markup))).checked is checked


@pytest.mark.parametrize(
    ("field", "checked"),
    [
        (legacy_box("a"), False),
        (legacy_box("a", default=True), True),
        (legacy_box("a", checked=False, default=True), False),
        (legacy_box("a", checked=True), True),
    ],
)
def test_states_of_a_legacy_box(field: str, checked: bool) -> None:
    assert one(paragraph(field)).checked is checked


@pytest.mark.parametrize("combo", [False, True])
def test_the_choice_is_the_stored_value_of_what_is_shown(combo: bool) -> None:
    choices = [("Undervisning", "teaching"), ("Støtte", "support")]
    answer = one(paragraph(dropdown("a", "Støtte", choices, combo=combo)))
    assert (answer.raw, answer.choice) == ("Støtte", "support")
    assert one(paragraph(dropdown("a", "noget andet", choices, combo=combo))).choice == ""


def test_two_choices_that_look_alike_are_no_choice() -> None:
    answer = one(paragraph(dropdown("a", "Ja", [("Ja", "1"), ("Ja", "2")])))
    assert (answer.raw, answer.choice) == ("Ja", "")


def test_a_list_item_without_words_shows_its_value() -> None:
    kind = '<w:dropDownList><w:listItem w:value="Vælg"/></w:dropDownList>'
    assert one(paragraph(control("Vælg", "a", kind=kind))).choice == "Vælg"


@pytest.mark.parametrize(("result", "raw"), [(0, "Vælg"), (1, "Mor"), (2, ""), (None, "Vælg"), (10**9, "")])
def test_legacy_lists_count_from_nought(result: int | None, raw: str) -> None:
    answer = one(paragraph(legacy_list("a", ["Vælg", "Mor"], result)))
    assert (answer.raw, answer.empty) == (raw, not raw)


def test_dates_keep_both_what_is_shown_and_what_is_stored() -> None:
    answer = one(paragraph(date_control("a", "11-08-2026", "2026-08-10T00:00:00Z")))
    assert (answer.raw, answer.iso) == ("11-08-2026", "2026-08-10")
    assert one(paragraph(date_control("a", "snart", "tidligst i maj"))).iso == ""


def test_a_placeholder_is_empty_and_stores_nothing() -> None:
    answers = by_tag(
        paragraph(control("Skriv her", "text", placeholder=True)),
        paragraph(date_control("date", "dd-mm-åååå", "2026-08-10T00:00:00Z", placeholder=True)),
        paragraph(dropdown("list", "Vælg", [("Vælg", "x")], placeholder=True)),
        paragraph(control("", "blank")),
    )
    assert all(answer.empty for answer in answers.values())
    assert (answers["date"].iso, answers["list"].choice) == ("", "")
    assert answers["text"].raw == "Skriv her"


def test_a_prompt_without_the_flag_is_left_to_others() -> None:
    answer = one(paragraph(control("Skriv her", "a")))
    assert (answer.raw, answer.empty) == ("Skriv her", False)


def test_nested_controls_each_say_their_own() -> None:
    inner = control("12-08-2026", "inner")
    answers = by_tag(paragraph(control(run("Fra ") + inner + run(" af"), "outer")))
    assert answers["inner"].raw == "12-08-2026"
    assert answers["outer"].raw == "Fra 12-08-2026 af"


def test_a_control_that_only_holds_a_table_of_others_is_no_answer() -> None:
    inside = table(row("Navn", cell(paragraph(control("Ida", "name")))))
    assert [a.tag for a in answers_of(control(inside, "group", kind="<w:richText/>"))] == ["name"]
    assert [a.tag for a in answers_of(control(paragraph(control("Ida", "name"))))] == ["name"]


def test_a_titled_control_round_a_line_of_boxes_is_no_answer() -> None:
    boxes = box("", True) + run(" Ja ") + box("", False) + run(" Nej")
    answers = answers_of(paragraph("Samtykke: ", control(boxes, alias="Samtykke", kind="<w:text/>")))
    assert [(a.label, a.checked) for a in answers] == [("Samtykke: Ja", True), ("Samtykke: Nej", False)]
    assert [a.alias for a in answers_of(paragraph(control(control("x", "b"), alias="A")))] == ["A", ""]


def test_a_rich_text_answer_of_several_paragraphs() -> None:
    blocks = paragraph("Første linje") + paragraph("") + paragraph("Anden\nog tredje")
    assert one(control(blocks, "a", kind="<w:richText/>")).raw == "Første linje\n\nAnden\nog tredje"


def test_a_control_without_name_is_known_by_what_stands_before_it() -> None:
    answer = one(paragraph("Skole: ", control("Engskolen")))
    assert (answer.by, answer.tag, answer.label, answer.raw) == ("label", "", "Skole:", "Engskolen")


def test_title_of_a_control() -> None:
    assert one(paragraph(control("Ida", "a", alias="Barnets navn"))).alias == "Barnets navn"


# ── what is text ──────────────────────────────────────────────────────────────────────────────────────


def test_signs_that_are_elements() -> None:
    inside = (
        "<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:cr/><w:t>d</w:t><w:noBreakHyphen/>"
        '<w:t>e</w:t><w:softHyphen/><w:t>f</w:t><w:sym w:font="Wingdings" w:char="F0FE"/>'
        '<w:sym w:font="Wingdings 2" w:char="0052"/><w:sym w:font="MS Gothic" w:char="2612"/>'
        '<w:sym w:font="Symbol" w:char="F0B7"/><w:sym w:font="Wingdings" w:char="F04A"/><w:sym/></w:r>'
    )
    assert one(paragraph(control(inside, "a"))).raw == "a\tb\nc\nd-ef☑☑☒\ufffd\ufffd\ufffd"


def test_letters_of_a_picture_font_are_pictures() -> None:
    inside = run("þ o", '<w:rFonts w:ascii="Wingdings"/>') + run("þ")
    assert one(paragraph(control(inside, "a"))).raw == "☑ ☐þ"


def test_blanks_count_only_where_they_are_kept() -> None:
    inside = "<w:r><w:t> a </w:t><w:t xml:space='preserve'> b </w:t><w:t>c\n d</w:t></w:r>"
    assert one(paragraph(control(inside, "a"))).raw == "a b c  d"


def test_hidden_text_is_skipped_and_noticed() -> None:
    inside = run("ser", "<w:vanish/>") + run("set", '<w:vanish w:val="0"/>')
    form = read_word(docx(paragraph(control(inside, "a"))))
    assert form.answers[0].raw == "set"
    assert form.notices == ("file.hidden_text",)


def test_codes_of_fields_are_no_text_and_results_are() -> None:
    nested = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>IF </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>DATE</w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run("inner")}'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:instrText> = 1</w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run("result")}'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    simple = f'<w:fldSimple w:instr="AUTHOR">{run(" simple")}</w:fldSimple>'
    assert one(paragraph(control(nested + simple, "a"))).raw == "result simple"


def test_a_field_that_never_ends_swallows_nothing() -> None:
    broken = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>X</w:instrText></w:r>'
    answers = by_tag(paragraph(broken, "Navn: Ida"), paragraph(control("Bo", "b")))
    assert answers[""].raw == "Ida"
    assert answers["b"].raw == "Bo"


def test_a_legacy_field_that_never_ends_goes_no_further_than_its_paragraph() -> None:
    whole = legacy_text("a", "svar")
    torn = whole[: whole.rindex("<w:r>")]
    form = read_word(docx(paragraph(torn), paragraph("mere tekst")))
    assert form.answers[0].raw == "svar"
    assert "file.broken_field" in form.notices


def test_deleted_text_is_no_text_and_inserted_text_is() -> None:
    inside = run("ved ") + deleted("Engskolen") + inserted(run("Åskolen"))
    form = read_word(docx(paragraph(control(inside, "a"))))
    assert form.answers[0].raw == "ved Åskolen"
    assert form.notices == ("file.tracked_changes",)


def test_moved_text_counts_where_it_went() -> None:
    inside = f"<w:moveFrom>{run('her')}</w:moveFrom>{run('og ')}<w:moveTo>{run('der')}</w:moveTo>"
    assert one(paragraph(control(inside, "a"))).raw == "og der"


def test_a_deleted_paragraph_end_joins_two_paragraphs() -> None:
    mark = '<w:rPr><w:del w:id="1"/></w:rPr>'
    blocks = paragraph("sam", properties=mark) + paragraph("men") + paragraph("ny")
    assert one(control(blocks, "a")).raw == "sammen\nny"


def test_deleted_rows_and_cells_are_gone() -> None:
    kept = row("Navn", "Ida", cell("x", properties="<w:cellDel/>"))
    gone = row("Skole", "Engskolen", properties='<w:del w:id="1"/>')
    form = read_word(docx(table(kept, gone)))
    assert [(a.label, a.raw) for a in form.answers] == [("Navn", "Ida")]
    assert form.notices == ("file.tracked_changes",)


def test_comments_leave_no_trace() -> None:
    noted = '<w:commentRangeStart w:id="0"/>' + run("Ida") + '<w:commentRangeEnd w:id="0"/>'
    reference = '<w:r><w:commentReference w:id="0"/></w:r>'
    assert one(paragraph(control(noted + reference, "a"))).raw == "Ida"


# ── text boxes and other parts ────────────────────────────────────────────────────────────────────────


def test_a_text_box_is_read_once_and_apart_from_the_text_it_floats_over() -> None:
    floating = text_box(paragraph("Skole: ", control("Engskolen", "school")), paragraph("Tlf.: 00000001"))
    answers = answers_of(paragraph("Navn: ", floating, "Ida"))
    assert [(a.tag or a.label, a.raw, a.place.part) for a in answers] == [
        ("Navn", "Ida", ""),
        ("school", "Engskolen", "tekstboks"),
        ("Tlf.", "00000001", "tekstboks"),
    ]


def test_a_text_box_is_the_answer_of_the_cell_or_control_that_holds_nothing_else() -> None:
    floating = text_box(paragraph("Ida"), paragraph("Holm"))
    answers = answers_of(
        table(row("Navn", cell(paragraph(floating))), row(cell(paragraph(run("Skole"), floating)), "Eng")),
        control(paragraph(floating), "a", kind="<w:richText/>"),
        control(paragraph("Se boks", floating), "b", kind="<w:richText/>"),
    )
    assert [(a.tag or a.label, a.raw) for a in answers] == [
        ("Navn", "Ida\nHolm"),
        ("Skole", "Eng"),
        ("a", "Ida\nHolm"),
        ("b", "Se boks\nIda\nHolm"),
    ]


def test_only_the_fallback_where_there_is_no_choice() -> None:
    old = f"<w:r><mc:AlternateContent><mc:Fallback>{run('x')}</mc:Fallback></mc:AlternateContent></w:r>"
    assert one(paragraph(control(old, "a"))).raw == "x"


def test_controls_in_header_footer_and_notes() -> None:
    more = {
        "word/_rels/document.xml.rels": relations(
            ("styles", "styles.xml"), ("header", "header1.xml"), ("footer", "/word/footer1.xml"),
            ("footnotes", "footnotes.xml"), ("header", "header9.xml"), ("comments", "comments.xml"),
        ),
        "word/header1.xml": story("hdr", paragraph(control("SF-1", "case"), "Navn: nej")),
        "word/footer1.xml": story("ftr", table(row(cell(paragraph(legacy_text("T", "2")))))),
        "word/footnotes.xml": story(
            "footnotes",
            f'<w:footnote w:type="separator">{paragraph(control("-", "s"))}</w:footnote>'
            f'<w:footnote w:id="2">{paragraph(control("note", "n"))}</w:footnote>',
        ),
        "word/comments.xml": story("comments", paragraph(control("x", "c"))),
    }  # fmt: skip
    form = read_word(docx(paragraph(control("Ida", "name")), more=more))
    assert [(a.tag, a.raw, a.place.part) for a in form.answers] == [
        ("name", "Ida", ""),
        ("case", "SF-1", "sidehoved"),
        ("T", "2", "sidefod"),
        ("n", "note", "fodnote"),
    ]
    assert form.notices == ()


def test_a_damaged_header_is_noticed_and_the_form_is_read() -> None:
    more = {"word/_rels/document.xml.rels": relations(("header", "h.xml")), "word/h.xml": b"<w:hdr>"}
    form = read_word(docx(paragraph(control("Ida", "name")), more=more))
    assert (form.answers[0].raw, form.notices) == ("Ida", ("file.damaged_part",))


# ── the file ──────────────────────────────────────────────────────────────────────────────────────────

IDENTITY = {"skoleflex-form": "skoleflexplus/application", "skoleflex-version": "1", "other": "x"}


def test_the_mark() -> None:
    expected = Mark(programme="skoleflexplus", form="application", version=1)
    assert read_word(docx(mark=IDENTITY)).mark == expected
    case = read_word(docx(mark={**IDENTITY, "skoleflex-case": "SF-2026-0137"})).mark
    assert case is not None
    assert case.case == "SF-2026-0137"


@pytest.mark.parametrize(
    "change", [{"skoleflex-form": "application"}, {"skoleflex-version": "1.0"}, {"skoleflex-version": ""}]
)
def test_half_a_mark_is_none(change: dict[str, str]) -> None:
    assert read_word(docx(mark=IDENTITY | change)).mark is None


def test_titles_are_the_headings_and_then_the_first_texts() -> None:
    form = read_word(
        docx(
            paragraph("Københavns Kommune"),
            paragraph("Ansøgning om\nSkoleflexPLUS", style="Titel"),
            paragraph("Navn: ", control("Ida", "name")),
            paragraph("1. Barnet", style="Overskrift1"),
            paragraph("Under", style="Niveau"),
            *(paragraph(f"Linje {n}") for n in range(20)),
        )
    )
    assert form.titles[:4] == ("Ansøgning om SkoleflexPLUS", "1. Barnet", "Københavns Kommune", "Under")
    assert len(form.titles) == 10


def test_macros_and_links_are_left_alone_and_noticed() -> None:
    more = {
        "word/vbaProject.bin": b"x",
        "word/_rels/settings.xml.rels": relations(external=[("attachedTemplate", "file:///x/y.dotm")]),
        "word/_rels/document.xml.rels": relations(("aFChunk", "a.htm"), ("control", "activeX1.xml")),
    }
    form = read_word(docx(paragraph(control("Ida", "name")), more=more, main_type=DOCM))
    assert form.answers[0].raw == "Ida"
    assert form.notices == (
        "file.active_controls",
        "file.embedded_document",
        "file.external_links",
        "file.macros",
    )


def test_a_link_somebody_wrote_is_just_text() -> None:
    more = {"word/_rels/document.xml.rels": relations(external=[("hyperlink", "mailto:a@b.example")])}
    link = f'<w:hyperlink r:id="rId1">{run("a@b.example")}</w:hyperlink>'
    form = read_word(docx(paragraph(control(link, "mail")), more=more))
    assert (form.answers[0].raw, form.notices) == ("a@b.example", ())


def test_the_plain_file_has_no_notices() -> None:
    form = read_word(docx(*TEN_KINDS, table(row("a", "b", properties=HEADER)), main_type=DOCX))
    assert form.notices == ()
