"""Which form a document is: its mark first; without one its title and its labels together."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.container import open_package, repack
from pipeline.extract.word import read_word
from pipeline.identify import identify
from pipeline.records import ExtractedForm, Mark
from pipeline.records.layout import Layout, Place, TextLine
from pipeline.sandbox import make_form
from tests.casebook import good
from tests.filled import catalogue, filled

FORMS = catalogue().forms()


def extracted(name: str = "application") -> ExtractedForm:
    return read_word(filled(name, good(name)))


def test_a_form_is_known_by_its_mark() -> None:
    for name in ("application", "plan", "agreement", "decision_buf"):
        form = identify(extracted(name), FORMS).form
        assert form
        assert form.name == name.partition("_")[0]


def test_a_form_that_lost_its_mark_is_known_by_title_and_labels() -> None:
    for name in ("application", "plan", "agreement", "decision_buf"):
        form = identify(replace(extracted(name), mark=None), FORMS).form
        assert form
        assert form.name == name.partition("_")[0]


def test_a_version_nobody_knows_is_not_read_by_another_versions_map() -> None:
    mark = Mark(programme="skoleflexplus", form="plan", version=99)
    found = identify(replace(extracted("plan"), mark=mark), FORMS)
    assert (found.form, found.code) == (None, "form.version")


def test_labels_without_the_title_and_the_title_without_labels_are_not_enough() -> None:
    form = replace(extracted("plan"), mark=None)
    assert identify(replace(form, titles=("Referat af møde",)), FORMS).form is None
    found = identify(replace(form, answers=()), FORMS)
    assert (found.form, found.code) == (None, "form.unknown")


def test_an_unknown_document_names_the_nearest_forms() -> None:
    form = replace(extracted("plan"), mark=None, titles=("Noget andet",))
    assert "Fælles" in " ".join(identify(form, FORMS).nearest) or identify(form, FORMS).nearest


def test_a_document_of_another_programmes_name_is_not_taken_for_this_one() -> None:
    content = filled("application", good("application"))
    package = open_package(content)
    body = package["word/document.xml"].decode("utf-8").replace("SkoleflexPLUS", "SkoleFleks")
    stripped = repack(content, {"word/document.xml": body.encode("utf-8")})
    unmarked = replace(read_word(stripped), mark=None)
    own = tuple(form for form in FORMS if form.programme == "skoleflexplus")
    assert identify(unmarked, own).form is None
    found = identify(unmarked, FORMS)
    assert found.form is None
    assert any("SkoleflexPLUS" in title for title in found.nearest)


def test_a_name_may_go_on_in_the_next_line_of_a_title() -> None:
    known = catalogue()
    content = make_form(known.programme("skoleflex-mini"), "application", known.templates["form.docx"], {})
    form = replace(read_word(content), mark=None, layout=None)
    wrapped = replace(form, titles=("Fælles indstilling om Skoleflex", "MINI"))
    found = identify(wrapped, FORMS).form
    assert found is not None
    assert (found.programme, found.name) == ("skoleflex-mini", "application")


def lines_of(*texts: str) -> ExtractedForm:
    place = Place()
    return ExtractedForm(
        mark=None,
        titles=texts[:1],
        answers=(),
        layout=Layout(blocks=tuple(TextLine(text=text, place=place) for text in texts)),
    )


SHORT = ("Barnets navn: Ida Øst", "Barnets cpr-nr.: 610506-1234", "Planen gælder fra: 10. august 2026")


@pytest.mark.parametrize(
    "title",
    [
        "Handleplan for Skoleflex MINI",
        "Bilag 2 – Handleplan for Skoleflex MINI",
        "Vedr.: Handleplan for Skoleflex MINI",
    ],
)
def test_a_short_form_under_its_whole_title_is_that_form(title: str) -> None:
    form = identify(lines_of(title, *SHORT), FORMS).form
    assert form is not None
    assert (form.programme, form.name) == ("skoleflex-mini", "plan")


def test_a_title_with_a_dash_of_its_own_may_stand_behind_a_word_and_a_colon() -> None:
    dashed = next(form for form in FORMS if " – " in form.title)
    asked = [field.label for field in dashed.fields() if field.required][:3]
    form = identify(lines_of(f"Vedr.: {dashed.title}", *(f"{label}. –" for label in asked)), FORMS).form
    assert form == dashed


@pytest.mark.parametrize("title", ["Handleplan", "Om handleplanen for Skoleflex MINI"])
def test_the_few_questions_of_a_short_form_are_not_enough_under_another_title(title: str) -> None:
    found = identify(lines_of(title, *SHORT), FORMS)
    assert found.form is None


def test_under_a_whole_title_a_shorter_name_within_its_own_is_no_other_programme() -> None:
    before = "Sådan har det været: Skoleflex på Prøveskolen"
    form = identify(lines_of("Handleplan for Skoleflex MINI", before, *SHORT), FORMS).form
    assert form is not None
    assert (form.programme, form.name) == ("skoleflex-mini", "plan")


def test_under_a_whole_title_a_longer_name_is_another_programme() -> None:
    found = identify(lines_of("Handleplan for Skoleflex", "Tilbud: Skoleflex MINI", *SHORT), FORMS)
    assert found.form is None
