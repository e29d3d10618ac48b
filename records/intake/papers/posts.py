"""What somebody is, before or behind a name: 支部书记张三, 张三（主任）, 某村妇女主任李四."""

from __future__ import annotations

import re
from typing import NamedTuple

from records.intake.names import looks_like_name
from records.intake.papers.paper_name import has_surname, is_unit

#: What somebody is, behind the name of the unit: 某某支部书记　张三.
POST = re.compile(
    r"(?:副?书记|支书|副?主任|(?:组织|宣传|纪检)?委员|党?小?组长|干事|干部|教师|副?校长|副?所长|副?站长|"
    r"文书|会计|队长|党员|村医|科员|副?[镇乡区县]长|副?局长|副?院长|副?经理|场长|厂长|常委|政委|秘书|助理)$"
)
#: What somebody is, before the name: 支部书记张三, 乡长李四, 镇党委组织委员王五.
_POST_BEFORE = re.compile(
    r"^[\u4e00-\u9fff]{0,14}?(?:书记|支书|主任|主席|委员|组长|校长|所长|站长|[乡镇区县村队院局部社]长|文书|会计|干事|秘书|专干"
    r"|科员|助理)(?=[\u4e00-\u9fff·]{2,4}(?:同志)?$)"
)
#: A post that stands for itself before the next one and the name: 党委副书记、乡长张三.
POST_ALONE = re.compile(
    r"(?:[\u4e00-\u9fff]{0,6}(?:党[委组]|总支|支部|支委|人大|政府|纪委|村委会?))[\u4e00-\u9fff]{0,4}"
    r"(?:书记|主任|主席|委员|[乡镇村]长)"
)
#: What a post is of, where no unit stands before it: 党委副书记, 村委会主任.
_OF = re.compile(
    r"(?:中共|党[委组]|总支|党?支部|支委|政府|人大|纪委|团委|妇联|村委会?|居委会|[副]|第一|常务|妇女|计生|民政|组织|宣传|党政|办公室?)*"
)


class Posted(NamedTuple):
    """A name with its post and the unit before it; the name is empty where a post stands alone."""

    name: str
    unit: str | None


def without_post(name: str) -> str:
    """A name without what somebody is, before or behind it; as it stands where no name would be left."""
    bare = re.sub(r"同志$", "", _POST_BEFORE.sub("", name))
    behind = POST.sub("", bare)
    if behind != bare and looks_like_name(behind) and has_surname(behind):
        return behind
    # 佟丽副 is left of 佟丽副书记 where the name's reader has taken the second half.
    cut = re.sub(r"(?<=[\u4e00-\u9fff]{2})副$", "", bare)
    return cut if has_surname(cut) else bare


def with_post(text: str) -> Posted | None:
    """What a word of a signature says that has a post in it; None where it says anything else."""
    name = without_post(text)
    if name == text:
        name = ""
    elif not (looks_like_name(name) and has_surname(name) and text.endswith(name)):
        return None
    rest, bare = "", text.removesuffix(name)
    while rest != bare:
        rest, bare = bare, POST.sub("", bare)
    if bare == text.removesuffix(name):
        return None
    units = (bare[:cut] for cut in range(len(bare), 2, -1))
    unit = next((part for part in units if is_unit(part) and _OF.fullmatch(bare[len(part) :])), None)
    return Posted(name, unit) if unit is not None or _OF.fullmatch(bare) else None
