"""Results of a test that are typed in lines or sentences (张三92分，李四88分), or in a table sideways."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from records.intake.files.reading import TextDocument
from records.intake.names import clean_name, looks_like_name
from records.intake.papers.paper_name import has_surname, is_unit
from records.intake.papers.signature import DOC_NO
from records.values import half_width

#: What the title of a paper with results says, and what it says of a paper that has none.
_TEST = re.compile(r"测试|考试|测验|竞赛|成绩|闭卷|统考|应知应会")
_NOT_DONE = re.compile(
    r"方案|计划|通知$|安排|总结|心得|体会|试题|试卷|题库|答案|办法|制度|规则|报名|调研|倡议|简报|小结|有感|感想|讲话|主持词|动态|信息|报道"
)
#: What a paper says of its results as a whole.
_OF_ALL = re.compile(r"平均|最高|最低|满分|及格|合格|以上|以下|总分|每题|[一二三四五]、|\d+[人名]|率")
#: How far down a paper its title may stand.
_HEAD = 5
_LEAST = 2
_NAME = (
    r"(?P<name>[\u4e00-\u9fff·]{2,4}?|[\u4e00-\u9fff·]{5,15}?|[\u4e00-\u9fff][ \u3000]{1,2}[\u4e00-\u9fff])"
)
_RANK = (
    r"(?:\(?\d{1,3}\)?[.、．:]\s*|[①-⑳]\s*|第[一二三四五六七八九十\d]{1,3}名[:：是为]?\s*"
    r"|[一二三四五特]等奖[:：]\s*|\d{1,2}[ \u3000]+)?"
)
_UNIT = r"[^()\d]{2,20}?(?:支部|总支|机关|小组|连队|[校学院村站所办局社委部])"
_WHOSE = rf"(?:\((?P<unit>{_UNIT})\))?"
_SCORE = r"(?P<score>\d{1,3}(?:\.\d{1,2})?)"
_SAID = r"(?:同志)?(?:[ \u3000:：—－-]|得分?|获得?|考了|考得|考|成绩|总分|为|是|以)*"
_BEHIND = r"\s*分?\s*(?:\((?P<beside>[^()]{1,20})\))?"
#: 柏某某92分; 柏某某：92; 第一名：柏某某（98分）; 柏某某　某村党支部　92
_RESULT = re.compile(rf"{_RANK}{_NAME}{_WHOSE}{_SAID}{_SCORE}{_BEHIND}")
_BRACKETED = re.compile(rf"{_RANK}{_NAME}\((?:(?P<unit>[^()\d]{{2,20}})[,，、 ])?{_SCORE}分?\)")
_SPACED = re.compile(rf"{_RANK}{_NAME}[ \u3000]+(?P<unit>[\u4e00-\u9fff]{{2,20}})[ \u3000]+{_SCORE}{_BEHIND}")
_MISSED = re.compile(
    rf"{_RANK}{_NAME}(?:同志)?{_WHOSE}[ \u3000:：]*(?:等人)?(?P<why>[均都]?\(?"
    r"(?:因[^，,。()]{1,8}|[病事公]假)?(?:未能?)?"
    r"(?:缺考|未考|未参[加考]\S{0,4}|弃考|请假|[病事公]假)\)?)"
)
_EACH = re.compile(rf"{_NAME}(?:同志)?(?:[各均都]|并列|同)(?:得|为|是|获得?)*\s*{_SCORE}{_BEHIND}")
_LEAD = re.compile(r"^(?:其中|此外|另外?|还有|分别[是为]|他们是|结果|[:：])+[:：]?")
#: 98分：柏某某、谭某某
_OF_SCORE = re.compile(
    r"(?P<score>\d{1,3}(?:\.\d{1,2})?)分(?:的)?(?:\(?\d{1,3}[人名]\)?)?(?:的?有)?[:：](?P<who>.+)"
)
_LABELS = re.compile(
    r"(?:姓名|名字|考生|选手)[:：]\s*|(?:[\u3000 ,，;；]*)(?:测试|考试|竞赛)?(?:成绩|得分|分数)[:：]\s*"
)
_MADE_UP = re.compile(r"补考[:：得]?\s*(\d{1,3}(?:\.\d)?)分?")
_NOBODY = re.compile(
    r"满分|及格|合格|总分|平均|最高|最低|题|共计|合计|人数|分值|得分|成绩|名次|优秀|良好|分数|单位|时间"
)
_TABLE_LABELS = re.compile(
    r"姓\s*名|成\s*绩|得\s*分|分\s*数|单\s*位|(?:所在)?(?:党?支部|单位)|名\s*次|备\s*注|补考(?:成绩)?|序\s*号"
)


@dataclass
class _Row:
    name: str
    unit: str = ""
    score: str = ""
    again: str = ""
    beside: str = ""


@dataclass
class _Typed:
    rows: list[_Row] = field(default_factory=list)
    above: list[str] = field(default_factory=list)


def typed_results(paper: TextDocument) -> list[list[str]]:
    """The lines and the table of results that a paper comes to; empty where it is none of results.

    Of its lines those stand above that tell of the test: the day, the place, the marks.
    """
    lines = _lines_of(paper)
    title = next((line for line in lines[:_HEAD] if _tells_of_test(line)), None)
    if title is None:
        return []
    found = _Typed()
    for line in lines:
        if line == title or DOC_NO.fullmatch(re.sub(r"\s", "", line)):
            continue
        if not _take(line, found) and not found.rows:
            found.above.append(line)
    if sum(1 for row in found.rows if row.score) < _LEAST:
        return []
    return [[title], *([line] for line in found.above), *_table(found.rows)]


def _lines_of(paper: TextDocument) -> list[str]:
    """The lines of a paper, the rows of tables without headings among them; none where one has headings."""
    lines: list[str] = []
    tables = list(zip(paper.table_at, paper.tables, strict=True))
    for at, text in enumerate([*(each.text for each in paper.paragraphs), ""]):
        while tables and tables[0][0] <= at:
            rows = [" ".join(cell.strip() for cell in row) for row in tables.pop(0)[1]]
            if not rows or not list(_of_clause(half_width(rows[0]).strip(), "")):
                return []
            lines += rows
        lines.append(text)
    return [line.strip().replace("\t", " ") for line in lines if line.strip()]


def _tells_of_test(line: str) -> bool:
    return len(line) <= 40 and _TEST.search(line) is not None and not _NOT_DONE.search(line)


def about_a_test(paper: TextDocument) -> bool:
    """Whether the title of a paper says that it tells of a test that was held."""
    lines = [each.text.strip() for each in paper.paragraphs if each.text.strip()]
    return any(map(_tells_of_test, lines[:_HEAD]))


def upright(paper: TextDocument) -> TextDocument:
    """The paper with a table that has its people side by side, 姓名 and 成绩 before each line, turned."""
    tables = tuple(_turned(table) for table in paper.tables)
    return replace(paper, tables=tables) if tables != tuple(paper.tables) else paper


def _turned(table: Sequence[Sequence[str]]) -> tuple[tuple[str, ...], ...]:
    rows = tuple(tuple(row) for row in table)
    heads = [re.sub(r"\s", "", row[0]) for row in rows if row]
    wide = len(rows) in range(2, 6) and min(map(len, rows)) > 2 and len({len(row) for row in rows}) == 1
    if not (wide and all(map(_TABLE_LABELS.fullmatch, heads)) and {"姓名"} & set(heads)):
        return rows
    names = rows[heads.index("姓名")][1:]
    return tuple(zip(*rows, strict=True)) if all(map(_is_person, filter(str.strip, names))) else rows


def _take(line: str, found: _Typed) -> bool:
    """Read the results of a line; what stands before the first in a sentence tells of the test."""
    plain = _LABELS.sub(" ", half_width(line)).strip()
    unit, colon, behind = plain.partition(":")
    whose = re.sub(r"\(.*\)", "", unit).strip()
    if colon and is_unit(whose) and behind.strip():
        plain = behind
    else:
        whose = ""
    rows: list[_Row] = []
    before: list[str] = []
    for sentence in re.split(r"[。；;]", plain):
        shared: list[str] = []
        score = ""
        for clause in (_LEAD.sub("", each.strip()) for each in re.split(r"[,，、]", sentence)):
            got = list(_of_clause(clause, whose))
            if (of_score := _OF_SCORE.fullmatch(clause)) is not None and got:
                score = of_score["score"]
                rows += got
            elif score and _is_person(clause):
                rows.append(_Row(clean_name(clause).name, whose, score))
            elif got:
                # 谭某某、费某因事缺考; 柏某某、谭某某均为92分
                last = got[0]
                if shared and _of_all(clause):
                    rows += [replace(last, name=name) for name in shared]
                rows += got
                shared = []
            elif _is_person(clause):
                shared.append(clean_name(clause).name)
            elif clause and not rows and not found.rows:
                before.append(clause)
            elif re.search(r"\d分|缺考|未考", clause) and not _OF_ALL.search(clause):
                # Whoever that is, it must not be lost.
                rows.append(_Row(clause, whose))
        rows += [_Row(name, whose) for name in shared if rows]
    if rows and before:
        found.above.append("，".join(before))
    found.rows += rows
    return bool(rows)


def _of_all(clause: str) -> bool:
    return _EACH.fullmatch(clause) is not None or _MISSED.fullmatch(clause) is not None


def _of_clause(clause: str, whose: str) -> Iterator[_Row]:
    if (of_score := _OF_SCORE.fullmatch(clause)) is not None:
        for name in re.split(r"[ \u3000]+", of_score["who"]):
            if _is_person(name):
                yield _Row(clean_name(name).name, whose, of_score["score"])
        return
    for pattern in (_MISSED, _EACH, _BRACKETED, _SPACED, _RESULT):
        told = pattern.fullmatch(clause)
        if told is not None and _is_person(told["name"]):
            yield _row(told, whose)
            return
    at, several = 0, list[_Row]()
    while at < len(clause):
        told = _RESULT.match(clause, at)
        if told is None or not _is_person(told["name"]):
            return
        several.append(_row(told, whose))
        at = told.end() + len(clause[told.end() :]) - len(clause[told.end() :].lstrip(" \u3000"))
    yield from several


def _row(told: re.Match[str], whose: str) -> _Row:
    parts = told.groupdict()
    row = _Row(clean_name(told["name"]).name, parts.get("unit") or whose, parts.get("score") or "")
    beside = parts.get("beside") or ""
    if (again := _MADE_UP.search(beside)) is not None:
        row.again = again[1]
    elif is_unit(beside) and not row.unit:
        row.unit = beside
    else:
        row.beside = beside
    if why := parts.get("why"):
        row.score = "缺考" if re.search(r"缺考|未考|弃考|未", why) else why.strip("()均都")
    return row


def _is_person(text: str) -> bool:
    name = clean_name(text).name
    return looks_like_name(name) and has_surname(name) and not is_unit(name) and not _NOBODY.search(name)


def _table(rows: Sequence[_Row]) -> Iterator[list[str]]:
    """The results under headings that registers have; a column for what one of them says."""
    columns = [("姓名", [row.name for row in rows])]
    if any(row.unit for row in rows):
        columns.append(("所在支部", [row.unit for row in rows]))
    columns.append(("成绩", [row.score for row in rows]))
    if any(row.again for row in rows):
        columns.append(("是否补考", [row.again for row in rows]))
    if any(row.beside for row in rows):
        columns.append(("备注", [row.beside for row in rows]))
    yield [heading for heading, _ in columns]
    for at in range(len(rows)):
        yield [cells[at] for _, cells in columns]
