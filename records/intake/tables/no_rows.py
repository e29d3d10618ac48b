"""Lines among the rows of a table that are none: who signed it, notes, sentences that count."""

from __future__ import annotations

import re

#: Who filled a table in or looked after it.
FOOTER = re.compile(
    r"(?:填表|制表|审核|填报|记录|统计|审批|复核|经办|单位负责|负责|联系|考勤|登记|报送|主管|汇总|编制|打印|阅卷|监考|核分)"
    r"(?:人|人签字|日期|时间|单位|领导|员)?(?:[（(](?:签字|签章|盖章|签名)[)）])?[:：]"
    r"|[\u4e00-\u9fff]{2,6}(?:签字|签章|签名)[:：]"
    r"|(?:支部书记|书记|主任|负责人|校长|领导|签字|盖章|公章|联系电话)(?:[（(].{1,4}[)）])?[:：]"
    r"|(?:以上|上述|本表|此表|本册)\S{0,8}?由\S{2,20}?(?:登记|填报|填写|统计|整理|提供|汇总|抄录|录入|核对)[。.]?$"
)
#: Who examined those of whom the rows above tell; above a table it may be what its rows lack.
EXAMINED = re.compile(
    r"(?:考[核评试务]|测评|评[议审比选分]|[抽审普]查|验收|校对|登分|打分|[命出]题|[计监唱]票|会计|出纳|保管|[主承]办|分管)(?:小?组)?"
    r"(?:副?组长|组员|成员|人员?|者|领导|负责人)?(?:[（(].{1,4}[)）])?[:：]"
    r"|(?:督查|督导|检查)小?组(?:副?组长|成员|人员)[:：]"
)
#: Who looked a table over, alone in a row below its others.
CHECKED = re.compile(
    r"(?:检查|抽查|查阅|审阅|督查|督导|巡查)(?:组(?:成员|人员)?|人员?|者|领导|日期|时间)(?:[（(](?:签字|签名|签章)[)）])?[:：]"
)
#: What a note begins with.
NOTE = re.compile(r"(?:备?注|说明|附注|附|填表说明)\d*[:：.、]")
#: A sentence that counts a whole roster: 全乡共有党员15人，其中女5人。
COUNTED = re.compile(
    r"(?:全[\u4e00-\u9fff]{1,6}?|本[\u4e00-\u9fff]{1,6}?|以上)?(?:现|总|合|一)?(?:有|共|计|共有|共计|总计)[\u4e00-\u9fff]{0,6}?\d+[人名户个]"
    r"(?:[，,；;。].*)?"
)
#: A sentence of counts and nothing else: 应考10人，实考9人; 1—5月共收到简报7期，采用5期.
COUNTS = re.compile(
    r"(?=.*[共计应总])(?:[\u4e00-\u9fff]{0,4}?(?:\d{1,2}[-—－~～至]+\d{1,2}[月日号]|\d{1,4}[年月])?[\u4e00-\u9fff]{1,8}[:：]?\d+(?:\.\d+)?[人名户个期篇份次场条本册%％](?:正式|预备|女|男)?(?:党员)?(?:[，,；;、。]|$)){2,}"
)
