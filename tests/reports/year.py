"""A whole invented year of a programme with a pool, districts and schools, big enough to be told in
figures."""

from __future__ import annotations

from typing import Any

from pipeline.process import Office
from tests.casebook import GONE
from tests.reports.records import Told, put_on_record

POOLED = "skolefleks-ballerup"
SCHOOLS = (
    # district, school, how many children begin in 2026, how many began in 2025
    ("Nordmarken", "Skolen ved Prøvesøen", 7, 5),
    ("Nordmarken", "Mønsterskolen", 3, 1),
    ("Søparken", "Eksempelskolen", 6, 6),
    ("Åvænget", "Skitseskolen", 2, 1),
    ("Bakkelandet", "Udkastskolen", 5, 0),
)


def a_pooled_year(office: Office) -> list[str]:
    """23 grants in 2026, 13 the year before, two refused and three that wait: the numbers of the cases."""
    numbers, n = [], 0
    for district, school, now, before in SCHOOLS:
        for year, count in ((2026, now), (2025, before)):
            for k in range(count):
                numbers.append(_granted(office, n, district, school, year, k))
                n += 1
    for k in range(5):
        forms = ("application", "recommendation", "decision_refused") if k < 2 else ("application",)
        told = Told(
            child=n,
            forms=forms,
            changes={"application": {"/application_date": f"2026-10-{10 + k}"}},
            letter="orientation/1",
            released="2026-10-30" if k < 2 else "",
        )
        numbers.append(put_on_record(office, POOLED, told, "2026-10-12"))
        n += 1
    return numbers


def _granted(office: Office, n: int, district: str, school: str, year: int, k: int) -> str:
    amount = 160000 + 15000 * (n % 5)
    start = f"{year}-{('02', '03', '08', '08', '09', '12')[k % 6]}-01"
    end = f"{year + 1}-{('01-15', '02-28', '07-31', '07-31', '08-31', '11-30')[k % 6]}"
    application: dict[str, Any] = {
        "/school/district": district,
        "/school/name": school,
        "/amount_requested": amount,
        "/amount_reason": "Efter elevens behov." if amount != 200000 else GONE,
        "/application_date": f"{year}-01-{5 + n % 20:02}",
        "/period": {"start": start, "end": end},
    }
    amounts = {"/amount_recommended": amount, "/amount_granted": amount, "/decided_on": f"{year}-01-27"}
    if application["/amount_reason"] is GONE:
        del application["/amount_reason"]
    told = Told(
        child=n,
        forms=("application", "recommendation", "decision"),
        changes={
            "application": application,
            "recommendation": {"/amount_recommended": amount},
            "decision": amounts,
        },
        letter="grant",
        released=f"{year}-02-{1 + (n * 3) % 26:02}",
    )
    return put_on_record(office, POOLED, told, f"{year}-01-{5 + n % 20:02}")
