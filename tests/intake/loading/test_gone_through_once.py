"""A long register is gone through to find its headings and to build its rows, not once for each column."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from records.archive import Archive
from records.intake.batch import run_import
from records.intake.files.reading import Row
from records.intake.files.spool import SpooledRows
from tests.intake.registers.one_register import ROSTER

ROWS = 3_000


async def test_a_long_register_is_read_few_times(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """To see whether its cells tell whole records each column was read to its end: twelve times all of it."""
    read = 0
    rows_of = SpooledRows.__iter__

    def counted(rows: SpooledRows) -> Iterator[Row]:
        nonlocal read
        for row in rows_of(rows):
            read += 1
            yield row

    monkeypatch.setattr(SpooledRows, "__iter__", counted)
    head = "序号,走访时间,干部,所在支部,村名,村民小组,户主,反映问题,解决情况,是否办结,办结时间,带队领导"
    line = "{0},2011.3.4,田家驹,杨湾村党支部,杨湾村,2组,某户{0},缺水,协调清理,否,,苏长水"
    lines = ("走访农户台账", head, *(line.format(number) for number in range(ROWS)))
    (tmp_path / "花名册.csv").write_text(ROSTER, "utf-8")
    (tmp_path / "走访.csv").write_text("\n".join(lines), "utf-8")
    report = await run_import(archive, tmp_path)
    assert sum(report.counts["household_visit"].values()) == ROWS
    assert read < 4 * ROWS
