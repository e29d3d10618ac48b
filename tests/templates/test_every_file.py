"""What Word needs to open a file without repairing it, checked on every document in both languages.

The rules are in `tests.templates.ooxml_rules`.
"""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from docx import Document
from lxml import etree

from records.language import Language
from templates.documents import DOCUMENTS, SHIPPED
from templates.package import unpack
from templates.render import COMMON, load
from tests.templates.examples import AWKWARD, PAPERS, awkward, emptied, example_of
from tests.templates.ooxml_rules import faults, w
from tests.templates.papers.test_documents import text_of

FORMS = {"example": lambda context: context, "awkward": awkward, "empty": emptied}


@pytest.mark.parametrize(("name", "lang"), PAPERS)
def test_word_opens_it_without_repair(name: str, lang: Language) -> None:
    assert faults(unpack(example_of(name, lang))) == []


MAIN, FOOTER = "word/document.xml", "word/footer1.xml"
#: part, what is written there, and what to write instead
BROKEN = [
    (MAIN, r"(<w:tcW [^>]*/>)(<w:(?:vAlign|tcBorders|gridSpan|vMerge)\b)", r"<w:vAlign w:val='top'/>\1\2"),
    (MAIN, r"(<w:rPr>.{9,200}?</w:rPr>)(<w:t[ >].*?</w:t>)", r"\2\1"),
    (MAIN, r"(<w:pPr>(?:(?!</w:pPr>).)*</w:pPr>)(<w:r>.*?</w:r>)", r"\2\1"),
    (MAIN, r"(<w:tblPr>.*?</w:tblPr>)(<w:tblGrid>.*?</w:tblGrid>)", r"\2\1"),
    (MAIN, r"(<w:trPr>(?:(?!</w:trPr>).)*</w:trPr>)(<w:tc>.*?</w:tc>)", r"\2\1"),
    (MAIN, r"<w:body>", r"<w:body><w:unheard/>"),
    (MAIN, r"</w:sectPr></w:body>", r"</w:sectPr><w:p/></w:body>"),
    (MAIN, r'<w:jc w:val="[a-z]+"/>', r'<w:jc w:val="middle"/>'),
    (MAIN, r'<w:tcW w:w="(\d+)"', r'<w:tcW w:w="\1.5"'),
    (MAIN, r"(<wp:docPr [^>]*/>)", r"\1\1"),
    (MAIN, r"<w:body>", "<w:body>" + '<w:bookmarkStart w:id="0" w:name="a"/><w:bookmarkEnd w:id="0"/>' * 2),
    (MAIN, r'<w:pStyle w:val="[^"]+"/>', r'<w:pStyle w:val="Nobody"/>'),
    (FOOTER, r'<w:pStyle w:val="[^"]+"/>', r'<w:pStyle w:val="Nobody"/>'),
    (FOOTER, r"(<w:pPr>.*?</w:pPr>)(<w:r>)", r"\2</w:r>\1\2"),
    ("word/styles.xml", r"(<w:style .*?</w:style>)", r"\1\1"),
    ("word/styles.xml", r'<w:basedOn w:val="[^"]+"/>', r'<w:basedOn w:val="Nobody"/>'),
    ("word/styles.xml", r"(<w:name [^>]*/>)(<w:[a-zA-Z]+[^>]*/>)", r"\2\1"),
    ("word/settings.xml", r"<w:compat>", r"<w:unheard/><w:compat>"),
    ("word/_rels/document.xml.rels", r'Target="footer1.xml"', r'Target="footer9.xml"'),
    ("word/_rels/document.xml.rels", r'Id="rId1"', r'Id="rId2"'),
    ("[Content_Types].xml", r'<Override PartName="/word/footer1.xml"[^>]*/>', ""),
]


def test_a_file_that_word_would_repair_is_told() -> None:
    """Each rule, broken on purpose."""
    parts = unpack(example_of("commendation", "zh"))
    for part, written, instead in BROKEN:
        text, count = re.subn(written, instead, parts[part].decode(), flags=re.DOTALL)
        assert count, written
        assert faults({**parts, part: text.encode()}), written


@pytest.mark.parametrize(("name", "lang"), PAPERS)
def test_the_columns_of_every_table_add_up(name: str, lang: Language) -> None:
    """WPS goes by gridCol, Word by tcW: both have to say the same, in every row."""
    body = etree.fromstring(unpack(example_of(name, lang))["word/document.xml"])
    for table in body.iter(w("tbl")):
        grid = [int(column.get(w("w"), "0")) for column in table.findall(f"{w('tblGrid')}/{w('gridCol')}")]
        assert grid and all(grid)
        width = table.find(f"{w('tblPr')}/{w('tblW')}")
        assert width is not None and int(width.get(w("w"), "0")) == sum(grid)
        for row in table.findall(w("tr")):
            spans, widths = 0, 0
            for cell in row.findall(w("tc")):
                span = cell.find(f"{w('tcPr')}/{w('gridSpan')}")
                wide = cell.find(f"{w('tcPr')}/{w('tcW')}")
                assert wide is not None
                count = int(span.get(w("val"), "1")) if span is not None else 1
                assert int(wide.get(w("w"), "0")) == sum(grid[spans : spans + count])
                spans, widths = spans + count, widths + int(wide.get(w("w"), "0"))
                assert cell[-1].tag == w("p"), "a cell ends with a paragraph"
            assert (spans, widths) == (len(grid), sum(grid))


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(("name", "lang"), PAPERS)
def test_nothing_is_lost_and_no_tag_is_left(name: str, lang: Language, form: str) -> None:
    context = FORMS[form](DOCUMENTS[name].example(lang))
    template = load(SHIPPED / lang / f"{name}.docx")
    for both in (False, True):
        made = template.render(context, {**COMMON, "bilingual": both})
        text = text_of(made)
        assert not re.search(r"\{\{|\}\}|\{%|%\}", text)
        assert "None" not in re.sub(r"(?m)^(?:\d+\. )?None\.?$", "", text) or lang == "en"
        if form == "awkward":
            assert text.count(AWKWARD) >= 3
            assert text.count("<") == text.count("&") == text.count("𠮷")
    assert len(Document(BytesIO(made)).element.body)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_headings_can_be_printed_in_both_languages(name: str) -> None:
    own, other = text_of(example_of(name, "zh")), text_of(example_of(name, "zh", bilingual=True))
    english = re.findall(r"[A-Z][a-z]+", other)
    assert len(english) > len(re.findall(r"[A-Z][a-z]+", own))
    latin = r"[A-Za-z.,'’“”\s-]+"  # an English heading may have a line of its own
    assert re.sub(latin, "", own)[:200] == re.sub(latin, "", other)[:200]
