"""No text but the exact ones is read as an approval: what somebody writes beside them is for a person."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from pipeline.post.approval import read_approval
from pipeline.post.words import own_words

PIECES = ["Godkendt", "godkendt", "Afvist:", "Afvist", "ikke", "hvis", "Hej", "Mvh", "først når", "PS: "]
PIECES += ["\n", "\n\n", " ", "\t", ",", ".", "—", "> ", "-- \n", "__________"]
PIECES += ["Fra: BEKU", "Den 3. maj 2026 skrev BEKU:"]
TEXTS = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=12)), max_size=12).map("".join)


@given(text=TEXTS)
@example(text="Godkendt\n\nhvis")
@example(text="Godkendt\n> spurgt\nhvis")
@example(text="\u200bGodkendt")
def test_only_the_exact_words_are_an_approval(text: str) -> None:
    said = read_approval(text)
    if said is None:
        return
    first = said.words.split("\n")[0].strip()
    if said.granted:
        assert first == "Godkendt"
        # Whatever else somebody wrote is manners: nothing is left of it once they are taken away.
        assert own_words("\n".join(said.words.split("\n")[1:])) == ""
    else:
        assert first.startswith("Afvist:")
        assert said.reason.strip()


@given(text=TEXTS, more=st.text(st.characters(categories=["L"]), min_size=3, max_size=30))
def test_a_word_more_is_no_approval(text: str, more: str) -> None:
    for said in (f"{more} Godkendt", f"Godkendt {more}", f"{more}\nGodkendt\n{text}"):
        found = read_approval(said)
        assert found is None or not found.granted


@given(text=TEXTS)
def test_what_is_quoted_says_nothing(text: str) -> None:
    quoted = "\n".join(f"> {line}" for line in f"Godkendt\n{text}".splitlines())
    assert read_approval(quoted) is None
