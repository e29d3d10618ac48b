"""Which honour a line, a heading or a title tells: 一、学习先进个人（3名）, 关于表彰学习标兵的决定."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

#: What honours are called.
WORDS = (
    r"先进|优秀|优胜|学习型|标兵|模范|示范|能手|之星|骨干|积极分子|带头人|[一二三四五特]等奖"
    r"|(?:组织|进步|鼓励|提名|入围|创新)奖"
)
#: A line that says which honour those named behind or below it have, and how many they are.
HONOUR = re.compile(
    r"(?:附件?\s*[一二三四五六\d]{0,2}\s*[:：.．、]?\s*)?(?:[一二三四五六七八九十]+[、.．]|[（(][一二三四五六七八九十\d]+[)）]|\d+[、.．])?\s*[“\"]?"
    rf"([^：:。，,；;]{{0,20}}?(?:{WORDS})[^：:。，,；;（(]{{0,16}})[”\"]?(?:名单)?"
    r"\s*(?:[（(]\s*(?:共|计)?\s*(\d+)\s*[个名人]?\s*[)）])?\s*(?:[:：]\s*(.*))?"
)
#: What stands before the honour in the title of a list: 松坪乡2012年度, 附件1.
_BEFORE = re.compile(
    r"^(?:附件?\s*[一二三四五六\d]{0,2}\s*[:：.．、]?\s*)?(?:中共)?(?:[\u4e00-\u9fff]{1,6}?(?:[乡镇]|街道)(?:党委)?)?"
    r"(?:(?:19|20)\d{2}(?:[-—－]\d{4})?\s*年?(?:度|[上下]半年|全年)?)?(?:获得?|荣获|受|被)?(?:表彰|授予|评为|命名)?(?:以下|下列)?的?"
)
_BEHIND = re.compile(
    r"(?:荣誉)?(?:称号)?(?:(?:获奖|获得|受?表彰|奖励)(?:人员|单位|对象|者)?)?(?:花?名[单册]|一览)?表?$"
)
_NO_HONOUR = re.compile(r"决定|通报|通知|登记|台账|统计|汇总|情况")
_TITLE = re.compile(r"关于(?:对|给予)?(.+?)(?:的)?(?:决定|通报|通知)$")
_GIVES = re.compile(
    r"^(?:给予|授予|命名|表彰|奖励|表扬|嘉奖|认定|评选|公布)+(?:和?(?:命名|表彰|奖励))?|(?:予以|给予|进行)?(?:表彰|表扬|奖励)$"
)
_QUOTED = re.compile(r"[“\"「『]([^”\"」』]{2,30})[”\"」』]")
_OF_UNITS = re.compile(r"(?:集体|单位|党组织|支部|总支|机关|小组|站所|村|组织奖)$")
_OF_PEOPLE = re.compile(
    r"(?:个人|标兵|能手|党员|干部|工作者|学员|分子|之星|模范|骨干|带头人|者|选手|干事|书记|[一二三四五特]等奖)$"
)


def honour_name(text: str) -> str:
    """An honour without the year and the place before it and the words of a list behind it."""
    told = _BEHIND.sub("", re.sub(r"[\s“”\"]", "", text))
    bare = _BEFORE.sub("", told)
    return bare if re.search(WORDS, bare) else told


def honour_above(lines: Iterable[str]) -> str:
    """The honour that the nearest line above a list tells of all in it: 一、学习先进个人, 先进党支部名单."""
    for line in reversed([each.strip() for each in lines if each.strip()]):
        head = HONOUR.fullmatch(line)
        if head is not None and not head[3] and not _NO_HONOUR.search(head[1]):
            return honour_name(head[1])
    return ""


def honour_of_title(title: str, *, unit: bool) -> str:
    """The honour of which the title of a decision tells, for units or for people; empty where it may be two.

    关于表彰学习型党组织和学习先进个人的决定 names one of either.
    """
    found = _TITLE.search(re.sub(r"\s", "", title))
    if found is None:
        return ""
    quoted = _QUOTED.findall(found[1])
    told = quoted or re.split(r"和|及|暨|、|以及", _GIVES.sub("", found[1]))
    wanted, other = (_OF_UNITS, _OF_PEOPLE) if unit else (_OF_PEOPLE, _OF_UNITS)
    honours = [name for part in told if (name := honour_name(_GIVES.sub("", part)))]
    fits = [name for name in honours if wanted.search(name)]
    if len(quoted) == 1 and not fits and not other.search(honours[0] if honours else ""):
        return honours[0] if honours else ""
    return fits[0] if len(fits) == 1 else ""


def honour_of_list(lines: Sequence[str], title: str, *, unit: bool) -> str:
    """The honour of somebody in a list below a decision: as the line above the list tells, or the title.

    学习先进名单 below 关于表彰学习先进个人和先进党支部的决定 is of both.
    """
    above = honour_above(lines)
    fits = (_OF_UNITS if unit else _OF_PEOPLE).search(above)
    return above if above and fits else honour_of_title(title, unit=unit) or above
