"""The assessment register: one A4 form, a person's five aspects above, four opinions to be signed below."""

from __future__ import annotations

from templates.layout.blocks import both, paragraph
from templates.layout.document import document
from templates.layout.form_styles import form_styles
from templates.layout.forms import Box, FormRow, form, label
from templates.layout.ooxml import Element
from templates.layout.profile import ENGLISH, OFFICIAL, Profile
from templates.layout.style_sets import english_styles, official_styles

#: So many characters of opinions fit the page in the size of tables; longer ones are set smaller.
_LONG = (
    "(own_opinion ~ branch_opinion ~ panel_opinion ~ committee_opinion ~ reason ~ evaluation)|length > {0}"
)


def chinese(profile: Profile = OFFICIAL) -> bytes:
    opinions = (
        ("本人\n意见", "Own opinion", "own_opinion", "签字：" + "　" * 8, False),
        ("支部\n意见", "Branch", "branch_opinion", "书记签字（盖章）：" + "　" * 8, False),
        ("考核组\n意见", "Panel", "panel_opinion", "组长签字：" + "　" * 8, False),
        ("党委\n意见", "Committee", "committee_opinion", "签字（盖章）：" + "　" * 8, True),
    )
    body = [
        paragraph("FormHeading", both("{{ year }}年度考核登记表", "Assessment Register")),
        _form(profile, opinions, "　　年　　月　　日", 200),
        paragraph("FormEnd"),
    ]
    styles = (*official_styles(profile), *form_styles(profile))
    return document(profile, styles, body, title="考核登记表", numbered=False)


def english(profile: Profile = ENGLISH) -> bytes:
    gap = " " * 24
    opinions = (
        ("本人\n意见", "Own opinion", "own_opinion", f"Signed: {gap} ", False),
        ("支部\n意见", "Branch", "branch_opinion", f"Signed by the secretary: {gap} ", False),
        ("考核组\n意见", "Panel", "panel_opinion", f"Signed by its head: {gap} ", False),
        ("党委\n意见", "Committee", "committee_opinion", f"Signed and sealed: {gap} ", True),
    )
    body = [
        paragraph("FormHeading", both("Assessment Register of {{ year }}", "考核登记表")),
        _form(profile, opinions, "Date: " + " " * 20, 600),
        paragraph("FormEnd"),
    ]
    styles = (*english_styles(profile), *form_styles(profile))
    return document(profile, styles, body, title="Assessment register", numbered=False)


def _form(
    profile: Profile, opinions: tuple[tuple[str, str, str, str, bool], ...], dated: str, room: int
) -> Element:
    first, score, height = (1180, 900, 840) if profile.lang == "zh" else (1150, 950, 1150)
    rest = profile.page.text_width - 2 * first - 2 * score
    widths = [first, rest // 2, first, rest - rest // 2, score, score]
    long = _LONG.format(room)
    full = f"bilingual or reason or {long}" if profile.lang == "zh" else f"(bilingual and reason) or {long}"
    rows: list[FormRow | str] = [*_person(profile), *_aspects(profile), *_results(profile)]
    for zh, en, name, signed, closing in opinions:
        when = "{% if signed %}{{ signed }}{% else %}" + dated + "{% endif %}" if closing else dated
        rows += _opinion(
            _label(profile, zh, en, "FormLabel", down=2), name, signed + when, long, full, height
        )
    return form(widths, rows)


def _label(profile: Profile, zh: str, en: str, style: str = "Cell", *, across: int = 1, down: int = 1) -> Box:
    own, other = (zh, en) if profile.lang == "zh" else (en, zh.replace("\n", ""))
    return label(own, other, style, across=across, down=down)


def _person(profile: Profile) -> list[FormRow]:
    photo = (
        "{% if photo %}{{ photo }}{% else %}" + ("照片" if profile.lang == "zh" else "Photo") + "{% endif %}"
    )
    fields = (
        (("姓名", "Name", "name"), ("性别", "Gender", "gender")),
        (("出生年月", "Born", "birth"), ("政治面貌", "Status", "political_status")),
        (("学历", "Education", "education"), ("职务", "Post", "post")),
    )
    rows = []
    for index, pairs in enumerate(fields):
        boxes = []
        for zh, en, name in pairs:
            boxes += [_label(profile, zh, en), Box("{{ " + name + " }}")]
        rows.append(FormRow([*boxes, *([] if index else [Box(photo, across=2, down=4)])], 500))
    return [*rows, FormRow([_label(profile, "党组织", "Unit"), Box("{{ unit }}", across=3)], 500)]


def _aspects(profile: Profile) -> list[FormRow | str]:
    heads = [
        _label(profile, "方面", "Aspect"),
        _label(profile, "考核要点", "Points"),
        _label(profile, "依据", "Evidence", across=2),
        _label(profile, "自评分", "Own"),
        _label(profile, "考核分", "Score"),
    ]
    aspect = "{{ row.aspect }}{% if bilingual %} {{ row.other }}{% endif %}"
    weight = "（{{ row.weight }}分）" if profile.lang == "zh" else "({{ row.weight }})"
    line = [
        Box([("Cell", aspect), ("FormSmall", weight)]),
        Box("{{ row.points }}", "FormSmallLeft"),
        Box("{{ row.evidence }}", "FormSmallLeft", across=2),
        Box("{{ row.own }}"),
        Box("{{ row.score }}"),
    ]
    return [FormRow(heads), "for row in aspects", FormRow(line, 600), "endfor"]


def _results(profile: Profile) -> list[FormRow | str]:
    total = FormRow(
        [
            _label(profile, "总分", "Total", across=4),
            Box("{{ own_total }}"),
            Box("{{ total }}"),
        ]
    )
    grade = FormRow(
        [
            _label(profile, "等次", "Grade"),
            Box("{{ grade }}"),
            _label(profile, "民主评议\n结果", "Ballots"),
            Box("{{ evaluation }}", "FormSmallLeft", across=3),
        ],
        600,
    )
    reason = FormRow(
        [_label(profile, "调整原因", "Adjusted"), Box("{{ reason }}", "FormSmallLeft", across=5)]
    )
    return [total, grade, "if reason", reason, "endif"]


def _opinion(name: Box, opinion: str, signed: str, long: str, full: str, height: int) -> list[FormRow | str]:
    """What somebody says, and below it, without a rule between, where they sign.

    Where opinions are ``long`` they are set in small type. The rows are ``height`` at least; lower where the
    page is ``full``.
    """
    text = [
        ("FormText", "{%p if " + long + " %}"),
        ("FormTextSmall", "{{ " + opinion + " }}"),
        ("FormText", "{%p else %}"),
        ("FormText", "{{ " + opinion + " }}"),
        ("FormText", "{%p endif %}"),
    ]

    def rows(least: int) -> list[FormRow]:
        return [
            FormRow([name, Box(text, across=5, align="top", open=("bottom",))], least),
            FormRow([Box(signed, "FormSign", across=5, align="bottom", open=("top",))], 380),
        ]

    return [f"if {full}", *rows(300), "else", *rows(height), "endif"]
