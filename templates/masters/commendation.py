"""The commendation decision: red head, decision, hopes, call, sign-off, name lists, imprint."""

from __future__ import annotations

from templates.layout.blocks import (
    annex_title,
    imprint,
    paragraph,
    paragraphs,
    red_head,
    signature,
    table,
    tag,
)
from templates.layout.document import document
from templates.layout.ooxml import Element
from templates.layout.profile import ENGLISH, OFFICIAL, Profile
from templates.layout.style_sets import english_styles, official_styles
from templates.layout.styles import Style
from templates.masters.prose import prose

_Heads = tuple[tuple[str, str], ...]
_NOTE = Style("AnnexNote", "附件标题说明", "Note below an annex title", "heading2", align="center")


def chinese(profile: Profile = OFFICIAL) -> bytes:
    body = [
        *red_head("{{ mark }}", "{{ doc_no }}", lengths=(11, 15)),
        paragraph("Title", "{{ title }}"),
        *paragraphs([("Blank", ""), ("Addressee", "各党总支、党支部：")]),
        *_chinese_text(),
        *signature(profile, "{{ issuer }}", "{{ date }}", blank=2, length=14, sealed=True),
        *_organisations(
            profile,
            "附件{% if people %}1{% endif %}",
            ("先进学习型党组织名单", "Advanced learning Party organisations"),
            (("序号", "No."), ("党组织名称", "Organisation"), ("书记", "Secretary")),
            "{{ row.secretary|padded }}",
        ),
        *_people(
            profile,
            "附件{% if organisations %}2{% endif %}",
            ("学习先进个人名单", "Advanced individuals in study"),
            (
                ("序号", "No."),
                ("姓名", "Name"),
                ("所在党组织", "Organisation"),
                ("职务", "Post"),
            ),
            "{{ row.name|padded }}",
            "（按姓氏笔画为序）",
        ),
        *imprint(profile, "抄送：{{ copy_to }}。", "{{ issuing_office }}\t{{ date }}印发", per_line=26),
    ]
    return document(profile, (*official_styles(profile), _NOTE), body, title="表彰决定")


def _chinese_text() -> list[Element]:
    """From the background to the list of annexes."""
    return [
        *prose(
            "background",
            empty="{{ year }}年度创建学习型党组织活动开展以来，各级党组织和广大党员干部坚持把学习"
            "摆在突出位置，带头读书思考、带头宣讲政策、带头深入调研，学用结合的风气日益浓厚，"
            "涌现出一批学得扎实、用得见效的先进典型。",
        ),
        paragraph(
            "Body",
            "为树立榜样、激励先进，经{{ deciding_body }}研究，决定{% if organisations %}授予"
            "{{ organisations[0].name }}{% if organisations|length > 1 %}等"
            "{{ organisations|length }}个党组织{% endif %}“先进学习型党组织”称号{% endif %}"
            "{% if organisations and people %}，{% endif %}{% if people %}授予"
            "{{ people[0].name }}{% if people|length > 1 %}等{{ people|length }}名{% endif %}"
            "同志“学习先进个人”称号{% endif %}，并予以表彰。",
        ),
        *prose(
            "hopes",
            empty="希望受到表彰的党组织和个人珍惜荣誉、再接再厉，把学习成果转化为服务群众、推动"
            "发展的实际本领，在今后的工作中继续发挥示范带动作用。",
        ),
        *prose(
            "call",
            empty="各级党组织和广大党员干部要以受表彰的先进典型为榜样，勤于学习、善于思考、勇于"
            "实践，不断把创建学习型党组织活动引向深入，以优良的学风促进各项工作再上新台阶。",
            last=True,
        ),
        paragraph("SignSpace"),
        tag("if organisations and people"),
        paragraph("Attachments", "附件：1.先进学习型党组织名单"),
        paragraph("AttachmentsMore", "2.学习先进个人名单"),
        tag("else"),
        paragraph(
            "Attachments", "附件：{% if people %}学习先进个人名单{% else %}先进学习型党组织名单{% endif %}"
        ),
        tag("endif"),
    ]


def english(profile: Profile = ENGLISH) -> bytes:
    body = [
        *red_head("{{ mark }}", "{{ doc_no }}", lengths=(36, 48)),
        paragraph("Title", "{{ title }}"),
        paragraph("Addressee", "To all general branches and branches:"),
        *_english_text(),
        *signature(profile, "{{ issuer }}", "{{ date }}", blank=2, sealed=True),
        *_organisations(
            profile,
            "Annex{% if people %} 1{% endif %}",
            ("Advanced learning Party organisations", "先进学习型党组织名单"),
            (("No.", "序号"), ("Organisation", "党组织名称"), ("Secretary", "书记")),
            "{{ row.secretary }}",
        ),
        *_people(
            profile,
            "Annex{% if organisations %} 2{% endif %}",
            ("Advanced individuals in study", "学习先进个人名单"),
            (
                ("No.", "序号"),
                ("Name", "姓名"),
                ("Organisation", "所在党组织"),
                ("Post", "职务"),
            ),
            "{{ row.name }}",
            "(by the number of strokes in their names)",
        ),
        *imprint(profile, "Copies to: {{ copy_to }}", "{{ issuing_office }}\tIssued {{ date }}", per_line=44),
    ]
    return document(profile, (*english_styles(profile), _NOTE), body, title="Commendation decision")


def _english_text() -> list[Element]:
    """From the background to the list of annexes."""
    return [
        *prose(
            "background",
            empty="In {{ year }} the organisations and members taking part in the campaign for "
            "learning Party organisations gave study a firm place in their work. They read and "
            "reflected, explained policy to others and went out to do field research, and many "
            "of them turned what they had learned into visible results.",
        ),
        paragraph(
            "Body",
            "To honour good examples, {{ deciding_body }} has considered the nominations and "
            "decided to confer {% if organisations %}the title “Advanced Learning Party "
            "Organisation” on {{ organisations|length }} "
            "organisation{% if organisations|length > 1 %}s{% endif %}{% endif %}"
            "{% if organisations and people %} and {% endif %}{% if people %}the title "
            "“Advanced Individual in Study” on {{ people|length }} "
            "{% if people|length > 1 %}people{% else %}person{% endif %}{% endif %}. "
            "Their names are listed in the annex.",
        ),
        *prose(
            "hopes",
            empty="We hope that those commended will value the honour, keep up their effort, and use "
            "what they learn to serve the public and advance the work entrusted to them.",
        ),
        *prose(
            "call",
            empty="All organisations and members are called upon to follow their example: to study "
            "diligently, think carefully and act with determination.",
            last=True,
        ),
        paragraph("SignSpace"),
        tag("if organisations and people"),
        paragraph("Attachments", "Annexes:\t1. Advanced learning Party organisations"),
        paragraph("AttachmentsMore", "2. Advanced individuals in study"),
        tag("else"),
        paragraph(
            "Attachments",
            "Annex:\t{% if people %}Advanced individuals in study{% else %}Advanced "
            "learning Party organisations{% endif %}",
        ),
        tag("endif"),
    ]


def _organisations(
    profile: Profile, label: str, title: tuple[str, str], heads: _Heads, secretary: str
) -> list[Element]:
    widths = (900, profile.page.text_width - 900 - 2100, 2100)
    cells = ("{{ row.number }}", "{{ row.name }}", secretary)
    return _annex(
        "organisations",
        label,
        title,
        table(
            widths, heads, cells, rows="organisations", empty="—", left=(1,), kept="loop.last and not people"
        ),
    )


def _people(
    profile: Profile, label: str, title: tuple[str, str], heads: _Heads, name: str, order: str
) -> list[Element]:
    widths = (900, 1700, profile.page.text_width - 900 - 1700 - 2500, 2500)
    cells = ("{{ row.number }}", name, "{{ row.organisation }}", "{{ row.post }}")
    listed = table(widths, heads, cells, rows="people", empty="—", left=(2, 3), kept="loop.last")
    said = (tag("if by_strokes"), paragraph("AnnexNote", order), tag("endif"))
    return _annex("people", label, title, listed, *said)


def _annex(names: str, label: str, title: tuple[str, str], listed: Element, *below: Element) -> list[Element]:
    """A list on pages of its own; ``below`` its title stands in which order."""
    return [
        tag(f"if {names}"),
        paragraph("AnnexLabel", label),
        paragraph("Blank"),
        *annex_title(*title),
        *below,
        paragraph("Blank"),
        listed,
        tag("endif"),
    ]
