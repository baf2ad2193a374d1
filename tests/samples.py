"""The shipped samples: which there are, and how each is made from the data of a straight course.

`SKOLEFLEX_UPDATE=1 pytest tests/golden` writes them anew, with what is expected of each beside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pipeline.catalogue import shipped
from pipeline.container import open_package, repack
from pipeline.records import Submission
from pipeline.sandbox import make_pdf_form
from tests.casebook import GONE, as_child, changed, form_of, good
from tests.filled import PROGRAMME, catalogue, filled

FOLDER = shipped() / "samples" / PROGRAMME

# Invented children; the numbers are replacement numbers (day + 60) of nobody.
CHILDREN = {
    "good": ("Alma Testrup Eksempelsen", "621112-5002"),
    "waiting": ("Ellen Modelsen Prøvholt", "740313-4028"),
    "refused": ("Ida-Marie Skitsegaard", "910812-4048"),
    "conflict": ("Åse Blanketby", "710213-4006"),
    "old-law": ("Signe Kladdebo", "660513-4058"),
    "criteria": ("Liv Skemadal Øst", "680912-4000"),
    "fault": ("Vigga Papirsen", "631212-4058"),
    "partly": ("Esther Udkastgaard", "740513-4068"),
    "unheard": ("Nora Høringsen", "630912-4004"),
    "changed": ("Molly Skiftesen", "790213-4004"),
    "extended": ("Vilja Fortsætdal", "880114-4048"),
    "stopped": ("Silke Slutholm", "661212-4068"),
    "leaving": ("Tilde Punktumby", "821011-4018"),
    "prior": ("Villads Tilsagn Prøve", "680314-4018"),
    "supplier": ("Nanna Skiftedal", "630414-4007"),
    "moving": ("Otto Flyttebo", "650514-4005"),
    "consent": ("Maja Jasigerne", "660313-4018"),
    "oral": ("Bo Mundtlig Eksempel", "670213-4003"),
    "protected": ("Iben Skjultby", "680613-4005"),
    "ten": ("Viggo Tiårsen", "660316-4006"),
    "fifteen": ("Rosa Femtenborg", "640411-4008"),
    "twin-1": ("Aksel Tvillingsen", "690813-4018"),
    "twin-2": ("Asta Tvillingsen", "690813-4026"),
    "good-acroform": ("Freja Formularsen", "650213-4068"),
    "good-printed": ("Karla Udskriftby", "820413-4058"),
}
WITHOUT_PPV = {"/ppv": {"status": "ordered", "ordered_on": "2026-06-02"}}
REFUSED_BY_SOF = {
    "/outcome": "refused",
    "/social_measure": GONE,
    "/reasoning_to_family": "Vi har lagt vægt på, at den kontaktperson, I allerede har, hjælper, og at I "
    "gerne vil fortsætte med ham. Den børnefaglige undersøgelse peger på, at den støtte dækker det, jeres "
    "barn har brug for derhjemme. Derfor giver vi ikke en ny støttende indsats lige nu.",
    "/what_happens_now": "Jeres kontaktperson fortsætter som nu. Karen-Marie Skriversen ringer til jer i "
    "næste uge, og vi holder møde med jer om tre måneder for at se, om støtten er den rigtige.",
    "/family_view": "Jeres barn har fortalt, at det hjælper at have én voksen at skrive til om morgenen. I "
    "har fortalt, at I er glade for jeres kontaktperson. Det har vi lagt stor vægt på, og derfor er det "
    "ham, der fortsætter.",
}
UNHEARD = {"/family_view": GONE}
UNHEARD_BY_BUF = {
    **UNHEARD,
    "/reasoning_to_family": "Nora har været væk fra 38 % af timerne, også de dage hvor der var to lærere i "
    "klassen. Psykologen skriver, at støtte kan hjælpe hende. Vi er i tvivl, om hun lige nu kan have gavn af "
    "støtte i den store klasse, eller om hun først har brug for et mindre og roligere sted at lære.",
}
UNHEARD_BY_SOF = {
    **UNHEARD,
    "/reasoning_to_family": "Den børnefaglige undersøgelse peger på, at den kontaktperson, I allerede har, "
    "hjælper Nora. Vi er i tvivl, om en ny støttende indsats oveni vil hjælpe hende mere lige nu.",
}
PARTLY_BY_BUF = {
    "/outcome": "partly_granted",
    "/granted_weekly_hours": 6,
    "/reasoning_to_family": "Psykologen har vurderet, at Esther har brug for støtte i 10 timer om ugen. "
    "Skolen giver allerede fire timer på et lille hold, som virker godt, og de fortsætter. Derfor giver vi 6 "
    "timer oveni, så Esther i alt får støtte i 10 timer.",
    "/what_happens_now": "Birgit Prøvholm inviterer jer til et møde i august, hvor vi lægger et skema for de "
    "6 timer.",
}
PARTLY_BY_SOF = {
    "/outcome": "partly_granted",
    "/reasoning_to_family": "Der er søgt om hjælp i begge hjem alle hverdage. Vi har lagt vægt på, at I "
    "begge har fortalt, at eftermiddagene går godt nu. Derfor giver vi hjælp om morgenen i begge hjem.",
}
CHANGED = {
    "/decided_on": "2026-12-01",
    "/reasoning_to_family": "Broen kan ikke længere komme med den samme voksen hver dag, og Molly har "
    "fortalt, at nye voksne hver uge gør det sværere. Prøvehuset kan give hende én fast "
    "voksen, som kender skolen.",
    "/family_view": "Molly har fortalt, at hun er ked af at miste Nadia. I har fortalt, at det vigtigste er "
    "en fast voksen. Derfor kommer Nadia med de første to gange.",
    "/what_happens_now": "Den nye voksne besøger jer inden jul sammen med Nadia.",
}
EXTENDED = {
    "/decided_on": "2027-06-01",
    "/reasoning_to_family": "Statusmøderne viser, at støtten virker, og at Vilja stadig har brug for en fast "
    "voksen om morgenen for at komme af sted.",
    "/family_view": "Vilja har fortalt, at det er blevet bedre, og at hun gerne vil have et år mere. Det har "
    "vi lagt vægt på.",
    "/what_happens_now": "Vi holder statusmøde i august og aftaler de nye mål sammen.",
}
NO_VERSION = {"/application_version": GONE}
YEAR_2 = {"/social_measure/expected_duration": "12 måneder, fra 10. august 2027 til 9. august 2028"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A filled form: whose, from which good data, what differs, and texts changed in the finished file."""

    data: str
    child: str = "good"
    changes: Mapping[str, Any] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)

    def filling(self) -> Any:
        name, cpr = CHILDREN[self.child]
        return changed(as_child(good(self.data), name, cpr), self.changes)

    def content(self) -> bytes:
        content = filled(self.data, self.filling())
        return tampered(content, self.texts) if self.texts else content

    def as_pdf_form(self) -> bytes:
        known = catalogue()
        programme = known.programme(PROGRAMME)
        return make_pdf_form(programme, form_of(self.data), known.templates, self.filling())


def fault(data: str = "application", texts: Mapping[str, str] | None = None, **changes: Any) -> Sample:
    """A sample with one thing wrong; the changes are JSON Pointers with `__` for `/`."""
    told = {"/" + key.replace("__", "/"): value for key, value in changes.items()}
    return Sample(data=data, child="fault", changes=told, texts=texts or {})


SAMPLES: dict[str, Sample] = {
    # A straight course.
    "application/good": Sample(data="application"),
    "decision/good-buf": Sample(data="decision_buf"),
    "decision/good-sof": Sample(data="decision_sof"),
    "agreement/good": Sample(data="agreement"),
    "plan/good": Sample(data="plan"),
    # Granted, but the PPV isn't there yet.
    "application/waiting-ppv": Sample(data="application", child="waiting", changes=WITHOUT_PPV),
    "decision/waiting-ppv-buf": Sample(data="decision_buf", child="waiting"),
    "decision/waiting-ppv-sof": Sample(data="decision_sof", child="waiting"),
    # Refused by both administrations.
    "application/refused": Sample(data="application", child="refused"),
    "decision/refused-buf": Sample(data="decision_refused", child="refused"),
    "decision/refused-sof": Sample(data="decision_sof", child="refused", changes=REFUSED_BY_SOF),
    # Part of what was asked for.
    "application/partly": Sample(data="application", child="partly"),
    "decision/partly-buf": Sample(data="decision_buf", child="partly", changes=PARTLY_BY_BUF),
    "decision/partly-sof": Sample(data="decision_sof", child="partly", changes=PARTLY_BY_SOF),
    # To be refused, but the family hasn't been heard.
    "application/unheard": Sample(data="application", child="unheard"),
    "decision/unheard-buf": Sample(data="decision_refused", child="unheard", changes=UNHEARD_BY_BUF),
    "decision/unheard-sof": Sample(
        data="decision_sof", child="unheard", changes={**REFUSED_BY_SOF, **UNHEARD_BY_SOF}
    ),
    # Another supplier on the way.
    "application/changed": Sample(data="application", child="changed"),
    "change/changed-supplier": Sample(data="change_to_another", child="changed"),
    "decision/changed-buf": Sample(data="decision_buf", child="changed", changes={**CHANGED, **NO_VERSION}),
    "decision/changed-sof": Sample(data="decision_sof", child="changed", changes={**CHANGED, **NO_VERSION}),
    # A second year.
    "application/extended": Sample(data="application", child="extended"),
    "extension/extended": Sample(data="extension_second_year", child="extended"),
    "decision/extended-buf": Sample(
        data="decision_buf", child="extended", changes={**EXTENDED, **NO_VERSION}
    ),
    "decision/extended-sof": Sample(
        data="decision_sof", child="extended", changes={**EXTENDED, **YEAR_2, **NO_VERSION}
    ),
    # The course ends, for a family that was heard and for one that wasn't.
    "application/stopped": Sample(data="application", child="stopped"),
    "decision/stopped-buf": Sample(data="decision_buf", child="stopped"),
    "decision/stopped-sof": Sample(data="decision_sof", child="stopped"),
    "change/stopped": Sample(data="change_stopped", child="stopped"),
    "application/leaving": Sample(data="application", child="leaving"),
    "decision/leaving-buf": Sample(data="decision_buf", child="leaving"),
    "decision/leaving-sof": Sample(data="decision_sof", child="leaving"),
    "change/leaving-unheard": Sample(
        data="change_stopped", child="leaving", changes={"/ending/family_view": GONE}
    ),
    # The agreement names another school than the application: on hold.
    "application/conflict": Sample(data="application", child="conflict"),
    "agreement/conflict-school": Sample(
        data="agreement", child="conflict", changes={"/school/name": "Skolen ved Prøvesøen"}
    ),
    # Accepted with something to look at.
    "application/old-law": Sample(
        data="application",
        child="old-law",
        changes={
            "/social_assessment/type": "boernefaglig_sel50",
            "/social_assessment/date": "2025-03-27",
            "/existing_social_measures/0/legal_basis": "Serviceloven § 52, stk. 3, nr. 6",
        },
    ),
    "application/criteria": Sample(
        data="application",
        child="criteria",
        changes={"/bbu_case": False, "/caseworker/unit": "bch", "/day_treatment/alternative": False},
    ),
    # What comes before, between and after.
    "prior_commitment/good": Sample(data="prior_commitment", child="prior"),
    "status/good": Sample(data="status", changes={"/case_no": GONE, "/child/cpr": CHILDREN["good"][1]}),
    "application/good-supplier": Sample(data="application", child="supplier"),
    "application/good-moving": Sample(data="application", child="moving"),
    "change/good-supplier": Sample(data="change_supplier", child="supplier"),
    "change/good-moving-away": Sample(data="change_moving_away", child="moving"),
    "extension/good": Sample(data="extension", child="moving", changes={"/case_no": GONE}),
    # Families: one parent without consent, a protected address, a child of 10 and one of 15, twins.
    "application/good-consent-missing": Sample(
        data="application", child="consent", changes={"/guardians/1/consent_measure": {"answer": "not_asked"}}
    ),
    "application/good-consent-oral": Sample(
        data="application",
        child="oral",
        changes={
            "/guardians/1/consent_measure/form": "oral",
            "/guardians/1/consent_measure/date": "2026-06-10",
        },
    ),
    "application/good-protected-address": Sample(
        data="application",
        child="protected",
        changes={"/guardians/0/protected_address": True, "/child/protected_address": True},
    ),
    "application/good-ten-years": Sample(
        data="application", child="ten", changes={"/child/grade": 4, "/child/class_name": "4.a"}
    ),
    "application/good-fifteen-years": Sample(
        data="application", child="fifteen", changes={"/child/grade": 9, "/child/class_name": "9.a"}
    ),
    "application/good-twin-1": Sample(data="application", child="twin-1"),
    "application/good-twin-2": Sample(data="application", child="twin-2"),
    # One thing wrong in each: sent back.
    "change/fault-no-supplier": fault("change_supplier", supplier=GONE),
    "status/fault-no-case": fault("status", case_no=GONE),
    "prior_commitment/fault-order": fault("prior_commitment", valid_until="2026-05-01"),
    "extension/fault-sum": fault("extension", case_no=GONE, budget__total=340000),
    "application/fault-cpr-date": fault(texts={"631212-4058": "910212-4002"}),
    "application/fault-cpr-short": fault(texts={"631212-4058": "631212-405"}),
    "application/fault-date-unclear": fault(texts={"28-05-2026": "medio maj"}),
    "application/fault-no-custody": fault(guardians__0__has_custody=False, guardians__1__has_custody=False),
    "application/fault-P01-sum": fault(budget__total=340000),
    "application/fault-P02-period": fault(period__end="2027-06-30", plan=GONE),
    "application/fault-P07-two-suppliers-no-ppv": fault(
        another_supplier="Prøvehusets Skolehjælp", ppv={"status": "not_ordered"}
    ),
    "application/fault-P10-coordination": fault(existing_social_measures__0__coordination=GONE),
    "application/fault-P11-buf-in-week-42": fault(
        plan__rows__0__start="2026-10-12", plan__rows__0__end="2026-10-16"
    ),
    "application/fault-P18-leader": fault(school__leader_confirms=GONE),
    "decision/fault-no-reasoning": fault("decision_refused", reasoning_to_family=GONE),
    "agreement/fault-no-family-contact": fault("agreement", family_contact=GONE),
    "plan/fault-P11-buf-in-holidays": fault("plan", plan__rows__0__in_holidays="continues_buf"),
}


PDF_FORMS: dict[str, Sample] = {
    "application/good-acroform": Sample(data="application", child="good-acroform"),
    "application/fault-cpr-date-acroform": fault(child__cpr="910212-4002"),
}
"""Forms filled in on the screen, as PDF."""

KEPT = ("application/good-printed.pdf", "application/foreign-two-column.docx")
"""What other programs made, kept as it came: a form printed by LibreOffice, and a municipality's own form."""
NAMES = (*(f"{name}.docx" for name in SAMPLES), *(f"{name}.pdf" for name in PDF_FORMS), *KEPT)


def tampered(content: bytes, texts: Mapping[str, str]) -> bytes:
    """The file with texts of its body replaced, as a sender would who types what no schema admits."""
    body = "word/document.xml"
    part = open_package(content)[body].decode("utf-8")
    for old, new in texts.items():
        assert old in part, old
        part = part.replace(old, new)
    return repack(content, {body: part.encode("utf-8")})


def expected_of(submission: Submission) -> dict[str, Any]:
    """What a sample is expected to give: the contract's object without what differs by file."""
    told = submission.as_json()
    return {key: value for key, value in told.items() if key not in ("file", "sha256", "sources")}
