"""Mails that were left to people: how many and when, on a page among the open questions, without a name."""

from __future__ import annotations

import datetime as dt
from typing import Final

from pipeline import danish
from pipeline.delivery import write_file
from pipeline.process.offices import Office
from pipeline.process.tasks import DENMARK
from pipeline.register import MailRow
from pipeline.wording.mail import why_unclear

PAGE: Final = "Mails til gennemsyn.txt"
SHOWN: Final = dt.timedelta(days=30)
STRANGERS: Final = (
    "{count} fra afsendere, der ikke står på listen over dem, der må sende skemaer. De er ikke læst og ikke "
    "besvaret. Skal afsenderen kunne sende, så bed den, der står for opsætningen, om at skrive adressen på."
)
UNREADABLE: Final = (
    "{count}, der ikke kan åbnes (for mange lag eller dele, eller i stykker). De er ikke besvaret. Bed "
    "afsenderen sende filerne igen i en almindelig mail."
)
UNCLEAR_ANSWERS: Final = (
    "{count} om en godkendelse, der er spurgt om, som ikke kan lægges på sagen af sig selv. Læs mailen i "
    "postkassen. Er det en beslutning, så læg beslutningsskemaet i indbakken, eller bed om et nyt svar."
)
WHERE: Final = "Mailene ligger urørt i postkassen. De seneste 30 dage:"


def show_left_mails(office: Office, now: dt.datetime) -> None:
    """Write the page anew where it says something else; it goes once there is nothing to look at."""
    told = office.workspace.mail_in
    if told is None:
        return
    since = (now - SHOWN).isoformat(timespec="seconds")
    lines = []
    for end, says in (("unclear", UNCLEAR_ANSWERS), ("stranger", STRANGERS), ("unreadable", UNREADABLE)):
        rows = [row for row in office.register.incoming(end=end) if row.box == told.account.name]
        if recent := [row for row in rows if row.received_at >= since]:
            count = "1 mail" if len(recent) == 1 else f"{len(recent)} mails"
            lines += [says.format(count=count), *map(_line, recent), ""]
    page = office.workspace.questions / PAGE
    if not lines:
        page.unlink(missing_ok=True)
        return
    # The mark at the start has every editor show the Danish letters.
    content = "\r\n".join([WHERE, "", *lines]).encode("utf-8-sig")
    if not page.exists() or page.read_bytes() != content:
        write_file(page, content)


def _line(row: MailRow) -> str:
    """When a mail came; of an answer, in which case, and what is unclear about it."""
    time = dt.datetime.fromisoformat(row.received_at).astimezone(DENMARK)
    came = f"  {danish.format_date_long(time.date())} kl. {time:%H.%M}"
    if row.end != "unclear":
        return came
    why, _, case = row.words.partition(" ")
    return f"{came}, sag {case}: {why_unclear(why)}"
