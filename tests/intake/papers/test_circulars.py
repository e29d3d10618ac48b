"""Circulars that make known what a supervision found: a record for each unit."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import docx
import pytest

from records.archive import Archive
from records.intake.batch import run_import
from records.intake.mappings.mapping import ImportMapping
from records.intake.outcome import Item
from records.intake.tables.table_look import look_at, read_again

ROSTER = (
    "党员花名册\n姓名,性别,出生年月,所在支部\n贺文涛,男,1966.3,青石乡机关党支部\n罗春梅,女,1978.5,青石乡机关党支部\n"
    "龙大勇,男,1963.7,柏树村党支部\n熊开富,男,1961.6,水车村党支部\n白丽萍,女,1976.12,青石小学党支部\n"
)
UNITS = ("柏树村党支部", "水车村党支部", "青石小学党支部")
Lines = Sequence[Sequence[str]]
TABLE: Lines = [
    ["单位", "得分", "评定等次", "存在的问题"],
    ["柏树村党支部", "92", "好", "个别党员笔记偏少"],
    ["水车村党支部", "78", "一般", "签到册不全；心得体会缺3篇"],
    ["青石小学党支部", "86", "较好", "无"],
]
LONG = (
    "从督查情况看，多数支部能按计划组织学习，党员参学率较高，学习资料比较齐全，但发展不平衡，有的支部抓得不紧，"
    "学习记录不规范，党员笔记数量不足，有的支部学习计划没有上墙，心得体会质量不高，需要引起各支部的高度重视。"
) * 2


@pytest.fixture
def office(tmp_path: Path) -> Path:
    folder = tmp_path / "档案"
    folder.mkdir()
    (folder / "花名册.csv").write_text(ROSTER, "utf-8")
    return folder


def circular(path: Path, title: str, when: str, *blocks: str | Lines) -> None:
    """A letter of the committee, its day below; ``blocks`` stand behind the sentence that says when."""
    paper = docx.Document()
    for line in ("中共青石乡委员会", "青委发〔2011〕18号", title, "各党支部：", when):
        paper.add_paragraph(line)
    for block in (*blocks, "中共青石乡委员会", "2011年6月27日"):
        if isinstance(block, str):
            paper.add_paragraph(block)
            continue
        table = paper.add_table(len(block), len(block[0]))
        for row, cells in enumerate(block):
            for column, text in enumerate(cells):
                table.cell(row, column).text = "" if text == "^" else text
            if cells[1] == "^":
                table.cell(row - 1, 1).merge(table.cell(row, 1)).text = block[row - 1][1]
    paper.save(str(path))


async def found(archive: Archive, office: Path) -> tuple[dict[str, Item], dict[object, str]]:
    """The inspections by unit, and the names of units and people."""
    report = await run_import(archive, office)
    named = [each for each in report.items if each.kind in ("person", "unit")]
    names: dict[object, str] = {each.record_id: str(each.fields["name"]) for each in named}
    made = [each for each in report.items if each not in named]
    assert {each.kind for each in made} == {"inspection"}
    by_unit = {names[each.fields["target"]]: each for each in made}
    assert len(by_unit) == len(made)
    return by_unit, names


@pytest.mark.parametrize(
    "title",
    [
        "关于2011年上半年学习型党组织建设督查情况的通报",
        "学习检查情况通报",
        "关于对各支部学习情况进行抽查的通报",
        "督查情况反馈意见",
    ],
)
async def test_a_table_among_long_text(archive: Archive, office: Path, title: str) -> None:
    when = "6月21日，乡党委督查组采取听汇报、查资料的方式，对各支部学习情况进行了督查。现将情况通报如下。"
    circular(office / "通报.docx", title, when, "督查组：贺文涛、罗春梅", LONG, TABLE, LONG)
    made, names = await found(archive, office)
    assert list(made) == list(UNITS)
    told = [(each.fields["score"], each.fields["verdict"], each.fields["date"]) for each in made.values()]
    assert told == [
        (92, "好", date(2011, 6, 21)),
        (78, "一般", date(2011, 6, 21)),
        (86, "较好", date(2011, 6, 21)),
    ]
    texts = [[each["text"] for each in item.fields.get("findings", ())] for item in made.values()]
    assert texts == [["个别党员笔记偏少"], ["签到册不全", "心得体会缺3篇"], []]
    for item in made.values():
        assert [names[each] for each in item.fields["team"]] == ["贺文涛", "罗春梅"]
        assert item.fields["method"] == ["听汇报", "查资料"]
        assert "read_from_sentence:date" in item.flags


@pytest.mark.parametrize(
    "ways",
    [
        "听汇报、查资料、抽查笔记",
        "听取汇报、查阅资料、查看党员笔记",
        "听取支部汇报、翻阅学习台账和抽查党员学习笔记本",
    ],
)
async def test_ways_of_supervising_are_known_as_they_are_written(
    archive: Archive, office: Path, ways: str
) -> None:
    """查阅资料 was passed over where 听汇报 stood beside it as the programme has it."""
    when = f"6月21日，乡党委督查组采取{ways}的方式，对各支部进行了督查。现将情况通报如下。"
    circular(office / "通报.docx", "督查情况通报", when, "督查组：贺文涛、罗春梅", LONG, TABLE)
    made, _ = await found(archive, office)
    assert [each.fields["method"] for each in made.values()] == [["听汇报", "查资料", "抽查笔记"]] * 3


async def test_a_supervision_of_several_days_is_doubted(archive: Archive, office: Path) -> None:
    when = "6月20日至22日，由组织委员罗春梅同志带队，对各支部进行了督查。"
    circular(office / "通报.docx", "督查情况通报", when, LONG, TABLE)
    made, names = await found(archive, office)
    for item in made.values():
        assert "value_unsure:date" in item.flags
        assert [names[each] for each in item.fields["team"]] == ["罗春梅"]


@pytest.mark.parametrize(
    "who",
    [
        "由贺文涛、罗春梅组成督查组，采取听汇报、查资料的方式，",
        "抽调贺文涛、罗春梅两名同志组成督查组，",
        "由贺文涛、罗春梅等2人组成检查组，",
        "由贺文涛、罗春梅2名同志组成的学习督查组，",
        "乡党委督查组（贺文涛、罗春梅）采取听汇报、查资料的方式，",
        "乡党委督查组（组长：贺文涛；成员：罗春梅）",
        "检查组一行2人（贺文涛、罗春梅）深入各村，",
        "督查组成员贺文涛、罗春梅到各支部查资料，",
        "贺文涛、罗春梅两名同志",
        "乡党委书记贺文涛、组织委员罗春梅一行",
        "由贺文涛带队，罗春梅参加，",
        "由贺文涛同志带队，组织委员罗春梅同志参与，",
    ],
)
async def test_who_made_up_the_group(archive: Archive, office: Path, who: str) -> None:
    """Who led it was read, and not of whom it consisted."""
    circular(office / "通报.docx", "督查情况通报", f"6月21日，{who}对各支部进行了督查。", LONG, TABLE)
    made, names = await found(archive, office)
    assert list(made) == list(UNITS)
    for item in made.values():
        assert [names[each] for each in item.fields["team"]] == ["贺文涛", "罗春梅"]
        assert "value_left_out:team" not in item.flags


async def test_whoever_came_along_without_a_name_is_no_member_of_the_group(
    archive: Archive, office: Path
) -> None:
    when = "6月21日，由贺文涛带队，各支部书记参加，对各支部进行了督查。"
    circular(office / "通报.docx", "督查情况通报", when, LONG, TABLE)
    made, names = await found(archive, office)
    assert [[names[each] for each in item.fields["team"]] for item in made.values()] == [["贺文涛"]] * 3


@pytest.mark.parametrize(
    "who", ["乡党委督查组（以下简称督查组）", "乡党委、乡纪委", "乡党委组织人员", "乡创建办督查组（共3人）"]
)
async def test_an_office_is_no_member_of_the_group(archive: Archive, office: Path, who: str) -> None:
    circular(office / "通报.docx", "督查情况通报", f"6月21日，{who}对各支部进行了督查。", LONG, TABLE)
    made, _ = await found(archive, office)
    for item in made.values():
        assert "team" not in item.fields
        assert "value_left_out:team" not in item.flags


async def test_the_day_of_the_letter_is_not_that_of_the_supervision(archive: Archive, office: Path) -> None:
    circular(office / "通报.docx", "督查情况通报", "近期，乡党委对各支部进行了督查。", LONG, TABLE)
    made, _ = await found(archive, office)
    assert all("date" not in item.fields and "no_date:date" in item.flags for item in made.values())


async def test_two_rows_about_one_unit_are_one_record(archive: Archive, office: Path) -> None:
    rows = [
        ["序号", "单位", "存在的主要问题", "整改时限"],
        ["1", "柏树村党支部", "签到册漏签", "2011.7.25"],
        ["2", "^", "两名党员无心得体会", "2011.7.25"],
        ["3", "水车村党支部", "学习计划未按时上报", "2011.7.31"],
    ]
    circular(office / "通报.docx", "关于学习督查存在问题的通报", "6月21日，督查组对支部进行了抽查。", rows)
    made, _ = await found(archive, office)
    texts = {unit: [each["text"] for each in item.fields["findings"]] for unit, item in made.items()}
    assert texts == {UNITS[0]: ["签到册漏签", "两名党员无心得体会"], UNITS[1]: ["学习计划未按时上报"]}


async def test_a_part_a_unit_instead_of_a_table(archive: Archive, office: Path) -> None:
    parts = (
        "一、柏树村党支部。学习计划落实较好，资料齐全，得91分，评定为好。存在问题：一名党员未补学；笔记偏少。",
        "二、水车村党支部。缺两次学习，得75.5分，评定等次为一般。",
        "三、下步要求。各支部要认真整改，确保取得实效。",
    )
    circular(office / "通报.docx", "关于四季度学习情况的督查通报", "6月21日，对各支部进行了督查。", *parts)
    made, _ = await found(archive, office)
    told = {unit: (float(item.fields["score"]), item.fields["verdict"]) for unit, item in made.items()}
    assert told == {UNITS[0]: (91.0, "好"), UNITS[1]: (75.5, "一般")}
    assert [each["text"] for each in made[UNITS[0]].fields["findings"]] == ["一名党员未补学", "笔记偏少"]
    assert all("read_from_sentence" in item.flags for item in made.values())


async def test_a_table_typed_with_tabs(archive: Archive, office: Path) -> None:
    rows = "\n".join("\t".join(cells) for cells in TABLE)
    head = "督查通报\n（2011年第5期）\n5月17日，乡党委督查组到各支部督查学习情况，结果如下：\n"
    (office / "通报.txt").write_text(f"{head}{rows}\n督查人：罗春梅\n2011年5月18日\n", "utf-8")
    made, names = await found(archive, office)
    for item in made.values():
        assert (item.fields["date"], [names[each] for each in item.fields["team"]]) == (
            date(2011, 5, 17),
            ["罗春梅"],
        )


async def test_who_supervised_stands_once_above_a_sheet(archive: Archive, office: Path) -> None:
    rows = "\n".join(",".join(cells) for cells in TABLE)
    (office / "督查.csv").write_text(
        f"督查情况登记表\n督查日期：2011年9月20日　督查人：罗春梅\n{rows}\n", "utf-8"
    )
    made, names = await found(archive, office)
    for item in made.values():
        assert (item.fields["date"], [names[each] for each in item.fields["team"]]) == (
            date(2011, 9, 20),
            ["罗春梅"],
        )


async def test_a_table_that_nothing_reads_is_told_with_the_file(archive: Archive, office: Path) -> None:
    other = [["时段", "温度", "天气"], ["上旬", "12", "晴"], ["中旬", "15", "雨"]]
    circular(office / "通报.docx", "督查情况通报", "6月21日，对各支部进行了督查。", TABLE, other)
    report = await run_import(archive, office)
    (file,) = (each for each in report.files if each.file == "通报.docx")
    assert any(code.startswith("table_unread:") for code in file.warnings)


async def test_parts_of_a_score_and_the_whole_team(archive: Archive, office: Path) -> None:
    rows = [
        ["支部名称", "计划得分", "记录得分", "总分", "等次"],
        ["柏树村党支部", "48", "40", "88", "较好"],
        ["水车村党支部", "40", "32", "72", "一般"],
    ]
    when = "6月21日，检查组由贺文涛任组长，罗春梅为成员，对各支部进行了检查。"
    circular(office / "通报.docx", "学习检查情况的通报", when, LONG, rows)
    made, names = await found(archive, office)
    assert [(item.fields["score"], item.fields["verdict"]) for item in made.values()] == [
        (88, "较好"),
        (72, "一般"),
    ]
    for item in made.values():
        assert [names[each] for each in item.fields["team"]] == ["贺文涛", "罗春梅"]


async def test_parts_in_brackets_below_a_day_in_characters(archive: Archive, office: Path) -> None:
    lines = (
        "督查通报",
        "11月2日，乡党委书记贺文涛带队对三个支部开展督查，情况如下：",
        "（一）柏树村党支部：资料齐全。综合评定为好，得90分。",
        "（二）水车村党支部：存在的问题：一是学习计划未分解；二是签到册漏签。评定为一般，得74分。",
        "二〇一一年十一月七日",
    )
    (office / "通报.txt").write_text("\n".join(lines), "utf-8")
    made, names = await found(archive, office)
    assert [len(item.fields.get("findings", ())) for item in made.values()] == [0, 2]
    for item in made.values():
        assert (item.fields["date"], [names[each] for each in item.fields["team"]]) == (
            date(2011, 11, 2),
            ["贺文涛"],
        )


async def test_a_circular_about_the_notes_of_people(archive: Archive, office: Path) -> None:
    rows = [
        ["姓名", "所在支部", "笔记字数"],
        ["龙大勇", "柏树村党支部", "5200"],
        ["熊开富", "水车村党支部", "4300"],
    ]
    circular(office / "通报.docx", "关于学习笔记检查情况的通报", "6月16日，组织室检查了笔记。", LONG, rows)
    report = await run_import(archive, office)
    made = [item for item in report.items if item.place.file == "通报.docx"]
    assert [(item.kind, item.fields["words"]) for item in made] == [
        ("reading_note", 5200),
        ("reading_note", 4300),
    ]


@pytest.mark.parametrize("second", [False, True])
async def test_what_is_said_of_its_columns_leaves_what_its_text_tells(
    archive: Archive, office: Path, tmp_path: Path, second: bool
) -> None:
    """The team was lost, and nothing said so; its rows stood elsewhere on the page than in the lists."""
    notes = [
        ["姓名", "支部", "笔记字数"],
        ["罗春梅", "青石乡机关党支部", "6000"],
        ["贺文涛", "青石乡机关党支部", "7000"],
    ]
    blocks: list[str | Lines] = ["一、支部情况", TABLE, *(["二、笔记情况", notes] if second else [])]
    title, when = (
        "关于学习型党组织建设督查情况的通报",
        "2011年6月20日至22日，由贺文涛带队，对各支部进行了督查。",
    )
    circular(office / "督查通报.docx", title, when, *blocks)
    plain = await run_import(archive, office, apply=True)
    mapping = tmp_path / "map.yaml"
    sheets = "sheets: ['1']\n" if second else ""
    mapping.write_text(
        f"files: 督查通报.docx\n{sheets}kind: inspection\ncolumns:\n  存在的问题: requirements\n", "utf-8"
    )
    said = await run_import(archive, office, mapping=mapping)
    was, now = ([each for each in run.items if each.kind == "inspection"] for run in (plain, said))
    assert len(was) == len(now) == 3
    for one, other in zip(was, now, strict=True):
        assert one.place == other.place
        assert one.fields["team"] and one.fields["date"] == date(2011, 6, 20)
        for name in ("team", "date", "target", "score"):
            assert one.fields[name] == other.fields[name]
        assert {"value_unsure:date", "read_from_sentence:team"} <= set(other.flags)
        assert other.attach == "督查通报.docx"
    for table in (each for each in plain.tables if "通报" in each.file):
        look = look_at(read_again(office, table.file), table, archive.kinds, ImportMapping())
        assert look.summary.first_row == table.first_row
