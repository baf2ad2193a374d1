from __future__ import annotations

import pytest

from pipeline.errors import RenderError
from pipeline.render.stories import variables
from pipeline.render.word import compile_word
from tests.unit.render.letters import letter, paragraph, row, run, table, word_file

FAULTS = {
    "{{ x } slut": "brace",
    "{ x }}": "brace",
    "{ x }": "brace",
    "{{ x": "brace",
    "{% if x }": "brace",
    "tekst {%p if x %}¶{%p endif %}": "other text",
    "{%p if x %}{%p endif %}": "other text",
    "{%p if x %}": "endif is missing",
    "{% if x %}a": "endif is missing",
    "{% for x in y %}a{% endif %}": "nothing that it could belong to",
    "a{% endif %}": "nothing that it could belong to",
    "a{% else %}b": "nothing that it could belong to",
    "{%p if x %}¶a{% endif %}": "another place",
    "{% if x %}a¶b{% endif %}": "another place",
    "{%tr if x %}¶{%tr endif %}": "does not stand in a row",
    "{{p x }}": "only statements",
    "{%- if x %}a{% endif %}": "no - or +",
    "{{ x -}}": "no - or +",
    "{% set x = 1 %}": "only if, elif",
    "{% vm %}": "only if, elif",
    "{% colspan x %}": "only if, elif",
    "{% include 'x' %}": "only if, elif",
    "{{ x y }}": "expected token",
    "{{ x | nonsense }}": "No filter named",
    "{%p if x % 2 %}¶a¶{%p endif %}": "no % or }",
}


@pytest.mark.parametrize("text", FAULTS)
def test_fault_in_a_template(text: str) -> None:
    with pytest.raises(RenderError, match=FAULTS[text]) as error:
        compile_word(word_file(paragraph("fast") + "".join(map(paragraph, text.split("¶")))), "brev.docx")
    assert str(error.value).startswith("brev.docx: word/document.xml")


BLOCKS = {
    "row with more than its tag": (
        table(row("h", "h"), row("{%tr for x in xs %}", "tekst"), row("{%tr endfor %}", "")),
        "other text",
    ),
    "row with two tags": (table(row("h", "h"), row("{%tr for x in xs %}", "{%tr endfor %}")), "other text"),
    "rows that end in another table": (
        table(row("h", "h"), row("{%tr if x %}", "")) + table(row("{%tr endif %}", "")),
        "another place",
    ),
    "table that may lose all rows": (
        table(row("{%tr for x in xs %}", ""), row("{{ x }}", ""), row("{%tr endfor %}", "")),
        "without rows",
    ),
    "picture that would be lost": (
        "<w:p><w:r><w:drawing/></w:r>" + run("{%p if x %}") + "</w:p>" + paragraph("{%p endif %}"),
        "drawing",
    ),
    "section that would be lost": (
        "<w:p><w:pPr><w:sectPr/></w:pPr>" + run("{%p if x %}") + "</w:p>" + paragraph("{%p endif %}"),
        "sectPr",
    ),
    "tag cut by a link": (
        f"<w:p>{run('{{ x')}<w:hyperlink>{run(' }}')}</w:hyperlink></w:p>",
        "cuts the tag in two",
    ),
    "block that ends in a link": (
        f"<w:p>{run('{% if x %}')}<w:hyperlink>{run('{% endif %}')}</w:hyperlink></w:p>",
        "another place",
    ),
    "tag in a text box": (
        f"<w:p><w:r><w:pict><w:txbxContent>{paragraph('{{ x }}')}</w:txbxContent></w:pict></w:r></w:p>",
        "text box",
    ),
    "tag in a field": (f'<w:p><w:fldSimple w:instr="DATE">{run("{{ x }}")}</w:fldSimple></w:p>', "field"),
    "tag in a bound control": (
        "<w:p><w:sdt><w:sdtPr><w:dataBinding/></w:sdtPr><w:sdtContent>"
        f"{run('{{ x }}')}</w:sdtContent></w:sdt></w:p>",
        "bound to data",
    ),
    "tag in an attribute": (
        '<w:p><w:r><w:drawing><wp:docPr id="1" descr="{{ x }}"/></w:drawing></w:r>'
        f"{run('{{ x }}')}</w:p>",
        "docPr",
    ),
    "tracked change": (f"<w:p><w:ins>{run('ny')}</w:ins></w:p>", "tracked changes"),
    "comment": ('<w:p><w:r><w:commentReference w:id="0"/></w:r></w:p>', "comments"),
}


@pytest.mark.parametrize("fault", BLOCKS)
def test_fault_in_the_blocks_of_a_template(fault: str) -> None:
    body, said = BLOCKS[fault]
    with pytest.raises(RenderError, match=said):
        compile_word(word_file(body), "brev.docx")


def test_all_faults_are_told_at_once() -> None:
    template = word_file(
        paragraph("{{ a") + paragraph("{% set b = 1 %}"),
        header=paragraph("{ c }"),
        footer=paragraph("{%p if d %}"),
    )
    with pytest.raises(RenderError) as error:
        compile_word(template, "brev.docx")
    told = str(error.value).splitlines()
    for place in (
        "document.xml, paragraph 1",
        "document.xml, paragraph 2",
        "header1.xml, paragraph 1",
        "footer1.xml, paragraph 1",
    ):
        assert any(place in line for line in told)


def test_variables_with_their_places() -> None:
    found = [(one.path, one.tag.spot.part, one.tag.spot.paragraph) for one in variables(letter())]
    assert found[:4] == [
        ("recipient.name", "word/document.xml", 2),
        ("child.name", "word/document.xml", 3),
        ("child.born", "word/document.xml", 3),
        ("outcome", "word/document.xml", 4),
    ]
    assert ("goals[].text", "word/document.xml", 8) in found
    assert ("meetings[].note", "word/document.xml", 20) in found
    assert found[-3:] == [
        ("draft", "word/header1.xml", 1),
        ("draft", "word/header1.xml", 2),
        ("case.number", "word/footer1.xml", 1),
    ]
    assert {one.tag.spot.context for one in variables(letter()) if one.path == "school"} == {
        "I får støtten på {{ school }} fra {{ start }}."
    }
