"""An office that keeps everything in Word: rosters with a table a branch, registers whose head is merged."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import docx
import pytest

from records.archive import Archive
from records.intake.batch import run_import
from records.intake.build.named_to_body import seats_in
from records.intake.files.reading import Paragraph, TextDocument
from records.intake.papers.report_parts import parts_of_report
from records.intake.readers.word_grid import on_grid
from tests.intake.offices.office_truth import Expected, compare

DATA = Path(__file__).parents[2] / "data"
HEAD = ("序号", "姓名", "性别", "出生年月", "入党时间")


def word(path: Path, *blocks: str | Sequence[Sequence[str]]) -> None:
    """A Word file of lines and tables."""
    path.parent.mkdir(parents=True, exist_ok=True)
    document = docx.Document()
    for block in blocks:
        if isinstance(block, str):
            document.add_paragraph(block)
            continue
        table = document.add_table(len(block), len(block[0]))
        for row, cells in zip(table.rows, block, strict=True):
            for cell, text in zip(row.cells, cells, strict=True):
                cell.text = text
    document.add_paragraph("")
    document.save(str(path))


def roster(path: Path) -> None:
    """Three branches, a table each, with a numbered line above."""
    word(
        path,
        "沙河镇党员名册",
        "（一）杨湾村党支部　2人",
        (HEAD, ("1", "杨春来", "男", "1961.4", "1988.7"), ("2", "陶桂珍", "女", "1970.2", "1999.6")),
        "2．渡口村党支部（1名）",
        (HEAD, ("1", "鲁大勇", "男", "1966.9", "1994.7")),
        "第三部分：镇机关党支部",
        (HEAD, ("1", "田家驹", "男", "1979.12", "2003.7")),
    )


async def test_the_line_above_each_table_of_a_word_roster_says_whose_it_is(
    archive: Archive, tmp_path: Path
) -> None:
    roster(tmp_path / "党员名册.docx")
    units = ("杨湾村党支部", "杨湾村党支部", "渡口村党支部", "镇机关党支部")
    names = ("杨春来", "陶桂珍", "鲁大勇", "田家驹")
    truth = [
        Expected("党员名册.docx", None, "person", fields={"name": name, "unit": unit})
        for name, unit in zip(names, units, strict=True)
    ]
    verdict, _ = await compare(archive, tmp_path, truth)
    assert (verdict.right, verdict.silent) == (4, [])


async def test_a_roster_of_many_branches_is_one_still(archive: Archive, tmp_path: Path) -> None:
    """Each table has a title of its own; together they are longer than what may stand beside one table."""
    blocks: list[str | Sequence[Sequence[str]]] = ["沙河镇党员名册（二〇一二年十二月三十一日在册党员）"]
    for number in range(12):
        blocks += [
            f"{number + 1}、沙河镇第{number + 1}片区杨湾新村第{number + 1}党支部（共有党员1人）",
            (HEAD, ("1", f"杨{'一二三四五六七八九十甲乙'[number]}来", "男", "1961.4", "1988.7")),
        ]
    word(tmp_path / "名册.docx", *blocks)
    verdict, _ = await compare(
        archive, tmp_path, [Expected("名册.docx", None, "person", fields={"gender": "男"})] * 12
    )
    assert (verdict.right, verdict.silent) == (12, [])


async def test_a_merged_head_of_an_old_word_table_stands_over_its_columns(
    archive: Archive, tmp_path: Path
) -> None:
    roster(tmp_path / "党员名册.docx")
    shutil.copy(DATA / "merged_head.doc", tmp_path / "汇总表.doc")
    lines = (
        ("杨春来", 11, 22.0, 6400, 2, 1, 88.0),
        ("陶桂珍", 10, 20.0, 5100, 1, None, 79.0),
        ("鲁大勇", 9, 18.0, 4300, 1, None, 81.0),
    )
    fields = ("person", "sessions", "hours", "notes_words", "articles", "reports", "score")
    truth = [
        Expected("汇总表.doc", None, "study_register", fields=dict(zip(fields, line, strict=True)))
        for line in lines
    ]
    truth += [Expected("党员名册.docx", None, "person")] * 4
    verdict, _ = await compare(archive, tmp_path, truth)
    assert (verdict.right, verdict.silent) == (7, [])


def test_rows_that_end_elsewhere_stay_as_they_are() -> None:
    rows = [("甲", "乙", "丙"), ("一", "二"), ("三", "四"), ("五",)]
    edges = [(0, 100, 200, 300), (4, 204, 297), (0, 150, 300), ()]
    assert list(on_grid(rows, edges)) == [("甲", "乙", "丙"), ("一", "", "二"), ("三", "四"), ("五",)]


REPORT = (
    "渡口村灌溉用水情况的调查",
    "渡口村党支部　鲁大勇",
    "今年五月，我用八天时间沿渠走了一遍，访问了三十一户，情况如下。",
    "一、基本情况",
    "全村有耕地一千四百亩，渠系建成二十一年，上游村先浇，下游村后浇，头水和末水相差十六天。",
    "二、存在的主要问题",
    "（一）渠道渗漏",
    "主渠有九处裂缝，一方水到田头只剩六成。",
    "（二）管水不明",
    "水费按人头收，浇多浇少一个价。",
    "三、解决以上问题的几点建议",
    "1．冬闲时把九处裂缝补上。",
    "2．按亩次收水费，账目每季张榜。",
    "以上意见不一定妥当，供村上参考。",
    "2012年6月9日",
)


async def test_a_report_gives_what_is_wanting_and_what_it_advises(archive: Archive, tmp_path: Path) -> None:
    roster(tmp_path / "党员名册.docx")
    word(tmp_path / "灌溉调查.docx", *REPORT)
    both = [*REPORT[:5], "二、问题及建议", "裂缝要补，水费要公开。", "2012年6月9日"]
    word(tmp_path / "灌溉调查（简）.docx", "渡口村灌溉用水情况调研报告", *both[1:])
    report = await run_import(archive, tmp_path)
    told = {
        item.place.file: (item.fields.get("findings"), item.fields.get("advice"))
        for item in report.items
        if item.kind == "research_report"
    }
    assert told == {
        "灌溉调查.docx": (
            "（一）渠道渗漏\n主渠有九处裂缝，一方水到田头只剩六成。\n（二）管水不明\n水费按人头收，浇多浇少一个价。",
            "1．冬闲时把九处裂缝补上。\n2．按亩次收水费，账目每季张榜。",
        ),
        "灌溉调查（简）.docx": (None, None),
    }


@pytest.mark.parametrize(
    ("body", "findings", "advice"),
    [
        (
            "二、存在的问题：一是缺水；二是路远。\n三、下一步打算。先修路。",
            "一是缺水；二是路远。",
            "先修路。",
        ),
        (
            "主要困难\n人手少。\n对策\n首先，招人。\n其次，筹钱。\n特此报告。",
            "人手少。",
            "首先，招人。\n其次，筹钱。",
        ),
        ("我们遇到的问题很多。\n建议早修。", "", ""),
        (
            "一、问题\n1．缺水\n井深不够。\n2．路远\n二、建议\n1．打井\n井要深。",
            "1．缺水\n井深不够。\n2．路远",
            "1．打井\n井要深。",
        ),
    ],
)
def test_the_parts_of_a_report_by_their_heads(body: str, findings: str, advice: str) -> None:
    assert parts_of_report(body) == (findings, advice)


async def test_who_wrote_a_briefing_stands_before_who_looked_it_over(
    archive: Archive, tmp_path: Path
) -> None:
    roster(tmp_path / "党员名册.docx")
    foots = (
        "撰稿：陶桂珍　　审核：杨春来",
        "审核人：杨春来  撰稿人：陶桂珍  签发：田家驹",
        "（供稿：陶桂珍）",
    )
    for number, foot in enumerate(foots, 1):
        word(
            tmp_path / f"简报{number}.docx",
            "学习简报",
            f"第{number}期",
            "杨湾村党支部　　　　2012年3月8日",
            "妇女夜校开班",
            "3月5日，村里的妇女夜校开班，三十四人到课，先讲剪枝，再讲新农合报销。",
            "报：镇党委",
            foot,
        )
    report = await run_import(archive, tmp_path)
    people = {item.record_id: item.fields["name"] for item in report.items if item.kind == "person"}
    written = [people.get(item.fields.get("written_by")) for item in report.items if item.kind == "briefing"]
    assert written == ["陶桂珍"] * len(foots)


async def test_a_line_of_a_plan_says_form_and_person_in_brackets(archive: Archive, tmp_path: Path) -> None:
    roster(tmp_path / "党员名册.docx")
    word(
        tmp_path / "计划.docx",
        "杨湾村党支部2012年学习计划",
        "2月：一号文件（集中学习，负责人：杨春来）",
        "5月：果树修剪（现场教学，陶桂珍主讲）",
        "9月：村规民约（修订稿）",
        "11月：选举办法（全体党员参加，学习形式：座谈会）",
        "每次学习不少于一个半小时，缺课的要补上。",
        "杨湾村党支部",
        "2012年1月9日",
    )
    report = await run_import(archive, tmp_path)
    (plan,) = [item for item in report.items if item.kind == "study_plan"]
    assert plan.fields["items"] == [
        {"month": 2, "topic": "一号文件", "form": "集中学习", "owner": "杨春来"},
        {"month": 5, "topic": "果树修剪", "form": "现场教学", "owner": "陶桂珍"},
        {"month": 9, "topic": "村规民约（修订稿）"},
        {"month": 11, "topic": "选举办法（全体党员参加）", "form": "座谈会"},
    ]


async def test_a_list_of_units_says_who_leads_them(archive: Archive, tmp_path: Path) -> None:
    """Units are read and stored before people, and refer to them all the same."""
    roster(tmp_path / "党员名册.docx")
    head = ("党组织名称", "类别", "上级党组织", "书记", "成立时间")
    word(
        tmp_path / "党组织一览表.docx",
        "沙河镇党组织一览表",
        (
            head,
            ("中共沙河镇委员会", "党委", "", "田家驹", "1996.3.1"),
            ("杨湾村党支部", "党支部", "中共沙河镇委员会", "杨春来（兼）", "1975.5.20"),
            ("渡口村党支部", "党支部", "中共沙河镇委员会", "鲁大用", "1978.10.1"),
        ),
    )
    report = await run_import(archive, tmp_path, apply=True)
    assert report.failed == []
    units = {item.fields["name"]: item for item in report.items if item.kind == "unit"}
    people = {item.record_id: item.fields["name"] for item in report.items if item.kind == "person"}
    led = {name: people.get(item.fields.get("secretary")) for name, item in units.items()}
    assert led == {
        "中共沙河镇委员会": "田家驹",
        "杨湾村党支部": "杨春来",
        "渡口村党支部": None,
        "镇机关党支部": None,
    }
    assert "value_left_out:secretary" in units["渡口村党支部"].flags
    report = await run_import(archive, tmp_path, apply=True)
    assert (report.failed, report.actions["created"], report.actions["updated"]) == ([], 0, 0)


async def test_minutes_in_running_text_say_as_much_as_numbered_ones(archive: Archive, tmp_path: Path) -> None:
    roster(tmp_path / "党员名册.docx")
    word(
        tmp_path / "座谈会纪要.docx",
        "杨湾村党支部学习型党组织创建评议座谈会纪要",
        "2012年12月18日，杨湾村党支部在村委会会议室召开座谈会，杨春来同志主持会议，陶桂珍同志担任记录，应到2人，实到2人。",
        "会议议程：一、通报学习情况；二、座谈评议；三、研究整改。",
        "陶桂珍说，学习时间有保证，书旧了些。",
        "有的同志认为，笔记要多联系实际。",
        "会议认为还存在以下不足：一是新书少；二是笔记抄得多。",
        "会议议定：一是添置农技书三十册，由陶桂珍负责，2013年2月20日前完成；二是每季度评一次笔记，由杨春来负责。",
        "杨湾村党支部",
        "2012年12月18日",
    )
    word(
        tmp_path / "评议会纪要.docx",
        "渡口村党支部2012年度民主评议党员会议纪要",
        "时间：2012年12月20日　　地点：村活动室",
        "主持人：鲁大勇　　记录人：鲁大勇",
        "应到1人　实到1人",
        "一、会议议程",
        "（一）汇报学习情况；（二）互相评议；（三）测评。",
        "二、评议情况",
        "鲁大勇：渠修得好，水费还要公开。",
        "三、议定事项",
        (("序号", "整改事项", "责任人", "完成时限"), ("1", "公布水费账目", "鲁大勇", "2013年1月15日前")),
    )
    report = await run_import(archive, tmp_path)
    people = {item.record_id: item.fields["name"] for item in report.items if item.kind == "person"}
    running, numbered = (item.fields for item in report.items if item.kind == "evaluation_minutes")
    if "座谈" not in str(running["title"]):
        running, numbered = numbered, running
    assert people[running["host"]] == "杨春来"
    assert running["agenda"] == ["通报学习情况", "座谈评议", "研究整改"]
    assert running["statements"] == [{"speaker": "陶桂珍", "gist": "学习时间有保证，书旧了些。"}]
    assert running["gaps"] == ["新书少", "笔记抄得多"]
    assert running["resolutions"] == [
        {"text": "添置农技书三十册", "owner": "陶桂珍", "due": date(2013, 2, 20)},
        {"text": "每季度评一次笔记", "owner": "杨春来"},
    ]
    assert numbered["agenda"] == ["汇报学习情况", "互相评议", "测评"]
    assert numbered["statements"] == [{"speaker": "鲁大勇", "gist": "渠修得好，水费还要公开。"}]
    assert numbered["resolutions"] == [{"text": "公布水费账目", "owner": "鲁大勇", "due": date(2013, 1, 15)}]


async def test_the_subjects_of_a_meeting_stand_one_by_one(archive: Archive, tmp_path: Path) -> None:
    roster(tmp_path / "党员名册.docx")
    word(
        tmp_path / "会议记录.docx",
        "杨湾村党支部党员会议记录",
        "时间：2012年4月6日",
        "地点：村委会会议室",
        "主持人：杨春来",
        "记录人：陶桂珍",
        "参加人员：杨春来、陶桂珍",
        "会议议题：1．学习《村务公开条例》；2．安排春季造林3.5亩",
    )
    report = await run_import(archive, tmp_path)
    (meeting,) = [item for item in report.items if item.kind == "session"]
    assert meeting.fields["topics"] == ["学习《村务公开条例》", "安排春季造林3.5亩"]


async def test_a_letter_that_sets_up_a_leading_group_names_its_people(
    archive: Archive, tmp_path: Path
) -> None:
    roster(tmp_path / "党员名册.docx")
    head = ("党组织名称", "类别", "上级党组织")
    rows = (("中共沙河镇委员会", "党委", ""), ("杨湾村党支部", "党支部", "中共沙河镇委员会"))
    word(tmp_path / "党组织一览表.docx", "沙河镇党组织一览表", (head, *rows))
    word(
        tmp_path / "关于调整创建工作领导小组的通知.docx",
        "中共沙河镇委员会关于调整学习型党组织创建工作领导小组的通知",
        "各党支部：",
        "因人事变动，经研究，对创建工作领导小组作如下调整：",
        "组　长：田家驹　　镇党委书记",
        "副组长：杨春来（镇人大主席）",
        "成　员：陶桂珍、鲁大勇、周不详",
        "领导小组下设办公室，办公室设在党政办，陶桂珍同志兼任办公室主任，负责日常工作。",
        "中共沙河镇委员会",
        "2012年3月2日",
    )
    word(
        tmp_path / "关于印发方案的通知.docx",
        "关于印发学习方案的通知",
        "组长要负责，成员要配合。",
        "2012年3月2日",
    )
    report = await run_import(archive, tmp_path)
    people = {item.record_id: item.fields["name"] for item in report.items if item.kind == "person"}
    seats = [item for item in report.items if item.kind == "position"]
    told = [
        (
            people.get(item.fields.get("person")),
            item.fields["body"],
            item.fields["role"],
            item.fields.get("post"),
        )
        for item in seats
    ]
    assert told == [
        ("田家驹", "领导小组", "组长", "镇党委书记"),
        ("杨春来", "领导小组", "副组长", "镇人大主席"),
        ("陶桂珍", "领导小组", "成员", None),
        ("鲁大勇", "领导小组", "成员", None),
        (None, "领导小组", "成员", None),
        ("陶桂珍", "办公室", "主任", None),
    ]
    assert {item.fields["from"] for item in seats} == {date(2012, 3, 2)}
    assert [item.outcome for item in seats] == [*["import"] * 4, "ask", "import_flagged"]


@pytest.mark.parametrize(
    ("line", "seats"),
    [
        ("田家驹　镇党委副书记、镇长", [("田家驹", "镇党委副书记、镇长")]),
        (
            "田家驹　宣传干事、团委书记，鲁大勇　武装部长",
            [("田家驹", "宣传干事、团委书记"), ("鲁大勇", "武装部长")],
        ),
        ("田家驹（镇长）、鲁大勇（副镇长）", [("田家驹", "镇长"), ("鲁大勇", "副镇长")]),
        ("田家驹、办公室主任鲁大勇", [("田家驹", ""), ("鲁大勇", "办公室主任")]),
        ("田家驹、鲁大勇、各村党支部书记", [("田家驹", ""), ("鲁大勇", ""), ("", "")]),
    ],
)
def test_posts_of_those_named_to_a_body(line: str, seats: list[tuple[str, str]]) -> None:
    letter = ("组　长：陶桂珍　镇党委书记", f"成　员：{line}", "2012年3月2日")
    found = seats_in(TextDocument(tuple(map(Paragraph, letter))), "关于成立创建工作领导小组的通知", None)
    assert found is not None
    assert [(seat.name, seat.post) for seat in found.seats[1:]] == seats


@pytest.mark.parametrize(
    "clause", ["鲁大勇、杨春来为成员", "由鲁大勇、杨春来担任成员", "鲁大勇、杨春来同志任成员"]
)
def test_an_office_has_members_as_well(clause: str) -> None:
    letter = ("组　长：陶桂珍", f"办公室设在党政办，田家驹兼任主任，{clause}。", "2012年3月2日")
    found = seats_in(TextDocument(tuple(map(Paragraph, letter))), "关于调整创建工作领导小组的通知", None)
    assert found is not None
    assert [(seat.name, seat.role) for seat in found.seats if seat.body == "办公室"] == [
        ("田家驹", "主任"),
        ("鲁大勇", "成员"),
        ("杨春来", "成员"),
    ]


async def test_a_note_is_of_who_read_and_a_plan_of_ones_own_of_who_signs(
    archive: Archive, tmp_path: Path
) -> None:
    roster(tmp_path / "党员名册.docx")
    word(
        tmp_path / "读书笔记.docx",
        "读书笔记",
        "书名：《土壤的脾气》",
        "作者：柯南浦",
        "阅读人：陶桂珍",
        "土要养，地要歇。书里讲轮作的道理，和老辈人的话对得上，今年把西坡的地换一茬豆子。",
        "2012年5月3日",
    )
    rows = (("时间", "学习内容", "学习形式"), ("一季度", "党章", "自学"), ("二季度", "选举法", "自学"))
    word(tmp_path / "支部计划.docx", "杨湾村党支部2012年学习计划", rows, "杨湾村党支部", "2012年1月4日")
    word(tmp_path / "个人计划.docx", "2012年个人学习计划", "杨湾村党支部　陶桂珍", rows, "2012年1月6日")
    report = await run_import(archive, tmp_path)
    people = {item.record_id: item.fields["name"] for item in report.items if item.kind == "person"}
    (note,) = [item for item in report.items if item.kind == "reading_note"]
    assert people[note.fields["person"]] == "陶桂珍"
    plans = {item.place.file: item for item in report.items if item.kind == "study_plan"}
    assert people.get(plans["个人计划.docx"].fields["owner"]) == "陶桂珍"
    assert plans["支部计划.docx"].fields["owner"] not in people
    assert {item.outcome for item in plans.values()} == {"import"}
