"""What leaves by mail is read alike by two readers that share nothing: Python's own, and one written in Rust.

Recipients, subject, text, and the names and bytes of what is attached.
"""

from __future__ import annotations

import datetime as dt
import email
from collections.abc import Sequence
from email.policy import default

import fast_mail_parser
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pipeline.render.mail import MailDraft, as_eml, as_mail

WHEN = dt.datetime(2026, 6, 30, 9, 0, tzinfo=dt.UTC)
SENDER, TO = "skoleflex@kommunen.example", "ærlig.lærer@skolen.example".replace("æ", "ae")
LONG = "Ret her – " + "å" * 119 + ".docx"
"""A name of 255 bytes, the longest there is on a disk."""

_signs = st.characters(exclude_categories=["Cc", "Cs", "Cn", "Zl", "Zp"])
_words = st.text(st.sampled_from("abcæøåÆØÅéü–§ »«=?_\"'()<>@,;:.%&ABC0123456789 "), max_size=120)
subjects = st.one_of(st.text(_signs, min_size=1, max_size=300), _words)
subjects = subjects.map(lambda one: " ".join(one.split())).filter(lambda one: one and "=?" not in one)
bodies = st.lists(st.one_of(st.text(_signs, max_size=200), _words), max_size=12).map("\n".join)
# No semicolon: the second reader ends a quoted name there, and no file of ours has one.
names = st.text(st.sampled_from("abcæøåÆØÅ–é §%()=,_ 0123456789"), min_size=1, max_size=100).map(
    lambda one: f"{one.strip() or 'a'}.docx"
)
files = st.lists(st.tuples(names, st.binary(max_size=300)), max_size=3)


def read_by_both(mail: bytes) -> list[tuple[list[str], str, str, list[tuple[str, bytes]]]]:
    """Recipients, subject, text and attached files, as each of the readers has it."""
    ours = email.message_from_bytes(mail, policy=default)
    assert not ours.defects
    body = ours.get_body(("plain",))
    assert body is not None
    attached = [
        (str(part.get_filename()), bytes(part.get_payload(decode=True) or b""))
        for part in ours.iter_attachments()
    ]
    theirs = fast_mail_parser.parse_email(mail)
    assert not theirs.warnings
    (text,) = theirs.text_plain
    return [
        (
            [one.addr_spec for one in ours["To"].addresses],
            str(ours["Subject"]),
            str(body.get_content()).replace("\r\n", "\n"),
            attached,
        ),
        (
            [one.address for one in theirs.to],
            theirs.subject,
            text.replace("\r\n", "\n"),
            [(one.filename, bytes(one.content)) for one in theirs.attachments],
        ),
    ]


@settings(deadline=None)
@given(subject=subjects, body=bodies, attached=files)
@example(subject="Æ" * 200, body="x" * 5_000, attached=[(LONG, bytes(range(256)))])
@example(subject="Hej ?= hej", body=".\n..\nFrom mig\n", attached=[("a", b""), ("a", b"\r\n.\r\n")])
def test_a_mail_is_read_alike_by_both(subject: str, body: str, attached: Sequence[tuple[str, bytes]]) -> None:
    draft = MailDraft(subject=subject, body=body, traces=())
    mail = as_mail(draft, SENDER, TO, "<en@skoleflex.invalid>", WHEN, answers="<to@x>", attached=attached)
    assert max(map(len, mail.split(b"\r\n"))) <= 998
    for to, said, text, files in read_by_both(mail):
        assert to == [TO]
        assert said == subject
        assert text.rstrip("\n") == body.rstrip("\n")
        assert files == list(attached)


@settings(deadline=None)
@given(subject=subjects, body=bodies)
def test_a_draft_is_read_alike_by_both(subject: str, body: str) -> None:
    draft = MailDraft(subject=subject, body=body, traces=())
    eml = as_eml(draft, f"{TO}, {SENDER}", "<en@skoleflex.invalid>", WHEN)
    for to, said, text, files in read_by_both(eml):
        assert (to, said, files) == ([TO, SENDER], subject, [])
        assert text.rstrip("\n") == body.rstrip("\n")
