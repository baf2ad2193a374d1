"""From submissions that belong together to a case, and from a case to the documents that are due."""

from pipeline.assemble.case import Case, Known, assemble_case
from pipeline.assemble.due import Documents, Outlook, due_documents, next_steps
from pipeline.assemble.parts import control_code, fits
from pipeline.assemble.prefill import prefilled
from pipeline.assemble.versions import Looking

__all__ = [
    "Case",
    "Documents",
    "Known",
    "Looking",
    "Outlook",
    "assemble_case",
    "control_code",
    "due_documents",
    "fits",
    "next_steps",
    "prefilled",
]
