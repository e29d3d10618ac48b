"""Papers that put somebody or a unit forward: forms, letters, deeds; what several say of one is joined."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from records.archive import Archive
from records.intake.batch import run_import
from records.intake.papers.paper_name import kind_of_words
from tests.intake.offices.office_truth import xlsx
from tests.intake.offices.test_year_workbook import BRANCH, brought_in, of_kind
from tests.intake.papers.test_commending import OTHER, office
from tests.intake.papers.test_given_awards import in_order
from tests.intake.papers.test_meetings_and_plans import told

DEEDS = "该同志坚持每天自学一小时，全年撰写笔记两万余字，带头参加集中学习，带动身边党员共同进步。" * 4
PERSON, UNIT = "学习先进个人", "先进学习型党组织"
Parts = list[str | list[list[str]]]


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("学习先进个人推荐表", "nomination"),
        ("先进学习型党组织申报表（2011年度）", "nomination"),
        ("关于推荐丁有田同志为2011年度学习先进个人的报告", "nomination"),
        ("学习先进个人候选人丁有田同志事迹材料", "nomination"),
        ("丁有田同志先进事迹材料", "typical_model"),
        ("关于做好学习先进个人推荐工作的通知", None),
        ("2011年度学习先进推荐汇总表", None),
        ("学习先进个人评选推荐办法", "rule_document"),
    ],
)
def test_which_papers_put_somebody_forward(title: str, kind: str | None) -> None:
    assert kind_of_words(title) == kind


@pytest.mark.parametrize(
    ("parts", "nominations", "flags"),
    [
        (
            [
                "先进学习型党组织申报表（2011年度）",
                [
                    ["申报单位", OTHER, "书记", "卫国平"],
                    ["主要事迹", DEEDS, "", ""],
                    ["推荐单位意见", "同意申报", "", ""],
                    ["考察意见", "情况属实", "", ""],
                ],
            ],
            [(UNIT, OTHER, 2011)],
            [],
        ),
        (
            [
                "学习先进个人审批表",
                "2011年度",
                [
                    ["姓　名", "邵敏", "性　别", "男"],
                    ["单位及职务", f"{OTHER}委员", "", ""],
                    ["先进事迹", DEEDS, "", ""],
                    ["所在党支部意见", "同意", "", ""],
                    ["乡党委意见", "同意表彰", "", ""],
                ],
            ],
            [(PERSON, "邵敏", 2011)],
            [],
        ),
        (
            [
                "关于推荐丁有田等同志为学习先进个人的报告",
                "拟推荐丁有田、贾秀云两名同志为2011年度学习先进个人，其中丁有田得票11票，贾秀云得票10票。",
                BRANCH,
                "2011年12月9日",
            ],
            [(PERSON, "丁有田", 2011), (PERSON, "贾秀云", 2011)],
            [],
        ),
        (
            [f"{OTHER}申报先进学习型党组织事迹材料", DEEDS, OTHER, "2012年1月5日"],
            [(UNIT, OTHER, 2012)],
            ["value_unsure:year"],
        ),
    ],
)
async def test_a_paper_that_puts_somebody_forward_is_a_nomination(
    archive: Archive, tmp_path: Path, parts: Parts, nominations: list[tuple[str, str, int]], flags: list[str]
) -> None:
    folder = tmp_path / "office"
    folder.mkdir()
    office(folder)
    in_order(folder / "推荐.docx", *parts)
    report, records = await brought_in(archive, folder)
    found = of_kind(records, "nomination")
    told_of = [(each.fields["award"], told(each, "nominee", records), each.fields["year"]) for each in found]
    assert sorted(told_of) == sorted(nominations)
    assert all(each.fields["deeds"] for each in found)
    assert [flag for item in report.items if item.kind == "nomination" for flag in item.flags] == flags
    again = await run_import(archive, folder, apply=True)
    assert again.actions["created"] == again.actions["updated"] == 0


async def test_opinions_and_votes_are_kept(archive: Archive, tmp_path: Path) -> None:
    folder = tmp_path / "office"
    folder.mkdir()
    office(folder)
    form = [
        ["被推荐人", "邵敏"],
        ["得票数", "18票"],
        ["事迹", DEEDS],
        ["支部意见", "同意推荐"],
        ["乡党委意见", "同意"],
    ]
    in_order(folder / "表.docx", "2011年度学习先进个人呈报表", form)
    _, records = await brought_in(archive, folder)
    (nomination,) = of_kind(records, "nomination")
    fields: Any = nomination.fields
    assert (fields["votes"], fields["branch_opinion"], fields["deeds"]) == (18, "同意推荐", DEEDS)
    assert nomination.remarks == "乡党委意见：同意"


async def test_what_several_say_of_one_nomination_is_put_together(archive: Archive, tmp_path: Path) -> None:
    folder = tmp_path / "office"
    folder.mkdir()
    office(folder)
    head = ["推荐支部", "推荐对象", "推荐类别", "得票数"]
    rows: list[list[object]] = [["2011年度学习先进推荐汇总表"], [*head], [OTHER, "邵敏", PERSON, 18]]
    rows += [[BRANCH, "丁有田", PERSON, 15], [BRANCH, "贾秀云", PERSON, 14]]
    xlsx(folder / "汇总.xlsx", {"Sheet1": rows})
    in_order(folder / "邵敏事迹材料.docx", "2011年度学习先进个人候选人邵敏同志事迹材料", DEEDS, OTHER)
    report, records = await brought_in(archive, folder)
    found = {told(each, "nominee", records): each for each in of_kind(records, "nomination")}
    assert len(found) == 3
    assert (found["邵敏"].fields["votes"], found["邵敏"].fields["deeds"]) == (18, DEEDS)
    assert [each.name for each in found["邵敏"].attachments] == ["邵敏事迹材料.docx"]
    (paper,) = [item for item in report.items if item.outcome == "duplicate"]
    assert paper.why == "nomination_told_elsewhere"
