"""The one strict template language of the house: rules, sentences, mails and letters all speak it.

Jinja in an immutable sandbox where an unknown name is a failure and not a blank, with a closed list of
filters, `if` and `for` as the only statements, and an account of every hole printed, every decision taken and
every loop run. Values are data, never markup or templates. No other module imports jinja2.

Filters: `kort` (01-09-2026), `join`, `length`, `first`, `last`, `upper`, `lower`, `capitalize`.
"""

from pipeline.templating.compiled import (
    AbsentValue,
    Merged,
    Template,
    compile_expression,
    compile_part,
    compile_text,
)
from pipeline.templating.names import (
    Call,
    Use,
    calls,
    fault_in,
    functions,
    known_calls,
    names,
    text_names,
    uses,
)

__all__ = [
    "AbsentValue",
    "Call",
    "Merged",
    "Template",
    "Use",
    "calls",
    "compile_expression",
    "compile_part",
    "compile_text",
    "fault_in",
    "functions",
    "known_calls",
    "names",
    "text_names",
    "uses",
]
