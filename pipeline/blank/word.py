"""Blank and filled Word forms, from the form's schema alone.

The shell, a document that staff may restyle in Word, brings page, header, footer and styles; the form is laid
into it. The same form, shell and data give the same bytes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from pipeline.blank.body import form_body
from pipeline.blank.controls import Controls
from pipeline.blank.page import Page
from pipeline.blank.papercode import PageFoot, code_matrix, code_png, code_run
from pipeline.blank.parts import (
    add_counters,
    application_properties,
    core_properties,
    custom_properties,
    fill_fields,
    find_styles,
    prompts,
    relation_id,
    with_content_type,
    with_picture_type,
    with_relation,
    with_run_at_end,
)
from pipeline.container import open_package, write_package
from pipeline.definitions import Form, Rows
from pipeline.errors import RenderError
from pipeline.papermark import foot_text, paper_payload
from pipeline.records import Mark
from pipeline.xml import Element, parse, qn, serialize

_ROOT = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
    ' xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml" mc:Ignorable="w14 w15"><w:body>'
)
NOTHING = "\u00a0"
NO_RELATIONS = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>'
A4 = {"w": 11906, "h": 16838}
"""In twips: what Word takes where a section says no size."""
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def blank_word(
    form: Form,
    shell: bytes,
    data: Mapping[str, Any] | None = None,
    case: str = "",
    *,
    municipality: str = "",
    programme: str = "",
    note: str = "",
) -> bytes:
    """The form as a .docx with a content control for each field, empty or filled with `data`.

    `case` is the sagsnummer, `municipality` and `programme` stand in the header, `note` below the head of
    the form (what it was prefilled from). Data the form has no field for is not shown. Raises RenderError
    when the shell lacks a style or part, or when the data holds a character that XML can't; ValueError for a
    field whose tag is longer than Word allows.
    """
    members = _open_shell(shell)
    styles = find_styles(members["word/styles.xml"])
    cards = [entry for entry in form.entries() if isinstance(entry, Rows) and entry.widget == "cards"]
    numbering, numbers = add_counters(
        members["word/numbering.xml"], [entry.item_label or entry.label for entry in cards]
    )
    section = _page_setup(members["word/document.xml"])
    page = Page(
        styles=styles,
        controls=Controls(styles["Placeholder Text"]),
        width=_text_width(section),
        data=data or {},
        counters={entry.tag: number for entry, number in zip(cards, numbers, strict=True)},
    )
    body = form_body(form, page, note)
    if _NOT_XML.search(body):
        raise RenderError("a text of the form holds a character that no Word file can hold")
    end = serialize(section, declaration=False).decode()
    members["word/document.xml"] = f"{_ROOT}{body}{end}</w:body></w:document>".encode()
    members["word/numbering.xml"] = numbering
    _add_identity(members, form, case, municipality, programme)
    _add_code(members, form, case, _foot(section))
    _add_prompts(members, styles["Placeholder Text"])
    return write_package(members.items())


def _open_shell(shell: bytes) -> dict[str, bytes]:
    members = dict(open_package(shell))
    needed = ("word/document.xml", "word/styles.xml", "word/numbering.xml", "word/_rels/document.xml.rels")
    missing = [name for name in needed if name not in members]
    if missing:
        raise RenderError(f"the form's shell has no part {', '.join(missing)}")
    return members


def _page_setup(part: bytes) -> Element:
    section = parse(part).find(f"{qn('w:body')}/{qn('w:sectPr')}")
    if section is None:
        raise RenderError("the form's shell has no page set-up at its end")
    return section


def _sizes(section: Element) -> dict[str, int]:
    """Page size (`w`, `h`) and margins (`left`, `right`, `footer`, …) in twips."""
    size, margins = section.find(qn("w:pgSz")), section.find(qn("w:pgMar"))
    if size is None or margins is None:
        raise RenderError("the form's shell says nothing of page size or margins")
    told = {"w": size, "h": size, "left": margins, "right": margins, "footer": margins}
    return {name: int(node.get(qn(f"w:{name}"), A4.get(name, 0))) for name, node in told.items()}


def _text_width(section: Element) -> int:
    """The width between the margins, in twips."""
    sizes = _sizes(section)
    return sizes["w"] - sizes["left"] - sizes["right"]


def _foot(section: Element) -> PageFoot:
    sizes = _sizes(section)
    return PageFoot(
        page_width=sizes["w"], page_height=sizes["h"], margin=sizes["right"], bottom=sizes["footer"]
    )


def _add_identity(
    members: dict[str, bytes], form: Form, case: str, municipality: str, programme: str
) -> None:
    """Printed in header and footer, hidden in the properties."""
    properties = {
        "skoleflex-form": f"{form.programme}/{form.name}",
        "skoleflex-version": str(form.version),
        "skoleflex-case": case,
        # Never empty: Word prints an error in place of a property that isn't there.
        "skoleflex-sender": municipality or NOTHING,
        "skoleflex-programme": programme or NOTHING,
        "skoleflex-footer": foot_text(form.title, form.version, case),
    }
    for name in [name for name in members if name.startswith(("word/header", "word/footer"))]:
        members[name] = fill_fields(members[name], properties)
    members["docProps/core.xml"] = core_properties(form.title)
    members["docProps/app.xml"] = application_properties()
    members["docProps/custom.xml"] = custom_properties(properties)
    members["_rels/.rels"] = with_relation(members["_rels/.rels"], "custom-properties", "docProps/custom.xml")
    types = with_content_type(members["[Content_Types].xml"], "docProps/custom.xml", "custom-properties")
    members["[Content_Types].xml"] = types


def _add_code(members: dict[str, bytes], form: Form, case: str, foot: PageFoot) -> None:
    """The identity as a code in every footer. Word counts pages in text only: the code says none."""
    mark = Mark(programme=form.programme, form=form.name, version=form.version, case=case)
    picture, target = "word/media/skoleflex-code.png", "media/skoleflex-code.png"
    footers = [name for name in members if re.fullmatch(r"word/footer[^/]*\.xml", name)]
    for number, name in enumerate(footers, start=1):
        relations = f"word/_rels/{name.removeprefix('word/')}.rels"
        members[relations] = with_relation(members.get(relations, NO_RELATIONS), "image", target)
        shown = code_run(relation_id(members[relations], target), foot, number)
        members[name] = with_run_at_end(members[name], shown)
    if footers:
        members[picture] = code_png(code_matrix(paper_payload(mark)))
        members["[Content_Types].xml"] = with_picture_type(members["[Content_Types].xml"])


def _add_prompts(members: dict[str, bytes], prompt_style: str) -> None:
    """A glossary part with the prompts; it borrows the shell's styles, as Word's own glossary has a copy."""
    name = "word/glossary/document.xml"
    members[name] = prompts(prompt_style)
    members["word/glossary/_rels/document.xml.rels"] = with_relation(NO_RELATIONS, "styles", "styles.xml")
    members["word/glossary/styles.xml"] = members["word/styles.xml"]
    main = "word/_rels/document.xml.rels"
    members[main] = with_relation(members[main], "glossaryDocument", "glossary/document.xml")
    types = members["[Content_Types].xml"]
    types = with_content_type(types, name, "wordprocessingml.document.glossary")
    members["[Content_Types].xml"] = with_content_type(
        types, "word/glossary/styles.xml", "wordprocessingml.styles"
    )
