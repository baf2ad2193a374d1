"""Danish values: from what people write to typed data, and back.

Each `parse_…` gives the value or an `Unclear` with a stable code, for which `wording` has the sentence.
Nothing here raises for what a person may write, and nothing is filled in with the likeliest value.
"""

from pipeline.danish.amounts import (
    format_money,
    format_number,
    is_unticked,
    parse_grade,
    parse_integer,
    parse_money,
    parse_number,
    parse_yes_no,
)
from pipeline.danish.contacts import format_phone, parse_email, parse_phone, parse_postal_code
from pipeline.danish.dates import (
    MONTHS,
    WEEKDAYS,
    format_date_long,
    format_date_short,
    iso_date,
    parse_date,
    weekday,
)
from pipeline.danish.identifiers import (
    birth_date,
    cpr_looks_mistyped,
    cvr_adds_up,
    ean_adds_up,
    is_replacement,
    mask_cpr,
    mask_cprs,
    parse_cpr,
    parse_cvr,
    parse_ean,
    parse_institution,
)
from pipeline.danish.text import (
    PROMPTS,
    Unclear,
    clean_line,
    clean_prose,
    either,
    fold,
    invisible_in,
    is_clean_line,
    is_clean_prose,
    is_empty_text,
)

__all__ = [
    "MONTHS",
    "PROMPTS",
    "WEEKDAYS",
    "Unclear",
    "birth_date",
    "clean_line",
    "clean_prose",
    "cpr_looks_mistyped",
    "cvr_adds_up",
    "ean_adds_up",
    "either",
    "fold",
    "format_date_long",
    "format_date_short",
    "format_money",
    "format_number",
    "format_phone",
    "invisible_in",
    "is_clean_line",
    "is_clean_prose",
    "is_empty_text",
    "is_replacement",
    "is_unticked",
    "iso_date",
    "mask_cpr",
    "mask_cprs",
    "parse_cpr",
    "parse_cvr",
    "parse_date",
    "parse_ean",
    "parse_email",
    "parse_grade",
    "parse_institution",
    "parse_integer",
    "parse_money",
    "parse_number",
    "parse_phone",
    "parse_postal_code",
    "parse_yes_no",
    "weekday",
]
