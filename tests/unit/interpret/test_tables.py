"""Reading tables: which cells ask, which answer, and what is said where a row may be two things."""

from __future__ import annotations

from dataclasses import replace

from pipeline.records.layout import Grid, GridCell, GridRow, Place, Span, TextLine
from tests.unit.interpret.layouts import cell, line, said_in, table

UNKNOWN = tuple((f"Det, vi ved {n}", f"lidt {n}") for n in ("først", "så", "også", "da", "dog", "til sidst"))
"""Rows whose labels nobody knows."""

EMPTY = tuple(GridCell(column=column, span=1, lines=()) for column in (1, 2))
MEASURES = (line("Skolen", level=1), line("Skolens indsats i dag", bold=True))


def test_labels_of_the_group_whose_heading_stands_above_head_no_list() -> None:
    said, doubts = said_in(
        line("Socialforvaltningen", level=1),
        line("Sagsbehandler", bold=True),
        table(
            ("Navn", "Sagsbehandlerens borgercenter", "Telefonnummer"), ("Rosa Prøve", "BBU", "00 00 00 40")
        ),
    )
    assert said["caseworker.name"] == "Rosa Prøve"
    assert said["caseworker.phone"] == "00 00 00 40"
    assert not any("guardians" in tag for tag in said)
    assert doubts == []


def test_a_row_that_a_page_break_may_have_cut_goes_on_with_its_item_and_is_put_in_doubt() -> None:
    whole = table(
        ("Beskriv indsatsen", "Indsatsens form", "Virkning"),
        ("Et roligt rum, som", "Holddeling", "Det går bedre."),
        ("Mikkel bruger hver dag.", "", ""),
    )
    assert "existing_school_measures[1].description" in said_in(*MEASURES, whole)[0]
    cut = Grid(rows=(*whole.rows[:2], replace(whole.rows[2], cut=True)))
    said, doubts = said_in(*MEASURES, cut)
    assert said["existing_school_measures[0].description"] == "Et roligt rum, som\nMikkel bruger hver dag."
    assert "existing_school_measures[1].description" not in said
    assert doubts == ["answer.maybe_less: existing_school_measures[].description"]


def test_a_row_below_a_page_break_that_may_be_one_of_its_own_is_quoted_and_goes_into_no_item() -> None:
    whole = table(
        ("Beskriv indsatsen", "Indsatsens form", "Virkning"),
        ("Et roligt rum.", "Holddeling", "Det går bedre."),
        ("Hun har en makker.", "", "Hun er glad."),
    )
    said, doubts = said_in(*MEASURES, Grid(rows=(*whole.rows[:2], replace(whole.rows[2], cut=True))))
    assert said["existing_school_measures[0].description"] == "Et roligt rum."
    assert "answer.maybe_less: existing_school_measures[].description" in doubts
    assert {"row.untold: Hun har en makker.", "row.untold: Hun er glad."} <= {*doubts}


def test_a_row_that_may_be_several_goes_into_no_item_and_is_quoted_by_its_columns() -> None:
    whole = table(
        ("Beskriv indsatsen", "Indsatsens form", "Virkning"),
        ("Et roligt rum.", "Holddeling", "Det går bedre."),
        ("Hun har en makker. Vi har prøvet:", "", "Hun er glad."),
    )
    said, doubts = said_in(*MEASURES, Grid(rows=(*whole.rows[:2], replace(whole.rows[2], several=True))))
    assert "existing_school_measures[1].description" not in said
    assert {"row.untold: Hun har en makker. Vi har prøvet:", "row.untold: Hun er glad."} <= {*doubts}


def test_an_unanswered_question_in_unknown_words_below_a_text_puts_the_text_in_doubt() -> None:
    said, doubts = said_in(
        line("Barnets/den unges eget perspektiv", bold=True),
        line("Hun er glad for at komme i skole."),
        line("Lagt i systemet"),
        line("Skolens navn: Prøveskolen"),
    )
    assert "answer.maybe_more: child_view" in doubts, (said, doubts)


def test_a_question_that_was_answered_and_stands_again_below_a_text_puts_the_text_in_doubt() -> None:
    _, doubts = said_in(
        line("Skolens navn: Prøveskolen"),
        line("Barnets/den unges eget perspektiv", bold=True),
        line("Hun er glad for at komme i skole."),
        line("Skolens navn?"),
        line("Sagsbehandlerens navn: Rosa Prøve"),
    )
    assert "answer.maybe_more: child_view" in doubts


def test_an_answer_worded_like_a_label_is_none_beside_the_question_it_answers() -> None:
    said, _ = said_in(
        line("Fælles BUF-SOF-arbejdsplan", level=1),
        line("Mål og indsats 1", bold=True),
        table(
            ("Indsatsens arena", "Skole"),
            ("Ansvarlig part", "Socialforvaltningen"),
            ("Navn på den ansvarlige", "Freja Prøve"),
            ("Hvem betaler?", "BUF og SOF"),
        ),
    )
    assert said["plan.rows[0].arena"] == "Skole"
    assert said["plan.rows[0].responsible.name"] == "Freja Prøve"
    assert said["plan.rows[0].responsible.party"] == "Socialforvaltningen"


def test_a_label_that_takes_two_lines_of_its_cell_is_the_whole_of_them() -> None:
    said, doubts = said_in(
        line("Forældre", level=1),
        line("Forælder 1", bold=True),
        Grid(
            rows=(
                GridRow(cells=(cell(0, "Navn"), cell(1, "Rosa Prøve"))),
                GridRow(cells=(cell(0, "Deling med psykologen:", "hvordan"), cell(1, "Skriftligt"))),
            )
        ),
    )
    assert said["guardians[0].consent_psychologist.form"] == "Skriftligt"
    assert doubts == []


def test_what_is_written_in_a_form_field_is_no_heading() -> None:
    filled = replace(line("Barnets plan"), filled=(Span(0, 12),))
    row = GridRow(cells=(cell(0, "Noget andet"), cell(1, ""), replace(cell(2), lines=(filled,))))
    _, doubts = said_in(line("Bilag", level=1), Grid(rows=(*table(("Titel", "PPV", "")).rows, row)))
    assert "text.unplaced: Barnets plan" in doubts


def test_boxes_in_cells_of_their_own_may_be_drawn_in_any_way() -> None:
    for ticked, empty in ("■□", "✗❏", "☑▢", "x☐"):
        said, doubts = said_in(
            line("Barnet/den unge", level=1),
            table(
                ("Barnets sprog", "Dansk", ""),
                ("Behov for tolk", f"{empty} Ja", f"{ticked} Nej"),
                ("By", "Vanløse", ""),
            ),
        )
        assert said == {"child.language": "Dansk", "child.interpreter:no": "☒", "child.city": "Vanløse"}
        assert doubts == []


def test_answers_below_a_row_of_labels_may_be_worded_as_labels() -> None:
    said, doubts = said_in(
        line("Skolen", level=1),
        table(("Skole (navn):", "Skolens institutionsnummer:"), ("Sct. Prøves Skole", "000055")),
        programme="skoleflex-mini",
    )
    assert (said, doubts) == ({"school.name": "Sct. Prøves Skole", "school.institution_no": "000055"}, [])
    said, doubts = said_in(
        line("Oplysninger om skolen", level=1),
        table(("Repræsentantens stilling:", "", ""), ("Distriktsskoleleder", "", "")),
        programme="skolefleks-ballerup",
    )
    assert (said, doubts) == ({"presenter.title": "Distriktsskoleleder"}, [])


def test_in_a_long_table_a_known_label_above_a_leaning_one_is_answered_beside_it() -> None:
    """`Mailadresse` names nothing before a parent's heading is read; the whole table tells."""
    said, _ = said_in(
        line("Barnet", level=1),
        table(
            ("Barnets by", "Brønshøj"),
            ("Oplysninger om forældremyndighedsindehavere", ""),
            ("Fars navn", "Karl Prøve"),
            ("Mailadresse", "karl@prøve.example"),
            ("Forældremyndighed over barnet", "Nej"),
            ("Bor sammen med barnet", "Ja"),
            *UNKNOWN,
        ),
        programme="skolefravaerstilbud",
    )
    assert said["guardians[0].name"] == "Karl Prøve"
    assert said["guardians[0].lives_with_child"] == "Ja"


def test_what_stands_beside_an_answer_is_not_below_an_empty_cell() -> None:
    said, doubts = said_in(
        line("Socialrådgiver", level=1),
        table(("Rådgiverens e-mail", ""), ("Er der familiebehandling?", "Nej"), *UNKNOWN),
        programme="skolefravaerstilbud",
    )
    assert said == {"family_treatment": "Nej"}
    assert {one.partition(":")[0] for one in doubts} == {"answer.unplaced"}


def test_a_list_of_one_column_is_known_by_its_answers() -> None:
    roles = table(("Hvem skriver under?",), ("Distriktsskoleleder",))
    said, doubts = said_in(
        line("Underskrifter", bold=True),
        Grid(rows=(replace(roles.rows[0], header=True), roles.rows[1])),
        programme="skolefleks-ballerup",
    )
    assert (said, doubts) == ({"signatures[0].role": "Distriktsskoleleder"}, [])


def test_a_question_with_its_answer_behind_it_is_no_label_as_a_whole() -> None:
    asked = "Undersøgelse eller afdækning"
    answer = "Børnefaglig undersøgelse efter barnets lov § 20 (tidl. § 50)"
    said, doubts = said_in(table((f"{asked}: {answer}", "")), programme="skoleflex")
    assert (said, doubts) == ({"social_assessment.type": answer}, [])


def test_among_tables_of_a_label_and_its_answer_two_labels_are_that_too_and_asked_about() -> None:
    def alone(number: int, label: str, answer: str) -> Grid:
        places = [Place(table=number, row=row) for row in (1, 2)]
        lines = [TextLine(text=text, place=at) for text, at in zip((label, answer), places, strict=True)]
        return Grid(
            rows=tuple(GridRow(cells=(GridCell(column=0, span=1, lines=(one,)), *EMPTY)) for one in lines)
        )

    texts = [
        ("Lægges frem af", "Rosa Prøve"),
        ("Stilling", "Distriktsskoleleder"),
        ("Skoledistrikt", "Prøvebyen"),
    ]
    said, doubts = said_in(
        *(alone(number, *both) for number, both in enumerate(texts, 1)), programme="skolefleks-ballerup"
    )
    assert said["presenter.title"] == "Distriktsskoleleder"
    assert doubts == ["label.loose: presenter.title"]


def test_an_answer_behind_a_label_is_no_part_of_it() -> None:
    said, doubts = said_in(
        line("Forløbet", level=1),
        table(("Forløbets år (1, 2 …): 1", "")),
        name="plan",
        programme="tilbageslusningsflex",
    )
    assert (said, doubts) == ({"year_no": "1"}, [])


def test_a_label_beside_an_unanswered_one_is_not_its_answer() -> None:
    said, doubts = said_in(
        line("Til familien", level=1),
        table(("Vores begrundelse til familien:", "Næste skridt:")),
        name="decision",
        programme="skolefravaerstilbud",
    )
    assert (said, doubts) == ({}, [])


def test_a_row_with_boxes_heads_no_list() -> None:
    """`Lektioner` is the head of a column elsewhere."""
    said, doubts = said_in(
        line("PPV", level=1),
        table(
            ("PPV'ens forfatter:", "Rosa Prøve", ""),
            ("Peger PPV'en på specialpædagogisk bistand?", "☒ Ja", "☐ Nej"),
            ("Opgjort i:", "☒ Timer", "☐ Lektioner"),
        ),
        programme="skoleflex",
    )
    assert said["ppv.hours_unit:hours"] == "☒"
    assert said["ppv.author"] == "Rosa Prøve"
    assert doubts == []


def test_what_a_row_is_is_told_by_the_heading_within_the_table() -> None:
    """`Cpr.nr.` and `Elevens klasse` are the child's; `1. klasse` is no label, though worded like one."""
    said, doubts = said_in(
        line("Indstilling til Skolefraværstilbuddet", level=0),
        table(
            ("Barnet",),
            ("Dato for ansøgningen", "24. august 2026"),
            ("Fælles møde holdt den", "15/8 2026"),
            ("Barnets fulde navn", "Søren Prøve"),
            ("Cpr.nr.", "861213-4767"),
            ("Klassetrin ved forløbets start", "1. klasse"),
            ("Elevens klasse", "1.a"),
        ),
        programme="skolefravaerstilbud",
    )
    assert doubts == []
    assert {tag: raw for tag, raw in said.items() if tag.startswith("child")} == {
        "child.name": "Søren Prøve",
        "child.cpr": "861213-4767",
        "child.grade": "1. klasse",
        "child.class_name": "1.a",
    }


def test_dates_of_a_period_in_a_row_are_no_item_of_a_plan() -> None:
    said, _ = said_in(
        line("Perioden og møderne", level=1),
        table(
            ("Ønsket startdato", "Forventet slutdato", "Hovedansvarlig"),
            ("10.08.2026", "9.8.2027", "Nadia Prøve"),
        ),
        name="plan",
        programme="tilbageslusningsflex",
    )
    assert not any(tag.startswith("rows") for tag in said)


def test_where_answers_stand_behind_their_labels_the_cell_beside_an_unanswered_one_is_no_answer() -> None:
    said, doubts = said_in(
        line("Til familien", level=1),
        table(
            ("Hvorfor har vi besluttet det?", "Det har familien og barnet sagt: Det går bedre."),
            ("Hvad sker der nu: Skolen ringer til jer.", ""),
        ),
        name="decision",
        programme="tilbageslusningsflex",
    )
    told = {"family_view": "Det går bedre.", "what_happens_now": "Skolen ringer til jer."}
    assert (said, doubts) == (told, [])


def test_a_number_below_an_unanswered_label_answers_its_own() -> None:
    said, _ = said_in(
        line("Skolens leder", level=1),
        Grid(
            rows=(
                GridRow(cells=(cell(0, "Fulde navn:", "Tlf.: 00 00 00 56"), cell(1, "E-mail: x@p.example"))),
            )
        ),
        programme="skolefravaerstilbud",
    )
    assert said == {"school.leader.phone": "00 00 00 56", "school.leader.email": "x@p.example"}


def test_a_text_beside_no_label_heads_nothing_amid_questions_and_answers() -> None:
    said, doubts = said_in(
        line("Skolen", level=1),
        line("Skolens leder", level=2),
        table(
            ("Navn", "Rosa Prøve"),
            ("", "skoleleder"),
            ("Tlf.", "00 00 00 65"),
            ("Mail", "rosa@proeve.example"),
        ),
    )
    assert said["school.leader.phone"] == "00 00 00 65"
    assert "text.unplaced: skoleleder" in doubts


def test_the_heads_of_columns_that_say_nothing_are_no_questions() -> None:
    head = ("Oplysning", "Udfyldes af skolen", "Forvaltningens noter")
    blocks = (
        line("Skolen", level=1),
        table(head, ("Skole", "Østre Prøveskole", ""), ("Inst.nr.", "000088", "")),
    )
    said, doubts = said_in(*blocks)
    assert (said, doubts) == ({"school.name": "Østre Prøveskole", "school.institution_no": "000088"}, [])
    said, doubts = said_in(
        table(
            ("Pkt.", "Emne", "Referat/oplysning"),
            ("1.1", "Barnets/den unges navn", "Ida Øst"),
            ("1.2", "Barnets cpr-nr.", "621112-5002"),
        )
    )
    assert (said, doubts) == ({"child.name": "Ida Øst", "child.cpr": "621112-5002"}, [])


def test_beside_bold_labels_with_their_answers_in_their_cells_an_unknown_one_has_its_own_too() -> None:
    def asked(column: int, label: str, answer: str) -> GridCell:
        text = f"{label} {answer}"
        return GridCell(column=column, lines=(replace(line(text), bold=(Span(0, len(label)),)),))

    rows = (
        (("Arena:", "Fritid"), ("Ansvarlig (part):", "Skolen"), ("Ansvarlig (navn):", "Rosa")),
        (("Betales af:", "BUF"), ("I ferier:", "Holder pause"), ("Fra:", "1/9 2026")),
        (("Slutdato:", "20.6.2027"), ("Følges op den:", "3/4 2027"), ("Hvor tit?", "2 gange om ugen")),
    )
    cards = Grid(
        rows=tuple(GridRow(cells=tuple(asked(n, *one) for n, one in enumerate(row))) for row in rows)
    )
    said, _ = said_in(
        line("Vores fælles mål", level=1),
        line("Mål 2", level=1),
        line("Hvad er målet? At trives."),
        cards,
        name="plan",
        programme="tilbageslusningsflex",
    )
    assert said["rows[0].funding"] == "BUF"
    assert said["rows[0].evaluation_date"] == "3/4 2027"


def test_a_label_beside_the_head_of_a_lists_column_may_be_one_too() -> None:
    said, doubts = said_in(
        line("Indsatser i familien lige nu", level=3),
        table(
            ("Hvilken indsats?", "Leverandør", "Paragraf", "Skal den fortsætte?", "Hvis ja: samarbejdet"),
            ("Besøg", "Broen", "Barnets lov § 32", "Ja", "De taler sammen."),
        ),
    )
    assert "supplier.name" not in said
    assert "label.ambiguous: Broen" in doubts


def test_an_empty_cell_below_a_plain_label_is_empty_where_labels_in_cells_are_plain() -> None:
    """However bold those are that stand between the tables."""
    bold = [line(label, bold=True) for label in ("Barnets perspektiv", "Forældrenes perspektiv", "Klasse")]
    pairs = ("Barnets navn", "Ida Øst"), ("Klassetrin", "4"), ("Barnets adresse", "Prøvevej 1")
    rows = [(0, *pair) for pair in (*pairs, ("Sprog i hjemmet", "Dansk"), ("Skole", "Åsen"), ("Cpr-nr.",))]
    where = Place(table=1)
    cells = [
        GridCell(column=n, lines=tuple(TextLine(text=text, place=where) for text in row)) for n, *row in rows
    ]
    said, doubts = said_in(*bold, Grid(rows=tuple(GridRow(cells=(one,)) for one in cells)))
    assert said["child.name"] == "Ida Øst"
    assert not [one for one in doubts if "Cpr" in one]
