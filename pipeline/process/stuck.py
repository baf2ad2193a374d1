"""Files that lie in the inbox and can't be taken in: after a while staff are told, once, on one page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from pipeline import danish
from pipeline.assemble.case import NO_NUMBER, date_leaf
from pipeline.delivery import write_file
from pipeline.intake.folder import Delay, Delayed
from pipeline.process.making import make_proved
from pipeline.process.offices import Office
from pipeline.views import Leaf, View

PAGE = "Filer der venter i indbakken.docx"
HEADLINE = "Her er filer i indbakken, som ikke kan tages ind endnu."
SUBLINE = "Siden forsvinder af sig selv, når filerne er taget ind. Intet er gået tabt."
SAYS = {
    Delay.GROWING: "Filen bliver ved med at ændre sig. Er kopieringen gået i stå, så læg filen i indbakken "
    "igen.",
    Delay.OPEN: "Filen står åben hos en af jer. Gem og luk den, så bliver den taget ind. Er den ikke åben "
    "nogen steder, så slet den lille låsefil ved siden af (navnet begynder med ~$ eller .~lock).",
    Delay.LOCKED: "Filen kan ikke læses: den er låst, eller programmet har ikke lov til at åbne den. Luk "
    "den, hvor den er åben, eller læg en kopi i indbakken.",
    Delay.LARGE: "Filen er alt for stor til at være et skema. Læg selve skemaet i indbakken, og tag denne "
    "fil ud.",
}
Stuck = frozenset[tuple[str, Delay]]


def tell_stuck(office: Office, held: Iterable[Delayed], day: dt.date, told: Stuck | None = None) -> Stuck:
    """Keep the page of files that have waited longer than the workspace's patience; none, no page.

    `told` is what this gave the last time: the page is written when such a file comes or goes, and not again
    while they are the same.
    """
    patience = office.workspace.pace.patience
    stuck = sorted(
        (one for one in held if one.why in SAYS and one.seconds >= patience), key=lambda one: one.path
    )
    now = frozenset((one.path.name, one.why) for one in stuck)
    page = office.workspace.questions / PAGE
    if now == told:
        return now
    if stuck:
        write_file(page, _page(office, stuck, day))
    else:
        page.unlink(missing_ok=True)
    return now


def _page(office: Office, stuck: Iterable[Delayed], day: dt.date) -> bytes:
    today = date_leaf(day, "register")
    rows = [
        {
            "severity": "Afklares",
            "label": danish.clean_line(danish.mask_cprs(_name(one))) or "fil uden navn",
            "place": "",
            "message": SAYS[one.why],
        }
        for one in stuck
    ]
    head = {"headline": HEADLINE, "file": "Indbakken", "number": NO_NUMBER, "subline": SUBLINE}
    context = {
        "receipt": View({**{key: _leaf(text) for key, text in head.items()}, "received": today}),
        "today": today,
        "findings": tuple(View({key: _leaf(text) for key, text in row.items()}) for row in rows),
    }
    template = office.catalogue.templates["shared/returned.docx"]
    return make_proved(template, "returned.docx", context, "Afklares").content


def _name(one: Delayed) -> str:
    return one.path.name.encode("utf-8", "replace").decode("utf-8")


def _leaf(text: str) -> Leaf:
    return Leaf(text, text, "receipt")
