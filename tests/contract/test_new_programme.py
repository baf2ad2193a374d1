"""»Et nyt program på et kvarter«, followed word for word: a seventh programme, made of data alone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pipeline.catalogue import check_catalogue, load_catalogue
from pipeline.cli import cli
from pipeline.wordml import open_document
from tests.follow import blocks, change, follow

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "nyt-program.md").read_text("utf-8")
NAME = "morgenhold"


def call(*words: str | Path) -> Result:
    return CliRunner().invoke(cli, [str(word) for word in words])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh folder in which somebody has done all that the page says."""
    path = tmp_path_factory.mktemp("kvarter")
    follow(PAGE, path)
    return path


def test_the_page_is_what_the_readme_links_to() -> None:
    assert PAGE.startswith("# Et nyt program på et kvarter\n")
    readme = (ROOT / "README.md").read_text("utf-8")
    assert "## Add a programme in fifteen minutes" in readme
    assert "(docs/nyt-program.md)" in readme
    assert {block.kind for block in blocks(PAGE)} == {"sh", "text", "diff", "json"}


def test_there_is_a_programme_more_and_nothing_is_wrong_with_it(folder: Path) -> None:
    workspace = folder / "kommune"
    shipped, all_of_them = load_catalogue(), load_catalogue(workspace)
    assert set(all_of_them.programmes) - set(shipped.programmes) == {NAME}
    assert not [fault for fault in check_catalogue(workspace) if fault.severity == "error"]
    found = [fault for fault in check_catalogue(workspace) if fault.place != "Sølund Kommune"]
    assert found == [*check_catalogue()]


def test_the_letter_says_what_stands_in_the_form(folder: Path) -> None:
    (case,) = (folder / "kommune" / "fælles" / "sager").glob("[!.]*")
    letter = open_document((case / "Svar til skolen.docx").read_bytes())
    text = "\n".join(paragraph.text for paragraph in letter.paragraphs)
    data = json.loads((folder / "alma.json").read_text("utf-8"))
    assert f"Vi har modtaget ansøgningen om Morgenholdet til {data['child']['name']}" in text
    assert "begynder 1. september 2026 med 4 morgener om ugen" in text
    assert f"siger selv: {data['child_view']}" in text
    assert data["reason"] in text
    assert "Ring til Morgenholdet på telefon 00 00 00 60." in text
    assert data["child"]["cpr"] not in text
    assert list((case / "kvitteringer").iterdir())


def test_the_new_form_is_read_by_its_new_fields_and_held_against_the_new_rule(folder: Path) -> None:
    workspace = folder / "kommune"
    read = json.loads(call("read", folder / "Alma.docx", "-w", workspace).stdout)
    assert read["data"] == json.loads((folder / "alma.json").read_text("utf-8"))
    data = folder / "for-mange.json"
    data.write_text(json.dumps({**read["data"], "mornings": 7}), "utf-8")
    call("blank", f"{NAME}/application", "--data", data, "-o", folder / "syv.docx", "-w", workspace)
    told = json.loads(call("read", folder / "syv.docx", "-w", workspace).stdout)
    assert told["status"] == "rejected"
    messages = [finding["message"] for finding in told["findings"] if finding["severity"] == "error"]
    assert messages == [
        "Der står 7 morgener om ugen, men der er kun fem skoledage. Skriv et tal fra 1 til 5."
    ]


def test_the_printed_form_is_a_pdf_that_can_be_filled_in(folder: Path) -> None:
    assert (folder / "Tomt skema.pdf").read_bytes().startswith(b"%PDF-")
    blank = open_document((folder / "Tomt skema.docx").read_bytes())
    assert "Ansøgning om Morgenholdet" in "\n".join(paragraph.text for paragraph in blank.paragraphs)


# ── and a page that is wrong is found out ─────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "wrong",
    [
        "```sh\nfalse\n```",
        "```sh\necho ja\n```\n\n```text\nnej\n```",
        "```diff fil.txt\n-tre\n+fire\n```",
        "```diff fil.txt\n-to\n+tre\n```",
        "```ruby\nputs 1\n```",
    ],
)
def test_a_wrong_page_fails(tmp_path: Path, wrong: str) -> None:
    (tmp_path / "fil.txt").write_text("en\nto\nto\n", "utf-8")
    with pytest.raises(AssertionError):
        follow(wrong, tmp_path)


def test_an_edit_is_made_where_the_page_shows_it(tmp_path: Path) -> None:
    file = tmp_path / "fil.txt"
    file.write_text("en\nto\nto\n", "utf-8")
    change(file, [" en", "-to", "+tre", "+fire"])
    assert file.read_text("utf-8") == "en\ntre\nfire\nto\n"
