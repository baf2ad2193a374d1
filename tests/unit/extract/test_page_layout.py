"""Words, rulings and shades become lines and tables: pure geometry, no file."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.extract.words import Page, PageWord
from pipeline.records.layout import Box, Grid, Layout, Place, Span, TextLine
from tests.unit.extract.printed import LEFT, RIGHT, grids, laid, level, page_of, shade, told, upright, written

LONG = "Skolen og familien har talt om morgenen og aftalt at den samme voksen tager imod ved døren hver dag"


def broken(
    text: str, x: float, top: float, letters: int, pitch: float = 12.0, **more: object
) -> list[PageWord]:
    """The text in lines of so many letters at most."""
    lines = [""]
    for word in text.split(" "):
        if lines[-1] and len(lines[-1]) + 1 + len(word) > letters:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return [word for n, line in enumerate(lines) for word in written(line, x, top + n * pitch, **more)]  # type: ignore[arg-type]


# ── tables with rulings ───────────────────────────────────────────────────────────────────────────────


def test_cells_of_a_fully_ruled_table() -> None:
    rulings = [level(y) for y in (100, 120, 160)] + [upright(x, 100, 160) for x in (LEFT, 200, RIGHT)]
    page = page_of(
        written("Barnets navn", 60, 104, bold=True),
        written("Ida Prøvesen", 204, 104),
        written("Skole", 60, 124, bold=True),
        broken(LONG, 204, 124, 70),
        rulings=tuple(rulings),
    )
    layout = laid(page)
    assert told(layout) == [[["Barnets navn", "Ida Prøvesen"], ["Skole", LONG]]]
    line = grids(layout)[0].rows[1].cells[1].lines[0]
    assert line.place == Place(page=1, table=1, row=2, paragraph=4)
    assert line.box is not None
    assert line.box.page == 1


def test_a_table_without_outer_sides_has_its_outer_cells() -> None:
    rulings = [level(y) for y in (100, 130, 160)] + [upright(192, 100, 160), upright(365, 130, 160)]
    page = page_of(
        written("Ansøgningen gælder", LEFT, 104, bold=True),
        written("Nyt forløb", 196, 104),
        written("Adresse", LEFT, 133, bold=True),
        written("Prøvegade 4", LEFT, 146),
        written("Postnr.", 196, 133, bold=True),
        written("2100", 196, 146),
        written("By", 369, 133, bold=True),
        rulings=tuple(rulings),
    )
    rows = grids(laid(page))[0].rows
    assert [[(cell.text, cell.column, cell.span) for cell in row.cells] for row in rows] == [
        [("Ansøgningen gælder", 0, 1), ("Nyt forløb", 1, 2)],
        [("Adresse\nPrøvegade 4", 0, 1), ("Postnr.\n2100", 1, 1), ("By", 2, 1)],
    ]


def test_a_heading_between_two_open_tables_stands_in_neither() -> None:
    rulings = [level(y) for y in (100, 120, 150, 170)] + [upright(200, 100, 120), upright(200, 150, 170)]
    page = page_of(
        written("Navn", LEFT, 104),
        written("Ida", 204, 104),
        written("Forælder 2", LEFT, 130, bold=True),
        written("Navn", LEFT, 154),
        written("Bo", 204, 154),
        rulings=tuple(rulings),
    )
    assert told(laid(page)) == [[["Navn", "Ida"]], "Forælder 2", [["Navn", "Bo"]]]


def test_a_cell_merged_downwards_goes_on() -> None:
    rulings = [level(100), level(120, 200), level(140)] + [upright(x, 100, 140) for x in (LEFT, 200, RIGHT)]
    page = page_of(
        written("Mødet", 60, 104),
        written("Dato", 204, 104),
        written("Sted", 204, 124),
        rulings=tuple(rulings),
    )
    rows = grids(laid(page))[0].rows
    assert [[cell.text for cell in row.cells] for row in rows] == [["Mødet", "Dato"], ["", "Sted"]]
    assert [row.cells[0].continues for row in rows] == [False, True]


def test_level_rulings_alone_make_rows_and_gutters_make_columns() -> None:
    page = page_of(
        *(written(f"Mål {n}", LEFT + 4, 84 + 20 * n) for n in (1, 2, 3)),
        *(written("Samtale om morgenen", 230, 84 + 20 * n) for n in (1, 2, 3)),
        rulings=tuple(level(100 + 20 * n) for n in range(4)),
    )
    assert told(laid(page)) == [[[f"Mål {n}", "Samtale om morgenen"] for n in (1, 2, 3)]]


def test_a_label_over_its_answer_between_level_rulings_is_no_row_of_their_table() -> None:
    answer = "Skolen og familien taler sammen hver fredag, og der holdes møde hver anden uge"
    rows = [("Arena", "Familie"), ("Periode", "Hele året"), ("Ansvarlig", "Skolen")]
    below = [
        text
        for n, (label, said) in enumerate(rows)
        for text in (written(label, LEFT, 104 + 20 * n), written(said, 230, 104 + 20 * n))
    ]
    page = page_of(
        written("Mål", LEFT, 40, bold=True),
        written("Hun er i skole hver dag", LEFT, 52),
        written("Det gør vi", LEFT, 74, bold=True),
        written(answer, LEFT, 86),
        *below,
        rulings=tuple(level(y) for y in (68, 100, 120, 140, 160)),
    )
    assert told(laid(page)) == [
        "Mål",
        "Hun er i skole hver dag",
        "Det gør vi",
        answer,
        [[*row] for row in rows],
    ]


def test_rules_to_write_on_are_no_table() -> None:
    page = page_of(
        *(written(text, LEFT, 100 + 30 * n) for n, text in enumerate(("Navn:", "Skole:", "Klasse:"))),
        *(written(text, 154, 100 + 30 * n) for n, text in enumerate(("Ida", "Eksempelskolen", "5.b"))),
        rulings=tuple(level(112 + 30 * n, 150, 400) for n in range(3)),
    )
    assert told(laid(page)) == [[["Navn:", "Ida"], ["Skole:", "Eksempelskolen"], ["Klasse:", "5.b"]]]


def test_shaded_labels_make_cells_of_what_stands_beside_them() -> None:
    page = page_of(
        written("Barnets navn", 60, 104),
        written("Ida Prøvesen", 204, 104),
        written("Baggrund", 60, 124),
        broken(LONG, 204, 124, 50),
        shades=(shade(LEFT, 100, 198, 120), shade(LEFT, 120, 198, 160)),
    )
    layout = laid(page)
    assert told(layout) == [[["Barnets navn", "Ida Prøvesen"], ["Baggrund", LONG]]]
    assert [cell.shaded for cell in grids(layout)[0].rows[0].cells] == [True, False]


@pytest.mark.parametrize("where", ["beside", "over"])
def test_a_box_to_write_in_has_its_label(where: str) -> None:
    label = written("Begrundelse", 60, 104) if where == "beside" else written("Begrundelse", 200, 88)
    sides = [level(100, 200, 500), level(140, 200, 500), upright(200, 100, 140), upright(500, 100, 140)]
    layout = laid(page_of(label, written("Hun har brug for ro", 204, 105), rulings=tuple(sides)))
    row = ["Begrundelse", "Hun har brug for ro"]
    assert told(layout) == [[row] if where == "beside" else [["\n".join(row)]]]


def test_boxes_for_single_letters_are_one_cell() -> None:
    places = [200.0 + 16 * n for n in range(11)]
    sides = [level(100, 200, 360), level(118, 200, 360), *(upright(x, 100, 118) for x in places)]
    digits = [written(digit, x + 4, 103) for digit, x in zip("7411144002", places, strict=False)]
    layout = laid(page_of(written("Cpr-nr.", 60, 103), *digits, rulings=tuple(sides)))
    assert told(layout) == [[["Cpr-nr.", "7411144002"]]]


# ── tables without rulings ────────────────────────────────────────────────────────────────────────────


def test_two_and_four_columns_without_rulings() -> None:
    labels = (("Navn", "Ida Prøvesen"), ("Skole", "Eksempelskolen"), ("Klasse", "5.b"))
    two = [
        written(text, x, 100 + 15 * n)
        for n, row in enumerate(labels)
        for text, x in zip(row, (57, 200), strict=True)
    ]
    assert told(laid(page_of(*two))) == [[list(row) for row in labels]]
    rows = (("Navn", "Ida Prøvesen", "Cpr-nr.", "741114-4002"), ("Telefon", "", "Klasse", "5.b"))
    four = [
        written(text, x, 100 + 15 * n)
        for n, row in enumerate(rows)
        for text, x in zip(row, (57, 160, 320, 420), strict=True)
        if text
    ]
    four += (
        written("Skole", 57, 130),
        written("Den lille skole", 160, 130),
        written("By", 320, 130),
        written("Aa", 420, 130),
    )
    assert told(laid(page_of(*four))) == [[*map(list, rows), ["Skole", "Den lille skole", "By", "Aa"]]]


def test_a_label_and_a_value_that_wrap_are_one_row() -> None:
    page = page_of(
        written("Klasse", 57, 100),
        written("5.b", 200, 100),
        written("Kontaktperson på den", 57, 112),
        written("Birgit", 200, 112),
        written("nye skole", 57, 124),
        written("Leder", 57, 136),
        broken(LONG, 200, 136, 60),
    )
    assert told(laid(page)) == [
        [["Klasse", "5.b"], ["Kontaktperson på den nye skole", "Birgit"], ["Leder", LONG]],
    ]


def test_where_rows_are_not_certain_the_columns_are_kept_and_no_rows_made() -> None:
    page = page_of(
        written("Indsats", 57, 100, bold=True),
        written("Virkning", 300, 100, bold=True),
        written("Den voksne følger barnet fra hjemmet til", 57, 112),
        written("Hun kommer ofte i skole men går igen efter", 300, 112),
        written("skolen. Det er aftalt med familien i foråret.", 57, 124),
        written("anden lektion.", 300, 124),
        written("I matematik arbejder hun sammen med to andre.", 57, 136),
        written("Hun har fået en ven.", 300, 148),
        written("Morgenerne er svære og det er mandagen især.", 57, 148),
    )
    (table,) = laid(page).blocks
    assert isinstance(table, Grid)
    assert [row.several for row in table.rows] == [False, True]
    assert "Hun" not in table.rows[1].cells[0].text


def test_a_value_that_wraps_to_the_margin_is_no_column() -> None:
    value = "Ida har siden efteråret haft stigende fravær og skolen har prøvet med"
    page = page_of(
        written("Klassetrin:", 57, 100),
        written("5", 170, 100),
        written("Baggrund:", 57, 112),
        written(value, 170, 112),
        written("mindre hold og en fast voksen om morgenen.", 57, 124),
    )
    assert told(laid(page)) == [
        "Klassetrin:\t5",
        f"Baggrund:\t{value} mindre hold og en fast voksen om morgenen.",
    ]


# ── paragraphs ────────────────────────────────────────────────────────────────────────────────────────


def test_wrapped_lines_are_one_paragraph_and_short_ones_are_not() -> None:
    page = page_of(
        broken(LONG, 57, 100, 80),
        written("Nyt afsnit.", 57, 124),
        written("Endnu et.", 57, 136),
        written("Navn:", 57, 160),
        written("ida", 57, 172),
    )
    assert told(laid(page)) == [LONG, "Nyt afsnit.", "Endnu et.", "Navn:", "ida"]


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [
        ("fasthol-", "delse af barnet", "fastholdelse af barnet"),
        ("SOF-", "midler til det", "SOF-midler til det"),
        ("8-", "9 timer om", "8-9 timer om"),
        ("Ida-", "Marie og Bo", "Ida-Marie og Bo"),
        ("e-", "mail til os", "e-mail til os"),
        ("skole-", "og hjemsamarbejde", "skole- og hjemsamarbejde"),
        ("ppr-", "psykologen kommer", "ppr-psykologen kommer"),
        ("ida@en-", "skole.example eller", "ida@en-skole.example eller"),
    ],
)
def test_a_hyphen_at_the_end_of_a_line(first: str, second: str, joined: str) -> None:
    before = "Vi har aftalt med familien og med skolen at der er brug for mere hjælp til"
    page = page_of(
        written(f"{before} {first}", 57, 100), written(second, 57, 112), written("x" * 96, 57, 300)
    )
    assert told(laid(page))[0] == f"{before} {joined}"


def test_a_word_that_is_hyphenated_elsewhere_keeps_its_hyphen() -> None:
    before = "Vi har aftalt med familien og med skolen at der er brug for mere hjælp fra"
    page = page_of(
        written("bbu-møde holdes", 57, 80),
        written(f"{before} bbu-", 57, 110),
        written("møde holdes", 57, 122),
        written("x" * 96, 57, 300),
    )
    assert told(laid(page))[1] == f"{before} bbu-møde holdes"


def test_looks_are_told_by_the_letters_they_cover() -> None:
    page = page_of(
        written("Navn:", 57, 100, bold=True)
        + written("Ida", 90, 100)
        + written("(hjælp)", 110, 100, faint=True),
        written("Ja", 57, 120, struck=True) + written("Nej", 72, 120) + written("", 90, 120, filled=True),
    )
    first, second = laid(page).lines()
    assert (first.text, first.bold, first.faint) == ("Navn: Ida (hjælp)", (Span(0, 5),), (Span(10, 17),))
    assert (second.text, second.struck, second.filled) == ("Ja Nej ", (Span(0, 2),), (Span(7, 7),))


# ── pages ─────────────────────────────────────────────────────────────────────────────────────────────


def ruled_page(number: int, rows: list[tuple[str, str]], top: float = 100.0) -> Page:
    ys = [top + 20 * n for n in range(len(rows) + 1)]
    rulings = [level(y) for y in ys] + [upright(x, ys[0], ys[-1]) for x in (LEFT, 200, RIGHT)]
    texts = [
        written(text, x, y + 4, page=number)
        for row, y in zip(rows, ys, strict=False)
        for text, x in zip(row, (60, 204), strict=True)
        if text
    ]
    return page_of(*texts, number=number, rulings=tuple(rulings))


def test_a_table_goes_on_over_the_page_break() -> None:
    first = ruled_page(1, [("Mål", "Indsats"), ("Ro", "Samtale"), ("Tillid", "Møde med skolen og")], 700)
    second = ruled_page(2, [("Mål", "Indsats"), ("", "familien hver uge"), ("Fravær", "Opkald")], 60)
    layout = laid(first, second)
    assert told(layout) == [
        [
            ["Mål", "Indsats"],
            ["Ro", "Samtale"],
            ["Tillid", "Møde med skolen og\nfamilien hver uge"],
            ["Fravær", "Opkald"],
        ]
    ]
    assert [row.header for row in grids(layout)[0].rows] == [True, False, False, False]
    assert [line.place.page for line in grids(layout)[0].rows[2].cells[1].lines] == [1, 2]


def test_furniture_is_no_text_and_no_part_of_a_value_over_two_pages() -> None:
    def with_furniture(page: Page) -> Page:
        head = written("Eksempel Kommune", 57, 30, page=page.number)
        foot = written(f"Side {page.number} af 2", 280, 800, page=page.number)
        return replace(page, words=(*page.words, *head, *foot))

    first = ruled_page(1, [("Ro", "Samtale"), ("Tillid", "Møde med skolen og")], 740)
    second = ruled_page(2, [("", "familien hver uge"), ("Fravær", "Opkald")], 60)
    layout = laid(with_furniture(first), with_furniture(second))
    assert told(layout) == [
        [["Ro", "Samtale"], ["Tillid", "Møde med skolen og\nfamilien hver uge"], ["Fravær", "Opkald"]]
    ]
    assert layout.furniture == ("Eksempel Kommune", "Side 1 af 2", "Side 2 af 2")


@pytest.mark.parametrize("foot", ["Handleplan - {} -", "Handleplan | {}", "{} · Handleplan"])
def test_the_number_of_a_page_may_stand_behind_a_title_at_its_foot(foot: str) -> None:
    def page(number: int, text: str) -> Page:
        own = written(foot.format(number), 250, 805, page=number)
        return page_of(written(text, 57, 760, page=number), own, number=number)

    layout = laid(page(1, "Navn: Ida"), page(2, "Klasse: 4.b"))
    assert told(layout) == ["Navn: Ida", "Klasse: 4.b"]
    assert layout.furniture == (foot.format(1), foot.format(2))


def test_what_counts_no_pages_at_their_foot_is_text() -> None:
    pages = [page_of(written(f"Mål - {n + 2} -", 57, 805, page=n), number=n) for n in (1, 2)]
    assert not laid(*pages).furniture


def test_what_is_repeated_in_the_text_is_no_furniture() -> None:
    def page(number: int) -> Page:
        lines = [written(f"Linje {number}{n}", 57, 90 + 12 * n, page=number) for n in range(55)]
        return page_of(written("Samme værdi", 57, 78, page=number), *lines, number=number)

    layout = laid(page(1), page(2))
    assert not layout.furniture
    assert sum(line.text == "Samme værdi" for line in layout.lines()) == 2


def test_a_page_number_on_a_single_page() -> None:
    page = page_of(written("Navn: Ida", 57, 100), written("8", 57, 790), written("Side 1 af 1", 280, 815))
    layout: Layout = laid(page)
    assert (told(layout), layout.furniture) == (["Navn: Ida", "8"], ("Side 1 af 1",))


def test_the_number_of_a_page_stands_far_up_below_broad_margins() -> None:
    def page(number: int, *lines: str) -> Page:
        texts = [written(line, 57, 660 + 14 * n, page=number) for n, line in enumerate(lines)]
        return page_of(*texts, written(str(number), 290, 735, page=number), number=number)

    layout = laid(page(1, "Klassetrin: 4", "Sprog:"), page(2, "Begrundelse: Hun har brug for ro"))
    assert told(layout) == ["Klassetrin: 4", "Sprog:", "Begrundelse: Hun har brug for ro"]
    other = laid(page(1, "Klassetrin:"), page_of(written("4", 290, 735, page=2), number=2))
    assert told(other) == ["Klassetrin:", "1", "4"]  # no number of its page, so the first may be none


def test_headings_by_size_name_the_place_of_what_follows() -> None:
    page = page_of(
        written("Ansøgning", 57, 60, size=18),
        written("2. Barnet", 57, 100, size=12, bold=True),
        *(written(f"Der står noget her {n}.", 57, 120 + 14 * n) for n in range(4)),
    )
    lines = [*laid(page).lines()]
    assert [line.level for line in lines] == [0, 1, -1, -1, -1, -1]
    assert lines[2].place == Place(page=1, heading="2. Barnet", paragraph=3)


def test_text_up_the_margin_parts_nothing() -> None:
    turned = PageWord(text="Skema 47 b", box=Box(1, 20, 90, 30, 150), turned=True)
    page = page_of(broken(LONG, 57, 100, 80), [turned])
    assert told(laid(page)) == [LONG, "Skema 47 b"]


def test_paragraphs_close_below_a_row_are_of_it_where_rows_stand_apart() -> None:
    page = page_of(
        written("Indsats", 57, 100, bold=True),
        written("Form", 350, 100, bold=True),
        written("Den voksne følger barnet fra hjemmet ind i skolen.", 57, 120),
        written("Holddeling", 350, 120),
        written("Vi har prøvet:", 57, 132),
        written("- pausekort", 57, 144),
        written("Kontaktpersonen ringer hver morgen til hjemmet.", 57, 164),
        written("To lærere", 350, 164),
    )
    assert told(laid(page)) == [
        [
            ["Indsats", "Form"],
            ["Den voksne følger barnet fra hjemmet ind i skolen.\nVi har prøvet:\n- pausekort", "Holddeling"],
            ["Kontaktpersonen ringer hver morgen til hjemmet.", "To lærere"],
        ]
    ]


def test_two_blocks_of_one_kind_on_two_pages_are_two_tables() -> None:
    first = ruled_page(1, [("Navn", "Ida"), ("Skole", "Eksempelskolen")], 700)
    second = ruled_page(2, [("Navn", "Bo"), ("Skole", "Prøveskolen")], 90)
    first = replace(first, words=(*written("Barn", 60, 680, bold=True), *first.words))
    second = replace(second, words=(*written("Barn", 60, 70, page=2, bold=True), *second.words))
    assert len(grids(laid(first, second))) == 2


def test_check_boxes_of_one_choice_go_on_in_the_next_line() -> None:
    boxes = "☐ Skolen ☒ Leverandøren ☐ Familien ☐ Socialforvaltningen ☐ Psykologen hos PPR ☐"
    page = page_of(
        written(f"Ansvarlig: {boxes}", 57, 100),
        written("Ressourcecentret", 57, 112),
        written("☐ Ja", 57, 150),
        written("☒ Nej", 57, 162),
    )
    assert told(laid(page)) == [f"Ansvarlig: {boxes} Ressourcecentret", "☐ Ja", "☒ Nej"]


def narrow_cell(*lines: str, elsewhere: str = "") -> TextLine:
    """The text of a cell into which fourteen letters go."""
    ys = (100.0, 100.0 + 14 * len(lines) + 4)
    rulings = [level(y, 100, 176) for y in ys] + [upright(x, *ys) for x in (100, 176)]
    texts = [written(line, 103, 103 + 12 * n) for n, line in enumerate(lines)]
    [grid] = grids(laid(page_of(*texts, written(f"Her {elsewhere}", LEFT, 300), rulings=tuple(rulings))))
    [text] = grid.rows[0].cells[0].lines
    return text


def test_a_word_that_may_be_cut_by_the_edge_of_its_cell_is_said_to_be() -> None:
    cut = narrow_cell("Kontaktperson", "en ringer")
    assert cut.text == "Kontaktperson en ringer"
    assert cut.broken == (len("Kontaktperson"),)


def test_a_word_that_stands_whole_elsewhere_is_put_together() -> None:
    cut = narrow_cell("Kontaktperson", "en ringer", elsewhere="kontaktpersonen")
    assert (cut.text, cut.broken) == ("Kontaktpersonen ringer", ())


def test_the_last_letter_of_a_word_that_is_too_long_for_its_cell_is_put_to_it() -> None:
    cut = narrow_cell("Kontaktperso", "n")
    assert (cut.text, cut.broken) == ("Kontaktperson", ())


def test_a_line_with_room_for_another_letter_cuts_no_word() -> None:
    for lines in (("Kontakten", "en gang imellem"), ("Kontaktperson", "og familie")):
        assert narrow_cell(*lines).broken == ()


def test_bold_labels_beside_their_answers_are_no_column_of_a_newspaper() -> None:
    labels = [written(f"Spørgsmål {n}", 57, 100 + 40 * n, bold=True) for n in range(10)]
    answers = [written("Svaret på det er langt nok til to linjer", 320, 100 + 80 * n) for n in range(5)]
    more = [written("og går videre her på den næste", 320, 113 + 80 * n) for n in range(5)]
    shown = told(laid(page_of(*labels, *answers, *more)))
    assert not any(isinstance(one, str) and one.startswith("Svaret") for one in shown)
