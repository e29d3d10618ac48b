"""What the papers of a bamboo town showed: articles bound in one file, plans in prose, books of minutes."""

from __future__ import annotations

from pathlib import Path

import pytest

from records.archive import Archive
from records.intake.batch import run_import
from records.intake.outcome import Item
from records.search.query import Query
from tests.intake.offices.office_truth import Table, paper, shown, xlsx

BRANCH, CLINIC = "竹坪村党支部", "竹坪镇卫生院党支部"
BODY = (
    "今年以来我坚持每天学习一小时，对基层工作有了新的认识，群众来访时态度好一点、解释细一点，群众的气就顺一点。"
    "今后我要把学到的东西用在接待和办文办会上，用在田间地头。"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """What the office handed over: the roster, so that its people are known."""
    office = tmp_path / "竹坪镇"
    office.mkdir()
    table = Table("党员名册.xlsx", "person")
    table.line("党员名册")
    table.line("姓名", "性别", "出生年月", "所在支部", "入党时间")
    for name, unit in (
        ("覃大山", BRANCH),
        ("滕小月", BRANCH),
        ("麻秋", BRANCH),
        ("向喜", BRANCH),
        ("舒凤英", CLINIC),
    ):
        table.line(name, "女", "1970.05", unit, "1996.07")
    xlsx(office / table.file, {"名册": table.rows})
    return office


async def _read(archive: Archive, folder: Path) -> list[tuple[Item, dict[str, object]]]:
    """What came of the papers, with the fields as a person reads them."""
    report = await run_import(archive, folder, apply=True)
    records = {record.id: record async for record in archive.each(Query())}
    found = []
    for item in report.items:
        if item.kind not in ("person", "unit"):
            kept = records[item.record_id].fields if item.record_id in records else item.fields
            found.append((item, {name: shown(value, records) for name, value in kept.items()}))
    return found


async def test_articles_bound_in_one_file_are_a_record_each(archive: Archive, folder: Path) -> None:
    lines = ["2011年度学习心得汇编", "竹坪镇党政办公室编"]
    for title, author, day in (
        ("在学习中找准落脚点", "覃大山", "2011年6月20日"),
        ("护理工作也要常学常新", "舒凤英", "2011年9月8日"),
        ("记账员的学习账", "麻　秋", "2011年12月15日"),
    ):
        unit = CLINIC if author == "舒凤英" else BRANCH
        lines += [title, f"{unit}　{author}", BODY, "学而不用等于白学。", f"（{day}）"]
    (folder / "心得").mkdir()
    paper(folder / "心得" / "2011年度学习心得汇编.docx", *lines)
    found = await _read(archive, folder)
    assert [(fields["title"], fields["authors"], fields["written_on"]) for _, fields in found] == [
        ("在学习中找准落脚点", ["覃大山"], "2011-06-20"),
        ("护理工作也要常学常新", ["舒凤英"], "2011-09-08"),
        ("记账员的学习账", ["麻秋"], "2011-12-15"),
    ]
    assert {item.kind for item, _ in found} == {"experience_article"}
    assert len({fields["words"] for _, fields in found}) == 1


async def test_articles_signed_at_their_ends_in_one_file_are_told(archive: Archive, folder: Path) -> None:
    lines = ["学习心得选登"]
    for title, author in (("谈学习", "覃大山"), ("谈实干", "滕小月")):
        lines += [title, BODY, BODY, f"{BRANCH}　{author}"]
    paper(folder / "学习心得选登2011.docx", *lines)
    ((item, _),) = await _read(archive, folder)
    assert "several_papers" in item.flags


async def test_one_article_signed_above_and_below_is_one(archive: Archive, folder: Path) -> None:
    lines = ["谈读书心得", f"{BRANCH}　覃大山", BODY, "一点体会", BODY, f"{BRANCH} 覃大山", "2011年6月20日"]
    paper(folder / "心得.docx", *lines)
    ((item, fields),) = await _read(archive, folder)
    assert (item.outcome, fields["authors"], "several_papers" in item.flags) == ("import", ["覃大山"], False)


@pytest.mark.parametrize(
    ("lines", "items"),
    [
        (
            ["1月：传达全会精神，由覃大山负责。", "2月份：学习十八大报告。", "三月 志愿服务，滕小月主讲。"],
            [(1, "传达全会精神", "覃大山"), (2, "学习十八大报告", None), (3, "志愿服务", "滕小月")],
        ),
        (
            ["一、一月份", "1.学习全会精神；", "2.读《求知》。", "二、二月份", "党课一次。"],
            [(1, "学习全会精神", None), (1, "读《求知》", None), (2, "党课一次", None)],
        ),
    ],
)
async def test_a_plan_in_prose_has_its_months(
    archive: Archive, folder: Path, lines: list[str], items: list[tuple[int, str, str | None]]
) -> None:
    paper(folder / "计划.docx", f"{BRANCH}2013年学习安排", *lines, BRANCH, "2013年1月6日")
    ((item, fields),) = await _read(archive, folder)
    assert (item.kind, fields["owner"], fields["year"]) == ("study_plan", BRANCH, 2013)
    got = [(row["month"], row["topic"], row.get("owner")) for row in item.fields["items"]]
    assert (got, item.flags) == (items, [])


async def test_a_plan_of_which_no_month_was_read_is_told(archive: Archive, folder: Path) -> None:
    paper(folder / "计划.docx", f"{BRANCH}2013年学习安排", "全年学习理论，农闲多学。", BRANCH, "2013年1月6日")
    ((item, _),) = await _read(archive, folder)
    assert item.flags == ["plan_items_unread"]


async def test_meetings_of_a_book_are_called_by_their_subjects(archive: Archive, folder: Path) -> None:
    lines = [f"{CLINIC}集中学习记录"]
    for day, subject in (("2012年3月9日", "学雷锋"), ("2012年4月13日", "医德医风")):
        lines += [f"时    间：{day}下午3:00—5:00", "地    点：会议室", "主 持 人：舒凤英", "记 录 人：舒凤英"]
        lines += [
            f"学习主题：{subject}",
            "应到1人，实到1人",
            "参加人员：舒凤英",
            "学习内容：领学一篇文章。",
            "",
        ]
    (folder / "学习记录本.txt").write_text("\n".join(lines), "gb18030")
    found = await _read(archive, folder)
    assert [(fields["title"], fields["start"]) for _, fields in found] == [
        ("学雷锋", "2012-03-09"),
        ("医德医风", "2012-04-13"),
    ]


async def test_minutes_are_called_by_what_stands_below_their_mark(archive: Archive, folder: Path) -> None:
    """会 议 纪 要 over the name of the meeting; who was away stands in a sentence with the figures."""
    paper(
        folder / "座谈会.docx",
        "会 议 纪 要",
        "创建学习型党组织服务对象座谈会",
        "会议时间：2013年5月22日上午9:00",
        "会议地点：会议室",
        "主 持 人：覃大山（支部书记）",
        "记 录 人：滕小月",
        "参会情况：应到20人，实到18人，麻秋、向喜请假",
        "一、议定事项",
        "1.举办技术培训一期，责任人：麻秋。",
        "2.抽查笔记，责任人：滕小月。",
        BRANCH,
    )
    ((item, fields),) = await _read(archive, folder)
    assert (item.kind, fields["category"], fields["held_on"]) == (
        "evaluation_minutes",
        "座谈会",
        "2013-05-22",
    )
    assert (fields["host"], fields["recorder"], fields["audience"]) == ("覃大山", "滕小月", "服务对象")
    assert (fields["expected"], fields["present"]) == (20, 18)
    assert len(item.fields["absentees"]) == 2
    assert len(item.fields["resolutions"]) == 2


_LISTS = [
    "一、先进学习型党组织（2个）",
    f"{BRANCH}　　{CLINIC}",
    "二、学习先进个人（3名）",
    f"覃大山　{BRANCH}书记",
    "滕小月　竹坪村会计",
    "麻　秋　党政办科员",
]
_IN_LINE = [
    f"一、先进学习型党组织：{BRANCH}、{CLINIC}",
    f"二、学习先进个人（3名）：覃大山（{BRANCH}书记）、滕小月、麻秋",
    "望受表彰的单位和个人再接再厉。",
]


@pytest.mark.parametrize("lists_behind", [True, False])
async def test_a_decision_names_those_whom_it_commends(
    archive: Archive, folder: Path, lists_behind: bool
) -> None:
    signed = ["中共竹坪镇委员会", "2012年1月18日"]
    paper(
        folder / "表彰决定.docx",
        "中共竹坪镇委员会文件",
        "竹党发〔2012〕4号",
        "中共竹坪镇委员会",
        "关于表彰2011年度学习先进集体和先进个人的决定",
        "各党支部：",
        "经镇党委研究，决定对竹坪村党支部等2个先进学习型党组织、覃大山等3名学习先进个人予以表彰。",
        *([*signed, "附件", *_LISTS] if lists_behind else [*_IN_LINE, *signed]),
    )
    (item, fields), *awards = await _read(archive, folder)
    assert (item.kind, item.flags, item.questions) == ("commendation", [], [])
    assert [(award.kind, told["title"], told["nominee"]) for award, told in awards] == [
        ("award", "先进学习型党组织", BRANCH),
        ("award", "先进学习型党组织", CLINIC),
        ("award", "学习先进个人", "覃大山"),
        ("award", "学习先进个人", "滕小月"),
        ("award", "学习先进个人", "麻秋"),
    ]
    assert fields == {
        "title": "关于表彰2011年度学习先进集体和先进个人的决定",
        "doc_no": "竹党发〔2012〕4号",
        "decided_on": "2012-01-18",
        "winners": [BRANCH, CLINIC, "覃大山", "滕小月", "麻秋"],
    }


async def test_a_decision_with_fewer_names_than_it_counts_is_told(archive: Archive, folder: Path) -> None:
    paper(
        folder / "表彰决定.docx",
        "关于表彰2011年度学习先进个人的决定",
        "学习先进个人（3名）：覃大山、滕小月、麻秋秋",
        "中共竹坪镇委员会",
        "2012年1月18日",
    )
    (item, _), *awards = await _read(archive, folder)
    assert "winners_missing" in item.flags
    assert [told["nominee"] for _, told in awards] == ["覃大山", "滕小月"]
    assert [question.raw for question in item.questions] == ["麻秋秋"]


async def test_talks_told_in_sentences_are_read_and_flagged(archive: Archive, folder: Path) -> None:
    """理论宣讲情况 names no author 宣讲情况; each sentence is a talk, or a question."""
    paper(
        folder / "2012年机关干部理论宣讲情况.docx",
        "2012年机关干部理论宣讲情况",
        "1.2012年3月22日，覃大山同志在竹坪村宣讲全国“两会”精神，听众56人。",
        "2、支部书记滕小月同志于7月2日到镇卫生院作题为《党的光荣传统》的宣讲，参加党员20人、群众21人。",
        "3、8月3日，宣讲团到各村巡回宣讲。",
    )
    first, second, third = await _read(archive, folder)
    assert first[0].kind == "preaching"
    assert first[1] == {
        "speaker": "覃大山",
        "held_on": "2012-03-22",
        "topic": "全国“两会”精神",
        "place": "竹坪村",
        "count": 56,
    }
    assert (second[1]["speaker"], second[1]["topic"], second[1]["held_on"]) == (
        "滕小月",
        "党的光荣传统",
        "2012-07-02",
    )
    assert ("count" in second[1], third[0].outcome) == (False, "ask")
    assert {"read_from_sentence"} <= set(first[0].flags) & set(second[0].flags)


async def test_a_paper_of_the_office_is_nobodys_article(archive: Archive, folder: Path) -> None:
    paper(folder / "2012年理论学习情况.docx", "2012年理论学习情况", "覃大山同志学得好，大家要向他学习。")
    ((item, _),) = await _read(archive, folder)
    assert [question.code for question in item.questions] == ["kind_unknown"]
