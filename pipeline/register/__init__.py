"""What the program remembers: inputs and their ends, cases, documents with their manifests, tasks and mails,
and the trail of who did what."""

from pipeline.register.counting import Counts
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
from pipeline.register.store import Register, open_register

__all__ = [
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
