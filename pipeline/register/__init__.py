"""What the program remembers: inputs and their ends, cases, documents with their manifests, and tasks."""

from pipeline.register.areas import area_of_case, areas_of_cases, place_case
from pipeline.register.counting import Counts, count
from pipeline.register.finding import accepted_with
from pipeline.register.store import CaseRow, DocumentRow, InputRow, Register, TaskEntry, open_register

__all__ = [
    "CaseRow",
    "Counts",
    "DocumentRow",
    "InputRow",
    "Register",
    "TaskEntry",
    "accepted_with",
    "area_of_case",
    "areas_of_cases",
    "count",
    "open_register",
    "place_case",
]
