"""A number that another record has is asked about, and nothing fails while it is stored."""

from __future__ import annotations

from pathlib import Path

import docx

from records.archive import Archive
from records.intake.batch import run_import
from records.intake.mappings.mapping import ImportMapping
from records.search.query import Query

ROSTER = """\
党员花名册
姓名,性别,出生年月,入党时间,所在支部
张伟民,男,1965.3,1990.7,柳树湾村党支部
"""
REGISTER = """\
简报报送登记
收到日期,报送单位,期号,简报标题
2012-5-8,柳树湾村党支部,2,读书月掠影
2012-5-15,柳树湾村党支部,3,①清渠；②送学上门
"""
AWARDS = """\
表彰登记
荣誉称号,表彰对象,证书编号,颁发日期
学习标兵,张伟民,青学01,2012-6-30
学习之星,张伟民,青学01,2012-6-30
"""
PAPER = (
    "学习简报",
    "第2期",
    "柳树湾村党支部　　　　2012年5月7日",
    "书香伴我行读书月活动侧记",
    "四月以来，党支部在党员中开展读书月活动，每人读一本书，写一篇心得，在院坝里讲给大家听。",
)


async def test_an_issue_that_came_in_before_under_other_titles(archive: Archive, tmp_path: Path) -> None:
    first, second = tmp_path / "登记", tmp_path / "简报"
    for folder in (first, second):
        folder.mkdir()
    (first / "花名册.csv").write_text(ROSTER, "utf-8")
    (first / "简报登记.csv").write_text(REGISTER, "utf-8")
    (first / "表彰.csv").write_text(AWARDS, "utf-8")
    report = await run_import(archive, first, apply=True)
    assert not report.failed
    third = next(item for item in report.items if item.fields.get("issue") == 3)
    assert [each["title"] for each in third.fields["items"]] == ["清渠", "送学上门"]
    # Two awards of one certificate: the second is asked about.
    asked = [question for _, question in report.questions]
    assert [(each.code, each.place.row) for each in asked] == [("number_taken", 4)]
    alone = ImportMapping(answers={asked[0].id: "without"})
    report = await run_import(archive, first, mapping=alone, apply=True)
    awards = await archive.find(Query(kind="award"), limit=9)
    assert sorted(str(each.fields.get("certificate_no")) for each in awards) == ["None", "青学01"]
    report = await run_import(archive, first, mapping=alone)
    assert (report.actions["created"], report.actions["updated"]) == (0, 0)

    document = docx.Document()
    for line in PAPER:
        document.add_paragraph(line)
    document.save(str(second / "第2期.docx"))
    report = await run_import(archive, second, apply=True)
    assert not report.failed
    ((_, question),) = report.questions
    assert (question.code, len(question.candidates)) == ("number_taken", 2)
    same = ImportMapping(answers={question.id: "same"})
    report = await run_import(archive, second, mapping=same, apply=True)
    assert not report.questions
    briefings = await archive.find(Query(kind="briefing"), limit=9)
    (kept,) = (each for each in briefings if each.fields["issue"] == 2)
    assert (len(kept.attachments), f"{kept.fields['submitted_on']}") == (1, "2012-05-07")
    report = await run_import(archive, second, mapping=same)
    assert (report.actions["created"], report.actions["updated"]) == (0, 0)
