"""What a party unit's name says: place, ordinal, category. Forms of the same name compare equal.

中共…委员会 / …党委, …党总支 / …总支, …党支部 / …支部, …第一党支部 / …一支部, …党小组 are read to one form,
so that a register's short spelling finds the unit that the roster wrote in full.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Literal

from records.values import half_width

UnitCategory = Literal["党委", "党总支", "党支部", "党小组"]

_CATEGORIES: tuple[tuple[re.Pattern[str], UnitCategory], ...] = (
    (re.compile(r"(?:党委|委员会|党工委)?(?:理论学习)?中心组$"), "党委"),
    (re.compile(r"党?总支部?委员会$"), "党总支"),
    (re.compile(r"党?支部委员会$"), "党支部"),
    (re.compile(r"(?:党工委|党委会?|(?:中共)?委员会)$"), "党委"),
    (re.compile(r"党?总支部?$"), "党总支"),
    (re.compile(r"党?支部?$"), "党支部"),
    (re.compile(r"党?小组$"), "党小组"),
)
_COUNT = re.compile(r"[(（]\s*共?\s*\d+\s*[人名]\s*[)）]$")
_ORDINAL = re.compile(r"第?([一二三四五六七八九十]{1,3}|\d{1,2})$")
_ADMINISTRATIVE = re.compile(r"(?:村民委员会|村委会|社区|村|乡|镇|街道)$")
_ABOVE = re.compile(r"(?<=.)(?:党委|党总支|总支)$")
_TOWNSHIP = re.compile(r"^.{0,6}?[乡镇](?=.)")
#: A works may have the name of its township or county before its own.
_LONGEST_TOWNSHIP = 4
_DIGITS = "〇一二三四五六七八九"

#: What a unit's place may be called for its kind of workplace, when the archive has only one such unit.
WORKPLACES: dict[str, tuple[str, ...]] = {
    "机关": ("机关",),
    "学校": ("学校", "小学", "中学", "中心校", "幼儿园"),
    "站所": ("卫生院", "派出所", "信用社", "站", "所", "院"),
    "村": ("村", "社区"),
}


@dataclass(frozen=True, slots=True)
class UnitName:
    """``place`` without its 村 or 乡, ``ordinal`` of a numbered branch, ``central_group`` for a 中心组.

    ``level`` is what was behind the place (村, 社区, 乡, 镇, 街道), empty when nothing was printed.
    """

    place: str
    ordinal: str | None
    category: UnitCategory | None
    central_group: bool = False
    level: str = ""


def tidy_unit(text: str) -> str:
    """The name as compared: half width, no white space, no head count behind it."""
    plain = re.sub(r"\s+", "", half_width(text).replace("\u200b", ""))
    return _COUNT.sub("", plain).strip("：:、，,。;")


def parse_unit_name(text: str) -> UnitName:
    """Read a name apart; an unknown category is None."""
    plain = tidy_unit(text).removeprefix("中共")
    category: UnitCategory | None = None
    central = plain.endswith("中心组")
    for pattern, name in _CATEGORIES:
        found = pattern.search(plain)
        if found:
            category, plain = name, plain[: found.start()]
            break
    plain = plain.removesuffix("党").removesuffix("中共")
    ordinal = None
    numbered = _ORDINAL.search(plain)
    if numbered and category in ("党支部", "党小组", None):
        ordinal, plain = _chinese_ordinal(numbered.group(1)), plain[: numbered.start()]
    # 某社区党委第一支部 is the same branch as 某社区第一支部.
    plain = _ABOVE.sub("", plain)
    found = _ADMINISTRATIVE.search(plain)
    level = found.group().replace("民委员会", "").replace("委会", "") if found else ""
    return UnitName(_ADMINISTRATIVE.sub("", plain), ordinal, category, central, level)


def _chinese_ordinal(text: str) -> str:
    if not text.isdigit():
        return text
    number = int(text)
    tens, ones = divmod(number, 10)
    return ("" if not tens else ("" if tens == 1 else _DIGITS[tens]) + "十") + (_DIGITS[ones] if ones else "")


def without_township(place: str) -> str:
    """The place behind the township's own name: 某乡机关 gives 机关; unchanged when there is none."""
    return _TOWNSHIP.sub("", place)


def is_within(name: str, place: str, level: str) -> bool:
    """Whether a branch's name is of a part of a village: 上营村东片党支部 of 上营村, by place and 村.

    Its school and clinic lie in the village, and are no part of the village's general branch.
    """
    levels = (level,) if level else ("村", "社区")
    plain = tidy_unit(name).removeprefix("中共")
    rest = next((plain.removeprefix(place + each) for each in levels if plain.startswith(place + each)), "")
    others = (*WORKPLACES["学校"], *WORKPLACES["站所"], "机关", "公司", "厂", "合作社", "协会")
    return bool(place and parse_unit_name(rest).place) and not any(word in rest for word in others)


def is_township(name: str) -> bool:
    """Whether a committee's name is a township's, town's or sub-district's, not that of a village in it."""
    plain = tidy_unit(name).removeprefix("中共")
    return re.search(r"(?:[乡镇]|街道|地区|农场)(?:工作)?(?:党工委|党委会?|委员会|工委)$", plain) is not None


def is_above_townships(name: str) -> bool:
    """Whether it is a county's, a city's or a higher body: 中共某县委员会, 县委, 市直机关工委, 区委组织部."""
    plain = tidy_unit(name).removeprefix("中共")
    body = r"(?:党?委|委员会|党?工委|政府|直(?:属)?(?:机关)?)"
    return re.search(rf"(?:县|(?<!城)市|(?<![社园小片])区|州|盟|旗|省){body}", plain) is not None and not (
        re.search(r"(?:街道|社区|[乡镇村])", plain)
    )


_LISTED = re.compile(
    r"^(?:中共)?([\u4e00-\u9fff]{2,5}?[乡镇])(?:党委|委员会)?(?:(?:19|20)\d{2}年?度?)?(?:全体|在册|农村)?(?:党员|党组织)"
)


def township_of_title(title: str) -> str | None:
    """The township whose members a title lists: 某某乡党员花名册; not 某某镇机关党支部党员花名册."""
    found = _LISTED.match(re.sub(r"\s", "", title))
    return found[1] if found is not None else None


def abbreviates(short: str, place: str) -> bool:
    """Whether ``short`` is made of characters of ``place`` in order, the first one first."""
    if not short or not place or short[0] != place[0] or len(short) >= len(place):
        return False
    rest = iter(place)
    return all(character in rest for character in short)


def ends_alike(short: str, place: str) -> bool:
    """Whether ``short`` leaves out the township before a works' name and words within it.

    船闸所 for 柳湾船闸管理所, 纺织公司 for 柳湾纺织有限公司: two characters that stand together begin it, and
    what the works is (所, 公司) ends both.
    """
    start = place.find(short[:2])
    if len(short) < 3 or not 0 < start <= _LONGEST_TOWNSHIP or place[-1] != short[-1]:
        return False
    rest = iter(place[start:])
    return all(character in rest for character in short)


def workplace_of(name: str, category: UnitCategory | None) -> str | None:
    """The workplace type that a unit's name tells, or None."""
    if category == "党委" or "机关" in name:
        return "机关"
    if category == "党小组" and re.search(r"[社组队]", parse_unit_name(name).place[-1:]):
        return "组"
    for workplace in ("学校", "村", "站所"):
        if any(word in name for word in WORKPLACES[workplace]):
            return workplace
    return None


def committee_name(text: str) -> str:
    """The full name of a township's committee: 某镇党委, 某镇党委中心组 give 中共某镇委员会; others stay."""
    parsed = parse_unit_name(text)
    if parsed.category != "党委" or not parsed.place or parsed.level not in ("乡", "镇", "街道"):
        return text
    place = parsed.place + parsed.level
    return f"{place}党工委" if parsed.level == "街道" else f"中共{place}委员会"


def formal_name(text: str) -> str:
    """The full form of a short spelling: …二支部 gives …第二党支部, …总支 …党总支."""
    plain = tidy_unit(text)
    parsed = parse_unit_name(plain)
    if parsed.category not in ("党支部", "党总支", "党小组"):
        return plain
    stem = plain
    for pattern, _category in _CATEGORIES:
        found = pattern.search(stem)
        if found:
            stem = stem[: found.start()]
            break
    numbered = _ORDINAL.search(stem)
    if parsed.ordinal and numbered:
        stem = f"{stem[: numbered.start()]}第{parsed.ordinal}"
    return f"{stem}{parsed.category}"


_BETWEEN = re.compile(r"[（）()\[\]【】_+\-—－\s]+|(?:19|20)\d{2}年?度?")
#: The time that a title begins with: 2012年度某村党支部, 二〇一二年上半年某村党支部.
_YEAR_AHEAD = re.compile(
    r"^(?:(?:19|20)\d{2}|[一二][九〇零○OＯ][〇零○OＯ一二三四五六七八九]{2}(?=年))年?度?"
    r"(?:[上下]半年|第?[一二三四]季度|(?:\d{1,2}|[一二三四五六七八九十元]{1,2})月(?:份|\d{1,2}[日号]|[一二三四五六七八九十]{1,3}[日号])?)?"
    r"(?:[（(]?(?:星期|周)[一二三四五六日天][)）]?)?"
)
_LABELLED = re.compile(
    r"(?:填报|报送|所属|所在|组织)?(?:单位|支部|党组织|组织名称)(?:名称)?(?:\(.{1,4}\))?[:：]\s*([^\s:：]+)"
)
#: What a meeting is called, with the unit that holds it ahead: 会议名称：某支部党员大会.
_CALLED = re.compile(
    r"(?:^|[\s　])(?:本次)?(?:会议|活动|学习|党课|培训|签到)*(?:名称|主题|标题|题目|议题)[:：]\s*([^\s:：]+)"
)
_MEETS = re.compile(r"(?:会|会议|党课|学习|活动|培训|例会|班)$")
_NUMBERED = re.compile(
    r"^(?:第[一二三四五六七八九十]{1,3}部分[:、.]?|[一二三四五六七八九十]{1,3}[、.,]|\(?(?:[一二三四五六七八九十]{1,3}|\d{1,2})\)|"
    r"\d{1,2}[、.](?!\d)|[①-⑳]|附?表(?:[一二三四五六七八九十]{1,3}|\d{1,2})[:、.]?)"
)
#: How a file or a list is parted, or whose it is, where no unit is named: 分支部, 按支部, 本支部, 下属各总支.
_NO_ONE_UNIT = re.compile(
    r"(?:^|[(（\[【_+\-—－\s]|名[册单]|登记|台[账帐]|统计|汇总|记录|材料|档案|表|簿)"
    r"(?:分|按|依|逐个?|各个?|每个?|全[体部]?|所有|本|我|该|下[属辖级]|所[属辖]|基层|多个?|[两二三四五六七八九十\d]+个)+"
    r"(?:党委|党?总支|党?支部|党?小组)$"
)
_LEADING = re.compile(
    r"^(?!填表|填写|说明|备?注|本表)[^:;。,!?、各]{1,20}?(?:中心组|委员会|党委|党总支|总支部?|党支部|支部|党小组|小组)"
)


#: Meetings of the offices' own branch: 机关周一例会, 某乡机关周一例会; those of 机关干部 may be of all.
_OF_OFFICES = re.compile(
    r"^(?:[\u4e00-\u9fff]{2,5}?(?:[乡镇]|街道)|[乡镇])?机关(?:(?:周一|每周)?(?:工作|学习)?例会|集中学习|集体学习)"
)
#: The number that orders a file or a folder among others: 6 石门村, 03_某村; not 3支部, 5月.
_FILE_NUMBER = re.compile(
    r"^\s*(?:[(\[【]\d{1,3}[)\]】][\s_\-—.、]*|\d{1,3}[\s_\-—.、]+(?!\d)|0\d{1,2}(?=[\u4e00-\u9fff])|"
    r"\d{1,2}(?=[\u4e00-\u9fff]{2})(?![年月日号村组队社区连排班届次级所校站厂大季个名人支公里团营屯户线井道工矿局小中]))"
)
#: What a file or folder of a unit says besides its name: 某村台账, 某村支部资料.
_KEPT_THERE = re.compile(r"(?:(?:党?支部)?(?:台[账帐]|资料|材料|档案|记录|登记))+$")


def without_number(name: str) -> str:
    """A name without the number that orders it among its like: 6 石门村党支部台账, 03白土坡."""
    return _FILE_NUMBER.sub("", half_width(name))


def bare_names(name: str) -> list[str]:
    """What of the name of a file or folder may be the place of a unit alone: 8 白土坡, 大湾台账（2012）."""
    pieces = (_KEPT_THERE.sub("", piece) for piece in _BETWEEN.split(without_number(name)))
    return [piece for piece in pieces if len(piece) > 1 and not piece.isascii()]


def path_phrases(path: str) -> list[str]:
    """What in the names of a file and its folders may be a unit, the innermost first: 登记（某支部）.xlsx."""
    phrases: list[str] = []
    for part in reversed(PurePosixPath(path).with_suffix("").parts):
        name = without_number(part)
        pieces = [piece for piece in _BETWEEN.split(name) if piece]
        named = [piece for piece in pieces if parse_unit_name(piece).category is not None]
        named = [piece for piece in named if not _NO_ONE_UNIT.search(piece)]
        phrases += [*named, *unit_phrases(name)]
    return phrases


def unit_phrases(text: str) -> list[str]:
    """What in a title may be a unit: what follows 单位：, else the beginning up to 支部, 党委 …

    The number that titles one below the other bear is no part of it: 二、某村党支部（6人）.
    """
    phrases = [match[1] for match in _LABELLED.finditer(half_width(text))]
    called = _CALLED.search(half_width(text)) if not phrases else None
    if called is not None:
        named = unit_phrases(called[1])
        phrases = named if _MEETS.search(called[1]) or called[1] in named else []
    elif not phrases:
        plain = _NUMBERED.sub("", re.sub(r"\s+", "", without_number(text)))
        leading = _LEADING.match(_YEAR_AHEAD.sub("", plain))
        if leading and not _NO_ONE_UNIT.search(leading.group()):
            phrases.append(leading.group())
        elif not leading and _OF_OFFICES.match(_YEAR_AHEAD.sub("", plain)):
            phrases.append("机关")
    return phrases


#: A village, a school or a clinic that a title begins with, or that stands alone in it: 双井村党员学习登记.
_PLACE = re.compile(
    r"(?:第?[一二三四五六七八九十\d]+[、.])?([\u4e00-\u9fff]{1,9}?(?:村民?委会|村|社区|居委会|嘎查|小学|中学|中心校|学校|幼儿园|卫生院))"
)
#: A part of a year, whose year stands in the part before.
_TIME_AHEAD = re.compile(r"^(?:[上下]半年|第?[一二三四]季度|\d{1,2}月份?|年度?)")
_ANY_PLACE = re.compile(
    r"(?:^|[乡镇])(?:[全各本我该两下所包驻联挂帮农山行新]|行政|自然)(?:个)?村$|^[县市区]?[乡镇]村$"
)


def place_phrases(text: str) -> list[str]:
    """The villages, schools and clinics that the parts of a title or name begin with, no unit being named."""
    found = []
    for piece in _BETWEEN.split(half_width(text)):
        place = _PLACE.match(_TIME_AHEAD.sub("", piece))
        if place is not None and not _ANY_PLACE.search(place[1]):
            found.append(place[1])
    return found


def is_place(text: str) -> bool:
    """Whether a text is the name of a village and nothing more: that of a sheet, 青石坳村."""
    named = parse_unit_name(text)
    return named.category is None and named.level in ("村", "社区") and bool(named.place)


_ALL = re.compile(
    r"(?:全[乡镇县体]|各|所有|全部|下属|下辖|所属)+(?:[个村乡镇])*(?:党?总?支部?|党组织|基层党组织|单位|村|站所|部门|学校)"
    r"(?:、?(?:党?支部|各?单位|各?村|站所))*"
)


def means_all(text: str) -> bool:
    """Whether a text means all units and names none: 各支部, 全乡各党支部."""
    return _ALL.fullmatch(tidy_unit(text)) is not None
