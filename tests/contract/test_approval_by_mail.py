"""Approvals by mail, the whole way: real servers ask and are answered, and a person looks."""

from __future__ import annotations

import datetime as dt
import email
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Any

import pytest

from pipeline.catalogue.retention import Retention
from pipeline.errors import SetupError
from pipeline.interpret import interpret
from pipeline.process import (
    Clock,
    Office,
    RunReport,
    case_account,
    forget_listed,
    give_insight,
    list_due,
    recount,
    run_once,
)
from pipeline.process.answering import resolve
from pipeline.records.channels import Approver, MailAccount, MailIn
from pipeline.register import FilingRow, TaskEntry
from pipeline.sandbox import read_document
from tests.answered import filled_in, words
from tests.casebook import changed, good
from tests.offices import drop, office_in
from tests.servers import (
    Received,
    deliver,
    dovecot_account,
    held_mails,
    make_certificate,
    pymap_account,
    relay_at,
    smtp_server,
)
from tests.tools import marks_for

DAY = dt.date(2026, 6, 30)
CASE = "SF-2026-0001"
SERVER = "mx.kommunen.example"
BUF, SOF, DEPUTY = "buf@kommunen.example", "sof@kommunen.example", "vikar@kommunen.example"
APPROVERS = (
    Approver(role="beku_buf", address=BUF, name="Henrik Fiktivsen", title="områdechef"),
    Approver(role="beku_sof", address=SOF, name="Lone Påfund", title="afdelingschef"),
    Approver(
        role="beku_buf",
        address=DEPUTY,
        name="Vibe Vikarsen",
        first=dt.date(2026, 7, 1),
        last=dt.date(2026, 7, 31),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A mail that asks, as it reached who is to answer."""

    to: str
    message: EmailMessage

    @property
    def subject(self) -> str:
        return str(self.message["Subject"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """An office that asks by mail, and the people who answer."""

    office: Office
    account: MailAccount
    sent: Received
    seen: list[int] = field(default_factory=list)

    def run(self, day: dt.date = DAY) -> RunReport:
        return run_once(self.office, dt.datetime.combine(day, dt.time(9), dt.UTC), day, settle=0)

    def asked(self) -> dict[str, Asked]:
        """The newest mail that asks, by who got it."""
        return {
            to[0]: Asked(to=to[0], message=_parsed(content))
            for _, to, content in self.sent.mails
            if b"Godkendelse" in content.split(b"\r\n\r\n")[0] or b"=?utf-8?" in content
        }

    def answers(
        self,
        asked: Asked,
        text: str = "Godkendt",
        *,
        sender: str = "",
        vouched: str | None = None,
        subject: str = "",
        kind: str = "plain",
        attached: bytes = b"",
        **headers: str,
    ) -> None:
        """A mail that answers another one, as mail programs write it, past a server that vouches for it."""
        sender = sender or asked.to
        mail = EmailMessage()
        if vouched is None:
            vouched = f"{SERVER}; dmarc=pass header.from={sender.rpartition('@')[2]}"
        if vouched:
            mail["Authentication-Results"] = vouched
        mail["From"] = f"En Leder <{sender}>"
        mail["Subject"] = subject or f"SV: {asked.subject}"
        mail["Message-ID"] = headers.pop("id", f"<{len(self.seen)}.svar@kommunen.example>")
        self.seen.append(1)
        headers = {"In-Reply-To": str(asked.message["Message-ID"]), **_named(headers)}
        for name, value in headers.items():
            if value:
                mail[name] = value
        quoted = "\n".join(f"> {line}" for line in _body(asked.message).splitlines())
        whole = f"{text}\n\nDen 30. juni 2026 kl. 11.00 skrev BEKU:\n{quoted}\n"
        if kind == "plain":
            mail.set_content(whole)
        else:
            mail.set_content(f"<p>{text}</p>", subtype="html")
        if attached:
            mail.add_attachment(attached, maintype="application", subtype="pdf", filename="a.pdf")
        deliver(self.account, mail.as_bytes())

    def tasks(self) -> list[TaskEntry]:
        """The open questions whether an answer counts."""
        held = self.office.register.tasks(CASE)
        return [task for task in held if task.key.startswith("approval:") and task.state == "open"]

    def unclear(self) -> list[str]:
        return [row.words for row in self.office.register.incoming(end="unclear")]

    def state(self) -> str:
        case = self.office.case(self.office.row(CASE), DAY)
        return str(case.names["state"])

    def page(self) -> str:
        return (self.office.workspace.questions / "Mails til gennemsyn.txt").read_text("utf-8-sig")


def _named(headers: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", "-").title(): value for name, value in headers.items()}


def _parsed(content: bytes) -> EmailMessage:
    message = email.message_from_bytes(content, policy=SMTP)
    assert isinstance(message, EmailMessage)
    return message


def _body(message: EmailMessage) -> str:
    body = message.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


@pytest.fixture(params=["pymap", pytest.param("dovecot", marks=marks_for("dovecot"))])
def server(request: pytest.FixtureRequest) -> MailAccount:
    account = pymap_account() if request.param == "pymap" else dovecot_account()
    deliver(account, b"From: a@skolen.example\r\nMessage-ID: <0@x>\r\n\r\nEn gammel mail\r\n")
    return account


@pytest.fixture
def desk(server: MailAccount, tmp_path: Path) -> Iterator[Desk]:
    """An application came in, and both administrations were asked."""
    files = make_certificate(tmp_path)
    with smtp_server(files) as (port, sent), office_in(tmp_path / "kontor") as opened:
        relay = relay_at(port, files, secure_domains=("kommunen.example",))
        workspace = replace(
            opened.workspace,
            mail_in=MailIn(account=server, senders=("@skolen.example",), server=SERVER),
            mail_out=relay,
            approvers=APPROVERS,
        )
        desk = Desk(office=replace(opened, workspace=workspace), account=server, sent=sent)
        drop(desk.office, "application", good("application"))
        desk.run()
        yield desk


def test_both_administrations_are_asked_with_the_application(desk: Desk) -> None:
    asked = desk.asked()
    assert set(asked) == {BUF, SOF}
    assert len({one.subject for one in asked.values()}) == 2
    child = good("application")["child"]
    for one in asked.values():
        assert "621112" not in one.subject
        said = _body(one.message)
        assert CASE in said
        assert child["name"] not in said
        (file,) = one.message.iter_attachments()
        assert file.get_filename() == "Samlet ansøgning til BEKU.docx"
    assert not list((desk.office.workspace.data / "svar").iterdir())
    key = asked[BUF].subject[-20:-1].encode()
    assert key not in desk.office.workspace.database.read_bytes()
    desk.run()
    assert len(desk.sent.mails) == 2
    assert "BEKU er spurgt pr. mail" in case_account(desk.office, CASE, DAY)["next"][0]["what"]


def test_the_whole_way_from_the_mail_to_the_letters(desk: Desk) -> None:
    asked = desk.asked()
    desk.answers(asked[BUF])
    desk.answers(asked[SOF], "Godkendt\n\nVenlig hilsen\nLone Påfund")
    desk.run()
    assert desk.state() == "Afventer beslutning"
    buf, sof = desk.tasks()
    assert "Henrik Fiktivsen (områdechef) skrev 30. juni 2026: »Godkendt«" in buf.says
    folder = desk.office.workspace.cases / CASE
    assert not list(folder.glob("Godkendelsesblad*"))
    resolve(desk.office, buf.name, "counts", "Karen Prøve", DAY)
    resolve(desk.office, sof.name, "counts", "Karen Prøve", DAY)
    desk.run()
    assert desk.state() == "Bevilget"
    assert list(folder.glob("Godkendelsesblad*"))
    assert not list(folder.glob("Afgørelsesbrev*"))
    assert len(list((folder / "svar").glob("Svar pr. mail *.eml"))) == 2
    assert len(held_mails(desk.account, "Modtaget")) == 2
    # What the letters lack is written into the form that lies ready with all that is known.
    for name in ("decision_buf", "decision_sof"):
        administration = name[-3:].upper()
        (left,) = folder.glob(f"Beslutning {administration} til færdiggørelse*")
        form = desk.office.catalogue.form("skoleflexplus/decision")
        read = interpret(read_document(left.read_bytes()), form).data
        assert (read["outcome"], read["decided_on"]) == ("granted", "2026-06-30")
        assert read["signatory"]["name"] == good(name)["signatory"]["name"]
        whole = {**good(name), **{key: read[key] for key in read if key not in ("signatory",)}}
        drop(desk.office, name, whole, case=CASE)
    desk.run()
    assert not list(folder.glob("Beslutning *"))
    assert len(list(folder.glob("Afgørelsesbrev*"))) == 4


# ── what is unclear is left to people ─────────────────────────────────────────────────────────────────

UNCLEAR: dict[str, tuple[str, dict[str, str]]] = {
    "another word": ("words", {"text": "OK"}),
    "a condition": ("words", {"text": "Godkendt, hvis PPV'en foreligger"}),
    "a condition on the next line": ("words", {"text": "Godkendt\nmen kun til jul"}),
    "small letters": ("words", {"text": "godkendt"}),
    "manners first": ("words", {"text": "Hej\n\nGodkendt"}),
    "not granted, without a reason": ("words", {"text": "Afvist"}),
    "nothing but the quotation": ("words", {"text": ""}),
    "the word only in what is quoted": ("words", {"text": "> Godkendt"}),
    "only as a page": ("html", {"kind": "html"}),
    "nobody vouches": ("unvouched", {"vouched": ""}),
    "another server vouches": (
        "unvouched",
        {"vouched": "evil.example; dmarc=pass header.from=kommunen.example"},
    ),
    "the server doubts": ("unvouched", {"vouched": f"{SERVER}; dmarc=fail header.from=kommunen.example"}),
    "the server doesn't know": (
        "unvouched",
        {"vouched": f"{SERVER}; dmarc=none header.from=kommunen.example"},
    ),
    "somebody else": ("sender", {"sender": "en.anden@kommunen.example"}),
    "the other administration": ("sender", {"sender": SOF}),
    "a deputy whose time has not come": ("sender", {"sender": DEPUTY}),
    "no key": ("key", {"subject": "SV: Godkendelse"}),
    "another key": ("key", {"subject": "SV: Godkendelse [BCDF-GHJK-LMNP-QRST]"}),
    "a machine": ("machine", {"auto_submitted": "auto-replied"}),
    "a machine that says so in the subject": ("machine", {"subject": "Automatisk svar: Godkendelse"}),
    "a list": ("machine", {"precedence": "bulk"}),
    "sent on": ("forwarded", {"subject": "VS: Godkendelse"}),
    "an answer to an answer": ("reply", {"in_reply_to": "<andet@kommunen.example>", "references": "ours"}),
}


@pytest.mark.parametrize("case", UNCLEAR)
def test_what_is_unclear_is_left_as_it_was_and_listed(desk: Desk, case: str) -> None:
    why, told = UNCLEAR[case]
    asked = desk.asked()[BUF]
    told = {
        name: str(asked.message["Message-ID"]) if value == "ours" else value for name, value in told.items()
    }
    if told.get("subject", "").endswith("Godkendelse") and why not in ("key",):
        told["subject"] = f"{told['subject']} {asked.subject[-21:]}"
    desk.answers(asked, **told)  # type: ignore[arg-type]
    before = held_mails(desk.account)
    desk.run()
    assert desk.unclear() == [f"{why} {CASE}"]
    assert desk.tasks() == []
    left = held_mails(desk.account)
    # A server calls a mail recent to the first who looks: that alone may be another.
    assert [content for _, content in left] == [content for _, content in before]
    assert b"Seen" not in left[-1][0]
    assert f"sag {CASE}: " in desk.page()
    assert "@" not in desk.page()
    assert desk.state() == "Afventer beslutning"


def test_an_answer_with_a_file_is_left_to_people(desk: Desk) -> None:
    desk.answers(desk.asked()[BUF], attached=b"%PDF-1.7 en betingelse")
    desk.run()
    assert desk.unclear() == [f"files {CASE}"]
    assert desk.tasks() == []


def test_a_key_answers_once(desk: Desk) -> None:
    asked = desk.asked()[BUF]
    desk.answers(asked)
    desk.answers(asked, "Afvist: vi er kommet i tvivl")
    desk.run()
    assert desk.unclear() == [f"answered {CASE}"]
    (task,) = desk.tasks()
    assert "»Godkendt«" in task.says
    resolve(desk.office, task.name, "counts", "Karen Prøve", DAY)
    desk.answers(asked)
    desk.run()
    assert desk.unclear() == [f"answered {CASE}"] * 2
    assert [row.end for row in desk.office.register.inputs_where(case=CASE)] == ["accepted", "accepted"]


def test_the_same_mail_again_changes_nothing(desk: Desk) -> None:
    desk.answers(desk.asked()[BUF])
    desk.run()
    ((_, content),) = held_mails(desk.account, "Modtaget")
    deliver(desk.account, content)
    desk.run()
    assert desk.unclear() == []
    assert len(desk.tasks()) == 1


def test_a_deputy_answers_in_their_time(desk: Desk) -> None:
    july, august = dt.date(2026, 7, 15), dt.date(2026, 8, 1)
    desk.run(july)
    asked = desk.asked()[DEPUTY]
    desk.answers(asked)
    desk.run(august)
    assert desk.unclear() == [f"sender {CASE}"]
    desk.answers(asked, "Godkendt\n\nVibe Vikarsen")
    desk.run(july)
    (task,) = desk.tasks()
    assert task.says.startswith("Vibe Vikarsen skrev 15. juli 2026:")


def test_a_changed_application_is_asked_for_anew(desk: Desk) -> None:
    old = desk.asked()
    desk.answers(old[SOF])
    desk.run()
    (task,) = desk.tasks()
    drop(
        desk.office, "application", changed(good("application"), {"/goals/0/goal": "Et andet mål for skolen"})
    )
    desk.answers(old[BUF])
    desk.run()
    new = desk.asked()
    assert desk.unclear() in ([f"stale {CASE}"], [])
    assert desk.tasks() == []
    assert {one.subject for one in new.values()}.isdisjoint({one.subject for one in old.values()})
    with pytest.raises(SetupError, match="no open task"):
        resolve(desk.office, task.name, "counts", "Karen Prøve", DAY)
    desk.answers(old[SOF], id="<igen@kommunen.example>")
    desk.run()
    assert desk.unclear()[-1] in (f"stale {CASE}", f"answered {CASE}")
    desk.answers(new[SOF])
    desk.run()
    assert len(desk.tasks()) == 1


def test_no_makes_nothing_of_a_mail(desk: Desk) -> None:
    desk.answers(desk.asked()[BUF])
    desk.run()
    (task,) = desk.tasks()
    resolve(desk.office, task.name, "unused", "Karen Prøve", DAY)
    desk.run()
    assert desk.tasks() == []
    assert len(desk.office.register.inputs_where(case=CASE)) == 1
    assert desk.state() == "Afventer beslutning"


def test_a_no_says_why_and_makes_no_letter(desk: Desk) -> None:
    reason = "Vi mangler en PPV,\nog skolens plan er for løs."
    desk.answers(desk.asked()[BUF], f"Afvist: {reason}\n\nVenlig hilsen\nHenrik")
    desk.run()
    (task,) = desk.tasks()
    assert "familien får ikke besked" in task.says
    resolve(desk.office, task.name, "counts", "Karen Prøve", DAY)
    desk.run()
    folder = desk.office.workspace.cases / CASE
    row = desk.office.register.inputs_where(case=CASE)[-1]
    assert row.submission.data["outcome"] == "refused"
    assert row.submission.data["remarks"] == reason
    assert row.submission.data["approver"] == {"name": "Henrik Fiktivsen", "title": "områdechef", **_area()}
    assert not [path.name for path in folder.iterdir() if "brev" in path.name.lower()]
    # The other administration needn't be asked any more.
    assert not list(desk.office.workspace.outbox.iterdir())


def _area() -> dict[str, str]:
    area = good("application").get("prior_commitment", {}).get("beku_area", "")
    return {"beku_area": area} if area else {}


def test_a_decision_form_ends_the_asking(desk: Desk) -> None:
    asked = desk.asked()[BUF]
    drop(desk.office, "decision_buf", good("decision_buf"))
    desk.run()
    desk.answers(asked)
    desk.run()
    assert desk.unclear() == [f"answered {CASE}"]


def test_without_a_server_that_vouches_nobody_is_asked(desk: Desk) -> None:
    told = desk.office.workspace.mail_in
    assert told is not None
    quiet = replace(desk.office.workspace, mail_in=replace(told, server=""))
    off = replace(desk, office=replace(desk.office, workspace=quiet))
    off.answers(desk.asked()[BUF])
    off.run()
    assert off.unclear() == [f"off {CASE}"]
    drop(
        off.office, "application", changed(good("application"), {"/goals/0/goal": "Et andet mål for skolen"})
    )
    off.run()
    assert len(off.sent.mails) == 2
    assert not list(quiet.outbox.iterdir())


def test_outside_of_the_listed_domains_it_waits(desk: Desk) -> None:
    relay = desk.office.workspace.mail_out
    assert relay is not None
    workspace = replace(desk.office.workspace, mail_out=replace(relay, secure_domains=()))
    shut = replace(desk, office=replace(desk.office, workspace=workspace))
    drop(
        shut.office, "application", changed(good("application"), {"/goals/0/goal": "Et andet mål for skolen"})
    )
    shut.run()
    assert len(shut.sent.mails) == 2
    assert [row.why for row in shut.office.register.mails(state="ready")] == ["not secure"] * 2
    assert len(list(workspace.outbox.glob("*.eml"))) == 2


def test_the_page_answers_as_the_command_does(desk: Desk) -> None:
    desk.answers(desk.asked()[BUF])
    desk.run()
    (page,) = desk.office.workspace.questions.glob("*.docx")
    told = words(page.read_bytes())
    assert "»Godkendt«" in told
    assert "Breve laves kun som udkast" in told
    (desk.office.workspace.inbox / page.name).write_bytes(
        filled_in(page.read_bytes(), "counts", by="Karen Prøve")
    )
    desk.run()
    assert desk.tasks() == []
    row = desk.office.register.inputs_where(case=CASE)[-2]
    assert (row.submission.form, row.submission.data["administration"]) == ("decision", "buf")
    assert "Henrik Fiktivsen" in row.reason
    assert "Karen Prøve" in row.reason


@pytest.mark.parametrize("confirmed", [True, False])
def test_an_answer_is_part_of_its_case_to_the_last(desk: Desk, tmp_path: Path, confirmed: bool) -> None:
    """It is recounted, handed out with the case, and deleted with it."""
    desk.answers(desk.asked()[BUF], "Godkendt\n\nMvh Sangerinden")
    desk.run()
    (task,) = desk.tasks()
    if confirmed:
        resolve(desk.office, task.name, "counts", "Karen Prøve", DAY)
        desk.run()
    office = desk.office
    assert recount(office).problems == ()
    now = dt.datetime.combine(DAY, dt.time(9), dt.UTC)
    given = give_insight(office, tmp_path / "indsigt", now, "Ane", number=CASE)
    assert any(b"Sangerinden" in path.read_bytes() for path in given.page.parent.rglob("*.eml"))
    office.register.file_case(
        FilingRow(case_number=CASE, system="KINGO", filed_on="2026-07-01", noted_by="Sofie")
    )
    limits = (Retention(valid_from=dt.date(2026, 1, 1), idle_months=12),)
    clock = Clock(now=dt.datetime(2027, 9, 1, 9, tzinfo=dt.UTC), boot="b", running=1000.0)
    code = list_due(office, limits, dt.date(2027, 9, 1), clock).code
    forget_listed(office, limits, dt.date(2027, 9, 1), clock, code=code, by="Sofie")
    assert office.register.approvals.of_case(CASE) == []
    for root in (office.workspace.shared, office.workspace.data):
        for path in (path for path in root.rglob("*") if path.is_file()):
            content = path.read_bytes()
            assert b"Sangerinden" not in content, path
            assert b"Henrik Fiktivsen" not in content, path
    assert recount(office).problems == ()


# ── cut off at any moment ─────────────────────────────────────────────────────────────────────────────


class Cut(BaseException):
    """The process is gone."""


@pytest.mark.parametrize("server", ["pymap"], indirect=True)
def test_cut_off_at_any_moment_it_is_one_answer_and_one_decision(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every write to the register is in turn the last thing that happens."""
    desk.answers(desk.asked()[BUF])
    register = desk.office.register
    database = register._database
    write, together = database.write, database.together

    def last(work: Callable[..., Any]) -> Any:
        done = write(work)
        if database._inside is None:
            raise Cut
        return done

    @contextmanager
    def last_together() -> Iterator[None]:
        with together():
            yield
        raise Cut

    for rounds in range(50):  # noqa: B007 - looked at below
        for held in (register, register.approvals):
            monkeypatch.setattr(held, "_write", last)
        monkeypatch.setattr(database, "together", last_together)
        try:
            desk.run()
            for task in desk.tasks():
                resolve(desk.office, task.name, "counts", "Karen Prøve", DAY)
            break
        except Cut:
            continue
    for held in (register, register.approvals):
        monkeypatch.setattr(held, "_write", write)
    monkeypatch.setattr(database, "together", together)
    desk.run()
    assert 5 < rounds < 49
    assert [row.end for row in desk.office.register.inputs_where(case=CASE)] == ["accepted", "accepted"]
    tasks = [task for task in desk.office.register.tasks(CASE) if task.key.startswith("approval:")]
    assert [(task.state, task.answered_by) for task in tasks] == [("answered", "Karen Prøve")]
    assert len(list((desk.office.workspace.cases / CASE / "svar").iterdir())) == 1
    assert desk.unclear() == []
