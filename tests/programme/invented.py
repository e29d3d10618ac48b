"""Invented records of every kind that a rule looks at, drawn at random: some complete, some not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from records.programme.rules import PEOPLE_SCOPES, rulebook
from records.values import PartialDate
from tests.programme.drawing import Draw

Fields = dict[str, Any]
_CATEGORIES = ["领导干部", "机关干部职工", "村干部", "站所学校职工", "农民党员", "中心组成员"]
_VILLAGES = ["上营村", "上营村二组", "柳树湾村", "河口村"]


def person(d: Draw) -> Fields:
    home, since = d.unit(), d.one(date(2009, 1, 1), d.day(), None)
    rows = [{"org": home, "from": since, "to": None}]
    if since and d.number(0, 2) == 0:
        moved = since + timedelta(days=d.number(20, 400))
        rows = [{"org": home, "from": since, "to": moved - timedelta(days=1)}]
        rows.append({"org": d.unit(), "from": moved, "to": d.maybe(moved + timedelta(days=200), 0.3)})
    return {
        "name": d.one(*"张李王赵陈杨") + d.one(*"伟秀志永德晓") + d.one(*"民兰刚明才燕"),
        "gender": d.one("男", "女"),
        "political_status": d.one("正式党员", "正式党员", "预备党员", "群众"),
        "categories": list({d.one(*_CATEGORIES) for _ in range(d.number(1, 2))}),
        "covered": d.one([], ["上营村"], ["柳树湾村", "上营村"]),
        "memberships": rows,
        "joined_party": d.maybe(d.known(), 0.3),
        "active_from": d.maybe(d.day(), 0.2),
        "active_to": d.maybe(d.on + timedelta(days=d.number(0, 90)), 0.15),
    }


def unit(d: Draw) -> Fields:
    return {
        "name": f"第{d.number(1, 9999)}党组织",
        "category": d.one("党总支", "党支部", "党支部", "党小组"),
        "parent": d.unit(),
        "briefing_duty": d.one(True, True, False),
        "workplace": d.one("机关", "村", None),
        "founded": d.maybe(d.day(), 0.3),
        "secretary": d.maybe(d.person(), 0.5),
    }


def session(d: Draw) -> Fields:
    category = d.one(
        *("集体学习", "中心组", "周一例会", "辅导课", "辅导课", "党课", "交流会", "读书会", "研讨会"),
        *("现场观摩", "动员会", "座谈会"),
    )
    start = datetime.combine(d.day(), datetime.min.time()) + timedelta(hours=d.number(7, 20))
    rows = []
    for who in dict.fromkeys(d.some(6)):
        state = d.one("到", "到", "迟到", "请假", "缺席", "补学")
        row: Fields = {"person": who, "state": state, "spoke": d.one(True, None)}
        row |= {"leave_reason": "住院"} if state == "请假" else {}
        row |= (
            {"made_up_on": min(start.date() + timedelta(days=d.number(0, 40)), date(2013, 12, 1))}
            if state == "补学"
            else {}
        )
        rows.append(row)
    return {
        "title": f"{category}{d.number(1, 9999)}",
        "category": category,
        "level": d.one("乡", "乡", "支部"),
        "start": start,
        "end": start + timedelta(minutes=d.one(45, 90, 180, 200)),
        "moved_reason": "顺延",
        "host_unit": d.maybe(d.unit(), 0.9),
        "host": d.person(),
        "recorder": d.person(),
        "lecturer": d.maybe("市委党校教授"),
        "speakers": d.some(2),
        "attendance": d.maybe(rows, 0.9) or [],
    }


def report(d: Draw) -> Fields:
    problems = [
        {"text": "销路", "action": "联系", "solved": d.one(True, True, False), "solved_on": d.maybe(d.day())}
        for _ in range(d.number(0, 2))
    ]
    written = d.known()
    texts = dict.fromkeys(("place", "findings", "advice"), "上营村")
    return {"title": f"调研{d.number(1, 9999)}", "authors": d.some(3), "finished_on": written} | {
        "fieldwork": written,
        "problems": problems,
        **texts,
    }


def evaluation(d: Draw) -> Fields:
    return {
        "title": f"评议{d.number(1, 9999)}",
        "category": "创建评议",
        "audience": d.one("全系统", "基层", "服务对象", "本支部"),
        "held_on": d.day(),
        "unit": d.unit(),
        "host": d.person(),
        "recorder": d.person(),
        "expected": 10,
        "present": 9,
        "agenda": ["评议"],
    }


def ballots(d: Draw) -> Fields:
    row = {"excellent": 0, "qualified": 9, "basic": 0, "unqualified": 0, "abstain": 0, "result": "合格"}
    lines = [{"person": who, **row} for who in dict.fromkeys(d.some(4))]
    counts = dict.fromkeys(("issued", "returned", "valid"), 9)
    return {"unit": d.unit(), "year": d.year(), "lines": lines, **counts}


def notice(d: Draw) -> Fields:
    issued = d.day()
    due = issued + timedelta(days=d.number(5, 40))
    closed = min(issued + timedelta(days=d.number(1, 60)), date(2013, 12, 1))
    result = d.one("完成", "未完成", None)
    return {
        "target": d.one(d.unit(), d.person()),
        "issued_on": issued,
        "deadline": due,
        "requirements": ["补记笔记"],
        "closed_on": closed if result and closed >= issued else None,
        "result": result,
        "extended_to": d.maybe(due + timedelta(days=20), 0.2),
    }


def rule_setting(d: Draw) -> Fields:
    rule = d.one(*rulebook().rules, "T3", "T7")
    found: Fields = {"rule": rule, "change": "调整", "reason": "党委会议决定", "from": d.day()}
    if rule.startswith("T"):
        return found | {
            "confirmed": d.one(True, True, False),
            "proof": d.one(None, "plans_adopted", "articles_of_unit"),
        }
    plain = rulebook().rules[rule]
    least = None if plain.asks_for_all else d.maybe(d.number(0, 3), 0.6)
    found |= {"minimum": least, "judged": d.one(None, None, True, False)}
    if set(plain.who) <= set(PEOPLE_SCOPES) and d.number(0, 1):
        found["who"] = list({d.one(*PEOPLE_SCOPES) for _ in range(2)})
    return found | {"force": d.one(None, None, "H", "P", "A")}


def exemption(d: Draw) -> Fields:
    begun = d.day() - timedelta(days=d.number(0, 200))
    whom = {"person": d.person()} if d.number(0, 2) else {"categories": [d.one(*_CATEGORIES)]}
    rules = [each for each in rulebook().rules if each != "R16" and d.number(0, 3) == 0] or ["R22"]
    span = {"from": begun, "to": begun + timedelta(days=d.number(5, 300))}
    return {"rules": rules, "reason": "疾病", "approver": d.person(), **span, **whom}


def stage_summary(d: Draw) -> Fields:
    period = d.one(PartialDate.between(date(2010, 7, 3), date(2010, 7, 31)), d.known())
    figures = [{"name": "党员数", "value": "9"}]
    stage = d.one("1", "2", "3", None)
    year = None if stage else period.start.year
    return {"unit": d.unit(), "stage": stage, "year": year, "period": period, "figures": figures}


def stage_link(d: Draw) -> Fields:
    done = d.day()
    return {
        "stage": d.one("1", "1", "2", "3"),
        "link": d.one("宣传发动", "制定方案", "健全制度", "解决问题", "健全学习网络", "固化制度"),
        "unit": d.maybe(d.unit()),
        "owner": d.one(d.unit(), d.person()),
        "state": d.one("完成", "完成", "进行中"),
        "due": d.day(),
        "done_on": done,
    }


def _titled(d: Draw, name: str) -> str:
    return f"{name}{d.number(1, 9999)}"


#: kind -> the fields of one
MAKERS: Mapping[str, Callable[[Draw], Fields]] = {
    "person": person,
    "unit": unit,
    "session": session,
    "research_report": report,
    "evaluation_minutes": evaluation,
    "democratic_evaluation": ballots,
    "rectification": notice,
    "rule_setting": rule_setting,
    "exemption": exemption,
    "stage_summary": stage_summary,
    "stage_link": stage_link,
    "book_reading": lambda d: {
        "person": d.person(),
        "title": d.one("像铁人那样工作", " 像铁人那样工作", "党章", _titled(d, "读本")),
        "category": d.one("政治理论", "业务", "其他"),
        "finished": d.known(),
    },
    "preaching": lambda d: {
        "speaker": d.person(),
        "audience": d.one("本单位干部", "本单位干部", "学生"),
        "topic": "全会精神",
        "held_on": d.day(),
        "count": 20,
    },
    "farmer_tutorial": lambda d: {
        "lecturers": d.some(3),
        "village": "上营村",
        "theme": "政策",
        "held_on": d.day(),
        "farmers": 20,
    },
    "experience_article": lambda d: {
        "authors": d.some(3),
        "title": _titled(d, "心得"),
        "written_on": d.known(),
        "words": 900,
    },
    "study_entry": lambda d: {
        "person": d.person(),
        "subtype": d.one("自学", "远程教育", "业务培训", "外出考察", "读报"),
        "started": d.known(),
        "minutes": d.number(30, 700),
        "content": _titled(d, "自学"),
        "organiser": "县委党校",
        "report_heard": d.one(True, None, False),
    },
    "reading_note": lambda d: {
        "person": d.person(),
        "period": d.known(),
        "words": d.number(500, 12_000),
        "count_basis": "declared",
    },
    "study_register": lambda d: {
        "person": d.person(),
        "period": d.one(PartialDate.year_of(d.year()), PartialDate.half(d.year(), d.number(1, 2))),
        "notes_words": d.maybe(d.number(500, 24_000)),
        "articles": d.maybe(d.number(0, 3)),
        "reports": d.maybe(d.number(0, 2)),
    },
    "household_visit": lambda d: {
        "visitor": d.person(),
        "household": d.one("孙有福", "吴有才", "王德明", "刘永贵"),
        "village": d.one(*_VILLAGES),
        "visited_on": d.day(),
        "help": d.maybe("清淤", 0.5),
    },
    "door_delivery": lambda d: {
        "deliverer": d.person(),
        "member": d.person(),
        "date": d.day(),
        "materials": "资料",
        "signed": True,
    },
    "assessment": lambda d: {
        "person": d.person(),
        "year": d.year(),
        **dict.fromkeys(("listen", "write", "speak", "test", "apply"), Decimal(16)),
    },
    "exam": lambda d: {
        "title": _titled(d, "测试"),
        "category": d.one("百题竞赛", "理论测试"),
        "held_on": d.day(),
        "unit": d.maybe(d.unit()),
        "full_mark": Decimal(100),
        "pass_mark": Decimal(60),
        "results": [
            {"person": who, **d.one({"score": Decimal(80)}, {"absent": True})} for who in set(d.some(4))
        ],
    },
    "talk": lambda d: {"leader": d.person(), "counterpart": d.person(), "date": d.day()},
    "briefing": lambda d: {
        "unit": d.unit(),
        "issue": d.number(1, 9999),
        "submitted_on": (sent := d.day()),
        "received_on": d.maybe(sent + timedelta(days=d.number(0, 4)), 0.5),
        "written_by": d.person(),
        "items": [{"title": "动态", "text": "读书会开讲。"}] * d.number(1, 3),
    },
    "funding": lambda d: {
        "category": d.one("预算", "预算", "支出"),
        "year": d.year(),
        "date": d.day(),
        "amount": Decimal(d.one("3680.50", "1200")),
        "item": "图书",
        "unit": d.maybe(d.unit()),
    },
    "theme_activity": lambda d: {
        "theme": _titled(d, "主题"),
        "date": d.one(d.day(), date(d.year(), d.one(5, 7, 8, 10), 1)),
        "anniversary": d.one("五一", "五四", "七一", "八一", "十一", None),
        "form": d.one("科技周", "学习周", "读书日", "朗诵", "其他"),
        "unit": d.unit(),
    },
    "inspection": lambda d: {
        "target": d.one(d.unit(), d.unit(), d.person()),
        "date": d.day(),
        "team": d.some(2),
        "verdict": "好",
        "findings": [{"text": "笔记少", "person": d.maybe(d.person(), 0.5)}],
    },
    "position": lambda d: {
        "person": d.person(),
        "unit": d.unit(),
        "body": d.one("领导小组", "领导小组", "支委会"),
        "role": d.one("组长", "组长", "成员"),
        "from": (begun := d.day()),
        "to": d.maybe(begun + timedelta(days=d.number(1, 300)), 0.4),
    },
    "typical_model": lambda d: {
        "subject": d.one(d.unit(), d.person()),
        "title": _titled(d, "典型"),
        "practice": "送学上门",
        "summarised_on": d.maybe(d.day(), 0.6),
        "publicised_on": d.maybe(d.day(), 0.6),
    },
    "designation": lambda d: {
        "target": d.one(d.unit(), d.person()),
        "category": d.one("学习型党组织", "学习型干部"),
        "year": d.year(),
        "result": d.one("达标", "达标", "未达标"),
        "basis": "考核",
    },
    "study_plan": lambda d: {
        "owner": d.one(d.unit(), d.unit(), d.person()),
        "year": d.year(),
        "items": [{"month": month, "topic": "理论"} for month in range(1, 13)],
    },
    "implementation_plan": lambda d: {
        "title": _titled(d, "方案"),
        "category": "方案",
        "unit": d.unit(),
        "adopted_on": d.day(),
        "text": "方案",
    },
    "rule_document": lambda d: {
        "title": _titled(d, "制度"),
        "category": d.one("评价", "档案", "奖惩", "考核"),
        "unit": d.unit(),
        "adopted_on": d.day(),
        "text": "制度",
    },
    "satisfaction": lambda d: {
        "unit": d.unit(),
        "audience": "群众",
        "held_on": d.day(),
        **dict.fromkeys(("issued", "returned"), 40),
        **dict.fromkeys(("very", "fairly", "basic", "dissatisfied"), 10),
    },
    "party_class": lambda d: {
        "title": _titled(d, "党课"),
        "lecturer": "赵永刚",
        "held_on": d.day(),
        "place": "会议室",
        "unit": d.maybe(d.unit()),
    },
    "library": lambda d: {"title": _titled(d, "书"), "copies": 5, "date": d.day(), "unit": d.unit()},
    "study_archive": lambda d: {
        "subject": d.one(d.unit(), d.person()),
        "year": d.year(),
        "archive_no": _titled(d, "学档"),
        "keeper": d.person(),
        "opened_on": date(d.year(), 1, 10),
    },
    "nomination": lambda d: {
        "award": "学习先进个人",
        "nominee": d.one(d.unit(), d.person()),
        "year": d.year(),
        "deeds": "事迹" * 400,
    },
    "communication": lambda d: {
        "channel": "学习专栏",
        "topic": _titled(d, "专栏"),
        "date": d.day(),
        "unit": d.unit(),
    },
}
