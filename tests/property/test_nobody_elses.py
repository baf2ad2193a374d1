"""No document holds another child's values, another parent's, or an address that is protected.

Invented families by the batch, each with its own words everywhere; a batch is dropped into one inbox in a
mixed order, with what happens to families: siblings, two homes, changes, missing answers, forms that
contradict each other. One batch is Word files from end to end. In the others what a file says is handed on
unread: reading sees one file at a time and mixes nothing, and what is proved here comes after it.
"""

from __future__ import annotations

import datetime as dt
import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from pipeline.catalogue import Catalogue
from pipeline.container import open_package
from pipeline.danish import format_phone
from pipeline.process.reading import examine, status_of
from pipeline.records import IncomingFile, Submission
from tests.casebook import GONE, as_child, changed, form_of, good
from tests.filled import PROGRAMME
from tests.offices import drop, office_in, run

BATCHES, FAMILIES = 10, 20
FROM_WORD = 1
"""So many batches are read from Word files."""
AUTHORITY = ("Samlet ansøgning til BEKU", "Ansøgning til udfyldelse")
"""Files that only the authority sees, by what their names begin with: they hold the whole application."""
CHILD = "Brev til barnet"
"""What the child's own letter is called: it may say what the child has said."""
SYLLABLES = (
    "ba",
    "de",
    "fi",
    "go",
    "hu",
    "ka",
    "le",
    "mi",
    "no",
    "pu",
    "ra",
    "se",
    "ti",
    "vo",
    "ly",
    "dø",
    "bæ",
)


@dataclass(kw_only=True)
class Parent:
    """What is one parent's own; `hidden` says that the address is protected."""

    name: str
    address: str
    phone: str
    email: str
    remarks: str
    custody: bool = True
    hidden: bool = False

    @property
    def own(self) -> tuple[str, ...]:
        return (self.name, self.address, self.phone, format_phone(self.phone), self.email, self.remarks)


@dataclass(kw_only=True)
class Course:
    """A child's course: the data of its forms, and the words that are the child's own."""

    name: str
    cpr: str
    address: str
    view: str
    parents: list[Parent]
    forms: dict[str, Any] = field(default_factory=dict)
    number: str = ""

    @property
    def own(self) -> tuple[str, ...]:
        return (self.name, self.cpr, self.cpr.replace("-", ""), self.address, self.view)


class Maker:
    """Makes families; the same seed makes the same ones."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(f"families/{seed}")
        self.count = seed * 1000

    def word(self) -> str:
        self.count += 1
        syllables = "".join(self.dice.choice(SYLLABLES) for _ in range(4))
        return f"{syllables}{self.count}".replace("0", "q").capitalize()

    def cpr(self) -> str:
        self.count += 1
        born = f"{self.dice.randint(61, 88)}{self.dice.randint(1, 12):02d}{self.dice.randint(10, 16)}"
        return f"{born}-{4000 + self.count % 2990:04d}"

    def parent(self) -> Parent:
        self.count += 1
        return Parent(
            name=f"{self.word()} {self.word()}",
            address=f"{self.word()}vej {self.dice.randint(1, 99)}",
            phone=f"{20_000_000 + self.count * 7}",
            email=f"{self.word().lower()}@post.example",
            remarks=f"Bemærkning {self.word()}.",
            hidden=self.dice.random() < 0.3,
        )

    def family(self) -> list[Course]:
        parents = [self.parent() for _ in range(self.dice.choice((1, 2, 2, 2, 3)))]
        parents[-1].custody = len(parents) == 1 or self.dice.random() < 0.8
        home = f"{self.word()}stræde {self.dice.randint(1, 99)}"
        return [self.course(parents, home) for _ in range(2 if self.dice.random() < 0.2 else 1)]

    def course(self, parents: list[Parent], home: str) -> Course:
        course = Course(
            name=f"{self.word()} {parents[0].name.split()[-1]}",
            cpr=self.cpr(),
            address=home,
            view=f"»Jeg vil gerne {self.word()}.«",
            parents=parents,
        )
        for name in ("application", "decision_buf", "decision_sof", "agreement", "plan"):
            text = as_child(good(name), course.name, course.cpr)
            if name != "plan" or self.dice.random() < 0.2:
                course.forms[name] = changed(text, self.changes(name, course))
        self.happens(course)
        return course

    def changes(self, name: str, course: Course) -> dict[str, Any]:
        if name != "application":
            return {}
        yes = good("application")["guardians"][0]
        rows = [
            {
                **yes,
                "name": parent.name,
                "address": parent.address,
                "phone": parent.phone,
                "email": parent.email,
                "remarks": parent.remarks,
                "has_custody": parent.custody,
                "protected_address": parent.hidden,
            }
            for parent in course.parents
        ]
        return {
            "/guardians": rows,
            "/child/address": course.address,
            "/child_view": course.view,
            "/child/protected_address": self.dice.random() < 0.1,
            "/aftaleforum/participants": GONE,
            "/signatures": GONE,
        }

    def happens(self, course: Course) -> None:
        """Something that happens to families: forms that are missing, contradict, or are changed later."""
        what = self.dice.choice(
            ("straight", "straight", "waiting", "no agreement", "consent", "conflict", "supplier", "address")
        )
        if what == "waiting":
            del course.forms["decision_sof"]
        elif what == "no agreement":
            del course.forms["agreement"]
        elif what == "consent":
            course.forms["application"]["guardians"][0]["consent_measure"] = {"answer": "not_asked"}
        elif what == "conflict":
            course.forms["agreement"]["school"]["name"] = "Skolen ved Prøvesøen"
        elif what in ("supplier", "address"):
            form = as_child(good(f"change_{what}"), course.name, course.cpr)
            if what == "address":
                mover = course.parents[0]
                mover.address, mover.hidden = f"{self.word()}allé {self.dice.randint(1, 99)}", True
                form["guardian"] |= {"name": mover.name, "address": mover.address}
                form |= {"valid_from": "2026-08-01", "child_moves": False}
            course.forms[f"change_{what}"] = form


def words_in(path: Path) -> str:
    """Everything that stands in a file, whatever part of it and however it is marked up."""
    if path.suffix in (".docx", ".pdf"):
        parts = open_package(path.read_bytes())
        return " ".join(
            unescape(re.sub(r"<[^>]+>", "", re.sub(r"</w:p>", " ", part.decode("utf-8", "replace"))))
            + " ".join(re.findall(r'"([^"]*)"', part.decode("utf-8", "replace")))
            for name, part in parts.items()
            if name.endswith((".xml", ".rels"))
        )
    if path.suffix == ".eml":
        message = message_from_bytes(path.read_bytes(), policy=policy.default)
        body = message.get_body()
        assert body is not None
        return f"{message['subject']} {body.get_content()}"
    return path.read_text("utf-8").replace("\r\n ", "")


def files_of(root: Path, course: Course) -> Iterator[Path]:
    """What was made for a case: its folder, its mails, its open questions."""
    for path in root.rglob("*"):
        place = path.relative_to(root).as_posix()
        if path.is_file() and not path.name.startswith(".") and course.number in place:
            yield path


def handed_on(file: IncomingFile, known: Catalogue, day: dt.date) -> Submission:
    """What `read_file` gives for a file whose data stand in it as they are; validated by the same rules."""
    told = json.loads(file.content)
    programme = known.programme(PROGRAMME)
    form = programme.forms[told["form"]]
    data, findings, skipped = examine(told["data"], form, programme, day)
    return Submission(
        file=file.name,
        sha256=file.sha256,
        status=status_of(findings),
        programme=PROGRAMME,
        form=form.name,
        version=form.version,
        data=data,
        findings=findings,
        skipped_rules=skipped,
    )


@pytest.mark.parametrize("batch", range(BATCHES))
def test_no_document_holds_what_is_somebody_elses(
    batch: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    maker = Maker(batch)
    if batch >= FROM_WORD:
        monkeypatch.setattr("pipeline.process.taking.read_file", handed_on)
    courses = [course for _ in range(FAMILIES) for course in maker.family()]
    with office_in(tmp_path / "kontor") as office:
        forms = [(course, name) for course in courses for name in course.forms]
        maker.dice.shuffle(forms)
        for n, (course, name) in enumerate(forms):
            if batch < FROM_WORD:
                drop(office, name, course.forms[name], file=f"{n:04d} {name}")
            else:
                told = json.dumps({"form": form_of(name), "data": course.forms[name]})
                (office.workspace.inbox / f"{n:04d} {name}.docx").write_text(told, "utf-8")
        first = run(office, "2026-08-10")
        assert first.broken == first.failed == ()
        numbers = {}
        for row in office.register.cases():
            held = {entry.submission.data["child"]["name"] for entry in office.register.filed(row.number)}
            assert len(held) == 1, "forms of two children in one case"
            numbers[held.pop()] = row.number
        for course in courses:
            course.number = numbers[course.name]
        seen = 0
        for course in courses:
            for path in files_of(office.workspace.shared, course):
                seen += 1
                assert_only_its_own(path, words_in(path), course, courses)
        assert seen > 4 * len(courses)


def assert_only_its_own(path: Path, text: str, course: Course, courses: list[Course]) -> None:
    for other in courses:
        if other is course:
            continue
        shared = set(course.own) | {word for parent in course.parents for word in parent.own}
        strange = [*other.own, *(word for parent in other.parents for word in parent.own)]
        found = [word for word in strange if word not in shared and word in text]
        assert not found, f"{path.name} of {course.number} holds what is {other.number}'s: {found}"
    if path.name.startswith(AUTHORITY):
        return
    # A letter is to the one parent it names; everything else is to no parent in particular.
    letter = "modtager" in path.name and path.suffix == ".docx"
    reader = [parent for parent in course.parents if letter and parent.name in text]
    assert len(reader) == letter, f"{path.name} names {len(reader)} parents"
    for parent in course.parents:
        private = parent.own if letter else (parent.address, parent.phone, parent.email, parent.remarks)
        if parent not in reader:
            found = [word for word in private if word in text]
            assert not found, f"{path.name} of {course.number} holds a parent's {found}"
    if "til udfyldelse" in path.name or path.suffix == ".eml":
        assert course.address not in text
    assert path.name.startswith(CHILD) or course.view not in text


def test_a_slip_would_be_seen(tmp_path: Path) -> None:
    """The judge itself: one parent's address in the other one's letter, another child in a plan."""
    maker = Maker(99)
    course, other = maker.course([maker.parent(), maker.parent()], "Hjemvej 1"), maker.family()[0]
    letter = tmp_path / "Afgørelsesbrev undervisning - modtager 1.docx"
    right = f"Kære {course.parents[0].name}, {course.parents[0].address}: {course.name}"
    assert_only_its_own(letter, right, course, [course, other])
    for slip in (course.parents[1].address, other.name, other.cpr, course.view, course.parents[1].name):
        with pytest.raises(AssertionError):
            assert_only_its_own(letter, f"{right} {slip}", course, [course, other])


def test_there_are_families_enough() -> None:
    assert BATCHES * FAMILIES >= 200
