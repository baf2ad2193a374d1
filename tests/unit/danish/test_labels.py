"""What the words of a label say."""

from __future__ import annotations

import pytest

from pipeline.danish.labels import label_words, without_number


@pytest.mark.parametrize(
    ("shortened", "whole"),
    [
        ("Ansv. pers.", "Ansvarlig person"),
        ("BEKU-omr.", "BEKU-område"),
        ("Opf. d.", "Dato for opfølgning"),
        ("Delm", "Delmål"),
        ("Underskr.", "Underskrift"),
        ("Specialpæd. støtte", "Specialpædagogisk støtte"),
    ],
)
def test_what_a_word_is_shortened_to_says_what_it_does(shortened: str, whole: str) -> None:
    assert label_words(shortened) == label_words(whole)


@pytest.mark.parametrize("label", ["Pers og Ida", "Opf og Ned"])
def test_without_a_full_stop_a_word_is_itself(label: str) -> None:
    assert not label_words(label) & (label_words("person") | label_words("opfølgning"))


@pytest.mark.parametrize(
    ("label", "short"),
    [
        ("Dato for svar om deling med psykologen", "Dato for deling med psykologen"),
        ("Svar om samråd noteret af", "Samråd noteret af"),
        ("Svar om støttende indsats givet", "Støttende indsats: hvordan"),
    ],
)
def test_the_answer_is_what_somebody_notes_on_a_day(label: str, short: str) -> None:
    assert label_words(label) == label_words(short)


@pytest.mark.parametrize("label", ["Underskriver som", "Skriver under for", "Underskriver på vegne af"])
def test_as_what_somebody_signs_is_not_whether(label: str) -> None:
    assert label_words(label) == label_words("Underskriver som") != label_words("Underskriver")


@pytest.mark.parametrize(
    "number",
    [
        "1.",
        "12)",
        "1.2",
        "104.",
        "A3",
        "B1.2",
        "A.1",
        "b)",
        "3.1.a",
        "2.4.bb",
        "5.c.",
        "II.",
        "IV)",
        "•",
        "• 3.",
    ],
)
def test_the_number_of_a_question_is_no_part_of_it(number: str) -> None:
    assert without_number(f"{number} Barnets navn") == "Barnets navn"


@pytest.mark.parametrize("label", ["112 meldes", "3 mål", "4.b klasse", "A-kasse", "Hold 4 Elever"])
def test_other_numbers_are_words(label: str) -> None:
    assert without_number(label) == label
