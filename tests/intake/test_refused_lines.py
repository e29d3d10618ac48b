"""What is refused is kept whole: lines of CSV and JSON, exports under another name, totals of long tables."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from records.archive import Archive
from records.errors import UsageFault
from records.intake.batch import run_import
from records.intake.own import OwnImport
from records.intake.report import write_rejects

VISITS = """\
走访日期,走访人,户主,所属村,反映问题
2011.4.8,李军,何大全,双井村,"水渠
2011.4.9,李军,何大有,双井村,\x00
"""
LINES = """\
{"走访日期": "2011.4.8", "走访人": "李军", "户主": "何大全", "反映问题": "没水", "走访日期": "2011.4.9"}
{"走访日期": "2011.5.8", "走访人": "李军", "户主": "何大全", "反映问题": "没水"}
"""
EXPORT = """\
{"xuedang": 1, "kind": "unit", "fields": {"name": "双井村党支部", "category": "党支部"}}
{"xuedang": 1, "kind": "unit",, "no": "ZZ-2"}
{"xuedang": 1, "fields": {"name": "无类"}}
"""


async def test_a_refused_line_is_kept_whole(archive: Archive, tmp_path: Path) -> None:
    folder = tmp_path / "往年"
    folder.mkdir()
    (folder / "走访台账.csv").write_text(VISITS.replace("\x00", "旱"), "utf-8")
    (folder / "走访.jsonl").write_text(LINES, "utf-8")
    # An export of ours whose name somebody changed comes back all the same.
    (folder / "组织.txt").write_text(EXPORT, "utf-8")
    long = "".join(f"2011.4.8,{at},元旦慰问,100\n" for at in range(2100))
    (folder / "学习经费台账.csv").write_text(f"日期,凭证号,摘要,支出金额\n{long}合计,,,210001\n", "utf-8")
    report = await run_import(archive, folder)
    assert "双井村党支部" in [each.fields.get("name") for each in report.items if each.kind == "unit"]
    faults = {(each.place.file, each.place.row): each for each in report.rejects}
    assert {each.why for each in faults.values() if each.place.file == "组织.txt"} == {
        "unreadable_row:bad_json",
        "unreadable_row:no_record",
    }
    broken = faults["走访台账.csv", 2]
    assert broken.cells[:-1] == ("2011.4.8", "李军", "何大全", "双井村", '"水渠')
    target = tmp_path / "rejects.csv"
    assert write_rejects(report.rejects, target)
    with target.open(encoding="utf-8-sig", newline="") as file:
        rows = {tuple(row[:3]): row[4:] for row in csv.reader(file) if row}
    assert rows["走访台账.csv", "", "2"] == list(broken.cells)
    assert rows["走访.jsonl", "", "1"] == [LINES.splitlines()[0], "走访日期"]
    assert rows["组织.txt", "", "2"] == [EXPORT.splitlines()[1]]
    told = next(each.warnings for each in report.files if each.file == "学习经费台账.csv")
    assert told == ("total_differs:2102 支出金额 210001 ≠ 210000",)


async def test_text_is_no_person(archive: Archive) -> None:
    own = await OwnImport.begin(archive, Path("自己的.csv"))
    item = own.row("session", line=2)
    with pytest.raises(UsageFault, match="put"):
        own.person(item, "title", "李军")
    with pytest.raises(UsageFault, match="unit"):
        own.unit(item, "host", "双井村党支部")
