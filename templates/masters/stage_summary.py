"""The stage summary: overview, practices, results, problems, next steps, sign-off, table of units."""

from __future__ import annotations

from templates.layout.blocks import annex_title, both, heading, paragraph, signature, table, tag
from templates.layout.document import document
from templates.layout.ooxml import Element
from templates.layout.profile import ENGLISH, OFFICIAL, Profile
from templates.layout.style_sets import english_styles, official_styles
from templates.layout.styles import Style
from templates.masters.prose import practices, prose

_CELLS = (
    "{{ row.number }}",
    "{{ row.name }}",
    "{{ row.members }}",
    "{{ row.sessions }}",
    "{{ row.hours }}",
    "{{ row.articles }}",
    "{{ row.reports }}",
    "{{ row.briefings }}",
    "{{ row.ten_ones }}",
)

_PART = "{{ part.title }}{% if bilingual %} {{ part.other }}{% endif %}"
_HEADS_ZH = ("序号", "党组织", "党员数", "集中学习次数", "学时", "心得", "调研", "简报", "“十个一”完成")
_HEADS_EN = (
    *("No.", "Organisation", "Members", "Sessions", "Hours"),
    *("Articles", "Reports", "Briefings", "Ten Ones"),
)


_Heads = tuple[tuple[str, str], ...]


def chinese(profile: Profile = OFFICIAL) -> bytes:
    body = [
        paragraph("Title", "{{ title }}"),
        paragraph("Blank"),
        *heading(profile, both("一、基本情况", "Overview")),
        *prose("overview", empty="无。"),
        *heading(profile, both("二、主要做法", "Main practices")),
        *practices("（{{ loop.index|hanzi }}）" + _PART, "无。"),
        *heading(profile, both("三、取得成效", "Results")),
        *prose("results", empty="无。"),
        *_chart("图1　各党组织“十个一”完成情况（完成项数/应完成项数）"),
        *heading(profile, both("四、存在问题", "Problems")),
        *prose("problems", empty="无。"),
        *heading(profile, both("五、下一步打算", "Next steps")),
        *prose("next_steps", empty="无。", last=True),
        paragraph("SignSpace"),
        paragraph("Attachments", "附表：各党组织学习活动情况统计表"),
        *signature(profile, "{{ issuer }}", "{{ date }}", blank=2, length=14),
        paragraph("AnnexLabel", "附表"),
        paragraph("Blank"),
        *annex_title("各党组织学习活动情况统计表", "Study activities by Party organisation"),
        paragraph("Blank"),
        _units(
            profile,
            (600, 700, 900, 760, 680, 680, 760, 1330),
            tuple(zip(_HEADS_ZH, _HEADS_EN, strict=True)),
            "无",
        ),
        paragraph("Note", "统计期间：{{ period }}。上级党组织的数字含所属党组织。"),
    ]
    return document(profile, (*official_styles(profile), *_styles(profile)), body, title="阶段总结")


def english(profile: Profile = ENGLISH) -> bytes:
    body = [
        paragraph("Title", "{{ title }}"),
        *heading(profile, both("1. Overview", "基本情况")),
        *prose("overview", empty="None."),
        *heading(profile, both("2. Main practices", "主要做法")),
        *practices("2.{{ loop.index }} " + _PART, "None."),
        *heading(profile, both("3. Results", "取得成效")),
        *prose("results", empty="None."),
        *_chart("Figure 1. The Ten Ones by Party organisation (done/asked)"),
        *heading(profile, both("4. Problems", "存在问题")),
        *prose("problems", empty="None."),
        *heading(profile, both("5. Next steps", "下一步打算")),
        *prose("next_steps", empty="None.", last=True),
        paragraph("SignSpace"),
        paragraph("Attachments", "Annex: Study activities by Party organisation"),
        *signature(profile, "{{ issuer }}", "{{ date }}", blank=2),
        paragraph("AnnexLabel", "Annex"),
        *annex_title("Study activities by Party organisation", "各党组织学习活动情况统计表"),
        _units(
            profile,
            (500, 980, 960, 760, 860, 860, 1040, 760),
            tuple(zip(_HEADS_EN, _HEADS_ZH, strict=True)),
            "None",
        ),
        paragraph(
            "Note",
            "Period: {{ period }}. The figures of a higher organisation include those of the "
            "organisations under it.",
        ),
    ]
    return document(profile, (*english_styles(profile), *_styles(profile)), body, title="Stage summary")


def _chart(caption: str) -> list[Element]:
    """The picture with its caption below it, on one page."""
    return [
        tag("if chart"),
        paragraph("Chart", "{{ chart }}"),
        paragraph("Caption", caption),
        tag("endif"),
    ]


def _styles(profile: Profile) -> tuple[Style, ...]:
    gap = 0 if profile.grid else 120
    return (
        Style("Chart", "图", "Figure", line=0, align="center", before=120, keep_next=True, tracked=False),
        Style(
            "Caption",
            "图题",
            "Caption of a figure",
            "table",
            profile.table_size + 4,
            align="center",
            after=gap,
            tracked=False,
        ),
    )


def _units(profile: Profile, widths: tuple[int, ...], heads: _Heads, empty: str) -> Element:
    name = profile.page.text_width - sum(widths)
    return table((widths[0], name, *widths[1:]), heads, _CELLS, rows="units", empty=empty, left=(1,))
