"""What the program remembers: inputs and their ends, cases, documents with their manifests, and tasks."""

from pipeline.register.store import CaseRow, DocumentRow, InputRow, Register, TaskEntry, open_register

__all__ = ["CaseRow", "DocumentRow", "InputRow", "Register", "TaskEntry", "open_register"]
