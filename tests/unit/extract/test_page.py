"""Reading PDFs as they are drawn: letters, check boxes, lines, pictures, and files that can't be read."""

from __future__ import annotations

import io
from typing import Any

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import FreeText
from pypdf.generic import ArrayObject, BooleanObject, DictionaryObject, NameObject

from pipeline.errors import InputRejected
from pipeline.extract.colours import is_colourful, lightness
from pipeline.extract.glyphs import letter
from pipeline.extract.page import MAX_PAGES, read_page_pdf, read_page_words
from pipeline.records import ExtractedForm
from pipeline.records.layout import TICKED, UNTICKED, Layout, Span
from tests.unit.extract.printed import drawn_pdf, told


def layout_of(content: bytes) -> Layout:
    layout = read_page_pdf(content).layout
    assert layout is not None
    return layout


def text_of(content: bytes) -> str:
    return "\n".join(line.text for line in layout_of(content).lines())


def rejected(content: bytes) -> InputRejected:
    with pytest.raises(InputRejected) as caught:
        read_page_pdf(content)
    return caught.value


def picture() -> Any:
    from PIL import Image
    from reportlab.lib.utils import ImageReader

    return ImageReader(Image.new("RGB", (60, 85), (240, 240, 240)))


# ── letters ───────────────────────────────────────────────────────────────────────────────────────────


def test_letters_drawn_twice_are_once_there_and_bold() -> None:
    def draw(canvas: Any) -> None:
        for shift in (0, 0.3):
            canvas.drawString(60 + shift, 700, "Fed allé")
        canvas.drawString(60, 680, "illuminati")

    lines = [*layout_of(drawn_pdf(draw)).lines()]
    assert [line.text for line in lines] == ["Fed allé", "illuminati"]
    assert [line.bold for line in lines] == [(Span(0, 8),), ()]


def test_looks_come_from_font_and_colour() -> None:
    def draw(canvas: Any) -> None:
        for n, font in enumerate(("Helvetica", "Helvetica-Bold", "Helvetica-Oblique")):
            canvas.setFont(font, 10)
            canvas.drawString(60, 700 - 30 * n, "Navn")
        canvas.setFillGray(0.5)
        canvas.drawString(60, 610, "Navn")

    lines = [*layout_of(drawn_pdf(draw)).lines()]
    assert [bool(line.bold) for line in lines] == [False, True, False, False]
    assert [bool(line.faint) for line in lines] == [False, False, True, True]


def test_spaced_out_letters_are_words() -> None:
    def draw(canvas: Any) -> None:
        text = canvas.beginText(60, 700)
        text.setCharSpace(4)
        text.textOut("SPATIERET TEKST")
        canvas.drawText(text)

    assert text_of(drawn_pdf(draw)) == "SPATIERET TEKST"


def test_words_without_blanks_are_told_by_their_gaps() -> None:
    def draw(canvas: Any) -> None:
        x = 60.0
        for word in ("Ida", "har", "brug", "for", "ro"):
            canvas.drawString(x, 700, word)
            x += canvas.stringWidth(word) + 2.5

    assert text_of(drawn_pdf(draw)) == "Ida har brug for ro"


def test_unseen_text_is_left_out_and_told() -> None:
    def draw(canvas: Any) -> None:
        canvas.setFillGray(1)
        canvas.drawString(60, 700, "Usynlig")
        canvas.setFillGray(0.2)
        canvas.rect(50, 640, 200, 20, fill=1)
        canvas.setFillGray(1)
        canvas.drawString(60, 645, "Hvid på mørk")
        canvas.setFillGray(0)
        canvas.drawString(60, 600, "Sort")
        canvas.drawString(60, -50, "Under siden")

    form = read_page_pdf(drawn_pdf(draw))
    assert form.layout is not None
    assert [line.text for line in form.layout.lines()] == ["Hvid på mørk", "Sort"]
    assert form.notices == ("file.hidden_text",)


@pytest.mark.parametrize(
    ("color", "space", "light"),
    [
        (0, "DeviceGray", 0.0),
        ((1, 1, 1), "DeviceRGB", 1.0),
        ((0, 0, 0, 1), "DeviceCMYK", 0.0),
        (1.0, "Separation", 0.0),
        (7, "Indexed", 0.0),
        ("P0", "Pattern", 0.0),
        (None, "", 0.0),
    ],
)
def test_how_light_a_colour_is(color: object, space: str, light: float) -> None:
    assert lightness(color, space) == pytest.approx(light)


@pytest.mark.parametrize(
    ("color", "colourful"),
    [
        ((0, 0.2, 0.8), True),
        ((1, 0, 0), True),
        ((1, 0.9, 0, 0), True),
        ((0.4, 0.4, 0.45), False),
        ((0, 0, 0, 1), False),
        (0.5, False),
        ("P0", False),
        ((0, None, 1), False),
    ],
)
def test_what_is_a_colour(color: object, colourful: bool) -> None:
    assert is_colourful(color) == colourful


def test_words_in_a_colour_are_told() -> None:
    def draw(canvas: Any) -> None:
        canvas.drawString(60, 700, "Sprog i hjemmet")
        canvas.setFillColorRGB(0, 0.3, 0.8)
        canvas.drawString(60 + canvas.stringWidth("Sprog i hjemmet "), 700, "Dansk")

    (line,) = layout_of(drawn_pdf(draw)).lines()
    assert (line.text, line.coloured) == ("Sprog i hjemmet Dansk", (Span(16, 21),))


def test_a_label_in_bold_ends_where_its_answer_begins_without_any_room_between() -> None:
    def draw(canvas: Any) -> None:
        canvas.setFont("Helvetica-Bold", 10)
        canvas.drawString(60, 700, "Sprog?")
        end = 60 + canvas.stringWidth("Sprog?", "Helvetica-Bold", 10)
        canvas.setFont("Helvetica", 10)
        canvas.drawString(end, 700, "Dansk")

    assert text_of(drawn_pdf(draw)) == "Sprog? Dansk"


# ── lines and boxes ───────────────────────────────────────────────────────────────────────────────────


def test_crossed_out_and_underlined_words() -> None:
    def draw(canvas: Any) -> None:
        canvas.drawString(60, 700, "Ja / Nej tak")
        canvas.line(60, 703.2, 60 + canvas.stringWidth("Ja"), 703.2)
        start = 60 + canvas.stringWidth("Ja / ")
        canvas.line(start, 698.8, start + canvas.stringWidth("Nej tak"), 698.8)

    (line,) = layout_of(drawn_pdf(draw)).lines()
    assert (line.text, line.struck) == ("Ja / Nej tak", (Span(0, 2),))


def test_a_ring_round_an_answer_chooses_it_as_a_line_below_it_does() -> None:
    def draw(canvas: Any) -> None:
        canvas.drawString(60, 700, "Skole Familie Fritid")
        start, wide = 60 + canvas.stringWidth("Skole "), canvas.stringWidth("Familie")
        canvas.roundRect(start - 3, 696, wide + 6, 14, 6)
        canvas.drawString(60, 670, "Ja Nej")
        canvas.ellipse(56, 666, 62 + canvas.stringWidth("Ja"), 680)
        canvas.drawString(64, 640, "Ida")  # a field with round corners, to write in
        canvas.roundRect(60, 634, 300, 18, 6)

    lines = [*layout_of(drawn_pdf(draw)).lines()]
    assert [line.text for line in lines] == ["Skole Familie Fritid", "Ja Nej", "Ida"]
    assert [line.underlined for line in lines] == [(Span(6, 13),), (Span(0, 2),), ()]


def test_drawn_check_boxes() -> None:
    def draw(canvas: Any) -> None:
        for n, label in enumerate(("tom", "kryds", "bogstav", "flueben", "fyldt")):
            canvas.rect(60, 700 - 20 * n, 9, 9, fill=int(label == "fyldt"))
            canvas.drawString(75, 701 - 20 * n, label)
        canvas.line(60, 680, 69, 689)
        canvas.line(60, 689, 69, 680)
        canvas.drawString(61.5, 661, "X")
        path = canvas.beginPath()
        path.moveTo(61, 644)
        path.lineTo(63, 641)
        path.lineTo(68, 648)
        canvas.drawPath(path)

    assert text_of(drawn_pdf(draw)).split("\n") == [
        f"{UNTICKED} tom",
        f"{TICKED} kryds",
        f"{TICKED} bogstav",
        f"{TICKED} flueben",
        f"{TICKED} fyldt",
    ]


def test_ticks_of_a_picture_font() -> None:
    def draw(canvas: Any) -> None:
        for n, sign in enumerate("❏✔✘"):
            canvas.setFont("ZapfDingbats", 10)
            canvas.drawString(60 + 60 * n, 700, sign)
            canvas.setFont("Helvetica", 10)
            canvas.drawString(72 + 60 * n, 700, "Ja")

    assert text_of(drawn_pdf(draw)).split() == [UNTICKED, "Ja", "✔", "Ja", "✗", "Ja"]


# ── pages ─────────────────────────────────────────────────────────────────────────────────────────────


def two_lines(canvas: Any) -> None:
    canvas.drawString(100, 500, "Barnets navn: Ida")
    canvas.drawString(100, 480, "Skole: Eksempelskolen")


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_pages_that_stand_on_their_side_are_read_upright(turn: int) -> None:
    writer = PdfWriter()
    page = writer.add_page(PdfReader(io.BytesIO(drawn_pdf(two_lines))).pages[0])
    page.rotate(turn)
    file = io.BytesIO()
    writer.write(file)
    assert text_of(file.getvalue()) == "Barnets navn: Ida\nSkole: Eksempelskolen"


def test_text_drawn_sideways_on_an_upright_page() -> None:
    def draw(canvas: Any) -> None:
        canvas.translate(595, 0)
        canvas.rotate(90)
        two_lines(canvas)

    assert text_of(drawn_pdf(draw)) == "Barnets navn: Ida\nSkole: Eksempelskolen"


def test_a_table_drawn_with_thin_areas() -> None:
    def draw(canvas: Any) -> None:
        for y in (700, 680, 660):
            canvas.rect(60, y, 400, 0.5, stroke=0, fill=1)
        for x in (60, 200, 460):
            for y in (660, 680):
                canvas.rect(x, y, 0.5, 20, stroke=0, fill=1)
        for n, row in enumerate((("Navn", "Ida"), ("Skole", "Eksempelskolen"))):
            for text, x in zip(row, (65, 205), strict=True):
                canvas.drawString(x, 686 - 20 * n, text)

    assert told(layout_of(drawn_pdf(draw))) == [[["Navn", "Ida"], ["Skole", "Eksempelskolen"]]]


def scanned(canvas: Any) -> None:
    canvas.drawImage(picture(), 0, 0, 595, 842)


def test_pictures_of_pages() -> None:
    def mixed(canvas: Any) -> None:
        two_lines(canvas)
        canvas.showPage()
        scanned(canvas)

    assert rejected(drawn_pdf(scanned)).code == "file.scan"
    form = read_page_pdf(drawn_pdf(mixed))
    assert form.notices == ("file.scanned_page",)
    assert not form.proposed


def test_text_that_was_recognised_from_a_picture_is_read_as_a_proposal() -> None:
    def draw(canvas: Any) -> None:
        scanned(canvas)
        text = canvas.beginText(100, 700)
        text.setTextRenderMode(3)
        text.textOut("Barnets navn: Ida")
        canvas.drawText(text)

    form = read_page_pdf(drawn_pdf(draw))
    assert form.layout is not None
    assert (form.notices, form.proposed) == (("file.ocr_layer",), True)
    assert [line.text for line in form.layout.lines()] == ["Barnets navn: Ida"]


def test_a_picture_behind_text_is_paper() -> None:
    def draw(canvas: Any) -> None:
        scanned(canvas)
        two_lines(canvas)
        canvas.drawString(100, 400, "Der står meget mere tekst end nogen maskine sætter på en side.")

    form: ExtractedForm = read_page_pdf(drawn_pdf(draw))
    assert (form.notices, form.proposed) == ((), False)


def test_text_typed_onto_a_page_is_an_answer() -> None:
    def draw(canvas: Any) -> None:
        for y in (700, 670, 640):
            canvas.line(60, y, 460, y)
        for x in (60, 200, 460):
            canvas.line(x, 640, x, 700)
        canvas.drawString(65, 680, "Navn")
        canvas.drawString(65, 650, "Skole")

    writer = PdfWriter()
    writer.add_page(PdfReader(io.BytesIO(drawn_pdf(draw))).pages[0])
    writer.add_annotation(0, FreeText(text="Ida Prøvesen", rect=(205, 675, 400, 695)))
    file = io.BytesIO()
    writer.write(file)
    layout = layout_of(file.getvalue())
    assert told(layout) == [[["Navn", "Ida Prøvesen"], ["Skole", ""]]]
    assert [line.filled for line in layout.lines()] == [(), (Span(0, 12),), ()]


# ── files that can't be read ──────────────────────────────────────────────────────────────────────────


def locked(*, user: str) -> bytes:
    writer = PdfWriter()
    writer.add_page(PdfReader(io.BytesIO(drawn_pdf(two_lines))).pages[0])
    writer.encrypt(user_password=user, owner_password="ejer", algorithm="RC4-128")
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def test_a_password_to_open_it_is_refused_and_one_to_change_it_is_not() -> None:
    assert rejected(locked(user="hemmelig")).code == "file.encrypted"
    assert text_of(locked(user="")) == "Barnets navn: Ida\nSkole: Eksempelskolen"


def test_too_many_pages() -> None:
    def draw(canvas: Any) -> None:
        for n in range(MAX_PAGES + 1):
            canvas.drawString(100, 700, f"Der står noget på side {n}")
            canvas.showPage()

    error = rejected(drawn_pdf(draw))
    assert (error.code, error.params) == ("file.too_many_pages", {"limit": MAX_PAGES})


@pytest.mark.parametrize(
    "content", [b"", b"%PDF-1.7\n", b"PK\x03\x04", b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj"]
)
def test_what_is_no_pdf_is_damaged(content: bytes) -> None:
    assert rejected(content).code == "file.damaged"


def test_a_file_cut_short_is_read_or_refused_but_never_fails_otherwise() -> None:
    whole = drawn_pdf(two_lines)
    codes = set()
    for cut in range(0, len(whole), 97):
        try:
            read_page_pdf(whole[:cut])
        except InputRejected as error:
            codes.add(error.code)
    assert codes <= {"file.damaged", "file.scan"}


def test_a_form_that_lives_in_xml_is_refused() -> None:
    writer = PdfWriter()
    writer.add_page(PdfReader(io.BytesIO(drawn_pdf(two_lines))).pages[0])
    form = DictionaryObject({NameObject("/XFA"): ArrayObject(), NameObject("/Fields"): ArrayObject()})
    writer.root_object[NameObject("/AcroForm")] = form
    writer.root_object[NameObject("/NeedsRendering")] = BooleanObject(True)
    file = io.BytesIO()
    writer.write(file)
    assert rejected(file.getvalue()).code == "file.xfa"


def test_letters_that_the_file_names_wrongly_are_not_believed() -> None:
    def draw(canvas: Any) -> None:
        for n in range(12):
            canvas.drawString(
                60, 700 - 14 * n, "Cbsofut obwo Jeb Qspwftfo Ftlpmfo q Gbmmfe".translate(shifted)
            )

    shifted = str.maketrans("aeou", "zxwq")
    assert rejected(drawn_pdf(draw)).code == "file.no_text_map"


@pytest.mark.parametrize(
    ("told", "code", "picture", "said"),
    [
        ("A", 65, "", "A"),
        ("\ufb02", 2, "", "fl"),
        ("\u00ad", 2, "", "-"),
        ("\u200b", 2, "", ""),
        ("\u00a0", 2, "", " "),
        ("(cid:7)", 7, "", "\ufffd"),
        ("\ue123", 7, "", "\ufffd"),
        ("\x03", 3, "", "\ufffd"),
        ("\uf0fe", 9, "wingdings", "☒"),
        ("x", 0x78, "wingdings", "☒"),
        ("\x00", 0x6F, "wingdings", "☐"),
        ("R", 0x52, "wingdings2", "☒"),
        ("☑", 1, "", "☒"),
    ],
)
def test_what_a_glyph_says(told: str, code: int, picture: str, said: str) -> None:
    assert letter(told, code, picture) == said


def test_the_words_of_a_page_are_at_their_places() -> None:
    (page,), notices = read_page_words(drawn_pdf(two_lines))
    assert (round(page.width), round(page.height), notices) == (595, 842, ())
    word = page.words[0]
    assert (word.text, round(word.box.x0), word.size) == ("Barnets", 100, 10)
    assert word.box.top < page.height - 500 < word.box.bottom
