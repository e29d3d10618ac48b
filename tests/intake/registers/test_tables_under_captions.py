"""Word files that keep several tables, each below a line that says whose or what it is."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import docx

from records.archive import Archive
from records.intake.batch import run_import
from records.intake.outcome import Item
from records.intake.report import ImportReport

UNITS = """党组织名录
党组织名称,类别,上级党组织
中共石溪乡委员会,党委,
机关党支部,党支部,中共石溪乡委员会
白岩村党支部,党支部,中共石溪乡委员会
柳坝村党支部,党支部,中共石溪乡委员会
"""
PEOPLE = """党员花名册
姓名,性别,出生年月,入党时间,转正时间,所在支部
郑国安,男,1968.2,1990.7,1991.7,机关党支部
李秀兰,女,1971.5,1995.7,1996.7,机关党支部
王德明,男,1974.1,1998.7,1999.7,白岩村党支部
赵永刚,男,1980.3,2004.7,2005.7,白岩村党支部
孙有才,男,1966.3,1994.7,1995.7,柳坝村党支部
"""
Block = str | Sequence[Sequence[str]]


def word(path: Path, *blocks: Block) -> None:
    paper = docx.Document()
    for block in blocks:
        if isinstance(block, str):
            paper.add_paragraph(block)
            continue
        table = paper.add_table(len(block), len(block[0]))
        for row, cells in zip(table.rows, block, strict=True):
            for cell, text in zip(row.cells, cells, strict=True):
                cell.text = text
    path.parent.mkdir(parents=True, exist_ok=True)
    paper.save(str(path))


async def brought(archive: Archive, folder: Path) -> tuple[ImportReport, dict[object, str]]:
    (folder / "党组织名录.csv").write_text(UNITS, "utf-8")
    (folder / "党员花名册.csv").write_text(PEOPLE, "utf-8")
    report = await run_import(archive, folder)
    named = [item for item in report.items if item.kind in ("person", "unit")]
    return report, {item.record_id: str(item.fields["name"]) for item in named}


def of_kind(report: ImportReport, kind: str) -> list[Item]:
    return [item for item in report.items if item.kind == kind]


async def test_results_of_one_test_below_branches_are_one_test(archive: Archive, tmp_path: Path) -> None:
    head = ("序号", "姓名", "得分", "备注")
    word(
        tmp_path / "2011年测试.docx",
        "石溪乡2011年党员理论测试成绩",
        "测试时间：2011年6月27日　满分100分，60分及格",
        "机关支部",
        [head, ("1", "郑国安", "96", ""), ("2", "李秀兰", "缺考", "病假"), ("", "平均分", "96", "")],
        "白岩支部",
        [head, ("1", "王德明", "67", "补考"), ("2", "赵永刚", "八十", "")],
        "柳坝支部",
        [head, ("1", "孙有才", "85", "")],
        "监考：李秀兰",
    )
    report, names = await brought(archive, tmp_path)
    (exam,) = of_kind(report, "exam")
    scores = {names[row["person"]]: row.get("score") for row in exam.fields["results"]}
    assert (exam.outcome, exam.fields["title"]) == ("import", "石溪乡2011年党员理论测试成绩")
    assert scores == {"郑国安": 96, "李秀兰": None, "王德明": 67, "赵永刚": 80, "孙有才": 85}
    assert names[exam.fields["unit"]] == "中共石溪乡委员会"


async def test_tests_of_two_days_stay_two(archive: Archive, tmp_path: Path) -> None:
    head = ("序号", "姓名", "得分", "备注")
    word(
        tmp_path / "2011年测试.docx",
        "2011年党员理论测试成绩（2011年6月27日）",
        [head, ("1", "郑国安", "96", ""), ("2", "李秀兰", "90", "")],
        "2011年党员业务测试成绩（2011年9月2日）",
        [head, ("1", "郑国安", "86", ""), ("2", "李秀兰", "80", "")],
    )
    report, _ = await brought(archive, tmp_path)
    assert len(of_kind(report, "exam")) == 2


async def test_what_kind_of_meetings_a_caption_says(archive: Archive, tmp_path: Path) -> None:
    head = ("时间", "地点", "学习内容", "主持人", "应到", "实到", "未到人员")
    word(
        tmp_path / "2010年集中学习登记.docx",
        "2010年集中学习登记",
        "表一　党委中心组",
        [
            head,
            ("7月9日", "会议室", "学习动员", "郑国安", "2", "2", "无"),
            ("9月7日", "", "形势", *[""] * 4),
        ],
        "表二　机关周一例会",
        [
            head,
            ("7月12日", "会议室", "学习动员", "李秀兰", "2", "2", "无"),
            ("8月16日", "", "防汛", *[""] * 4),
        ],
    )
    report, names = await brought(archive, tmp_path)
    made = [(names[item.fields["host_unit"]], item.fields["category"]) for item in of_kind(report, "session")]
    group, weekly = ("中共石溪乡委员会", "中心组"), ("机关党支部", "周一例会")
    assert made == [group, group, weekly, weekly]


async def test_visits_and_notices_in_one_file_are_registers(archive: Archive, tmp_path: Path) -> None:
    word(
        tmp_path / "2011年督查整改登记.docx",
        "2011年学习活动督查整改登记",
        "一、督查登记",
        [
            ("督查时间", "被督查单位", "督查人员", "督查方式", "发现问题", "得分"),
            ("2011年3月22日", "白岩村党支部", "郑国安", "查资料", "学习记录不全", "78"),
            ("2011年3月23日", "柳坝村党支部", "郑国安", "座谈", "", "90"),
        ],
        "二、整改登记",
        [
            ("整改单位", "通知下发日期", "整改期限", "整改要求", "整改情况"),
            ("白岩村党支部", "2011年3月28日", "2011年4月30日", "补齐学习记录", "已补记"),
            ("柳坝村党支部", "2011年9月19日", "2011年10月20日", "补记笔记", ""),
        ],
        "乡纪委　郑国安",
    )
    report, names = await brought(archive, tmp_path)
    assert [names[item.fields["target"]] for item in of_kind(report, "inspection")] == [
        "白岩村党支部",
        "柳坝村党支部",
    ]
    issued = [f"{item.fields['issued_on']}" for item in of_kind(report, "rectification")]
    assert issued == ["2011-03-28", "2011-09-19"]


async def test_a_leading_group_listed_in_a_table(archive: Archive, tmp_path: Path) -> None:
    word(
        tmp_path / "领导小组名单.docx",
        "石溪乡创建学习型党组织工作领导小组名单",
        "经乡党委会议研究，决定成立领导小组，组成人员如下：",
        [
            ("序号", "姓名", "现任职务", "组内职务"),
            ("1", "郑国安", "乡党委书记", "组长"),
            ("2", "李秀兰", "乡长", "副组长"),
            ("3", "王德明", "村支部书记", "成员"),
        ],
        "领导小组下设办公室在党政办，由李秀兰同志兼任办公室主任。",
        "中共石溪乡委员会",
        "二〇一〇年七月五日",
    )
    report, names = await brought(archive, tmp_path)
    made = [
        (names[item.fields["person"]], item.fields["body"], item.fields["role"], f"{item.fields['from']}")
        for item in of_kind(report, "position")
    ]
    assert made == [
        ("郑国安", "领导小组", "组长", "2010-07-05"),
        ("李秀兰", "领导小组", "副组长", "2010-07-05"),
        ("王德明", "领导小组", "成员", "2010-07-05"),
        ("李秀兰", "办公室", "主任", "2010-07-05"),
    ]
    assert of_kind(report, "position")[0].fields["post"] == "乡党委书记"


async def test_cadres_of_the_offices_who_are_no_members_are_of_its_branch(
    archive: Archive, tmp_path: Path
) -> None:
    word(
        tmp_path / "非党员干部.docx",
        "九、机关非党员干部",
        [
            ("编号", "姓名", "性别", "出生年月", "政治面貌", "职务"),
            ("1", "何玉", "女", "1984.09", "群众", "会计"),
            ("2", "周平", "男", "1986.03", "群众", "干部"),
        ],
    )
    report, names = await brought(archive, tmp_path)
    here = [item for item in of_kind(report, "person") if item.place.file.endswith(".docx")]
    assert [names[item.fields["memberships"][0]["org"]] for item in here] == ["机关党支部"] * 2


async def test_plain_words_over_columns(archive: Archive, tmp_path: Path) -> None:
    word(
        tmp_path / "2011年集中学习登记.docx",
        "2011年各支部集中学习登记",
        [
            ("日期", "组织单位", "形式", "题目", "主讲人", "应到", "实到", "缺席人员"),
            ("2011.1.14", "机关支部", "周一例会", "保密常识", "郑国安", "2", "2", "无"),
            ("2011.4.19", "白岩支部", "集中学习", "村务公开", "王德明", "2", "2", "无"),
        ],
    )
    word(
        tmp_path / "2011年走访登记.docx",
        "2011年走访农户登记",
        [
            ("日期", "走访人", "被访户主", "所在村", "所在组", "反映的问题", "怎样解决", "结果"),
            ("2011.3.10", "郑国安", "冉有田", "白岩村", "二组", "水管漏水", "请人维修", "已解决"),
            ("2011.3.11", "郑国安", "田正和", "白岩村", "一组", "电压不稳", "已反映", "未解决"),
        ],
    )
    report, _ = await brought(archive, tmp_path)
    assert [item.fields["title"] for item in of_kind(report, "session")] == ["保密常识", "村务公开"]
    visits = of_kind(report, "household_visit")
    assert [(item.fields["group"], item.fields["solved"], item.flags) for item in visits] == [
        ("二组", True, []),
        ("一组", False, []),
    ]
