"""Rows that nothing is drawn between, rows that a page break cuts, and dashes at the ends of lines."""

from __future__ import annotations

from pipeline.extract.words import Page, PageWord
from pipeline.records.layout import Grid
from tests.unit.extract.printed import LEFT, RIGHT, grids, laid, level, page_of, told, upright, written

COLUMNS = (LEFT, 180.0, 300.0, 420.0)
HEADS = ("Indsats", "Form", "Antal", "Virkning")


def lines_at(column: int, top: float, *lines: str, page: int = 1, bold: bool = False) -> list[PageWord]:
    return [
        word
        for n, line in enumerate(lines)
        for word in written(line, COLUMNS[column], top + 13 * n, page=page, bold=bold)
    ]


def heads(top: float) -> list[list[PageWord]]:
    return [lines_at(n, top, head, bold=True) for n, head in enumerate(HEADS)]


def test_gaps_tell_the_rows_of_a_table_whose_cells_hold_several_paragraphs() -> None:
    page = page_of(
        *heads(100),
        lines_at(0, 116, "Skolen har et rum til", "pauser. Det bruges", "hver dag.", "Hun er glad."),
        lines_at(1, 116, "Holddeling"),
        lines_at(2, 116, "4"),
        lines_at(3, 116, "Det går meget bedre", "nu."),
        lines_at(0, 172, "En voksen tager imod", "ved døren."),
        lines_at(1, 172, "Co-teaching"),
        lines_at(2, 172, "8"),
        lines_at(3, 172, "Han kommer i skole", "hver dag.", "Han er glad."),
    )
    assert told(laid(page)) == [
        [
            ["Indsats", "Form", "Antal", "Virkning"],
            [
                "Skolen har et rum til pauser. Det bruges hver dag.\nHun er glad.",
                "Holddeling",
                "4",
                "Det går meget bedre nu.",
            ],
            [
                "En voksen tager imod ved døren.",
                "Co-teaching",
                "8",
                "Han kommer i skole hver dag.\nHan er glad.",
            ],
        ]
    ]


def test_lines_without_gaps_are_no_row_of_several_lines() -> None:
    rows = ((116, ("Ro", "1", "2", "3")), (132, ("Makker", "4", "5", "6")), (145, ("Pause", "7", "8", "9")))
    page = page_of(
        *heads(100),
        *(lines_at(n, top, said) for top, row in rows for n, said in enumerate(row)),
    )
    assert [row[0] for row in told(laid(page))[0]] == ["Indsats", "Ro", "Makker", "Pause"]


def ruled(number: int, ys: tuple[float, ...], *texts: list[PageWord]) -> Page:
    drawn = [level(y) for y in ys] + [upright(x, ys[0], ys[-1]) for x in (*(x - 3 for x in COLUMNS), RIGHT)]
    return page_of(*texts, number=number, rulings=tuple(drawn))


def cut_table(*rest: list[PageWord]) -> list[list[str]]:
    """A table whose one row stands at the foot of a page, with what stands at the head of the next."""
    first = ruled(
        1,
        (700, 716, 800),
        *heads(702),
        lines_at(0, 720, "Kontaktperson til"),
        lines_at(1, 720, "Holddeling"),
        lines_at(2, 720, "4"),
        lines_at(3, 720, "Det går godt.", "Kontaktpersonen"),
    )
    layout = laid(first, ruled(2, (60, 100), *rest))
    return [[*(cell.text for cell in row.cells), str(row.cut)] for row in grids(layout)[0].rows]


def test_a_row_with_gaps_goes_on_where_one_of_its_texts_breaks_off() -> None:
    rows = cut_table(lines_at(0, 64, "Alma", page=2), lines_at(3, 64, "ringer hver dag.", page=2))
    effect = "Det går godt. Kontaktpersonen ringer hver dag."
    said = [" ".join(text.split()) for text in rows[1]]
    assert said == ["Kontaktperson til Alma", "Holddeling", "4", effect, "False"]
    assert len(rows) == 2


def test_a_row_with_gaps_below_a_page_break_may_be_the_rest_of_the_one_above() -> None:
    rows = cut_table(lines_at(0, 64, "Skolen har et rum.", page=2))
    assert [row[-1] for row in rows] == ["False", "False", "True"]


def test_a_whole_row_below_a_page_break_is_a_row() -> None:
    rows = cut_table(*(lines_at(n, 64, said, page=2) for n, said in enumerate(("Ro", "Hold", "1", "God"))))
    assert [row[-1] for row in rows] == ["False", "False", "False"]


def test_a_dash_at_the_end_of_a_line_stays_where_dashes_stand_within_lines() -> None:
    first = "Vi har talt om det og aftalt ro om morgenen- pausekort og opgaver i små bidder-"
    page = page_of(
        written(first, LEFT, 100), written("makker i alle timer og i alle pauser hver dag.", LEFT, 112)
    )
    assert "bidder-makker" in str(told(laid(page))[0])
    other = page_of(
        written(first.replace("morgenen-", "morgenen,"), LEFT, 100),
        written("makker i alle timer og i alle pauser hver dag.", LEFT, 112),
    )
    assert "biddermakker" in str(told(laid(other))[0])


def test_lines_below_a_row_that_break_at_the_edge_of_its_first_column_are_of_its_first_cell() -> None:
    page = page_of(
        *heads(100),
        lines_at(0, 116, "Skolen har et rum til", "pauser.", "Det bruges hver dag,", "Hun er glad for det."),
        lines_at(1, 116, "Holddeling"),
        lines_at(2, 116, "4"),
        lines_at(3, 116, "Det går bedre."),
    )
    assert told(laid(page))[0][1][0].split("\n")[0] == "Skolen har et rum til pauser."
    assert len(told(laid(page))) == 1


def test_the_number_of_its_page_behind_a_running_foot_is_furniture_on_a_single_page_too() -> None:
    foot = [*written("Prøvekøbing Kommune", LEFT, 805), *written("Side 1", 480, 805)]
    layout = laid(page_of(written("Bemærkninger", LEFT, 100, bold=True), foot))
    assert told(layout) == ["Bemærkninger"]
    other = [*written("Prøvekøbing Kommune", LEFT, 805), *written("Side 7", 480, 805)]
    assert len(told(laid(page_of(written("Bemærkninger", LEFT, 100), other)))) == 2


def test_below_a_head_what_may_be_one_row_or_several_keeps_its_columns_and_says_so() -> None:
    columns = (LEFT, 300.0)
    page = page_of(
        *(written(head, x, 100, bold=True) for head, x in zip(("Indsats", "Virkning"), columns, strict=True)),
        *(
            written(text, x, 116 + 13 * n)
            for n, row in enumerate(
                (
                    ("Skolen stiller et lille lokale til rådighed", "Hun kommer hver dag."),
                    ("så der kan holdes pauser hele dagen.", "Vi har prøvet:"),
                    ("En voksen tager imod ved døren hver dag.", "- pausekort"),
                    ("Forældrene ringer til skolen om morgenen.", "Det går bedre."),
                )
            )
            for text, x in zip(row, columns, strict=True)
        ),
    )
    (table,) = laid(page).blocks
    assert isinstance(table, Grid)
    assert [row.several for row in table.rows] == [False, True]
    first, second = table.rows[1].cells
    assert "pausekort" not in first.text
    assert second.text.split("\n") == [
        "Hun kommer hver dag.",
        "Vi har prøvet:",
        "- pausekort",
        "Det går bedre.",
    ]


def test_a_row_that_a_page_break_cut_in_one_sentence_and_between_two_paragraphs_may_be_a_rest() -> None:
    first = page_of(
        written("Indsats", LEFT, 702, bold=True),
        written("Virkning", 300, 702, bold=True),
        written("Alle støtter (jf.", LEFT, 720),
        written("Det går godt.", 300, 720),
        rulings=tuple(
            [level(y) for y in (700, 716, 740)] + [upright(x, 700, 740) for x in (LEFT - 3, 297, RIGHT)]
        ),
    )
    for rest, cut in (("vurderingen).", True), ("En makker.", False)):
        second = page_of(
            written(rest, LEFT, 64, page=2),
            written("Han er glad.", 300, 64, page=2),
            number=2,
            rulings=tuple(
                [level(y) for y in (60, 80)] + [upright(x, 60, 80) for x in (LEFT - 3, 297, RIGHT)]
            ),
        )
        (table,) = laid(first, second).blocks
        assert isinstance(table, Grid)
        assert [row.cut for row in table.rows] == [False, False, cut]


def test_answers_begun_behind_their_labels_go_on_below_them_in_all_cells_of_the_row() -> None:
    """`Hvor foregår det?` is answered below, as the rest of `Ansvarlig: Rosa` stands below."""

    def cell(label: str, said: str, x: float, top: float) -> list[PageWord]:
        asked = written(label, x, top, bold=True)
        return [*asked, *(written(said, asked[-1].box.x1 + 2.5, top) if said else [])]

    page = page_of(
        cell("Hvor er det?", "", LEFT, 100),
        cell("Part:", "Leverandøren", 230, 100),
        cell("Ansvarlig:", "Rosa", 400, 100),
        written("Skole", LEFT, 112),
        written("Prøve", 400, 112),
        cell("Fra:", "06-08-26", LEFT, 130),
        cell("Til:", "25-06-27", 230, 130),
        cell("Status:", "I gang", 400, 130),
        cell("Betales af:", "BUF", LEFT, 148),
        cell("Ferier:", "Pause", 230, 148),
        cell("Opfølgning:", "14-10-26", 400, 148),
    )
    rows = told(laid(page))[0]
    assert [[text.replace("\n", " ") for text in row] for row in rows] == [
        ["Hvor er det? Skole", "Part: Leverandøren", "Ansvarlig: Rosa Prøve"],
        ["Fra: 06-08-26", "Til: 25-06-27", "Status: I gang"],
        ["Betales af: BUF", "Ferier: Pause", "Opfølgning: 14-10-26"],
    ]


def test_a_label_that_had_no_room_goes_on_beside_the_next_paragraph_of_its_answer() -> None:
    """Its next word is a small one, so that it begins no row."""
    label = [written("Hvad siger barnet selv", LEFT, 100), written("om hverdagen nu?", LEFT, 113)]
    answer = [written("Jeg vil helst blive i klassen.", 185, 100), written("Der skal være ro.", 185, 113)]
    assert told(laid(page_of(*label, *answer))) == [
        [["Hvad siger barnet selv om hverdagen nu?", "Jeg vil helst blive i klassen.\nDer skal være ro."]]
    ]


def test_a_grey_label_ends_where_dark_text_begins_behind_less_than_a_jump() -> None:
    label = written("Har leverandøren de kompetencer, der skal til?", LEFT, 100, faint=True)
    answer = written("Ja, det har den.", label[-1].box.x1 + 10, 100)
    (line,) = told(laid(page_of(label, answer)))
    assert line == "Har leverandøren de kompetencer, der skal til?\tJa, det har den."
