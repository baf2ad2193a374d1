"""What a sender writes beside the form, and who may write."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.post import Mail, own_words
from pipeline.post.trust import is_vouched_for, may_write

QUOTED = "\n\nFra: BEKU <beku@k.example>\nSendt: 3. november\n> Hej"


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("Hej\n\nMvh Anna", ""),
        ("Kære Lone og Bo,\n\nMed venlig hilsen\nAnna Holm\nSkoleleder", ""),
        ("Hej alle\nRing til mig i dag.\n\nVenlig hilsen\nAnna", "Ring til mig i dag."),
        ("Hej, her er skemaet", "Hej, her er skemaet"),
        ("Hej Bo\nSe side 2.\n\nSendt fra min iPhone", "Se side 2."),
        ("Hej\nKh Anna\n\nPS: Far må ikke se adressen.", "PS: Far må ikke se adressen."),
        ("Moderen er enig." + QUOTED, "Moderen er enig."),
        ("Hilsen har vi ikke fået fra far endnu.", "Hilsen har vi ikke fået fra far endnu."),
        ("-- \nSkolen", ""),
        ("", ""),
    ],
)
def test_own_words_are_what_is_more_than_manners(text: str, own: str) -> None:
    assert own_words(text) == own


OURS = "mx.kommunen.example; dmarc=pass (p=reject) header.from=skolen.example; spf=pass"


@pytest.mark.parametrize(
    ("headers", "vouched"),
    [
        ([OURS], True),
        ([], False),
        ([OURS.replace("pass (p", "fail (p")], False),
        ([OURS.replace("skolen", "sk0len")], False),
        ([OURS.replace("mx.", "mx2.")], False),
        (["evil.example; dmarc=fail header.from=skolen.example", OURS], False),
        (["mx.kommunen.example; none; x=(dmarc=pass header.from=skolen.example)"], False),
        ([f"{OURS}; dmarc=fail header.from=skolen.example"], False),
    ],
)
def test_only_the_own_server_vouches_and_only_at_the_top(headers: list[str], vouched: bool) -> None:
    assert is_vouched_for("a@skolen.example", headers, "mx.kommunen.example") == vouched


def test_who_may_write_is_listed_by_the_operator() -> None:
    mail = Mail(message_id="", sender="a@skolen.example", subject="", text="", files=())
    assert may_write(mail, ["@skolen.example"])
    assert may_write(mail, ["A@skolen.example"])
    for listed in ([], ["@len.example"], ["skolen.example"], ["b@skolen.example"]):
        assert not may_write(mail, listed)
    assert not may_write(mail, ["@skolen.example"], server="mx.kommunen.example")
    assert may_write(replace(mail, authentication=(OURS,)), ["@skolen.example"], server="mx.kommunen.example")
    assert not may_write(replace(mail, sender=""), ["@skolen.example", ""])
