"""From submissions that belong together to a case, and from a case to the documents that are due."""

from pipeline.assemble.case import Case, assemble_case
from pipeline.assemble.due import Outlook, due_documents
from pipeline.assemble.parts import control_code, fits
from pipeline.assemble.prefill import prefilled

__all__ = ["Case", "Outlook", "assemble_case", "control_code", "due_documents", "fits", "prefilled"]
