"""What the name of a paper's file and the folders above it say: kind, person, date, unit."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePosixPath

from records.intake.dates import DateReading, dates_in
from records.intake.names import clean_name, looks_like_name
from records.intake.tables.facts import period_in
from records.values import PartialDate, half_width

PaperKind = str

# The first that fits wins: 学习计划总结 is a summary of no kind we keep, 调查与思考 a report.
_KINDS: tuple[tuple[PaperKind, re.Pattern[str]], ...] = (
    (
        "commendation",
        re.compile(
            r"(?:表彰|表扬|命名|授予|嘉奖).*决定$"
            # 关于表彰…的通报 commends as well; 关于做好表彰工作的通知, 召开表彰大会 and the like don't.
            r"|(?:关于(?:对.{1,30}(?:予以|给予|进行))?(?:通报)?|^)(?:表彰|表扬|命名|授予|嘉奖)(?!大会|会|活动|工作|对象|推荐|奖励办法)"
            r"(?!.*(?:推荐|申报|评选工作|大会)).*(?:通报|通知)$"
        ),
    ),
    (
        "rectification",
        re.compile(
            r"整改(?:通知(?:书|单)?|意见书|督办[单函]|函)$|(?:限期|责令).{0,6}整改的通知$|补学通知(?:书|单)?$"
        ),
    ),
    ("party_class", re.compile(r"党课.{0,4}(?:讲稿|教案|提纲|讲义|材料|稿)(?:$|[（(：:])")),
    ("preaching", re.compile(r"宣讲(?:稿|提纲|材料|讲稿|教案)(?:$|[（(])")),
    (
        "nomination",
        re.compile(
            # 学习先进个人推荐表, 关于推荐某某为学习先进个人的报告; no letter about such work, and no list.
            r"(?=.*(?:学习|先进))(?=.*(?:先进|标兵))"
            r"(?!.*(?:汇总|名单|名册|花名|统计|登记册|台账|通知|方案|办法|公示|工作的|决定|通报|会议|记录))"
            r"(?:.*(?:推荐|申报|候选人|参评|审批|呈报|拟表彰).*(?:表|材料|报告|请示|意见|函|书)(?:[（(].{1,14}[)）])?$)"
        ),
    ),
    (
        "typical_model",
        re.compile(
            r"(?<!推荐)(?:事迹|典型)(?:经验)?(?:交流|发言)?(?:材料|简介|介绍)(?:$|[（(])"
            r"|(?:先进|优秀|示范)(?:基层)?(?:党组织|党支部|党总支|集体|个人|党员)(?:经验)?(?:交流)?材料$"
        ),
    ),
    ("implementation_plan", re.compile(r"(?:实施|创建|活动|工作)(?:方案|意见)(?:[（(](?:试行|草案)[)）])?$")),
    (
        "stage_summary",
        re.compile(
            r"第?[一二三]阶段.{0,8}(?:总结|小结)|阶段(?:性)?(?:工作)?(?:总结|小结)"
            r"|^(?!.*个人).*(?:创建|学习型(?:党组织|机关|单位)).{0,10}(?:总结|小结)$"
            # What a unit studied in a year: 某支部2012年学习工作总结; that of a person names one in between.
            r"|^(?!.*(?:个人|本人)).*(?:支部|总支|党委|委员会|党工委|机关|中心组|[乡镇村]|街道|社区|学校|[小中]学|[站所院])(?:全体|党员|干部|职工|关于)*"
            r"(?:(?:19|20)\d{2}年?度?|[一二][〇○零O][〇○零O一二三四五六七八九]{2}年度?)?(?:[上下]半年|全年)?(?:开展|关于|的)*"
            r"(?:理论|政治|业务|集中|思想|党员|干部)*学习(?:教育|工作|活动|情况|的)*(?:总结|小结)$"
        ),
    ),
    (
        "rule_document",
        re.compile(r"(?:制度|(?<!想)办法|规定|细则|规则|守则)(?:[（(](?:试行|暂行|修订)[)）])?$"),
    ),
    (
        "evaluation_minutes",
        re.compile(
            r"(?:评议|测评|座谈|恳谈|述学|评学).*(?:纪要|记录|会议情况)|(?:民主评议|评议会|座谈会|恳谈会)$"
            r"|(?:征求|征集|征询|听取)[^会]{0,8}意见[^会]{0,4}会(?:议?(?:情况)?(?:纪要|记录)|$)"
            # The form of a meeting: that of one member, 民主评议党员登记表, is no minutes.
            r"|(?:评议|测评|述学|评学|座谈)[^个本]{0,6}会议?(?:情况)?登记[表簿本]"
        ),
    ),
    (
        "session_minutes",
        re.compile(
            r"会议纪要|(?:会议?|学习|例会|讨论|党课)(?:情况)?记录"
            r"|签到(?:[表册簿单]|记录)(?:$|[（(])"
            r"|党课(?:活动|授课|讲授|学习|教育|开展)*(?:情况)?(?:记录|登记)(?!册|本)"
        ),
    ),
    ("briefing", re.compile(r"简报(?:$|[（(]|第?[\d一二三四五六七八九十]+期)")),
    ("study_plan", re.compile(r"(?:学习|培训|辅导|读书|教育).{0,6}(?:计划|安排|方案)|^计划$")),
    ("research_report", re.compile(r"调研|调查|考察报告")),
    (
        "reading_note",
        re.compile(r"(?:读书|学习|读报|理论)?笔记(?:$|[（(\d]|本$)|^读《.*》|摘[抄录]|读后感"),
    ),
    ("experience_article", re.compile(r"心得|体会|感悟|感想|收获|启示|反思|思考|小结")),
    (
        "experience_article",
        re.compile(
            r"^(?:浅?谈(?![心话])|漫谈|也谈|浅议|浅析|试论|试谈|略论|略谈)|(?:有感|随想|随感|感言|感怀|刍议|之我见|一得|心声)$"
            r"|的(?:几点|一点|一些)?(?:认识|看法|想法|感受)$"
        ),
    ),
)
_SENT = re.compile(r"(?:印发|制定|修订|公布|下发)[^《》]{0,8}《(.+)》的?(?:通知|决定)")
_NOISE = re.compile(
    r"新建|Microsoft|Word|WPS|Office|文档|文本|副本|复件|备份|定稿|终稿|初稿|草稿|修改稿?|最终版?|最新版?|正式版?|打印版?|第?[一二三四\d]稿|"
    r"[Vv]\d+|扫描件?|IMG|DSC|图片|照片|同志|个人|本人|关于|学习|读书|理论|心得体会|心得|体会|文章|笔记|调研报告|调查报告|调研|调查|报告|"
    r"情况|宣讲|思考|感想|感悟|撰写|材料|年度|年|月|日|的|稿|篇|份|\d+",
)
_SEPARATORS = re.compile(r"[-_—~、,，.。;；+()（）\[\]【】《》“”\"'\s]+")
# The surnames of some 19 of 20 people; a name without one is believed less, not refused.
SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏"
    "吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱"
    "严覃武戴莫孔向汤温常康施牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚"
    "符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆"
    "农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋"
    "商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝官封谈匡鞠惠荆乐冀郁胥南班储原栗燕楚鄢劳谌奚皮粟"
    "冼蔺楼盘满闻位厉伊仝区郜海阚花权强帅屠豆朴盖练廉禹井祖漆巴丰支卿国狄平计索宣晋相初门云容敬来"
    "扈晁芮都普阙浦戈伏鹿薄邸雍辜羊阿乌母裘亓修邰赫杭况那宿鲜印逯隆茹诺战慕危玉银亢嵇公哈湛宾戎勾"
    "阎萧傅洪赖丘闾戢逄郦茅利於呼居揭干但尉冶斯元束檀衣信展阴昝智幸奉植衡富尧闭由"
)
_COMPOUND = (
    "欧阳",
    "司马",
    "上官",
    "诸葛",
    "东方",
    "皇甫",
    "尉迟",
    "公孙",
    "慕容",
    "令狐",
    "夏侯",
    "司徒",
    "端木",
    "百里",
)
_UNIT = re.compile(
    r"(?:支部|总支|党委|党组|党小组|学校|小学|中学|机关|委员会|办公室|居委会|村委会|社区|中心|公司|合作社|中心组|政府|街道|医院|卫生院)$"
    r"|..(?:[村社乡镇县站所局院厂办科股队组处])$|[一二三四五六七八九十\d][组社队]$"
)


@dataclass(frozen=True)
class PaperName:
    """Facts of a path: evidence, none of it certain. ``year`` is a folder's, else the file's."""

    kind: PaperKind | None
    person: str | None
    date: DateReading | None
    period: PartialDate | None
    year: int | None
    year_from: str | None
    unit: str | None
    folder_kind: PaperKind | None = None


#: The kinds whose papers offices gather in folders named after them.
_GATHERED = ("experience_article", "research_report", "reading_note")
#: Papers of an office, not of a person, whoever signs them.
_OFFICIAL = re.compile(
    r"情况$|总结|汇报|通知|通报|讲话|申请|方案|制度|办法|规定|细则|报告|请示|批复|复函|简历|名单|名册|决定|意见|公示|公告"
    r"|承诺|合同|协议|发言|述职|党课|讲稿|教案|讲义|说明|清单|台账|登记|记录|纪要|计划|安排|简报|事迹|推荐|考核|表$"
    r"|对照检查|检查材料|检讨|剖析|自查|述学|思想汇报|日记|日志|谈心|谈话|走访|倡议|请假条|卡$"
)


def is_official(title: str) -> bool:
    """Whether a title names a paper that no member writes as study: 工作总结, 通知, 讲话, …申请书."""
    return _OFFICIAL.search(re.sub(r"《.*?》", "", half_width(title))) is not None


def subject_of(title: str) -> str:
    """What a letter brings that only sends a document round: 关于印发《某某制度》的通知."""
    found = _SENT.search(title)
    return found[1] if found is not None else title


#: Papers of an office or a person that no kind keeps, by the end of their title.
_UNKEPT = re.compile(
    r"(?:通知|承诺书?|倡议书?|汇报(?:材料|提纲)?|(?:个人|述职|述学|思想|工作|年度|学习)(?:工作|情况)*总结|(?:述职|述学|工作|思想|述廉)报告"
    r"|讲话(?:稿|提纲|材料)?|致辞|主持词|请示|批复|复函|申请书?|公示|公告|通告|邀请函|介绍信|证明|情况说明|合同|协议书?|责任书"
    r"|会议议程|议程安排|交接清单|公开信|慰问信|感谢信|值班(?:表|安排)|发言稿|表态发言|转正申请|入党志愿书|检查材料|检讨书)(?:[（(].{1,12}[)）])?$"
)


def is_unkept(title: str) -> bool:
    """Whether a title names a paper that no kind of record keeps: 会议通知, 承诺书, 倡议书, 工作汇报."""
    bare = half_width(title).replace(" ", "")
    return _UNKEPT.search(re.sub(r"《.*?》", "", bare)) is not None and kind_of_words(title) is None


def kind_of_words(text: str) -> PaperKind | None:
    """The kind of paper that a title or a name tells of; quoted titles of books are left out."""
    bare = half_width(subject_of(text)).replace(" ", "")
    if re.match(r"读《[^》]*》(?!.*(?:有感|心得|体会|感想|感悟)$)", bare):
        return "reading_note"
    bare = re.sub(r"《.*?》", "", bare)
    return next((kind for kind, pattern in _KINDS if pattern.search(bare)), None)


def kinds_of_words(text: str) -> list[PaperKind]:
    """Every kind that a title tells of, the one that is taken first; 考察学习心得 tells of two."""
    bare = re.sub(r"《.*?》", "", half_width(subject_of(text)).replace(" ", ""))
    return list(dict.fromkeys(kind for kind, pattern in _KINDS if pattern.search(bare)))


_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?!\d)")
#: From when on something lies in a folder, or until when: 2012年以后, 2010年起, 2009年以前.
_OPEN_END = re.compile(r"(?:19|20)\d{2}\s*年?[度底]?(?:[以之][后前]|以来|起(?!草)|至今)")


def has_surname(name: str) -> bool:
    """Whether a name begins with a surname that is common enough to tell a name from other words."""
    return name[:1] in SURNAMES or name.startswith(_COMPOUND) or "·" in name


def more_than_a_name(text: str) -> bool:
    """Whether words that would do for a name say more: 县党校 高老师 is no 县党校高, 农技站陈主任 no name."""
    reading = clean_name(text)
    behind_unit = len(reading.name) > 3 and any(is_unit(reading.name[:-end]) for end in (1, 2))
    odd = bool({"name_title", "name_inner_space"} & set(reading.flags))
    return odd and (behind_unit or not has_surname(reading.name))


def is_unit(text: str) -> bool:
    """Whether a text ends as the name of a unit does."""
    return len(text) >= 2 and _UNIT.search(text.rstrip("（）()0123456789人")) is not None


def read_paper_name(relative: str) -> PaperName:
    """Read a path relative to the root of what was handed over, / between folders."""
    path = PurePosixPath(relative)
    folders = list(reversed(path.parts[:-1]))
    stem = path.stem
    date = next(
        (reading for reading, _, _ in dates_in(stem) if reading.value and _is_day(reading.value)), None
    )
    year, year_from = None, None
    for source, name in [*((folder, "folder") for folder in folders), (stem, "file_name")]:
        # A folder of several years, 2010-2011年 or 2012年以后, says no year of what lies in it.
        told = set(_YEAR.findall(_OPEN_END.sub("", half_width(source))))
        if len(told) == 1 or (told and name == "file_name"):
            year, year_from = int(_YEAR.findall(half_width(source))[0]), name
            break
    parts = [part for part in _SEPARATORS.split(stem) if part]
    unit = next((name for name in (*folders, *parts) if is_unit(re.sub(r"[\d.、\s]+", "", name))), None)
    gathered = next((kind for folder in folders if (kind := kind_of_words(folder)) in _GATHERED), None)
    periods = (period for name in (stem, *folders) if (period := month_or_period(name)) is not None)
    period = next((each for each in periods if each.precision != "year"), period_in(stem))
    return PaperName(kind_of_words(stem), _person(stem), date, period, year, year_from, unit, gathered)


def month_or_period(text: str) -> PartialDate | None:
    """The only month that a name tells of, 2011年3月, else the half-year, quarter or year."""
    months = [reading.value for reading, _, _ in dates_in(text) if reading.value is not None]
    month = months[0] if len(months) == 1 and months[0].precision == "month" else None
    return month or period_in(text)


def _is_day(value: PartialDate) -> bool:
    return value.precision in ("day", "month")


def _person(stem: str) -> str | None:
    """The name in a file's name, when exactly one part of it reads like one."""
    dated = stem
    for _, start, end in reversed(list(dates_in(stem))):
        dated = dated[:start] + " " + dated[end:]
    parts = [part for part in _SEPARATORS.split(_NOISE.sub(" ", dated)) if part]
    joined: list[str] = []
    for part in parts:
        # 张 三: one character before one or two others is a surname set apart.
        if joined and len(joined[-1]) == 1 and len(part) <= 2:
            joined[-1] += part
        else:
            joined.append(part)
    likely = [part for part in joined if looks_like_name(part) and has_surname(part) and not is_unit(part)]
    short = [part for part in likely if len(part) <= 3] or likely
    return short[0] if len(set(short)) == 1 else None
