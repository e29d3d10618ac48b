"""Whether a roster's row says that somebody is a member of the party, in full or on probation."""

from __future__ import annotations

import re

from records.intake.build.values import uncoded
from records.intake.names import clean_name
from records.intake.outcome import Item
from records.intake.tables.source import SourceRow, SourceTable

#: Who is of the youth league, of another party or of none is no member.
_NO_MEMBER = re.compile(
    r"群众|团员|非(?:中共)?党员|无党派|民主党派|民[革盟建进]|农工党|致公党|九三|台盟|积极分子"
)
_MEMBER = re.compile(r"党|正式")
#: Rosters of nobody else: 预备党员名册, 流动党员花名册; not of those who came from elsewhere.
_ON_PROBATION = re.compile(r"^(?!.*(?:正式|转正|、)).*预备党员")
_NEW = re.compile(r"^(?!.*(?:对象|积极分子|正式|转正)).*(?:新发展|新吸收|新接收|发展)(?:的)?党员")
#: 预备期满, 已转正: the word alone makes nobody a probationer.
_NO_MORE = re.compile(r"转正|转为正式|期满|预备役|预备队")
#: Who sits in the committee's central group, as remarks say it.
SITS = re.compile(
    r"(?<![非原前])(?:中共)?(?:[\u4e00-\u9fff]{2,4}[乡镇])?(?:党委)?(?:理论学习)?中心组(?:学习)?成员"
)
#: What says of a member that he or she is one, and nothing else.
_KNOWN_STATUS = re.compile(
    r"(?:是|√|✓)|(?:中共|共产)?(?:正式|在册|在职|农民|离退休|退休|流动|普通)?(?:党员)?(?:[（(].{0,6}[)）])?|正常|中国共产党(?:正式)?党员"
)
#: What some rosters print under 人员类别: whether somebody is a member, not what the kind calls categories.
STATUS = re.compile(r"(?:中共)?(?:正式|预备)(?:党员)?|中共党员|群众|(?:入党)?积极分子|发展对象")


def read_standing(table: SourceTable, row: SourceRow, item: Item) -> None:
    """Put the political status into the item; words that nobody here knows are flagged."""
    printed = uncoded(row.text("political_status"))
    if not (_MEMBER.search(printed) or _NO_MEMBER.search(printed) or "预备" in printed):
        # Under 人员类别, or under a heading that nobody knows; 党籍状态 may say 正常 beside it.
        texts = (uncoded(text.strip()) for text in row.texts)
        printed = next((text for text in texts if STATUS.fullmatch(text)), "") or printed
    words = printed + row.text("remarks") + (clean_name(row.text("name")).remark or "")
    if not table.has("political_status") and not row.has("regularised"):
        words += next(filter(_ON_PROBATION.search, table.hints), "")
        if "预备" not in words and any(map(_NEW.search, table.hints)):
            # Who was accepted that year was on probation then, and may be a full member by now.
            words += "预备党员"
            item.flag("value_unsure:political_status")
    joined = item.fields.get("joined_party") is not None or row.has("joined_party")
    if "预备" in words:
        item.fields["political_status"] = "预备党员"
        if "预备" not in printed and _NO_MORE.search(words):
            item.flag("value_unsure:political_status")
    elif _NO_MEMBER.search(printed) or (not joined and any("非党员" in hint for hint in table.hints)):
        item.fields["political_status"] = "群众"
    elif printed and not joined and not _MEMBER.search(printed):
        item.flag("value_left_out:political_status")
    elif printed or joined:
        if printed and not _KNOWN_STATUS.fullmatch(re.sub(r"\s", "", printed)):
            # 停止党籍, 退党: words of membership that are none of it.
            item.flag("value_unsure:political_status")
        regular = not table.has("regularised") or row.has("regularised")
        item.fields["political_status"] = "正式党员" if regular else "预备党员"
