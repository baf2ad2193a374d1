"""Forms as LibreOffice prints them."""

from __future__ import annotations

import io

from pypdf import PdfReader

from pipeline.blank.word import blank_word
from pipeline.definitions import Rows
from tests.tools import as_pdf, needs
from tests.unit.blank.forms import APPLICATION, SHELL, form_of


@needs("soffice")
def test_the_application_is_on_pages_1_to_3_and_the_plan_on_4_and_5() -> None:
    pages = [
        page.extract_text() for page in PdfReader(io.BytesIO(as_pdf(blank_word(APPLICATION, SHELL)))).pages
    ]
    plan = next(n for n, section in enumerate(APPLICATION.sections) if section.page_break)
    assert len(pages) == 5
    for n, section in enumerate(APPLICATION.sections):
        on = [
            number
            for number, page in enumerate(pages, start=1)
            if f"{n + 1}." in page and section.title in page
        ]
        assert on, section.title
        assert (set(on) & {4, 5}) if n >= plan else (set(on) & {1, 2, 3}), section.title
    assert pages[3].index(APPLICATION.sections[plan].title) < 200
    for page in pages:
        words = [line.strip() for line in page.splitlines() if line.strip()]
        assert not any(words[-2].endswith(section.title) for section in APPLICATION.sections), (
            "orphaned heading"
        )


@needs("soffice")
def test_long_answers_are_printed_to_their_end() -> None:
    plan = form_of("plan")
    prose = next(rows for rows in plan.entries() if isinstance(rows, Rows) and rows.widget == "cards")
    texts = {
        column.path[-1]: "ord " * (column.max_length // 4 - 4) + f"SLUT-{n}-"
        for n, column in enumerate(prose.columns)
        if column.multiline
    }
    word = blank_word(plan, SHELL, {"plan": {"rows": [texts, texts]}})
    printed = "".join(page.extract_text() for page in PdfReader(io.BytesIO(as_pdf(word))).pages)
    for n in range(len(prose.columns)):
        if any(ending.endswith(f"SLUT-{n}-") for ending in texts.values()):
            assert printed.count(f"SLUT-{n}-") == 2
