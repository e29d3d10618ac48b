"""What money was for, in the words of ledgers; and books that keep a column for each use."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from records.kind import Field, Kind
from records.values import half_width

#: Words under which ledgers enter a use that has another name among the known ones.
_USES = {
    "图书": ("购书", "书籍", "图书资料", "书报", "报刊", "书刊", "订报", "订阅", "购书费", "图书费", "资料"),
    "培训": ("培训费", "讲课费", "辅导", "外出学习", "师资", "授课"),
    "宣传": ("宣传费", "横幅", "标语", "展板", "专栏", "印刷"),
    "活动": ("活动费", "竞赛", "文体", "主题活动"),
    "奖励": ("奖品", "奖金", "表彰", "奖励费"),
    "其他": ("办公", "办公费", "打印", "杂费", "杂支", "其它", "文具"),
}
#: Words that tell of a use within a longer description only.
_IN_WORDS = {
    "图书": ("学习资料", "读本", "订书", "买书", "用书", "杂志", "教材"),
    "培训": ("讲课", "党校", "培训", "轮训"),
    "宣传": ("宣传栏", "宣传", "印制", "标牌"),
    "活动": ("比赛", "演讲", "歌会", "歌咏", "演出", "文艺", "联欢", "参观"),
    "奖励": ("奖状", "奖杯", "奖牌", "荣誉证书"),
    "其他": ("笔记本", "签字笔", "复印", "维修", "邮寄", "邮费", "耗材", "硒鼓", "墨盒"),
}
#: What any occasion costs, behind the occasion itself: 培训班餐费, 表彰会奖状印制费, 宣传资料印刷费.
_COST = re.compile(
    r"的?(?:(?:场地?|会场|会议室|教室|音响|车辆|大巴)?(?:租赁|租用|出租|租|布置)|场地|印制|印刷|制作|打印|复印|装订"
    r"|(?:工作|招待)?(?:用|就|午|晚|误|聚)?餐饮?|伙食|食宿|住宿|交通|租车|[客包]?车|路|差旅|茶水|饮水|饮料|矿泉水"
    r"|学习用?资料|学习用?材料|资料|材料)(?:等)?(?:费用?|款|支出|开支|补[助贴])?$"
)
_BOUGHT = re.compile(r"[购买订]")
#: Occasions that a title names: what a ledger of one tells without more words is of that.
_OCCASIONS = {
    "培训": re.compile(r"培训|轮训|党课|讲座|辅导班"),
    "活动": re.compile(r"竞赛|比赛|歌咏|演讲|晚会|汇演|运动会"),
    "奖励": re.compile(r"表彰"),
}
#: What may follow a use in the heading of its column: 培训费, 活动支出, 宣传经费(元).
_SPENT = re.compile(r"(?:支出|开支|花费|费用|经费|费|款)?(?:金额|数)?$")
#: Books bought by their titles: 购《中国共产党历史》30册.
_BOOKS = re.compile(r"[购买订]\D{0,4}《[^》]+》")
_SUM = re.compile(r"合计|小计|总计|累计|共计")
_IN_BRACKETS = re.compile(r"\(.*?\)")


def spread_uses(kind: Kind, headings: Sequence[str]) -> tuple[str, Mapping[str, str]]:
    """The field of choices whose words head columns of figures side by side, and the word of each column.

    A book may keep a column for each use: 图书, 培训, 宣传 under 支出. One in such a group that no choice is
    called by stands for itself, and is asked about. Nothing for less than two uses, or for a kind without
    sums of money.
    """
    if not any(field.type == "money" for field in kind.fields):
        return "", {}
    for field in kind.fields:
        if field.type != "choice" or len(field.choices) < 3:
            continue  # of two choices, columns side by side are the two sides of an account
        uses = {heading: use for heading in headings if (use := _use_of(heading, field))}
        if len(set(uses.values())) < 2:
            continue
        above = {heading.rpartition("/")[0] for heading in uses} - {""}
        for heading in headings:
            group, _, word = heading.rpartition("/")
            if group in above and not _SUM.search(word):
                uses.setdefault(heading, word)
        return field.name, uses
    return "", {}


def _use_of(heading: str, field: Field) -> str | None:
    last = _IN_BRACKETS.sub("", half_width(heading.rpartition("/")[2]))
    return listed_use(last, field) or listed_use(_SPENT.sub("", last), field)


def listed_use(text: str, known: Field) -> str | None:
    """The choice that a word is, or is another word for; None when it is neither."""
    plain = re.sub(r"\s", "", half_width(text))
    values = [choice.value for choice in known.choices]
    if plain in values:
        return plain
    return next((value for value, words in _USES.items() if value in values and plain in words), None)


def use_in(text: str, titles: Iterable[str] = ()) -> str | None:
    """The use that free words tell of; None without one.

    The last word that tells of one does, 知识竞赛奖品 is 奖励, but for the cost of any occasion: 培训班资料费
    is 培训. Where such a cost is all that is told, a title may name the occasion.
    """
    plain = re.sub(r"\s", "", half_width(text))
    use, rest = _last_use(plain), plain
    while rest and (cost := _COST.search(rest)):
        if "料" in cost.group() and _BOUGHT.search(rest):
            break
        rest = rest[: cost.start()]
        use = _last_use(rest) or use
    if not rest:
        told = {each for title in titles for each, words in _OCCASIONS.items() if words.search(title)}
        use = told.pop() if len(told) == 1 else use
    return use


def _last_use(plain: str) -> str | None:
    found: list[tuple[int, int, str]] = []
    if books := _BOOKS.search(plain):
        found.append((books.end(), 1, "图书"))
    for value, words in _USES.items():
        for word in (value, *words, *_IN_WORDS.get(value, ())):
            at = plain.rfind(word)
            if at >= 0:
                found.append((at + len(word), len(word), value))
    return max(found)[2] if found else None
