"""Somebody in the lists of two branches is one person, whose own branch is asked about."""

from __future__ import annotations

from pathlib import Path

from records.archive import Archive
from records.intake.answers.answering import QuestionList
from records.intake.batch import run_import
from records.intake.mappings.mapping_file import MappingFile
from records.search.query import Query

ROSTER = """\
党员花名册
姓名,性别,身份证号,入党时间,所在支部
冯德贵,男,{id},1988.7,双井村党支部
王德明,男,,1988.7,双井村党支部
冯德贵,男,{id},1988.7,金穗合作社党支部
王德明,男,,1988.7,金穗合作社党支部
"""


async def test_one_member_in_two_lists(archive: Archive, tmp_path: Path) -> None:
    folder = tmp_path / "名册"
    folder.mkdir()
    (folder / "党员花名册.csv").write_text(ROSTER.format(id="999999197803150011"), "utf-8")
    file = MappingFile(tmp_path / "map.yaml", archive.kinds)

    async def run(*, apply: bool = False) -> tuple[list[str], int, list[list[str]]]:
        mapping = file.path if file.path.exists() else None
        report = await run_import(archive, folder, mapping=mapping, apply=apply)
        found = [each async for each in archive.each(Query(kind="unit"))]
        units = {each.id: each.title for each in found}
        made = (each for each in report.items if each.kind == "unit")
        units |= {each.record_id: each.fields["name"] for each in made if each.record_id is not None}
        people = [each for each in report.items if each.kind == "person"]
        stays = [[units[stay["org"]][:2] for stay in each.fields["memberships"]] for each in people]
        asked = [each.code for each in report.general_questions]
        return asked, report.actions["created"] + report.actions["updated"], stays

    async def answer(code: str, value: str) -> None:
        mapping = file.path if file.path.exists() else None
        report = await run_import(archive, folder, mapping=mapping)
        question = next(each for each in report.general_questions if each.code == code)
        QuestionList([("", question)]).give(file, question, value)

    # Said to be one person, both were of both branches; said to be two, they are.
    asked, _, stays = await run()
    assert asked == ["in_two_units", "one_or_two_people"]
    await answer("one_or_two_people", "王德明（双井村党支部）")
    assert (await run())[0] == ["in_two_units", "in_two_units"]
    file.path.unlink()
    await answer("one_or_two_people", "another")
    asked, _, stays = await run(apply=True)
    assert (asked, stays) == (["in_two_units"], [["双井"], ["双井"], ["双井"], ["金穗"]])
    # The second row once moved somebody silently to the other branch when the import was run again.
    asked, changed, stays = await run(apply=True)
    assert (changed, stays[2]) == (0, ["双井"])
    await answer("in_two_units", "+双井村党支部")
    asked, changed, stays = await run(apply=True)
    assert (asked, changed) == ([], 1)
    assert stays == [["金穗", "双井"], ["双井"], ["金穗", "双井"], ["金穗"]]
    assert (await run())[1] == 0
