"""The awards that decisions give: everybody whom lists, tables and sentences name, once."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import docx
import pytest

from records.archive import Archive
from records.intake.batch import run_import
from tests.intake.offices.office_truth import xlsx
from tests.intake.offices.test_year_workbook import BRANCH, brought_in, of_kind
from tests.intake.papers.test_commending import OTHER, SIGNED, TITLE, office
from tests.intake.papers.test_meetings_and_plans import paper, told

PRAISED = "一年来，全乡各级党组织扎实推进学习，涌现出一批先进集体和先进个人。"


@pytest.mark.parametrize(
    ("title", "parts", "awards"),
    [
        (
            "关于表彰学习先进个人和先进学习型党组织的决定",
            [
                f"决定对{BRANCH}等2个先进学习型党组织、丁有田等2名学习先进个人予以表彰。",
                *SIGNED,
                "附件1",
                "先进学习型党组织名单（2个）",
                [["序号", "名称", "书记"], ["1", BRANCH, "丁有田"], ["2", OTHER, "卫国平"]],
                "附件2",
                "学习先进个人名单（2名）",
                [["序号", "姓名", "所在党组织"], ["1", "丁有田", BRANCH], ["2", "邵敏", OTHER]],
            ],
            [
                ("先进学习型党组织", BRANCH),
                ("先进学习型党组织", OTHER),
                ("学习先进个人", "丁有田"),
                ("学习先进个人", "邵敏"),
            ],
        ),
        (
            "关于表彰2011年度读书活动先进个人的决定",
            [
                "决定对下列同志予以表彰：",
                [
                    ["姓名", "单位", "姓名", "单位"],
                    ["丁有田", BRANCH, "贾秀云", BRANCH],
                    ["邵敏", OTHER, "卫国平", OTHER],
                ],
                *SIGNED,
            ],
            [("读书活动先进个人", name) for name in ("丁有田", "贾秀云", "邵敏", "卫国平")],
        ),
        (
            "关于表彰先进的通报",
            [
                "现将表彰名单通报如下：",
                [["类别", "获奖者"], ["先进党支部", OTHER], ["优秀学员", "邵敏"]],
                *SIGNED,
            ],
            [("先进党支部", OTHER), ("优秀学员", "邵敏")],
        ),
        (
            "关于表彰学习活动先进集体和先进个人的决定",
            [
                "决定予以表彰。",
                *SIGNED,
                "附件：表彰名单",
                [["荣誉称号", "受表彰单位（个人）"], ["先进集体", OTHER], ["先进个人", "丁有田、邵敏"]],
            ],
            [("先进集体", OTHER), ("先进个人", "丁有田"), ("先进个人", "邵敏")],
        ),
        (
            "关于表彰百题竞赛获奖者的决定",
            ["决定授予丁有田一等奖，授予贾秀云、邵敏二等奖。", *SIGNED],
            [("一等奖", "丁有田"), ("二等奖", "贾秀云"), ("二等奖", "邵敏")],
        ),
        (
            "关于表彰演讲比赛优胜者的决定",
            [
                "决定予以表彰，名单如下：",
                f"一等奖（1名）：丁有田（{BRANCH}）",
                f"二等奖（2名）：邵敏（{OTHER}）、贾秀云（{BRANCH}）",
                f"优秀组织奖：{OTHER}",
                *SIGNED,
            ],
            [("一等奖", "丁有田"), ("二等奖", "邵敏"), ("二等奖", "贾秀云"), ("优秀组织奖", OTHER)],
        ),
        (
            "关于表彰2012年上半年学习先进个人的决定",
            [
                "决定对以下2名同志予以表彰：",
                f"1.丁有田　{BRANCH}书记",
                f"2.邵　敏　{OTHER}党员",
                "希望再接再厉。",
                "中共青塘乡委员会　　2012年6月29日",
            ],
            [("学习先进个人", "丁有田"), ("学习先进个人", "邵敏")],
        ),
        (
            "关于表彰优秀学习笔记的决定",
            [
                "决定对丁有田等3名同志的学习笔记予以表彰。",
                *SIGNED,
                "优秀学习笔记作者名单",
                f"{BRANCH}（2名）：丁有田、贾秀云",
                f"{OTHER}（1名）：邵敏",
            ],
            [("优秀学习笔记作者", name) for name in ("丁有田", "贾秀云", "邵敏")],
        ),
        (
            "关于表彰先进的决定",
            [f"决定分别授予{OTHER}、丁有田同志“先进党支部”“学习标兵”称号。", *SIGNED],
            [("先进党支部", OTHER), ("学习标兵", "丁有田")],
        ),
        (
            "关于表彰先进的决定",
            [
                "名单如下：",
                [["奖项", "姓名"], ["学习标兵", "丁有田"], ["", "邵敏"], ["读书之星", "贾秀云"]],
                *SIGNED,
            ],
            [("学习标兵", "丁有田"), ("学习标兵", "邵敏"), ("读书之星", "贾秀云")],
        ),
        (
            "关于表彰优秀党务工作者的决定",
            [
                "决定授予以下同志“优秀党务工作者”荣誉称号：",
                f"{BRANCH}　丁有田　贾秀云",
                f"{OTHER}　邵敏",
                *SIGNED,
            ],
            [("优秀党务工作者", name) for name in ("丁有田", "贾秀云", "邵敏")],
        ),
        (
            "关于表彰学习标兵的通报",
            [
                "对以下学习标兵予以通报表彰：",
                f"丁有田（{BRANCH}）、贾秀云（{BRANCH}）、",
                f"邵敏（{OTHER}）、卫国平（{OTHER}）。",
                "希望以上同志再接再厉。",
                *SIGNED,
            ],
            [("学习标兵", name) for name in ("丁有田", "贾秀云", "邵敏", "卫国平")],
        ),
        (
            "关于表彰支部学员的通报",
            ["名单如下：", [["支部", "学习标兵"], [BRANCH, "丁有田、贾秀云"], [OTHER, "邵敏"]], *SIGNED],
            [("学习标兵", name) for name in ("丁有田", "贾秀云", "邵敏")],
        ),
    ],
)
async def test_everybody_whom_a_decision_names_has_an_award(
    archive: Archive, tmp_path: Path, title: str, parts: Sequence[Any], awards: list[tuple[str, str]]
) -> None:
    """Awards came of lists with certificates alone; of all others nothing was found under the winners."""
    folder = tmp_path / "office"
    folder.mkdir()
    office(folder)
    in_order(folder / "决定.docx", "青党发〔2012〕20号", title, PRAISED, *parts)
    report, records = await brought_in(archive, folder)
    (decision,) = of_kind(records, "commendation")
    found = of_kind(records, "award")
    assert sorted((each.fields["title"], told(each, "nominee", records)) for each in found) == sorted(awards)
    assert {each.fields["decision"] for each in found} == {decision.id}
    assert {str(each.fields["issued_on"]) for each in found} == {"2012-06-29"}
    assert [
        item.flags for item in report.items if item.kind in ("commendation", "award") and item.flags
    ] == []
    again = await run_import(archive, folder, apply=True)
    assert {each.action for each in again.items if each.kind in ("award", "commendation")} == {"unchanged"}


def in_order(path: Path, *parts: str | list[list[str]]) -> None:
    """A paper with its tables where they stand among the lines."""
    document = docx.Document()
    for part in parts:
        if isinstance(part, str):
            document.add_paragraph(part)
            continue
        grid = document.add_table(rows=len(part), cols=len(part[0]))
        for at, row in enumerate(part):
            for column, text in enumerate(row):
                grid.cell(at, column).text = text
    document.save(str(path))


async def test_an_honour_without_a_name_is_told(archive: Archive, tmp_path: Path) -> None:
    folder = tmp_path / "office"
    folder.mkdir()
    office(folder)
    lines = ("青党发〔2012〕20号", "关于表彰先进的决定", "决定对丁有田同志予以通报表彰。", *SIGNED)
    paper(folder / "决定.docx", *lines)
    report, records = await brought_in(archive, folder)
    assert [each.fields["title"] for each in of_kind(records, "award")] == ["通报表彰"]
    assert [item.flags for item in report.items if item.kind == "award"] == [["value_unsure:title"]]


@pytest.mark.parametrize("order", ["together", "decision first", "register first"])
async def test_a_register_and_a_decision_tell_of_one_award(
    archive: Archive, tmp_path: Path, order: str
) -> None:
    """The register has the certificate's number, the decision its own: one record, in whatever order."""
    folder, later = tmp_path / "office", tmp_path / "later"
    folder.mkdir()
    later.mkdir()
    office(folder)
    first, second = (folder, later) if order == "decision first" else (later, folder)
    if order == "together":
        first = second = folder
    lines = ("青党发〔2012〕3号", TITLE, "决定授予丁有田、邵敏同志“学习标兵”称号。", *SIGNED)
    paper(first / "决定.docx", *lines)
    rows: list[list[object]] = [
        ["丁有田", "学习标兵", "2012.7.1", "青学01"],
        ["邵敏", "2011年度学习标兵", "2012.7.1", "青学02"],
    ]
    head = ["姓名", "荣誉称号", "表彰时间", "证书编号"]
    xlsx(second / "表彰登记.xlsx", {"Sheet1": [["历年表彰登记"], head, *rows]})
    for each in dict.fromkeys((folder, later)):
        report, records = await brought_in(archive, each)
    (decision,) = of_kind(records, "commendation")
    found = of_kind(records, "award")
    assert sorted(str(each.fields["certificate_no"]) for each in found) == ["青学01", "青学02"]
    assert {each.fields["decision"] for each in found} == {decision.id}
    for each in (folder, later):
        report = await run_import(archive, each, apply=True)
        assert report.actions["created"] == report.actions["updated"] == 0
