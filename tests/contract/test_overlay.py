"""A faulty overlay stops its own programme and no other; what belongs to that one waits and isn't lost."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pipeline.catalogue import load_catalogue, shipped
from pipeline.cli import cli
from pipeline.identify import identify
from pipeline.process.stopped import PAGE
from pipeline.sandbox import read_document

SAMPLES = shipped() / "samples"
MINI, FULL, PLUS, FLEKS = "skoleflex-mini", "skoleflex", "skoleflexplus", "skolefleks-ballerup"
OTHERS = {PLUS, FLEKS, FULL, "skolefravaerstilbud", "tilbageslusningsflex"}
TOLD = f"schemas/{MINI}/programme.toml"
FORM = f"schemas/{MINI}/application.v1.schema.json"

Spoil = Callable[[str], str]


def call(*words: str | Path) -> Result:
    return CliRunner().invoke(cli, [str(word) for word in words])


def workspace_in(folder: Path) -> Path:
    assert call("init", folder).exit_code == 0
    return folder


def spoilt(workspace: Path, file: str, spoil: Spoil) -> Path:
    """A file of the shipped data in the workspace, changed."""
    path = workspace / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(spoil((shipped() / file).read_text("utf-8")), "utf-8")
    return path


def instead(old: str, new: str) -> Spoil:
    def spoil(text: str) -> str:
        assert old in text
        return text.replace(old, new, 1)

    return spoil


def added(more: str) -> Spoil:
    return lambda text: f"{text}\n{more}\n"


SPOILT: list[tuple[str, Spoil, str, str]] = [
    (TOLD, instead('title = "Skoleflex MINI"', "title = Skoleflex MINI"), "line", "is not TOML"),
    (TOLD, instead('id = "skoleflex-mini"', 'id = "mini"'), "id", "must be 'skoleflex-mini'"),
    (TOLD, instead('based_on = "skoleflex"', 'based_on = "skolefleks"'), "based_on", "isn't there"),
    (TOLD, instead('prefix = "SM"', 'prefx = "SM"'), "case", "did you mean 'prefix'?"),
    (TOLD, instead('prefix = "SM"', 'prefix = "SK"'), "case", "is that of 'skoleflex' too"),
    (TOLD, instead('"MINI Skoleflex"', '"Skoleflex"'), "spellings", "'skoleflex' is called 'Skoleflex' too"),
    (TOLD, added('[derived]\nstate = "aplication"'), "derived state", "no field is called 'aplication'"),
    (TOLD, added('[derived]\nstate = "1 +"'), "derived state", ""),
    (FORM, instead('"title"', '"title'), "line", "is not JSON"),
    (FORM, instead("#/properties/period", "#/properties/perod"), "", "#/properties/perod"),
    (FORM, instead('"x-sections"', '"x-sektions"'), "/", "'x-sektions' is no keyword"),
    (FORM, instead('"$id": "skoleflex-mini/', '"$id": "skoleflex-maxi/'), "/$id", "must be 'skoleflex-mini/"),
]


@pytest.mark.parametrize(("file", "spoil", "place", "message"), SPOILT)
def test_a_fault_stops_its_own_programme_alone_and_is_named_with_its_place(
    tmp_path: Path, file: str, spoil: Spoil, place: str, message: str
) -> None:
    spoilt(tmp_path, file, spoil)
    known = load_catalogue(tmp_path)
    assert set(known.programmes) == OTHERS
    assert set(known.stopped) == {MINI}
    checked = call("catalogue", "check", "-w", tmp_path, "--json")
    assert checked.exit_code == 3
    faults = [json.loads(line) for line in checked.stdout.splitlines()]
    mine = [fault for fault in faults if fault["severity"] == "error"]
    assert {fault["file"] for fault in mine} == {file}
    assert any(place in fault["place"] and message in fault["message"] for fault in mine), mine


def test_what_is_based_on_a_stopped_programme_stops_with_it_and_says_so(tmp_path: Path) -> None:
    spoilt(tmp_path, f"schemas/{FULL}/programme.toml", instead('id = "skoleflex"', 'idd = "skoleflex"'))
    known = load_catalogue(tmp_path)
    assert set(known.stopped) == {FULL, MINI}
    assert "something is wrong in its files" in known.stopped[MINI].flaws[0].message


def test_the_commands_on_files_work_for_all_other_programmes(tmp_path: Path) -> None:
    workspace = workspace_in(tmp_path / "w")
    spoilt(workspace, TOLD, instead('prefix = "SM"', 'prefx = "SM"'))
    good, mini = (SAMPLES / one / "application" / "good.docx" for one in (FULL, MINI))
    read = call("read", good, "-w", workspace)
    assert read.exit_code == 0
    assert json.loads(read.stdout)["programme"] == FULL
    assert "the programme 'skoleflex-mini' stands still" in read.stderr
    assert call("check", good, "-w", workspace).exit_code == 0
    assert call("merge", good, "-w", workspace, "-o", tmp_path / "out").exit_code == 0
    assert call("blank", f"{FULL}/plan", "-o", tmp_path / "b.docx", "-w", workspace).exit_code == 0

    stopped = call("read", mini, "-w", workspace)
    told = json.loads(stopped.stdout)
    assert (stopped.exit_code, told["status"]) == (4, "unknown_form")
    assert [finding["code"] for finding in told["findings"]] == ["form.stopped"]
    said = call("check", mini, "-w", workspace).stdout
    assert "Skemaet kan ikke læses lige nu." in said
    assert "»Skoleflex MINI«, som står stille" in " ".join(said.split())
    blank = call("blank", f"{MINI}/plan", "-o", tmp_path / "c.docx", "-w", workspace)
    assert blank.exit_code != 0
    assert "stands still: schemas/skoleflex-mini/programme.toml, case" in str(blank.exception)
    everything = call("blank", "--all", "-o", tmp_path / "all", "-w", workspace)
    assert everything.exit_code == 0
    assert not [path for path in (tmp_path / "all").iterdir() if MINI in path.name]


@pytest.mark.parametrize("spoil", [instead('prefix = "SM"', 'prefx = "SM"'), instead("[case]", "[case")])
def test_a_form_without_a_mark_is_not_taken_for_that_of_a_programme_with_a_shorter_name(
    tmp_path: Path, spoil: Spoil
) -> None:
    """»Skoleflex« stands in »Skoleflex MINI«: while the one stands still, its forms are not the other's."""
    spoilt(tmp_path, TOLD, spoil)
    known = load_catalogue(tmp_path)
    extracted = read_document((SAMPLES / MINI / "application" / "good.docx").read_bytes())
    unmarked = replace(extracted, mark=None)
    assert identify(unmarked, load_catalogue().forms()).form is not None
    names = {name: one.names for name, one in known.stopped.items()}
    found = identify(unmarked, known.forms(), names)
    assert (found.form, found.code) == (None, "form.stopped")


def test_what_cannot_be_recognised_is_not_sent_back_while_it_may_be_a_stopped_programmes(
    tmp_path: Path,
) -> None:
    spoilt(tmp_path, TOLD, lambda _: "title = ")
    known = load_catalogue(tmp_path)
    extracted = read_document((SAMPLES / MINI / "application" / "good.docx").read_bytes())
    nameless = replace(extracted, mark=None, titles=(), answers=())
    assert identify(nameless, known.forms()).code == "form.unknown"
    assert identify(nameless, known.forms(), {MINI: (MINI,)}).code == "form.maybe_stopped"


# ── in a workspace ────────────────────────────────────────────────────────────────────────────────────


def dropped(workspace: Path, programme: str) -> Path:
    target = workspace / "fælles" / "indbakke" / f"{programme}.docx"
    shutil.copyfile(SAMPLES / programme / "application" / "good.docx", target)
    return target


def run(workspace: Path) -> Result:
    return call("run", "-w", workspace, "--today", "2026-06-30", "--json")


def test_a_form_of_a_stopped_programme_waits_in_the_inbox_and_is_taken_once_it_is_mended(
    tmp_path: Path,
) -> None:
    workspace = workspace_in(tmp_path)
    broken = spoilt(workspace, TOLD, instead('prefix = "SM"', 'prefx = "SM"'))
    waits, _ = dropped(workspace, MINI), dropped(workspace, FULL)
    content = waits.read_bytes()
    for _ in range(2):
        done = run(workspace)
        report = json.loads(done.stdout)
        assert done.exit_code != 0
        assert "»Skoleflex MINI« står stille" in str(done.exception)
        ends = {one["file"]: one for one in report["files"]}
        assert ends[f"{MINI}.docx"]["end"] == "stopped"
        assert "Der er ikke noget at rette i skemaet." in ends[f"{MINI}.docx"]["reason"]
        assert waits.read_bytes() == content
        assert report["untouched"] == 0
        assert not list((workspace / "fælles" / "indbakke" / ".i-arbejde").iterdir())
        page = (workspace / "fælles" / "opgaver" / PAGE).read_text("utf-8-sig")
        assert "»Skoleflex MINI« står stille" in page
        assert "som ikke kan læses, før fejlen er rettet: 1." in page
    assert len(list((workspace / "fælles" / "sager").glob("[!.]*"))) == 1

    broken.unlink()
    done = run(workspace)
    assert done.exit_code == 0, done.exception
    assert [one["end"] for one in json.loads(done.stdout)["files"]] == ["accepted"]
    assert not waits.exists()
    assert not (workspace / "fælles" / "opgaver" / PAGE).exists()
    assert len(list((workspace / "fælles" / "sager").glob("[!.]*"))) == 2


@pytest.mark.parametrize("gone", [False, True])
def test_the_cases_of_a_stopped_programme_stay_as_they_are_and_the_others_go_on(
    tmp_path: Path, gone: bool
) -> None:
    workspace = workspace_in(tmp_path)
    if gone:
        # A programme of the workspace's own, whose folder somebody takes away.
        for file in (shipped() / "schemas" / FLEKS).iterdir():
            text = file.read_text("utf-8").replace(FLEKS, "egetflex").replace('"SFB"', '"EF"')
            text = text.replace('"SkoleFleks"', '"Egetflex"')
            text = text.replace('"Skolefleks", "Skole-fleks"', '"Eget-flex"')
            path = workspace / "schemas" / "egetflex" / file.name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        shutil.copytree(shipped() / "templates" / FLEKS, workspace / "templates" / "egetflex")
        form = workspace / "fælles" / "indbakke" / "egen.docx"
        data = tmp_path / "data.json"
        told = call("read", SAMPLES / FLEKS / "application" / "good.docx")
        data.write_text(json.dumps(json.loads(told.stdout)["data"]), "utf-8")
        made = call("blank", "egetflex/application", "--data", data, "-o", form, "-w", workspace)
        assert made.exit_code == 0, made.exception
    else:
        dropped(workspace, MINI)
    assert run(workspace).exit_code == 0
    (folder,) = (workspace / "fælles" / "sager").glob("[!.]*")
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    if gone:
        shutil.rmtree(workspace / "schemas" / "egetflex")
        shutil.rmtree(workspace / "templates" / "egetflex")
    else:
        spoilt(workspace, TOLD, lambda text: text.replace("[case]", "[cse]"))
    dropped(workspace, FULL)
    done = run(workspace)
    assert "1 sag venter." in str(done.exception)
    assert [one["end"] for one in json.loads(done.stdout)["files"]] == ["accepted"]
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before
    listed = [json.loads(line) for line in call("cases", "-w", workspace, "--json").stdout.splitlines()]
    assert len(listed) == 2
    assert [line["case"] for line in listed if line["state"] == "Står stille"] == [folder.name]


def test_an_address_for_a_role_of_a_stopped_programme_stops_nothing_else(tmp_path: Path) -> None:
    workspace = workspace_in(tmp_path)
    (role, *_) = load_catalogue().roles - {
        recipient
        for id, programme in load_catalogue().programmes.items()
        if id != PLUS
        for document in programme.documents
        for recipient in document.recipients
    }
    settings = workspace / "skoleflex.toml"
    told = settings.read_text("utf-8")
    assert f'{role} = ""' in told
    spoilt(workspace, f"schemas/{PLUS}/programme.toml", instead("[case]", "[cse]"))
    dropped(workspace, FULL)
    done = run(workspace)
    assert [one["end"] for one in json.loads(done.stdout)["files"]] == ["accepted"]


@pytest.mark.parametrize("file", ["schemas/law.toml", "schemas/holidays.toml", "schemas/shared.schema.json"])
def test_a_fault_in_what_all_programmes_stand_on_stops_the_run_before_it_touches_a_file(
    tmp_path: Path, file: str
) -> None:
    workspace = workspace_in(tmp_path)
    spoilt(workspace, file, lambda text: text.replace("=", "", 1).replace("{", "", 1))
    waits = dropped(workspace, FULL)
    done = run(workspace)
    assert file in str(done.exception)
    assert waits.exists()
    assert call("catalogue", "check", "-w", workspace).exit_code == 3


def test_files_that_nothing_asks_for_are_named(tmp_path: Path) -> None:
    spoilt(tmp_path, FORM, lambda text: text)
    (tmp_path / FORM).rename(tmp_path / "schemas" / MINI / "aplication.v1.schema.json")
    nobodys = tmp_path / "templates" / MINI / "breev.docx"
    nobodys.parent.mkdir(parents=True)
    nobodys.write_bytes(b"x")
    (tmp_path / "schemas" / "ny").mkdir()
    (tmp_path / "schemas" / "ny" / "application.v1.schema.json").write_text("{}", "utf-8")
    said = call("catalogue", "check", "-w", tmp_path).stdout
    assert "'aplication' is not among the 'forms'" in said
    assert "breev.docx: no document is made from it" in said
    assert "there is no programme called 'ny'" in said
