"""The circular on inspections: red head, what was looked at, good practice, problems, requirements, annex."""

from __future__ import annotations

from dataclasses import replace

from templates.layout.blocks import (
    annex_title,
    both,
    heading,
    imprint,
    paragraph,
    paragraphs,
    red_head,
    signature,
    tag,
)
from templates.layout.document import document
from templates.layout.form_styles import form_styles
from templates.layout.forms import Box, FormRow, form, head
from templates.layout.ooxml import Element
from templates.layout.profile import ENGLISH, OFFICIAL, Profile
from templates.layout.style_sets import english_styles, official_styles
from templates.layout.styles import Style
from templates.masters.prose import practices, prose


def chinese(profile: Profile = OFFICIAL) -> bytes:
    body = [
        *red_head("{{ mark }}", "{{ doc_no }}", lengths=(11, 15)),
        paragraph("Title", "{{ title }}"),
        *paragraphs([("Blank", ""), ("Addressee", "各党总支、党支部：")]),
        paragraph(
            "Body",
            "根据创建学习型党组织活动督查工作安排，{{ days }}，督查组{% if methods %}采取{{ methods }}"
            "等方式，{% endif %}对{{ whom }}开展了学习督查。现将情况通报如下：",
        ),
        *heading(profile, both("一、总体情况", "Overall")),
        _chinese_overall(),
        *heading(profile, both("二、好的做法", "Good practice")),
        *practices("（{{ loop.index|hanzi }}）{{ part.title }}", "无。"),
        *heading(profile, both("三、存在问题", "Problems")),
        *_problems(
            "（{{ loop.index|hanzi }}）{{ unit.name }}",
            "{{ loop.index }}.",
            "（{{ each.note }}）",
            "。",
            "无。",
        ),
        *heading(profile, both("四、下步要求", "Requirements")),
        *prose(
            "requirements",
            empty="各党组织要对照本次通报逐项查找不足，存在问题的要明确责任人、整改措施和完成时限，按期报送"
            "整改情况；没有发现问题的要保持好的做法，不断提高学习质量。乡党委将适时开展回访督查，对整改不力、"
            "同类问题反复发生的，严肃批评并追究责任。",
            last=True,
        ),
        paragraph("SignSpace"),
        paragraph("Attachments", "附表：学习督查情况一览表"),
        *signature(profile, "{{ issuer }}", "{{ date }}", blank=2, length=14, sealed=True),
        paragraph("AnnexLabel", "附表"),
        paragraph("Blank"),
        *annex_title("学习督查情况一览表", "Inspections of study at a glance"),
        paragraph("Blank"),
        _annex(
            profile,
            (2050, 1130, 1400, 1230),
            (
                ("单位", "Unit"),
                ("检查项目", "Item"),
                ("情况", "Situation"),
                ("得分", "Score"),
                ("整改期限", "Deadline"),
            ),
            "无",
        ),
        paragraph("NoteKept", "注：得分后括号内为督查结论。"),
        *imprint(profile, "抄送：{{ copy_to }}。", "{{ issuing_office }}\t{{ date }}印发", per_line=26),
    ]
    return document(profile, _styles(profile), body, title="督查通报")


def _styles(profile: Profile) -> tuple[Style, ...]:
    """With a note to the annex that stays with the imprint, so that no page holds the imprint alone."""
    base = (official_styles if profile.lang == "zh" else english_styles)(profile)
    (note,) = (style for style in base if style.id == "Note")
    kept = replace(note, id="NoteKept", zh="表注（随下段）", en="Note to a table, kept", keep_next=True)
    return (*base, *form_styles(profile), kept)


def _chinese_overall() -> Element:
    return paragraph(
        "Body",
        "{% if visits == 1 %}{% if verdict %}督查结论为“{{ verdict }}”{% if score %}，得分{{ score }}分"
        "{% endif %}。{% elif score %}督查得分{{ score }}分。{% endif %}"
        "{% else %}共开展督查{{ visits }}次{% if verdicts %}，其中{% for each in verdicts %}结论为"
        "“{{ each.name }}”的{{ each.count }}次{% if not loop.last %}，{% endif %}{% endfor %}{% endif %}。"
        "{% if average %}平均得分{{ average }}分{% if highest %}，最高{{ highest }}分，"
        "最低{{ lowest }}分{% endif %}。{% endif %}{% endif %}"
        "{% if findings %}共发现问题{{ findings }}个{% if repeated %}，其中{{ repeated }}个在此前督查中"
        "已经指出、本次再次发现{% endif %}。{% else %}未发现问题。{% endif %}",
    )


def english(profile: Profile = ENGLISH) -> bytes:
    body = [
        *red_head("{{ mark }}", "{{ doc_no }}", lengths=(36, 48)),
        paragraph("Title", "{{ title }}"),
        paragraph("Addressee", "To all general branches and branches:"),
        paragraph(
            "Body",
            "As planned for the campaign for learning Party organisations, the inspection team visited "
            "{{ whom }} ({{ days }}){% if methods %} by {{ methods }}{% endif %}. The results "
            "are as follows.",
        ),
        *heading(profile, both("1. Overall", "总体情况")),
        _english_overall(),
        *heading(profile, both("2. Good practice", "好的做法")),
        *practices("2.{{ loop.index }} {{ part.title }}", "None."),
        *heading(profile, both("3. Problems", "存在问题")),
        *_problems(
            "3.{{ loop.index }} {{ unit.name }}", "{{ loop.index }}. ", " ({{ each.note }})", ".", "None."
        ),
        *heading(profile, both("4. Requirements", "下步要求")),
        *prose(
            "requirements",
            empty="Every organisation is asked to look for its own shortcomings in the light of this "
            "circular. Those with problems name who puts them right, how and by when, and report in time; "
            "those without keep up their good practice. The Party committee will visit again, and will "
            "criticise those that did not put things right or let the same problem come up again.",
            last=True,
        ),
        paragraph("SignSpace"),
        paragraph("Attachments", "Annex: Inspections of study at a glance"),
        *signature(profile, "{{ issuer }}", "{{ date }}", blank=2, sealed=True),
        paragraph("AnnexLabel", "Annex"),
        *annex_title("Inspections of study at a glance", "学习督查情况一览表"),
        _annex(
            profile,
            (1900, 1200, 1350, 1200),
            (
                ("Unit", "单位"),
                ("Item", "检查项目"),
                ("Situation", "情况"),
                ("Score", "得分"),
                ("Deadline", "整改期限"),
            ),
            "None",
        ),
        paragraph("NoteKept", "The verdict stands in brackets after the score."),
        *imprint(profile, "Copies to: {{ copy_to }}", "{{ issuing_office }}\tIssued {{ date }}", per_line=44),
    ]
    return document(profile, _styles(profile), body, title="Inspection circular")


def _english_overall() -> Element:
    return paragraph(
        "Body",
        "{% if visits == 1 %}{% if verdict %}The verdict is “{{ verdict }}”{% if score %}, with {{ score }} "
        "points{% endif %}. {% elif score %}The score is {{ score }}. {% endif %}"
        "{% else %}{{ visits }} visits were made{% if verdicts %}, with the verdicts "
        "{% for each in verdicts %}“{{ each.name }}” ({{ each.count }})"
        "{% if not loop.last %}, {% endif %}{% endfor %}{% endif %}. "
        "{% if average %}The average score is {{ average }}{% if highest %}, the highest {{ highest }}, "
        "the lowest {{ lowest }}{% endif %}. {% endif %}{% endif %}"
        "{% if findings %}{{ findings }} problem{% if findings > 1 %}s were{% else %} was{% endif %} found"
        "{% if repeated %}, {{ repeated }} of which had been pointed out before{% endif %}."
        "{% else %}No problem was found.{% endif %}",
    )


def _problems(heading: str, number: str, note: str, end: str, empty: str) -> list[Element]:
    """The problems of each unit, numbered within it."""
    return [
        tag("for unit in problems"),
        tag("if unit.name"),
        paragraph("Heading2", heading),
        tag("endif"),
        tag("for each in unit.problems"),
        paragraph(
            "Body",
            "{% if unit.problems|length > 1 %}" + number + "{% endif %}{{ each.text }}"
            "{% if each.note %}" + note + "{% endif %}" + end,
        ),
        tag("endfor"),
        tag("else"),
        paragraph("Body", empty),
        tag("endfor"),
    ]


def _annex(
    profile: Profile, widths: tuple[int, int, int, int], heads: tuple[tuple[str, str], ...], empty: str
) -> Element:
    """The table of visits; a visit's unit and score stand once beside all its problems."""
    name, item, score, deadline = widths
    grid = (name, item, profile.page.text_width - sum(widths), score, deadline)

    def line(end: str) -> FormRow:
        return FormRow(
            [
                Box("{% vm %}{{ visit.name }}", "Cell" + end),
                Box("{{ row.item }}", "Cell" + end),
                Box("{{ row.situation }}", "CellLeft" + end),
                Box("{% vm %}{{ visit.score }}", "Cell" + end),
                Box("{{ row.deadline }}", "Cell" + end),
            ]
        )

    return form(
        grid,
        [
            FormRow([head(*each) for each in heads], head=True),
            "for visit in annex",
            "set last = loop.last",
            "for row in visit.lines",
            "if last and loop.last",
            line("Kept"),
            "else",
            line(""),
            "endif",
            "endfor",
            "else",
            FormRow([Box(empty, "CellKept", across=len(grid))]),
            "endfor",
        ],
    )
