"""What the sentences of notes tell, under the headings that registers have: 到某村某某家，反映…，已解决."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from records.intake.names import looks_like_name
from records.intake.papers.dated_notes import figure
from records.intake.papers.paper_name import has_surname
from records.values import half_width

#: Gives the name of somebody known with which words end, empty where there is none.
NameOf = Callable[[str], str]
Told = dict[str, str]

_EDGE = r"(?:^|[到在去赴往访入至于，,、:：。；;\s了])"
_VILLAGE = re.compile(
    rf"{_EDGE}(?:本[乡镇])?((?![全本该我驻包下各农行自])[\u4e00-\u9fff]{{1,5}}?(?:村|社区|居委会))(?![民委干支部])"
)
_WAY = re.compile(r"走访|看望|慰问|地点|[到在去赴往访入至于了]")
_GROUP = re.compile(
    rf"(?:(?<=村)|(?<=社区)|{_EDGE})((?:第?[一二三四五六七八九十\d]{{1,2}}|(?:(?!村)[\u4e00-\u9fff]){{1,3}}?)(?:村民小组|小组|组|社))"
)
_NAME = r"((?:(?![户两])[\u4e00-\u9fff·]){2,4}?)"
_KIND_OF_HOUSE = (
    r"(?:(?:困难|贫困|低保|五保|危房|种粮|养殖|种植|独居|留守|空巢|示范|专业)*"
    r"(?:户主|农户|大户|户|老党员|党员|群众|村民|职工))?"
)
_HOUSE = (
    re.compile(r"(?:户主|农户|走访对象|走访户|对象|住户)[:：]\s*([\u4e00-\u9fff·]{2,4})"),
    re.compile(
        rf"(?:^|[组社村队到访望问区员，,。：:、人众了在和户\s]){_KIND_OF_HOUSE}"
        rf"{_NAME}(?:同志|老人)?(?:家[中里]?(?![庭长])|户(?!主))"
    ),
    re.compile(
        rf"(?:走访|看望|慰问|探望|拜访|入户)(?:慰问)?(?:了)?(?:[\u4e00-\u9fff\d]{{0,8}}[村组社])?的?{_KIND_OF_HOUSE}"
        rf"{_NAME}(?:同志|老人)?(?=户|家|[，,。；;、和及\s]|$)"
    ),
)
_WENT = re.compile(
    r"^(?:[，,。；;\s]|(?:进行)?走访|看望|慰问|了解情况|家[中里]?|[一两三四五]?户(?!主)|同志|老人)+"
)
_AND = re.compile(rf"[、和及]{_NAME}(?=[、和及等家户两，,。])")
_SPOKE_OF = re.compile(
    r"^(?:该户|户主|他家?|她家?|其家?|本人|群众)?(?:主要)?(?:反映|提出|反应|诉说|困难是|问题是|要求|请求|希望)(?:的问题|的困难)?(?:是|了|[:：])?"
)
_ASKED = re.compile(r"(?:该户|户主|他家?|她家?|其家?|群众|老人)(?:主要)?(?:反映|提出|要求|请求|希望|诉说)")
_HELP = re.compile(
    r"(?:我|本人|工作队|村?支部|村委会?|乡政府|干部|现场|当[场即]|立即|及时|马上|随即|积极|主动|已经?|正在|拟|准备|将|并|遂|便|后|均)*"
    r"(?:帮|协[调助]|联系|申[报请]|上报|赊|办理|送|介绍|建议|答应|承诺|商[量定]|决定|鼓励|指导|讲解|宣传|解[答释决]|落实|安排|资助|捐"
    r"|借给|修|与|向|为|给|动员|劝|争取|转交|反馈|列入|纳入|答复|购|提供|组织|问题(?:已|得|基|尚|解|未|没)|未|尚|没有?解|得到)"
)
#: That nothing was wanted: 一切都好, 家里没有什么困难.
_NOTHING = re.compile(
    r"(?:家[里中]|目前|现在|暂时|生活上?)*(?:(?:一切|都|很|还|比较)+(?:正常|平安|好)|(?:暂无|没有?|无)(?:什么|任何|其他|大的?|突出的?)*(?:困难|问题|要求|诉求))"
    r"(?=[，,。；;]*$)[，,。；;]*"
)
_CLAUSE = re.compile(r"(?<=[，,。；;])\s*")
_PEOPLE = r"[\u4e00-\u9fff·、和]{2,24}?"
_TAUGHT_BY = (
    re.compile(
        rf"(?:主讲人?|授课人?|辅导人?|讲课人?|教师|老师|教员)(?:[:：]|是|为)?\s*({_PEOPLE})(?:同志)?(?=[，,。；;\s讲授]|$)"
    ),
    re.compile(rf"由({_PEOPLE})(?:同志)?(?:主讲|讲授|讲解|授课|讲课|宣讲|辅导|讲)"),
    re.compile(
        rf"(?:^|[，,。；;\s])({_PEOPLE})(?:同志)?(?:在|到|为|给)[^，,。；;]{{2,20}}?(?:讲|授课|辅导|培训|上课)"
    ),
    re.compile(rf"(?:^|[，,。；;\s])({_PEOPLE})(?:同志)?(?:主讲|讲授|讲解|授课|讲课|宣讲)"),
)
_TAUGHT = (
    re.compile(
        r"(?:辅导|授课|讲课|培训)?(?:内容|题目|主题|课题)(?:为|是|[:：])\s*《?([^，,。；;》]{2,40})》?"
    ),
    re.compile(r"《([^》]{2,40})》"),
    re.compile(
        r"(?:讲授|讲解|宣讲|讲课|主讲|讲|辅导|培训)(?![人员课座师台堂话班地时])(?:了|的是)?"
        r"([\u4e00-\u9fff、“”\"]{3,40})(?=[，,。；;\s]|$)"
    ),
)
_HEARD = re.compile(
    r"(?:到课|听课|听讲|参加|参训|受训|受教育|到会|参会|前来|参学)?(?:的)?(?:农牧?民|群众|村民|党员|社员|人员)*(?:人数)?[:：共约有计]*\s*(\d{1,4})(?:余|多)?(?:人次|人|名)"
)
_THEMES = (
    ("市场信息", re.compile(r"市场|行情|价格|销路|销售|供求|信息")),
    ("政策", re.compile(r"政策|补贴|一号文件|合作医疗|惠农|法律|法规|条例")),
    ("形势", re.compile(r"形势|全会|国情|两会")),
)
_TALKED = re.compile(
    r"(?:^|[，,。；;\s])(?P<who>[\u4e00-\u9fff·]{1,16}?)?(?:同志)?(?:于[^，,。；;]{2,16}?)?(?:在[^，,。；;]{1,12}?)?(?:与|和|同|跟|找|对|约)(?:了)?"
    r"(?P<whom>[\u4e00-\u9fff·]{2,16}?)(?:同志)?(?:在[^，,。；;]{2,16}?)?(?:进行(?:了)?|就[^，,。；;]{2,20}?)?(?:电话|当面|单独|再次|个别)?"
    r"(?:谈心|谈话|约谈|交心|交谈|交换意见|谈了)"
)
_CALLED = re.compile(
    r"(?:^|[，,。；;\s])(?P<who>[\u4e00-\u9fff·]{1,16}?)?(?:同志)?(?:于[^，,。；;]{2,16}?)?(?:在[^，,。；;]{1,12}?)?"
    r"约谈(?:了)?(?P<whom>[\u4e00-\u9fff·]{2,20}?)(?:同志)?(?=[，,。；;]|就|$)"
)
_LASTED = re.compile(r"((?:\d+(?:\.\d+)?|[一二两三四五六七八九十]{1,3})?)个?(半)?(小时|钟头|分钟)(半)?")
_HALF_HOUR = re.compile(r"半个?(?:小时|钟头)")
_STUDIED = re.compile(
    r"(?:自学|学习|阅读|研读|重温|收看|观看|收听|听取|听|读|参加|学)(?:了|完)?([^，,。；;\n]{2,60})"
)
_WAYS = (
    ("远程教育", re.compile(r"远程|远教")),
    ("网络学习", re.compile(r"网络|网上|在线|网课|网院")),
    ("业务培训", re.compile(r"培训|参训|轮训")),
    ("外出考察", re.compile(r"考察|参观")),
    ("读报", re.compile(r"报纸|读报|日报》|《[^》]{0,6}报》")),
)
_LENGTH_BEHIND = re.compile(
    r"[\s\u3000，,]*(?:用了?|共|约|学习)?(?:\d+(?:\.\d+)?|[一二两三四五六七八九十半]{1,3})个?半?(?:小时|钟头|分钟|学时|课时)半?.*$"
)


def told_of_visit(text: str, name_of: NameOf) -> Told:
    """Where a visit went, to whom, what was wanted, and what was done about it."""
    village, group = _place(text)
    told = {"村": village, "组": group}
    named = [found for pattern in _HOUSE for found in pattern.finditer(text) if _is_name(found[1])]
    labelled = next((found for found in named if found.re is _HOUSE[0]), None)
    house = labelled or min(named, key=lambda found: found.start(1), default=None)
    if house is None:
        return told
    # Whoever signs below the last of them is no part of what was wanted.
    first, *lines = text[house.end() :].split("\n")
    rest, houses = "".join((first, *(line for line in lines if not _is_name(line.strip())))), [house[1]]
    while (more := _AND.match(rest)) is not None and _is_name(more[1]):
        rest, houses = rest[more.end() :], [*houses, more[1]]
    if (
        len(houses) > 1
        and len(houses[-1]) > 2
        and houses[-1].endswith("一二三四五六七八九十"[min(len(houses), 10) - 1])
    ):
        # 赵一、钱二、孙三三户: the figure says how many they are.
        houses[-1] = houses[-1][:-1]
    told["户主"] = "、".join(houses)
    wanted, done = list[str](), list[str]()
    helped = False
    for clause in _CLAUSE.split(_WENT.sub("", rest)):
        # 送去大米50斤。户主要求…: what is wanted may stand behind what was brought.
        helped = _ASKED.match(clause) is None and (helped or _HELP.match(clause) is not None)
        if helped or _NOTHING.fullmatch(clause) is None:
            (done if helped else wanted).append(clause)
    told["反映问题"] = _SPOKE_OF.sub("", "".join(wanted)).strip("，,。；; ")
    told["解决情况"] = "".join(done).strip("，,。；; ")
    return told


def told_of_tutorial(text: str, name_of: NameOf) -> Told:
    """Who taught farmers what, where, and how many came."""
    people = (found[1] for pattern in _TAUGHT_BY for found in pattern.finditer(text))
    lecturers = next((names for each in people if (names := _names(each, name_of))), "")
    topic = next((found[1] for pattern in _TAUGHT if (found := pattern.search(text))), "").strip('“”"')
    heard = set(_HEARD.findall(half_width(text)))
    themes = [theme for theme, words in _THEMES if words.search(topic)]
    return {
        "主讲人": lecturers,
        "辅导地点": "".join(_place(text)),
        "辅导题目": topic,
        "内容类别": themes[0] if len(themes) == 1 else "",
        "听课人数": heard.pop() if len(heard) == 1 else "",
    }


def told_of_talk(text: str, name_of: NameOf) -> Told:
    """Who talked with whom; what about is all of it."""
    found = _TALKED.search(text) or _CALLED.search(text)
    told = {"谈话内容": text}
    if found is None:
        return told
    who = found["who"] or ""
    told["谈话人"] = "" if who.endswith(("我", "本人")) else name_of(who)
    told["谈话对象"] = name_of(found["whom"]) or found["whom"]
    return told


def told_of_study(text: str, name_of: NameOf) -> Told:
    """What somebody studied, in which way, and how long."""
    # Of several things the one of which it is said how long it took.
    timed = [each for each in re.split("[。；;\n]", text) if minutes_told(each) is not None]
    found = (_STUDIED.search(timed[0]) if len(timed) == 1 else None) or _STUDIED.search(text)
    told = {"学习内容": without_length(found[1]) if found else ""}
    told["学习类型"] = next((way for way, words in _WAYS if words.search(text)), "自学")
    minutes = minutes_told(text)
    told["时长(分钟)"] = str(minutes) if minutes is not None else ""
    return told


def without_length(text: str) -> str:
    """What was studied without how long it took behind it: 学习《党章》，60分钟."""
    return _LENGTH_BEHIND.sub("", text).strip("，,。 \u3000")


def minutes_told(text: str) -> int | None:
    """How long something took, where the text says it once: 两个小时, 1.5小时, 一个半小时, 90分钟."""
    found = [each for each in _LASTED.finditer(half_width(text)) if each[1] or each[2]]
    if not found and _HALF_HOUR.search(text):
        return 30
    if len(found) != 1:
        return None
    many = figure(found[0][1]) if found[0][1] else 0.0
    if many is None:
        return None
    many += 0.5 if found[0][2] or found[0][4] else 0
    return round(many * (1 if found[0][3] == "分钟" else 60))


def _place(text: str) -> tuple[str, str]:
    """The village and the group that a text tells of."""
    village, group = _VILLAGE.search(text), _GROUP.search(text)
    # 今天到某村: what stands ahead of the village ends in the way there.
    named = _WAY.split(village[1])[-1] if village else ""
    return named if len(named) > 1 else "", _WAY.split(group[1])[-1] if group else ""


def _names(words: str, name_of: NameOf) -> str:
    """The people that words list, as a list of names; empty where one of them is no name."""
    parts = [part for part in re.split(r"[、和]", words) if part]
    names = [name_of(part) or (part if _is_name(part) else "") for part in parts]
    return "、".join(names) if names and all(names) else ""


def _is_name(text: str) -> bool:
    return looks_like_name(text) and has_surname(text)


TOLD: Mapping[str, Callable[[str, NameOf], Told]] = {
    "household_visit": told_of_visit,
    "farmer_tutorial": told_of_tutorial,
    "talk": told_of_talk,
    "study_entry": told_of_study,
}
