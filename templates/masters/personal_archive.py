"""The personal study archive: cover, contents, thirteen parts one after another, closing note."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from templates.layout.blocks import both, paragraph, tag
from templates.layout.document import document
from templates.layout.form_styles import archive_styles, form_styles
from templates.layout.forms import Box, FormRow, form, head, label, listed
from templates.layout.ooxml import Element
from templates.layout.profile import ENGLISH, OFFICIAL, Profile, mm
from templates.layout.style_sets import english_styles, official_styles


@dataclass(frozen=True, slots=True)
class _List:
    """A part's table: its rows, heads in Chinese and English, tags, widths (0: what is left) by language."""

    rows: str
    heads: Sequence[tuple[str, str]]
    cells: Sequence[str]
    zh: Sequence[int]
    en: Sequence[int]
    left: Sequence[int] = ()


def _of(rows: str, *columns: tuple[str, str, str, int, int], left: Sequence[int] = ()) -> _List:
    """Columns are Chinese head, English head, tag, Chinese and English width."""
    return _List(
        rows,
        [(zh, en) for zh, en, _, _, _ in columns],
        [name if "{" in name else "{{ row." + name + " }}" for _, _, name, _, _ in columns],
        [zh for *_, zh, _ in columns],
        [en for *_, en in columns],
        left,
    )


_CONTENTS = _of(
    "contents",
    ("件号", "No.", "number", 600, 560),
    ("责任者", "By", "{{ row.responsible|padded }}", 1780, 1800),
    ("文号", "Document no.", "doc_no", 1460, 1500),
    ("题名", "Title", "title", 0, 0),
    ("日期", "Date", "date", 960, 1160),
    ("页数", "Pages", "pages", 600, 720),
    ("备注", "Note", "note", 860, 1200),
    left=(3,),
)
_TENURES = _of(
    "tenures",
    ("事项", "Matter", "matter", 1100, 1300),
    ("内容", "Which", "content", 0, 0),
    ("起止时间", "From and to", "period", 3000, 2300),
    left=(1,),
)
_PARTS: Mapping[str, _List] = {
    "plan": _of(
        "plan",
        ("月份", "Month", "month", 900, 900),
        ("学习内容", "Topic", "topic", 0, 0),
        ("形式", "Form", "form", 1700, 1900),
        ("责任人", "In charge", "{{ row.owner|padded }}", 1700, 1900),
        left=(1,),
    ),
    "attendance": _of(
        "attendance",
        ("日期", "Date", "date", 1340, 1200),
        ("内容", "Content", "content", 0, 0),
        ("形式", "Form", "form", 1400, 1700),
        ("学时", "Hours", "hours", 800, 760),
        ("签到", "Attendance", "state", 1500, 1500),
        left=(1,),
    ),
    "books": _of(
        "books",
        ("书名", "Title", "title", 0, 0),
        ("类别", "Category", "category", 1700, 1900),
        ("读完日期", "Finished", "finished", 1900, 1700),
        left=(0,),
    ),
    "notes": _of(
        "notes",
        ("期间", "Period", "period", 0, 0),
        ("字数", "Characters", "words", 2800, 2800),
        ("检查人", "Checked by", "{{ row.checker|padded }}", 2200, 2600),
    ),
    "articles": _of(
        "articles",
        ("日期", "Date", "date", 1500, 1500),
        ("题目", "Title", "title", 0, 0),
        ("字数", "Characters", "words", 1400, 1400),
        left=(1,),
    ),
    "talks": _of(
        "talks",
        ("日期", "Date", "date", 1340, 1200),
        ("类别", "Kind", "form", 1300, 1700),
        ("题目", "Title", "title", 0, 0),
        ("地点", "Place", "place", 1900, 1900),
        ("人数", "Listeners", "listeners", 1040, 1000),
        left=(2,),
    ),
    "visits": _of(
        "visits",
        ("日期", "Date", "date", 1340, 1200),
        ("户主", "Household", "{{ row.household|padded }}", 1080, 1300),
        ("村组", "Village", "village", 1600, 1500),
        ("困难", "Difficulty", "difficulty", 2200, 2300),
        ("解决", "What was done", "help", 0, 0),
        left=(3, 4),
    ),
    "research": _of(
        "research",
        ("完成日期", "Finished", "date", 1340, 1200),
        ("题目", "Title", "title", 2500, 2500),
        ("地点", "Place", "place", 1400, 1400),
        ("字数", "Characters", "words", 1080, 1140),
        ("解决的问题", "Problems solved", "problems", 0, 0),
        left=(1, 4),
    ),
    "tests": _of(
        "tests",
        ("日期", "Date", "date", 1340, 1300),
        ("测试名称", "Test", "title", 0, 0),
        ("类别", "Category", "category", 1500, 1900),
        ("满分", "Full mark", "full_mark", 900, 1000),
        ("成绩", "Score", "score", 1500, 1500),
        left=(1,),
    ),
    "appraisals": _of(
        "appraisals",
        ("项目", "What", "item", 1700, 2000),
        ("情况", "How it went", "content", 0, 0),
        ("结果", "Result", "result", 1400, 1700),
        left=(1,),
    ),
    "honours": _of(
        "honours",
        ("日期", "Date", "date", 1340, 1200),
        ("类别", "Kind", "item", 1100, 1500),
        ("内容", "What about", "content", 0, 0),
        ("文号", "Document no.", "doc_no", 1780, 1400),
        ("结果", "Result", "result", 1300, 1300),
        left=(2,),
    ),
    "rules": _of(
        "rules",
        ("序号", "No.", "number", 680, 560),
        ("项目", "Rule", "item", 1400, 1700),
        ("要求", "What it asks", "required", 0, 0),
        ("完成", "Done", "done", 2300, 2300),
        ("结果", "Result", "result", 1200, 1100),
        left=(2, 3),
    ),
}
#: Rows of labels and tags of the particulars; a wide one goes across the rest of the row.
_PARTICULARS = (
    (("姓名", "Name", "{{ name }}"), ("性别", "Gender", "gender"), ("民族", "Ethnicity", "nation")),
    (
        ("出生年月", "Born", "birth"),
        ("学历", "Education", "education"),
        ("政治面貌", "Status", "political_status"),
    ),
    (
        ("入党时间", "Joined", "joined_party"),
        ("转正时间", "Full member", "regularised"),
        ("联系电话", "Phone", "phone"),
    ),
    (("单位", "Unit", "{{ unit }}"), ("职务", "Post", "{{ post }}")),
    (("人员类别", "Categories", "categories"),),
    (("包村", "Villages", "covered"),),
)

#: How many columns the values of a row of so many fields take.
_WIDE = {1: (5,), 2: (3, 1), 3: (1, 1, 1)}


def chinese(profile: Profile = OFFICIAL) -> bytes:
    styles = (*official_styles(profile), *form_styles(profile), *archive_styles(profile))
    body = [
        *_cover(profile, "档案号：{{ archive_no }}", "个人学习档案", "Personal Study Archive"),
        paragraph("PageTitle", both("卷内目录", "Contents")),
        _table(profile, _CONTENTS, "无"),
        paragraph("PageTitle", "个人学习档案"),
        *_parts(profile, "{{ loop.index|hanzi }}、", "无"),
        *_pictures(profile, "图{{ row.number }}　{{ row.title }}", ("（", "，", "）")),
        paragraph("PageTitle", both("备考表", "Closing note")),
        _closing(
            profile,
            "本卷为{{ name }}同志{{ year }}年度学习档案，收入文件材料{{ contents|length }}件"
            "{% if pages %}，共{{ pages }}页{% endif %}。",
        ),
    ]
    return document(profile, styles, body, title="个人学习档案", cover=True)


def english(profile: Profile = ENGLISH) -> bytes:
    styles = (*english_styles(profile), *form_styles(profile), *archive_styles(profile))
    body = [
        *_cover(profile, "No. {{ archive_no }}", "Personal Study Archive", "个人学习档案"),
        paragraph("PageTitle", both("Contents", "卷内目录")),
        _table(profile, _CONTENTS, "None"),
        paragraph("PageTitle", "Personal Study Archive"),
        *_parts(profile, "{{ loop.index }}. ", "None"),
        *_pictures(profile, "Figure {{ row.number }}. {{ row.title }}", (" (", ", ", ")")),
        paragraph("PageTitle", both("Closing note", "备考表")),
        _closing(
            profile,
            "This is the study archive of {{ name }} for {{ year }}. It holds {{ contents|length }} "
            "{% if contents|length == 1 %}item{% else %}items{% endif %}"
            "{% if pages %}, {{ pages }} {% if pages == '1' %}page{% else %}pages{% endif %} in all"
            "{% endif %}.",
        ),
    ]
    return document(profile, styles, body, title="Personal study archive", cover=True)


def _pair(profile: Profile, zh: str, en: str) -> tuple[str, str]:
    return (zh, en) if profile.lang == "zh" else (en, zh)


def _label(profile: Profile, zh: str, en: str) -> Box:
    return label(*_pair(profile, zh, en))


def _table(profile: Profile, part: _List, empty: str) -> Element:
    given = part.zh if profile.lang == "zh" else part.en
    rest = profile.page.text_width - sum(given)
    widths = [width or rest for width in given]
    heads = [head(*_pair(profile, zh, en)) for zh, en in part.heads]
    last = [_comment(profile, empty)] if part.rows == "appraisals" else []
    return listed(
        widths,
        heads,
        part.cells,
        rows=part.rows,
        empty=empty,
        left=part.left,
        last=last,
        small=part is _CONTENTS,
    )


# --- cover ------------------------------------------------------------------------------------------


def _cover(profile: Profile, number: str, title: str, other: str) -> list[Element]:
    photo = "{% if photo %}{{ photo }}{% else %}" + _pair(profile, "照片", "Photo")[0] + "{% endif %}"
    lines = (
        ("姓名", "Name", "{{ name }}"),
        ("单位", "Unit", "{{ unit }}"),
        ("职务", "Post", "{{ post }}"),
        ("年度", "Year", "{{ year }}" + ("年" if profile.lang == "zh" else "")),
    )
    width = 1500 if profile.lang == "zh" else 1200
    rows = [
        FormRow(
            [
                Box(_pair(profile, zh, en)[0], "CoverLabel", align="bottom"),
                Box(value, "CoverValue", align="bottom", ruled=("bottom",)),
            ],
            680,
        )
        for zh, en, value in lines
    ]
    return [
        paragraph("CoverNumber", number),
        paragraph("CoverTitle", title),
        tag("if bilingual", "CoverOther"),
        paragraph("CoverOther", other),
        tag("endif", "CoverOther"),
        paragraph("CoverYear", "（{{ year }}年度）" if profile.lang == "zh" else "{{ year }}"),
        form([mm(37)], [FormRow([Box(photo, "CoverPhoto")], mm(50), exact=True)]),
        paragraph("CoverGap"),
        form([width, 5200], rows, ruled=False),
        paragraph("CoverIssuer", "{{ issuer }}"),
        tag("if opened", "CoverIssuer"),
        paragraph("CoverDate", "{{ opened }}"),
        tag("endif", "CoverIssuer"),
    ]


# --- parts ------------------------------------------------------------------------------------------


def _parts(profile: Profile, number: str, empty: str) -> list[Element]:
    """The parts in the order of ``parts``: a heading with its number from the loop, and its table."""
    found = [
        tag("for part in parts"),
        paragraph("PartHead", number + "{{ part.title }}{% if bilingual %} {{ part.other }}{% endif %}"),
        tag("if part.key == 'particulars'"),
        _particulars(profile),
        paragraph("PartNote", both(*_pair(profile, "任职、免学情况", "Positions and exemptions"))),
        _table(profile, _TENURES, empty),
    ]
    for key, part in _PARTS.items():
        found += [tag(f"elif part.key == '{key}'"), _table(profile, part, empty)]
    return [*found, tag("endif"), tag("endfor")]


def _comment(profile: Profile, empty: str) -> FormRow:
    """The year's appraisal in words, below what was judged."""
    lines = [
        ("FormText", "{%p for line in comment %}"),
        ("FormText", "{{ line.text }}"),
        ("FormText", "{%p else %}"),
        ("Cell", empty),
        ("FormText", "{%p endfor %}"),
    ]
    return FormRow([_label(profile, "年度评语", "Appraisal"), Box(lines, across=2)], 700)


def _particulars(profile: Profile) -> Element:
    name = 1180 if profile.lang == "zh" else 1150
    value = (profile.page.text_width - 3 * name) // 3
    last = profile.page.text_width - 3 * name - 2 * value
    rows = []
    for fields in _PARTICULARS:
        boxes = []
        for (zh, en, tagged), wide in zip(fields, _WIDE[len(fields)], strict=True):
            text = tagged if "{" in tagged else "{{ particulars." + tagged + " }}"
            boxes += [_label(profile, zh, en), Box(text, across=wide)]
        rows.append(FormRow(boxes, 560))
    return form([name, value, name, value, name, last], rows)


def _pictures(profile: Profile, caption: str, marks: tuple[str, str, str]) -> list[Element]:
    """The appendix: each picture with its caption below it, on one page; without pictures there is none."""
    begin, between, end = marks
    told = (
        "{% if row.date or row.no %}" + begin + "{{ row.date }}{% if row.date and row.no %}" + between
        + "{% endif %}{{ row.no }}" + end + "{% endif %}"
    )  # fmt: skip
    return [
        tag("if pictures"),
        paragraph("PageTitle", both(*_pair(profile, "附件图片", "Attached pictures"))),
        tag("for row in pictures"),
        paragraph("Picture", "{{ row.picture }}"),
        paragraph("PictureCaption", caption + told),
        tag("endfor"),
        tag("endif"),
    ]


# --- closing note -----------------------------------------------------------------------------------


def _closing(profile: Profile, text: str) -> Element:
    name, half = 1500, profile.page.text_width // 2
    says = [
        (_label(profile, "立卷人", "Compiled by"), Box(), _label(profile, "检查人", "Checked by"), Box()),
        (
            _label(profile, "保管人", "Kept by"),
            Box("{{ keeper|padded }}"),
            _label(profile, "封档日期", "Closed on"),
            Box("{{ closed }}"),
        ),
    ]
    title = ("FormTitle", both(*_pair(profile, "本卷情况说明", "About this archive")))
    return form(
        [name, half - name, name, profile.page.text_width - half - name],
        [
            FormRow([Box([title, ("FormText", text)], across=4, align="top")], 7600),
            *[FormRow(row, 800) for row in says],
        ],
    )
