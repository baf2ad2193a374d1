"""The tables that all programmes share, law and holidays: what in them is still for people to find out."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.catalogue.faults import DataFault, warning
from pipeline.catalogue.load import Catalogue

UNCHECKED = (
    "nobody has checked this row (no checked_on): letters that rest on it stay "
    "»UDKAST – hjemmel skal kontrolleres«"
)
UNCLEAR = "nobody has found out yet what holds here: letters that need this guidance stop and say so"
NO_HOLIDAYS = (
    "no school holidays are entered for {municipality}: "
    "meetings may be proposed in one, and no rule finds any"
)


def table_warnings(catalogue: Catalogue) -> Iterator[DataFault]:
    """Each thing that stops no programme and that somebody should know.

    A municipality without holidays has none, never another's.
    """
    law: dict[str, str] = {}
    lacking: dict[str, None] = {}
    for programme in catalogue.programmes.values():
        law |= {row.id: UNCHECKED for row in programme.laws if not row.checked_on}
        law |= {row.id: UNCHECKED for row in programme.complaints if not row.checked_on}
        law |= {row.id: UNCLEAR for row in programme.complaints if row.unclear}
        lacking |= {} if programme.holidays else {programme.municipality: None}
    for name, message in law.items():
        yield warning("schemas/law.toml", name, message)
    for municipality in lacking:
        message = NO_HOLIDAYS.format(municipality=municipality)
        why = catalogue.holidays_unknown.get(municipality)
        yield warning("schemas/holidays.toml", municipality, f"{message} ({why})" if why else message)
