"""Cleaning, emptiness and folding of text."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import danish
from pipeline.danish.text import is_invisible

ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=60)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("  Alma  Testrup ", "Alma  Testrup"),
        ("Alma\nTestrup", "Alma Testrup"),
        ("Alma \r\n\t Testrup", "Alma Testrup"),
        ("Alma\vTestrup\u2028Eksempelsen", "Alma Testrup Eksempelsen"),
        ("A\u030arhus", "Århus"),
        ("740314\u200d-4007", "740314-4007"),
        ("\u202eamlA\u202c", "amlA"),
        ("\ufefffor\u00adandring", "forandring"),
        ("a\x00b\x08c\ufffed\ud800e\ufdd0", "abcde"),
        ("to\u00a0ord\u00a0", "to\u00a0ord"),
        ("😀 ❤\ufe0f", "😀 ❤\ufe0f"),
    ],
)
def test_a_line_is_trimmed_composed_and_holds_nothing_invisible(text: str, line: str) -> None:
    assert danish.clean_line(text) == line


@pytest.mark.parametrize(
    ("text", "prose"),
    [
        ("et\nto", "et\nto"),
        ("et\r\nto\rtre\vfire", "et\nto\ntre\nfire"),
        ("et\n\n\nto", "et\n\n\nto"),
        ("et  \n  to \n", "et\n  to"),
        ("\n\n et\tto", "et to"),
        ("et\u2029to", "et\nto"),
    ],
)
def test_prose_keeps_its_lines(text: str, prose: str) -> None:
    assert danish.clean_prose(text) == prose


@given(ANY_TEXT)
def test_cleaning_twice_changes_nothing(text: str) -> None:
    for clean in (danish.clean_line, danish.clean_prose):
        once = clean(text)
        assert clean(once) == once
        assert unicodedata.is_normalized("NFC", once)
        assert once == once.strip()
    assert "\n" not in danish.clean_line(text)


@given(ANY_TEXT)
def test_what_is_clean_can_stand_in_xml(text: str) -> None:
    for char in danish.clean_prose(text):
        code = ord(char)
        assert (
            code in (10, *range(0x20, 0x7F))
            or 0xA0 <= code < 0xD800
            or 0xE000 <= code <= 0xFFFD
            or code > 0xFFFF
        )


def test_long_texts_are_cleaned_in_no_time() -> None:
    # Quadratic patterns would take minutes.
    assert danish.clean_line("\u00a0" * 100_000 + "\n") == ""
    assert len(danish.clean_prose("a \n" * 50_000)) == 99_999


@pytest.mark.parametrize(
    "text",
    [
        "", "  ", "\u200b", "\n\n", "......", "_ _ _", "…", "- - -", "· · ·", "_______\n_______", "–",
        *sorted(danish.PROMPTS), "skriv her", "KLIK ELLER TRYK HER FOR AT SKRIVE TEKST",
        " Vælg et element. ", "Vælg.",
    ],
)  # fmt: skip
def test_prompts_and_leaders_are_empty(text: str) -> None:
    assert danish.is_empty_text(text)
    assert not danish.is_clean_line(text)
    assert not danish.is_clean_prose(text)


@pytest.mark.parametrize(
    "text", ["Skriv her: ja", "Vælg selv", "a.", "-1", "0", "☐", "{{ 7*7 }}", "x _", "|"]
)
def test_answers_are_not_empty(text: str) -> None:
    assert not danish.is_empty_text(text)
    assert danish.is_clean_line(text)


def test_the_formats_of_text() -> None:
    assert danish.is_clean_prose("et\n\nto")
    assert not danish.is_clean_line("et\nto")
    for unclean in (" a", "a ", "a\u0308", "a\u200bb", "a\tb", "a \nb", "a\r\nb"):
        assert not danish.is_clean_prose(unclean), repr(unclean)


def test_counting_what_nobody_sees() -> None:
    assert danish.invisible_in("a\u202eb\u200dc") == 2
    assert danish.invisible_in("for\u00adandring\ufeff\n") == 0


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Aabenraa", "Åbenrå"),
        ("Kjær", "kjaer"),
        ("Sønderjylland", "SOENDERJYLLAND"),
        ("Cpr-nr.", "CPR nr"),
        ("Skoleflex-PLUS", "SkoleflexPLUS"),
        ("Navne-/adressebeskyttelse", "navne  adressebeskyttelse:"),
        ("A\u030ase", "Åse"),
        ("ﬁnansiering", "finansiering"),
    ],
)
def test_spellings_that_fold_together(one: str, other: str) -> None:
    assert danish.fold(one) == danish.fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Ida", "Ada"), ("SkoleFleks", "Skoleflex"), ("😀", "😁"), ("!", "?"), ("Forælder 1", "Forælder 2")],
)
def test_spellings_that_do_not(one: str, other: str) -> None:
    assert danish.fold(one) != danish.fold(other)


@given(ANY_TEXT)
def test_folding_twice_changes_nothing(text: str) -> None:
    assert danish.fold(danish.fold(text)) == danish.fold(text)


def test_either() -> None:
    assert danish.either(["Ja"]) == "»Ja«"
    assert danish.either(["Ja", "Nej", "Ikke spurgt"]) == "»Ja«, »Nej« eller »Ikke spurgt«"
    assert danish.either([]) == ""


@given(ANY_TEXT)
def test_what_is_invisible_goes_sign_by_sign_and_nothing_else(text: str) -> None:
    seen = "".join(sign for sign in text if not is_invisible(sign))
    assert danish.clean_line(text) == danish.clean_line(seen)
    assert danish.clean_prose(text) == danish.clean_prose(seen)
    assert not any(map(is_invisible, danish.clean_prose(text)))
    hidden = sum(is_invisible(sign) for sign in text if sign not in "\u00ad\ufeff")
    assert danish.invisible_in(text) == hidden
