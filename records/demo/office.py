"""What the township's office and its units did beside meeting: plans, briefings, inspections, money."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from records.demo import words
from records.demo.township import FIRST_MONDAY, START, TODAY, YEARS, Township, Unit
from records.record import Record
from records.values import PartialDate


def beginnings(town: Township, unit: Unit) -> Iterator[Record]:
    day = date(2010, 7, 8) + timedelta(days=town.rng.randrange(12))
    name = unit.name
    roles = (("组长", 0), ("副组长", 1), ("成员", 2))
    for role, place in roles[: len(unit.people)]:
        person = unit.people[place]
        yield town.add(
            "position", day, person=person.id, unit=unit.id, body="领导小组", role=role, **{"from": day}
        )
    yield town.add(
        "implementation_plan",
        day,
        title=f"{name}创建学习型党组织实施方案",
        category="方案",
        unit=unit.id,
        adopted_on=day,
        text="明确学习内容、时间安排和责任分工，每周集中学习半天，每月交流一次。",
    )
    for category, title in (("评价", "学习评价办法"), ("档案", "学习档案管理制度"), ("奖惩", "学习激励办法")):
        yield town.add(
            "rule_document",
            day,
            title=f"{name}{title}",
            category=category,
            unit=unit.id,
            adopted_on=day,
            text=f"{title}自通过之日起施行，由支部负责解释。",
        )
    for form in ("横幅", "宣传栏"):
        yield town.add(
            "publicity",
            day,
            date=day,
            form=form,
            place=unit.village or "乡政府大院",
            count=town.rng.randrange(1, 5),
            unit=unit.id,
            content="创建学习型党组织",
        )
    for year in YEARS:
        start = max(date(year, 1, 6), day)
        items = [
            {
                "month": month,
                "topic": town.rng.choice(words.STUDY_TOPICS),
                "form": town.rng.choice(words.CATEGORIES_OF_PLANS),
            }
            for month in range(start.month, 13)
        ]
        plan = town.add(
            "study_plan",
            start,
            owner=unit.id,
            year=year,
            title=f"{name}{year}年学习计划",
            approved_on=start,
            items=items,
        )
        if year == 2010:
            plan.status = "submitted"  # it begins in July: not every quarter of the year is planned
        yield plan


def briefings(town: Township, unit: Unit) -> Iterator[Record]:
    day, issue, year = FIRST_MONDAY + timedelta(days=4), 0, 2010
    while day <= TODAY:
        issue, year = (issue + 1, year) if day.year == year else (1, day.year)
        if town.rng.random() < 0.85:
            titles = town.rng.sample(words.BRIEFINGS, 2)
            items = [
                {
                    "title": f"{unit.name}{title}",
                    "text": f"{title}。参加党员反映较好，相关做法已在支部内推开。",
                }
                for title in titles
            ]
            author = town.rng.choice(unit.people[:3])
            yield town.add(
                "briefing",
                day,
                unit=unit.id,
                issue=issue,
                submitted_on=day,
                received_on=day,
                written_by=author.id,
                accepted=town.rng.random() < 0.4,
                items=items,
            )
        day += timedelta(days=7)


def deliveries(town: Township, unit: Unit, month: date) -> Iterator[Record]:
    for member in (person for person in unit.people if person.away and person.member):
        day = min(max(month + timedelta(days=town.rng.randrange(28)), START), TODAY)
        if town.rng.random() < 0.85:
            yield town.add(
                "door_delivery",
                day,
                deliverer=unit.secretary.id,
                member=member.id,
                date=day,
                materials=town.rng.choice(words.THEORY_BOOKS),
                signed=True,
            )


def inspections(town: Township, unit: Unit) -> Iterator[Record]:
    team = [person.id for person in town.people[3:6]]
    for year in YEARS:
        day = date(year, 9, 1) + timedelta(days=town.rng.randrange(20))
        weakest = min(unit.people, key=lambda person: person.diligence)
        poor = weakest.diligence < 0.65
        findings = (
            [{"text": f"抽查笔记，{weakest.name}缺记较多", "person": weakest.id, "severity": "一般"}]
            if poor
            else []
        )
        inspection = town.add(
            "inspection",
            day,
            target=unit.id,
            date=day,
            team=team,
            method=["听汇报", "查资料", "抽查笔记"],
            verdict="一般" if poor else "较好",
            score=Decimal(town.rng.randrange(78, 97)),
            findings=findings,
            good_practice="学习计划上墙，签到登记及时。",
        )
        yield inspection
        if poor:
            due = day + timedelta(days=21)
            fields: dict[str, Any] = {
                "inspection": inspection.id,
                "target": weakest.id,
                "issued_on": day,
                "deadline": due,
                "requirements": ["补记笔记并交支部检查"],
                "problems": "学习笔记缺记较多",
            }
            if town.rng.random() < 0.7 and due <= TODAY:
                fields |= {"reply": "已补记并经支部检查", "closed_on": due, "result": "完成"}
            yield town.new("rectification", day, fields)


def stages(town: Township) -> Iterator[Record]:
    committee = town.committee
    links = {
        "1": ("宣传发动", "制定方案", "健全制度"),
        "2": ("健全学习网络", "深入开展活动", "交流推广经验"),
        "3": ("总结评议", "巩固提高"),
    }
    for stage, names in links.items():
        for number, link in enumerate(names):
            done = stage == "1"
            fields: dict[str, Any] = {
                "stage": stage,
                "link": link,
                "owner": committee.id,
                "unit": committee.id,
                "state": "完成" if done else "进行中" if stage == "2" else "未开始",
            }
            if done:
                fields["done_on"] = date(2010, 7, 12 + number * 9)
            yield town.new("stage_link", date(2010, 7, 5), fields)
    leaders = [person for person in town.people if person.is_any("领导干部")]
    for person, role in zip(leaders, ("组长", "副组长", "副组长", "副组长", "成员", "成员"), strict=False):
        yield town.add(
            "position",
            date(2010, 7, 5),
            person=person.id,
            unit=committee.id,
            body="领导小组",
            role=role,
            post=person.post,
            **{"from": date(2010, 7, 5)},
        )


def money(town: Township) -> Iterator[Record]:
    treasurer, approver = town.people[7 % len(town.people)], town.people[0]
    for year in YEARS:
        base = {"year": year, "unit": town.committee.id, "handler": treasurer.id, "approver": approver.id}
        day = date(year, 7, 6) if year == 2010 else date(year, 2, 20)
        yield town.add(
            "funding",
            day,
            category="预算",
            date=day,
            amount=Decimal("36000.00"),
            item="其他",
            summary="年度专项经费",
            **base,
        )
        for number in range(1, 13):
            spent = day + timedelta(days=12 * number)
            if spent > min(TODAY, date(year, 12, 31)):
                break
            amount = Decimal(town.rng.randrange(300, 3600)) + Decimal("0.50") * town.rng.randrange(2)
            item = town.rng.choice(("图书", "培训", "宣传", "活动", "奖励"))
            yield town.add(
                "funding",
                spent,
                category="支出",
                date=spent,
                amount=amount,
                item=item,
                voucher=f"{year}-{number:02}",
                summary=f"{item}支出",
                **base,
            )


def anniversaries(town: Township) -> Iterator[Record]:
    for year in YEARS:
        for name, month, day in (
            ("五一", 5, 1),
            ("五四", 5, 4),
            ("七一", 7, 1),
            ("八一", 8, 1),
            ("十一", 10, 1),
        ):
            held = date(year, month, day) - timedelta(days=town.rng.randrange(5))
            if START <= held <= TODAY:
                yield town.add(
                    "theme_activity",
                    held,
                    theme=f"{name}主题学习",
                    date=held,
                    anniversary=name,
                    form="其他",
                    unit=town.committee.id,
                    count=town.rng.randrange(30, 90),
                    volunteers=town.rng.randrange(5, 20),
                )


def volunteers(town: Township) -> Iterator[Record]:
    """What most units did each spring besides studying."""
    for year in YEARS[1:]:
        for number, unit in enumerate(town.branches):
            day = date(year, 4, 2 + number % 25)
            if (number + year) % 4:
                yield town.add(
                    "theme_activity",
                    day,
                    theme="党员义务植树和村道清扫",
                    date=day,
                    form="志愿服务",
                    unit=unit.id,
                    count=len(unit.people),
                    volunteers=len(unit.people),
                )


def shelves(town: Township, unit: Unit) -> Iterator[Record]:
    """A unit's books and its exchange space."""
    for year in YEARS:
        day = date(year, 8, 20)
        for title in town.rng.sample(words.THEORY_BOOKS, 2):
            yield town.add(
                "library",
                day,
                title=title,
                category="政治理论",
                copies=len(unit.people),
                date=day,
                unit=unit.id,
            )
        yield town.add(
            "communication",
            day,
            channel="学习专栏",
            topic=town.rng.choice(words.STUDY_TOPICS),
            date=day,
            count=town.rng.randrange(3, 12),
            unit=unit.id,
            open=False,
        )


def talks(town: Township) -> Iterator[Record]:
    """The leaders' talks with secretaries of villages."""
    leaders = [person for person in town.people if person.is_any("领导干部")]
    for year in YEARS:
        for number, unit in enumerate(town.branches):
            day = date(year, 9, 3 + number % 20)
            others = [each for each in leaders if each.id != unit.secretary.id]
            yield town.add(
                "talk",
                day,
                leader=others[number % len(others)].id,
                counterpart=unit.secretary.id,
                date=day,
                matters="了解支部学习进度和班子想法，商量下半年的安排。",
            )


def first_summary(town: Township, figures: list[dict[str, Any]]) -> Record:
    """The summary of the first stage, as the office wrote it, with the figures as counted."""
    return town.add(
        "stage_summary",
        date(2010, 7, 31),
        unit=town.committee.id,
        stage="1",
        period=PartialDate.between(date(2010, 7, 3), date(2010, 7, 31)),
        figures=figures,
        approved_by=town.people[0].id,
        approved_on=date(2010, 7, 31),
        practices="乡党委召开动员大会，各支部随后召开党员大会和党小组会议，把学什么、怎么学、学到什么程度讲清楚；"
        "同步张挂横幅、更新宣传栏，做到村村有阵地、人人都知晓。",
        results="各支部的方案、制度和领导小组在本阶段内全部到位，每名党员领到一本学习笔记本，学习活动起步平稳。",
        problems="个别支部方案照搬照抄，结合本村实际不够；外出党员联系不畅，动员工作还有死角。",
        next_steps="转入实施阶段后，严格落实每周半天集中学习和每月一次交流，对外出党员实行送学上门，定期通报进度。",
    )
