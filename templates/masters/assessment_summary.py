"""The assessment summary: everybody's scores of a year in a table across, the grades counted below."""

from __future__ import annotations

from templates.layout.blocks import both, paragraph
from templates.layout.document import document
from templates.layout.form_styles import form_styles
from templates.layout.forms import Box, FormRow, Side, head, listed
from templates.layout.ooxml import Element
from templates.layout.profile import ENGLISH, OFFICIAL, Profile, landscape
from templates.layout.style_sets import english_styles, official_styles

_CELLS = (
    "{{ row.number }}",
    "{{ row.name|padded }}",
    "{{ row.branch }}",
    "{{ row.post }}",
    *("{{ row." + name + " }}" for name in ("listen", "write", "speak", "test", "apply", "total", "grade")),
    "{{ row.note }}",
)
_SIDES: tuple[Side, ...] = ("top", "left", "right", "bottom")
_ASPECTS = (
    ("听", "Listen", "listen"),
    ("写", "Write", "write"),
    ("说", "Speak", "speak"),
    ("考", "Test", "test"),
    ("用", "Apply", "apply"),
)


def chinese(profile: Profile = OFFICIAL) -> bytes:
    page = landscape(profile)
    counts = (
        "应考核{{ asked }}人，已考核{{ assessed }}人{% if assessed %}，平均{{ average }}分。"
        "{% for each in grades %}{{ each.grade }}{{ each.people }}人，占{{ each.share }}"
        "{% if not loop.last %}；{% endif %}{% endfor %}。合格以上{{ passed }}人，合格率{{ pass_rate }}"
        "{% endif %}。"
    )
    bands = (
        "注：等次按总分评定，{% for each in grades %}{% if not loop.last %}"
        "{{ each.grade }}{{ each.least }}分以上"
        "{% if loop.revindex > 2 %}、{% endif %}{% endif %}{% endfor %}；比例以已考核人数为基数。"
    )
    signed = "考核组组长（签字）：" + "　" * 10 + "制表：" + "　" * 8
    body = [
        paragraph("FormHeading", both("{{ year }}年度考核汇总表", "Assessment Summary")),
        paragraph("FormAside", "单位：{{ unit }}\t截至{{ date }}"),
        _table(page, (620, 1150, 0, 1900, 720, 780, 860, 1200), "无", counts, bands, signed),
        paragraph("FormEnd"),
    ]
    styles = (*official_styles(page), *form_styles(page))
    return document(page, styles, body, title="考核汇总表")


def english(profile: Profile = ENGLISH) -> bytes:
    page = landscape(profile)
    counts = (
        "To be assessed: {{ asked }}; assessed: {{ assessed }}{% if assessed %}; mean total: {{ average }}. "
        "{% for each in grades %}{{ each.grade }}: {{ each.people }} ({{ each.share }})"
        "{% if not loop.last %}; {% endif %}{% endfor %}. Passed: {{ passed }} ({{ pass_rate }}){% endif %}."
    )
    bands = (
        "Grades follow the total: {% for each in grades %}{% if not loop.last %}{{ each.grade }} from "
        "{{ each.least }}{% if loop.revindex > 2 %}, {% endif %}{% endif %}{% endfor %}. Shares are of those "
        "assessed."
    )
    signed = "Head of the panel (signed): " + " " * 40 + "Drawn up by: " + " " * 30
    body = [
        paragraph("FormHeading", both("Assessment Summary of {{ year }}", "考核汇总表")),
        paragraph("FormAside", "Unit: {{ unit }}\tAs of {{ date }}"),
        _table(page, (560, 1700, 0, 2100, 800, 800, 1300, 1700), "None", counts, bands, signed),
        paragraph("FormEnd"),
    ]
    styles = (*english_styles(page), *form_styles(page))
    return document(page, styles, body, title="Assessment summary")


def _table(
    page: Profile, widths: tuple[int, ...], empty: str, counts: str, bands: str, signed: str
) -> Element:
    """``widths``: number, name, branch (what is left), post, an aspect, total, grade, note.

    The note on grades and the signatures are rows without rules: a paragraph below the table would not be
    kept on the page of its last row by every word processor.
    """
    number, name, _, post, aspect, total, grade, note = widths
    branch = page.page.text_width - number - name - post - 5 * aspect - total - grade - note
    columns = (number, name, branch, post, *[aspect] * 5, total, grade, note)
    chinese = page.lang == "zh"

    def titled(zh: str, en: str, below: str = "") -> Box:
        return head(zh, en, below) if chinese else head(en, zh, below)

    most = "{{{{ most.{} }}}}分" if chinese else "({{{{ most.{} }}}})"
    heads = [
        titled("序号", "No."),
        titled("姓名", "Name"),
        titled("党支部", "Branch"),
        titled("职务", "Post"),
        *(titled(zh, en, most.format(field)) for zh, en, field in _ASPECTS),
        titled("总分", "Total"),
        titled("等次", "Grade"),
        titled("备注", "Note"),
    ]
    footer = [
        FormRow([Box(counts, "CellLeftKept", across=len(columns))], 560),
        FormRow([Box(bands, "CellLeftKept", across=len(columns), open=("left", "right", "bottom"))]),
        FormRow([Box(signed, "FormSign", across=len(columns), open=_SIDES)]),
    ]
    return listed(columns, heads, _CELLS, rows="rows", empty=empty, left=(2, 3), last=footer)
