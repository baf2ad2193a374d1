"""The commands as people and machines rely on them: names, JSON and exit codes."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from pipeline.catalogue import shipped
from pipeline.cli import cli
from pipeline.errors import PipelineError
from pipeline.papermark import paper_payload
from pipeline.records import Mark
from tests.casebook import changed, good
from tests.filled import catalogue, filled
from tests.samples import FOLDER
from tests.unit.extract.scans import picture_pdf
from tests.unit.extract.test_scan import paper

KEYS = ["file", "sha256", "status", "programme", "form", "version", "case", "data", "findings", "sources"]
HEAVY = (
    *("docx", "docxtpl", "lxml", "jinja2", "jsonschema", "sqlalchemy", "holidays"),
    *("pypdf", "pdfminer", "pypdfium2", "zxingcpp", "segno", "fontTools", "snowballstemmer", "rapidfuzz"),
)


def call(*words: str | Path) -> Result:
    return CliRunner().invoke(cli, [str(word) for word in words])


def put(folder: Path, *names: str) -> list[Path]:
    paths = []
    for name in names:
        paths.append(folder / f"{name}.docx")
        paths[-1].write_bytes(filled(name, good(name)))
    return paths


def real(*words: str | Path, folder: Path, seconds: int = 120) -> subprocess.CompletedProcess[str]:
    """The command as a process of its own."""
    line = [sys.executable, "-c", "from pipeline.cli import main; main()", *map(str, words)]
    return subprocess.run(line, cwd=folder, capture_output=True, text=True, timeout=seconds, check=False)


def test_every_command_of_the_contract_is_there() -> None:
    assert {"demo", "blank", "read", "check", "merge", "init", "run", "cases", "case", "explain"} < set(
        cli.commands
    )
    assert "catalogue" in cli.commands


def test_help_answers_without_importing_anything_heavy(tmp_path: Path) -> None:
    line = (
        "import sys, click.testing, pipeline.cli as c;"
        "click.testing.CliRunner().invoke(c.cli, ['--help']);"
        f"print([m for m in {HEAVY!r} if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", line], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_read_gives_one_object_a_line_and_goes_on_after_a_bad_file(tmp_path: Path) -> None:
    (application,) = put(tmp_path, "application")
    broken = tmp_path / "ødelagt.docx"
    broken.write_bytes(b"PK\x03\x04 nothing")
    done = call("read", broken, application, "--json")
    assert done.exit_code == 4
    first, second = map(json.loads, done.stdout.splitlines())
    assert list(first) == list(second) == KEYS
    assert (first["status"], second["status"]) == ("unreadable", "accepted")
    assert second["data"]["child"]["cpr"] == "621112-5002"
    assert second["sources"]["/child/cpr"]["by"] == "tag"
    assert set(second["findings"][0]) == {"severity", "kind", "code", "pointer", "label", "place", "message"}


def test_read_of_accepted_files_ends_with_nothing(tmp_path: Path) -> None:
    assert call("read", *put(tmp_path, "application", "plan", "agreement", "decision_buf")).exit_code == 0


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "tom"),
        (b"%PDF-1.7\n%%EOF", "beskadiget"),
        (b"{\\rtf1 hej}", ".docx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, ".docx"),
        (b"bare tekst", "Word"),
    ],
)
def test_what_is_no_form_is_told_in_one_danish_sentence(tmp_path: Path, content: bytes, said: str) -> None:
    (tmp_path / "fil.docx").write_bytes(content)
    done = call("check", tmp_path / "fil.docx")
    assert done.exit_code == 4
    assert said in " ".join(done.stdout.split())
    assert "Traceback" not in done.output


def test_check_speaks_danish_and_gives_the_way_out() -> None:
    done = call("check", FOLDER / "application" / "fault-cpr-date.docx")
    assert done.exit_code == 4
    told = " ".join(done.stdout.split())
    assert "Skal rettes: Barnets cpr-nr." in told
    assert "910212-4002" in told


def test_check_writes_commented_copies_of_what_is_to_be_mended(tmp_path: Path) -> None:
    (good_one,) = put(tmp_path, "plan")
    samples = [FOLDER / "application" / f"{name}.docx" for name in ("fault-cpr-date", "criteria")]
    (tmp_path / "tom.docx").write_bytes(b"")
    files = [good_one, *samples, tmp_path / "tom.docx"]
    done = call("check", *files, "--annotate", tmp_path / "ud")
    assert done.exit_code == 4
    assert sorted(path.name for path in (tmp_path / "ud").iterdir()) == [
        "criteria.docx",
        "fault-cpr-date.docx",
    ]
    assert f"Med kommentarer: {tmp_path / 'ud' / 'criteria.docx'}" in done.stdout
    assert done.stdout.count("Der kan ikke sættes kommentarer") == 1
    before, after = (
        json.loads(call("read", path).stdout) for path in (samples[0], tmp_path / "ud" / samples[0].name)
    )
    assert before.pop("sha256") != after.pop("sha256")
    assert before == after
    told = call("check", *files, "--annotate", tmp_path / "ud", "--json")
    assert [list(json.loads(line)) for line in told.stdout.splitlines()] == [KEYS] * 4
    assert "Med kommentarer" in told.stderr


def test_comments_bear_the_day_of_checking(tmp_path: Path) -> None:
    given = FOLDER / "application" / "fault-cpr-date.docx"
    for folder in ("a", "b"):
        call("check", given, "--annotate", tmp_path / folder, "--today", "2026-06-20")
    first, again = ((tmp_path / folder / given.name).read_bytes() for folder in ("a", "b"))
    assert first == again
    with zipfile.ZipFile(tmp_path / "a" / given.name) as package:
        told = package.read("word/comments.xml").decode()
    assert set(re.findall(r'w:date="([^"]+)"', told)) == {"2026-06-20T12:00:00Z"}
    data = changed(good("plan"), {"/child/cpr": "310298-4002"})
    (tmp_path / "plan.json").write_text(json.dumps(data))
    call("blank", "skoleflexplus/plan", "-o", tmp_path / "plan.pdf", "--data", tmp_path / "plan.json")
    call("check", tmp_path / "plan.pdf", "--annotate", tmp_path / "c", "--today", "2026-06-20")
    assert b"(D:20260620120000Z)" in (tmp_path / "c" / "plan.pdf").read_bytes()


def test_a_workspace_reads_its_own_data(tmp_path: Path) -> None:
    """What lies over the shipped data in a workspace counts for read, check and merge as it does for run."""
    (file,) = put(tmp_path, "application")
    schema = "schemas/skoleflexplus/application.v1.schema.json"
    form = json.loads((shipped() / schema).read_text("utf-8"))
    form["required"] = [*form["required"], "bisidder_informed"]
    (tmp_path / schema).parent.mkdir(parents=True)
    (tmp_path / schema).write_text(json.dumps(form), "utf-8")
    data = {key: value for key, value in good("application").items() if key != "bisidder_informed"}
    file.write_bytes(filled("application", data))
    for command, *options in (("read",), ("check",), ("merge", "-o", str(tmp_path / "ud"))):
        without = call(command, file, *options, "--json")
        within = call(command, file, *options, "--json", "-w", tmp_path)
        assert '"pointer": "/bisidder_informed"' in within.stdout
        assert (without.exit_code, within.exit_code) == (0, 4)
        assert call(command, file, *options, "-w", tmp_path / "none").exit_code == 2


def test_a_signed_copy_is_told_what_will_become_of_it(tmp_path: Path) -> None:
    mark = Mark(programme="skoleflexplus", form="agreement", version=1, case="SF-2026-0001")
    scan = tmp_path / "underskrevet.pdf"
    scan.write_bytes(picture_pdf([paper(paper_payload(mark, 1))]))
    done = call("check", scan)
    told = " ".join(done.stdout.split())
    assert done.exit_code == 0
    assert "Underskrevet kopi af et skema, der hører til en sag." in told
    assert "Når filen lægges i indbakken, kommer den på sagen" in told
    assert "er lagt på sagen" not in told


def test_no_commented_copy_takes_the_place_of_a_file_that_was_given(tmp_path: Path) -> None:
    (given,) = put(tmp_path, "plan")
    content = given.read_bytes()
    (tmp_path / "b").mkdir()
    twin = tmp_path / "b" / given.name
    twin.write_bytes(content)
    assert call("check", given, "--annotate", tmp_path / "b" / "..").exit_code == 2
    assert call("check", given, twin, "--annotate", tmp_path / "c").exit_code == 2
    assert given.read_bytes() == twin.read_bytes() == content


def test_blank_makes_one_form_or_all_and_fills_in_data(tmp_path: Path) -> None:
    assert call("blank", "skoleflexplus/plan", "-o", tmp_path / "plan.docx").exit_code == 0
    assert call("blank", "--all", "-o", tmp_path / "alle").exit_code == 0
    assert len(list((tmp_path / "alle").glob("*.docx"))) == len(catalogue().forms())
    data = tmp_path / "data.json"
    data.write_text(json.dumps(good("plan")))
    assert call("blank", "skoleflexplus/plan", "--data", data, "-o", tmp_path / "udfyldt.docx").exit_code == 0
    read = call("read", tmp_path / "udfyldt.docx")
    assert json.loads(read.stdout)["data"] == good("plan")


def test_merge_writes_documents_manifests_and_a_receipt(tmp_path: Path) -> None:
    files = put(tmp_path, "application", "decision_buf", "decision_sof", "agreement")
    done = call("merge", *files, "-o", tmp_path / "ud", "--today", "2026-08-10", "--json")
    assert done.exit_code == 0
    told = json.loads(done.stdout)
    written = {path.name for path in (tmp_path / "ud").iterdir() if path.is_file()}
    assert written == {row["file"] for row in told["documents"]} | {"Kvittering.docx"}
    assert told["waiting"] == []
    letter = next(row["file"] for row in told["documents"] if row["document"] == "decision_school")
    values = json.loads(call("explain", tmp_path / "ud" / letter, "--json").stdout)
    school = next(v for v in values if v.get("origin") == "application:/school/name")
    assert school["text"] == "Eksempelskolen"
    assert school["field"] == "Skole"
    assert "tabel" in school["place"]


def test_merge_makes_nothing_of_files_that_must_be_mended(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(
        filled("application", changed(good("application"), {"/budget/total": 1}))
    )
    done = call("merge", tmp_path / "a.docx", "-o", tmp_path / "ud")
    assert done.exit_code == 4
    assert not (tmp_path / "ud").exists()


def test_a_workspace_from_init_to_case(tmp_path: Path) -> None:
    office = tmp_path / "kontor"
    assert call("init", office).exit_code == 0
    put(office / "fælles" / "indbakke", "application", "decision_buf", "decision_sof")
    ran = json.loads(call("run", "-w", office, "--today", "2026-06-30", "--json").stdout)
    assert {row["end"] for row in ran["files"]} == {"accepted"}
    (line,) = call("cases", "-w", office, "--today", "2026-06-30", "--json").stdout.splitlines()
    assert json.loads(line)["case"] == "SF-2026-0001"
    account = json.loads(call("case", "SF-2026-0001", "-w", office, "--today", "2026-06-30", "--json").stdout)
    assert account["state"] == "Bevilget"
    assert "Næste skridt" in call("case", "SF-2026-0001", "-w", office, "--today", "2026-06-30").stdout
    form = tmp_path / "aftale.docx"
    words = ("blank", "skoleflexplus/agreement", "--case", "SF-2026-0001", "-w", office, "-o", form)
    assert call(*words).exit_code == 0
    told: dict[str, Any] = json.loads(call("read", form).stdout)
    assert told["case"] == "SF-2026-0001"
    assert told["data"]["supplier"]["name"] == "Broen ApS (fiktiv)"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("blank",), 2),
        (("nothing",), 2),
        (("blank", "skoleflexplus/nothing", "-o", "x.docx"), 3),
        (("cases", "-w", "."), 3),
        (("run", "-w", "."), 3),
    ],
)
def test_exit_codes_of_a_real_process(tmp_path: Path, words: tuple[str, ...], code: int) -> None:
    done = real(*words, folder=tmp_path)
    assert done.returncode == code
    assert "Traceback" not in done.stderr
    assert done.stderr


def test_every_expected_failure_has_its_own_exit_code() -> None:
    codes = [kind.exit_code for kind in PipelineError.__subclasses__()]
    assert sorted(codes) == [3, 4, 5, 75]


def test_a_bug_ends_with_one_line_that_tells_nothing_about_a_child(tmp_path: Path) -> None:
    line = (
        "import pipeline.process.reading as r, pipeline.process as p, pipeline.cli as c, sys\n"
        "def broken(*a, **k): raise ZeroDivisionError('621112-5002 Alma')\n"
        "p.read_file = broken\n"
        f"sys.argv = ['skoleflex', 'read', {str(put(tmp_path, 'plan')[0])!r}]\n"
        "c.main()"
    )
    done = subprocess.run([sys.executable, "-c", line], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "internal error (ZeroDivisionError" in done.stderr
    assert "621112" not in done.stderr
    assert "Traceback" not in done.stderr


def test_the_demo_needs_nothing_but_the_package(tmp_path: Path) -> None:
    done = real("demo", "--today", "2026-08-10", folder=tmp_path, seconds=600)
    assert done.returncode == 0, done.stderr
    assert "til rettelse" in done.stdout
    lines = {
        line[:22].strip(): line[22:].split() for line in done.stdout.rpartition("Ordning")[2].splitlines()[1:]
    }
    for programme in catalogue().programmes.values():
        files, taken, returned, waiting, cases, made = map(int, lines[programme.title])
        assert files == taken + returned + waiting
        assert min(taken, returned, cases) >= 1, programme.title
        assert made >= cases
    assert "Orientering til koordinationsgruppen" in " ".join(done.stdout.split())
    assert real("demo", folder=tmp_path).returncode == 2
