"""What a label asks by its first word, its heading and what belongs to it; and what answers nothing."""

from __future__ import annotations

import pytest

from pipeline.interpret.lexicon import Lexicon
from pipeline.interpret.vocabulary import Context
from tests.unit.interpret import layouts
from tests.unit.interpret.layouts import form, line, said_in, table

CHILD = line("Barnet/den unge", level=1)


def asked(label: str, *keys: str, name: str = "application", programme: str = "skoleflexplus") -> list[str]:
    named = Lexicon.of(form(name, programme)).name(label, Context(keys=frozenset(keys)))
    return [one.pointer for one in named.fields]


def test_what_begins_with_hvad_asks_for_nobodys_name_but_what_somebody_is_called() -> None:
    ballerup = {"name": "decision", "programme": "skolefleks-ballerup"}
    assert asked("Hvad er besluttet?", **ballerup) == ["/outcome"]
    assert asked("Hvem har besluttet?", **ballerup) == ["/decided_by/name"]
    assert asked("Hvad hedder barnet?", "s:child") == ["/child/name"]


def test_who_is_to_be_described_is_not_named() -> None:
    assert asked("Beskriv eleven", programme="skolefleks-ballerup") == ["/pupil"]


def test_of_two_people_with_the_same_labels_the_one_is_meant_whose_heading_stands_above() -> None:
    mini = {"name": "decision", "programme": "skoleflex-mini"}
    phones = ["/school_part/signatory/phone", "/social_part/signatory/phone"]
    assert asked("Underskrivers telefon", "s:school_part", **mini) == phones[:1]
    assert asked("Underskrivers telefon", "s:social_part", **mini) == phones[1:]
    assert asked("Underskrivers telefon", **mini) == phones


def test_a_heading_that_the_label_before_contradicts_tells_nothing() -> None:
    lexicon = Lexicon.of(form("decision", "skoleflex-mini"))
    context = Context(keys=frozenset({"s:school_part"}), last=("s:social_part",))
    assert len(lexicon.name("Underskrivers telefon", context).fields) > 1


@pytest.mark.parametrize("label", ["Transport til skole", "Afstand til skolen", "Klub på skolen"])
def test_what_belongs_to_something_is_not_what_it_belongs_to(label: str) -> None:
    _, doubts = said_in(line("Skolen", level=1), table((label, "Bus 18"), ("Skoleleder", "Bo Prøve")))
    assert [one for one in doubts if "Bus 18" in one or "school.name" in one]


def test_the_forms_own_title_is_nobodys_name() -> None:
    blocks = (line(f"Vedr.: {form().title}"), CHILD, line("Barnets navn: Ida Øst"))
    said, doubts = said_in(*blocks)
    assert (said, doubts) == ({"child.name": "Ida Øst"}, [])


def test_what_stands_below_the_title_is_not_lost() -> None:
    blocks = (line(f"Vedr.: {form().title}"), line("Bo kender sagen."), CHILD, line("Klasse: 4.b"))
    _, doubts = said_in(*blocks)
    assert doubts == ["answer.unplaced: Bo kender sagen."]


def test_no_heading_and_no_label_begins_with_a_small_letter_where_an_answer_is_due() -> None:
    said, doubts = layouts.said_in(
        line("De tre parter", level=1),
        *map(line, ("Skole: stilling", "skoleleder", "Skole: telefon", "00 00 00 12")),
        name="agreement",
    )
    assert doubts == []
    assert said == {"parties.school.role": "skoleleder", "parties.school.phone": "00 00 00 12"}


def test_an_answer_in_the_cell_of_its_label_may_be_worded_like_a_party() -> None:
    said, _ = layouts.said_in(
        line("De tre parter", level=1),
        table(
            ("Socialforvaltning: navn:", "Bo Prøve"),
            ("Socialforvaltning: stilling: sagsbehandler", ""),
            ("Socialforvaltning: telefon:", "00 00 00 81"),
        ),
        name="agreement",
    )
    assert said["parties.social.role"] == "sagsbehandler"


@pytest.mark.parametrize(
    "closing",
    [
        "Indsendt via selvbetjening. Du modtager svar i Digital Post.",
        "Udskriv  |  Gem som PDF  |  Tilbage til forsiden",
        "Tak for jeres henvendelse.",
    ],
)
def test_what_a_system_prints_below_the_last_answer_is_none_of_it(closing: str) -> None:
    said, doubts = said_in(CHILD, line("Barnets egne ord:"), line("Jeg er glad."), line(closing))
    assert said == {"child_view": "Jeg er glad."}
    assert doubts == [f"text.unplaced: {closing}"]


def test_the_same_words_within_an_answer_are_its_own() -> None:
    own = "Vi får svar i Digital Post."
    said, _ = said_in(CHILD, line("Barnets egne ord:"), line(own), line("Jeg er glad."), line("Klasse: 4.b"))
    assert said["child_view"] == f"{own}\nJeg er glad."


@pytest.mark.parametrize(
    ("text", "value"), [("____ Ja", "yes"), ("___ Nej ____", "no"), ("____________ Nej", "no")]
)
def test_an_answer_on_a_line_to_write_on_is_one(text: str, value: str) -> None:
    said, doubts = said_in(CHILD, table(("Behov for tolk", text)))
    assert (said, doubts) == ({f"child.interpreter:{value}": "☒"}, [])


def test_where_boxes_are_drawn_a_line_to_write_on_is_none() -> None:
    label, options = (
        "Leverandøren kan også",
        "____ (x) Bygge bro mellem arenaer ( ) Inkluderende læringsmiljøer",
    )
    said, doubts = said_in(line("Leverandør af indsatsen", level=1), table((label, options)))
    assert (said, doubts) == ({"supplier.criteria:bridge_arenas": "☒"}, [])


def test_the_upper_line_of_an_answer_that_stands_above_its_label_is_told() -> None:
    _, doubts = layouts.said_in(
        line("Brevene", level=1),
        line("Underskrivers telefon: 00 00 00 12"),
        line("Formand for"),
        line("Underskriverens titel: ____ udvalget"),
        name="decision",
        programme="skolefleks-ballerup",
    )
    assert "answer.maybe_less: signatory.title" in doubts


@pytest.mark.parametrize("text", ["☒ Eleven går her", "kr. 60.000,-", "24. maj 2026", "00 00 00 12"])
def test_a_box_or_a_mere_value_is_no_text(text: str) -> None:
    _, doubts = said_in(CHILD, table(("Barnets/den unges eget perspektiv", text)))
    assert [one for one in doubts if "child_view" in one]


def test_a_short_answer_that_ends_in_the_next_label_is_to_be_looked_at() -> None:
    _, doubts = said_in(CHILD, table(("Barnets navn", "Ida Øst Sprog i hjemmet")))
    assert doubts == ["answer.holds_more: child.name"]


def test_an_answer_that_ends_in_a_small_word_goes_on_elsewhere() -> None:
    _, doubts = said_in(CHILD, table(("Barnets/den unges eget perspektiv", "Hun kommer ofte, men")))
    assert doubts == ["answer.maybe_less: child_view"]


def test_what_was_told_already_is_asked_about_at_a_label_in_other_words() -> None:
    said, doubts = layouts.said_in(
        layouts.line("Plan for perioden", level=1),
        layouts.line("Revideret den: 25. juni 2027"),
        layouts.line("Planens seneste dato: 25. juni 2027"),
        name="plan",
    )
    assert (said, doubts) == ({"revised_on": "25. juni 2027"}, ["label.ambiguous: 25. juni 2027"])


def test_a_title_in_capitals_over_all_else_asks_for_nothing_of_a_list() -> None:
    said, doubts = layouts.said_in(
        layouts.line("NOTAT", bold=True),
        layouts.line("Plan for Tilbageslusningsflex"),
        layouts.line("Barnets navn: Ida Ibsen"),
        name="plan",
        programme="tilbageslusningsflex",
    )
    assert (said, doubts) == ({"child.name": "Ida Ibsen"}, [])


def test_who_fills_in_a_part_is_no_question() -> None:
    assert asked("Udfyldes af kommunen", "s:ending", name="change") == []
