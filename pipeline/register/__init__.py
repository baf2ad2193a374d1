"""What the program remembers: inputs and their ends, cases, and documents with their manifests."""

from pipeline.register.store import CaseRow, DocumentRow, InputRow, Register, open_register

__all__ = ["CaseRow", "DocumentRow", "InputRow", "Register", "open_register"]
