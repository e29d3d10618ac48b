"""Remarks that only add to a row (已归档, 效果好) are kept as they stand; what may change a field is told."""

from __future__ import annotations

import re

from records.values import half_width

#: What is longer may say anything.
_LONGEST = 24
#: Figures and days, and what counts or labels something.
_FIGURES = re.compile(
    r"\d|[:：%]|[一二三四五六七八九十两几半百千万]\s*[次个人名篇本册份件天日号月年节期课分元字户位章遍回场]|第[一二三四五六七八九十]"
)
#: Words that take back, correct, move or qualify what the row says.
_CHANGES = re.compile(
    r"作废|取消|撤|无(?:效|故|记录|原件|签|此|法|人|须|需)|不(?!断|错|少)|未|没|(?<!必不可)缺|漏|错(?!落)|误(?!餐)|非(?!常|遗|公|物质)"
    r"|更正|改(?:为|在|到|期|由|至|成|签|名)|修改|更[改名]|[应实](?:际|为|到|付|收|发|该|报|交)|系(?:由|为|误|重|补|代)"
    r"|推迟|延[期后迟长]|提前|顺延|补(?!贴|助|充)|代(?:签|写|笔|课|主持|填|读|交|领|理|会|为|讲)|替|转(?:入|出|走|至|正|来|由|交|下|为|岗)"
    r"|调(?:整|离|入|出|至|往|走|换|任|到|动)|离(?:职|岗|任|休|世|开|队|退|校|异)|退(?:休|党|出|回|还|役|学|款|居|伍)|去世|死|亡|[病已]故|开除|除名|停(?!车)"
    r"|暂|(?<![接招优款对])待(?!遇|客)|拟|另|其[中余]|含|折|(?<!节)约(?!谈|定|束)|[出误相时]差(?!旅)|差(?=\d|额)|疑|雷同|抄|涂|划去|删"
    r"|待核|核实|[同如见](?:上|前|下|左|右|名|一|日|附|第)|[详另]见|(?:^|[，,、;；])原(?!件)|原(?:为|名|定|计划|系|任)|兼|曾|又名|别名|重[复名报写修]|合[计并]|[另总共]计|计入"
    r"|逾期|同$|与\S{1,8}(?:同|一样)|解决|办结|落实|整改|销号|借(?:调|给|出|未|走|去)|外[出借]|在外|外地|务工|打工|[病事产婚丧公请休年]假|因[病事公故]|住院|迟|早退|旷|超(?!市)|欠|扣|减|仅|只|部分|除|变(?!化)|换"
)
#: What only may stand in another field of the row: who led it, where, under which name.
_ELSEWHERE = re.compile(
    r"由\S{2,8}(?:主持|主讲|讲|记录|代|签|写|领|负责|带|授|辅导|垫)|(?:主持|主讲|记录|经手|审批)人?"
    r"|[在于到]\S{1,12}(?:举行|召开|进行|开会|上课|组织|开展)"
)
#: What somebody is: a roster keeps that.
_OF_PEOPLE = re.compile(
    r"中心组|书记|委员|主任|组长|[村乡镇]长|干部|职工|教师|村官|领导|班子|会计|文书|站长|所长|校长|院长|代表|党员|群众|包[村组]"
    r"|流动|老弱|体弱|多病|患病|残|瘫|卧|聘|借调|抽调|挂职|派|驻|入党|民族|学历|身份|号|曾用|小名|女|男"
)
#: What stands under 存在问题 where nothing was found.
_NOTHING_FOUND = re.compile(
    r"(?:经(?:督查|检查|查)[，,]?)?(?:(?:暂|尚)?(?:未|没有?)(?:发现|见|查出)|(?:基本|暂|总体)?(?:无|没有?|不存在))"
    r"(?:有)?(?:任何|什么)?(?:明显|突出|较大|重大|严重|其他|大)?的?(?:问题|不足(?:之处)?|差距|缺陷|异常)"
)


def nothing_found(text: str) -> bool:
    """Whether words under what was found only say that nothing was: 未发现明显问题, 无突出问题."""
    return _NOTHING_FOUND.fullmatch(re.sub(r"[\s。．.]", "", text)) is not None


def is_plain(remark: str, kind: str) -> bool:
    """Whether a remark only adds to a row of ``kind``, and could change no field of it."""
    text = re.sub(r"\s", "", half_width(remark))
    if len(text) > _LONGEST or any(each.search(text) for each in (_FIGURES, _CHANGES, _ELSEWHERE)):
        return False
    return kind != "person" or not _OF_PEOPLE.search(text)
