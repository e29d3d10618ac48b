"""Headings in other words: those that ask (何时外出, 如何解决), those of units (承办党组织, 主办支部)."""

from __future__ import annotations

import re

#: Headings that ask, and those that say the same: 何时外出 is 外出时间, 到哪里调研 调研地点.
_ASKED = (
    (re.compile(r"何时(.{2,4})|(.{2,4})(?:时段|起止)"), (r"\1\2时间", r"\1\2日期")),
    (re.compile(r"[到去在]?(?:哪里?|何处|何地|什么地方)(.{2,4})"), (r"\1地点",)),
    (re.compile(r"(?:如何|怎样|怎么)(.{2,4})"), (r"\1办法", r"\1措施", r"\1方式", r"\1形式")),
    (re.compile(r"(?:由|是)?(?:谁|何人|哪些?人)(?:来)?(.{2,4})"), (r"\1人", r"\1人员")),
    (re.compile(r"(?:向|对|给)(?:谁|何人|哪些?人)(.{2,4})"), (r"\1对象",)),
)
#: What stands for a unit: 所在党组织 is 所在单位 and 所在支部, whatever stands before it.
_UNIT = re.compile(
    r"((?!.*(?:[加进转]入|参加|先进|优秀|学习型|上级|上一级|转[出接]))[\u4e00-\u9fff]{0,6}?)(?:基层)?党(?:的)?组织(名称)?"
)
_UNITS = ("党组织", "单位", "支部", "党支部")
#: Who held something: 主办, 承办 and 举办 are said alike.
_HELD_BY = re.compile(
    r"(?:主办|承办|举办|组织|召开|开展|筹办|主持|主办承办)(?:单位|机构|部门|(?:基层)?党组织|党?支部|党?总支|方)(名称)?"
)
_HOLDERS = ("举办单位", "组织单位", "主办单位", "召开单位")


def in_other_words(heading: str) -> list[str]:
    """A heading that asks, as one that names: 何时外出, 到哪里调研, 如何解决; 学习的内容 without 的.

    And one of a unit by the other words for it: 承办党组织, 所在基层党组织.
    """
    bare = heading.replace("的", "") if len(heading) > 2 else heading
    forms = [] if bare == heading else [bare]
    for pattern, named in _ASKED:
        if (found := pattern.fullmatch(bare)) is not None:
            forms += [found.expand(each) for each in named]
    if (unit := _UNIT.fullmatch(bare)) is not None:
        ahead = dict.fromkeys((unit[1], unit[1].replace("所属", "所在")))
        behind = dict.fromkeys((unit[2] or "", ""))
        forms += [f"{each}{word}{more}" for more in behind for each in ahead for word in _UNITS]
    if _HELD_BY.fullmatch(bare) is not None:
        forms += _HOLDERS
    return forms
