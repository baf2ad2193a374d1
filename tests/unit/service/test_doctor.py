"""What the doctor finds, and what a watcher refuses to begin with."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.errors import SetupError
from pipeline.records.channels import Approver, MailAccount, MailIn, Relay
from pipeline.service import doctor
from pipeline.service.doctor import Checked, Verdict, examine_machine, refuse_unsafe
from pipeline.settings import FILE, Workspace, open_areas, start_workspace
from tests.offices import office_in


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    with office_in(tmp_path / "kontor") as office:
        office.workspace.data.chmod(0o700)
        office.workspace.database.chmod(0o600)
        return office.workspace


def wrong(*areas: Workspace) -> dict[str, str]:
    return {one.what: one.says for one in examine_machine(areas) if one.verdict is Verdict.WRONG}


def test_a_workspace_that_is_set_up_has_nothing_wrong(workspace: Workspace) -> None:
    assert wrong(workspace) == {}
    refuse_unsafe([workspace])


def test_data_on_a_network_share_is_refused(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "file_system", lambda _: "cifs")
    assert "own disk" in wrong(workspace)["data"]
    with pytest.raises(SetupError, match="network file system"):
        refuse_unsafe([workspace])


def test_originals_may_lie_on_a_share_where_a_database_holds_the_turns(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doctor, "file_system", lambda _: "nfs4")
    assert wrong(replace(workspace, register_url="postgresql://skoleflex@db.example/skoleflex")) == {}


def test_a_register_others_can_read_is_refused(workspace: Workspace) -> None:
    workspace.database.chmod(0o644)
    assert "chmod 600" in wrong(workspace)["register"]
    with pytest.raises(SetupError, match="read by others"):
        refuse_unsafe([workspace])


def test_a_data_folder_others_can_open_is_told(workspace: Workspace) -> None:
    workspace.data.chmod(0o755)
    assert "chmod 700" in wrong(workspace)["rights"]


def test_a_share_that_is_away_is_told(workspace: Workspace, tmp_path: Path) -> None:
    workspace.shared.rename(tmp_path / "væk")
    workspace.shared.mkdir()
    assert "is away" in wrong(workspace)["shared"]


def test_each_area_is_looked_at(tmp_path: Path) -> None:
    root = tmp_path / "kontor"
    root.mkdir()
    (root / FILE).write_text("[areas.ppr]\n[areas.skole]\n")
    start_workspace(root)
    areas = open_areas(root)
    areas[0].data.chmod(0o700)
    areas[1].outbox.rmdir()
    assert list(wrong(*areas)) == ["shared (skole)"]


def test_full_disks_are_told(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    class Usage:
        free = 1024**2

    monkeypatch.setattr("pipeline.service.doctor.shutil.disk_usage", lambda _: Usage)
    assert "make room" in wrong(workspace)["room"]


def test_it_says_whether_approvals_are_asked_for_by_mail_and_why_not(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doctor, "_mailbox", lambda what, _: Checked(what=what, verdict=Verdict.FINE, says=""))
    monkeypatch.setattr(doctor, "_relay", lambda what, _: Checked(what=what, verdict=Verdict.FINE, says=""))

    def told(area: Workspace) -> Checked:
        (one,) = (one for one in examine_machine([area]) if one.what == "approvals by mail")
        return one

    off = told(workspace)
    assert off.verdict is Verdict.MISSING
    for lacking in ("[[approvers]]", "`server`", "[mail.out]"):
        assert lacking in off.says
    account = MailAccount(host="imap.kommune.example", port=993, user="beku")
    relay = Relay(host="smtp", port=587, sender="b@kommune.example", secure_domains=("kommune.example",))
    leader = Approver(role="beku", address="l@kommune.example", name="Lone Leder")
    on = replace(workspace, mail_in=MailIn(account=account, server="mx"), mail_out=relay, approvers=(leader,))
    assert told(on) == Checked(what="approvals by mail", verdict=Verdict.FINE, says="on, for beku (1).")
    (strange,) = (one for one in examine_machine([on], {"beku_buf"}) if one.what == "approvals by mail")
    assert strange.says == "no programme asks beku: roles are beku_buf."
    past = replace(leader, last=dt.date(2020, 1, 1))
    assert "nobody may approve today for beku" in told(replace(on, approvers=(past,))).says
    far = replace(leader, address="l@andetsteds.example")
    assert "isn't listed as secure" in told(replace(on, approvers=(far,))).says
