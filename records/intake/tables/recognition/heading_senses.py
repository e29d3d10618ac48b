"""What a heading means in other words than the known ones: 采编人 is 撰稿人, 解决完成日期 解决时间.

Headings of Chinese registers are put together from few parts: what was done (走访, 报送, 讲课), to or by
whom (受, 人员, 者), and what stands below (时间, 地点, 结果). Clerks choose freely among words of one sense.
Each part is replaced by one word for its sense, here and in the known headings of a kind; what then reads the
same is taken for the same, as a guess, so that its rows are flagged.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

#: One word for each sense, and the words that say it. The longer of two that overlap stands first.
_SENSES: tuple[tuple[str, str], ...] = (
    # Whether something is so: the word for it goes in front.
    ("Q", r"^(?:是否|有无|有否)(?:已经?|得到|予以|能够?)?"),
    # Whose the record is about, before who did it.
    ("受访", r"(?:接受|被|受)(?:走访|访问|入户|访)"),
    ("受查", r"(?:接受|被|受)(?:督查|检查|抽查|督导|检|查)"),
    ("受讲", r"(?:宣讲|讲课|授课)(?:受众|听众|对象)|受众|听众"),
    ("", r"^(?:所在|所属|所|各|该|本|其)(?!有|在)|^(?:有关|相关|个人|本人|全文|全部|突出)"),
    ("", r"^基本(?!合格|满意|称职)|主要|具体|的"),
    ("试", r"测试|测验|考试|应试|应考"),
    ("补考", r"补[考测试](?:成绩|得分|分数)?|补试"),
    ("访", r"走访|入户|下村|下乡|下户|到访|进村|进户|下访"),
    ("查", r"督查|检查|督导|抽查|查看|巡查"),
    ("改", r"整改|改进|纠正|改正"),
    ("报", r"报送|上报|呈报|上交|报来"),
    ("写", r"撰写|撰稿|撰文|执笔|采编|采写|编写|写作|写稿|供稿|投稿"),
    ("读", r"阅读|研读|所读|看书|读书(?=人|者|书)"),
    ("讲", r"讲课|授课|主讲|宣讲|讲授|讲学|辅导"),
    ("送学", r"送学上门|上门送学|送教"),
    ("参", r"参加|参与|参训|参会|参学|到会|出席|与会"),
    ("缺", r"缺席|缺勤|缺会|缺课|未到会?|未参加"),
    ("主持", r"主持|召集|组织(?=[人者员])"),
    ("现", r"存在的?|查出的?|发现的?|查找的?|反映出的?"),
    ("收入", r"拨入|拨付|拨款|划拨|到账"),
    ("支出", r"开支|列支|支付|花费"),
    ("谈", r"谈心谈话|谈心|谈话|约谈"),
    ("宣", r"宣传推广|宣传|推广"),
    ("亮", r"亮点|经验|特色|好的?做法|典型做法"),
    ("起止", r"起止(?:时间|日期|年月)?"),
    ("限", r"期限|时限|时间要求|限期"),
    ("时", r"年月日|时日|日期|时间|年月|月日"),
    ("地", r"地点|地方|场所|场地|位置|处所|[点地]$"),
    ("数", r"人数|人次|数量|总数|数目|数额|总量|[本票份]数"),
    ("类", r"属?何?种类|类型|类别|分类|性质|属何类"),
    ("法", r"方式|方法|办法|措施|举措|途径|手段|形式"),
    ("题", r"题目|标题|名称|篇名|课题|篇目|书目|题名"),
    ("内", r"内容|概况|大意|要点|纪要|梗概|简况|事项"),
    ("因", r"原因|事由|缘由|理由|缘故|起因"),
    ("落果", r"落实(?:结果|情况|成效|效果)"),
    ("果", r"结果|成效|效果|收效|反馈"),
    ("况", r"情况|进展"),
    ("分", r"成绩|得分|分数|分值"),
    ("人", r"(?:人员|者|员|人|干部|党员|领导|成员|同志|教师|老师)(?:姓名|名单|签字|签名|名字)?$"),
    ("", r"(?:完成|已毕)(?=时)"),
)
_READS = tuple((sense, re.compile(pattern)) for sense, pattern in _SENSES)
#: … or not, behind what is asked: 解决与否, 采用否.
_OR_NOT = re.compile(r"^(.{2,6}?)(?:与否|否)$")
#: What a sense alone, or with a word for anything, leaves open.
_SAYS_TOO_LITTLE = frozenset("时地数类法题内因果况分人限") | {"现果", "果人", "内果", "题内"}
_SHORTEST = 2
_TIMES = ("时", "限", "起止")


@lru_cache(maxsize=16384)
def sense_of(heading: str) -> str:
    """A heading with one word for each of its parts; empty where that says too little to go by."""
    told = re.sub(r"[(\[].*?[)\]]|[\s/、]", "", heading)
    asked = _OR_NOT.match(told)
    told = f"是否{asked[1]}" if asked else told
    for sense, pattern in _READS:
        told = pattern.sub(sense, told)
    return "" if len(told) < _SHORTEST or told in _SAYS_TOO_LITTLE else told


def by_sense(
    known: Mapping[str, Mapping[str, int]],
    headings: Sequence[str],
    free: Callable[[int], bool],
    given: set[str],
    when: frozenset[str],
    figures: frozenset[str],
) -> dict[int, str]:
    """Targets for headings that say in other words what a known one says; of ``free`` columns alone.

    One that may mean several targets, and two headings for one target, are left alone. ``given`` targets are
    taken already, ``when`` are those that hold a date: only they stand below a heading of a time. ``figures``
    hold numbers, and stand below no heading of people.
    """
    senses: dict[str, set[str]] = {}
    for word, targets in known.items():
        if sense := sense_of(word):
            senses.setdefault(sense, set()).add(next(iter(targets)))
    found: dict[int, str] = {}
    for index, heading in enumerate(headings):
        sense = sense_of(heading) if free(index) else ""
        means = {
            target
            for target in senses.get(sense, set()) - given
            if target.partition(".")[0] not in senses[sense] - {target}
        }
        if sense.endswith("人"):
            means -= figures
        if len(means) == 1 and sense.endswith(_TIMES) == bool(means & when):
            found[index] = next(iter(means))
    told = list(found.values())
    return {index: target for index, target in found.items() if told.count(target) == 1}
