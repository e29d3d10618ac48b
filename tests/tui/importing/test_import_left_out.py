"""What was taken with a doubt is left out on its page, which the mapping file keeps, and taken back there."""

from __future__ import annotations

from pathlib import Path

from records.archive import Archive
from records.intake.batch import run_import
from records.intake.mappings.mapping_reading import load_mapping
from tests.tui.conftest import Running
from tests.tui.importing.pages import look, text, tried
from tests.tui.tables.listing import rows_of
from tui.screens.importing.import_refused import ImportRefused

VISITS = """\
走访情况
走访日期,走访人,户主,存在困难,备注
2010.7.3,张伟民,李保山,水渠不通,作废
2010.7.9,张伟民,马长福,缺化肥,
"""


async def test_a_doubtful_row_is_left_out_and_comes_back(
    run: Running, archive: Archive, folder: Path
) -> None:
    for path in folder.iterdir():
        if "花名册" not in path.name:
            path.unlink()

    def why() -> str:
        current = page.table.current
        return current.cells[2] if current is not None and "李保山" in current.cells[3] else ""

    (folder / "走访.csv").write_text(VISITS, "utf-8")
    screen = await tried(run, folder)
    await look(run, "refused")
    page = await run.screen(ImportRefused)
    await run.press("f8")
    await run.until(lambda: "taken with a doubt" in text(page, ".import-line"))
    shown = rows_of(page.table)
    page.table.cursor = next(at for at, row in enumerate(shown) if "李保山" in row.cells[3])
    await run.press("delete")
    await run.until(lambda: "left out from the next run" in why(), "left out")
    mapping = load_mapping(page.importing.mapping, archive.kinds)
    assert list(mapping.answers.values()) == ["drop"]
    assert "李保山" in page.importing.mapping.read_text("utf-8")
    report = await run_import(archive, folder, mapping=mapping, apply=True)
    assert [item.refused for item in report.items if item.kind == "household_visit"] == [True, False]
    await run.press("f2")
    await run.until(lambda: page.importing.report is not None and page.importing.findings.refused_count == 1)
    await run.press("f8")
    await run.until(why, "among the refused")
    await run.press("delete")
    await run.until(lambda: "comes in again" in why(), "taken back")
    assert not load_mapping(page.importing.mapping, archive.kinds).answers
    await run.press("delete")
    await run.until(lambda: why() and "comes in again" not in why(), "left out again")
    assert load_mapping(page.importing.mapping, archive.kinds).answers == mapping.answers
    assert screen.report is not None
