"""What the program remembers: inputs and their ends, cases, documents with their manifests, tasks and mails,
and the trail of who did what."""

from pipeline.register.counting import Counts
from pipeline.register.locks import CASES, DECIDING, SENDING
from pipeline.register.opening import open_register
from pipeline.register.rows import (
    ApprovalRow,
    CaseRow,
    DocumentRow,
    EventRow,
    FilingRow,
    HoldRow,
    InputRow,
    MailRow,
    OutboxRow,
    TaskEntry,
    TickRow,
)
from pipeline.register.store import Register

__all__ = [
    "CASES",
    "DECIDING",
    "SENDING",
    "ApprovalRow",
    "CaseRow",
    "Counts",
    "DocumentRow",
    "EventRow",
    "FilingRow",
    "HoldRow",
    "InputRow",
    "MailRow",
    "OutboxRow",
    "Register",
    "TaskEntry",
    "TickRow",
    "open_register",
]
