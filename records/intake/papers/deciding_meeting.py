"""The meeting that took a decision, as its text says: 经2012年12月26日乡党委会议研究，决定…"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from records.intake.dates import dates_in

_MEETING = (
    r"(?:会议|党委会|党工委会|党组会|常委会|委员会|支委会|总支会|支部会|党员会|代表会|领导小组会|班子会|联席会|办公会"
    r"|扩大会|党代会|[全大]会)(?:[（(]扩大[)）])?"
)
_DECIDES = (
    r"(?:(?:进行|作出|做出)?(?:集体|专题|认真|充分|民主|反复|一致|共同|无记名|全体)*"
    r"(?:研究|讨论|审议|审定|评审|票决|表决|通过|同意|批准|审核|决定)(?!部署|落实|制定|解决|安排))"
)
#: 经（…）乡党委会议研究; 乡党委第8次会议讨论决定; 根据2012年12月26日乡党委会议决定
_HELD = re.compile(rf"([^，,。；;、：:！]{{2,40}}?{_MEETING}){_DECIDES}")
#: 乡党委于12月26日召开会议，研究决定; 12月26日，镇党委召开专题会议研究
_CALLED = re.compile(
    r"((?!各|全)[\u4e00-\u9fff]{1,12}?(?:党委|党工委|党组|总支|支部|小组))(?:[于在][^，,。；;]{2,20})?召开了?"
    rf"([\u4e00-\u9fff第\d]{{0,14}}?会议?)[，,]?{_DECIDES}"
)
_AHEAD = re.compile(r"^.*?(?:经过?|根据|按照|依据|由|报请?|提交|提请|并)(?=[^经]*$)")
_DAY = re.compile(
    r"^(?:(?:19|20)\d{2}\s*年)?\s*\d{1,2}\s*月\s*\d{1,2}\s*[日号]\s*(?:上午|下午|晚上?)?(?:召开|举行)?的?"
)
_NO_NAME = re.compile(r"(?:本次|此次|这次|该|大)?会议?")


def meeting_told(lines: Iterable[str], decided: date | None) -> str | None:
    """The meeting that a decision names, without its day where that is the day of the decision."""
    for line in lines:
        if (called := _CALLED.search(line)) is not None:
            return f"{called[1]}{called[2]}"
        for held in _HELD.finditer(re.sub(r"[“”\"《》]", "", line)):
            words = re.sub(r"^[（(]", "", _AHEAD.sub("", held[1].strip(), count=1).strip())
            days = {
                reading.value.start
                for reading, start, _ in dates_in(words, year=decided.year if decided else None)
                if start == 0 and reading.value is not None and reading.value.precision == "day"
            }
            if not days or days == {decided}:
                words = _DAY.sub("", words)
            if not (_NO_NAME.fullmatch(words) or re.match("各|全体", words) or "召开" in words):
                return words
    return None
