"""What a line between the rows of a table says of those below it: 二、支出, 预备党员, 政治理论类."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from records.kind import Kind

#: Which way the money below went, as ledgers head their parts.
_WAY = re.compile(r"收入|拨入|支出|开支|使用|报销")
#: What may stand beside a choice in a line that is headed by it: 预备党员名单, 理论类.
_BESIDE = re.compile(r"(?:类|部分|项目?|名单|花名册|人员|情况|方面|等次|书籍?|[（）():：、.\d\s])*")


def said_by_group(
    kind: Kind, group: str, given: Callable[[str], bool], titles: Sequence[str] = ()
) -> Mapping[str, str]:
    """The words that a line gives to fields of choices which no column gives, by field.

    ``given`` says whether a column gives a field. Which way money went the sheet and the ``titles`` say as
    well, the first of them that names one way alone.
    """
    told: dict[str, str] = {}
    for field in kind.fields:
        if field.type != "choice" or field.computed or given(field.name):
            continue
        for value in (choice.value for choice in field.choices if choice.value in group):
            # 群众 of 群众工作站党支部 is a part of a name.
            if _BESIDE.fullmatch(group.replace(value, "", 1)):
                told[field.name] = value
    if any(field.type == "money" for field in kind.fields) and not (given("category") or given("income")):
        ways = (set(_WAY.findall(text)) for text in (group, *titles))
        way = next((each.pop() for each in ways if len(each) == 1), None)
        told |= {"category": way} if way else {}
    return told
