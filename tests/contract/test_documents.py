"""What leaves the house: valid Word files that open anywhere, and what people wrote, verbatim."""

from __future__ import annotations

import datetime as dt
import itertools
import re
import subprocess
from functools import lru_cache
from html import unescape
from pathlib import Path

import pytest

from pipeline.container import open_package, repack
from pipeline.extract.word import read_word
from pipeline.process import Workshop, make_document, merge_files
from pipeline.process.casework import MergeResult
from pipeline.proof import check
from pipeline.records import IncomingFile
from pipeline.sandbox import make_form
from tests.casebook import changed, good
from tests.filled import PROGRAMME, catalogue, incoming
from tests.samples import FOLDER, SAMPLES
from tests.tools import needs, sdk_faults, word_faults

HOSTILE = "A & B <c> \"D\" 'e' ]]> {{ 7*7 }} {% if x %} æøå ÆØÅ 👧🏽 &amp;"
LINES = f"Første linje\n{HOSTILE}\n\nSidste linje"
DAY = dt.date(2026, 8, 10)
COURSES = {
    "granted": ("application/good", "decision/good-buf", "decision/good-sof", "agreement/good"),
    "not signed": ("application/good", "decision/good-buf", "decision/good-sof"),
    "waiting": ("application/waiting-ppv", "decision/waiting-ppv-buf", "decision/waiting-ppv-sof"),
    "refused": ("application/refused", "decision/refused-buf", "decision/refused-sof"),
    "on hold": ("application/conflict", "agreement/conflict-school"),
    "partly granted": ("application/partly", "decision/partly-buf", "decision/partly-sof"),
    "not heard": ("application/unheard", "decision/unheard-buf", "decision/unheard-sof"),
    "changed": (
        "application/changed",
        "decision/changed-buf",
        "decision/changed-sof",
        "change/changed-supplier",
    ),
    "extended": (
        "application/extended",
        "decision/extended-buf",
        "decision/extended-sof",
        "extension/extended",
    ),
    "stopped": ("application/stopped", "decision/stopped-buf", "decision/stopped-sof", "change/stopped"),
    "leaving": (
        "application/leaving",
        "decision/leaving-buf",
        "decision/leaving-sof",
        "change/leaving-unheard",
    ),
}
LETTERS = {
    "decision_school/1": "granted",
    "decision_social/1": "granted",
    "child_letter": "granted",
    "hearing_school/1": "not heard",
    "changed_school.2027-01-04/1": "changed",
    "changed_social.2027-01-04/1": "changed",
    "extended_school.2/1": "extended",
    "extended_social.2/1": "extended",
    "stopped_school/1": "stopped",
    "stopped_social/1": "stopped",
    "hearing_stop_social/1": "leaving",
    "work_plan": "granted",
    "approval_sheet": "granted",
}


@lru_cache(maxsize=1)
def documents() -> dict[str, bytes]:
    """Every Word file the program makes: forms blank, filled and prefilled, letters, plans, receipts."""
    made: dict[str, bytes] = {}
    programme = catalogue().programme(PROGRAMME)
    for form in programme.forms:
        made[f"blank {form}"] = make_form(programme, form, catalogue().templates["form.docx"])
    for name in SAMPLES:
        made[name] = (FOLDER / f"{name}.docx").read_bytes()
    for course, samples in COURSES.items():
        result = merged(samples)
        made |= {f"{course}: {one.file}": one.content for one in result.made if one.file.endswith(".docx")}
        assert result.receipt
        made[f"{course}: receipt"] = result.receipt.content
    return made


def merged(samples: tuple[str, ...]) -> MergeResult:
    files = [IncomingFile(name=name, content=(FOLDER / f"{name}.docx").read_bytes()) for name in samples]
    return merge_files(files, catalogue(), DAY)


def test_there_is_something_to_look_at() -> None:
    assert len(documents()) > 40


def test_no_word_file_has_a_fault_in_the_quick_check(tmp_path: Path) -> None:
    faults = {
        name: found for name, content in documents().items() if (found := word_faults(content, tmp_path))
    }
    assert faults == {}


@needs("sdk")
def test_no_word_file_has_an_error_in_the_open_xml_sdk_which_would_find_one(tmp_path: Path) -> None:
    content = documents()["blank plan"]
    body = open_package(content)["word/document.xml"].replace(b"<w:body>", b"<w:body><w:tc/>", 1)
    spoilt = repack(content, {"word/document.xml": body})
    faults = sdk_faults({**documents(), "spoilt": spoilt}, tmp_path)
    assert faults.pop("spoilt")
    assert faults == {}


@needs("soffice")
def test_every_word_file_opens_in_libreoffice(tmp_path: Path) -> None:
    for n, content in enumerate(documents().values()):
        (tmp_path / f"{n}.docx").write_bytes(content)
    words = [str(path) for path in tmp_path.glob("*.docx")]
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    line = ["soffice", "--headless", profile, "--convert-to", "pdf", "--outdir", str(tmp_path), *words]
    subprocess.run(line, check=True, capture_output=True, timeout=600)
    assert len(list(tmp_path.glob("*.pdf"))) == len(words)


def test_no_document_tells_who_made_it_or_bears_a_cpr_number_in_its_properties() -> None:
    for name, content in documents().items():
        package = open_package(content)
        properties = b"".join(package[part] for part in package if part.startswith("docProps/")).decode(
            "utf-8"
        )
        assert "<dc:creator>" not in properties.replace("<dc:creator></dc:creator>", ""), name
        assert "-4" not in properties, name
        assert not any(part.startswith("word/comments") for part in package), name


# ── verbatim ──────────────────────────────────────────────────────────────────────────────────────────


def test_what_people_write_stands_verbatim_in_the_finished_documents() -> None:
    changes = {
        "application": {"/plan/rows/0/measure": LINES, "/school/name": HOSTILE, "/supplier/name": HOSTILE},
        "decision_buf": {"/reasoning_to_family": LINES, "/family_view": LINES, "/signatory/name": HOSTILE},
        "decision_sof": {"/social_measure/purpose": LINES, "/reasoning_to_family": LINES},
        "agreement": {"/school/name": HOSTILE, "/supplier/name": HOSTILE},
    }
    result = merge_files(
        [incoming(name, changed(good(name), change)) for name, change in changes.items()], catalogue(), DAY
    )
    made = {one.due.key: one for one in result.made}
    for key in ("decision_school/1", "decision_social/2", "work_plan", "beku_application", "approval_sheet"):
        text = whole_text(made[key].content)
        assert HOSTILE in text, key
        assert "49" not in text.replace("2149", ""), key
    assert LINES in whole_text(made["decision_school/1"].content)
    assert LINES in whole_text(made["work_plan"].content)
    notification = made["notification"].content.decode("utf-8")
    assert "621112-5002" in notification
    assert "7*7" in notification


def whole_text(content: bytes) -> str:
    """Every text of the body, line breaks as they are, read without the program's own reading or checking."""
    body = open_package(content)["word/document.xml"].decode("utf-8")
    body = re.sub(r"<w:br/>", "\n", body)
    body = re.sub(r"</w:p>", "\x00", body)
    return unescape(re.sub(r"<[^>]*>", "", body))


# ── the release check, on the real letters ────────────────────────────────────────────────────────────


def mutations(body: str) -> list[str]:
    """The body with one thing changed, each time another: texts, paragraphs, rows, digits."""
    found = []
    texts = [match.span(1) for match in re.finditer(r"<w:t(?: [^>]*)?>([^<]+)</w:t>", body)]
    for start, end in texts:
        word = body[start:end]
        found.append(body[:start] + (word[:-1] + ("x" if word[-1] != "x" else "y")) + body[end:])
        for n, sign in enumerate(word):
            if sign.isdigit():
                found.append(body[: start + n] + str((int(sign) + 1) % 10) + body[start + n + 1 :])
                break
    for first, second in itertools.pairwise(texts):
        one, other = body[slice(*first)], body[slice(*second)]
        if one != other:
            found.append(body[: first[0]] + other + body[first[1] : second[0]] + one + body[second[1] :])
    for tag in ("p", "tr"):
        for match in re.finditer(rf"<w:{tag}(?: [^>]*)?>(?:(?!<w:{tag}[ >]).)*?</w:{tag}>", body, re.DOTALL):
            if re.search(r"<w:t[ >]", match[0]):
                found.append(body[: match.start()] + body[match.end() :])
                found.append(body[: match.end()] + match[0] + body[match.end() :])
    return found


@pytest.mark.parametrize("key", LETTERS)
def test_any_one_change_to_a_finished_document_is_caught(key: str) -> None:
    result = merged(COURSES[LETTERS[key]])
    assert result.case
    assert result.outlook
    due = next(one for one in result.outlook.due if one.key == key)
    made = make_document(result.case, due, Workshop(catalogue=catalogue()))
    template = catalogue().programme(PROGRAMME).templates[made.document.template]
    assert check(made.content, template, made.traces) == ()
    package = dict(open_package(made.content))
    body = package["word/document.xml"].decode("utf-8")
    tried = mutations(body)
    assert len(tried) > 80
    missed = [
        n for n, text in enumerate(tried) if not check(_with_body(made.content, text), template, made.traces)
    ]
    assert missed == []


def _with_body(content: bytes, body: str) -> bytes:
    return repack(content, {"word/document.xml": body.encode("utf-8")})


def test_a_made_form_reads_back_as_itself() -> None:
    result = merged(COURSES["not signed"])
    form = next(one for one in result.made if one.due.key == "agreement")
    read = read_word(form.content)
    assert read.mark
    assert (read.mark.programme, read.mark.form, read.mark.version) == (PROGRAMME, "agreement", 1)
