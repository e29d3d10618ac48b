"""Headings that ask, as others that name: 何时外出, 到哪里调研, 如何解决."""

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


def in_other_words(heading: str) -> list[str]:
    """A heading that asks, as one that names: 何时外出, 到哪里调研, 如何解决; 学习的内容 without 的."""
    bare = heading.replace("的", "") if len(heading) > 2 else heading
    forms = [] if bare == heading else [bare]
    for pattern, named in _ASKED:
        if (found := pattern.fullmatch(bare)) is not None:
            forms += [found.expand(each) for each in named]
    return forms
