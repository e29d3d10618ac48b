"""Other names that remarks tell: what somebody was called before (曾用名某某), what else a unit is called."""

from __future__ import annotations

import re
from collections.abc import Iterator

from records.intake.names import clean_name, looks_like_name
from records.values import half_width

_APART = re.compile(r"[，,；;。\n]")
_AND = re.compile(r"[、和及与/]")
_IS = r"[:：]?(?:叫做?|名?为|是)?[“\"《]?"
_PERSON = re.compile(
    rf"(?:(?:身份证|户口|档案|党籍|花名册|原)?(?:曾用姓?名|曾名|旧名|别名|又名|亦名)|原用?名|改名前(?:姓名)?){_IS}(?P<names>.+?)[”\"》]?"
)
_UNIT = re.compile(
    rf"(?:[又也亦俗习惯通曾旧原]+称|简称|别称|别名|又名|亦名|曾用名称?|原用?名称?|旧名称?){_IS}(?P<names>.+?)[”\"》]?"
)
#: 不详, 待查, 同上.
_NO_NAME = re.compile(r"[不未没无待另同已略见]")
_UNIT_NAME = re.compile(r"[\u4e00-\u9fff\d（）()]{2,20}")


def _parts(remark: str) -> Iterator[str]:
    return (part for part in _APART.split(re.sub(r"\s", "", half_width(remark))) if part)


def former_names_in(remark: str) -> list[str]:
    """The names that remarks beside somebody tell as former ones."""
    return [name for part in _parts(remark) for name in _people(part)]


def aliases_in(remark: str) -> list[str]:
    """What remarks beside a unit say that it is called as well."""
    return [name for part in _parts(remark) for name in _units(part)]


def tells_other_name(part: str, kind: str) -> bool:
    """Whether a part of remarks does nothing but tell other names of a person or a unit."""
    return bool(_people(part) if kind == "person" else _units(part) if kind == "unit" else ())


def _people(part: str) -> list[str]:
    found = _PERSON.fullmatch(part.strip("()"))
    names = [clean_name(name).name for name in _AND.split(found["names"])] if found is not None else []
    return names if all(looks_like_name(name) and not _NO_NAME.match(name) for name in names) else []


def _units(part: str) -> list[str]:
    found = _UNIT.fullmatch(part.strip("()"))
    names = _AND.split(found["names"]) if found is not None else []
    return names if all(_UNIT_NAME.fullmatch(name) and not _NO_NAME.match(name) for name in names) else []
