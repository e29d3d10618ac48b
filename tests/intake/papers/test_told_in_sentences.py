"""What papers tell in a sentence where others have a line for it: who spoke, who runs the office."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from records.archive import Archive
from records.intake.build.named_to_body import seats_in
from records.intake.build.paper.report_place import fieldwork_of
from records.intake.files.reading import Paragraph, TextDocument
from records.intake.papers.minutes.parts import speakers_in
from tests.intake.offices.office_truth import xlsx
from tests.intake.offices.test_year_workbook import BRANCH, brought_in, of_kind, roster
from tests.intake.papers.test_meetings_and_plans import paper, told


@pytest.mark.parametrize(
    ("line", "who"),
    [
        ("会上丁有田、贾秀云、尚大年三名同志作了发言，各谈一本书。", ["丁有田", "贾秀云", "尚大年"]),
        ("会上，贾秀云和尚大年先后作交流发言。", ["贾秀云", "尚大年"]),
        ("丁有田、尚大年发言，谈半年来的收获。", ["丁有田", "尚大年"]),
        ("课后贾秀云、尚大年两位同志提问。", []),
        ("与会同志踊跃发言，讨论热烈。", []),
    ],
)
def test_minutes_tell_in_a_sentence_who_spoke(line: str, who: list[str]) -> None:
    assert speakers_in([line]) == who


async def test_a_row_of_a_book_tells_in_its_summary_who_spoke(archive: Archive, tmp_path: Path) -> None:
    roster(tmp_path)
    head = ("日期", "类别", "内容", "应到", "实到", "缺席人员", "会议记录")
    row = ("2012.6.29", "交流会", "学习交流会", "3", "2", "邱小芳（外出）", "贾秀云发言，谈半年来的收获。")
    xlsx(tmp_path / "会议.xlsx", {"1": [[f"{BRANCH}会议登记"], head, row]})
    _, records = await brought_in(archive, tmp_path)
    meeting = of_kind(records, "session")[0]
    assert told(meeting, "speakers", records) == ["贾秀云"]


@pytest.mark.parametrize(
    ("sentence", "who"),
    [
        ("领导小组下设办公室，办公室设在党政办，主任由贾秀云同志兼任。", [("主任", "贾秀云")]),
        (
            "领导小组办公室设在党政办，由贾秀云同志任主任，尚大年同志任副主任。",
            [("主任", "贾秀云"), ("副主任", "尚大年")],
        ),
        ("办公室设在组织办，主任由组织委员贾秀云兼任。", [("主任", "贾秀云")]),
        ("办公室主任由贾秀云同志担任。", [("主任", "贾秀云")]),
    ],
)
def test_who_runs_the_office_may_stand_in_a_clause_of_its_own(
    sentence: str, who: list[tuple[str, str]]
) -> None:
    lines = (
        "组　长：丁有田　乡党委书记",
        "成　员：邱小芳　乡文书",
        sentence,
        "中共苇塘乡委员会",
        "2010年7月5日",
    )
    document = TextDocument(tuple(map(Paragraph, lines)), (), ())
    found = seats_in(document, "关于成立学习活动领导小组的通知", None)
    assert found is not None
    assert [(seat.role, seat.name) for seat in found.seats if seat.body == "办公室"] == who


@pytest.mark.parametrize(
    "line",
    [
        "2011年10月，我们抽查了卫生院前三季度的补偿单126份，并电话回访40人。",
        "2011年10月，课题组入户36家，发放问卷80份。",
    ],
)
def test_looking_into_files_and_calling_people_is_fieldwork(line: str) -> None:
    went = fieldwork_of([line], None)
    assert went is not None and (went.start, went.end) == (date(2011, 10, 1), date(2011, 10, 31))


async def test_figures_that_contradict_the_names_of_minutes_are_flagged(
    archive: Archive, tmp_path: Path
) -> None:
    roster(tmp_path)
    paper(
        tmp_path / "会议记录.docx",
        *(f"{BRANCH}学习会议记录", "时间：2011年7月18日8:30—10:00", "地点：村部", "主持人：丁有田"),
        *("记录人：贾秀云", "应到3人，实到1人", "请假人员：邱小芳（外出）", "记录：逐段学习讲话。"),
    )
    report, _ = await brought_in(archive, tmp_path)
    flags = [flag for item in report.items if item.kind == "session" for flag in item.flags]
    assert "counts_differ" in flags


async def test_the_receipt_of_a_notice_tells_how_it_went(archive: Archive, tmp_path: Path) -> None:
    roster(tmp_path)
    paper(
        tmp_path / "整改通知.docx",
        *(
            "整改通知",
            "编号：苇学改〔2011〕2号",
            f"{BRANCH}：",
            "现提出如下整改要求：",
            "1.补学3次；",
            "2.补记笔记。",
        ),
        *("请于2011年10月15日前整改完毕，并将整改情况报党政办。", "苇塘乡党政办公室", "2011年9月20日"),
        *("———— 回　执 ————", "整改情况：已补学3次，笔记补齐。", "整改结果：完成"),
        "收到人：贾秀云　　销号日期：2011年10月13日",
    )
    _, records = await brought_in(archive, tmp_path)
    notice = of_kind(records, "rectification")[0].fields
    assert (notice["reply"], notice["result"], notice["closed_on"]) == (
        "已补学3次，笔记补齐",
        "完成",
        date(2011, 10, 13),
    )


BOOK = (
    f"{BRANCH}学习会议记录本",
    "第1次",
    "时间：2011年1月10日8：30—10：00",
    "会议类别：交流会",
    "学习内容：学习全会公报",
    *("主持人：丁有田", "记录人：贾秀云", "应到3人，实到3人"),
    "第2次",
    "时间：2011年3月21日8：30—9：50",
    "会议类别：交流会",
    "学习内容：学习两会精神",
    *("主持人：丁有田", "记录人：贾秀云", "应到3人，实到3人"),
)


async def test_a_meeting_of_a_book_is_called_by_its_subject_and_not_by_its_sort(
    archive: Archive, tmp_path: Path
) -> None:
    roster(tmp_path)
    paper(tmp_path / "记录本.docx", *BOOK)
    _, records = await brought_in(archive, tmp_path)
    meetings = of_kind(records, "session")
    assert {each.fields["title"] for each in meetings} == {"学习全会公报", "学习两会精神"}
    assert {each.fields["category"] for each in meetings} == {"交流会"}


async def test_a_book_that_tells_of_its_meetings_in_sentences_gives_each(
    archive: Archive, tmp_path: Path
) -> None:
    roster(tmp_path)
    paper(
        tmp_path / "学习记录.docx",
        f"{BRANCH}学习记录",
        "第一次",
        "2011年4月12日下午，党支部在村部会议室学习《农村基层干部廉洁履职若干规定》。主持人：丁有田，记录人：贾秀云。",
        "参加人员：丁有田、贾秀云、邱小芳。",
        "第二次",
        "2011年8月16日下午，党支部在村部会议室学习县委全会精神。主持人：贾秀云，记录人：邱小芳。",
        "参加人员：丁有田、贾秀云、邱小芳。",
    )
    _, records = await brought_in(archive, tmp_path)
    meetings = {each.date.start: each for each in of_kind(records, "session") if each.date is not None}
    assert {day.month: each.fields["title"] for day, each in meetings.items()} == {
        4: "学习《农村基层干部廉洁履职若干规定》",
        8: "学习县委全会精神",
    }
    hosts = {day.month: told(each, "host", records) for day, each in meetings.items()}
    assert hosts == {4: "丁有田", 8: "贾秀云"}
    assert {each.fields["place"] for each in meetings.values()} == {"村部会议室"}


@pytest.mark.parametrize(
    ("line", "words", "basis"),
    [
        ("本册笔记合计6300字。", 6300, "declared"),
        ("（全本共约1.2万字）", 12_000, "estimated"),
        ("读了六章，很有收获。", None, "measured"),
    ],
)
async def test_a_notebook_says_of_when_it_is_and_how_long(
    archive: Archive, tmp_path: Path, line: str, words: int | None, basis: str
) -> None:
    roster(tmp_path)
    paper(
        tmp_path / "学习笔记.docx",
        *("学习笔记", "姓名：贾秀云", f"单位：{BRANCH}", "2011年4月至2011年6月"),
        *("4月8日", "读党章第一章。" * 8, "6月17日", "学习全会公报。" * 8, line),
    )
    _, records = await brought_in(archive, tmp_path)
    note = of_kind(records, "reading_note")[0]
    assert note.date is not None
    assert (note.date.start, note.date.end) == (date(2011, 4, 1), date(2011, 6, 30))
    assert note.fields["count_basis"] == basis
    assert words is None or note.fields["words"] == words
