"""A personal archive with records of every kind that a dossier holds: the row that each of them is."""

from __future__ import annotations

from datetime import date

import pytest

from records.record import Record
from records.values import PartialDate, Value
from templates.documents import make_document
from tests.templates.papers.test_personal_archive import ON, a_year, day, tables_of
from tests.templates.township import Township, at


async def what_is_rarer(town: Township) -> None:
    """2011 of 张伟 in the kinds of which :func:`a_year` has nothing."""
    zhang, li, branch = town.zhang.id, town.li.id, town.branch.id
    excused: dict[str, Value] = {"person": zhang, "rules": ["R09"], "reason": "疾病", "approver": li}
    excused |= {"from": date(2011, 3, 1), "to": date(2011, 6, 30)}
    await town.archive.save(Record.new("exemption", excused, status="verified"))
    await town.add(
        "study_entry",
        person=zhang,
        subtype="自学",
        started=day("2011-09-14"),
        minutes=90,
        content="《农业技术读本》",
    )
    await town.add(
        "door_delivery", deliverer=li, member=zhang, date=date(2011, 3, 11), materials="水利读本", signed=True
    )
    minutes = await town.add(
        "evaluation_minutes",
        title="评议会纪要",
        category="民主评议",
        audience="本支部",
        held_on=date(2011, 12, 18),
        unit=branch,
        host=li,
        recorder=li,
        expected=2,
        present=2,
        attendees=[zhang, li],
        agenda=["测评"],
        resolutions=[{"text": "整改"}],
    )
    votes: dict[str, Value] = {
        "person": zhang,
        "excellent": 8,
        "qualified": 2,
        "basic": 0,
        "unqualified": 0,
        "abstain": 0,
        "result": "优秀",
    }
    await town.add(
        "democratic_evaluation",
        meeting=minutes.id,
        unit=branch,
        year=2011,
        issued=10,
        returned=10,
        valid=10,
        lines=[votes],
    )
    await town.add(
        "study_register", person=zhang, period=PartialDate.half(2011, 2), notes_words=4800, sessions=15
    )
    await town.add(
        "preaching",
        speaker=zhang,
        topic="水利政策",
        audience="本单位干部",
        held_on=date(2011, 11, 12),
        count=32,
    )
    heard = await town.add(
        "session",
        title="党课",
        category="党课",
        start=at("2011-06-28T09:00"),
        end=at("2011-06-28T10:00"),
        host_unit=branch,
        host=li,
        recorder=li,
        place="会议室",
        attendance=[{"person": zhang, "state": "到"}, {"person": li, "state": "到"}],
    )
    await town.add(
        "party_class",
        title="光荣传统",
        lecturer="张伟",
        lecturer_person=zhang,
        held_on=date(2011, 6, 28),
        place="会议室",
        session=heard.id,
    )
    await town.add(
        "farmer_tutorial",
        lecturers=[zhang],
        village="柳树湾村",
        theme="市场信息",
        held_on=date(2011, 2, 20),
        farmers=27,
    )
    await town.add("talk", leader=zhang, counterpart=li, date=date(2011, 8, 1), matters="站所值班")
    await town.add(
        "research_report",
        title="温室销路调研",
        authors=[zhang],
        place="柳树湾村",
        findings="销路单一。",
        advice="统一外运。",
        fieldwork=PartialDate.month(2011, 3),
        finished_on=day("2011-05-20"),
        problems=[
            {"text": "旺季卖不出", "action": "联系外运", "solved": True, "solved_on": date(2011, 6, 10)}
        ],
    )
    await town.add("assessment", person=zhang, year=2011, listen=18, write=17, speak=15, test=19, apply=16)
    await town.add(
        "designation", target=zhang, category="学习型党员", year=2011, result="达标", basis="十个一完成9项"
    )
    await town.add(
        "typical_model",
        subject=zhang,
        title="田间党课怎样上",
        practice="田间党课。",
        publicised_on=date(2011, 9, 1),
    )
    await town.add(
        "inspection",
        target=branch,
        date=date(2011, 5, 6),
        team=[li],
        method=["抽查笔记"],
        findings=[{"text": "笔记仅4200字", "person": zhang}],
        verdict="一般",
    )
    praise = await town.add(
        "commendation",
        doc_no="青党发〔2011〕23号",
        title="关于表彰学习先进的决定",
        unit=town.committee.id,
        decided_on=date(2011, 12, 15),
        winners=[zhang],
    )
    await town.add(
        "award",
        decision=praise.id,
        nominee=zhang,
        title="学习先进个人",
        certificate_no="青学〔2011〕008",
        issued_on=date(2011, 12, 20),
    )


RARER = {
    "zh": (
        ("免学", "疾病（R09）", "2011年3月1日至2011年6月30日"),
        ("3月11日", "水利读本", "送学上门", "", "已签收"),
        ("6月28日", "党课", "党课", "1", "到"),
        ("9月14日", "《农业技术读本》", "自学", "1.5", "—"),
        ("12月18日", "评议会纪要", "民主评议", "", "到"),
        ("下半年", "4800（申报）", ""),
        ("2月20日", "农民思想教育辅导", "市场信息", "柳树湾村", "27"),
        ("6月28日", "党课", "光荣传统", "会议室", "2"),
        ("11月12日", "理论宣讲", "水利政策", "", "32"),
        ("8月1日", "李秀兰", "谈心交流", "站所值班", ""),
        ("5月20日", "温室销路调研", "柳树湾村", "", "旺季卖不出，联系外运（6月10日，已解决）"),
        ("学习型党员", "十个一完成9项", "达标"),
        ("五方面考核", "听18、写17、说15、考19、用16、总分85", "良好"),
        ("民主评议", "优秀8票、合格2票", "优秀"),
        ("5月6日", "督查", "笔记仅4200字", "", ""),
        ("9月1日", "典型", "田间党课怎样上", "", ""),
        ("12月15日", "表彰决定", "关于表彰学习先进的决定", "青党发〔2011〕23号", ""),
        ("12月20日", "表彰", "学习先进个人", "青学〔2011〕008", ""),
    ),
    "en": (
        ("Exemption", "Illness (R09)", "2011-03-01 to 2011-06-30"),
        ("2011-03-11", "水利读本", "Study taken home", "", "Signed for"),
        ("2011-06-28", "党课", "Party class", "1", "Present"),
        ("2011-09-14", "《农业技术读本》", "Self-study", "1.5", "—"),
        ("2011 H2", "4,800 (declared)", ""),
        ("2011-11-12", "Theory talk", "水利政策", "", "32"),
        ("2011-08-01", "李秀兰", "Talk", "站所值班", ""),
        ("2011-05-20", "温室销路调研", "柳树湾村", "", "旺季卖不出, 联系外运 (2011-06-10, solved)"),
        ("Learning member", "十个一完成9项", "Met"),
        ("Democratic evaluation", "excellent 8, qualified 2", "Excellent"),
        ("2011-05-06", "Inspection", "笔记仅4200字", "", ""),
        ("2011-12-20", "Award", "学习先进个人", "青学〔2011〕008", ""),
    ),
}


@pytest.mark.parametrize("lang", ["zh", "en"])
async def test_a_year_with_something_of_every_kind(township: Township, lang: str) -> None:
    await a_year(township)
    await what_is_rarer(township)
    asked = {"person": "张伟", "year": 2011}
    (_, docx), *_ = (await make_document(township.archive, "personal_archive", asked, lang, on=ON)).files
    rows = [tuple(row) for table in tables_of(docx) for row in table]
    assert [row for row in RARER[lang] if row not in rows] == []
