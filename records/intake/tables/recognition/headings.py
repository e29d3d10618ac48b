"""Telling the row of headings of an office's table from titles above it and data below it."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from datetime import date
from functools import lru_cache
from itertools import pairwise

from records.intake.files.reading import Cell, Row
from records.values import half_width

# Words that headings of registers are made of; a heading holds at least one of them. Kind files add theirs.
_WORDS = re.compile(
    "序号|编号|号码|姓名|名字|性别|民族|出生|年龄|身份证|学历|文化程度|学位|"
    "籍贯|住址|地址|入党|转正|支部|单位|部门|村组|村名|社别|组别|职务|职称|"
    "岗位|电话|手机|联系|备注|说明|日期|时间|年月|月份|年度|季度|内容|主题|"
    "题目|标题|名称|地点|主讲|主持|记录|参加|应到|实到|缺席|缺勤|出勤|签到|"
    "人数|次数|学时|课时|笔记|心得|体会|调研|报告|成绩|分数|得分|总分|平均分|名次|"
    "等次|排名|等级|期号|期数|期次|报送|摘要|金额|用途|类别|类型|凭证|经办|"
    "审批|余额|收入|支出|数量|单价|户主|户名|农户|干部|走访|问题|困难|解决|"
    "办理|情况|措施|责任|时限|结果|优秀|合格|称职|弃权|撰写|篇数|字数|书名|"
    "书目|作者|节目|播放|管理员|原因|形式|负责人|政治面貌|组织|党内|来源|去向|"
    "方式|科目|项目|对象|目标|进度|评议|测评|评定|意见|党龄|籍|家庭|人口|学习|"
    "集中|自学|辅导"
)
_DATA = re.compile(r"[\d.,:/%-]+|\d{4}年.*|.*\d{1,2}月\d{1,2}日.*|第?\d+期?")
_DAY = re.compile(
    r"(?:第[一二三四五六七八九十\d]+周[(:,]?)?(?:\d{1,2}月)?\d{1,2}[日号][)]?|(?:(?:(?:19|20)\d{2}年)?(?:\d{1,2}|[一二三四五六七八九十]{1,2})月份?|[上下]半年度?|第?[一二三四]季度?)(?:[(\[][\u4e00-\u9fff]{1,2}[)\]])?|\d{1,2}[./]\d{1,2}|第[一二三四五六七八九十\d]+[次期周]"
    # Tests under their names and days: 半年测试(6月24日), 6月24日摸底考试.
    r"|[\u4e00-\u9fff\d]{2,14}[(](?:(?:19|20)\d{2}[年./-])?\d{1,2}[月./-]\d{1,2}[日号]?[)]"
    r"|\d{1,2}月\d{1,2}[日号][\u4e00-\u9fff]{0,8}(?:测试|测验|考试|考核|竞赛|练习)"
)
#: A whole date over a column of marks.
_WHOLE_DAY = re.compile(r"(?:19|20)\d{2}(?:[-./年]\d{1,2}[-./月]\d{1,2}日?|\d{4})")
_PERSON = re.compile(r"姓名|名字|人员")
_BLANK = re.compile(r"#\d+")
_SPACE = re.compile(r"[\s\u200b\ufeff]+")
LONGEST = 20
_MEASURE_ONLY = re.compile(r"[(\[].{1,4}[)\]]")
_YEAR_HEAD = re.compile(r"(?:19|20)\d{2}年度?")
_TIME = re.compile(
    r"(?:(?:19|20)\d{2}年)?(?:(?:\d{1,2}|[一二三四五六七八九十]{1,2})月份?|第?[一二三四]季度|[上下]半年)"
    r"(?:[(][\u4e00-\u9fff]{1,6}[)]|[\u4e00-\u9fff]{0,4}情况)?"
    r"|第[一二三四五六七八九十\d]{1,2}周(?:[(].*[)])?|(?:19|20)\d{2}年度?|[上中下]旬"
)
_MONTH_HEAD = re.compile(r"\d{1,2}月份?|[一二三四五六七八九十]{1,2}月份?")
_DAY_AND_SUBJECT = re.compile(r"(?:(?:19|20)\d{2}年)?\d{1,2}月\d{1,2}[日号]")
#: What stands over the parts of a list that are set side by side.
_PART_OF_LIST = re.compile(
    r"(?:名单|成绩|参考人员|人员)?[(\[]?(?:第?[一二三四五六七八九十\d]+[组列栏]|[左中右][侧边栏列组]*|[A-Da-d甲乙丙丁]组)[)\]]?"
)
_DAY_OF_MONTH = re.compile(r"(?:[1-9]|[12]\d|3[01])[日号]?")


def names_heading(names: Collection[str], heading: str) -> bool:
    """Whether one of these names, as ``heading_text`` gives them, is a heading, or its last line."""
    return heading_text(heading) in names or heading_text(heading.rsplit("/", 1)[-1]) in names


@lru_cache(maxsize=8192)
def heading_text(text: str) -> str:
    """A heading without spaces and line breaks, signs at half width: 姓　名 is 姓名, 心得（篇） 心得(篇)."""
    return half_width(_SPACE.sub("", text)).strip("*:")


def blank_heading(column: int) -> str:
    """What stands for the heading of a column that has none."""
    return f"#{column + 1}"


def is_blank_heading(heading: str) -> bool:
    """Whether ``heading`` only says which column it is."""
    return _BLANK.fullmatch(heading) is not None


def own_cells(row: Row) -> list[tuple[int, Cell]]:
    """The cells that are filled and not merely covered by a merged range."""
    return [(index, cell) for index, cell in enumerate(row.cells) if not cell.blank and not cell.merged]


def stands_alone(row: Row) -> bool:
    """Whether just one cell of the row is filled."""
    own = (cell for cell in row.cells if not cell.blank and not cell.merged)
    return next(own, None) is not None and next(own, None) is None


def heading_score(row: Row, known: Collection[str] = ()) -> int:
    """How many cells of the row read like headings; 0 when one of them cannot be a heading at all."""
    texts = _heading_texts(row, known)
    hits = sum(1 for text in texts if _is_known(text, known))
    return hits if hits * 2 >= len(texts) else 0


def is_heading_row(row: Row, known: Collection[str] = ()) -> bool:
    """Whether the row is the headings of a table, beyond doubt: three known words, or all of two."""
    score = heading_score(row, known)
    return (
        score >= 3
        or (score == 2 and len(_heading_texts(row, known)) == 2)
        or _of_days(row, known)
        or _of_times(row)
    )


def _of_days(row: Row, known: Collection[str]) -> bool:
    """Whether the row is a heading and days side by side: 姓名, 3月5日, 3月19日."""
    cells = [cell for _, cell in own_cells(row)]
    texts = [heading_text(cell.text) for cell in cells]
    whole = [_WHOLE_DAY.fullmatch(text) is not None for text in texts]
    day = [
        whole[at] or isinstance(cell.value, date) or _DAY.fullmatch(texts[at]) is not None
        for at, cell in enumerate(cells)
    ]
    words = [at for at, cell in enumerate(cells) if isinstance(cell.value, str) and not day[at]]
    days = sum(day)
    if any(whole) and not (_days_together(day) and any(_PERSON.search(texts[at]) for at in words)):
        # 入党时间, 1999-07-01, 转正时间, 2000-07-01 is a form filled in.
        return False
    return (
        days >= 2
        and 1 <= len(words) <= days + 3
        and days + len(words) == len(cells)
        and all(_is_known(texts[at], known) for at in words)
    )


def _of_times(row: Row) -> bool:
    """Whether months, quarters, weeks or years stand side by side behind the first column, which may be
    blank or name both ways (支部＼月份), and short words around them.
    """
    own = own_cells(row)
    texts = [heading_text(cell.text) if isinstance(cell.value, str) else "" for _, cell in own]
    times = [index for (index, _), text in zip(own, texts, strict=True) if _TIME.fullmatch(text) is not None]
    others = [text for text in texts if _TIME.fullmatch(text) is None]
    if not _days_together([_TIME.fullmatch(heading_text(cell.text)) is not None for cell in row.cells]):
        return False
    return len(times) >= 2 and len(others) <= 3 and all(0 < len(text) <= 8 for text in others)


def _days_together(day: Sequence[bool]) -> bool:
    """Whether the days stand side by side behind the first column."""
    at = [index for index, is_day in enumerate(day) if is_day]
    return len(at) >= 2 and at[0] > 0 and at[-1] - at[0] == len(at) - 1


def _heading_texts(row: Row, known: Collection[str]) -> list[str]:
    """The texts that may be headings; none when the row holds something that headings do not.

    Attendance is kept with a column for each day (姓名, 1月5日, 2月8日): days count neither for nor against
    a row that begins with a heading.
    """
    cells = [cell for _, cell in own_cells(row)]
    if len(cells) < 2 or not all(isinstance(cell.value, str) for cell in cells):
        return []
    texts = [heading_text(cell.text) for cell in cells]
    if _is_known(texts[0], known):
        texts = [text for text in texts if not _DAY.fullmatch(text)]
    bare = [text for text in texts if not _YEAR_HEAD.fullmatch(text)]
    if len(bare) >= 3:
        # The year of a ledger stands over its columns of months and days.
        texts = bare
    if any(len(text) > LONGEST or ":" in text or _DATA.fullmatch(text) for text in texts):
        return []
    different = len(dict.fromkeys(texts))
    # 序号 姓名 签到 序号 姓名 签到 备注: the last column may be shared.
    side_by_side = any(_alike(part) for part in (texts, texts[:-1]))
    return [] if different * 3 < len(texts) * 2 and not side_by_side else texts


def _alike(texts: list[str]) -> bool:
    """Whether the same headings stand side by side, and nothing else."""
    different = len(dict.fromkeys(texts))
    return different > 1 and list(texts) == list(texts[:different]) * (len(texts) // different)


def _is_known(text: str, known: Collection[str]) -> bool:
    return text in known or _WORDS.search(text) is not None


def continues(heads: Row, below: Row) -> bool:
    """Whether ``below`` is the second row of the headings: parts under a wider heading, blank elsewhere."""
    own = own_cells(below)
    if not own and _goes_on_below(heads, below):
        return True
    if own and (_days_of_months(heads, own) or _meetings_below(heads, own)):
        return True
    if not own or not all(isinstance(cell.value, str) for _, cell in own):
        return False
    texts = [heading_text(cell.text) for _, cell in own]
    if any(len(text) > LONGEST or ":" in text or _DATA.fullmatch(text) for text in texts):
        return False
    if len(own) >= 2 and all(_MEASURE_ONLY.fullmatch(text) for text in texts):
        # A row of measures below its headings: （次） （千字） （篇）.
        return True
    wide = _wide_columns(heads)
    inside = sum(1 for index, _ in own if index in wide)
    # 凭证 over 号数 is one heading in two rows, beside those that span several columns.
    return len(own) >= 2 and inside >= 2 and (inside == len(own) or _rest_is_short(heads, own, wide))


def _goes_on_below(heads: Row, below: Row) -> bool:
    """Whether nothing stands below but the merged cells of the headings, which are two rows high."""
    covered = [(index, cell) for index, cell in enumerate(below.cells) if not cell.blank]
    return bool(covered) and all(
        cell.merged and index < len(heads.cells) and cell.value == heads.cells[index].value
        for index, cell in covered
    )


def _days_of_months(heads: Row, own: Sequence[tuple[int, Cell]]) -> bool:
    """Whether the row below gives the days of months: 3月 over 5 and 19, 4月 over 2."""
    if len(own) < 2:
        return False
    for index, cell in own:
        number = isinstance(cell.value, int | str) and _DAY_OF_MONTH.fullmatch(heading_text(cell.text))
        if not number or not _MONTH_HEAD.fullmatch(
            _spanning(heads, index, [Row(0, (*[cell] * (index + 1),))])
        ):
            return False
    return True


def _meetings_below(heads: Row, own: Sequence[tuple[int, Cell]]) -> bool:
    """Whether the row below names meetings by day and subject under one wider heading: 3月5日 雷锋精神."""
    wide = _wide_columns(heads)
    return len(own) >= 2 and all(
        index in wide and _DAY_AND_SUBJECT.match(heading_text(cell.text)) for index, cell in own
    )


def _rest_is_short(heads: Row, own: Sequence[tuple[int, Cell]], wide: set[int]) -> bool:
    told = [(index, heading_text(cell.text)) for index, cell in own if index not in wide]
    # (字) below a heading of its own is that heading's measure, however many there are of them.
    rest = [(index, text) for index, text in told if not _MEASURE_ONLY.fullmatch(text)]
    filled = all(index < len(heads.cells) and not heads.cells[index].blank for index, _ in told)
    behind = all(index > min(wide) for index, _ in rest)
    few = len(rest) * 2 <= len(own) - len(rest)
    return filled and behind and few and all(len(text) <= 8 for _, text in rest)


def spans_over(above: Row, heads: Row) -> bool:
    """Whether ``above`` is the upper row of the headings ``heads``: 姓名, 上半年, 下半年 over their parts."""
    texts = [heading_text(cell.text) for _, cell in own_cells(above)]
    short = all(len(text) <= LONGEST and ":" not in text for text in texts)
    if len(texts) >= 2 and short and _over_the_same(above, heads):
        return True
    return len(texts) >= 2 and short and _WORDS.search(texts[0]) is not None and continues(above, heads)


def _over_the_same(above: Row, heads: Row) -> bool:
    """Whether each text above spans the same headings, two at least: 上半年, 下半年 over 次数, 学时."""
    starts = [index for index, _ in own_cells(above)]
    spans = []
    for start, end in pairwise((*starts, len(heads.cells))):
        last = start + 1
        while last < end and (last >= len(above.cells) or _as_left(above.cells[last], above.cells[start])):
            last += 1
        below = [heading_text(cell.text) for cell in heads.cells[start:last]]
        spans.append(below)
    first = spans[0]
    return len(first) >= 2 and all(first) and all(span[: len(first)] == first for span in spans)


def _as_left(cell: Cell, left: Cell) -> bool:
    return cell.blank or (cell.merged and cell.value == left.value)


def _wide_columns(heads: Row) -> set[int]:
    """The columns under a heading that spans several: merged ones, or blanks behind a heading."""
    wide: set[int] = set()
    cells = heads.cells
    for index, cell in enumerate(cells):
        behind = index > 0 and (cell.merged or cell.blank)
        if behind and not cells[index - 1].blank and (cell.blank or cell.value == cells[index - 1].value):
            wide |= {index - 1, index}
        elif behind and cell.blank and index - 1 in wide:
            wide.add(index)
    return wide


def flattened(rows: Sequence[Row]) -> tuple[str, ...]:
    """One heading for each column: 撰写/心得(篇); twice the same gets #2; a blank one its column, #7."""
    width = max(len(row.cells) for row in rows)
    headings: list[str] = []
    for column in range(width):
        parts = heading_parts(rows, column)
        heading = "/".join(parts) or blank_heading(column)
        count = sum(1 for earlier in headings if re.fullmatch(re.escape(heading) + r"(?:#\d+)?", earlier))
        headings.append(f"{heading}#{count + 1}" if count else heading)
    while headings and headings[-1] == blank_heading(len(headings) - 1):
        headings.pop()
    return _side_by_side(headings)


def _side_by_side(headings: Sequence[str]) -> tuple[str, ...]:
    """Headings without what only counts the parts of a long list: 第一组/姓名, 第二组/姓名 are 姓名 twice."""
    parts = [re.sub(r"#\d+$", "", heading).partition("/") for heading in headings]
    under: dict[str, list[str]] = {}
    for heading, (above, slash, below) in zip(headings, parts, strict=True):
        if not is_blank_heading(heading):
            under.setdefault(above if slash else "", []).append(below)
    first = next(iter(under.values()), [])
    if len(under) < 2 or "姓名" not in first or any(each != first for each in under.values()):
        return tuple(headings)
    if not all(_PART_OF_LIST.fullmatch(above) for above in under):
        return tuple(headings)
    order = {above: number for number, above in enumerate(under, 1)}
    return tuple(
        heading if is_blank_heading(heading) else below if order[above] == 1 else f"{below}#{order[above]}"
        for heading, (above, _, below) in zip(headings, parts, strict=True)
    )


def heading_parts(rows: Sequence[Row], column: int) -> list[str]:
    """What stands over a column, from above: 撰写, 心得(篇); each text once."""
    parts: list[str] = []
    for depth, row in enumerate(rows):
        text = _spanning(row, column, rows[depth + 1 :])
        if text and text not in parts:
            parts.append(text)
    if len(parts) > 1 and _MEASURE_ONLY.fullmatch(parts[-1]):
        # 撰写心得 over (篇) is one heading with its measure: 撰写心得(篇).
        parts[-2:] = [parts[-2] + parts[-1]]
    return parts


def _spanning(row: Row, column: int, below: Sequence[Row]) -> str:
    """The text over a column, taken from the left where an unmerged heading spans blanks over parts."""
    if column >= len(row.cells):
        return ""
    if not row.cells[column].blank:
        return heading_text(row.cells[column].text)
    parted = any(column < len(other.cells) and not other.cells[column].blank for other in below)
    while parted and column > 0:
        column -= 1
        if not row.cells[column].blank:
            return heading_text(row.cells[column].text)
    return ""
