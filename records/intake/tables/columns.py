"""Which column of a legacy table is which field: by the kind's labels and headings.

Most headings stand in the kind files. Here are only the columns of legacy tables that are no field by
themselves (村组 holds two, 缺席人员及原因 becomes attendance) and the ones every table may have.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from records.kind import Field, Kind
from records.values import half_width

#: Columns of any table: a running number, and remarks.
COMMON: Mapping[str, tuple[str, ...]] = {
    "ordinal": ("序号", "编号", "名次", "排名", "顺序"),
    "remarks": ("备注", "说明", "附注", "情况说明", "备注说明", "其他说明", "备考"),
}

#: Columns that are no field of the kind by themselves, with the headings they stand under.
SPECIAL: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "person": {
        "unit": (
            "所在支部",
            "所属支部",
            "所在党支部",
            "所属党支部",
            "党支部",
            "所在党组织",
            "所属党组织",
            "支部",
            "党组织",
            "工作单位",
            "所在单位",
            "单位",
            "组织",
            "所在党小组",
            "所属党小组",
            "支部名称",
            "党支部名称",
            "所在党小组名称",
            "支部全称",
            "党支部全称",
            "党组织全称",
            "党组织名称",
            "所属党组织名称",
        ),
        "moved_in": ("转入时间", "转入接收时间", "组织关系转入时间", "关系转入时间", "调入时间", "转入日期"),
        "general_branch": ("党总支", "总支", "所属党总支", "所在党总支", "所属总支", "所在总支"),
        "political_status": ("党员类型", "党员性质", "党籍状态", "党员状态", "党籍", "党籍情况"),
        "remarks": ("备注", "说明", "附注", "情况说明", "备注说明", "其他说明", "备考"),
    },
    "session": {
        "start": ("会议日期", "召开时间", "召开日期", "活动时间"),
        "present": ("参加人数", "到会人数", "参会人数", "参学人数"),
        "absentees": (
            "缺席人员及原因",
            "缺席人员",
            "缺席情况",
            "请假及缺席",
            "未到人员",
            "缺席",
            "缺勤人员",
            "未参加人员",
            "未参加人员及原因",
            "未到会人员",
            "未到会人员及原因",
            "未参学人员",
            "未参学人员及原因",
            "未参会人员",
            "未参会人员及原因",
            "未出席人员",
            "未出席人员及原因",
            "未签到人员",
            "未参加人员及事由",
            "缺席人员及事由",
            "无故缺席",
            "无故缺席人员",
            "旷课人员",
            "旷会人员",
            "未到人员及原因",
            "缺席名单",
            "缺勤名单",
        ),
        "on_leave": (
            "请假人员",
            "请假情况",
            "请假人",
            "请假名单",
            "请假人员及事由",
            "请假人员及原因",
            "因事请假",
        ),
        "late": ("迟到人员", "迟到情况", "迟到名单"),
        "attendees": ("参加人员", "出席人员", "到会人员", "签到人员", "参会人员", "参学人员", "实到人员"),
        "end_time": ("结束时间",),
        "hours": ("学时", "时长"),
    },
    "household_visit": {
        "village_group": (
            "村组",
            "村社",
            "所在村组",
            "村（组）",
            "村(组)",
            "家庭住址",
            "住址",
            "地址",
            "所在村社",
        ),
        "handling": (
            "解决情况",
            "处理情况",
            "办理情况",
            "解决结果",
            "落实情况",
            "办理结果",
            "处理结果",
            "落实结果",
            "解决落实情况",
            "办结情况",
        ),
    },
    "exam": {
        "results.person": (
            "姓名",
            "考生",
            "考生姓名",
            "参考人员",
            "应试人",
            "参赛人员",
            "参赛选手",
            "选手",
            "参测人员",
            "参赛人",
            "参赛者",
            "参考者",
            "应考人员",
        ),
        "results.score": (
            "总成绩",
            "总分",
            "总得分",
            "最终得分",
            "最后得分",
            "最终成绩",
            "成绩",
            "分数",
            "得分",
            "测试成绩",
            "考试成绩",
            "卷面得分",
            "卷面成绩",
            "测验成绩",
            "考分",
            "笔试成绩",
            "笔试得分",
            "笔答得分",
            "卷面分",
            "卷面分数",
            "试卷得分",
            "竞赛得分",
            "竞赛成绩",
            "测验得分",
            "测试得分",
            "考核成绩",
        ),
        "results.unit": (
            "单位",
            "支部",
            "所在支部",
            "党支部",
            "所在单位",
            "所属支部",
            "代表支部",
            "代表单位",
            "参赛支部",
            "参赛单位",
            "支部名称",
            "连队",
            "所在党支部",
        ),
    },
    "briefing": {
        "item_titles": (
            "标题",
            "题目",
            "简报标题",
            "内容",
            "主要内容",
            "简报名称",
            "稿件题目",
            "稿件标题",
            "简报题目",
        ),
    },
    "study_register": {
        "unit": ("所在支部", "支部", "单位", "党支部", "所在单位", "所属支部", "支部名称", "所属党组织"),
        "person": ("党员姓名", "干部姓名"),
        "sessions": ("学习次数", "参加集中学习次数", "参加学习次数", "参加次数"),
        "notes_words": ("学习笔记字数", "学习笔记(字)", "读书笔记(字)", "学习笔记", "读书笔记"),
        "articles": ("心得体会(篇)", "心得体会", "撰写心得体会", "撰写心得体会(篇)"),
        "reports": ("调研报告(篇)", "调研报告", "撰写调研报告", "调研文章"),
        "score": ("理论测试成绩", "考试成绩", "考核成绩"),
    },
    "nomination": {
        "unit": (
            "推荐支部",
            "推荐单位",
            "所在支部",
            "支部",
            "党支部",
            "所在单位",
            "推荐党支部",
            "推荐党组织",
        ),
    },
    "reading_note": {
        "unit": ("单位", "支部", "所在支部", "所在单位", "党支部", "所属支部"),
    },
    "study_entry": {
        "unit": ("学员单位", "单位", "支部", "所在支部", "所在单位", "党支部"),
    },
    "award": {
        "unit": ("所在支部", "所属支部", "支部", "党支部", "所在单位", "所在党组织", "所属党组织"),
    },
    "talk": {
        "unit": ("单位", "支部", "所在支部", "所在单位", "党支部"),
    },
    "funding": {
        "summary": ("摘要", "事由", "说明", "内容", "内容摘要"),
        "income": (
            "收入",
            "收入金额",
            "收入数",
            "收入额",
            "拨入",
            "拨入金额",
            "拨款",
            "拨款金额",
            "收入(元)",
        ),
        "balance": ("余额", "结余", "结存"),
    },
}

#: What registers of one's own papers and talks call the branch, which tells namesakes apart.
_OWN_UNIT = ("所在支部", "所属支部", "支部", "党支部", "所在单位", "单位", "所在党组织", "所属党组织")
#: Kinds with such a column; a unit that nobody knows there leaves a name that only one person bears.
TELLS_NAMESAKES = (
    *("research_report", "experience_article", "book_reading", "preaching", "farmer_tutorial"),
    *("exemption", "assessment"),
)
SPECIAL = {**SPECIAL, **{kind: {"unit": _OWN_UNIT} for kind in TELLS_NAMESAKES if kind not in SPECIAL}}

#: What a row of a kind's table can't do without; for other kinds the identifying fields.
NEEDED: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "person": (("name",),),
    "study_register": (
        ("person",),
        ("sessions", "hours", "notes_words", "articles", "reports", "score"),
    ),
    "session": (("start",), ("title", "topics")),
    "household_visit": (("visitor",), ("visited_on",)),
    "exam": (("results.person",), ("results.score",)),
    "briefing": (("item_titles",), ("unit", "issue")),
    "funding": (("amount", "income"),),
}

#: What tells a kind from other lists of names, when no title does: a sign-in sheet has 姓名 and 单位 as well.
TELLING: Mapping[str, frozenset[str]] = {
    "person": frozenset(("gender", "birth", "id_no", "joined_party", "regularised", "nation", "education")),
}

#: Columns that many registers have and no record keeps; they speak neither for nor against a kind.
ASIDE = frozenset(
    (
        *("年龄", "周岁", "籍贯", "出生地", "家庭住址", "住址", "现住址", "户籍地", "党龄", "工作时间"),
        *("参加工作时间", "毕业院校", "毕业学校", "专业", "所学专业", "婚姻状况", "健康状况", "邮箱"),
        *("签字", "签名", "本人签字", "本人签名", "盖章", "份数", "页码", "余额", "结余", "合计", "介绍人"),
        *("现居住地", "居住地", "户籍所在地", "退休", "是否退休", "等次", "准考证号", "准考号"),
        *(
            "楼栋门牌",
            "门牌号",
            "入党介绍人",
            "入党地点",
            "QQ",
            "QQ号",
            "邮编",
            "特长",
            "学位",
            "职称",
            "照片",
            "编制",
        ),
    )
)
_WHEN = re.compile(r"(?:日期|年月日|年月|时间)$")
_WHO = re.compile(r"人员$")
_NUMBER = re.compile(r"号码$")
_NAMES_BELOW = re.compile(
    r"^(请假|缺席|缺勤|缺会|旷课|旷会|未到|迟到|未参加|出席|参加|参会|到会|实到)/(?:姓名|名单|人员)(?:[及和](?:原因|事由))?$"
)
_CONTRARY = re.compile(r"(?:未|不|没有?|无|非|缺|应)[能予曾该]?$")


#: How well a heading fits that is known as it stands, in another form (no brackets, the last part of a path),
#: by its stem, or only by a word within it.
_EXACT, _FORM, _STEM, _PART = 1.0, 0.9, 0.8, 0.6

#: Words that say too little as a part of a longer heading.
_VAGUE = frozenset(
    ("时间", "日期", "内容", "名称", "单位", "成绩", "结果", "问题", "说明", "类别", "情况", "形式", "标题")
)


@dataclass(frozen=True, slots=True)
class ColumnMatch:
    """A column and its target: a field's name, ``list.field``, a special target, or ``extra``.

    ``fit`` says how well the heading fits the target, from 0 to 1: 1 the known heading itself, or as a
    mapping file says; less without its brackets, by its stem (入党年月 as 入党时间), by a known word in it.
    """

    index: int
    heading: str
    target: str
    sure: bool = True
    fit: float = 1.0


def extra_targets(kind: str) -> frozenset[str]:
    """The special targets that a mapping file may name for a kind, besides its fields."""
    return frozenset(SPECIAL.get(kind, {})) | frozenset(COMMON) | {"extra"}


def heading_forms(heading: str) -> list[str]:
    """The forms in which a heading is compared, best first: whole, without brackets, last part of a path."""
    whole = re.sub(r"\s+", "", half_width(heading))
    last = whole.rsplit("/", 1)[-1]
    # 请假 over 姓名及事由, 旷课 over 名单: who was on leave, who stayed away.
    forms = [whole, whole.replace("/", ""), _NAMES_BELOW.sub(r"\1人员", whole), last]
    for form in (whole, last):
        forms.append(re.sub(r"\(.*?\)|\[.*?\]", "", form))
        forms.append(re.sub(r"[()\[\]]", "", form))
    return list(dict.fromkeys(form for form in forms if form))


def stem_of(heading: str) -> str:
    """A heading without the choice of word at its end: 入党日期, 入党年月 as 入党时间; 走访人员 as 走访人."""
    return _NUMBER.sub("号", _WHO.sub("人", _WHEN.sub("时间", heading)))


@cache
def _plain(heading: str) -> str:
    return re.sub(r"\s+", "", half_width(heading))


def synonyms(kind: Kind) -> dict[str, list[str]]:
    """Every heading known for a kind, plain, with the targets it may mean, special ones first."""
    known: dict[str, list[str]] = {}

    def add(words: Sequence[str], target: str) -> None:
        for word in words:
            targets = known.setdefault(_plain(word), [])
            if target not in targets:
                targets.append(target)

    for target, words in SPECIAL.get(kind.name, {}).items():
        add(words, target)
    for each in kind.fields:
        if not each.computed or each.headings:
            add(_words(each), each.name)
        if each.is_subrecords and kind.name != "session":
            for sub in each.fields:
                add(_words(sub), f"{each.name}.{sub.name}")
    for target, words in COMMON.items():
        add(words, target)
    return known


def _words(each: Field) -> list[str]:
    measure = [f"{each.label.zh}({each.measure.zh})"] if each.measure else []
    return [each.label.zh, *measure, *each.headings]


def match_columns(kind: Kind, headings: Sequence[str]) -> list[ColumnMatch]:
    """Each non-empty heading's target; a target is given once, to the heading that fits it best."""
    known = synonyms(kind)
    stems: dict[str, list[str]] = {}
    for word, targets in known.items():
        stems.setdefault(stem_of(word), []).extend(targets)
    claims: list[tuple[int, int, str, int, float]] = []
    for index, heading in enumerate(headings):
        forms = heading_forms(heading)
        for rank, form in enumerate(forms):
            fit = _FORM if rank else _EXACT
            for order, target in enumerate(known.get(form, ())):
                claims.append((rank, index, target, order, fit))
            for order, target in enumerate(stems.get(stem_of(form), ())):
                claims.append((rank + len(forms), index, target, order, _STEM))
    # What is headed 学习日期 holds dates, whatever else 学习时间 may mean.
    when = _when_targets(kind)
    dated = [
        re.search(r"日期$|年月日$|年月$", heading_forms(heading)[-1]) if heading.strip() else None
        for heading in headings
    ]
    claims = [claim for claim in claims if not dated[claim[1]] or claim[2] in when or not when]
    taken: dict[int, str] = {}
    fits: dict[int, float] = {}
    for _, index, target, _, fit in sorted(claims, key=lambda claim: (claim[0], claim[3], claim[1])):
        if index not in taken and target not in taken.values():
            taken[index], fits[index] = target, fit
    if kind.field("title") is not None and "title" not in taken.values():
        # A register of reports with 调研课题 and no 题目 names them by that.
        taken = {index: "title" if target == "topic" else target for index, target in taken.items()}
    guessed = _by_parts(known, headings, taken, _when_targets(kind))
    return [
        ColumnMatch(
            index,
            heading,
            taken.get(index) or guessed.get(index, "extra"),
            index not in guessed,
            fits.get(index, _PART if index in guessed else 0.0),
        )
        for index, heading in enumerate(headings)
        if heading.strip()
    ]


def _when_targets(kind: Kind) -> frozenset[str]:
    """The targets that hold a date: a heading that ends in 时间 or 日期 can mean no other."""
    dated = (each.name for each in kind.fields if each.type in ("date", "partial_date", "datetime"))
    return frozenset((*dated, "end_time", "start", "moved_in"))


def is_aside(heading: str) -> bool:
    """Whether a heading is one of those that registers have and records don't keep."""
    return any(form in ASIDE for form in heading_forms(heading))


def _by_parts(
    known: Mapping[str, Sequence[str]],
    headings: Sequence[str],
    taken: Mapping[int, str],
    when: frozenset[str],
) -> dict[int, str]:
    """Targets for headings that only contain a known word, 户主 in 走访户主情况, the longest first."""
    claims: list[tuple[int, bool, int, str]] = []
    for index, heading in enumerate(headings):
        if index in taken or not heading.strip() or is_aside(heading):
            continue
        plain = heading_forms(heading)[-1]
        dated = _WHEN.search(plain) is not None
        for word, targets in known.items():
            if dated and targets[0] not in when:
                continue
            if 2 <= len(word) < len(plain) and _says(plain, word) and word not in _VAGUE:
                claims.append((-len(word), not plain.endswith(word), index, targets[0]))
    guessed: dict[int, str] = {}
    for _, _, index, target in sorted(claims):
        if (
            index not in guessed
            and target not in (*taken.values(), *guessed.values())
            and target not in COMMON
        ):
            guessed[index] = target
    return guessed


def _says(heading: str, word: str) -> bool:
    """Whether a heading says a word, and not its contrary: 未参学人员 are no 参学人员."""
    before = heading.split(word)[:-1]
    return any(not _CONTRARY.search(part) for part in before)


def missing_needed(kind: Kind, targets: set[str]) -> list[tuple[str, ...]]:
    """The groups of targets of which a table of this kind must have one and has none."""
    needed = NEEDED.get(kind.name)
    if needed is None:
        identifying = tuple(each.name for each in kind.fields if each.identify)
        needed = (identifying,) if identifying else ()
    return [group for group in needed if not targets & set(group)]
