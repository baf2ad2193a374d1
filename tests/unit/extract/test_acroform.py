"""Fields of PDF forms of any maker: what each holds, and what becomes of files that break the format."""

from __future__ import annotations

import io
import random
from contextlib import suppress
from itertools import pairwise
from typing import Any

import pytest
from pypdf import PdfReader, PdfWriter

from pipeline.errors import InputRejected
from pipeline.extract.acroform import read_acroform, read_fields
from pipeline.pdfobjects.writing import Name, PdfFile, Ref, Stream
from pipeline.records import Answer, Mark

RECT = [100, 700, 300, 720]
PUSH, RADIO, COMBO = 1 << 16, 1 << 15, 1 << 17


class Maker:
    """A file of one page whose fields a test puts in."""

    def __init__(self) -> None:
        self.file = PdfFile()
        self.root, self.page, self.tree = self.file.keep(), self.file.keep(), self.file.keep()
        self.top: list[Ref] = []
        self.annots: list[Ref] = []

    def field(self, listed: bool = True, **entries: Any) -> Ref:
        """A field that is its own widget."""
        ref = self.file.add({"Type": Name("Annot"), "Subtype": Name("Widget"), "Rect": RECT, **entries})
        self.annots.append(ref)
        self.top += [ref] if listed else []
        return ref

    def text(self, name: str, value: Any = None, **entries: Any) -> Ref:
        return self.field(FT=Name("Tx"), T=name, V=value, **entries)

    def group(self, kids: list[dict[str, Any]], **entries: Any) -> None:
        """A field with several widgets."""
        parent = self.file.keep()
        refs = [self.field(listed=False, Parent=parent, **kid) for kid in kids]
        self.file.put(parent, {**entries, "Kids": refs})
        self.top.append(parent)

    def content(
        self, form: dict[str, Any] | None = None, info: dict[str, Any] | None = None, **catalog: Any
    ) -> bytes:
        page = {
            "Type": Name("Page"),
            "Parent": self.tree,
            "MediaBox": [0, 0, 600, 800],
            "Annots": self.annots,
        }
        self.file.put(self.page, page)
        self.file.put(self.tree, {"Type": Name("Pages"), "Kids": [self.page], "Count": 1})
        acroform = {"Fields": self.top, **(form or {})}
        catalogue = {"Type": Name("Catalog"), "Pages": self.tree, "AcroForm": acroform, **catalog}
        self.file.put(self.root, catalogue)
        return self.file.content(self.root, self.file.add(info or {}))

    def read(self, **form: Any) -> tuple[Answer, ...]:
        return read_acroform(self.content(form)).answers


def looks(state: str) -> dict[str, Any]:
    return {"N": {state: Stream_, "Off": Stream_}}


Stream_: dict[str, Any] = {}


def box(state: str = "Yes", shows: str | None = None) -> dict[str, Any]:
    return {"AP": looks(state), "AS": Name(shows) if shows else None}


# ── values ────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "value", ["Alma", "Æblegård på Ø", "/Off", "linje 1\nlinje 2", "👧🏽 Привет", "þÿx", "(a\\b)"]
)
def test_a_text_is_read_as_it_was_written(value: str) -> None:
    maker = Maker()
    maker.text("navn", value)
    (answer,) = maker.read()
    assert (answer.raw, answer.empty, answer.by, answer.place.page) == (value, False, "field", 1)


def test_line_ends_of_every_kind_are_one_kind() -> None:
    maker = Maker()
    maker.text("note", "a\rb\r\nc\nd")
    assert maker.read()[0].raw == "a\nb\nc\nd"


def test_a_value_in_a_stream_is_read_and_rich_text_is_not() -> None:
    maker = Maker()
    maker.text("lang", maker.file.add(Stream({}, b"lang tekst" * 50)), RV="<b>andet</b>")
    maker.text("tom", None, RV="<b>andet</b>")
    assert [answer.raw for answer in maker.read()] == ["lang tekst" * 50, ""]


def test_the_appearance_is_never_the_value() -> None:
    maker = Maker()
    drawn = maker.file.add(Stream({"Subtype": Name("Form")}, b"BT (gammel) Tj ET"))
    maker.text("navn", "ny", AP={"N": drawn})
    maker.text("tom", None, AP={"N": drawn})
    assert [answer.raw for answer in maker.read()] == ["ny", ""]


def test_kind_value_and_hint_are_inherited() -> None:
    maker = Maker()
    maker.group([{}, {}], FT=Name("Tx"), T="navn", V="Alma", TU="Barnets navn")
    (answer,) = maker.read()
    assert (answer.raw, answer.alias, answer.label, answer.tag) == (
        "Alma",
        "Barnets navn",
        "Barnets navn",
        "",
    )


def test_two_fields_of_one_name_stay_two_answers() -> None:
    maker = Maker()
    maker.text("navn", "Alma")
    maker.text("navn", "Bo")
    assert [answer.raw for answer in maker.read()] == ["Alma", "Bo"]


def test_a_widget_with_its_own_value_is_an_answer_of_its_own() -> None:
    maker = Maker()
    maker.group([{}, {"V": "Bo"}], FT=Name("Tx"), T="navn", V="Alma")
    assert sorted(answer.raw for answer in maker.read()) == ["Alma", "Bo"]


@pytest.mark.parametrize(
    ("value", "raw", "choice"),
    [("n", "Nørre", "n"), (["n", "s"], "Nørre\nSønder", ""), ("Andet", "Andet", "Andet"), (None, "", "")],
)
def test_a_choice_is_what_a_person_sees(value: Any, raw: str, choice: str) -> None:
    maker = Maker()
    maker.field(FT=Name("Ch"), Ff=COMBO, T="område", V=value, Opt=[["n", "Nørre"], ["s", "Sønder"]])
    (answer,) = maker.read()
    assert (answer.raw, answer.choice, answer.empty) == (raw, choice, not raw)


def test_a_list_without_pairs_is_its_own_words() -> None:
    maker = Maker()
    maker.field(FT=Name("Ch"), Ff=COMBO, T="område", V="Nørre", Opt=["Nørre", "Sønder"])
    assert maker.read()[0].raw == "Nørre"


# ── boxes and buttons ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("state", ["Yes", "On", "1", "Ja", "0", "valgt æ"])
def test_a_box_is_ticked_whatever_its_state_is_called(state: str) -> None:
    maker = Maker()
    maker.field(FT=Name("Btn"), T="tolk", V=Name(state), **box(state, state))
    maker.field(FT=Name("Btn"), T="bil", V=Name("Off"), **box(state, "Off"))
    maker.field(FT=Name("Btn"), T="hus", **box(state))
    assert [(answer.checked, answer.raw) for answer in maker.read()] == [
        (True, "☒"),
        (False, "☐"),
        (False, "☐"),
    ]


def test_a_box_that_is_drawn_otherwise_than_it_says_shows_both() -> None:
    maker = Maker()
    maker.field(FT=Name("Btn"), T="tolk", V=Name("Yes"), **box("Yes", "Off"))
    assert [(answer.checked, answer.raw) for answer in maker.read()] == [(True, "☐")]
    assert [(answer.checked, answer.raw) for answer in maker.read(NeedAppearances=True)] == [(True, "☒")]


def test_boxes_of_one_name_are_told_by_their_states() -> None:
    maker = Maker()
    maker.group([box("Ja", "Off"), box("Nej", "Nej")], FT=Name("Btn"), T="tolk", V=Name("Nej"), TU="Tolk")
    assert [(one.label, one.checked) for one in maker.read()] == [("Tolk Ja", False), ("Tolk Nej", True)]


def test_one_box_shown_twice_is_one_answer() -> None:
    maker = Maker()
    maker.group([box("Ja", "Ja"), box("Ja", "Ja")], FT=Name("Btn"), T="tolk", V=Name("Ja"))
    assert [answer.checked for answer in maker.read()] == [True]


def test_a_radio_group_says_the_words_of_what_is_chosen() -> None:
    maker = Maker()
    kids = [box("0", "Off"), box("1", "1")]
    maker.group(kids, FT=Name("Btn"), Ff=RADIO, T="svar", V=Name("1"), Opt=["Ja", "Nej"])
    maker.group([box("Ja", "Off")], FT=Name("Btn"), Ff=RADIO, T="andet", V=Name("Off"))
    assert [(one.raw, one.checked, one.empty) for one in maker.read()] == [
        ("Nej", None, False),
        ("", None, True),
    ]


def test_push_buttons_signatures_and_hidden_fields_are_no_answers() -> None:
    maker = Maker()
    maker.field(FT=Name("Btn"), Ff=PUSH, T="send")
    maker.field(FT=Name("Sig"), T="underskrift", V={"Type": Name("Sig")})
    maker.text("skjult", "x", F=2)
    read = read_acroform(maker.content())
    assert read.answers == ()
    assert read.notices == ("file.hidden_text", "file.pdf_signed")


# ── names and marks ───────────────────────────────────────────────────────────────────────────────────

MARK = {
    "SkoleflexForm": "skoleflexplus/application",
    "SkoleflexVersion": "1",
    "SkoleflexCase": "SF-2026-0137",
}


def test_our_own_names_become_tags_and_rows() -> None:
    maker = Maker()
    maker.text("goals[2].goal", "x", TU="Mål · Mål og samarbejde")
    maker.field(
        FT=Name("Btn"), T="ppv.status:available", V=Name("Ja"), TU="PPV · Foreligger", **box("Ja", "Ja")
    )
    maker.text("case_no", "7")
    read = read_acroform(maker.content(info=MARK))
    assert [(one.tag, one.items, one.alias, one.label) for one in read.answers] == [
        ("goals[].goal", (2,), "Mål", ""),
        ("ppv.status:available", (), "PPV", ""),
        ("case_no", (), "", ""),
    ]
    assert read.mark == Mark(programme="skoleflexplus", form="application", version=1, case="SF-2026-0137")


def test_names_of_other_makers_are_no_tags() -> None:
    maker = Maker()
    maker.text("form1[0].#subform[0].Navn[0]", "Alma")
    maker.text("child.name", "Bo")
    read = read_acroform(maker.content(info={**MARK, "SkoleflexVersion": "x"}))
    assert [one.tag for one in read.answers] == ["", ""]
    assert read.mark is None


# ── places ────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("turn", "corners"),
    [
        (0, (100, 80, 300, 100)),
        (90, (700, 100, 720, 300)),
        (180, (300, 700, 500, 720)),
        (270, (80, 300, 100, 500)),
    ],
)
def test_a_field_stands_where_a_person_sees_it(turn: int, corners: tuple[float, ...]) -> None:
    maker = Maker()
    maker.text("navn", "Alma", TU="Barnets navn")
    writer = PdfWriter(clone_from=io.BytesIO(maker.content()))
    writer.pages[0].rotate(turn)
    turned = io.BytesIO()
    writer.write(turned)
    (widget,) = read_fields(turned.getvalue()).widgets
    assert tuple(widget.box) == (1, *corners)
    assert (widget.text, widget.name, widget.title, widget.empty) == ("Alma", "navn", "Barnets navn", False)


def test_every_button_of_a_group_has_its_place_and_state() -> None:
    maker = Maker()
    maker.group([box("Ja", "Ja"), box("Nej", "Off")], FT=Name("Btn"), Ff=RADIO, T="svar", V=Name("Ja"))
    assert [(w.checked, w.text, w.title) for w in read_fields(maker.content()).widgets] == [
        (True, "☒", "Ja"),
        (False, "☐", "Nej"),
    ]


# ── files that break the format or want something done ────────────────────────────────────────────────


def test_fields_that_only_the_page_knows_are_read() -> None:
    maker = Maker()
    maker.field(listed=False, FT=Name("Tx"), T="navn", V="Alma")
    assert [answer.raw for answer in maker.read()] == ["Alma"]


def test_fields_that_hold_each_other_end() -> None:
    maker = Maker()
    one, two = maker.file.keep(), maker.file.keep()
    maker.file.put(one, {"T": "a", "FT": Name("Tx"), "Kids": [two], "Parent": two})
    maker.file.put(two, {"T": "b", "Kids": [one, two], "Parent": one})
    maker.top += [one, two]
    maker.text("navn", "Alma")
    assert "Alma" in [answer.raw for answer in maker.read()]


def test_more_and_deeper_fields_than_a_form_has_are_refused() -> None:
    maker = Maker()
    refs = [maker.file.keep() for _ in range(100)]
    for ref, kid in pairwise(refs):
        maker.file.put(ref, {"T": "x", "Kids": [kid]})
    maker.top.append(refs[0])
    with pytest.raises(InputRejected, match=r"file\.too_complex"):
        maker.read()


def test_a_page_tree_that_holds_itself_ends() -> None:
    maker = Maker()
    maker.text("navn", "Alma")
    content = maker.content()
    maker.file.put(maker.tree, {"Type": Name("Pages"), "Kids": [maker.tree, maker.page], "Count": 2})
    looped = maker.file.content(maker.root, maker.file.add({}))
    assert content != looped
    assert [answer.raw for answer in read_acroform(looped).answers] == ["Alma"]


def test_a_form_of_adobes_own_kind_is_refused_unless_it_has_fields() -> None:
    maker = Maker()
    with pytest.raises(InputRejected, match=r"file\.xfa"):
        maker.read(XFA=["template", "x"])
    maker.text("navn", "Alma")
    assert read_acroform(maker.content({"XFA": ["template", "x"]})).notices == ("file.xfa_too",)


@pytest.mark.parametrize(
    "catalog",
    [
        {"OpenAction": {"S": Name("JavaScript"), "JS": "app.alert(1)"}},
        {"OpenAction": {"S": Name("Launch"), "F": "x.exe"}},
        {"Names": {"EmbeddedFiles": {"Names": []}}},
        {"AA": {"WC": {"S": Name("JavaScript"), "JS": "x"}}},
    ],
)
def test_what_would_act_is_noticed_and_left_alone(catalog: dict[str, Any]) -> None:
    maker = Maker()
    maker.text("navn", "Alma")
    read = read_acroform(maker.content(**catalog))
    assert read.notices == ("file.pdf_active",)
    assert read.answers[0].raw == "Alma"


@pytest.mark.parametrize(("user", "code"), [("kode", "file.encrypted"), ("", "")])
def test_a_password_to_open_is_refused_and_one_to_change_is_not(user: str, code: str) -> None:
    maker = Maker()
    maker.text("navn", "Alma på Ø")
    writer = PdfWriter(clone_from=io.BytesIO(maker.content()))
    writer.encrypt(user, "ejer", algorithm="AES-256")
    locked = io.BytesIO()
    writer.write(locked)
    if code:
        with pytest.raises(InputRejected, match=code):
            read_acroform(locked.getvalue())
    else:
        assert read_acroform(locked.getvalue()).answers[0].raw == "Alma på Ø"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file.empty"),
        (b"PK\x03\x04", "file.unknown"),
        (b"%PDF-1.7\n", "file.damaged"),
        (b"%PDF-1.4\n%%EOF", "file.damaged"),
    ],
)
def test_what_is_no_pdf_says_so(content: bytes, code: str) -> None:
    with pytest.raises(InputRejected, match=code):
        read_acroform(content)


def test_a_value_longer_than_a_form_can_hold_is_refused() -> None:
    maker = Maker()
    maker.text("navn", "x" * 100_001)
    with pytest.raises(InputRejected, match=r"file\.value_too_long"):
        maker.read()


def test_nothing_but_a_refusal_leaves_a_broken_file() -> None:
    maker = Maker()
    maker.text("navn", "Alma")
    maker.group([box("Ja"), box("Nej")], FT=Name("Btn"), Ff=RADIO, T="svar", V=Name("Ja"), Opt=["Ja", "Nej"])
    whole = maker.content()
    dice = random.Random(7)
    for n in range(300):
        broken = bytearray(whole)
        for _ in range(1 + n % 20):
            broken[dice.randrange(len(broken))] = dice.randrange(256)
        with suppress(InputRejected):
            read_acroform(bytes(broken[: len(broken) - (n % 7) * 40]))


def test_the_made_files_are_what_others_read_too() -> None:
    maker = Maker()
    maker.text("navn", "Alma")
    fields = PdfReader(io.BytesIO(maker.content())).get_fields()
    assert fields is not None
    assert fields["navn"].value == "Alma"
