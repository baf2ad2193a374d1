"""Deletion: by limit, after filing, by list and name – and then nothing of it is left."""

from __future__ import annotations

import datetime as dt
import io
import shutil
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.catalogue.retention import Retention, load_retention, retention_of
from pipeline.errors import SetupError, TemporaryFailure
from pipeline.process import Clock, Listing, Office, forget_listed, list_due, recount, resolve, tick, trust
from pipeline.process.attachments import keep_in_archive
from pipeline.process.forgetting import LOG, lines_of, logged_ids, told
from pipeline.records import IncomingFile
from pipeline.register import FilingRow, HoldRow, MailRow
from tests.casebook import GONE, as_child, changed, good
from tests.offices import drop, office_in, run
from tests.stores import new_postgresql

DAY = dt.date(2027, 9, 1)
CLOCK = Clock(now=dt.datetime(2027, 9, 1, 9, tzinfo=dt.UTC), boot="b", running=1000.0)
LIMITS = (
    Retention(valid_from=dt.date(2026, 1, 1), case_months=2, idle_months=12, returned_months=6),
    Retention(valid_from=dt.date(2030, 1, 1), case_months=120, idle_months=120, returned_months=120),
)
NUMBER, TWIN = "SF-2026-0001", "SF-2026-0002"
CANARY, CANARY_CPR = "Kanariefuglen Sangerine", "740313-4028"


@pytest.fixture(scope="module")
def worked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two children, twins by name and home, each with a case; what one sent was returned once as well."""
    folder = tmp_path_factory.mktemp("worked") / "kontor"
    with office_in(folder) as office:
        fill(office)
    return folder


def fill(office: Office) -> None:
    canary = as_child(good("application"), CANARY, CANARY_CPR)
    drop(office, "application", canary)
    run(office)
    drop(office, "application", good("application"), file="tvilling")
    drop(office, "application", changed(canary, {"/school/name": GONE}), file="mangler")
    drop(office, "application", canary, file="igen")
    # A name nobody can be sure of: this one waits, and belongs to no case.
    drop(office, "plan", changed(good("plan"), {"/child/name": "Frede Fremmed"}))
    run(office)


@pytest.fixture
def office(worked: Path, tmp_path: Path) -> Iterator[Office]:
    folder = tmp_path / "kontor"
    shutil.copytree(worked, folder)
    with office_in(folder) as opened:
        yield opened


def filed(office: Office, number: str = NUMBER, on: str = "2026-07-01", system: str = "KINGO") -> None:
    office.register.file_case(
        FilingRow(case_number=number, system=system, filed_on=on, noted_by="Sofie Sekretær")
    )


def due(office: Office, day: dt.date = DAY, limits: tuple[Retention, ...] = LIMITS) -> Listing:
    return list_due(office, limits, day, CLOCK)


def delete(office: Office, clock: Clock = CLOCK) -> Listing:
    code = due(office).code
    return forget_listed(office, LIMITS, DAY, clock, code=code, by="Sofie Sekretær")


# ── what is listed ────────────────────────────────────────────────────────────────────────────────────


def test_what_was_not_filed_is_kept_and_said(office: Office) -> None:
    listing = due(office)
    assert listing.cases == ()
    assert len(listing.kept) == 2
    assert f"Sag {NUMBER} gemmes: den er ikke journaliseret" in listing.kept[0]


def test_a_filed_case_past_its_limit_is_listed_with_all_that_is_its_childs(office: Office) -> None:
    filed(office)
    (case,) = due(office).cases
    assert case.number == NUMBER
    assert sorted(row.end for row in case.inputs) == ["accepted", "duplicate", "returned"]
    assert "Sager i bero gemmes i 12 måneder" in case.reason


@pytest.mark.parametrize(("day", "listed"), [("2027-06-29", 0), ("2027-06-30", 1)])
def test_the_limit_to_the_day(office: Office, day: str, listed: int) -> None:
    filed(office)
    assert len(due(office, dt.date.fromisoformat(day)).cases) == listed


def test_a_course_that_is_over_has_the_shorter_limit(office: Office) -> None:
    filed(office)
    over = replace(office.catalogue.programme("skoleflexplus"), closed="today >= application.period.start")
    catalogue = replace(office.catalogue, programmes={**office.catalogue.programmes, "skoleflexplus": over})
    closing = replace(office, catalogue=catalogue)
    start = dt.date.fromisoformat(good("application")["period"]["start"])
    (case,) = due(closing, start + dt.timedelta(days=70)).cases
    assert "Forløbet er slut" in case.reason
    assert due(closing, start + dt.timedelta(days=50)).cases == ()


def test_filed_before_the_last_event_is_not_filed(office: Office) -> None:
    filed(office, on="2026-06-29")
    assert "efter at sagen blev journaliseret" in due(office).kept[0]


def test_filed_tomorrow_is_not_filed(office: Office) -> None:
    filed(office, on="2027-09-02")
    assert due(office).cases == ()


def test_every_system_that_is_named_must_have_it(office: Office) -> None:
    both = (replace(LIMITS[0], systems=("KINGO", "CSC")),)
    filed(office)
    assert "CSC mangler" in due(office, limits=both).kept[0]
    filed(office, system="CSC")
    assert len(due(office, limits=both).cases) == 1


def test_a_hold_wins_until_it_is_lifted(office: Office) -> None:
    filed(office)
    office.register.hold_case(NUMBER, "Klagesag", "Ane Leder")
    listing = due(office)
    assert listing.cases == ()
    assert f"Sag {NUMBER} gemmes: Ane Leder har bedt om det (Klagesag)." in listing.kept
    office.register.lift_holds(NUMBER, "Ane Leder")
    assert len(due(office).cases) == 1
    assert [type(row) for row in office.register.holds(NUMBER)] == [HoldRow]


def test_the_shipped_limits_are_undecided_and_delete_nothing(office: Office) -> None:
    filed(office)
    assert due(office, dt.date(2099, 1, 1), load_retention()).empty


def test_the_newest_limit_that_applies_is_the_programmes_own() -> None:
    own = Retention(valid_from=dt.date(2026, 1, 1), programme="skoleflex", case_months=7)
    rows = (*LIMITS, own)
    assert retention_of(rows, "skoleflex", DAY) is own
    assert retention_of(rows, "skoleflexplus", DAY) is LIMITS[0]
    assert retention_of(rows, "skoleflexplus", dt.date(2031, 1, 1)) is LIMITS[1]
    assert retention_of(rows, "skoleflexplus", dt.date(2025, 1, 1)).case_months == 0


@pytest.mark.parametrize(
    "row",
    [
        "valid_from = 2026-01-01\ncase_months = -1",
        "valid_from = 2026-01-01\ncase_months = 1.5",
        "valid_from = 2026-01-01\ncase_months = true",
        "valid_from = '2026-01-01'",
        "case_months = 3",
        "valid_from = 2026-01-01\ncase_month = 3",
    ],
)
def test_a_limit_that_is_none_stops_everything(tmp_path: Path, row: str) -> None:
    (tmp_path / "schemas").mkdir()
    (tmp_path / "schemas" / "retention.toml").write_text(f"[[retention]]\n{row}\n", "utf-8")
    with pytest.raises(SetupError):
        load_retention(tmp_path)


# ── what is deleted ───────────────────────────────────────────────────────────────────────────────────


def holding(root: Path, *texts: str) -> list[str]:
    """The files below `root` that hold one of the texts, as bytes or in a member of a zip."""
    found = []
    for path in sorted(path for path in root.rglob("*") if path.is_file()):
        content = path.read_bytes()
        inside = [content, path.name.encode()]
        if zipfile.is_zipfile(io.BytesIO(content)):
            with zipfile.ZipFile(io.BytesIO(content)) as package:
                inside += [package.read(name) for name in package.namelist()]
        if any(
            text.encode(code) in one for text in texts for code in ("utf-8", "utf-16-le") for one in inside
        ):
            found.append(path.relative_to(root).as_posix())
    return found


def test_nothing_of_the_child_is_left_in_any_file(office: Office) -> None:
    filed(office)
    office.register.note("read", NUMBER, "Ane Leder")
    texts = (CANARY, CANARY.split()[0], CANARY_CPR, CANARY_CPR.replace("-", ""))
    twins = holding(office.workspace.root, good("application")["child"]["name"])
    before = holding(office.workspace.root, *texts)
    assert {"data", "fælles"} == {name.partition("/")[0] for name in before}
    assert any(name.startswith("fælles/retur") for name in before)
    copy = office.workspace.data / "register.v2-20260630T090000.sqlite"
    shutil.copy(office.workspace.database, copy)
    delete(office)
    assert holding(office.workspace.root, *texts) == []
    assert holding(office.workspace.root, good("application")["child"]["name"]) == [
        name for name in twins if not name.startswith(("data/register.sqlite-", "fælles/oversigt.html"))
    ]
    assert [case.number for case in office.register.cases()] == [TWIN]
    assert recount(office).problems == ()


def test_the_log_holds_ids_and_times_and_tells_a_restored_backup(office: Office, tmp_path: Path) -> None:
    filed(office)
    before = tmp_path / "sikkerhedskopi.sqlite"
    id = office.register.case_id(NUMBER)
    office.register.make_small()
    shutil.copy(office.workspace.database, before)
    delete(office)
    lines = (office.workspace.data / LOG).read_text("ascii").splitlines()
    assert len(lines) == 4
    assert all(line.startswith("2027-09-01T09:00:00+00:00 ") for line in lines)
    assert id in logged_ids(office.workspace)
    assert NUMBER not in "".join(lines)
    assert office.register.forgotten() == logged_ids(office.workspace)
    office.register.close()
    for part in office.workspace.data.glob("register.sqlite*"):
        part.unlink()
    shutil.copy(before, office.workspace.database)
    assert any("er tilbage" in sentence for sentence in recount(office).problems)


def test_what_another_childs_file_shares_stays(office: Office) -> None:
    """The twin's originals, case and tasks are untouched, and so is a file that waits for a person."""
    filed(office)
    kept = {row.id for row in office.register.inputs_where(case=TWIN)}
    delete(office)
    left = office.register.inputs_where()
    assert {row.id for row in left} == kept | {row.id for row in left if row.end == "waiting"}
    assert any(row.end == "waiting" for row in left)
    for row in left:
        assert (office.workspace.archive / row.sha256[:2] / row.sha256).exists()
    assert (office.workspace.cases / TWIN).is_dir()


def test_returned_files_of_nobodys_case_go_by_their_own_limit(office: Office) -> None:
    drop(office, "application", changed(good("application"), {"/child/cpr": GONE}), file="uden")
    run(office, "2027-03-01")
    limits = (replace(LIMITS[0], idle_months=0, case_months=0),)
    (row,) = list_due(office, limits, dt.date(2027, 9, 1), CLOCK).inputs[-1:]
    assert row.end == "returned"
    listed = {one.id for one in list_due(office, limits, dt.date(2027, 8, 31), CLOCK).inputs}
    assert row.id not in listed


def test_only_what_was_listed_is_deleted(office: Office) -> None:
    filed(office)
    code = due(office).code
    filed(office, TWIN)
    with pytest.raises(SetupError, match="listen er en anden nu"):
        forget_listed(office, LIMITS, DAY, CLOCK, code=code, by="Bo")
    assert len(office.register.cases()) == 2


def test_a_share_that_is_away_deletes_nothing(office: Office) -> None:
    filed(office)
    code = due(office).code
    office.workspace.shared.rename(office.workspace.root / "væk")
    with pytest.raises(TemporaryFailure):
        forget_listed(office, LIMITS, DAY, CLOCK, code=code, by="Bo")
    assert len(office.register.cases()) == 2
    assert logged_ids(office.workspace) == set()


def test_a_deletion_cut_off_at_a_file_is_ended_by_the_next(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    filed(office)

    def full(*_: object) -> None:
        raise OSError(5, "Input/output error")

    with monkeypatch.context() as broken:
        broken.setattr("pipeline.process.forgetting._remove_tree", full)
        with pytest.raises(TemporaryFailure):
            delete(office)
    assert len(office.register.cases()) == 2
    delete(office)
    assert [case.number for case in office.register.cases()] == [TWIN]
    assert holding(office.workspace.root, CANARY) == []


def test_a_case_folder_that_is_a_link_leads_to_no_deletion_elsewhere(office: Office, tmp_path: Path) -> None:
    filed(office)
    elsewhere = tmp_path / "andres"
    shutil.move(office.workspace.cases / NUMBER, elsewhere)
    (office.workspace.cases / NUMBER).symlink_to(elsewhere)
    count = len(list(elsewhere.rglob("*")))
    due_documents = [row.path for row in office.register.versions(NUMBER)]
    delete(office)
    assert not (office.workspace.cases / NUMBER).is_symlink()
    assert len(list(elsewhere.rglob("*"))) >= count - len(due_documents)


def test_a_number_is_not_given_again_after_the_deletion(office: Office) -> None:
    filed(office, TWIN)
    filed(office)
    delete(office)
    assert office.register.cases() == []
    drop(office, "application", good("application"), file="ny")
    run(office, "2026-09-01")
    assert [case.number for case in office.register.cases()] == ["SF-2026-0003"]


@pytest.mark.postgresql
def test_the_same_on_postgresql(tmp_path: Path) -> None:
    with office_in(tmp_path / "kontor", new_postgresql()) as office:
        fill(office)
        filed(office)
        delete(office)
        assert holding(office.workspace.root, CANARY, CANARY_CPR) == []
        assert [case.number for case in office.register.cases()] == [TWIN]
        assert not any(CANARY in repr(row.submission) for row in office.register.inputs_where())
        assert recount(office).problems == ()
        assert not office.workspace.database.exists()


# ── the clock ─────────────────────────────────────────────────────────────────────────────────────────


def later(wall: float, running: float | None = None, boot: str = "b") -> Clock:
    """The clock so many days later by the wall, and by what runs on unseen."""
    passed = dt.timedelta(days=wall if running is None else running)
    return Clock(
        now=CLOCK.now + dt.timedelta(days=wall), boot=boot, running=CLOCK.running + passed.total_seconds()
    )


@pytest.mark.parametrize(
    ("clock", "jumped"),
    [
        (later(0.5), False),
        (later(300), False),
        (later(10, 9.5), False),
        (later(10, 9), False),
        (later(10.01, 9), True),
        (later(3650, 0.1), True),
        (later(-0.9, 0.01), False),
        (later(-1.1, 0.01), True),
        (later(0.9, 0, boot="c"), False),
        (later(1.1, 0, boot="c"), True),
        (later(-2, 0, boot="c"), True),
    ],
)
def test_a_clock_that_jumped_is_doubted(office: Office, clock: Clock, jumped: bool) -> None:
    assert tick(office.register, CLOCK) == ""
    assert bool(tick(office.register, clock)) is jumped


def test_no_deletion_after_a_jump_until_somebody_says_the_clock_is_right(office: Office) -> None:
    filed(office)
    code = due(office).code
    tick(office.register, replace(CLOCK, now=CLOCK.now - dt.timedelta(days=400), boot="a"))
    with pytest.raises(SetupError, match="uret sprang"):
        forget_listed(office, LIMITS, DAY, CLOCK, code=code, by="Bo")
    with pytest.raises(SetupError, match="uret sprang"):
        forget_listed(office, LIMITS, DAY, later(0.01), code=code, by="Bo")
    assert len(office.register.cases()) == 2
    trust(office.register, CLOCK)
    forget_listed(office, LIMITS, DAY, CLOCK, code=code, by="Bo")
    assert len(office.register.cases()) == 1


def test_a_file_that_waits_is_forgotten_once_a_person_has_placed_it(office: Office) -> None:
    """A deletion takes what was put on the case by hand, too."""
    (waiting,) = office.register.inputs_where(end="waiting")
    resolve(office, f"2026-06-30-{waiting.sequence:04d}", NUMBER, "Ane Leder", dt.date(2026, 7, 1))
    run(office, "2026-07-01")
    filed(office, on="2026-07-02")
    delete(office)
    assert holding(office.workspace.root, "Frede Fremmed") == []


# ── mails of no case ──────────────────────────────────────────────────────────────────────────────────

SECRET = b"Frede Fremmed skriver om 740313-4028"


def came(office: Office, end: str, when: str, content: bytes = SECRET) -> MailRow:
    """A mail that was left to people, as a run leaves it."""
    file = IncomingFile(name="mail", content=content + end.encode())
    if end != "unclear":
        keep_in_archive(office, file)
    row = MailRow(
        id=file.sha256[:16],
        box="b",
        validity=1,
        uid=len(end),
        message_id=f"<{end}@fremmed.example>",
        sha256=file.sha256,
        sender="frede@fremmed.example" if end == "stranger" else "",
        received_at=f"{when}T09:00:00+00:00",
        end=end,
    )
    office.register.save_incoming(row)
    return row


def test_mails_of_no_case_go_by_their_own_limit(office: Office) -> None:
    limits = (Retention(valid_from=dt.date(2026, 1, 1), mail_months=3),)
    for end in ("stranger", "unreadable", "unclear", "left"):
        came(office, end, "2027-06-01")
    assert list_due(office, limits, dt.date(2027, 8, 31), CLOCK).mails == ()
    listing = list_due(office, limits, DAY, CLOCK)
    assert sorted(mail.end for mail in listing.mails) == ["stranger", "unclear", "unreadable"]
    lines = list(lines_of(listing))
    assert lines[0][0] == "2027-06-01 11:00"
    for word in ("fremmed", "740313", "@"):
        assert word not in str(lines).lower()
        assert word not in str(told(listing)).lower()
    assert list_due(office, LIMITS, DAY, CLOCK).mails == (), "nothing was decided about mails"


def test_nothing_is_left_of_a_mail_that_went(office: Office) -> None:
    limits = (Retention(valid_from=dt.date(2026, 1, 1), mail_months=3),)
    rows = [came(office, end, "2027-06-01") for end in ("stranger", "unreadable", "unclear")]
    late = came(office, "stranger", "2027-08-01", b"en anden")
    code = list_due(office, limits, DAY, CLOCK).code
    came(office, "unreadable", "2027-05-02", b"kom til")
    with pytest.raises(SetupError, match="listen er en anden"):
        forget_listed(office, limits, DAY, CLOCK, code=code, by="Sofie Sekretær")
    code = list_due(office, limits, DAY, CLOCK).code
    assert len(forget_listed(office, limits, DAY, CLOCK, code=code, by="Sofie Sekretær").mails) == 4
    assert {row.id for row in rows} <= logged_ids(office.workspace)
    assert [row.id for row in office.register.incoming(end="stranger")] == [late.id]
    for path in (path for path in office.workspace.root.rglob("*") if path.is_file()):
        content = path.read_bytes()
        assert SECRET not in content, path
        assert b"frede@fremmed" not in content or path == office.workspace.database, path
    assert recount(office).problems == ()
    assert list_due(office, limits, DAY, CLOCK).mails == ()


def test_a_mail_that_came_back_from_a_backup_is_seen(office: Office) -> None:
    limits = (Retention(valid_from=dt.date(2026, 1, 1), mail_months=3),)
    row = came(office, "stranger", "2027-06-01")
    code = list_due(office, limits, DAY, CLOCK).code
    forget_listed(office, limits, DAY, CLOCK, code=code, by="Sofie Sekretær")
    came(office, "stranger", "2027-06-01")
    assert office.register.find_incoming(row.id) == row
    assert any("er tilbage" in problem for problem in recount(office).problems)
