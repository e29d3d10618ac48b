"""What Word needs to open a file without repairing it, checked on every document in both languages.

The order of properties is that of ECMA-376 (CT_PPr, CT_RPr, CT_TcPr, CT_TblPr, CT_TrPr, CT_SectPr), of the
elements that our files use.
"""

from __future__ import annotations

import re
from collections import Counter
from io import BytesIO

import pytest
from docx import Document
from lxml import etree

from records.language import Language
from templates.documents import DOCUMENTS, SHIPPED
from templates.layout.ooxml import W
from templates.package import unpack
from templates.render import COMMON, load
from tests.templates.examples import AWKWARD, PAPERS, awkward, emptied, example_of
from tests.templates.test_documents import text_of

ORDER = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr "
    "shd tabs suppressAutoHyphens snapToGrid spacing ind contextualSpacing jc textAlignment outlineLvl rPr "
    "sectPr",
    "rPr": "rStyle rFonts b bCs i iCs strike color spacing w kern position sz szCs highlight u shd vertAlign "
    "lang",
    "tcPr": "tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign hideMark",
    "tblPr": "tblStyle tblpPr tblOverlap bidiVisual tblW jc tblCellSpacing tblInd tblBorders shd tblLayout "
    "tblCellMar",
    "sectPr": "headerReference footerReference type pgSz pgMar pgBorders lnNumType pgNumType cols vAlign "
    "titlePg docGrid",
}
FORMS = {"example": lambda context: context, "awkward": awkward, "empty": emptied}


def w(name: str) -> str:
    return f"{{{W}}}{name}"


@pytest.mark.parametrize(("name", "lang"), PAPERS)
def test_word_opens_it_without_repair(name: str, lang: Language) -> None:
    parts = unpack(example_of(name, lang))
    for part, content in parts.items():
        if part.endswith((".xml", ".rels")):
            etree.fromstring(content)
    for part in ("word/document.xml", "word/styles.xml"):
        root = etree.fromstring(parts[part])
        for holder, names in ORDER.items():
            known = names.split()
            for element in root.iter(w(holder)):
                found = [etree.QName(child).localname for child in element]
                assert set(found) <= set(known), f"{part}: {holder} holds {found}"
                places = [known.index(child) for child in found]
                assert places == sorted(places), f"{part}: {holder} in the order {found}"
    ids = [match[1] for match in re.finditer(rb'<wp:docPr [^>]*?\bid="(\d+)"', parts["word/document.xml"])]
    assert max(Counter(ids).values(), default=1) == 1
    defined = set(re.findall(rb'w:styleId="([^"]+)"', parts["word/styles.xml"]))
    used = set(re.findall(rb'<w:pStyle w:val="([^"]+)"', parts["word/document.xml"]))
    assert used <= defined
    referred = set(re.findall(rb'r:(?:id|embed)="([^"]+)"', parts["word/document.xml"]))
    related = set(re.findall(rb'\bId="([^"]+)"', parts["word/_rels/document.xml.rels"]))
    assert referred <= related


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
