"""A document without controls of ours is read by its printed labels, and says what it is not sure of."""

from __future__ import annotations

from functools import lru_cache

import pytest

from pipeline.interpret.by_labels import read_by_labels
from pipeline.interpret.evidence import decide
from pipeline.interpret.lexicon import Lexicon
from pipeline.interpret.segments import segments
from pipeline.interpret.several import share_out
from pipeline.interpret.ticks import ticks
from pipeline.interpret.vocabulary import NO_WORDS, Context, Fit, Named
from pipeline.records.layout import Grid, GridCell, GridRow, Layout, Place, TextLine
from tests.unit.interpret.layouts import form, line, table

HERE = Context()


@lru_cache(maxsize=2)
def lexicon(name: str = "application") -> Lexicon:
    return Lexicon.of(form(name))


def pointers(label: str, *headings: str, name: str = "application") -> list[str]:
    context = HERE
    for title in headings:
        heading = lexicon(name).heading(title, context)
        assert heading is not None, title
        context = Context(keys=heading.keys, words=heading.words)
    return [one.pointer for one in lexicon(name).name(label, context).fields]


# ── labels ────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("label", "pointer"),
    [
        ("Elevens fulde navn", "/child/name"),
        ("1.2 Barnets navn:", "/child/name"),
        ("CPR-nr. på barnet", "/child/cpr"),
        ("Barnets cpr-numer", "/child/cpr"),
        ("Navn på skolen", "/school/name"),
        ("Planens startdato", "/plan/period/start"),
        ("Aftaleforum blev holdt den", "/aftaleforum/date"),
    ],
)
def test_a_label_names_its_field_in_other_words_too(label: str, pointer: str) -> None:
    assert pointers(label) == [pointer]


def test_every_label_of_the_child_names_its_field_under_its_own_heading() -> None:
    lost = [
        one.pointer
        for one in form("application").fields()
        if one.path[0] == "child" and one.pointer not in pointers(one.label, "Barnet/den unge")
    ]
    assert lost == []


@pytest.mark.parametrize("label", ["Forrige skole", "Ny adresse", "Søskendes navn", "Tidligere leverandør"])
def test_a_label_that_asks_for_something_else_is_never_certain(label: str) -> None:
    named = lexicon().name(label, HERE)
    assert not named.fields or named.fit is Fit.LOOSE or len(named.fields) > 1


def test_a_short_label_means_what_its_heading_says() -> None:
    assert pointers("Telefon", "Skolen", "PPR-psykolog") == ["/psychologist/phone"]
    assert pointers("Fulde navn", "Aftalens parter", "For skolen", name="agreement") == [
        "/parties/school/name"
    ]


def test_a_short_label_without_any_place_names_nothing_for_certain() -> None:
    assert len(pointers("Navn")) != 1 or lexicon().name("Navn", HERE).fit is not Fit.SURE


def test_a_number_in_an_answer_is_no_number_of_an_item() -> None:
    named = lexicon().name("1 gang om ugen", HERE)
    assert not named.item


def test_an_answer_can_settle_which_field_is_meant_but_not_overrule_a_label() -> None:
    fields = {one.pointer: one for one in form("agreement").fields()}
    either = Named(fields=(fields["/signatures/*/signed"], fields["/signatures/*/name"]))
    settled = decide(lexicon("agreement"), either, "Underskrift", ["Ida Prøve"], HERE)
    assert [one.pointer for one in settled.fields] == ["/signatures/*/name"]
    sure = lexicon().name("Barnets navn", HERE)
    assert decide(lexicon(), sure, "Barnets navn", ["00 00 00 11"], HERE) == sure


# ── lines ─────────────────────────────────────────────────────────────────────────────────────────────


def cut(text: str) -> list[tuple[str, str]]:
    def ask(said: str) -> Named:
        return lexicon().name(said, HERE)

    cut = segments(text, ask, single=lambda _: True, lists=lambda _: False)
    return [(one.label, one.value.strip(" ._")) for one in cut]


def test_a_line_is_cut_at_every_label() -> None:
    assert cut("Barnets navn: Ida Prøve   Barnets cpr-nr.: 710101-9996") == [
        ("Barnets navn", "Ida Prøve"),
        ("Barnets cpr-nr.", "710101-9996"),
    ]


def test_what_is_written_on_the_dots_is_an_answer() -> None:
    assert cut("Barnets navn ....Ida Prøve......") == [("Barnets navn", "Ida Prøve")]


def test_a_clock_in_a_sentence_is_no_label() -> None:
    assert all(not label for label, _ in cut("Kontaktpersonen ringer kl. 7:30, hvis barnet ikke er kommet."))


# ── boxes ─────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "options"),
    [
        ("☒ Ja   ☐ Nej", ("yes",)),
        ("Ja ☐   Nej ☒", ("no",)),
        ("[x] Ja  [ ] Nej", ("yes",)),
        ("Ja _X_   Nej ___", ("yes",)),
        ("☐ Ja   ☐ Nej", ()),
    ],
)
def test_a_mark_belongs_to_the_words_beside_it(text: str, options: tuple[str, ...]) -> None:
    interpreter = next(one for one in form("application").fields() if one.pointer == "/child/interpreter")
    found = ticks(interpreter, text)
    assert found is not None
    assert (found.options, found.other) == (options, "")


def test_a_cross_that_begins_a_line_may_belong_to_the_answer_before_it() -> None:
    status = next(one for one in form("application").fields() if one.pointer == "/plan/rows/*/status")
    found = ticks(status, "Ikke startet\tI gang\tNået\nX\tJusteret\tStoppet")
    assert found is not None
    assert found.options == ()
    assert found.other
    beside = ticks(status, "Ikke startet\nX Justeret\nStoppet")
    assert beside is not None
    assert beside.options == ("adjusted",)


# ── several values ────────────────────────────────────────────────────────────────────────────────────


def test_an_answer_to_several_questions_is_shared_out_or_left_to_people() -> None:
    fields = {one.pointer: one for one in form("application").fields()}
    code, city = fields["/child/postal_code"], fields["/child/city"]
    assert share_out((code, city), "2450 København SV") == {code: "2450", city: "København SV"}
    assert share_out((code, city), "2450 og 2500 København") is None


# ── whole documents ───────────────────────────────────────────────────────────────────────────────────


def test_text_that_no_label_names_is_quoted() -> None:
    layout = Layout(
        blocks=(table(("Barnets navn", "Ida Prøve"), ("Yndlingsret", "Kartofler"), ("Barnets cpr-nr.", "")),)
    )
    read = read_by_labels(layout, form("application"))
    assert [(one.tag, one.raw) for one in read.answers] == [("child.name", "Ida Prøve")]
    assert [(one.code, one.params["raw"]) for one in read.problems] == [("answer.unplaced", "Kartofler")]


def test_a_label_in_unknown_words_is_a_doubt() -> None:
    layout = Layout(blocks=(table(("Barnets navn ifølge registret", "Ida Prøve"), ("Barnets cpr-nr.", "")),))
    read = read_by_labels(layout, form("application"))
    assert "Ida Prøve" in {one.raw for one in read.answers if one.doubt} | {
        str(one.params["raw"]) for one in read.problems
    }


def test_no_words_are_no_label() -> None:
    assert lexicon().words("") == NO_WORDS
    assert pointers("……") == []


# ── tables as a whole ─────────────────────────────────────────────────────────────────────────────────


def read_table(*rows: tuple[str, ...], above: str = "") -> tuple[dict[str, str], list[str]]:
    """What a table says, by the tag of each field, and the codes of what is doubtful about it."""
    blocks = (*((TextLine(text=above, place=Place(), level=1),) if above else ()), table(*rows))
    read = read_by_labels(Layout(blocks=blocks), form("application"))
    codes = [answer.doubt for answer in read.answers if answer.doubt]
    return {answer.tag: answer.raw for answer in read.answers}, codes + [one.code for one in read.problems]


def test_rows_of_labels_and_of_answers_take_turns_though_an_answer_is_worded_like_a_label() -> None:
    said, codes = read_table(
        ("Barnets navn", "Cpr-nr."),
        ("Ida Ibsen", "740314-4007"),
        ("Sprog", "By"),
        ("Skole", "Vanløse"),
        ("Postnr.", "Adresse"),
        ("2720", "Eksempelvej 1"),
        above="Barnet/den unge",
    )
    assert said == {
        "child.name": "Ida Ibsen",
        "child.cpr": "740314-4007",
        "child.language": "Skole",
        "child.city": "Vanløse",
        "child.postal_code": "2720",
        "child.address": "Eksempelvej 1",
    }
    assert codes == ["label.loose"]  # what the form itself prints is to be confirmed as an answer


def test_labels_beside_their_answers_are_no_rows_that_take_turns() -> None:
    said, _ = read_table(
        ("Barnets navn", "Ida Ibsen"),
        ("Cpr-nr.", "740314-4007"),
        ("Sprog", "Skole"),
        ("By", "Vanløse"),
        above="Barnet/den unge",
    )
    assert said["child.name"] == "Ida Ibsen"
    assert said["child.cpr"] == "740314-4007"
    assert said["child.city"] == "Vanløse"


def test_answers_that_lost_their_boxes_are_told_of() -> None:
    said, codes = read_table(("Behov for tolk", " Ja      Nej"), above="Barnet/den unge")
    assert said == {}
    assert codes == ["choice.unboxed"]


def test_one_question_with_two_answers_is_given_to_no_namesake() -> None:
    read = read_by_labels(
        Layout(blocks=(table(("Skole", "Eksempelskolen"), ("Skole", "Prøveskolen")),)), form("application")
    )
    assert [(answer.tag, answer.raw) for answer in read.answers] == [
        ("school.name", "Eksempelskolen"),
        ("school.name", "Prøveskolen"),
    ]


def test_a_cell_of_several_unknown_lines_is_told_of() -> None:
    two = GridCell(column=0, span=1, lines=(line("Yndlingsfarve", 0), line("Blå som havet", 0)))
    empty = GridCell(column=1, span=1, lines=())
    grid = Grid(rows=(*table(("Barnets navn", "Ida Ibsen")).rows, GridRow(cells=(two, empty))))
    read = read_by_labels(Layout(blocks=(grid,)), form("application"))
    assert "Blå som havet" in " ".join(str(one.params["raw"]) for one in read.problems)
