"""Who may write, and what the operator's own mail server vouches for. From alone is no authority."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from pipeline.post.mail import Mail

_METHOD = re.compile(r"(?:^|[;\s])dmarc\s*=\s*([a-z]+)([^;]*)", re.IGNORECASE)
_FROM_DOMAIN = re.compile(r"header\.from\s*=\s*([^\s;]+)", re.IGNORECASE)


def may_write(mail: Mail, senders: Collection[str], server: str = "") -> bool:
    """Whether the sender is one of those who may write, as the operator listed them.

    `senders` are addresses and domains (`@skolen.example`). `server` is the name under which the operator's
    own mail server writes its Authentication-Results: where it is set, it must also vouch for the sender.
    """
    if not mail.sender:
        return False
    listed = {one.lower() for one in senders}
    known = mail.sender in listed or f"@{mail.sender.rpartition('@')[2]}" in listed
    return known and (not server or is_vouched_for(mail.sender, mail.authentication, server))


def is_vouched_for(sender: str, authentication: Sequence[str], server: str) -> bool:
    """Whether the operator's own server says that a mail came from the sender's domain (RFC 8601, DMARC).

    Only the topmost header counts, and only under the server's name: those below came with the mail, and
    anybody can have written them.
    """
    if not authentication:
        return False
    name, _, results = re.sub(r"\([^()]*\)", " ", authentication[0]).partition(";")
    if not server or name.split()[:1] != [server]:
        return False
    found = _METHOD.findall(results)
    if len(found) != 1 or found[0][0].lower() != "pass":
        return False
    domain = _FROM_DOMAIN.search(found[0][1])
    return domain is not None and domain[1].lower() == sender.rpartition("@")[2]
