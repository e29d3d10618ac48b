"""Words that offices use for the choices of a field: 政治类 for 政治理论, 班子成员 for 领导干部."""

from __future__ import annotations

import re

from records.intake.names import looks_like_name
from records.intake.papers.paper_name import has_surname
from records.kind import Field

#: How offices shorten the kinds of books that the programme asks for, and the ways of studying.
_SHORT = {
    "自学": re.compile(r"(?:个人|自主|在家|居家)自?学习?|自己学"),
    "网络学习": re.compile(
        r"网络|网上|上网|在线|互联网|(?:网络|网上|上网|在线|互联网)(?:在线)?(?:学习|自学|课程|培训|教育)"
    ),
    "远程教育": re.compile(
        r"(?:党员干部)?(?:现代)?(?:远程教育|远程|远教|电教)(?:学习|收看|站点|播放|节目|平台)?"
    ),
    "业务培训": re.compile(r"(?:参加|集中|脱产|短期|专题|岗位)?培训(?:班|学习)?|业务学习|脱产学习"),
    "外出考察": re.compile(r"(?:外出)?(?:参观|考察)(?:学习|考察)?|外出学习|外学内比"),
    "函授": re.compile(r"函授学习|函授教育"),
    "学历教育": re.compile(r"学历(?:学习|提升)|(?:在职)?学历教育|自考|电大"),
    "政治理论": re.compile(r"(?:政治|理论|政治类?理论|党建理论|政治学习)(?:类|书籍?|读物|著作|学习|知识)?"),
    "领导干部": re.compile(
        r"(?:(?:镇|乡|街道|党委|党政|领导|政府|人大)*班子(?:成员)?|(?:镇|乡|街道|党政)?领导(?:班子)?(?:成员)?"
        r"|[正副]?[科处]级(?:领导)?干部)"
    ),
    "机关干部职工": re.compile(
        r"(?:镇|乡|街道|乡镇)?机关(?:在职|一般)?(?:工作|干部|职工|人员|、)+|(?:乡镇|镇|乡|街道)干部"
        r"|(?:一般|普通)(?:机关)?(?:干部|职员|工作人员)|(?:机关)?公务员"
    ),
    "站所学校职工": re.compile(
        r"(?:七站八所|站所?|所站|学校|中小学|中学|小学|卫生院|医院|事业单位|站所?和?学校)(?:在职|在编)?"
        r"(?:干部|职工|人员|工作人员|教职工|教师|医生)+|教师|教职工|医务人员|医护人员"
    ),
    "村干部": re.compile(
        r"(?:村|社区|村组|村级|村社)?[“\"]?[两二]委[”\"]?(?:班子)?(?:成员|干部|人员)?|(?:村级|村组|村社|社区)干部"
    ),
    "农民党员": re.compile(
        r"(?:农村|村民|普通|无职|一般)(?:无职)?党员|农民(?:党员)?|农牧民|牧民|渔民|(?:在家)?务农(?:人员|党员)?"
    ),
    "听汇报": re.compile(r"(?:听取?|听取了|听了)(?:支部|工作|学习|专题|情况|口头|书面|书记|负责人)*汇报"),
    "查资料": re.compile(
        r"(?:查|查阅|翻阅|查看|调阅|查验|审阅|看|翻看|检查)了?(?:有关|相关|学习|档案|文字|创建|活动|基础|软件|会议|原始)*"
        r"(?:资料|档案|台账|材料|记录)"
    ),
    "抽查笔记": re.compile(
        r"(?:抽查|查看|检查|查阅|翻阅|抽看|随机抽查)了?(?:党员|干部|个人|部分|学习|读书)*笔记本?"
    ),
    "座谈": re.compile(r"(?:召开|个别|集体|与?党员|与?群众|走访)*座谈(?:会|了解|交流)?"),
    "实地察看": re.compile(r"(?:实地|现场)(?:查看|察看|检查|抽查|查|看|督查|走访|检验)"),
    "方案": re.compile(r"(?:创建|活动|学习|实施|工作|总体)*方案"),
    "评价": re.compile(r"(?:学习|党员)?(?:评价|评议|评估|考评)(?:制度|办法|机制|类)?"),
    "档案": re.compile(r"(?:学习)?档案(?:管理)?(?:制度|办法|类)?"),
    "奖惩": re.compile(r"(?:学习)?(?:奖惩|激励|奖励|奖优罚劣)(?:制度|办法|机制|类)?"),
    "考核": re.compile(r"(?:学习)?(?:考核|考评|考勤)(?:奖惩)?(?:制度|办法|机制|类)?"),
    "其他": re.compile(
        r"(?:文学|文艺|小说|散文|诗歌|历史|人文|传记|人物传记|科普|养生|健康|生活|休闲|家教|育儿)(?:类|书籍?|读物|名著|作品|常识|知识)*"
    ),
    "横幅": re.compile(r"(?:悬挂|张挂|宣传|张贴|过街)*(?:横幅|条幅|横标)(?:[和及、/]?(?:横幅|标语|条幅))*"),
    "宣传栏": re.compile(
        r"(?:宣传|学习|党务|党建|党员|村务)*(?:橱窗|黑板报|展板|展牌|版面|园地|公开栏|公示栏|宣传栏|墙报)(?:[和及、/]?(?:橱窗|黑?板报|展板|专栏|园地|公开栏|公示栏|宣传栏|墙报))*"
    ),
    "广播": re.compile(r"(?:村|镇|乡|社区|有线|农村)*(?:广播|大?喇叭)(?:站|室|稿|宣传|播报)?"),
    "电视": re.compile(r"(?:县|区|镇|乡|有线)*电视(?:台|节目|专题片?|新闻|宣传)?"),
    "网络": re.compile(
        r"(?:互联网|网站|网页|网上|党建网|微博|QQ群|政府网|门户网站|网络)(?:信息|新闻|稿件?|宣传|报道|平台)?"
    ),
    "业务": re.compile(r"业务(?:知识|技术|技能)?(?:类|书籍?|学习)?|专业(?:知识|技术)?(?:类|书籍?)?"),
}

#: With what somebody signed, in brackets behind the name.
_MADE_WITH = re.compile(r"[（(](?:[按捺盖]?(?:手|指|拇)印|盖?[印私]?章|签[名字收章])[)）]")


def in_short(text: str, field: Field) -> str:
    """A choice for what offices write in short: 理论, 政治类 of 政治理论; any other text as it is.

    Of a list of choices each part: 班子成员、机关干部.
    """
    if field.type == "list" and field.of is not None:
        parts = [in_short(part, field.of) for part in re.split(r"[、,，;；/\s]+", text.strip()) if part]
        return "、".join(dict.fromkeys(parts))
    plain = re.sub(r"\s", "", text)
    values = [choice.value for choice in field.choices]
    return next((value for value in values if value in _SHORT and _SHORT[value].fullmatch(plain)), text)


def named_in(text: str, field: Field) -> list[str]:
    """The choices that a sentence names, in their own words or as offices write them: 采取查阅资料的方式."""
    plain = re.sub(r"\s", "", text)
    values = [choice.value for choice in field.choices]
    return [
        value
        for value in values
        if value in plain or ((short := _SHORT.get(value)) is not None and short.search(plain))
    ]


def signed_by_name(text: str, field: Field) -> bool:
    """Whether somebody's name stands where it is to be said whether somebody signed."""
    names = re.split(r"[、,，\s]+", _MADE_WITH.sub("", text.strip()))
    return field.name == "signed" and all(looks_like_name(each) and has_surname(each) for each in names)
