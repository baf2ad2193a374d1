"""What a programme is: its forms, rules, gates and documents, as `programme.toml` and the law table say them.

Records only; `catalogue` fills them from files, the steps read them. No programme, municipality or form is
named here or anywhere else in the code: everything that tells one programme from another is data.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pipeline.definitions import Form
from pipeline.records import FindingKind, Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A check between fields. `must` is an expression; where it is false, `says` is the Danish sentence.

    `each` names repeated rows (`/plan/rows/*`); then `row` is the current one and `at` is relative to it.
    """

    id: str
    form: str
    must: str
    at: str
    says: str
    source: str
    when: str = ""
    each: str = ""
    severity: Severity = Severity.ERROR
    kind: FindingKind = FindingKind.FORM


@dataclass(frozen=True, slots=True, kw_only=True)
class PartSource:
    """A form, and the place in its data, that a part of a case is taken from."""

    form: str
    at: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A name for what a case is made of: the newest submission of a form (or of a section of one).

    `where` narrows it by an expression over the form's data, and over `current`: what the case's opening form
    says on the day. `approves` says that it counts only for the fingerprint that was in force when it was
    given. `bound` are fields of the opening form that it must say the same of (`/school/name`): when they
    change, it is of the time before.
    """

    name: str
    label: str
    sources: tuple[PartSource, ...]
    where: str = ""
    approves: bool = False
    bound: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What a form changes in what the case's opening form says, from a day on.

    While `when` holds for the form's data, each pointer of `sets` takes the value of its expression.
    `valid_from` is the expression for the first day on which the new values hold; empty: as soon as the form
    is in. With `rows`, pointers with a `*` mean the row whose `key` is the value of `named`: a new row where
    there is none.
    """

    id: str
    form: str
    label: str
    sets: Mapping[str, str]
    when: str = ""
    valid_from: str = ""
    rows: str = ""
    key: str = ""
    named: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fingerprint:
    """What an approval is bound to: `fields` of the application, called `label` when they change."""

    label: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """A value that must be the same wherever it stands; a difference puts the case on hold.

    `values` are `part:/json/pointer`; `fold` compares names without regard to case, spelling of å and spaces.
    """

    id: str
    label: str
    values: tuple[str, ...]
    fold: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """What documents wait for: `open` is an expression, `waits` the Danish sentence while it is false."""

    id: str
    open: str
    waits: str
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A document of a programme: what it stands on, what it is made from, who gets it.

    `kind`: `word` (a template), `form` (a prefilled form of the programme), `mail`, `calendar`.
    `continues`: the part whose data the form is filled in with, to be completed.
    `each` names rows of the context: one document for each, called `recipient` in its template; `named` is
    what tells the recipients apart.
    `released`: has legal effect and stays a draft until a named official releases it.
    `letter`: the kind of letter it is in the law table, which says what it must hold. `about`: the part it
    speaks of, called `decision` in its template. `reasons`: the field of that part that holds the reasoning,
    asked for unless `reasons_unless` holds. `outcome`: what it decides, where the case's outcome isn't it.
    `replaces`: letters that are history once this one is due.
    `ahead`: looks at the case as it will be once every change that is known holds; the others at today.
    `per`: an expression for what it is made anew for (the year of a course): what was made for an earlier one
    stays as it was. `per_shown` is how that is written (`år {}`).
    """

    id: str
    title: str
    kind: str
    file: str
    template: str = ""
    form: str = ""
    continues: str = ""
    needs: tuple[str, ...] = ()
    when: str = ""
    each: str = ""
    where: str = ""
    named: str = ""
    released: bool = False
    complaint: str = ""
    letter: str = ""
    about: str = ""
    reasons: str = ""
    reasons_unless: str = ""
    outcome: str = ""
    replaces: tuple[str, ...] = ()
    sender: str = ""
    ahead: bool = False
    per: str = ""
    per_shown: str = ""
    recipients: tuple[str, ...] = ()
    must: tuple[str, ...] = ()
    must_not: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NextStep:
    """Who does what by when, while `when` is true; each text may hold template tags."""

    id: str
    when: str
    who: str
    what: str
    by: str
    to: str
    how: str
    signs: str
    journal: str
    ahead: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskRow:
    """Something a named person decides, while `when` is true.

    `key` is an expression for what makes it another task than the last of its kind. `choices` are the answers
    there are, `effects` what some of them bring about. Once answered, `answers.<id>` is the answer in gates
    and sentences, as long as the key is the same.
    """

    id: str
    when: str
    title: str
    says: str
    who: str
    by: str
    choices: Mapping[str, str]
    key: str = "'once'"
    ahead: bool = False
    effects: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class MailApproval:
    """An approval that is asked for and given by mail.

    `document` is the mail that asks, with the documents `encloses`, those who may approve for `role` in the
    settings. An answer becomes the `form` that fills `part`: what it can be prefilled with from the case, and
    what each expression of `sets` gives, which see the case and the `answer`.
    """

    id: str
    part: str
    form: str
    role: str
    document: str
    sets: Mapping[str, str]
    encloses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LawRef:
    """A legal reference as it is written in a letter, with the time it is in force.

    `checked_on` is the day a person held it against the law as published; empty: nobody has.
    """

    id: str
    text: str
    title: str
    source: str
    valid_from: str
    valid_to: str = ""
    replaces: str = ""
    checked_on: str = ""

    def in_force(self, day: str) -> bool:
        return self.valid_from <= day and (not self.valid_to or day <= self.valid_to)


@dataclass(frozen=True, slots=True, kw_only=True)
class Complaint:
    """Complaint guidance for one kind of decision; chosen when `when` holds (FVL § 25).

    A row with `unclear` in place of its `text` says what nobody has found out yet: its letter stops there.
    """

    id: str
    kind: str
    when: str
    source: str
    valid_from: str
    body: str = ""
    send_to: str = ""
    deadline: str = ""
    text: str = ""
    unclear: str = ""
    valid_to: str = ""
    checked_on: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterPart:
    """Something a kind of letter must hold by law: its template prints one of the values `prints` means.

    `prints` are patterns over the names of templates: `law.*`, `*.family_view`.
    """

    label: str
    source: str
    prints: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reasoning:
    """What no reasoning is: anything shorter than `min_characters`, or one of `phrases` and nothing else."""

    min_characters: int = 0
    phrases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme:
    """Everything about one programme; `terms` are dated values, newest last."""

    id: str
    title: str
    municipality: str
    based_on: str
    """The programme that says what this one doesn't; empty for one that says all itself."""
    case_prefix: str
    forms: Mapping[str, Form]
    older_forms: tuple[Form, ...]
    """Earlier versions, by which forms that were made then are read."""
    form_dates: Mapping[str, str]
    phone_exempt: tuple[str, ...]
    terms: tuple[Mapping[str, Any], ...]
    rules: tuple[Rule, ...]
    parts: tuple[Part, ...]
    opens: str
    opens_early: tuple[str, ...]
    """Forms that may open a case before the one that `opens` names has come."""
    closed: str
    """Over the case: true once nothing more joins it but by its number."""
    asks_first: str
    """Over the case: true while another opening form without a number is a question to a person."""
    holds_place: str
    """Over the case: true while it takes one of the programme's places."""
    course: Mapping[str, str]
    """Over the case: what it is to others and in the figures (`granted`, `first`, `last`, `amount`,
    `group`)."""
    report: Mapping[str, Any]
    """What the report on the programme tells, as `[report]` says it."""
    rests_on: tuple[str, ...]
    """Expressions over the case: what a released letter rests on though it may not print it."""
    no_news: tuple[str, ...]
    """Patterns of origins that never make a released letter stale: phone numbers, addresses of a mail."""
    changes: tuple[Change, ...]
    tasks: tuple[TaskRow, ...]
    approvals: tuple[MailApproval, ...]
    child_name: str
    child_cpr: str
    place: str
    case_number: str
    received: Mapping[str, str]
    fingerprint: tuple[Fingerprint, ...]
    approval_code: str
    approval_day: str
    approval_version: str
    comparisons: tuple[Comparison, ...]
    derived: Mapping[str, str]
    gates: tuple[Gate, ...]
    documents: tuple[Document, ...]
    next_steps: tuple[NextStep, ...]
    senders: Mapping[str, Mapping[str, str]]
    meetings: Mapping[str, Any]
    """One series of meetings, or several as `series`."""
    complaint_facts: Mapping[str, str]
    prefill: Mapping[str, Mapping[str, str]]
    summary: tuple[str, ...]
    attachments: str
    """Where a form lists the papers that go with it (`application:/attachments`); empty: nowhere."""
    laws: tuple[LawRef, ...]
    complaints: tuple[Complaint, ...]
    letters: Mapping[str, tuple[LetterPart, ...]]
    reasoning: Reasoning
    holidays: tuple[Mapping[str, Any], ...]
    templates: Mapping[str, bytes] = field(repr=False)

    def terms_on(self, day: str) -> Mapping[str, Any]:
        """The dated terms in force on an ISO day; the oldest where the day lies before all of them."""
        fitting = [terms for terms in self.terms if str(terms["valid_from"]) <= day]
        return fitting[-1] if fitting else (self.terms[0] if self.terms else {})
