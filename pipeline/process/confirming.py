"""What only eyes can confirm: the signatures on a scanned copy, and what was made out on a picture."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline import danish
from pipeline.assemble import Case
from pipeline.process.reading import is_signed_copy
from pipeline.process.tasks import came_on, label_of
from pipeline.records import Task
from pipeline.register import Register

SIGNED, READ, WORDS = "signed", "reading", "words"
"""What the keys of these tasks begin with."""
PROPOSED = "value.proposed"
"""What the codes of findings begin with that say: made out on a picture."""
AFTER = "Afsender skriver også"
WRITTEN = "I mailen af {day} står der også: »{words}«"
NOTED = {"read": "Læst – og der er gjort, hvad der skal gøres"}
COPY_CAME = (
    "En underskrevet kopi af »{title}« kom {day}. Den ligger i sagens mappe under bilag, som "
    "»Underskrevet kopi "
    "{label}.pdf«. Åbn den, og se, om alle har skrevet under."
)
ONLY_READ = (
    "»{title}« kom som et billede, og det her er kun et forslag: {labels}. Hold det op mod papiret; "
    "kvitteringen "
    "siger, hvad der er læst."
)
SEEN = {
    "signed": "Underskrifterne er set – alle har skrevet under",
    "unsigned": "En underskrift mangler",
}
LOOKED = {
    "confirmed": "Set efter – alt er læst rigtigt",
    "wrong": "Noget er læst forkert – skemaet rettes",
}


def confirming_tasks(register: Register, case: Case) -> Iterator[Task]:
    """One task for each signed copy of a case, one for each form of it that was read from a picture."""
    forms = case.programme.forms
    for row in register.inputs_where(end="attachment", case=case.number):
        if is_signed_copy(row.submission) and row.submission.form in forms:
            title = forms[row.submission.form].title
            day = danish.format_date_long(came_on(row))
            yield Task(
                key=f"{SIGNED}:{row.sequence}",
                title=f"Underskrifter: {title}",
                says=COPY_CAME.format(title=title, day=day, label=label_of(row)),
                who="Sagsbehandler eller sekretær",
                by="når kopien er kommet",
                choices=SEEN,
            )
    yield from _written_beside(register, case)
    for filed in case.filed:
        proposed = [one for one in filed.submission.findings if one.code.startswith(PROPOSED)]
        if proposed and filed.submission.form in forms:
            title = forms[filed.submission.form].title
            labels = ", ".join(dict.fromkeys(one.label for one in proposed))
            yield Task(
                key=f"{READ}:{filed.sequence}",
                title=f"Læst fra et billede: {title}",
                says=ONLY_READ.format(title=title, labels=labels),
                who="Den, der har papiret",
                by="inden sagen behandles",
                choices=LOOKED,
            )


def _written_beside(register: Register, case: Case) -> Iterator[Task]:
    """One task for each mail of a case in which the sender wrote something beside the forms."""
    mails = {row.id.partition("-")[0]: row for row in register.inputs_where(case=case.number)}
    for id, row in mails.items():
        mail = register.find_incoming(id) if row.channel.startswith("mail") else None
        if mail is not None and mail.words:
            day, words = danish.format_date_long(came_on(row)), " ".join(mail.words.split())
            yield Task(
                key=f"{WORDS}:{id}",
                title=AFTER,
                says=WRITTEN.format(day=day, words=words),
                who="Sekretæren eller sagsbehandleren",
                by="når mailen er kommet",
                choices=NOTED,
            )
