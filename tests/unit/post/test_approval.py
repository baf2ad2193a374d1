"""What is read as an approval, and that nothing else is."""

from __future__ import annotations

import pytest

from pipeline.post.approval import hash_of_key, key_in, read_approval, why_no_answer, with_key
from pipeline.post.mail import Mail, read_mail

WHO = ("Lone Påfund", "afdelingschef")
QUOTES = (
    "",
    "\n\nFra: BEKU <beku@k.example>\nSendt: 3. november\nGodkendt eller Afvist:",
    "\n\nDen 3. november 2026 kl. 10.12 skrev BEKU <beku@k.example>:\n> Godkendt\n> eller",
    "\n\nDen tirs. 3. nov. 2026 kl. 10.12 skrev Skoleflex for BEKU <\nbeku@k.example>:\n> Godkendt",
    "\n\n-----Oprindelig meddelelse-----\nAfvist: nej",
    "\n\n________________________________\nFra: BEKU\nHvis ikke",
)


@pytest.mark.parametrize("quoted", QUOTES)
@pytest.mark.parametrize(
    "text",
    [
        "Godkendt",
        "\n  Godkendt  \n",
        "Godkendt\n\nVenlig hilsen\nLone Påfund\nAfdelingschef",
        "Godkendt\n\nLone Påfund\nAfdelingschef",
        "Godkendt\n\nMvh Lone",
        "Godkendt\nLone",
        "Godkendt\n\nLone Påfund, afdelingschef",
        "Godkendt\n\nSendt fra min iPhone",
    ],
)
def test_the_word_and_manners_are_an_approval(text: str, quoted: str) -> None:
    said = read_approval(text + quoted, WHO)
    assert said is not None
    assert said.granted
    assert said.words == text.strip()


def test_a_no_has_its_reason() -> None:
    said = read_approval("Afvist: leverandøren mangler\nen plan\n\nMvh Lone\n\n> Godkendt", WHO)
    assert said is not None
    assert not said.granted
    assert said.reason == "leverandøren mangler\nen plan"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "OK",
        "godkendt",
        "GODKENDT",
        "Godkendt.",
        "Godkendt!",
        "Godkendt, hvis PPV'en kommer",
        "Godkendt hvis",
        "Ikke godkendt",
        "Ikke\nGodkendt",
        "Hej\nGodkendt",
        "Jeg har\nGodkendt",
        "Godkendt\nmen kun til jul",
        "Godkendt\n\nBirthe Andersen",
        "Godkendt\n\nMvh Lone\n\nPS: kun hvis PPV'en kommer",
        "Godkendt\n\n> Der er søgt om et forløb\nDet gælder kun det første halve år",
        "> Godkendt",
        "Fra: BEKU\nGodkendt",
        "Afvist",
        "Afvist:",
        "Afvist:  ",
        "afvist: nej",
        "Afvist nej",
        "Afslag: nej",
    ],
)
def test_everything_else_is_for_a_person(text: str) -> None:
    assert read_approval(text, WHO) is None


def test_a_key_is_known_by_its_hash_and_stands_once() -> None:
    key = "BCDF-GHJK-LMNP-QRST"
    subject = with_key("Godkendelse", key)
    assert key_in(f"SV: {subject}") == key
    assert key_in("SV: Godkendelse") == ""
    assert key_in(f"{subject} [ZZZZ-ZZZZ-ZZZZ-ZZZZ]") == ""
    assert key_in(subject.lower()) == ""
    assert key not in hash_of_key(key)


def mail(**told: str) -> Mail:
    headers = {
        "From": "l@k.example",
        "Message-ID": "<2@k>",
        "In-Reply-To": "<1@us>",
        "Subject": "SV: Godkendelse",
    }
    headers |= {name.replace("_", "-"): value for name, value in told.items()}
    head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return read_mail(f"{head}\r\nGodkendt\r\n".encode())


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ({}, ""),
        ({"In-Reply-To": "\r\n <1@us>"}, ""),
        ({"In-Reply-To": "<3@k>", "References": "<1@us> <3@k>"}, "reply"),
        ({"In-Reply-To": "<1@us> <3@k>"}, "reply"),
        ({"Subject": "VS: Godkendelse"}, "forwarded"),
        ({"Subject": "Fwd: Godkendelse"}, "forwarded"),
        ({"Subject": "=?utf-8?q?Frav=C3=A6rende?=: Godkendelse"}, "machine"),
        ({"Subject": "Automatic reply: Godkendelse"}, "machine"),
        ({"Auto-Submitted": "auto-replied"}, "machine"),
        ({"X-Autoreply": "yes"}, "machine"),
        ({"Precedence": "bulk"}, "machine"),
        ({"Return-Path": "<>"}, "machine"),
        ({"Content-Type": "text/html"}, "html"),
    ],
)
def test_only_a_person_who_answers_directly_answers(told: dict[str, str], why: str) -> None:
    assert why_no_answer(mail(**told), "<1@us>") == why
