"""A small township of which everything is told: a little of every kind, on, before and after what decides.

Most of it is of 2011, some of the first and some of the last stage; the tests ask about it as of a few days.
"""

from __future__ import annotations

from typing import Any

from bson.objectid import ObjectId

from records.values import PartialDate
from tests.programme.township import (
    AGENCY,
    CENTRAL,
    FARMER,
    LEADER,
    LONG_AGO,
    PROBATIONARY,
    PUBLIC,
    STATION,
    VILLAGE,
    Town,
)


class Told:
    """The township with names for whom the tests ask about."""

    def __init__(self, town: Town) -> None:
        self.town = town
        self.units()
        self.people()
        self.study()
        self.meetings()
        self.work()
        self.papers()
        self.judged()
        self.last_stage()

    def units(self) -> None:
        town = self.town
        self.general = town.unit("上营村党总支", "党总支", short_name="上营")
        self.east = town.unit("上营东支部", parent=self.general, briefing_duty=False)
        self.west = town.unit("上营西支部", parent=self.general, founded="2011-06-20")
        self.group = town.unit("上营东第一党小组", "党小组", parent=self.east, briefing_duty=False)
        self.school = town.unit("中心小学党支部", workplace="学校")
        self.office = town.unit("机关党支部", workplace="机关")

    def people(self) -> None:
        town = self.town
        born = PartialDate.year_of
        self.secretary = town.person(LEADER, CENTRAL, unit=town.top, birth=PartialDate.month(1969, 12))
        self.deputy = town.person(LEADER, CENTRAL, unit=self.office, birth=PartialDate.month(1970, 1))
        self.agent = town.person(AGENCY, unit=self.office, birth=born(1989), education="本科", post="干事")
        self.driver = town.person(AGENCY, status=PUBLIC, unit=self.office, birth=born(1990))
        self.teacher = town.person(STATION, status=PUBLIC, unit=self.school)
        self.head = town.person(VILLAGE, unit=self.east, birth=PartialDate.month(1978, 3), covered=["上营村"])
        self.young = town.person(VILLAGE, unit=self.west, status=PROBATIONARY, birth=born(1985))
        self.old = town.person(FARMER, unit=self.east, mobility="行动不便")
        self.away = town.person(FARMER, unit=self.west, mobility="长期外出")
        self.grouped = town.person(FARMER, unit=self.group, mobility="无")
        self.new = town.person(FARMER, unit=town.branch, joined_party="2011-07-01")
        self.gone = town.person(FARMER, unit=town.branch, active_to="2011-06-21")
        self.moved = town.person(
            AGENCY, memberships=[(town.branch, LONG_AGO, "2011-05-31"), (self.office, "2011-06-01", None)]
        )
        town.exempt(["R10", "R19", "R22", "R17"], "2011-03-01", "2011-07-31", person=self.moved)
        town.exempt(["R22"], "2011-01-01", "2011-12-31", categories=[FARMER], reason="年老")
        for unit, who in ((town.top, self.secretary), (self.general, self.head), (self.east, self.head)):
            town.change(unit, secretary=who)

    def study(self) -> None:
        """Reading, writing, self-study, courses."""
        town = self.town
        town.study(self.agent, "2011-03-01", 120, "函授", content="行政管理")
        town.study(self.agent, "2011-06-22", 60, "学历教育", content="法学")
        town.study(self.deputy, "2011-05-01", 90, "学历教育", status="submitted")
        town.study(self.head, "2011-04-03", 480, "业务培训", organiser="县委党校")
        town.study(self.head, "2011-04-04", 30, "业务培训", organiser="县委党校")
        town.study(self.young, "2011-04-03", 240, "远程教育", status="submitted")
        town.study(self.old, "2011-06-23", 50, "网络学习")
        town.study(self.secretary, "2011-06-01", 480, "外出考察")
        town.study(self.deputy, "2010-12-31", 480, "外出考察")
        town.study(self.agent, "2011-06-21", 300)
        town.book(self.agent, "2011-05-02")
        town.book(self.agent, "2011-06-30", "业务")
        town.book(self.head, "2011-02-28", status="submitted")
        town.book(self.deputy, "2011年上半年")
        town.book(self.young, "2011年一季度")
        town.book(self.driver, "2011-05-20..2011-06-10", "其他")
        town.book(self.teacher, "2011-06-20..2011-07-10", "其他")
        town.book(self.grouped, "2011", "其他")
        town.study(self.deputy, "2011-06-01..2011-06-20", 200)
        town.study(self.driver, "2011年二季度", 600)
        town.note(self.agent, "2011-03", 9000)
        town.note(self.agent, "2011年下半年", 8000)
        town.note(self.head, "2011-05", 20000, status="submitted")
        town.register(self.agent, "2011年上半年", notes_words=12000)
        town.article("2011-03-08", self.agent, self.head)
        town.article("2011-06-25", self.agent)
        town.report("2011-05-20", self.agent, solved=["2011-06-01", "2011-06-30"])
        town.report("2011-06-05", self.head, status="submitted")
        town.report("2011-10-01", self.deputy)
        town.talk(self.deputy, "2011-03-01")
        town.talk(self.deputy, "2011-06-22")
        town.tutorial("2011-06-10", self.head, self.deputy)
        town.tutorial("2011-05-10", self.head)
        for day, household in (("2011-06-01", "孙有福"), ("2011-06-02", "吴有才"), ("2011-06-22", "刘永贵")):
            town.visit(self.head, day, household, help="清淤" if household == "孙有福" else None)
        town.visit(self.head, "2011-06-03", "马德福", status="submitted", difficulty="灌溉渠淤堵")

    def meetings(self) -> None:
        """Sessions of every category, and members reached at home."""
        town, school = self.town, self.school
        monday: dict[str, Any] = {"host_unit": town.top}
        absent = [(self.deputy, "缺席")]
        town.session("周一例会", "2011-06-13", here=[self.secretary], **monday)
        town.session("周一例会", "2011-06-21", here=[self.agent], states=absent, **monday)
        town.session("集体学习", "2011-06-13", 90, host_unit=self.east, here=[self.head, self.old])
        town.session("党课", "2011-06-15", 90, host_unit=self.group, here=[self.grouped])
        town.session("集体学习", "2011-06-19", 60, host_unit=self.west, here=[self.young])
        town.session("集体学习", "2011-06-18", 120, host_unit=self.west, status="submitted", here=[self.away])
        town.session("座谈会", "2011-06-17", 180, host_unit=school)
        town.session("集体学习", "2011-06-20", 180, host_unit=school, here=[self.teacher])
        town.session("集体学习", "2011-06-21", 100, host_unit=self.office, title="第二期学习论坛")
        town.session("读书会", "2011-06-02", 45, host_unit=self.office, here=[self.agent, self.driver])
        town.session("读书会", "2011-06-23", 45, host_unit=self.office, here=[self.driver])
        town.session("集体学习", "2011-05-26", 30, title="读书小组", here=[self.new], status="submitted")
        town.session("读书会", "2011-05-28", 90, here=[self.new], states=[(self.gone, "迟到")])
        town.session("交流会", "2011-06-16", host_unit=town.top, level="乡", here=[self.agent])
        town.session("研讨会", "2011-06-09", host_unit=town.top, level="乡")
        late = [(self.deputy, "补学", "2011-06-22"), (self.new, "补学", "2011-06-23")]
        town.session("中心组", "2011-01-10", 120, here=[self.secretary, self.agent], **monday)
        town.session("中心组", "2011-02-14", 120, states=[(self.secretary, "请假"), *late], **monday)
        town.session("中心组", "2011-06-14", 120, states=[(self.deputy, "迟到")], **monday)
        town.session("中心组", "2011-06-23", 120, here=[self.secretary, self.deputy], **monday)
        town.session("辅导课", "2011-01-12", 120, here=[self.agent], title="理论辅导", **monday)
        town.session("辅导课", "2011-04-12", 120, here=[self.head], status="submitted", **monday)
        town.session("辅导课", "2011-04-20", 120, here=[self.head], host_unit=school)
        town.lecture("2011-03-12", here=[self.secretary], states=[(self.deputy, "补学", "2011-06-23")])
        town.lecture("2011-05-12", here=[self.secretary], states=[(self.deputy, "请假")])
        town.lecture("2011-05-13")
        town.delivery(self.old, "2011-05-27")
        town.delivery(self.away, "2011-05-28")
        town.delivery(self.grouped, "2011-06-22", status="submitted")
        town.session("动员会", "2010-07-08", 120, host_unit=self.east, here=[self.head])
        town.session("集体学习", "2011-06-27", host_unit=self.east, status="draft", title="七月学习安排")
        heard = town.session("党课", "2011-06-12", host_unit=self.east, here=[self.head])
        town.keep(
            "party_class",
            title="党的光荣传统",
            lecturer="赵永刚",
            held_on="2011-06-12",
            place="会议室",
            unit=self.east,
            session=heard,
        )

    def work(self) -> None:
        """Briefings, money, publicity, talks, anniversaries, tests."""
        town = self.town
        for day, items, unit in (
            ("2011-06-13", 1, self.general),
            ("2011-06-19", 1, self.east),
            ("2011-06-14", 2, town.branch),
            ("2011-06-20", 2, self.school),
            ("2011-06-22", 1, self.general),
            ("2011-01-03", 3, self.school),
            ("2011-03-28", 2, self.office),
        ):
            town.briefing(day, items, unit)
        town.briefing("2011-06-16", 2, self.school, status="submitted")
        town.briefing("2011-06-21", 1, self.office, status="submitted")
        town.money("2011-04-01", "预算", "5000")
        town.money("2011-04-02", "支出", "3680.50", summary="购书")
        town.money("2011-06-22", "支出", "1500", item="培训")
        town.money("2011-06-21", "支出", "999", status="submitted")
        town.money("2011-06-23", "支出", "600", item="培训", unit=None)
        town.money("2010-12-31", "支出", "10", item="奖励")
        town.money("2011-02-01", "预算", "800", item="宣传", status="submitted")
        action: dict[str, Any] = {"unit": self.east, "content": "创建宣传"}
        town.keep("publicity", form="横幅", date="2011-01-01", **action)
        town.keep("publicity", form="横幅", date="2011-06-22", **action)
        town.keep("publicity", form="广播", date="2011-06-21", status="submitted", **action)
        town.keep("publicity", form="网络", date="2011-06-23", **action)
        town.keep("publicity", form="征文", date="2010-12-31", **action)
        talk: dict[str, Any] = {"leader": self.deputy, "counterpart": self.head}
        town.keep("talk", date="2011-03-01", matters="村道维修", **talk)
        town.keep("talk", date="2011-06-22", matters="夜校", follow_up="已开班", **talk)
        town.keep("talk", date="2011-06-20", matters="水渠", status="submitted", **talk)
        column: dict[str, Any] = {"channel": "学习专栏", "unit": self.school}
        town.keep("communication", topic="党章问答", date="2011-05-01", open=False, **column)
        town.keep("communication", topic="书屋开放时间", date="2011-05-02", open=True, **column)
        town.keep("communication", topic="增订刊物", date="2011-06-22", open=True, status="submitted")
        town.keep("communication", topic="农时提醒", date="2011-06-23", channel="QQ群", open=True)
        for name, day, unit, status in (
            ("五一", "2011-04-16", town.top, "verified"),
            ("五四", "2011-05-12", town.top, "verified"),
            ("五四", "2011-05-04", self.school, "verified"),
            ("七一", "2011-06-16", town.top, "submitted"),
            ("八一", "2011-07-17", town.top, "verified"),
        ):
            town.theme(day, theme=f"{name}主题学习", anniversary=name, unit=unit, status=status)
        town.theme("2011-01-05", theme="新年读书", form="读书日")
        town.theme("2011-06-22", theme="科技下乡", form="科技周")
        town.theme("2011-06-21", theme="朗诵比赛", form="朗诵", status="submitted")
        town.theme("2011-06-20", theme="全校朗诵", form="朗诵", unit=self.school)
        sat = [(self.agent, 96), (self.head, 88), (self.young, 88), (self.old, 60), (self.teacher, 59)]
        rows = [{"person": who, "score": score, "makeup": who == self.old} for who, score in sat]
        rows.append({"person": self.driver, "absent": True})
        self.test = town.exam("2011-06-10", "理论测试", self.school, title="理论测试", results=rows)
        town.exam("2011-06-25", "百题竞赛", town.top, title="百题竞赛", status="submitted", results=rows[:1])

    def papers(self) -> None:
        """Plans, rules, offices, models, inspections, notices, summaries, links of stages."""
        town = self.town
        items = [{"month": month, "topic": f"第{month}讲"} for month in range(1, 13)]
        for unit, day in ((self.general, "2011-01-10"), (self.east, "2011-06-23"), (town.top, "2011-01-05")):
            town.keep("study_plan", owner=unit, year=2011, items=items, approved_on=day)
        town.keep("study_plan", owner=self.school, year=2011, items=items[3:9], status="submitted")
        town.keep("study_plan", owner=self.head, year=2011, items=items, approved_on="2011-01-10")
        town.paper("implementation_plan", self.general, "2010-07-31", category="方案")
        town.paper("implementation_plan", self.school, "2010-08-01", category="方案")
        town.paper("implementation_plan", self.east, "2010-07-20", category="方案", status="submitted")
        for category, day, ends in (
            ("评价", "2010-07-31", None),
            ("档案", "2010-07-20", "2011-07-22"),
            ("奖惩", "2010-07-20", "2011-06-21"),
        ):
            number = f"青党〔2010〕{day[8:]}号" if not ends else None
            town.paper(
                "rule_document", self.general, day, category=category, effective_to=ends, doc_no=number
            )
        town.paper("rule_document", self.school, "2011-06-01", category="评价", status="submitted")
        town.paper("rule_document", self.office, "2011-06-22", category="考核", effective_to="2011-07-23")
        town.office(self.secretary, town.top, "2010-07-05")
        town.office(self.deputy, town.top, "2010-07-05", role="副组长")
        town.office(self.agent, town.top, "2010-07-05", body="办公室", role="主任")
        town.office(self.head, self.general, "2010-07-05", to="2011-06-22")
        town.office(self.old, self.east, "2010-07-06", to="2011-06-21")
        town.office(self.grouped, self.east, "2011-06-22")
        town.office(self.teacher, self.school, "2010-07-05", role="成员")
        town.model("2011-03-01", title="早学", publicised_on="2011-06-22", publicised_in="县报")
        town.model("2011-04-01", title="勤记", publicised_on="2011-06-23", publicised_in="县报")
        town.keep("typical_model", subject=self.school, title="多走", status="submitted")
        note = {"text": "笔记仅4200字", "rule": "R22", "person": self.head}
        serious = {"text": "签到不全。", "severity": "严重", "deadline": "2011-07-01"}
        town.inspect(self.east, "2010-09-06", findings=[note, {"text": "签到不全"}])
        found = town.inspect(self.east, "2011-06-06", findings=[note, serious], requirements="补记\n 归档 ")
        town.inspect(self.school, "2011-06-23", findings=[{"text": "无计划", "rule": "R38"}])
        town.inspect(self.teacher, "2011-05-06", findings=[])
        town.notice(self.east, "2011-06-08", "2011-06-29", inspection=found, status="draft")
        self.notices(town)
        town.summary(town.top, "1", "2010-07-03..2010-07-31")
        town.summary(self.general, "1", "2010-07-03..2010-07-31", status="submitted")
        town.link("1", "宣传发动", "2010-07-20", unit=town.top)
        town.link("1", "制定方案", "2010-08-01", unit=self.general)
        town.link("1", "制定方案", "2010-07-30", unit=self.east, status="submitted")
        town.link("2", "健全学习网络", "2011-06-22", unit=town.top)

    def notices(self, town: Town) -> None:
        """Notices that are late, soon due, waiting, closed in time, late and undone, and extended."""
        in_may: dict[str, Any] = {"deadline": "2011-05-31", "reply": "已补记", "approver": self.secretary}
        done: dict[str, Any] = {"result": "完成", "reply": "已补记"}
        town.notice(self.agent, "2011-06-01", "2011-06-21")
        town.notice(self.driver, "2011-06-01", "2011-06-30")
        town.notice(self.young, "2011-06-02", "2011-06-22", status="submitted")
        town.notice(self.old, "2011-05-01", closed_on="2011-06-02", result="完成", **in_may)
        town.notice(self.away, "2011-05-02", closed_on="2011-05-31", result="完成", **in_may)
        town.notice(self.new, "2011-05-03", closed_on="2011-05-30", result="未完成", **in_may)
        town.notice(self.head, "2011-05-04", extended_to="2011-06-29", result="延期", **in_may)
        town.notice(self.west, "2011-06-10", "2011-07-29")
        town.notice(self.school, "2010-12-01", "2010-12-31", closed_on="2010-12-31", **done)
        town.notice(self.office, "2010-12-02", "2010-12-31", closed_on="2011-01-01", **done)

    def judged(self) -> None:
        """Assessments, ballots, nominations and awards, designations, what the office set."""
        town = self.town
        town.assess(self.agent, 2010)
        town.assess(self.agent, 2011, test=20, apply=20, listen=18)
        town.assess(self.head, 2011, listen=10, write=8, change_reason="病假")
        town.assess(self.young, 2011, status="submitted")
        town.assess(self.old, 2011, status="submitted", listen=8)
        self.ballots = town.evaluate(2011, self.new, self.gone)
        deeds = "事迹" * 400
        for who, more in (
            (self.agent, {"vetting": "同意", "branch_opinion": "同意", "votes": 12}),
            (self.head, {"status": "submitted", "deeds": "勤学"}),
        ):
            town.keep("nomination", award="学习先进个人", nominee=who, year=2011, **({"deeds": deeds} | more))
        notice: dict[str, Any] = {"notice_from": "2011-06-13", "notice_to": "2011-06-20", "vetting": "同意"}
        town.keep("nomination", award="先进学习型党组织", nominee=self.general, year=2011, deeds=deeds,
                  branch_opinion="同意", **notice)  # fmt: skip
        decision = town.keep("commendation", doc_no="青党发〔2011〕23号", title="表彰决定", meeting="党委会",
                             decided_on="2011-06-22", winners=[self.general], unit=town.top)  # fmt: skip
        town.keep("award", decision=decision, nominee=self.general, title="先进学习型党组织",
                  certificate_no="青学〔2011〕008", issued_on="2011-06-25")  # fmt: skip
        earlier = town.keep("nomination", award="学习先进个人", nominee=self.agent, year=2010, deeds=deeds)
        first = town.keep("commendation", doc_no="青党发〔2011〕2号", title="首批表彰", meeting="党委会",
                          decided_on="2011-01-15", winners=[self.agent], unit=town.top)  # fmt: skip
        town.keep("award", decision=first, nominee=self.agent, title="学习先进个人", nomination=earlier,
                  certificate_no="青学〔2011〕001", issued_on="2011-01-20")  # fmt: skip
        town.designate(self.general, "学习型党组织", 2011)
        town.designate(self.agent, "学习型干部", 2011)
        town.designate(self.head, "学习型干部", 2011, status="submitted")
        town.setting("R45", "2011-06-20", minimum=3)
        town.setting("T3", "2011-01-01", confirmed=True)

    def last_stage(self) -> None:
        """What the third stage asks for: meetings, tests of satisfaction, summaries, rules."""
        town = self.town
        town.minutes("2013-05-10", "全系统", gaps=["笔记不实"])
        town.minutes("2013-07-31", "基层", status="submitted")
        town.minutes("2013-08-01", "服务对象")
        town.survey(town.top, "2013-06-01")
        town.survey(self.general, "2013-06-02", very=10, fairly=5, basic=5, dissatisfied=28)
        town.paper("rule_document", town.top, "2013-07-01", category="其他", title="学习制度汇编")
        town.summary(town.top, "3", "2013-05-01..2013-07-31", status="submitted")


def labels(town: Town) -> dict[ObjectId, str]:
    """What each record is called where something leads to it: its kind and its place among its kind."""
    found: dict[ObjectId, str] = {}
    counts: dict[str, int] = {}
    for record in town.kept:
        counts[record.kind] = counts.get(record.kind, 0) + 1
        known = record.fields.get("short_name") or record.fields.get("name")
        found[record.id] = str(known or f"{record.kind} {counts[record.kind]}")
    return found
