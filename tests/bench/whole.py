"""Whole documents round what a layout draws: titles, section headings, margins, letterheads, the package."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import count

from tests.bench.lines import item_rows
from tests.bench.marks import plain
from tests.bench.pen import WIDTH, Pen, Table, bar, header_row, heading, table
from tests.bench.rows import Drawing
from tests.bench.sheet import Group, Repeated, Sheet
from tests.words import WORD, cell, docx, paragraph, relations, row, run, story

STYLES = (
    f'<w:styles xmlns:w="{WORD}"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Liberation Sans"'
    ' w:hAnsi="Liberation Sans" w:cs="Liberation Sans"/><w:sz w:val="20"/><w:lang w:val="da-DK"/></w:rPr>'
    "</w:rPrDefault></w:docDefaults>"
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Titel"><w:name w:val="Title"/><w:basedOn w:val="Normal"/>'
    '<w:rPr><w:b/><w:sz w:val="36"/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Overskrift1"><w:name w:val="heading 1"/>'
    '<w:basedOn w:val="Normal"/>'
    '<w:pPr><w:keepNext/><w:spacing w:before="240" w:after="80"/><w:outlineLvl w:val="0"/></w:pPr>'
    '<w:rPr><w:b/><w:sz w:val="26"/></w:rPr></w:style></w:styles>'
)
PAGE = (
    '<w:sectPr>{}<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="1134" w:bottom="1134"'
    ' w:left="1134" w:header="567" w:footer="567" w:gutter="0"/></w:sectPr>'
)
INSTRUCTIONS = (
    "Skemaet udfyldes af skolen sammen med familien. Skriv tydeligt, og kun det, der er brug for.",
    "Når skemaet er udfyldt, sendes det med sikker post. I hører fra os inden for to uger.",
    "Har du spørgsmål, kan du ringe til os på hverdage mellem kl. 9 og 14.",
)


def stacked(sheet: Sheet, pen: Pen, drawing: Drawing) -> str:
    """Title, then section after section."""
    return _stacked(sheet, pen, lambda: drawing, lambda text, n: heading(text))


def _stacked(sheet: Sheet, pen: Pen, choose: Callable[[], Drawing], head: Callable[[str, int], str]) -> str:
    body = [paragraph(run(sheet.title), style="Titel")]
    for n, part in enumerate(sheet.parts, start=1):
        body.append(head(part.title, n))
        drawing = choose()
        for block in part.blocks:
            if isinstance(block, Repeated):
                body.append(drawing.rows(block, pen, drawing))
                continue
            if block.heading:
                body.append(heading(block.heading, 2))
            body.append(drawing.lines(block, pen))
    return "".join(body)


HEADS: Mapping[str, Callable[[str, int], str]] = {
    "style": lambda text, n: heading(text),
    "bold": lambda text, n: paragraph(run(text, '<w:b/><w:sz w:val="26"/>')),
    "upper": lambda text, n: paragraph(run(text.upper(), "<w:b/>")),
    "numbered": lambda text, n: heading(f"{n}. {text}"),
    "lettered": lambda text, n: heading(f"{chr(64 + n)}) {text}"),
    "underlined": lambda text, n: paragraph(run(text, '<w:u w:val="single"/>')),
    "bar": lambda text, n: str(table([bar(text, 1)], 1)),
}
LABELS: Mapping[str, Callable[[str, int], str]] = {
    "plain": lambda label, n: label,
    "starred": lambda label, n: f"{label} *" if n % 3 else label,
    "upper": lambda label, n: label.upper(),
    "numbered": lambda label, n: f"{n}. {label}",
    "lettered": lambda label, n: f"{chr(96 + n % 26)}) {label}",
    "spaced": lambda label, n: label.replace(" ", "\u00a0"),
}


def mixed(sheet: Sheet, pen: Pen, drawings: Sequence[Drawing]) -> str:
    """Each section in a layout of its own, as when a form is put together from several."""
    head = HEADS[pen.dice.choice(list(HEADS))]
    named = LABELS[pen.dice.choice(["plain", "plain", *LABELS])]

    def labelled(block: Group | Repeated) -> Group | Repeated:
        if isinstance(block, Repeated):
            return block
        lines = enumerate(block.lines, start=1)
        return replace(block, lines=tuple(replace(line, label=named(line.label, n)) for n, line in lines))

    parts = (replace(part, blocks=tuple(map(labelled, part.blocks))) for part in sheet.parts)
    sheet = replace(sheet, parts=tuple(parts))
    return _stacked(sheet, pen, lambda: pen.dice.choice(drawings), head)


def barred(sheet: Sheet, pen: Pen, drawing: Drawing) -> str:
    """One table of two columns for the whole form, with shaded bars for its sections."""
    rows: list[str] = []
    for part in sheet.parts:
        rows.append(bar(part.title, 2))
        for block in part.blocks:
            groups = [block] if isinstance(block, Group) else _as_groups(block)
            for group in groups:
                rows += [bar(group.heading, 2)] if group.heading else []
                rows += item_rows(group.lines, pen)
    return paragraph(run(sheet.title), style="Titel") + str(table(rows, 2, 3))


def exported(sheet: Sheet, pen: Pen, drawing: Drawing) -> str:
    """One table as a system exports it: section, question, answer."""
    rows = [header_row(("Afsnit", "Spørgsmål", "Svar"))]
    for part in sheet.parts:
        for block in part.blocks:
            for group in [block] if isinstance(block, Group) else _as_groups(block):
                title = cell(*(run(text) for text in (part.title, group.heading) if text))
                rows += [
                    row(title, cell(paragraph(run(line.label))), cell(*pen.blocks(line)))
                    for line in group.lines
                ]
    return paragraph(run(sheet.title), style="Titel") + str(table(rows, 2, 2, 4))


def _as_groups(block: Repeated) -> list[Group]:
    return [
        Group(lines=lines, heading=head) for lines, head in zip(block.items, block.item_headings, strict=True)
    ]


def with_margins(sheet: Sheet, pen: Pen, drawing: Drawing) -> str:
    """The first answers of the first section stand in the page's header, the next one in its footer."""
    first = next(block for block in sheet.parts[0].blocks if isinstance(block, Group))
    aside = [line for line in first.lines if line.texts and not line.long][:3]
    for n, line in enumerate(aside):
        (pen.header if n < 2 else pen.footer).append(paragraph(run(f"{line.label}: {plain(line)}")))
    kept = tuple(line for line in first.lines if line not in aside)
    blocks = tuple(
        Group(lines=kept, heading=block.heading) if block is first else block
        for block in sheet.parts[0].blocks
        if block is not first or kept
    )
    part = type(sheet.parts[0])(title=sheet.parts[0].title, blocks=blocks)
    parts = (part, *sheet.parts[1:]) if blocks else sheet.parts[1:]
    rest = Sheet(title=sheet.title, parts=parts, filled=sheet.filled)
    return stacked(rest, pen, drawing)


def with_letterhead(sheet: Sheet, pen: Pen, drawing: Drawing) -> str:
    """A municipality's letterhead and instructions before the form begins."""
    address = cell("Prøvekøbing Kommune", "Børn og Unge", "Rådhusvej 1", "9999 Prøvekøbing")
    contact = cell("Telefon 00 00 00 99", "post@proevekoebing.example", "Åbningstid: kl. 9-14")
    head = str(Table(rows=(row(address, contact),), widths=(WIDTH // 2, WIDTH // 2)))
    texts = "".join(paragraph(run(text)) for text in INSTRUCTIONS)
    pen.footer.append(paragraph(run("Prøvekøbing Kommune · Side 1 af 4")))
    return head + paragraph(run("Vejledning", "<w:b/>")) + texts + stacked(sheet, pen, drawing)


def packed(body: str, pen: Pen) -> bytes:
    """The package round a body, with the header, footer and footnotes that the pen has put aside."""
    entries = [("styles", "styles.xml")]
    more: dict[str, bytes | None] = {"word/styles.xml": STYLES.encode()}
    kinds = [('<Override PartName="/word/styles.xml" ContentType="{}styles+xml"/>')]
    references = ""
    for kind, name, story_kind, blocks in (
        ("header", "header1", "hdr", pen.header),
        ("footer", "footer1", "ftr", pen.footer),
        ("footnotes", "footnotes", "footnotes", _footnotes(pen)),
    ):
        if not blocks:
            continue
        entries.append((kind, f"{name}.xml"))
        more[f"word/{name}.xml"] = story(story_kind, "".join(blocks))
        kinds.append(f'<Override PartName="/word/{name}.xml" ContentType="{{}}{kind}+xml"/>')
        if kind != "footnotes":
            references += f'<w:{kind}Reference w:type="default" r:id="rId{len(entries)}"/>'
    prefix = "application/vnd.openxmlformats-officedocument.wordprocessingml."
    more["word/_rels/document.xml.rels"] = relations(*entries)
    more["[Content_Types].xml"] = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{prefix}document.main+xml"/>'
        + "".join(kinds).replace("{}", prefix)
        + "</Types>"
    ).encode()
    more["_rels/.rels"] = relations(("officeDocument", "word/document.xml"))
    return docx(_numbered(body + PAGE.format(references)), more=more)


def _numbered(body: str) -> str:
    """Content controls numbered from 1, so that the same chance gives the same file."""
    numbers = count(1)
    return re.sub(r'<w:id w:val="\d+"/>', lambda _: f'<w:id w:val="{next(numbers)}"/>', body)


def _footnotes(pen: Pen) -> list[str]:
    return [
        f'<w:footnote w:id="{n}">{paragraph("<w:r><w:footnoteRef/></w:r>" + run(" " + text))}</w:footnote>'
        for n, text in enumerate(pen.footnotes, start=2)
    ]
