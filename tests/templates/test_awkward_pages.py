"""Pages with data that strains them: long names and lists, missing numbers, odd characters."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pdfplumber
import pytest

from templates.contexts.certificate import Certificate
from templates.contexts.commendation import PersonRow
from templates.contexts.text import Line
from templates.documents import SHIPPED
from templates.package import unpack
from templates.render import load
from tests.templates.test_layout import DECISION, MM

ToPdf = Callable[[bytes], Path]
ToPdfs = Callable[[Mapping[str, bytes]], dict[str, Path]]
LONG_UNIT = "中共青杨河乡青杨河中心小学教职工暨离退休干部职工联合党支部委员会"
LONG_NAME = "买买提·艾力江·阿不都热合曼·库尔班江"
CERTIFICATE = Certificate(
    recipient="张伟",
    person=True,
    occasion="2011年度创建学习型党组织活动",
    honour="学习先进个人",
    issuer="中共青杨河乡委员会",
    date="2011年7月1日",
    certificate_no="青学〔2011〕008号",
)


def texts(pdf: Path) -> list[str]:
    with pdfplumber.open(pdf) as file:
        return [page.extract_text().replace(" ", "") for page in file.pages]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_certificate_of_long_names_stays_on_its_page(to_pdf: ToPdf, lang: str) -> None:
    awards = [
        replace(CERTIFICATE, recipient=LONG_UNIT, person=False, honour="先进学习型党组织"),
        replace(CERTIFICATE, recipient=LONG_NAME),
        replace(CERTIFICATE, recipient=LONG_NAME, issuer=LONG_UNIT),
        replace(CERTIFICATE, recipient=LONG_UNIT, person=False, issuer=LONG_UNIT, honour="学以致用标兵" * 4),
        CERTIFICATE,
    ]
    pages = texts(to_pdf(load(SHIPPED / lang / "certificate.docx").render_merged(awards)))
    assert len(pages) == len(awards)
    assert all("青学〔2011〕008号" in page for page in pages)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_certificate_without_a_number_has_no_empty_label(lang: str) -> None:
    made = load(SHIPPED / lang / "certificate.docx").render(replace(CERTIFICATE, certificate_no=""))
    xml = unpack(made)["word/document.xml"].decode()
    assert "编号" not in xml
    assert "No." not in xml


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_imprint_grows_with_its_copies(to_pdfs: ToPdfs, lang: str) -> None:
    template = load(SHIPPED / lang / "commendation.docx")

    def copied(copies: int) -> bytes:
        copy_to = "、".join([LONG_UNIT] * copies)
        return template.render(replace(DECISION, copy_to=copy_to, issuing_office="党政办公室"))

    printed = to_pdfs({str(copies): copied(copies) for copies in (1, 3, 6)})
    for copies in (1, 3, 6):
        with pdfplumber.open(printed[str(copies)]) as file:
            page = file.pages[-1]
            wide = [line for line in page.lines + page.rects if line["width"] * MM > 150]
            rules = sorted({round(line["bottom"] * MM, 1) for line in wide})
            between = page.crop((0, rules[-3] / MM, page.width, rules[-1] / MM + 1)).extract_text()
        tidy = re.sub(r"\s", "", between)
        assert tidy.count(LONG_UNIT) == copies
        assert "党政办公室" in tidy
        assert "2011年7月1日" in tidy


def test_the_imprint_never_has_a_page_to_itself(to_pdfs: ToPdfs) -> None:
    template = load(SHIPPED / "zh/commendation.docx")

    def listing(count: int) -> bytes:
        people = tuple(PersonRow(number, "杨丽", "机关党支部", "干事") for number in range(1, count + 1))
        return template.render(replace(DECISION, people=people))

    for count, pdf in to_pdfs({str(count): listing(count) for count in (18, 19, 20, 21)}).items():
        pages = texts(pdf)
        assert "印发" in pages[-1]
        assert "杨丽" in pages[-1], count
        assert sum("附件2" in page for page in pages[2:]) == 1


def test_a_long_signature_stays_on_one_line_over_its_date(to_pdf: ToPdf) -> None:
    issuer = "中共青杨河土家族苗族自治乡委员会机关工委"
    with pdfplumber.open(
        to_pdf(load(SHIPPED / "zh/commendation.docx").render(replace(DECISION, issuer=issuer)))
    ) as file:
        lines = [line for page in file.pages for line in page.extract_text_lines()]
    (signed,) = [line for line in lines if line["text"].replace(" ", "") == issuer]
    dated = next(line for line in lines if line["text"].replace(" ", "") == "2011年7月1日")
    middle = (signed["x0"] + signed["x1"]) / 2
    assert (dated["x0"] + dated["x1"]) / 2 == pytest.approx(middle, abs=6)
    assert signed["x1"] * MM < 184.5


def test_a_signature_stays_with_a_text_that_ends_in_numbered_lines(to_pdfs: ToPdfs) -> None:
    template = load(SHIPPED / "zh/commendation.docx")

    def ending(length: int) -> bytes:
        call = tuple(Line(3, f"{number}.抓好落实") for number in range(length))
        return template.render(replace(DECISION, background=(Line(0, "学。"),), call=call))

    for length, pdf in to_pdfs({str(length): ending(length) for length in (12, 15, 18)}).items():
        pages = texts(pdf)
        signed = next(page for page in pages if "中共青杨河乡委员会\n2011年7月1日" in page)
        assert "抓好落实" in signed, length


@pytest.mark.parametrize("name", ["stage_summary", "commendation", "certificate"])
def test_english_quotes_are_left_to_the_latin_font(name: str) -> None:
    parts = unpack((SHIPPED / "en" / f"{name}.docx").read_bytes())
    assert not [part for part, data in parts.items() if b'w:hint="eastAsia"' in data]
