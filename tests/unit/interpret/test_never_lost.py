"""What used to be read wrong, or lost, without a word: now it is right, or somebody is asked."""

from __future__ import annotations

from dataclasses import replace

from pipeline.interpret.by_labels import read_by_labels
from pipeline.records.layout import Block, Layout, Span, TextLine
from tests.unit.interpret.layouts import form, line, said_in, table

CHILD = line("Barnet/den unge", level=1)
SCHOOL = line("Skolen", level=1)
BOLD_LABELS = (
    line("Fornavn og efternavn", bold=True),
    line("Ida Prøve"),
    line("Bopæl", bold=True),
    line("Prøvegade 1"),
)
PLAN = line("Fælles BUF-SOF-arbejdsplan", level=1)


def field(text: str) -> TextLine:
    """A form field with its value, alone in its line."""
    return replace(line(text), filled=(Span(0, len(text)),))


def test_a_printed_line_below_a_field_is_the_label_of_the_next_field_and_no_rest_of_the_answer() -> None:
    said, doubts = said_in(
        CHILD,
        line("Barnets/den unges eget perspektiv"),
        field("Jeg vil blive i min klasse."),
        line("Hvad drømmer du om?"),
        field("En hund."),
    )
    assert said["child_view"] == "Jeg vil blive i min klasse."
    assert "answer.unplaced: En hund." in doubts


def test_a_field_before_the_first_known_label_is_quoted() -> None:
    said, doubts = said_in(line("Blanket nr."), field("17"), line("Barnets navn"), field("Ida"))
    assert said["child.name"] == "Ida"
    assert "answer.unplaced: 17" in doubts


def test_capitals_right_below_a_label_answer_it() -> None:
    said, _ = said_in(
        line("Forløbet", level=1),
        line("Vores sagsnummer", bold=True),
        line("SF-2026-0001"),
        line("Barnets navn", bold=True),
        line("IDA PRØVE"),
        line("Barnets klasse", bold=True),
        line("6.b"),
        name="extension",
    )
    assert (said["case_no"], said["child.name"]) == ("SF-2026-0001", "IDA PRØVE")


def test_the_label_of_a_list_in_a_text_is_the_texts_own_where_the_list_is_asked_elsewhere() -> None:
    view = (
        CHILD,
        line("Barnets perspektiv:"),
        line("Hun vil gerne."),
        line("Hvad har vi aftalt:"),
        line("- ro"),
    )
    plan = (PLAN, line("Mål og indsats 1", bold=True), line("Hvad har vi aftalt: En makker"))
    said, _ = said_in(*view, *plan)
    assert said["child_view"] == "Hun vil gerne.\nHvad har vi aftalt:\n- ro"
    assert said["plan.rows[0].measure"] == "En makker"
    _, doubts = said_in(*view)
    assert "answer.maybe_more: child_view" in doubts


def test_a_question_in_unknown_words_at_the_end_of_a_text_is_asked_about() -> None:
    _, doubts = said_in(
        CHILD,
        line("Barnets perspektiv:"),
        line("Hun vil gerne."),
        line("Hvilken farve har bussen?"),
        line("Barnets navn: Ida"),
    )
    assert "answer.maybe_more: child_view" in doubts


def test_all_the_words_of_another_fields_label_are_never_a_field_with_fewer() -> None:
    said, _ = said_in(
        line("Ny skole eller skoleleder", level=1),
        line("Oplysninger om skolen", bold=True),
        table(("Skolelederens fulde navn:", "Noor Prøve", "Telefon til skolelederen:", "00 00 00 45")),
        name="change",
    )
    assert said["school.leader.name"] == "Noor Prøve"
    assert "school.name" not in said


def test_questions_that_run_on_in_one_line_are_parted() -> None:
    said, doubts = said_in(
        CHILD, line("Ønskes tolk? [ ] Ja\t[x] Nej Barnets modersmål ____Dansk____"), line("Barnets navn: Ida")
    )
    assert said["child.interpreter:no"] == "☒"
    assert said["child.language"] == "Dansk"
    assert doubts == []


def test_boxes_below_a_question_without_an_answer_beside_it_answer_it() -> None:
    said, doubts = said_in(CHILD, table(("Barnets navn", "Ida"), ("Tolk", ""), ("☒ Ja ☐ Nej", "")))
    assert said["child.interpreter:yes"] == "☒"
    assert doubts == []


def test_boxes_that_answer_no_question_are_quoted() -> None:
    _, doubts = said_in(CHILD, table(("Barnets navn", "Ida"), ("☒ Grøn ☐ Rød", "")))
    assert any("Grøn" in one for one in doubts)


def test_an_option_that_breaks_off_is_no_other_option() -> None:
    said, _ = said_in(
        PLAN,
        line("Mål og indsats 1", bold=True),
        table(("Indsats", "En makker"), ("Hvem betaler?", "☐ BUF ☐ SOF ☒ BUF og")),
    )
    assert not [tag for tag in said if "funding:" in tag]


def test_one_label_that_gets_an_answer_of_each_parent_is_asked_about_by_name() -> None:
    _, doubts = said_in(
        line("Skolen", level=1),
        line("Mor", bold=True),
        replace(line("Skolens navn: A"), place=replace(line("x").place, heading="Mor")),
        replace(line("Skolens navn: B"), place=replace(line("x").place, heading="Far")),
    )
    assert {"label.ambiguous: A", "label.ambiguous: B"} <= set(doubts)


def test_a_label_of_the_form_within_a_text_is_asked_about_where_its_question_has_no_answer() -> None:
    view = (CHILD, line("Barnets perspektiv: Hun vil gerne. Barnets navn: Ida"))
    _, doubts = said_in(*view)
    assert "answer.maybe_more: child_view" in doubts


def test_the_last_row_of_a_table_that_the_page_cuts_may_go_on() -> None:
    whole = table(("Indsats", "Effekt"), ("Holddeling", "God"), ("Makker i klassen", "Hun kommer"))
    cut = replace(whole, rows=(*whole.rows[:-1], replace(whole.rows[-1], open=True)))
    _, doubts = said_in(SCHOOL, line("Skolens indsats indtil nu", bold=True), cut)
    assert "answer.maybe_less: existing_school_measures[].description" in doubts
    _, doubts = said_in(SCHOOL, line("Skolens indsats indtil nu", bold=True), whole)
    assert not [one for one in doubts if one.startswith("answer.maybe_less")]


def test_a_question_with_a_line_to_write_on_is_no_part_of_the_text_above() -> None:
    for question in ("Hvem har talt med barnet? ........", "Hvem passer hunden? ________"):
        said, _ = said_in(
            CHILD,
            *BOLD_LABELS,
            line("Barnets eget syn på sagen:"),
            line("Hun vil gerne."),
            line(question),
        )
        assert said["child_view"] == "Hun vil gerne."


def test_a_short_sentence_that_could_be_a_label_answers_the_label_above() -> None:
    said, doubts = said_in(CHILD, line("Barnets perspektiv:"), line("Kontaktperson en ringer."))
    assert (said, doubts) == ({"child_view": "Kontaktperson en ringer."}, [])


def test_a_label_in_plain_type_behind_a_text_may_be_a_question_that_nobody_answered() -> None:
    _, doubts = said_in(
        CHILD,
        *BOLD_LABELS,
        line("Barnets klasse", bold=True),
        line("6.b"),
        line("Hvad siger barnet selv?", bold=True),
        line("Hun vil gerne."),
        line("Børnesamtalen er holdt af"),
        line("Skolens indsats", bold=True),
        line("Vi har prøvet det hele."),
    )
    assert "answer.maybe_more: child_view" in doubts


def test_a_word_that_may_be_cut_is_confirmed() -> None:
    cut = replace(line("Kontaktperson en ringer."), broken=(len("Kontaktperson"),))
    said, doubts = said_in(CHILD, line("Barnets perspektiv:"), cut)
    assert said["child_view"] == "Kontaktperson en ringer."
    assert doubts == ["answer.maybe_cut: child_view"]


def test_a_heading_in_no_known_words_that_holds_a_mail_or_date_is_quoted() -> None:
    _, doubts = said_in(
        CHILD,
        line("Barnets navn: Ida"),
        line("I kontakt911@post.example", level=1),
        SCHOOL,
        line("Skolens navn: Prøveskolen"),
    )
    assert "text.unplaced: I kontakt911@post.example" in doubts


def test_in_a_picture_a_heading_may_be_as_thin_as_any_line() -> None:
    blocks: tuple[Block, ...] = (
        line("Oplysninger om barnet", bold=True),
        table(("Barnets navn", "Ida Prøve"), ("Barnets adresse", "Prøvegade 1")),
        line("Oplysninger om skolen", bold=True),
        table(("Skolens navn", "Prøveskolen"), ("Skoleleder", "Noor Prøve")),
        line("Oplysninger fra socialforvaltningen", bold=True),
        table(("Sagsbehandler", "Åse Prøve"), ("Sagsbehandlers telefon", "00 00 00 45")),
        line("Oplysninger om forældrene", bold=True),
        line("Mor", bold=True),
        table(("Navn", "Rosa Prøve"), ("Adresse", "Prøvegade 2")),
        line("Far"),
        table(("Navn", "Bo Prøve"), ("Adresse", "Prøvegade 3")),
        *(line(title, bold=True) for title in ("Mål og samarbejde", "Bilag og underskrifter")),
        line("Fælles BUF-SOF-arbejdsplan", bold=True),
    )
    read = read_by_labels(Layout(blocks=blocks), form(), proposed=True)
    names = {answer.items: answer.raw for answer in read.answers if answer.tag == "guardians[].name"}
    assert names == {(0,): "Rosa Prøve", (1,): "Bo Prøve"}


def test_a_bold_sentence_is_quoted_though_it_looks_like_a_label() -> None:
    """Where labels are bold, a line in bold asks something: but no question ends so."""
    rest = "af et skema over fremmøde hver dag."
    said, doubts = said_in(
        line("Barnets navn", bold=True),
        line("Ida Øst"),
        line("Barnets cpr-nr.", bold=True),
        line("621112-5002"),
        line(rest, bold=True),
        line("Klasse", bold=True),
        line("4.b"),
    )
    assert said["child.class_name"] == "4.b"
    assert f"text.unplaced: {rest}" in doubts
