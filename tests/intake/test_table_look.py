"""What the page of one table shows is what the import read, and keeping it as it stands changes nothing."""

from __future__ import annotations

import zipfile
from pathlib import Path

from records.archive import Archive
from records.intake.batch import run_import
from records.intake.mappings.mapping import ImportMapping
from records.intake.report import ImportReport
from records.intake.tables.table_look import TableLook, look_at, read_again
from records.intake.tables.table_rule import rule_for_table
from records.intake.tables.table_summary import TableSummary
from tests.intake.offices.office_truth import xlsx
from tests.intake.registers.one_register import ROSTER
from tests.intake.registers.test_kinds_beside import LEDGER, MERGES

VISITS = "走访时间,走访人,户主,存在困难\n2010.7.3,田家驹,李保山,水渠不通\n2010.7.9,苏长水,马长福,缺化肥\n"


async def _report(archive: Archive, folder: Path) -> ImportReport:
    (folder / "花名册.csv").write_text(ROSTER, "utf-8")
    return await run_import(archive, folder)


def _look(archive: Archive, folder: Path, table: TableSummary, mapping: ImportMapping) -> TableLook:
    return look_at(read_again(folder, table.file), table, archive.kinds, mapping)


def _columns(table: TableSummary) -> list[tuple[str, str]]:
    return [(each.heading, each.target) for each in table.columns]


async def test_the_first_rows_of_a_table_in_an_archive_are_shown(archive: Archive, tmp_path: Path) -> None:
    """They lie nowhere when the import is over: the page showed columns without a row."""
    with zipfile.ZipFile(tmp_path / "内层.zip", "w") as inner:
        inner.writestr("走访.csv", VISITS)
    folder = tmp_path / "资料"
    (folder / "2010年").mkdir(parents=True)
    with zipfile.ZipFile(folder / "2010年" / "报来.zip", "w") as outer:
        outer.writestr("走访.csv", VISITS.replace("李保山", "王有田"))
        outer.write(tmp_path / "内层.zip", "内层.zip")
    (tmp_path / "内层.zip").unlink()
    report = await _report(archive, folder)
    tables = {each.file: each for each in report.tables if each.kind == "household_visit"}
    assert set(tables) == {"2010年/报来/走访.csv", "2010年/报来/内层/走访.csv"}
    for file, household in (("2010年/报来/走访.csv", "王有田"), ("2010年/报来/内层/走访.csv", "李保山")):
        look = _look(archive, folder, tables[file], ImportMapping())
        assert [cells[2] for _, cells in look.rows] == ["户主", household, "马长福"]


async def test_each_kind_of_rows_that_tell_of_several_is_looked_at_by_itself(
    archive: Archive, tmp_path: Path
) -> None:
    """Whichever was opened, the page showed the columns of the first."""
    xlsx(tmp_path / "台账.xlsx", {"台账": LEDGER}, {"台账": MERGES})
    report = await _report(archive, tmp_path)
    tables = [each for each in report.tables if each.file == "台账.xlsx"]
    assert len({each.kind for each in tables}) > 1
    for table in tables:
        rule, _ = rule_for_table(table, report.tables, ImportMapping())
        for mapping in (ImportMapping(), ImportMapping(rules=(rule,))):
            found = _look(archive, tmp_path, table, mapping).summary
            assert (found.kind, _columns(found)) == (table.kind, _columns(table))


async def test_a_register_of_bare_periods_is_one_still_when_it_is_kept_as_it_stands(
    archive: Archive, tmp_path: Path
) -> None:
    """What F7 writes names the columns that no period has: with that the table lacked its figures."""
    lines = "2011年学习笔记字数统计表\n序号,姓名,1月,2月\n1,田家驹,1500,1500\n2,苏长水,500,1000\n"
    (tmp_path / "笔记.csv").write_text(lines, "utf-8")
    report = await _report(archive, tmp_path)
    (table,) = [each for each in report.tables if each.kind == "study_register"]
    rule, _ = rule_for_table(table, report.tables, ImportMapping())
    mapping = ImportMapping(rules=(rule,))
    found = _look(archive, tmp_path, table, mapping).summary
    assert (found.kind, _columns(found)) == (table.kind, _columns(table))
    again = await run_import(archive, tmp_path, mapping=mapping)
    for each in (report, again):
        words = [item.fields["notes_words"] for item in each.items if item.kind == "study_register"]
        assert sorted(words) == [1500, 3000]
