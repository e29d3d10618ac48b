"""The rectification notice: what was found and what has to be done, and below a cut line the receipt."""

from __future__ import annotations

from templates.layout.blocks import both, paragraph, run, signature, tag
from templates.layout.document import document
from templates.layout.form_styles import form_styles
from templates.layout.forms import Box, FormRow, form
from templates.layout.labels import label_run
from templates.layout.ooxml import Element, w
from templates.layout.profile import ENGLISH, OFFICIAL, Profile
from templates.layout.style_sets import english_styles, official_styles
from templates.layout.styles import Style


def chinese(profile: Profile = OFFICIAL) -> bytes:
    body = [
        paragraph("Title", both("整改通知", "Rectification Notice")),
        paragraph("NoticeNumber", "编号：{{ doc_no }}"),
        paragraph("Addressee", "{{ organisation }}{{ recipient }}{% if person %}同志{% endif %}："),
        _inline(
            profile,
            both("一、检查依据", "Basis") + "：",
            "{% if inspected %}{{ inspected }}对"
            "{% if inspected_unit == recipient %}你单位{% else %}{{ inspected_unit }}{% endif %}"
            "开展的学习督查{% if methods %}（{{ methods }}）{% endif %}。"
            "{% else %}创建学习型党组织活动日常督查。{% endif %}",
        ),
        *_list(profile, both("二、存在问题", "Findings"), "problems", "：", "。", "无。"),
        *_list(profile, both("三、整改要求", "Requirements"), "requirements", "：", "。", "无。"),
        _inline(
            profile,
            both("四、整改时限", "Deadline") + "：",
            "{% if deadline %}{{ deadline }}前完成整改"
            "{% if extended %}，经批准延期至{{ extended }}{% endif %}。"
            "{% else %}收到本通知后立即整改。{% endif %}",
        ),
        _inline(
            profile,
            both("五、责任人", "Responsible") + "：",
            "{% if responsible %}{{ responsible }}。{% else %}收到本通知后明确一名责任人，随回执一并报送。"
            "{% endif %}",
        ),
        _inline(
            profile,
            both("六、报送方式", "Reply") + "：",
            "整改完成后填写回执，连同整改情况材料在整改时限内报送{{ issuing_office }}，经核查后销号。",
            style="BodyLast",
        ),
        *_sign(profile, length=14),
        _cut_line("沿此虚线剪下，填写后交回"),
        paragraph("ReceiptTitle", both("整改通知回执", "Receipt")),
        _receipt(
            profile,
            (1500, 1900),
            (
                (both("编号", "Number"), both("受文单位或个人", "To")),
                (both("收到日期", "Received on"), both("收到人签字", "Received by")),
                both("整改结果", "Result"),
                (both("责任人签字", "Responsible"), both("书记签字", "Secretary")),
            ),
            "　　年　　月　　日",
            "请于{{ extended or deadline or '整改完成之日' }}前报送{{ issuing_office }}。",
        ),
        paragraph("FormEnd"),
    ]
    return document(profile, _styles(profile), body, title="整改通知")


def english(profile: Profile = ENGLISH) -> bytes:
    body = [
        paragraph("Title", both("Rectification Notice", "整改通知")),
        paragraph("NoticeNumber", "No. {{ doc_no }}"),
        paragraph(
            "Addressee", "To: {{ recipient }}{% if person and organisation %} ({{ organisation }}){% endif %}"
        ),
        _inline(
            profile,
            both("1. Basis:", "检查依据") + " ",
            "{% if inspected %}the inspection of study of {{ inspected_unit }} on {{ inspected }}"
            "{% if methods %}, by {{ methods }}{% endif %}."
            "{% else %}the day-to-day inspection of the campaign for learning Party organisations."
            "{% endif %}",
        ),
        *_list(profile, both("2. Findings", "存在问题"), "problems", ": ", ".", "None."),
        *_list(profile, both("3. Requirements", "整改要求"), "requirements", ": ", ".", "None."),
        _inline(
            profile,
            both("4. Deadline:", "整改时限") + " ",
            "{% if deadline %}{{ deadline }}{% if extended %}, extended to {{ extended }}{% endif %}."
            "{% else %}at once on receipt of this notice.{% endif %}",
        ),
        _inline(
            profile,
            both("5. Responsible:", "责任人") + " ",
            "{% if responsible %}{{ responsible }}.{% else %}please name one person in the "
            "receipt.{% endif %}",
        ),
        _inline(
            profile,
            both("6. Reply:", "报送方式") + " ",
            "when everything is put right, fill in the receipt and send it with the papers that show it to "
            "{{ issuing_office }} by the deadline. The case is closed after a check.",
            style="BodyLast",
        ),
        *_sign(profile, length=None),
        _cut_line("Cut here and return"),
        paragraph("ReceiptTitle", both("Receipt", "整改通知回执")),
        _receipt(
            profile,
            (1500, 1700),
            (
                (both("Number", "编号"), both("To", "受文单位或个人")),
                (both("Received on", "收到日期"), both("Received by", "收到人签字")),
                both("Result", "整改结果"),
                (both("Responsible", "责任人签字"), both("Secretary", "书记签字")),
            ),
            "",
            "Please return to {{ issuing_office }}{% if extended or deadline %} by "
            "{{ extended or deadline }}{% endif %}.",
        ),
        paragraph("FormEnd"),
    ]
    return document(profile, _styles(profile), body, title="Rectification notice")


def _inline(profile: Profile, label: str, text: str, *, style: str = "Body") -> Element:
    """A heading with its text on the same line."""
    line = paragraph(style)
    line.extend([label_run(profile, label), run(text)])
    return line


def _list(profile: Profile, label: str, names: str, colon: str, end: str, empty: str) -> list[Element]:
    """A heading and its points: one point stands beside it, several below it, each with its number."""
    number = "{{ loop.index }}." if profile.lang == "zh" else "{{ loop.index }}. "
    return [
        tag(f"if {names}|length > 1"),
        paragraph("Heading1" if profile.grid else "PointHead", label),
        tag(f"for point in {names}"),
        paragraph("Body" if profile.grid else "Point", number + "{{ point }}" + end),
        tag("endfor"),
        tag("else"),
        _inline(
            profile,
            label + colon,
            "{% if " + names + " %}{{ " + names + "[0] }}" + end + "{% else %}" + empty + "{% endif %}",
        ),
        tag("endif"),
    ]


def _sign(profile: Profile, *, length: int | None) -> list[Element]:
    """The signature; a seal needs one line more above it, and must not reach into the receipt below."""
    return [
        tag("if seal", "SignSpace"),
        paragraph("SignSpace"),
        tag("endif", "SignSpace"),
        *signature(profile, "{{ issuer }}", "{{ date }}", blank=1, length=length, sealed=True),
        tag("if seal", "Blank"),
        *[paragraph("Blank") for _ in range(1 if profile.grid else 3)],
        tag("endif", "Blank"),
    ]


def _cut_line(text: str) -> Element:
    line = paragraph("CutLine", text)
    line[0].append(w("pBdr", w("bottom", val="dashed", sz=6, space=4, color="000000")))
    return line


def _receipt(
    profile: Profile,
    widths: tuple[int, int],
    labels: tuple[tuple[str, str], tuple[str, str], str, tuple[str, str]],
    day: str,
    reply: str,
) -> Element:
    """The form to be filled in by hand; every line stays with the next, so that it is never torn apart."""
    first, second = widths
    half = (profile.page.text_width - first - second) // 2
    grid = (first, half, second, profile.page.text_width - first - second - half)
    number, received, result, signed = labels

    def pair(label: tuple[str, str], left: str, right: str) -> FormRow:
        own, other = label
        return FormRow(
            [Box(own, "FormHead"), Box(left, "CellKept"), Box(other, "FormHead"), Box(right, "CellKept")],
            440,
        )

    return form(
        grid,
        [
            pair(number, "{{ doc_no }}", "{{ recipient }}"),
            pair(received, day, ""),
            FormRow([Box(result, "FormHead"), Box("", "CellKept", across=3)], 850),
            pair(signed, "", ""),
            # With the line below the form, which would otherwise be an empty page when the form fills one.
            FormRow([Box(reply, "CellLeftKept", across=4)], 380),
        ],
    )


def _styles(profile: Profile) -> tuple[Style, ...]:
    chinese = profile.lang == "zh"
    own = (
        Style("NoticeNumber", "通知编号", "Notice number", align="center", after=200 if chinese else 240),
        Style("PointHead", "要点标题", "Heading of points", after=60, bold=True, keep_next=True),
        Style("Point", "要点", "Point", align="left", left=360, after=60),
        Style(
            "CutLine",
            "剪裁线",
            "Cut line",
            "table",
            profile.table_size - 3,
            0,
            "center",
            before=120,
            keep_next=True,
            tracked=False,
        ),
        Style(
            "ReceiptTitle",
            "回执标题",
            "Title of the receipt",
            "title",
            32 if chinese else 26,
            0,
            "center",
            before=60,
            after=60,
            bold=not chinese,
            keep_next=True,
            tracked=False,
        ),
    )
    return (*(official_styles if chinese else english_styles)(profile), *form_styles(profile), *own)
