"""A trial run refuses what storing would refuse, in the same words, and stores nothing."""

from __future__ import annotations

from pathlib import Path

from bson.objectid import ObjectId

from records.archive import Archive
from records.intake.batch import run_import
from records.intake.mappings.mapping_reading import load_mapping
from records.intake.own import OwnImport
from records.search.query import Query
from tests.intake.registers.one_register import ROSTER


async def _units(archive: Archive, source: Path, *, apply: bool) -> list[tuple[str, str]]:
    """Two units that stand below each other, one below a unit that is nowhere, and one that is sound."""
    own = await OwnImport.begin(archive, source)
    ids = [ObjectId() for _ in range(4)]
    parents = (ids[1], ids[0], ObjectId(), None)
    for name, own_id, parent in zip(
        ("甲村党支部", "乙村党支部", "丙村党支部", "丁村党支部"), ids, parents, strict=True
    ):
        item = own.row("unit")
        own.put(item, "name", name)
        own.put(item, "category", "党支部")
        item.record_id = own_id
        if parent is not None:
            item.fields["parent"] = parent
    return sorted((await own.finish(apply=apply)).failed)


async def test_references_in_a_circle_and_to_nothing_are_refused_beforehand(
    archive: Archive, tmp_path: Path
) -> None:
    source = tmp_path / "来源.db"
    source.write_bytes(b"")
    tried = await _units(archive, source, apply=False)
    assert [name for name, _ in tried] == ["丙村党支部", "乙村党支部", "甲村党支部"]
    assert [record async for record in archive.each(Query())] == []
    assert await _units(archive, source, apply=True) == tried
    assert [record.title async for record in archive.each(Query())] == ["丁村党支部"]


async def test_a_record_that_is_too_large_is_refused_beforehand(archive: Archive, tmp_path: Path) -> None:
    (tmp_path / "花名册.csv").write_text(ROSTER, "utf-8")
    row = f"2011.3.5,田家驹,杨湾村,吴老大,渠道淤堵,{'见' * 6_000_000}"
    (tmp_path / "登记.csv").write_text(f"走访登记\n走访时间,走访人,村组,户主,反映问题,备注\n{row}\n", "utf-8")
    tried = await run_import(archive, tmp_path)
    assert len(tried.failed) == 1 and tried.exit_code == 1
    assert tried.failed[0][1] in tried.to_text()
    assert not tried.applied and [record async for record in archive.each(Query())] == []
    stored = await run_import(archive, tmp_path, apply=True)
    assert stored.failed == tried.failed


async def test_more_bad_rows_than_allowed_are_told_beforehand(archive: Archive, tmp_path: Path) -> None:
    folder = tmp_path / "office"
    folder.mkdir()
    (folder / "花名册.csv").write_text(ROSTER, "utf-8")
    (folder / "登记.csv").write_text(
        "走访登记\n走访时间,走访人,村组,户主\n2011.13.5,田家驹,杨湾村,吴老大\n", "utf-8"
    )
    (tmp_path / "m.yaml").write_text("files: 登记.csv\nkind: household_visit\nmax_reject: 5%\n", "utf-8")
    mapping = load_mapping(tmp_path / "m.yaml", archive.kinds)
    tried = await run_import(archive, folder, mapping=mapping)
    assert len(tried.failed) == 1
    assert (await run_import(archive, folder, mapping=mapping, apply=True)).failed == tried.failed


async def test_what_is_sound_is_refused_nowhere(archive: Archive, tmp_path: Path) -> None:
    """What a later record refers to is not stored in a trial run, and found all the same."""
    (tmp_path / "花名册.csv").write_text(ROSTER, "utf-8")
    rows = "".join(f"2011.3.{day},田家驹,杨湾村,吴老{day},渠道淤堵\n" for day in range(1, 29))
    (tmp_path / "登记.csv").write_text(f"走访登记\n走访时间,走访人,村组,户主,反映问题\n{rows}", "utf-8")
    tried = await run_import(archive, tmp_path)
    assert tried.failed == []
    assert [record async for record in archive.each(Query())] == []
    stored = await run_import(archive, tmp_path, apply=True)
    assert (stored.failed, stored.actions) == ([], tried.actions)
