"""What casework with a register stands on: the workspace and its areas, the register, the catalogue."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace

from pipeline.assemble import Case, Known
from pipeline.catalogue import Catalogue
from pipeline.errors import SetupError
from pipeline.facts import Facts
from pipeline.process.casework import case_of
from pipeline.process.courses import load_facts
from pipeline.process.making import Workshop
from pipeline.process.tasks import forms_that_count
from pipeline.register import CaseRow, InputRow, Register
from pipeline.settings import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """One area's folders with the register and the catalogue of all; `areas` are all there are."""

    workspace: Workspace
    register: Register
    catalogue: Catalogue
    areas: tuple[Workspace, ...] = ()

    # ── areas ─────────────────────────────────────────────────────────────────────────────────────────

    def everywhere(self) -> tuple[Office, ...]:
        """The office of each area."""
        return tuple(replace(self, workspace=one) for one in self.areas) or (self,)

    def at(self, area: str) -> Office:
        """The office of an area; of the first one where there is none of that name (any more)."""
        return next((one for one in self.everywhere() if one.workspace.area == area), self.everywhere()[0])

    def of_case(self, number: str) -> Office:
        """The office in whose folders a case lies."""
        return self.at(self.register.area_of_case(number)) if len(self.areas) > 1 else self

    def of_input(self, row: InputRow) -> Office:
        """The office that is told what became of a file: its case's, else the one whose inbox it came by."""
        return self.of_case(row.case_number) if row.case_number else self.at(row.channel.partition(":")[2])

    def of_mail(self, id: str) -> Office:
        """The office of the area whose mailbox a mail came by; the first where there is none (any more)."""
        mail = self.register.find_incoming(id)
        box = mail.box if mail else ""
        mine = (
            one for one in self.everywhere() if (told := one.workspace.mail_in) and told.account.name == box
        )
        return next(mine, self.everywhere()[0])

    # ── cases ─────────────────────────────────────────────────────────────────────────────────────────

    def case(self, row: CaseRow, day: dt.date, facts: Facts | None = None) -> Case:
        """The case as it is on a day; the `facts` of all cases are loaded where nobody has loaded them
        yet."""
        known = replace(facts or self.facts(day), programme=row.programme, case=row.number)
        answered = {task.key: task.answer for task in self.register.tasks(row.number) if task.answer}
        programme = self.catalogue.programme(row.programme)
        filed = forms_that_count(self.register, row)
        return case_of(programme, filed, row.number, day, Known(facts=known, answers=answered))

    def facts(self, day: dt.date, rows: Iterable[CaseRow] | None = None) -> Facts:
        """What each case needs to know of all others, or of these `rows`."""
        return load_facts(self.register, self.catalogue, day, rows)

    def asks(self, row: CaseRow, day: dt.date) -> tuple[str, ...]:
        """The mails of a case's programme that ask for an approval of somebody who may give it on a day."""
        wanted = self.catalogue.programme(row.programme).approvals
        home = self.of_case(row.number).workspace if wanted else self.workspace
        return tuple(one.document for one in wanted if home.may_approve(one.role, day))

    def row(self, number: str) -> CaseRow:
        """The case of that number on record. Raises SetupError where there is none."""
        row = self.register.find_case(number)
        if row is None:
            raise SetupError("there is no case of that number here")
        return row

    def touch(self, number: str) -> None:
        """Have the case brought up to date at the next round, though no file comes for it."""
        self.workspace.touched.mkdir(exist_ok=True)
        (self.workspace.touched / number).touch()

    def workshop(self, *, released: bool = False) -> Workshop:
        return Workshop(catalogue=self.catalogue, recipients=self.workspace.recipients, released=released)
