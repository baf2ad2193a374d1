"""Slips of a template's author, put into shipped templates in the way Word would store them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape

from pipeline.container import open_package, repack
from pipeline.xml import NS, Element, parse, qn, serialize

MAIN = "word/document.xml"
RELATIONS = "word/_rels/document.xml.rels"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_NAMES = " ".join(f'xmlns:{prefix}="{NS[prefix]}"' for prefix in ("w", "r", "wp", "mc", "wps", "v", "a"))


class Pages:
    """A template being edited: its parts as trees, saved again on `bytes`."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.package = dict(open_package(content))
        self.roots: dict[str, Element] = {}

    def root(self, part: str = MAIN) -> Element:
        if part not in self.roots:
            self.roots[part] = parse(self.package[part])
        return self.roots[part]

    def paragraph(self, snippet: str, part: str = MAIN, nth: int = 0) -> Element:
        """The nth paragraph that says this."""
        return [p for p in self.root(part).iter(qn("w:p")) if snippet in said(p)][nth]

    def save(self) -> bytes:
        changed = {part: serialize(root) for part, root in self.roots.items()}
        return repack(self.content, {**self.package, **changed})


def said(paragraph: Element) -> str:
    return "".join(text.text or "" for text in paragraph.iter(qn("w:t")))


def markup(source: str) -> Element:
    """An element from markup in the usual prefixes."""
    return parse(f"<holder {_NAMES}>{source}</holder>".encode())[0]


def run(text: str, look: str = "", rsid: str = "") -> str:
    own = f' w:rsidR="{rsid}"' if rsid else ""
    properties = f"<w:rPr>{look}</w:rPr>" if look else ""
    return f'<w:r{own}>{properties}<w:t xml:space="preserve">{escape(text, quote=False)}</w:t></w:r>'


def respell(pages: Pages, old: str, new: str, part: str = MAIN, nth: int = 0) -> Element:
    """The paragraph with `old`, which now says `new` in its stead."""
    paragraph = pages.paragraph(old, part, nth)
    text = next(one for one in paragraph.iter(qn("w:t")) if old in (one.text or ""))
    text.text = (text.text or "").replace(old, new, 1)
    return paragraph


def reset(pages: Pages, snippet: str, *pieces: str, part: str = MAIN, nth: int = 0) -> Element:
    """The paragraph with that text, which now holds these pieces of markup instead."""
    paragraph = pages.paragraph(snippet, part, nth)
    for child in list(paragraph):
        if child.tag != qn("w:pPr"):
            paragraph.remove(child)
    for piece in pieces:
        paragraph.append(markup(piece))
    return paragraph


def append(pages: Pages, snippet: str, *pieces: str, part: str = MAIN, nth: int = 0) -> Element:
    """The paragraph with that text, with these pieces behind it."""
    paragraph = pages.paragraph(snippet, part, nth)
    for piece in pieces:
        paragraph.append(markup(piece))
    return paragraph


def insert(pages: Pages, snippet: str, *texts: str, nth: int = 0) -> Element:
    """New paragraphs behind the one with that text; the first of them."""
    at = pages.paragraph(snippet, nth=nth)
    new = [markup(f"<w:p>{run(text)}</w:p>") for text in texts]
    for one in reversed(new):
        at.addnext(one)
    return new[0]


def remove(pages: Pages, snippet: str, name: str = "w:p", nth: int = 0) -> None:
    """Without the paragraph, or the row, with that text."""
    node = pages.paragraph(snippet, nth=nth)
    node = node if name == "w:p" else next(node.iterancestors(qn(name)))
    above = node.getparent()
    assert above is not None
    above.remove(node)


def add_part(pages: Pages, kind: str, name: str, content: str) -> None:
    """A new part that the main one refers to."""
    pages.package[f"word/{name}"] = content.encode()
    row = f'<Relationship Id="rIdNew{kind}" Type="{OFFICE}/{kind}" Target="{name}"/></Relationships>'
    _respell_member(pages, RELATIONS, "</Relationships>", row)
    type_ = f"application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}+xml"
    override = f'<Override PartName="/word/{name}" ContentType="{type_}"/></Types>'
    _respell_member(pages, "[Content_Types].xml", "</Types>", override)


def _respell_member(pages: Pages, name: str, old: str, new: str) -> None:
    text = pages.package[name].decode()
    assert old in text
    pages.package[name] = text.replace(old, new).encode()


# ── the slips ─────────────────────────────────────────────────────────────────────────────────────────

SCHOOL = "skoleflexplus/decision_school.docx"
PLAN = "skoleflexplus/work_plan.docx"
SOCIAL = "skoleflex/decision_social.docx"
BACK = "tilbageslusningsflex/decision_school.docx"
GRANT = "skolefleks-ballerup/grant.docx"
PARENTS = "skolefleks-ballerup/orientation.docx"
OFFER = "skolefravaerstilbud/decision_letter.docx"
SHEET = "tilbageslusningsflex/kmd_sheet.docx"
RECEIPT = "shared/receipt.docx"

Edit = Callable[[Pages], Element | None]


@dataclass(frozen=True, kw_only=True)
class Slip:
    """A slip in a template: `make` gives the paragraph it stands in, None where it is the whole file's.

    `also` are codes that are right to be told of the same slip; nothing else may be.
    """

    name: str
    file: str
    code: str
    make: Edit
    part: str = MAIN
    says: str = ""
    also: frozenset[str] = field(default_factory=frozenset)


def slip(name: str, file: str, code: str, make: Edit, *also: str, part: str = MAIN, says: str = "") -> Slip:
    return Slip(name=name, file=file, code=code, make=make, part=part, says=says, also=frozenset(also))


def spelt(old: str, new: str, part: str = MAIN, nth: int = 0) -> Edit:
    return lambda pages: respell(pages, old, new, part, nth)


def written(snippet: str, *pieces: str, part: str = MAIN, nth: int = 0) -> Edit:
    return lambda pages: reset(pages, snippet, *pieces, part=part, nth=nth)


def _without_end_of_rows(pages: Pages) -> Element:
    remove(pages, "{%tr endfor %}", "w:tr", nth=-1)
    return pages.paragraph("{%tr for meeting in meetings %}")


def _without_endif(pages: Pages) -> Element:
    opener = pages.paragraph("{%p if outcome != 'refused' and plan.rows %}")
    end = next(p for p in opener.itersiblings(qn("w:p")) if said(p) == "{%p endif %}")
    above = end.getparent()
    assert above is not None
    above.remove(end)
    return opener


def _over_two_paragraphs(pages: Pages) -> Element:
    first = respell(pages, "{{ decision.family_view }}", "{{ decision.")
    first.addnext(markup(f"<w:p>{run('family_view }}')}</w:p>"))
    return first


def _file_without(snippet: str, nth: int = 0) -> Edit:
    def make(pages: Pages) -> None:
        remove(pages, snippet, nth=nth)

    return make


def _unprinted(hole: str) -> Edit:
    def make(pages: Pages) -> None:
        for part in [name for name in pages.package if name.startswith("word/") and name.endswith(".xml")]:
            if hole.encode() in pages.package[part]:
                pages.package[part] = pages.package[part].replace(hole.encode(), b"\xe2\x80\x93")

    return make


def _linked(pages: Pages) -> Element:
    row = (
        f'<Relationship Id="rIdL" Type="{OFFICE}/hyperlink" TargetMode="External" '
        'Target="https://skole.example/%7B%7B%20case.number%20%7D%7D"/></Relationships>'
    )
    _respell_member(pages, RELATIONS, "</Relationships>", row)
    return append(pages, "Har I spørgsmål?", f'<w:hyperlink r:id="rIdL">{run("Se sagen")}</w:hyperlink>')


def _titled(pages: Pages) -> None:
    core = next(name for name in pages.package if name.endswith("core.xml"))
    root = pages.root(core)
    title = root.find(qn("dc:title"))
    if title is None:
        title = markup("<w:p/>").makeelement(qn("dc:title"))
        root.append(title)
    title.text = "Brev til {{ recipient.name }}"


def _commented(pages: Pages) -> Element:
    comment = (
        f'<w:comment w:id="0" w:author="A"><w:p>{run("Skal der stå {{ sender.phone }}?")}</w:p></w:comment>'
    )
    add_part(pages, "comments", "comments.xml", f"<w:comments {_NAMES}>{comment}</w:comments>")
    return append(pages, "Venlig hilsen", '<w:r><w:commentReference w:id="0"/></w:r>')


def _footnoted(pages: Pages) -> Element:
    notes = f'<w:footnote w:id="1"><w:p>{run("Ring på {{ sender.phoen }}.")}</w:p></w:footnote>'
    add_part(pages, "footnotes", "footnotes.xml", f"<w:footnotes {_NAMES}>{notes}</w:footnotes>")
    append(pages, "Venlig hilsen", '<w:r><w:footnoteReference w:id="1"/></w:r>')
    return pages.paragraph("Ring på", "word/footnotes.xml")


def _in_glossary(pages: Pages) -> None:
    pages.package["word/glossary.xml"] = f"<w:x {_NAMES}>{run('{')}{run('{ x }}')}</w:x>".encode()


def _as_template(pages: Pages) -> None:
    _respell_member(pages, "[Content_Types].xml", "document.main+xml", "template.main+xml")


def _with_macros(pages: Pages) -> None:
    pages.package["word/vbaProject.bin"] = b"x"


def _box(text: str) -> str:
    """A text box as Word stores it: once for itself, once for older programs."""
    inner = f"<w:txbxContent><w:p>{run(text)}</w:p></w:txbxContent>"
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>'
        f"{inner}</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>{inner}</v:textbox>"
        "</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


def _boxed(pages: Pages) -> Element:
    append(pages, "Har I spørgsmål?", _box("{{ sender.phone }}"))
    # The first paragraph that says so and nothing else is that of the box.
    return next(p for p in pages.root().iter(qn("w:p")) if said(p) == "{{ sender.phone }}")


def _field(code: str, *, result: str = "x", cut: int = 0) -> tuple[str, ...]:
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    codes = [code[:cut], code[cut:]] if cut else [code]
    return (
        mark.format("begin"),
        *(f'<w:r><w:instrText xml:space="preserve">{piece}</w:instrText></w:r>' for piece in codes),
        mark.format("separate"),
        run(result),
        mark.format("end"),
    )


def _control(text: str, more: str = "") -> str:
    return (
        f'<w:sdt><w:sdtPr><w:alias w:val="Skole"/>{more}</w:sdtPr>'
        f"<w:sdtContent>{run(text)}</w:sdtContent></w:sdt>"
    )


def _picture(described: str) -> str:
    return (
        '<w:r><w:drawing><wp:inline><wp:extent cx="1" cy="1"/>'
        f'<wp:docPr id="9" name="Billede 9" descr="{described}"/></wp:inline></w:drawing></w:r>'
    )


def _changed(name: str, inner: str) -> str:
    return f'<w:{name} w:id="90" w:author="A" w:date="2026-01-01T00:00:00Z">{inner}</w:{name}>'


_VIEW = "{{ decision.family_view }}"
_DELETED = '<w:r><w:delText xml:space="preserve">{}</w:delText></w:r>'
SLIPS = (
    # names
    slip("name", SCHOOL, "name.unknown", spelt("application.supplier.name", "application.suplier.name"),
         says="did you mean 'application.supplier.name'?"),
    slip("name in a row", PLAN, "name.unknown", spelt("row.measure", "row.mesure", nth=2),
         says="'row.mesure'; did you mean 'row.measure'?"),
    slip("rows of nothing", PLAN, "name.unknown", spelt("for meeting in meetings", "for meeting in meetngs"),
         says="did you mean 'meetings"),
    slip("name of the recipient", OFFER, "name.unknown", spelt("recipient.address }}", "recipient.adress }}"),
         says="did you mean 'recipient.address'?"),
    slip("name in a condition", GRANT, "name.unknown", spelt("if earlier.kind", "if earlier.knd")),
    slip("name in a header", SCHOOL, "name.unknown", spelt("case.municipality", "case.munipality",
         "word/header1.xml"), part="word/header1.xml"),
    slip("name in a footer", BACK, "name.unknown", spelt("case.number", "case.nummer", "word/footer2.xml"),
         part="word/footer2.xml"),
    slip("name in a footnote", SCHOOL, "name.unknown", _footnoted, part="word/footnotes.xml",
         says="did you mean 'sender.phone'?"),
    slip("name in a receipt", RECEIPT, "name.unknown", spelt("receipt.headline", "receipt.headlne")),
    slip("filter", PLAN, "name.filter", spelt("row.end | kort", "row.end | korrt"),
         says="No filter named 'korrt'; did you mean 'kort'?"),
    slip("function", SCHOOL, "name.function", spelt("count(", "coutn("), says="did you mean 'count'?"),
    slip("test", SCHOOL, "name.test", spelt("if law_checked", "if law_checked is defned"),
         says="did you mean 'defined'?"),
    # braces and statements
    slip("one brace at the start", SCHOOL, "tag.brace", spelt(_VIEW, "{ decision.family_view }}")),
    slip("one brace at the end", GRANT, "tag.brace", spelt("{{ application.amount_requested }}",
         "{{ application.amount_requested }")),
    slip("braces with a blank", BACK, "tag.brace", spelt("{{ application.school.name }}",
         "{ { application.school.name } }")),
    slip("if without its brace", SCHOOL, "tag.brace", spelt("{% if application.ppv.date %}",
         "{% if application.ppv.date %")),
    slip("braces alone", OFFER, "tag.brace", spelt("Det sker der nu", "Det sker der nu }}")),
    slip("over two paragraphs", SCHOOL, "tag.brace", _over_two_paragraphs, "letter.part"),
    slip("two names", SCHOOL, "tag.syntax", spelt("{{ law_checked }}", "{{ law_checked kort }}")),
    slip("expression that doesn't end", SOCIAL, "tag.syntax", spelt("{{ today }}", "{{ today | }}")),
    slip("end misspelt", SCHOOL, "tag.statement", spelt("{%p endif %}", "{%p endfi %}", nth=-1),
         says="did you mean 'endif'?"),
    slip("blank before the p", SCHOOL, "tag.statement", spelt("{%p if law_checked", "{% p if law_checked"),
         says="did you mean '{%p if'?"),
    slip("no blank behind the p", OFFER, "tag.statement", spelt("{%p if earlier", "{%pif earlier"),
         says="did you mean '{%p if'?"),
    slip("elseif", GRANT, "tag.statement", spelt("{%p else %}", "{%p elseif earlier %}"),
         says="did you mean 'elif'?"),
    slip("statement there is not", SCHOOL, "tag.statement", spelt(_VIEW, "{% set x = 1 %}"), "letter.part"),
    slip("dash at the edge", SCHOOL, "tag.edge", spelt(_VIEW, "{{- decision.family_view }}")),
    slip("hole for a paragraph", SCHOOL, "tag.print_level", spelt(_VIEW, "{{p decision.family_view }}")),
    # blocks
    slip("rows that don't end", PLAN, "block.open", _without_end_of_rows),
    slip("if that doesn't end", SCHOOL, "block.open", _without_endif),
    slip("end without a start", BACK, "block.end",
         lambda pages: insert(pages, "Venlig hilsen", "{%p endif %}")),
    slip("ends in the wrong order", SCHOOL, "block.end", written("Har I spørgsmål?", run(
         "{% for goal in application.goals %}{% if goal.goal %}{{ goal.goal }}{% endfor %}{% endif %}")),
         "block.open"),
    slip("row outside of a table", SCHOOL, "tag.place", spelt("{%p if law_checked", "{%tr if law_checked"),
         "block.place"),
    slip("paragraph and text mixed", GRANT, "block.place", spelt("{%p endif %}", "{% endif %}", nth=-1)),
    slip("text beside", SCHOOL, "tag.company", spelt("{%p if law_checked", "Husk: {%p if law_checked")),
    slip("picture beside", SCHOOL, "tag.lost_content",
         lambda pages: append(pages, "{%p if law_checked", _picture("Logo"))),
    # quotes and blanks
    slip("quotes that can't be read", PLAN, "tag.quotes", spelt("'skole'", "»skole«")),
    slip("bent quotes", PLAN, "tag.bent", spelt("'skole'", "”skole”")),
    slip("hard blank behind the p", SCHOOL, "tag.invisible", spelt("{%p if law", "{%p\xa0if law")),
    slip("hard blank", GRANT, "tag.blank", spelt("{{ decision.amount_reason",
         "{{\xa0decision.amount_reason")),
    slip("nothing to see", BACK, "tag.invisible", spelt("{{ complaint.text",
         "{{ complaint.\u200btext")),
    # pieces
    slip("look of what follows", SCHOOL, "tag.look", written("Har I spørgsmål?", run("Ring: {{ sender."),
         run("phone }} eller skriv", "<w:b/>"))),
    slip("note within a tag", SCHOOL, "tag.swallows", written("Har I spørgsmål?", run("{{ sender."),
         '<w:r><w:noBreakHyphen/></w:r>', run("phone }}"))),
    slip("link that cuts", SCHOOL, "tag.cut", written("Har I spørgsmål?", run("Ring {{ sender."),
         f'<w:hyperlink w:anchor="x">{run("phone }}")}</w:hyperlink>')),
    # where no tag is filled in
    slip("text box", SCHOOL, "tag.text_box", _boxed),
    slip("control", SCHOOL, "tag.control", written("Har I spørgsmål?", _control("{{ sender.phone }}"))),
    slip("bound control", SCHOOL, "tag.bound", written("Har I spørgsmål?", _control("{{ sender.phone }}",
         '<w:dataBinding w:xpath="/x" w:storeItemID="{0}"/>'))),
    slip("result of a field", SCHOOL, "tag.field", written("Har I spørgsmål?", *_field("DATE",
         result="{{ today }}"))),
    slip("code of a field", SCHOOL, "tag.field_code", written("Har I spørgsmål?", *_field(
         'HYPERLINK "mailto:{{ sender.email }}"', cut=19))),
    slip("address of a link", SCHOOL, "tag.address", _linked),
    slip("text of a link", SCHOOL, "tag.link", written("Har I spørgsmål?",
         f'<w:hyperlink w:anchor="x">{run("{{ sender.phone }}")}</w:hyperlink>')),
    slip("alternative text", GRANT, "tag.attribute",
         lambda pages: append(pages, "Venlig hilsen", _picture("Logo for {{ sender.name }}"))),
    slip("title of the document", SCHOOL, "tag.property", _titled, part="docProps/core.xml"),
    slip("comment", SCHOOL, "tag.comment", _commented),
    slip("building block", SCHOOL, "tag.unread", _in_glossary, part="word/glossary.xml"),
    # drafts
    slip("change in a tag", SCHOOL, "change.tag", written("Har I spørgsmål?", run("{{ sender."),
         _changed("ins", run("phone")), run(" }}")), "tag.cut"),
    slip("end of a tag deleted", SCHOOL, "tag.deleted", written("Har I spørgsmål?", run("{{ sender.phone"),
         _changed("del", _DELETED.format(" }}"))), "tag.brace"),
    slip("change elsewhere", GRANT, "change.tracked", lambda pages: append(pages, "Venlig hilsen",
         _changed("ins", run("!")))),
    # what the programme wants
    slip("forbidden field", PARENTS, "must_not.printed", lambda pages: insert(pages, "Venlig hilsen",
         "Skolen har søgt om {{ application.amount_requested }}.")),
    slip("forbidden field of the recipient", SCHOOL, "must_not.printed", lambda pages: insert(pages,
         "Venlig hilsen", "Cpr-nr. {{ recipient.cpr }}")),
    slip("part of the law", OFFER, "letter.part", _unprinted("{{ complaint.text }}"), part=""),
    slip("field it has to carry", SHEET, "must.missing", _unprinted("{{ application.child.cpr }}"), part=""),
    # the file
    slip("saved as a template", SCHOOL, "file.type", _as_template, part=""),
    slip("macros", SCHOOL, "file.macros", _with_macros, part=""),
)  # fmt: skip
