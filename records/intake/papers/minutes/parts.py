"""What minutes tell in a line of running text, where others number it line by line."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from itertools import takewhile

from records.intake.names import clean_name, looks_like_name
from records.intake.papers.paper_name import has_surname, is_unit

#: Behind the point of a number: no decimals (1.5万元), but a year or a month may begin what it numbers:
#: 1.2011年起…, 2.3月底前…
NO_DECIMALS = r"(?!(?!(?:19|20)\d{2}年|\d{1,2}月)\d)"
#: The number before one of several things in a line: 1. （一） ② 二是 一、
_MARK = (
    rf"(?:\d{{1,2}}[.．、]{NO_DECIMALS}"
    r"|[（(](?:\d{1,2}|[一二三四五六七八九十]{1,3})[)）]|[①-⑳]"
    r"|[一二三四五六七八九十]{1,2}是|[一二三四五六七八九十]{1,2}、)"
)
_FIRST = re.compile(_MARK + r"\s*")
_NEXT = re.compile(rf"[；;。，,]\s*(?={_MARK})")
_END = "；;。，, "
#: The words that order what a sentence tells: 首先学习文件，其次个人述评，最后测评.
_IN_TURN = re.compile(r"(?:^|[，,；;。])\s*(?:首先|其次|再次|接着|然后|最后)[，,是]?\s*")
#: Behind each sentence.
_SENTENCE = re.compile(r"(?<=[。；;！])")
#: The kinds of such numbers, each of which goes through one list: 1. （1） （一） ① 一是 一、
NUMBER_KINDS = tuple(
    re.compile(mark)
    for mark in (
        r"\d{1,2}[.．、)）]" + NO_DECIMALS,
        r"[（(]\d{1,2}[)）]",
        r"[（(][一二三四五六七八九十]{1,3}[)）]",
        r"[①-⑳]",
        r"[一二三四五六七八九十]{1,2}是",
        r"[一二三四五六七八九十]{1,2}、",
    )
)
#: A line longer than this tells what was said, and is no subject.
_SUBJECT = 60
_WHAT = {
    "agenda": re.compile(r"(?:议程|议题|程序)$"),
    "gaps": re.compile(r"(?:差距|不足|问题|短板)(?:之处|的?地方|方面)?$"),
    "resolutions": re.compile(r"(?:议定|决定|决议|议定事项|整改措施|整改事项|措施)$"),
}
#: A label this short, 存在差距：…, has all that stands behind it for its one thing.
_LABEL = 8
#: So long is a thing of an agenda in a row of such.
_LISTED = 14
_LEAD = re.compile(r"^([^：:；;]{2,40})[:：]\s*(.{4,})$")
_LED = re.compile(r"(?:^|[，,。；;])(?:会议)?(?:由)?([\u4e00-\u9fff·]{2,4})同志主持")
_BY = re.compile(
    r"[，,；;]?由([\u4e00-\u9fff·]{2,8}?)(?:同志)?(?:具体|牵头)?(?:负责|落实|牵头|承办|办理)(?:落实)?(?=[，,；;。、（(于在\s\d]|$)"
)
DUE = re.compile(
    r"[，,；;]?[于在]?((?:(?:19|20)\d{2}年)?\d{1,2}月(?:\d{1,2}日|底)?(?:之?前|以前|底前)?)(?:完成|落实|办结|到位|整改到位)"
)
#: Until when, as a sentence says it of whoever does something: 在6月底前, 于2013年3月10日之前, 年底前
_BY_THEN = (
    r"(?:(?:(?:19|20)\d{2}年|[今明本]年)?\d{1,2}月(?:\d{1,2}日|底|初|[上中下]旬)?(?:之前|以前|前)?"
    r"|[年月]底(?:之前|以前|前)|(?:春节|七一|国庆|年终|汛期)(?:之前|以前|前))"
)
#: Who does what a sentence begins with: 由某某在6月底前举办…, 由某某同志负责修好…, 由某某牵头，于3月前…
_DOES = re.compile(
    r"^(?:会议)?(?:决定|要求|议定)?[，,]?由([\u4e00-\u9fff·]{2,8}?)(?:同志)?"
    rf"(?:(?:负责|牵头)(?:[，,]?(?:[在于])?({_BY_THEN}))?|[在于]?({_BY_THEN}))[，,]?(?=[^，,。；;]{{4}})"
)
#: The same without 由: 某某负责在6月底前将…, 某某同志牵头，于3月前…; 安排在6月底前 names nobody.
_DOES_IT = re.compile(
    r"^(?:会议)?(?:决定|要求|议定)?[，,]?(?!由)([\u4e00-\u9fff·]{2,4}?)(?:同志)?"
    rf"(?:负责|牵头)(?:[，,]?(?:[在于])?({_BY_THEN}))?[，,]?(?=[^，,。；;]{{4}})"
)
#: 支部在3月底前制定计划: the day stands within what is to be done.
_DUE_WITHIN = re.compile(
    r"(?:[在于]|^|[，,])((?:(?:19|20)\d{2}年)?\d{1,2}月(?:\d{1,2}日|底)?(?:之?前|以前))(?=[\u4e00-\u9fff，,])"
)
#: 会议认为，存在的差距主要有：…
_SUCH_AS = re.compile(
    r"(?:主要)?(?:有|是|为|包括|表现[在为]|体现在)?(?:以下(?:[几一二三四五六]个?)?(?:方面|点|条)?)?$"
)
#: What somebody is before the name: 养殖户代表张三, 学生家长李四, 镇党委书记王五.
_ROLE = (
    r"(?:[\u4e00-\u9fff]{0,10}?(?:代表|群众|家长|党员|[村居渔牧农]民|户主|户|能手|教师|职工|干部|老板|经理|队长"
    r"|书记|主任|主席|委员|理事|监事|店主|业主|商户|学员|学生|村医|医生|护士|工人"
    r"|[董理监]事长|[社厂场会站所院校队组乡镇村园馆店]长))"
)
_SAID = re.compile(
    rf"^{_ROLE}??([\u4e00-\u9fff·]{{2,4}}?)(?:同志)?(?:[（(][^（）()]{{2,12}}[)）])?"
    r"(?:说|认为|提出|谈到|指出|表示|建议|反映|强调|发言说?|讲)[，,:：](.{4,})$"
)
_SPOKE = re.compile(
    r"^([\u4e00-\u9fff·]{2,4}?)(?:同志)?(?:[（(][^（）()]{2,12}[)）])?(?:同志)?(?:发言)?[:：](.{4,})$"
)
#: With what somebody is before the name and a sentence behind it: no label of the head.
_SPOKE_AS = re.compile(rf"^{_ROLE}([\u4e00-\u9fff·]{{2,4}}?)(?:同志)?(?:发言)?[:：](.{{3,}}[，,。；;！].*)$")
#: Before what somebody said at an ordinary meeting: 张三：, 李四（某支部）：, 王五作总结讲话：, 1、赵六发言：
_SPEAKER = re.compile(
    r"^([\u4e00-\u9fff·]{2,4}?)(?:同志)?(?:[（(][^（）()]{2,12}[)）])?(?:同志)?"
    r"(?:作|做)?(?:了)?(?:交流|典型|重点|补充|表态|总结|小结|会议)?(?:发言|讲话|总结|小结)?[:：].{4,}"
)
#: 评议情况： before what the first of several said, in one line.
_OPINIONS_LEAD = re.compile(
    r"^(?:[(（]?[一二三四五六七八九十\d]{1,2}[)）、.．])?(?:会议|群众|民主|代表)*(?:评议|发言|讨论|座谈|征求)?(?:意见|发言|评议|情况|摘要|要点|记录|建议)+[:：](?=.{6,})"
)
#: Before who says something: 会上，张三提出，…
_AT_MEETING = re.compile(r"^(?:在?(?:座谈|评议|讨论)?(?:会议?上|会议?中)|[座会]谈中|讨论中|评议中|其中)[，,]")
#: Sentences of the meeting as a whole, which go on nobody's words: 会议议定，…
_OF_ALL = re.compile(r"会议|与会|大家|经(?:讨论|研究)|散会")
#: What a sentence says was resolved: 会议议定，由某某负责…
_RESOLVED = re.compile(
    r"(?:^|[。；;])\s*(?:会议|与会人员|经[\u4e00-\u9fff]{2,6}[，,])?(?:一致)?(?:同意|研究)?(?:议定|决定|商定|确定)[，,：:]\s*([^。]{4,})"
)
#: What many are called together: 农民代表, 干部群众.
_MANY = re.compile(r"代表|干部|群众|党员|[村居渔牧农]民|职工|教师|学生|家长|领导|成员|委员|同志|农户|人员")
#: An office that sees to something in a person's stead.
_OFFICE = re.compile(r"(?:[办站所会校组室院科]|支部|中心|公司|合作社)$")
#: Who spoke, told in a sentence: 张三、李四、王五三名同志作了发言; 会上，张三、李四先后发言，谈了….
_NAME_HAN = r"[\u4e00-\u9fff·]{2,4}?"
#: 和 may part two names or stand in one, so just a few do: a line of them would have no end of readings.
_NAMES_HAN = rf"{_NAME_HAN}(?:同志)?(?:、{_NAME_HAN}(?:同志)?)*"
_SPOKE_TOLD = re.compile(
    rf"(?:^|[。，,；;：:]|会上|其中|由)\s*(?P<who>{_NAMES_HAN}(?:[和及]{_NAMES_HAN}){{0,4}})\s*"
    r"(?:等)?(?:(?:[两二三四五六七八九十]|\d{1,2})(?:名|位|个)?(?:同志|党员|干部|人|代表)|们)?"
    r"(?:先后|分别|依次|相继|都|均|也|踊跃|各)?(?:在会上)?(?:作|做|进行)?(?:了)?"
    r"(?:交流|典型|重点|大会|补充|表态|主题|主旨|中心|心得|学习|会议|自由)?(?:发言|交流(?=[。，,；;了]|$))"
)


def parts_of_line(line: str) -> list[str]:
    """The things that a line numbers, one behind the other; the whole line when it numbers none."""
    text = line.strip()
    if text.startswith("首先"):
        return [part for each in _IN_TURN.split(text) if (part := each.strip(_END))]
    if not _FIRST.match(text):
        return [text.rstrip(_END)] if text.rstrip(_END) else []
    return [part for each in _NEXT.split(text) if (part := _FIRST.sub("", each.strip(), count=1).strip(_END))]


def numbered_parts(text: str) -> list[str]:
    """The things that a text numbers, in lines or in a row; none where it begins with no number."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    numbered = bool(lines) and _FIRST.match(lines[0]) is not None
    return [part for line in lines for part in parts_of_line(line)] if numbered else []


#: What parts a list: not between figures of one thing (9月、10月记录), nor in brackets, quotes or a title.
_PARTED = re.compile(r"[；;\n]|(?<!\d)(?<![\d一二三四五六七八九十][年月日号期季周次条章])、")
_KEPT = re.compile(r"《[^《》]*》|“[^“”]*”|[（(][^（()）]*[)）]")


def listed_parts(text: str) -> list[str]:
    """The things that a cell lists without numbers: 制度上墙；建立档案, 甲、乙."""
    held = _KEPT.sub(
        lambda found: re.sub("[、；;]", lambda mark: chr(0xE000 + "、；;".index(mark[0])), found[0]), text
    )
    back = str.maketrans({chr(0xE000 + at): mark for at, mark in enumerate("、；;")})
    return [part.strip().translate(back) for part in _PARTED.split(held) if part.strip()]


def told_in_line(lines: Sequence[str], what: str) -> list[str]:
    """What a line says behind a colon: 会议议程：一、…；二、…, 存在以下差距：一是…；二是…"""
    for line in lines:
        lead = _LEAD.match(line)
        label = re.sub(r"(?:如下|事项)$", "", lead[1].rstrip(" 　")) if lead is not None else ""
        if lead is None or not (_WHAT[what].search(label) or _WHAT[what].search(_SUCH_AS.sub("", label))):
            continue
        parts = parts_of_line(lead[2])
        if len(parts) > 1 or _FIRST.match(lead[2]):
            return parts
        if len(lead[1]) <= _LABEL or re.search("[；;]", lead[2].rstrip(_END)):
            return _unnumbered(lead[2], what)
    return []


def _unnumbered(text: str, what: str) -> list[str]:
    """Several things behind a label without numbers: its sentences; what an agenda lists, 述学、测评."""
    parts = [part for each in _SENTENCE.split(text) if (part := each.strip(_END + "！"))]
    listed = parts[0].split("、") if len(parts) == 1 and what == "agenda" else []
    return listed if len(listed) > 1 and all(2 <= len(each) <= _LISTED for each in listed) else parts


def topics_below(lines: Sequence[str], labels: Container[str]) -> list[str]:
    """The subjects that stand numbered, a line each, below a label with nothing behind it: 学习内容：

    Lines of a book's own numbers (一、学习内容) don't go on as one of its subjects. One line alone counts
    where the next label or heading follows it.
    """
    for at, line in enumerate(lines):
        bare = re.sub(r"(?:如下|有)?[:：]?$", "", _FIRST.sub("", line, count=1)).replace(" ", "")
        below = lines[at + 1 :]
        if bare not in labels or not below:
            continue
        marks = [kind for kind in NUMBER_KINDS if kind.match(below[0]) and not kind.match(line)]
        found = list(takewhile(marks[0].match, below)) if marks else []
        if not found and len(below) > 1 and _stands_alone(below[0], below[1]):
            found = [below[0]]
        if found and all(len(each) <= _SUBJECT for each in found):
            return [_FIRST.sub("", each, count=1).strip(_END) for each in found]
    return []


def _stands_alone(line: str, following: str) -> bool:
    """Whether a line is a thing by itself between two labels or headings."""
    return (
        not re.search(r"[:：。]", line)
        and not _FIRST.match(line)
        and (re.match(r"[^:：，,。；;]{2,10}[:：]", following) or _FIRST.match(following)) is not None
    )


def host_told(lines: Sequence[str]) -> str | None:
    """Who led the meeting as its first lines say: 某某同志主持会议."""
    return next((found[1] for line in lines if (found := _LED.search(line)) and has_surname(found[1])), None)


def resolution_told(text: str) -> tuple[str, str | None, str | None]:
    """A matter without who sees to it and until when: 添置图书，由某某负责，3月底前完成."""
    if (does := _DOES.match(text)) is not None and (has_surname(does[1]) or _OFFICE.search(does[1])):
        what, until = text[does.end() :], does[2] or does[3]
        if until is None and (due := DUE.search(what)) is not None:
            what, until = what.replace(due[0], ""), due[1]
        return what.strip(_END), does[1], until
    if (does := _DOES_IT.match(text)) is not None and _is_somebody(does[1]):
        return text.strip(_END), does[1], does[2]
    who, when = _BY.search(text), DUE.search(text)
    bare = text
    for found in (who, when):
        bare = bare.replace(found[0], "") if found is not None else bare
    when = when or _DUE_WITHIN.search(bare)
    return bare.strip(_END), who[1] if who else None, when[1] if when else None


def _is_somebody(words: str) -> bool:
    """Whether words that a sentence begins with are a name: 王家村负责… and 全体党员在… name nobody."""
    return has_surname(words) and looks_like_name(words) and not is_unit(words)


def statements_in(lines: Sequence[str], inside: Sequence[str]) -> list[tuple[str, str]]:
    """Who said what. 某某：… counts below the heading of the opinions only, 某某认为，… anywhere.

    So does 养殖户代表某某：…, where a label of the head would name no one.
    """
    found: list[tuple[str, str]] = []
    for line in lines:
        ended = False
        patterns = (_SPOKE_AS, _SAID, _SPOKE) if line in inside else (_SPOKE_AS, _SAID)
        said: list[tuple[str, str]] = []
        # One line may tell of several: 某某认为，…。某某建议，…
        for sentence in _SENTENCE.split(_FIRST.sub("", _OPINIONS_LEAD.sub("", line), count=1)):
            if (who := _who_said(_AT_MEETING.sub("", sentence), patterns)) is not None:
                said.append(who)
                ended = False
            elif ended := ended or _OF_ALL.match(sentence) is not None:
                continue  # what all of them did, or resolved
            elif said:
                said[-1] = (said[-1][0], said[-1][1] + sentence)
        found += [(name, gist.strip(" 　；;")) for name, gist in said]
    return found


def _who_said(sentence: str, patterns: Sequence[re.Pattern[str]]) -> tuple[str, str] | None:
    """Who says what in a sentence; what looks like a name may be a label, or many together."""
    for match in filter(None, (pattern.match(sentence) for pattern in patterns)):
        name = clean_name(match[1]).name
        if looks_like_name(name) and has_surname(name) and not _MANY.search(name):
            return name, match[2]
    return None


def resolved_in_prose(lines: Sequence[str]) -> list[str]:
    """What sentences say was resolved, parted by semicolons: 会议议定，由某某负责制定计划；…"""
    told = (found[1] for line in lines for found in _RESOLVED.finditer(line))
    return [
        part for each in told for part in parts_of_line(each) for part in re.split(r"[；;]", part) if part
    ]


def sentences_of(lines: Sequence[str]) -> list[str]:
    """What a part of the minutes says without numbers: its sentences, a thing each.

    No labels, and neither what leads to them (会议议定如下：) nor a signature below: those end otherwise.
    """
    told = [line for line in lines if line.endswith(("。", "；", ";", "！")) and not _FIRST.match(line)]
    parts = [part.strip() for line in told for part in _SENTENCE.split(line)]
    return [part.strip(_END + "！") for part in parts if len(part) > _LABEL - 2]


def speakers_in(lines: Sequence[str]) -> list[str]:
    """Who is said to have spoken at a meeting, in that order: 张三：…, 李四认为，…, 王五总结讲话：…

    What looks like a name may be a label (时间：…); whoever asks knows who was there.
    """
    found = []
    for line in lines:
        bare = _FIRST.sub("", line.strip(), count=1)
        match = _SPEAKER.match(bare) or _SAID.match(bare)
        if match is not None:
            found.append(clean_name(match[1]).name)
        found += speakers_told(bare)
    return list(dict.fromkeys(found))


def speakers_told(text: str) -> list[str]:
    """Who spoke as the sentences of a text tell: 张三、李四两名同志作了交流发言."""
    found = []
    for told in _SPOKE_TOLD.finditer(text):
        names = [clean_name(part).name for part in re.split(r"[、和及]", told["who"])]
        if all(looks_like_name(name) and has_surname(name) for name in names):
            found += names
    return list(dict.fromkeys(found))
