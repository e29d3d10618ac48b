"""Every document in both languages as printed: paper, margins, page numbers, fonts, tables, no text lost.

All papers are laid out in one run of LibreOffice; each test then measures its own.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pdfplumber
import pytest
from lxml import etree
from PIL import Image

from records.language import Language
from templates.contexts import rectification, stage_summary
from templates.contexts.archive import example as archive_example
from templates.contexts.archive import pictures as archive_pictures
from templates.contexts.archive.pictures import PictureRow
from templates.contexts.text import Line
from templates.documents import DOCUMENTS, SHIPPED
from templates.layout.ooxml import W
from templates.layout.profile import ENGLISH, OFFICIAL, landscape, sheet_profile
from templates.package import unpack
from templates.render import load
from tests.templates.examples import LANGUAGES, PAPERS, example_of

MM = 25.4 / 72
TWIP = 25.4 / 1440
#: the certificate has a frame and a page of its own, see test_layout.py
FRAMED = "certificate"
#: lists to be filled in by hand: narrower margins, for sixty names to a page
SHEETS = ("sign_in", "exam_results", "record_sheet")
#: a page that holds the signature just, and pages that do not by one and by two lines
LOW = (14, 15, 16)
PLAIN = [(name, lang) for name, lang in PAPERS if name != FRAMED]


@pytest.fixture(scope="module")
def pages(to_pdfs: Callable[[Mapping[str, bytes]], dict[str, Path]]) -> dict[str, Path]:
    examples = {f"{lang}-{name}": example_of(name, lang) for name, lang in PAPERS}
    examples |= {f"en-signed-{lines}": signed_low(lines) for lines in LOW}
    examples |= {f"{lang}-pictured": pictured(lang) for lang in LANGUAGES}
    examples |= {f"{lang}-headed": example_of("stage_summary", lang, bilingual=True) for lang in LANGUAGES}
    return to_pdfs(examples | {"en-filled": filled_to_the_foot()})


def filled_to_the_foot() -> bytes:
    """A notice whose receipt ends at the foot of the page, with no place for the line below a table."""
    notice = rectification.example("en")
    filled = replace(notice, problems=notice.problems * 3, requirements=notice.requirements * 3)
    return load(SHIPPED / "en/rectification.docx").render(filled)


def pictured(lang: Language) -> bytes:
    """An archive with the pictures of three papers: two wide, one high, one wide."""
    rows, media = [], {}
    for number, size in enumerate(((1500, 900), (1500, 910), (900, 1400), (1000, 500)), 1):
        written = BytesIO()
        Image.new("L", size, 200).save(written, "PNG")
        printed = archive_pictures.printable(written.getvalue(), f"{number}.png")
        assert printed is not None
        media[printed[0].sha256] = printed[1]
        rows.append(PictureRow(number, printed[0], "谈学与用", "2011年3月20日", "XD-2011-0003"))
    filled = replace(archive_example.example(lang), pictures=tuple(rows))
    return load(SHIPPED / lang / "personal_archive.docx").render(filled, media=media)


def signed_low(lines: int) -> bytes:
    """An English summary whose signature comes to the foot of the first page after so many lines."""
    filled = replace(
        stage_summary.example("en"),
        overview=(Line(0, "Fill."),) * lines,
        practices=(),
        results=(),
        problems=(),
        next_steps=(Line(0, "Study the rules well. " * 8),),
    )
    return load(SHIPPED / "en/stage_summary.docx").render(filled)


@contextmanager
def opened(pages: dict[str, Path], name: str, lang: str) -> Iterator[Any]:
    with pdfplumber.open(pages[f"{lang}-{name}"]) as file:
        yield file


@pytest.mark.parametrize(("name", "lang"), PLAIN)
def test_text_and_tables_stay_within_the_margins(pages: dict[str, Path], name: str, lang: Language) -> None:
    profile = OFFICIAL if lang == "zh" else ENGLISH
    with opened(pages, name, lang) as file:
        across = file.pages[0].width > file.pages[0].height
        profile = sheet_profile(profile) if name in SHEETS else profile
        page = landscape(profile).page if across else profile.page
        for each in file.pages:
            assert sorted([round(each.width * MM), round(each.height * MM)]) == [210, 297]
            left, right = page.left * TWIP, (page.width - page.right) * TWIP
            top, bottom = page.top * TWIP, (page.height - page.bottom) * TWIP
            for char in each.chars:
                if char["text"].isspace():
                    continue
                assert left - 1 <= char["x0"] * MM and char["x1"] * MM <= right + 1, char["text"]
                # Below the text only the page number stands, above it nothing.
                assert char["top"] * MM >= top - 2
                if char["bottom"] * MM > bottom + 1.5:
                    assert char["text"] in "—– 0123456789", f"{char['text']} below the text area"
            for rule in each.lines + each.rects:
                assert left - 1.5 <= rule["x0"] * MM and rule["x1"] * MM <= right + 1.5


@pytest.mark.parametrize(("name", "lang"), PLAIN)
def test_pages_are_numbered_outside(pages: dict[str, Path], name: str, lang: Language) -> None:
    """All but a cover, and a form that is one page."""
    parts = unpack(example_of(name, lang))
    numbered, cover = "word/footer1.xml" in parts, b"<w:titlePg/>" in parts["word/document.xml"]
    with opened(pages, name, lang) as file:
        assert numbered or len(file.pages) == 1
        for number, page in enumerate(file.pages, 1):
            foot = page.crop((0, page.height * 0.88, page.width, page.height))
            found = [word for word in foot.extract_words() if word["text"] == str(number)]
            if not numbered or (cover and number == 1):
                assert not found
                continue
            assert found, f"page {number} has no number"
            middle = (found[-1]["x0"] + found[-1]["x1"]) / 2
            if lang == "zh":
                assert middle > page.width * 0.6 if number % 2 else middle < page.width * 0.4


@pytest.mark.parametrize(("name", "lang"), PAPERS)
def test_the_whole_text_is_on_the_pages(pages: dict[str, Path], name: str, lang: Language) -> None:
    """What the file holds is what is printed: nothing is cut off by a fixed height, or hidden."""
    document = etree.fromstring(unpack(example_of(name, lang))["word/document.xml"])
    held = Counter("".join(map(str, document.itertext(f"{{{W}}}t"))))
    with opened(pages, name, lang) as file:
        printed = Counter("".join(char["text"] for page in file.pages for char in page.chars))
    missing = {sign: number for sign, number in (held - printed).items() if not sign.isspace()}
    assert not missing


@pytest.mark.parametrize("name", DOCUMENTS)
def test_chinese_pages_use_the_standard_s_fonts(pages: dict[str, Path], name: str) -> None:
    with opened(pages, name, "zh") as file:
        fonts = {char["fontname"].split("+")[-1] for page in file.pages for char in page.chars}
    assert fonts
    assert all(re.search(r"UMing|UKai|NotoS(ans|erif)", font) for font in fonts), fonts


@pytest.mark.parametrize("name", DOCUMENTS)
def test_no_page_holds_almost_nothing(pages: dict[str, Path], name: str) -> None:
    for lang in ("zh", "en"):
        with opened(pages, name, lang) as file:
            for page in file.pages:
                assert len(re.sub(r"[\s—\d]", "", page.extract_text())) > 6


def test_a_signature_takes_its_last_section_along(pages: dict[str, Path]) -> None:
    """Not the date alone, nor the text without its heading (GB/T 9704-2012, 7.3.5.5)."""
    alone = {}
    for lines in LOW:
        with opened(pages, f"signed-{lines}", "en") as file:
            texts = [page.extract_text() for page in file.pages]
        (signed,) = [text for text in texts if "CPC Committee of" in text.splitlines()[-3]]
        alone[lines] = [part for part in ("5. Next steps", "Study the rules") if part not in signed]
        assert len(texts) == (2 if lines == LOW[0] else 3)
    assert not any(alone.values()), alone


@pytest.mark.parametrize("lang", LANGUAGES)
def test_attached_pictures_stand_with_their_captions_one_or_two_on_a_page(
    pages: dict[str, Path], lang: str
) -> None:
    caption = "图{}谈学与用" if lang == "zh" else "Figure{}."
    with opened(pages, "pictured", lang) as file:
        shown = []
        for page in file.pages:
            text = re.sub(r"\s", "", page.extract_text())
            shown.append(([n for n in range(1, 5) if caption.format(n) in text], len(page.images)))
        bottoms = [image["bottom"] * MM for page in file.pages for image in page.images]
    assert [each for each in shown if each[1]] == [([1, 2], 2), ([3], 1), ([4], 1)]
    assert max(bottoms) < 262


def test_a_form_that_fills_its_page_leaves_no_empty_one_behind(pages: dict[str, Path]) -> None:
    with opened(pages, "filled", "en") as file:
        texts = [page.extract_text() for page in file.pages]
    assert all(len(text) > 20 for text in texts), texts
    assert "Cut here" in texts[-1] and "Please return" in texts[-1], "the receipt in one piece"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_headings_in_both_languages_break_no_word_of_a_table(pages: dict[str, Path], lang: str) -> None:
    with opened(pages, "headed", lang) as file:
        words = {word["text"] for word in file.pages[-1].extract_words()}
    assert {"Members", "Sessions", "Articles", "Reports", "Briefings"} <= words
    assert {"心得", "调研", "简报", "学时"} <= words
