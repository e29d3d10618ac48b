"""Pages measured as printed: line and character counts, places of ink, fonts, odd and even pages."""

from __future__ import annotations

import subprocess
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pdfplumber
import pytest
from PIL import Image

from templates.contexts.certificate import Certificate
from templates.contexts.commendation import Commendation, OrganisationRow, PersonRow
from templates.contexts.text import Line
from templates.documents import SHIPPED
from templates.layout.blocks import paragraph
from templates.layout.document import document
from templates.layout.profile import OFFICIAL
from templates.layout.style_sets import official_styles
from templates.render import load

MM = 25.4 / 72
ToPdf = Callable[[bytes], Path]
ToPdfs = Callable[[Mapping[str, bytes]], dict[str, Path]]

DECISION = Commendation(
    mark="中共青杨河乡委员会文件",
    doc_no="青党发〔2011〕23号",
    title="中共青杨河乡委员会关于表彰2011年度先进学习型党组织和学习先进个人的决定",
    year=2011,
    deciding_body="青杨河乡党委",
    background=(),
    hopes=(),
    call=(),
    organisations=(OrganisationRow(1, "柳树湾村党总支", "张伟"),),
    people=tuple(PersonRow(number, "杨丽", "机关党支部", "干事") for number in range(1, 13)),
    issuer="中共青杨河乡委员会",
    date="2011年7月1日",
    copy_to="县委学习办",
    issuing_office="中共青杨河乡委员会办公室",
)


def ink(pdf: Path, page: int) -> list[tuple[float, float]]:
    """The bands of ink on a page from top to bottom, each from where to where in millimetres."""
    dots_per_mm = 10
    subprocess.run(
        [
            "pdftoppm",
            "-gray",
            "-r",
            "254",
            "-f",
            str(page),
            "-l",
            str(page),
            "-singlefile",
            pdf,
            pdf.with_suffix(""),
        ],
        check=True,
    )
    with Image.open(pdf.with_suffix(".pgm")) as image:
        dark = image.point([255 if level < 200 else 0 for level in range(256)])
        rows = [dark.crop((0, y, dark.width, y + 1)).getbbox() is not None for y in range(dark.height)]
    edges = [y for y in range(1, len(rows)) if rows[y] != rows[y - 1]]
    return [(top / dots_per_mm, end / dots_per_mm) for top, end in zip(edges[::2], edges[1::2], strict=True)]


@pytest.fixture(scope="module")
def decision(to_pdf: ToPdf) -> Path:
    return to_pdf(load(SHIPPED / "zh/commendation.docx").render(DECISION))


def test_a_page_holds_22_lines_of_28_characters(to_pdf: ToPdf) -> None:
    hanzi = "学" * (22 * 28 * 2)
    pdf = to_pdf(document(OFFICIAL, official_styles(OFFICIAL), [paragraph("Addressee", hanzi)], title="校准"))
    with pdfplumber.open(pdf) as file:
        assert len(file.pages) == 2
        for page in file.pages:
            lines = Counter(round(char["matrix"][5], 1) for char in page.chars if char["text"] == "学")
            assert sorted(lines.values()) == [28] * 22


def test_the_red_head_stands_where_the_standard_puts_it(decision: Path) -> None:
    bands = ink(decision, 1)
    mark, number, rule = bands[:3]
    assert mark[0] == pytest.approx(72, abs=1), "35 mm below the top of the text area"
    assert rule[0] - number[1] == pytest.approx(4, abs=0.5)
    with pdfplumber.open(decision) as file:
        red = [line for line in file.pages[0].lines + file.pages[0].rects if line["width"] > 100]
        assert red[0]["x0"] * MM == pytest.approx(28, abs=0.3)
        assert red[0]["width"] * MM == pytest.approx(156, abs=0.5)


def test_page_numbers_stand_outside_and_7_mm_below_the_text(decision: Path) -> None:
    with pdfplumber.open(decision) as file:
        assert len(file.pages) == 4
        for number, page in enumerate(file.pages, 1):
            dashes = [char for char in page.chars if char["text"] == "—" and char["top"] * MM > 262]
            assert len(dashes) == 2
            left, right = dashes[0]["x0"] * MM, dashes[1]["x1"] * MM
            if number % 2:
                assert right == pytest.approx(184 - 4.94, abs=1), "odd: one character from the right"
            else:
                assert left == pytest.approx(28 + 4.94, abs=1), "even: one character from the left"
    top, bottom = ink(decision, 1)[-1]
    assert (top + bottom) / 2 == pytest.approx(269, abs=0.7)


def test_the_imprint_ends_the_last_page(decision: Path) -> None:
    with pdfplumber.open(decision) as file:
        wide = [line for line in file.pages[-1].lines + file.pages[-1].rects if line["width"] * MM > 150]
        rules = sorted({round(line["bottom"] * MM, 1) for line in wide})[-3:]
        assert rules[-1] == pytest.approx(262, abs=0.7), "the last rule is the bottom of the text area"
        text = file.pages[-1].crop((0, rules[0] / MM, file.pages[-1].width, rules[-1] / MM)).extract_text()
    assert "抄送：县委学习办。" in text
    assert "2011年7月1日印发" in text


def test_a_signature_never_stands_on_a_page_without_text(to_pdfs: ToPdfs) -> None:
    def calling(length: int) -> bytes:
        call = tuple(Line(0, "学用结合。" * 28) for _ in range(length))
        return load(SHIPPED / "zh/commendation.docx").render(replace(DECISION, call=call))

    for pdf in to_pdfs({str(length): calling(length) for length in range(1, 5)}).values():
        with pdfplumber.open(pdf) as file:
            texts = [page.extract_text().replace(" ", "") for page in file.pages]
        signed = next(text for text in texts if "2011年7月1日" in text)
        assert "学用结合。" in signed


def test_each_kind_of_text_has_its_own_font(decision: Path) -> None:
    with pdfplumber.open(decision) as file:
        by_size = {round(char["size"]): char["fontname"] for char in file.pages[0].chars}
        label = file.pages[2].chars[0]
        quotes = [char for page in file.pages for char in page.chars if char["text"] in "“”"]
    assert "Serif" in by_size[40], "mark"
    assert "Serif" in by_size[22], "title"
    assert "UMing" in by_size[16], "body"
    assert label["text"] == "附"
    assert "Sans" in label["fontname"], "annex label"
    assert quotes
    assert {round(quote["width"]) for quote in quotes} == {16}, "full width, not Latin"


def test_a_long_issuer_s_name_still_fits_the_text_area(to_pdf: ToPdf) -> None:
    long = replace(DECISION, mark="中共青杨河土家族苗族自治乡委员会文件")
    with pdfplumber.open(to_pdf(load(SHIPPED / "zh/commendation.docx").render(long))) as file:
        mark = [char for char in file.pages[0].chars if char["top"] * MM < 95]
        assert len({round(char["top"]) for char in mark}) == 1
        assert max(char["x1"] for char in mark) * MM < 184.5


def test_a_decision_of_one_annex_is_not_numbered(to_pdf: ToPdf) -> None:
    one = replace(DECISION, organisations=())
    with pdfplumber.open(to_pdf(load(SHIPPED / "zh/commendation.docx").render(one))) as file:
        text = "\n".join(page.extract_text() for page in file.pages)
    assert "附件：学习先进个人名单" in text
    assert "附件2" not in text


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_each_certificate_fills_one_page_across(to_pdf: ToPdf, lang: str) -> None:
    template = load(SHIPPED / lang / "certificate.docx")
    one = Certificate(
        "张伟民",
        True,
        "2011年度创建学习型党组织活动",
        "学习先进个人",
        "中共青杨河乡委员会",
        "2011年7月1日",
        "青学〔2011〕008号",
    )
    with pdfplumber.open(
        to_pdf(template.render_merged([one, replace(one, recipient="李秀兰"), one]))
    ) as file:
        assert len(file.pages) == 3
        assert all(page.width > page.height for page in file.pages)
        assert "李秀兰" in file.pages[1].extract_text()


def test_english_pages_need_no_chinese_font(to_pdf: ToPdf) -> None:
    english = replace(
        DECISION,
        mark="Qingyanghe Committee",
        doc_no="No. 23",
        title="Decision",
        deciding_body="the committee",
        organisations=(OrganisationRow(1, "Willow Bend", "Zhang Wei"),),
        people=(PersonRow(1, "Yang Li", "Office", "Clerk"),),
        issuer="Qingyanghe Committee",
        date="1 July 2011",
        copy_to="County office",
        issuing_office="Office",
    )
    with pdfplumber.open(to_pdf(load(SHIPPED / "en/commendation.docx").render(english))) as file:
        fonts = {
            char["fontname"].split("+")[-1]
            for page in file.pages
            for char in page.chars
            if char["text"] != " "
        }
    assert all("Liberation" in font or "Times" in font for font in fonts), fonts
