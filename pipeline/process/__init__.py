"""The order of the steps, and nothing else: each step itself lives on a lower floor."""

from pipeline.process.accounts import case_account, case_lines, prefill_form, values_read
from pipeline.process.answering import resolve
from pipeline.process.casework import MergeResult, case_of, merge_files
from pipeline.process.child import note_children
from pipeline.process.clock import Clock, look, tick, trust
from pipeline.process.forgetting import Listing, lines_of, list_due
from pipeline.process.forgetting import forget as forget_listed
from pipeline.process.forgetting import told as listing_json
from pipeline.process.insight import Insight, give_insight
from pipeline.process.making import Made, Workshop, make_document
from pipeline.process.offices import Office
from pipeline.process.reading import examine, read_file
from pipeline.process.receipts import STATES, commented_copy
from pipeline.process.releasing import Releases, release, release_letters
from pipeline.process.reporting import report_on, write_report
from pipeline.process.run import SETTLE, RunReport, Step, Took, run_once
from pipeline.process.sending import settle as settle_mail
from pipeline.process.verifying import Recount, recount

__all__ = [
    "SETTLE",
    "STATES",
    "Clock",
    "Insight",
    "Listing",
    "Made",
    "MergeResult",
    "Office",
    "Recount",
    "Releases",
    "RunReport",
    "Step",
    "Took",
    "Workshop",
    "case_account",
    "case_lines",
    "case_of",
    "commented_copy",
    "examine",
    "forget_listed",
    "give_insight",
    "lines_of",
    "list_due",
    "listing_json",
    "look",
    "make_document",
    "merge_files",
    "note_children",
    "prefill_form",
    "read_file",
    "recount",
    "release",
    "release_letters",
    "report_on",
    "resolve",
    "run_once",
    "settle_mail",
    "tick",
    "trust",
    "values_read",
    "write_report",
]
