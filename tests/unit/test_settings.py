"""The workspace's settings: areas, groups, marks, and what is refused."""

from __future__ import annotations

import datetime as dt
import grp
import os
import stat
from pathlib import Path

import pytest

from pipeline import settings
from pipeline.errors import SetupError, ShareAway
from pipeline.settings import FILE, MARK, open_areas, open_workspace, start_workspace

AREAS = """
shared = "fælles"
data = "data"
[recipients]
head = "leder@kommune.example"
[areas.ppr]
shared = "ppr"
[areas.ppr.recipients]
head = "ppr@kommune.example"
[areas.skole]
"""


def written(root: Path, text: str) -> Path:
    root.mkdir(exist_ok=True)
    (root / FILE).write_text(text, "utf-8")
    return root


def test_a_workspace_without_areas_is_one_area(tmp_path: Path) -> None:
    workspace = start_workspace(tmp_path / "kontor")
    assert open_areas(tmp_path / "kontor") == (workspace,)
    assert (workspace.area, workspace.channel) == ("", "folder")
    assert all(folder.is_dir() for folder in workspace.folders())


def test_each_area_has_its_own_folders_and_recipients_and_one_register(tmp_path: Path) -> None:
    root = written(tmp_path / "kontor", AREAS)
    start_workspace(root)
    ppr, skole = open_areas(root)
    assert (ppr.shared, skole.shared) == (root / "ppr", root / "fælles" / "skole")
    assert (ppr.recipients["head"], skole.recipients["head"]) == (
        "ppr@kommune.example",
        "leder@kommune.example",
    )
    assert ppr.database == skole.database
    assert (ppr.channel, skole.channel) == ("folder:ppr", "folder:skole")
    for area in (ppr, skole):
        assert all(folder.is_dir() for folder in area.folders())
        area.require_share()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("sharde = 'x'", "unknown setting 'sharde'"),
        ("[watch]\nsettle = 0", "numbers above 0"),
        ("[watch]\nsetle = 1", "unknown setting 'setle'"),
        ("[areas.'../ud']", "plain name"),
        ("[areas.a]\nshared = 'x'\n[areas.b]\nshared = 'x'", "apart"),
        ("[areas.a]\nshared = 'x'\n[areas.b]\nshared = 'x/indbakke'", "apart"),
        ("[areas.a]\nshare = 'x'", "areas.a: unknown setting 'share'"),
        ("shared = 'x'\ndata = 'x/data'", "inside the shared folder"),
        ("shared = 3", "shared must be a text"),
        ("shared = [", FILE),
    ],
)
def test_wrong_settings_are_named(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(SetupError, match=said):
        open_workspace(written(tmp_path / "kontor", text))


def test_an_empty_mount_point_is_not_the_share(tmp_path: Path) -> None:
    workspace = start_workspace(tmp_path / "kontor")
    workspace.require_share()
    workspace.shared.rename(tmp_path / "væk")
    with pytest.raises(ShareAway):
        workspace.require_share()
    workspace.shared.mkdir()
    with pytest.raises(ShareAway):
        workspace.require_share()
    assert list(workspace.shared.iterdir()) == []


def test_another_workspaces_share_is_not_ours(tmp_path: Path) -> None:
    ours, theirs = (start_workspace(tmp_path / name) for name in ("vores", "deres"))
    ours.shared.rename(tmp_path / "væk")
    theirs.shared.rename(ours.shared)
    with pytest.raises(ShareAway):
        ours.require_share()
    with pytest.raises(SetupError, match="another workspace"):
        start_workspace(tmp_path / "vores")


def test_a_second_machine_takes_the_mark_of_the_share(tmp_path: Path) -> None:
    first = start_workspace(tmp_path / "en")
    root = written(tmp_path / "to", f"shared = '{first.shared}'")
    second = start_workspace(root)
    second.require_share()
    assert (second.data / MARK).read_bytes() == (first.data / MARK).read_bytes()


def test_setting_up_again_changes_nothing_and_adds_what_is_missing(tmp_path: Path) -> None:
    workspace = start_workspace(tmp_path / "kontor")
    mark = (workspace.shared / MARK).read_bytes()
    workspace.outbox.rmdir()
    start_workspace(tmp_path / "kontor")
    assert workspace.outbox.is_dir()
    assert (workspace.shared / MARK).read_bytes() == mark


def test_without_a_group_everything_is_the_owners_alone(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        settings.narrow_permissions()
        workspace = start_workspace(tmp_path / "kontor")
    finally:
        os.umask(before)
    for path in (tmp_path / "kontor").rglob("*"):
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path
    assert workspace.group == ""


def test_with_a_group_what_is_shared_is_the_groups_and_nobody_elses(tmp_path: Path) -> None:
    from pipeline.delivery import write_file

    group = grp.getgrgid(os.getgid()).gr_name
    before = os.umask(0)
    try:
        settings.narrow_permissions()
        workspace = start_workspace(written(tmp_path / "kontor", f"group = '{group}'"))
        made = write_file(workspace.cases / "SF-2026-0001" / "kvitteringer" / "a.docx", b"x")
        kept = write_file(workspace.archive / "ab" / "abc", b"x")
    finally:
        os.umask(before)
    assert stat.S_IMODE(made.stat().st_mode) == 0o660
    for folder in (*workspace.shared_folders(), made.parent, made.parent.parent):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o2770, folder
        assert folder.stat().st_gid == os.getgid()
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert stat.S_IMODE(kept.parent.stat().st_mode) == 0o700


def test_a_group_nobody_knows_is_told(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match="findes-ikke"):
        start_workspace(written(tmp_path / "kontor", "group = 'findes-ikke'"))


MAIL = """
[mail.in]
host = "imap.kommune.example"
user = "beku"
password_env = "PROEVE_IMAP"
senders = ["@skolen.example"]
[mail.out]
host = "smtp.kommune.example"
sender = "beku@kommune.example"
[areas.ppr]
[areas.ppr.mail.in]
host = "imap.kommune.example"
user = "ppr"
encryption = "starttls"
[areas.skole]
"""


def test_mail_is_told_for_the_workspace_and_for_each_area(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PROEVE_IMAP", "hemmelig")
    whole = open_workspace(written(tmp_path / "ét", MAIL.partition("[areas")[0]))
    assert whole.mail_in is not None
    account = whole.mail_in.account
    assert (account.port, account.password, account.folder) == (993, "hemmelig", "INBOX")
    assert "hemmelig" not in repr(whole)
    ppr, skole = open_areas(written(tmp_path / "flere", f"[mail.out]{MAIL.partition('[mail.out]')[2]}"))
    assert ppr.mail_in is not None
    assert (ppr.mail_in.account.user, ppr.mail_in.account.port) == ("ppr", 143)
    assert skole.mail_in is None, "one mailbox is never two areas'"
    assert ppr.mail_out == skole.mail_out
    assert ppr.mail_out is not None
    assert (ppr.mail_out.port, ppr.mail_out.secure_domains) == (587, ())


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[mail.in]\nhost = "a"', "user must be a text"),
        ('[mail.in]\nhost = "a"\nuser = "b"\npassword = "c"', "the password stands in a file"),
        (
            '[mail.in]\nhost = "a"\nuser = "b"\npassword_env = "ER_IKKE_SAT"',
            "the environment has no ER_IKKE_SAT",
        ),
        ('[mail.in]\nhost = "a"\nuser = "b"\npassword_file = "/findes/ikke"', "password_file can't be read"),
        ('[mail.in]\nhost = "a"\nuser = "b"\nencryption = "none"', "encryption is"),
        ('[mail.out]\nhost = "a"\nsender = "b"\nport = "25"', "port must be a number"),
        ('[mail.out]\nhost = "a"\nsender = "b"\nsecure_domains = "c"', "secure_domains must be a list"),
        ("[mail.ud]\nhost = 'a'", "unknown setting 'ud'"),
        ('[mail.in]\nhost = "a"\nuser = "b"\n[areas.ppr]', "a mailbox is one area's"),
    ],
)
def test_what_is_wrong_with_mail_is_said(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(SetupError, match=said):
        open_workspace(written(tmp_path / "kontor", text))


APPROVERS = """
[mail.in]
host = "imap.kommune.example"
user = "beku"
server = "mx.kommune.example"

[mail.out]
host = "smtp.kommune.example"
sender = "beku@kommune.example"

[[approvers]]
role = "beku_buf"
email = "Leder@kommune.example"
name = "Lone Leder"
title = "områdechef"

[[approvers]]
role = "beku_buf"
email = "vikar@kommune.example"
name = "Vibe Vikarsen"
from = 2026-07-01
to = 2026-07-31
"""


def test_who_may_approve_is_listed_with_days(tmp_path: Path) -> None:
    told = open_workspace(written(tmp_path / "kontor", APPROVERS))
    by_day = {
        day: [one.name for one in told.may_approve("beku_buf", dt.date.fromisoformat(day))]
        for day in ("2026-06-30", "2026-07-01", "2026-07-31", "2026-08-01")
    }
    alone, both = ["Lone Leder"], ["Lone Leder", "Vibe Vikarsen"]
    assert list(by_day.values()) == [alone, both, both, alone]
    assert told.approvers[0].address == "leder@kommune.example"
    assert told.may_approve("beku_sof", dt.date(2026, 7, 1)) == ()


@pytest.mark.parametrize("gone", ['server = "mx.kommune.example"\n', APPROVERS.partition("[[")[0]])
def test_nobody_may_where_mails_cannot_be_trusted(tmp_path: Path, gone: str) -> None:
    told = open_workspace(written(tmp_path / "kontor", APPROVERS.replace(gone, "")))
    assert told.approvers
    assert told.may_approve("beku_buf", dt.date(2026, 7, 1)) == ()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('name = "Lone Leder"\n', "", "approvers, row 1: name must be a text"),
        ("Leder@kommune.example", "Leder <l@kommune.example>", "email must be one address"),
        ("from = 2026-07-01", 'from = "1. juli"', "row 2: from and to are days"),
        ("to = 2026-07-31", "to = 2026-06-01", "the first one first"),
        ("title =", "titel =", "unknown setting 'titel'"),
        ("[[approvers]]", "[[approver]]", "unknown setting 'approver'"),
    ],
)
def test_what_is_wrong_with_approvers_is_said(tmp_path: Path, old: str, new: str, said: str) -> None:
    with pytest.raises(SetupError, match=said):
        open_workspace(written(tmp_path / "kontor", APPROVERS.replace(old, new)))
