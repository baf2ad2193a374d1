"""The order of the steps, and nothing else: each step itself lives on a lower floor."""

from pipeline.process.accounts import case_account, case_lines, prefill_form
from pipeline.process.casework import MergeResult, case_of, merge_files
from pipeline.process.documents import Office, release
from pipeline.process.making import Made, Workshop, make_document
from pipeline.process.printing import Releases, release_letters
from pipeline.process.questions import resolve
from pipeline.process.reading import examine, read_file
from pipeline.process.receipts import STATES, commented_copy
from pipeline.process.reporting import report_on, write_report
from pipeline.process.run import SETTLE, RunReport, Took, run_once

__all__ = [
    "SETTLE",
    "STATES",
    "Made",
    "MergeResult",
    "Office",
    "Releases",
    "RunReport",
    "Took",
    "Workshop",
    "case_account",
    "case_lines",
    "case_of",
    "commented_copy",
    "examine",
    "make_document",
    "merge_files",
    "prefill_form",
    "read_file",
    "release",
    "release_letters",
    "report_on",
    "resolve",
    "run_once",
    "write_report",
]
