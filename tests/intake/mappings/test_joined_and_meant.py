"""What a mapping says beside one column a field: columns joined, words explained, namesakes, constants."""

from __future__ import annotations

from pathlib import Path

import pytest

from records.archive import Archive
from records.intake.answers.answering import QuestionList, value_of
from records.intake.batch import run_import
from records.intake.files.reading import Cell
from records.intake.mappings.mapping_file import MappingFile
from records.intake.tables.several.joined import join_cells
from records.kind_file import own_kinds
from records.numbers import NumberFault, parse_number

PEOPLE = """\
党员花名册
姓名,性别,出生年月,入党时间,所在支部,包村
李军,男,1965.3,1990.7,柳树湾村党支部,
李军,男,1981.3,2004.7,上营村党支部,
王德明,男,1962.5,1988.7,上营村党支部,
"""
VISITS = """\
年度,走访日期,走访人,所属村,户主,诉求类别,反映问题,解决措施,是否解决
2011,9.6,王德明,上营村,李保山,水利,堰塘漏水,报水务站,已销号
2012,2.9,王德明,上营村,马长福,住房,危房,报镇政府,挂账
"""
LEDGER = """\
学习经费支出台账（2012年）
日期,摘要,用途,金额,经办人
3月1日,订报,书报款,100,李军
3月2日,展板,宣传,200,李军
"""
STUDY = """\
姓名,开始日期,学习类型,学习内容,时长,计量
王德明,2012.3.5,收看,党章,2,小时
王德明,2012.3.6,收看,党史,90,分钟
"""


def cells(*texts: str) -> list[Cell]:
    return [Cell(text, text) for text in texts]


@pytest.mark.parametrize(
    ("target", "texts", "joined"),
    [
        ("visited_on", ("2011", "9.6"), "2011年9月6日"),
        ("visited_on", ("9月6日", "2011年度"), "2011年9月6日"),
        ("visited_on", ("2011", "9", "6"), "2011年9月6日"),
        ("visited_on", ("2011", "9"), "2011年9月"),
        ("visited_on", ("2012", "2012.2.9"), "2012.2.9"),
        ("visited_on", ("2011", "2012.2.9"), "2011年 2012.2.9"),  # nobody's date
        ("visited_on", ("", "9.6"), "9.6"),
        ("difficulty", ("水利", "堰塘漏水"), "水利；堰塘漏水"),
        ("village", ("上营村", "3社"), "上营村3社"),
        ("visitor", ("李军", "王德明"), "李军、王德明"),
    ],
)
def test_columns_of_one_field_are_read_as_one(target: str, texts: tuple[str, ...], joined: str) -> None:
    kind = own_kinds()["household_visit"]
    assert join_cells(kind, target, cells(*texts)).text == joined


def test_two_figures_or_two_words_of_a_list_are_not_made_into_one() -> None:
    """320 for books beside 1500 for a show is no 3,201,500."""
    kinds = own_kinds()
    joined = join_cells(kinds["funding"], "amount", cells("320", "1500")).text
    assert joined == "320 / 1500"
    with pytest.raises(NumberFault):
        parse_number(joined)
    assert (
        join_cells(kinds["funding"], "amount", [Cell("2.5", "2.5"), Cell("万元", "万元")]).text == "2.5万元"
    )
    schools = [Cell(word, word) for word in ("中专", "大学")]
    assert join_cells(kinds["person"], "education", schools).text == "中专；大学"


async def test_what_an_office_means_is_said_once_and_kept(archive: Archive, tmp_path: Path) -> None:
    folder = tmp_path / "资料"
    folder.mkdir()
    for name, text in (("花名册", PEOPLE), ("走访台账", VISITS), ("经费", LEDGER), ("自学", STUDY)):
        (folder / f"{name}.csv").write_text(text, "utf-8")
    file = MappingFile(tmp_path / "map.yaml", archive.kinds)
    file.path.write_text(
        "files: 自学.csv\nkind: study_entry\nset: {source_name: 远教}\n"
        "columns: {姓名: person, 开始日期: started, 学习类型: subtype, 学习内容: content, 时长: minutes,"
        " 计量: minutes}\n---\n"
        "files: 走访台账.csv\nkind: household_visit\n"
        "columns: {年度: visited_on, 走访日期: visited_on, 诉求类别: difficulty, 反映问题: difficulty}\n",
        "utf-8",
    )
    report = await run_import(archive, folder, mapping=file.path)
    rows = [item for item in report.items if item.kind in ("household_visit", "study_entry", "funding")]
    # 挂账 is no 否: it was taken for one once, and nobody was told.
    assert (
        "value_left_out:solved"
        in next(each for each in rows if each.fields.get("difficulty") == "住房；危房").flags
    )
    asked = QuestionList([("", each) for each in report.general_questions])
    asked.asked += QuestionList([(item.kind, q) for item in rows for q in item.questions]).asked
    meant = {"挂账": "否", "收看": "远程教育", "李军": "李军（上营村党支部）", "书报款": "图书"}
    assert {each.question.raw for each in asked.asked} == meant.keys()
    for each in asked.asked:
        question = each.question
        at = [choice.value for choice in question.candidates].index(meant[question.raw])
        if question.code == "item_not_in_list":
            asked.give_all(file, question, value_of(question, at))
        else:
            asked.give(file, question, value_of(question, at))
    words = file.path.read_text("utf-8")
    assert "household_visit.solved/挂账" in words
    report = await run_import(archive, folder, mapping=file.path, apply=True)
    assert not report.general_questions
    made = {
        kind: [each for each in report.items if each.kind == kind]
        for kind in ("household_visit", "study_entry")
    }
    assert [str(each.fields["visited_on"]) for each in made["household_visit"]] == [
        "2011-09-06",
        "2012-02-09",
    ]
    assert [each.fields["solved"] for each in made["household_visit"]] == [True, False]
    told = [(each.fields["minutes"], each.fields["subtype"]) for each in made["study_entry"]]
    assert told == [(120, "远程教育"), (90, "远程教育")]
    assert {each.fields["source_name"] for each in made["study_entry"]} == {"远教"}
    persons = (each for each in report.items if each.kind == "person")
    people = {each.record_id: each.fields["birth"].start.year for each in persons}
    spent = [each for each in report.items if each.kind == "funding"]
    assert {people[each.fields["handler"]] for each in spent} == {1981}
    assert [each.fields["item"] for each in spent] == ["图书", "宣传"]
    again = await run_import(archive, folder, mapping=file.path)
    assert (again.actions["created"], again.actions["updated"]) == (0, 0)
