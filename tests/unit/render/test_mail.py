from __future__ import annotations

import datetime as dt
import email
from email.message import EmailMessage
from email.policy import default

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import RenderError, SetupError
from pipeline.render.mail import MailDraft, as_eml, render_mail
from pipeline.views import Absent, View
from tests.unit.render.letters import leaf

TEMPLATE = """Subject: Forløb i gang – {{ case.number }}

Cpr: {{ cpr }}
{% for note in notes %}
- {{ note }}
{% endfor %}
Hilsen
"""
CONTEXT = {
    "case": View({"number": leaf("SF-2026-0137", "fixed")}),
    "cpr": leaf("740314-4007", "application:/child/cpr"),
    "notes": (leaf("A & B <c>"), leaf("{{ 7*7 }}")),
}
NOON = dt.datetime(2026, 9, 1, 12, tzinfo=dt.UTC)
IDENTITY = "<abc123@skoleflex.invalid>"


def text_of(content: bytes) -> str:
    return str(opened(content).get_content()).replace("\r\n", "\n")


def opened(content: bytes) -> EmailMessage:
    message = email.message_from_bytes(content, policy=default)
    assert isinstance(message, EmailMessage)
    return message


def test_subject_and_text() -> None:
    draft = render_mail(TEMPLATE, "orientering.mail.j2", CONTEXT)
    assert draft.subject == "Forløb i gang – SF-2026-0137"
    assert draft.body == "Cpr: 740314-4007\n- A & B <c>\n- {{ 7*7 }}\nHilsen\n"
    assert [(trace.part, trace.origin) for trace in draft.traces if trace.kind == "hole"] == [
        ("subject", "fixed"),
        ("body", "application:/child/cpr"),
        ("body", "application:/value"),
        ("body", "application:/value"),
    ]
    assert render_mail(TEMPLATE.replace("\n", "\r\n"), "x", CONTEXT) == draft


@pytest.mark.parametrize("sign", ["\n", "\r", "\r\n", "\x0b", "\x0c", "\x85", "\u2028", "\u2029", "\t"])
def test_a_value_can_not_break_the_subject(sign: str) -> None:
    injected = {**CONTEXT, "case": View({"number": leaf(f"SF{sign}Bcc: x@y.example")})}
    with pytest.raises(RenderError):
        render_mail(TEMPLATE, "orientering.mail.j2", injected)


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ("Kære alle\n", "first line"),
        ("", "first line"),
        ("Subject: {{ cpr }}\n\nx", "cpr"),
        ("Subject: {{ '=?utf-8?q?Nej?=' }}\n\nx", "read as something else"),
        ("Subject: \n\nx", "one line"),
        ("Subject: {{ nmae }}\n\nx", "'nmae'"),
        ("Subject: x\n\nlinje\n{{ nmae }}", "line 4.*'nmae'"),
        ("Subject: x\n\n{{ gone }}", "'form/gone'"),
        ("Subject: x\n\n{% if x %}", "endif"),
    ],
)
def test_templates_that_fail(template: str, said: str) -> None:
    with pytest.raises(RenderError, match=f"orientering.mail.j2.*{said}") as error:
        render_mail(template, "orientering.mail.j2", {**CONTEXT, "gone": Absent("form/gone")})
    assert "740314" not in str(error.value)


def test_file_opens_as_unsent() -> None:
    draft = render_mail(TEMPLATE, "orientering.mail.j2", CONTEXT)
    content = as_eml(draft, "postkasse@kommune.example, anden@kommune.example", IDENTITY, NOON)
    message = opened(content)
    assert message["To"] == "postkasse@kommune.example, anden@kommune.example"
    assert message["Subject"] == draft.subject
    assert message["Message-ID"] == IDENTITY
    assert message["Date"].datetime == NOON
    assert (message["X-Unsent"], message["Auto-Submitted"]) == ("1", "auto-generated")
    assert message["From"] is None
    assert text_of(content) == draft.body
    assert content == as_eml(draft, "postkasse@kommune.example, anden@kommune.example", IDENTITY, NOON)
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert "To" not in opened(as_eml(draft, "", IDENTITY, NOON))


@pytest.mark.parametrize(
    "to",
    ["ingen", "a@b", "a@b.example\nBcc: x@y.example", "Bo <a@b.example>", "bø@b.example", "a b@c.example"],
)
def test_addresses_that_are_none(to: str) -> None:
    with pytest.raises(SetupError):
        as_eml(MailDraft(subject="x", body="y", traces=()), to, IDENTITY, NOON)


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\t")))
def test_any_text_arrives(text: str) -> None:
    content = as_eml(MailDraft(subject="Æble", body=f"{text}\n", traces=()), "a@b.example", IDENTITY, NOON)
    assert text_of(content) == f"{text}\n"
