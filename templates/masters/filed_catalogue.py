"""The catalogue of filed papers (DA/T 22-2015): one table across the paper."""

from __future__ import annotations

from dataclasses import replace

from templates.layout.blocks import both, paragraph, tag
from templates.layout.document import document
from templates.layout.form_styles import form_styles
from templates.layout.forms import Box, FormRow, form, head
from templates.layout.ooxml import Element
from templates.layout.profile import ENGLISH, OFFICIAL, Profile, landscape
from templates.layout.style_sets import english_styles, official_styles
from templates.layout.styles import Style

_CELLS = (
    *("{{ row.number }}", "{{ row.code }}", "{{ row.doc_no }}", "{{ row.responsible }}"),
    *("{{ row.title }}", "{{ row.date }}", "{{ row.pages }}", "{{ row.note }}"),
)
_HEADS_ZH = ("序号", "档号", "文号", "责任者", "题名", "日期", "页数", "备注")
_HEADS_EN = ("No.", "Code", "Document number", "Responsible", "Title", "Date", "Pages", "Note")
#: columns set flush left: responsible, title, note
_LEFT = (3, 4, 7)


def chinese(profile: Profile = OFFICIAL) -> bytes:
    page = landscape(profile)
    body = [
        paragraph("Title", both("归档文件目录", "Catalogue of Filed Papers")),
        paragraph("Blank"),
        *_line(
            "立档单位：{{ organisation }}{% if fonds %}　　全宗号：{{ fonds }}{% endif %}",
            "年度：{{ year }}{% if retention %}　　保管期限：{{ retention }}{% endif %}　　共{{ count }}件",
            longest=24,
        ),
        _rows(page, (600, 2240, 1800, 1640, 900, 600, 760), _pairs(), "无"),
        paragraph("FormEnd"),
    ]
    return document(page, _styles(page), body, title="归档文件目录")


def english(profile: Profile = ENGLISH) -> bytes:
    page = landscape(profile)
    body = [
        paragraph("Title", both("Catalogue of Filed Papers", "归档文件目录")),
        *_line(
            "{{ organisation }}{% if fonds %}, fonds {{ fonds }}{% endif %}",
            "{{ year }}{% if retention %}, retention: {{ retention }}{% endif %}, "
            "{{ count }} paper{% if count != 1 %}s{% endif %}",
            longest=50,
        ),
        _rows(page, (520, 2240, 1800, 1900, 1000, 640, 900), [(en, zh) for zh, en in _pairs()], "None"),
        paragraph("FormEnd"),
    ]
    return document(page, _styles(page), body, title="Catalogue of filed papers")


def _line(left: str, right: str, *, longest: int) -> list[Element]:
    """What stands above the table, at its left and its right edge: in two lines for a long name."""
    return [
        tag(f"if organisation|length > {longest}", "CatalogueLine"),
        paragraph("CatalogueLine", left),
        paragraph("CatalogueLine", "\t" + right),
        tag("else", "CatalogueLine"),
        paragraph("CatalogueLine", left + "\t" + right),
        tag("endif", "CatalogueLine"),
    ]


def _styles(profile: Profile) -> tuple[Style, ...]:
    base = (official_styles if profile.lang == "zh" else english_styles)(profile)
    line = Style(
        "CatalogueLine",
        "目录表头行",
        "Line above the catalogue",
        "table",
        profile.table_size,
        0,
        "left",
        after=80,
        keep_next=True,
        tab=profile.page.text_width,
        tracked=False,
    )
    cell = replace(
        line,
        id="Catalogue",
        zh="目录文字",
        en="Text of the catalogue",
        size=profile.table_size - (6 if profile.grid else 3),
    )
    cell = replace(cell, align="center", after=0, keep_next=False, tab=None)
    left = replace(
        cell, id="CatalogueLeft", zh="目录文字（左）", en="Text of the catalogue, left", align="left"
    )
    kept = [
        replace(
            each, id=each.id + "Kept", zh=each.zh + "（末行）", en=each.en + ", last line", keep_next=True
        )
        for each in (cell, left)
    ]
    return (*base, *form_styles(profile), line, cell, left, *kept)


def _pairs() -> list[tuple[str, str]]:
    return list(zip(_HEADS_ZH, _HEADS_EN, strict=True))


def _rows(profile: Profile, widths: tuple[int, ...], heads: list[tuple[str, str]], empty: str) -> Element:
    """The table; the title gets what the other columns leave."""
    grid = (*widths[:4], profile.page.text_width - sum(widths), *widths[4:])

    def row(end: str) -> FormRow:
        styles = ["CatalogueLeft" if column in _LEFT else "Catalogue" for column in range(len(_CELLS))]
        return FormRow([Box(text, style + end) for text, style in zip(_CELLS, styles, strict=True)], 420)

    return form(
        grid,
        [
            FormRow([head(*each) for each in heads], head=True),
            "for row in rows",
            # The last one stays with the line below the table, which would otherwise begin an empty page.
            "if loop.last",
            row("Kept"),
            "else",
            row(""),
            "endif",
            "else",
            FormRow([Box(empty, "Catalogue", across=len(grid))]),
            "endfor",
        ],
    )
