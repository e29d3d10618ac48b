"""Each record of an import keeps an identity of its own, whatever comes in beside it."""

from __future__ import annotations

from pathlib import Path

from records.archive import Archive
from records.intake.batch import run_import
from records.search.query import Query
from tests.intake.offices.office_truth import xlsx


async def test_a_register_of_evaluation_meetings_leaves_the_others_alone(
    archive: Archive, tmp_path: Path
) -> None:
    """Every row took the identity of a meeting without ballots: of each kind one record was kept."""
    xlsx(
        tmp_path / "台账.xlsx",
        {
            "花名册": [
                ("云坪村党支部党员花名册",),
                ("序号", "姓名", "性别", "出生年月", "入党时间"),
                ("1", "何大田", "男", "1961.4", "1988.7"),
                ("2", "何小满", "女", "1970.2", "1999.7"),
            ],
            "评议会": [
                ("云坪村党支部评议会登记",),
                ("评议时间", "会议名称", "主持人", "应到", "实到"),
                ("2012年6月3日", "半年评议会", "何大田", "2", "2"),
                ("2012年12月9日", "年终评议会", "何大田", "2", "1"),
            ],
            "心得体会": [
                ("云坪村党支部心得体会登记",),
                ("作者", "题目", "撰写日期", "字数"),
                ("何大田", "学而后知", "2012年3月1日", "1200"),
                ("何小满", "边学边干", "2012年4月6日", "1100"),
            ],
        },
    )
    report = await run_import(archive, tmp_path, apply=True)
    kept = [record async for record in archive.each(Query())]
    assert report.failed == []
    assert sorted(record.kind for record in kept) == [
        *("evaluation_minutes",) * 2,
        *("experience_article",) * 2,
        *("person",) * 2,
        "unit",
    ]
    assert {str(record.fields["title"]) for record in kept if record.kind == "experience_article"} == {
        "学而后知",
        "边学边干",
    }
