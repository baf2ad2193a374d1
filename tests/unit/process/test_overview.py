"""The list of cases: urgent first, escaped, its links lead somewhere, written when it says something new."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pytest

from pipeline.process import Office
from pipeline.render.overview import CaseLine, Linked, overview_page
from tests.casebook import as_child, changed, good
from tests.offices import drop, office_in, run

DAY = dt.date(2026, 7, 1)
CALM = CaseLine(
    number="SF-2026-0001",
    child="Alma Testrup Eksempelsen",
    school="Eksempelskolen",
    programme="SkoleflexPLUS",
    state="Afventer beslutning",
    on_hold=False,
    step="Sagsbehandler: Send ansøgningen.",
    by="inden 1. august 2026",
    due=dt.date(2026, 8, 1),
    tasks=(),
)


class Page(HTMLParser):
    """What a page links to and loads, and the elements it leaves open."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.tags: list[str] = []
        self.open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]
        if tag not in ("meta", "col"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with office_in(tmp_path / "kontor") as opened:
        yield opened


def shown(*cases: CaseLine) -> str:
    return overview_page(cases, [], [], [], DAY).decode()


def test_the_most_urgent_case_stands_first() -> None:
    soon = replace(CALM, number="SF-2026-0002", due=dt.date(2026, 7, 5), by="inden 5. juli 2026")
    over = replace(CALM, number="SF-2026-0003", due=None, step="", by="")
    asked = replace(CALM, number="SF-2026-0004", tasks=(Linked(text="Adressebeskyttelse"),))
    held = replace(CALM, number="SF-2026-0005", on_hold=True, due=None)
    late = replace(CALM, number="SF-2026-0006", due=dt.date(2026, 6, 30), by="inden 30. juni 2026")
    page = shown(CALM, soon, over, asked, held, late)
    order = list(dict.fromkeys(re.findall(r"SF-2026-000[1-6](?=</a>)", page)))
    assert [number[-1] for number in order] == ["6", "5", "4", "2", "1", "3"]
    assert "Overskredet:" in page


def test_what_stands_in_a_form_is_text() -> None:
    child = '<script>alert("1")</script>'
    page = shown(replace(CALM, child=child, tasks=(Linked(text="<b>x", path='opgaver/"><i>.docx'),)))
    assert "<script" not in page
    assert "<b>" not in page
    assert "<i>" not in page
    assert "&lt;script&gt;" in page


def test_the_page_needs_nothing_and_is_whole() -> None:
    page = Page(shown(CALM))
    assert page.open == []
    assert not {"script", "link", "img", "iframe"} & set(page.tags)
    assert not [link for link in page.links if link.startswith(("http", "//", "/"))]


def test_a_run_writes_it_with_links_that_lead_somewhere(office: Office) -> None:
    drop(office, "application", changed(good("application"), {"/guardians/0/protected_address": True}))
    for name in ("decision_buf", "decision_sof"):
        drop(office, name, good(name))
    drop(office, "agreement", as_child(good("agreement"), "Dina Prøvesen", "910815-9038"), file="d")
    drop(office, "application", changed(good("application"), {"/budget/total": 1}), file="621112-5002")
    run(office)
    path = office.workspace.shared / "oversigt.html"
    text = path.read_text("utf-8")
    links = [unquote(link) for link in Page(text).links]
    assert {link.partition("/")[0] for link in links} == {"sager", "opgaver", "retur"}
    assert all((office.workspace.shared / link).exists() for link in links)
    assert "Adressebeskyttelse" in text
    assert "Samarbejdsaftale" in text
    assert not re.search(r"\d{6}-?\d{4}", re.sub(r"[0-9a-f]{32,}", "", text)), "no cpr number"
    written = path.stat().st_mtime_ns
    run(office)
    assert path.stat().st_mtime_ns == written, "nothing new, nothing written"


def test_a_case_that_met_a_bug_is_named(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    drop(office, "application", good("application"))
    run(office)

    def broken(*_: object) -> None:
        raise ValueError

    monkeypatch.setattr("pipeline.process.cases.bring_up_to_date", broken)
    run(office)
    text = (office.workspace.shared / "oversigt.html").read_text("utf-8")
    assert "Sag SF-2026-0001 kunne ikke bringes ajour" in text
