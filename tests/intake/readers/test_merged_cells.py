"""Merged cells of Word tables: what stands in a range holds for every row, and day, that it spans."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

import docx
import pytest

from records.archive import Archive
from records.intake.batch import run_import
from records.intake.outcome import Item
from tests.intake.offices.office_truth import Expected, compare, xls, xlsx

DATA = Path(__file__).parents[2] / "data"
ROSTER = (
    "青石乡党员花名册\n姓名,性别,出生年月,所在支部,职务\n沈立强,男,1972.8,青石乡机关党支部,副乡长\n"
    "邱雪,女,1983.2,青石乡机关党支部,办公室主任\n熊开富,男,1961.6,水车村党支部,支部书记\n"
    "谭月英,女,1970.10,水车村党支部,\n向明华,男,1974.3,水车村党支部,\n冉启元,男,1957.5,水车村党支部,\n"
)
#: ^ goes on from the cell above, < from the one to the left.
Lines = Sequence[Sequence[str]]
VISITS: Lines = [
    ["走访干部", "走访时间", "村组", "户主", "反映的困难", "解决办法", "是否解决"],
    ["沈立强", "2011.3.8", "柏树村2组", "龙老三", "引水管冻裂", "协调管材60米", "是"],
    ["^", "^", "^", "蒋兴旺", "小孩上学远", "联系寄宿", "是"],
    ["^", "2011.3.15", "水车村1组", "冉启文", "缺化肥", "赊购两袋", "否"],
    ["邱雪", "2011.4.2", "水车村3组", "谭家福", "看病难", "办理合作医疗", "是"],
    ["^", "^", "^", "向老四", "房屋漏雨", "申报危房改造", "否"],
]
VISITED = [
    ("沈立强", "2011-03-08", "柏树村", "2组", "龙老三"),
    ("沈立强", "2011-03-08", "柏树村", "2组", "蒋兴旺"),
    ("沈立强", "2011-03-15", "水车村", "1组", "冉启文"),
    ("邱雪", "2011-04-02", "水车村", "3组", "谭家福"),
    ("邱雪", "2011-04-02", "水车村", "3组", "向老四"),
]


def ranges(lines: Lines) -> list[tuple[int, int, int, int]]:
    """The merged ranges: row and column of the first cell, row and column of the last."""
    found = []
    for row, cells in enumerate(lines):
        for column, text in enumerate(cells):
            if text in ("^", "<"):
                continue
            right, down = column, row
            while right + 1 < len(cells) and cells[right + 1] == "<":
                right += 1
            while down + 1 < len(lines) and lines[down + 1][column] == "^":
                down += 1
            if (right, down) != (column, row):
                found.append((row, column, down, right))
    return found


def word(path: Path, title: str, lines: Lines) -> None:
    paper = docx.Document()
    paper.add_paragraph(title)
    table = paper.add_table(len(lines), len(lines[0]))
    for row, cells in enumerate(lines):
        for column, text in enumerate(cells):
            table.cell(row, column).text = "" if text in ("^", "<") else text
    for top, left, bottom, right in ranges(lines):
        text = table.cell(top, left).text
        table.cell(top, left).merge(table.cell(bottom, right)).text = text
    paper.save(str(path))


def rtf(path: Path, title: str, lines: Lines) -> None:
    """As Word writes it: a cell over several columns is one wide cell, one over several rows is marked."""

    def coded(text: str) -> str:
        return "".join(f"\\u{ord(char)}?" if ord(char) > 126 else char for char in text)

    down = {
        (row, left): "\\clvmgf" if row == top else "\\clvmrg"
        for top, left, bottom, _ in ranges(lines)
        if bottom > top
        for row in range(top, bottom + 1)
    }
    parts = [rf"{{\rtf1\ansi\ansicpg936\uc1 \pard {coded(title)}\par "]
    for row, cells in enumerate(lines):
        own = [column for column, text in enumerate(cells) if text != "<"]
        ends = [*own[1:], len(cells)]
        cut = "".join(
            f"{down.get((row, column), '')}\\clbrdrt\\cellx{2000 * end}"
            for column, end in zip(own, ends, strict=True)
        )
        told = "".join(
            rf"\pard\intbl {coded('' if cells[column] == '^' else cells[column])}\cell " for column in own
        )
        parts.append(rf"\trowd\trgaph108\trleft0{cut}{told}\row ")
    path.write_bytes("".join([*parts, r"\pard\par}"]).encode("ascii"))


def sheet(path: Path, title: str, lines: Lines) -> None:
    rows = [[title, *[None] * (len(lines[0]) - 1)]]
    rows += [[None if text in ("^", "<", "") else text for text in cells] for cells in lines]
    merges = [
        f"{chr(65 + left)}{top + 2}:{chr(65 + right)}{bottom + 2}"
        for top, left, bottom, right in ranges(lines)
    ]
    (xlsx if path.suffix == ".xlsx" else xls)(path, {"Sheet1": rows}, {"Sheet1": merges})


@pytest.fixture
def office(tmp_path: Path) -> Path:
    folder = tmp_path / "档案"
    folder.mkdir()
    (folder / "花名册.csv").write_text(ROSTER, "utf-8")
    return folder


def put(office: Path, name: str, title: str, lines: Lines) -> None:
    write = {".docx": word, ".rtf": rtf}.get(Path(name).suffix, sheet)
    write(office / name, title, lines)


async def brought(archive: Archive, office: Path, kind: str) -> list[Item]:
    report = await run_import(archive, office)
    return [item for item in report.every_item() if item.kind == kind]


@pytest.mark.parametrize("name", ["走访登记表.docx", "走访登记表.doc", "走访登记表.rtf", "走访登记表.html"])
async def test_who_went_and_when_stand_once_for_several_households(
    archive: Archive, office: Path, name: str
) -> None:
    if name.endswith((".docx", ".rtf")):
        put(office, name, "青石乡干部走访农户登记表", VISITS)
    elif name.endswith(".doc"):
        shutil.copy(DATA / "merged_down.doc", office / name)
    else:
        (office / name).write_text(page("青石乡干部走访农户登记表", VISITS), "utf-8")
    fields = ("visitor", "visited_on", "village", "group", "household")
    truth = [
        Expected(name, None, "household_visit", fields=dict(zip(fields, line, strict=True)))
        for line in VISITED
    ]
    verdict, _ = await compare(archive, office, [*truth, *[Expected("花名册.csv", None, "person")] * 6])
    assert (verdict.right, verdict.silent) == (11, [])


def page(title: str, lines: Lines) -> str:
    high = {(top, left): bottom - top + 1 for top, left, bottom, _ in ranges(lines)}
    rows = "".join(
        "<tr>"
        + "".join(
            f"<td rowspan='{high.get((row, column), 1)}'>{text}</td>"
            for column, text in enumerate(cells)
            if text != "^"
        )
        + "</tr>"
        for row, cells in enumerate(lines)
    )
    return f"<html><body><p>{title}</p><table>{rows}</table></body></html>"


HEAD_OF_TWO: Lines = [
    ["支部", "姓名", "学习情况", "<", "笔记（字）"],
    ["^", "^", "次数", "学时", "^"],
    ["水车村党支部", "熊开富", "12", "24", "7000"],
    ["^", "谭月英", "9", "18", "5000"],
]


@pytest.mark.parametrize("name", ["登记.docx", "登记.rtf", "登记.xlsx", "登记.xls"])
async def test_a_branch_and_a_head_of_two_rows(archive: Archive, office: Path, name: str) -> None:
    put(office, name, "2011年上半年党员学习情况登记表", HEAD_OF_TWO)
    items = await brought(archive, office, "study_register")
    told = [(item.fields["sessions"], item.fields["notes_words"]) for item in items]
    assert told == [(12, 7000), (9, 5000)]
    assert [item.flags for item in items] == [[], []]


PLAN: Lines = [
    ["季度", "月份", "学习内容", "学习形式", "责任人"],
    ["一季度", "1月", "中央一号文件", "集中学习", "熊开富"],
    ["^", "2月", "党章", "自学", "^"],
    ["二季度", "4月", "安全生产知识", "集中学习", "谭月英"],
    ["^", "5月", "党史", "^", "^"],
]


@pytest.mark.parametrize("name", ["计划.docx", "计划.rtf", "计划.xlsx"])
async def test_the_form_and_the_person_in_charge_of_several_months(
    archive: Archive, office: Path, name: str
) -> None:
    put(office, name, "水车村党支部2011年学习计划", PLAN)
    (plan,) = await brought(archive, office, "study_plan")
    told = [(row["month"], row["form"], row["owner"]) for row in plan.fields["items"]]
    assert told == [
        (1, "集中学习", "熊开富"),
        (2, "自学", "熊开富"),
        (4, "集中学习", "谭月英"),
        (5, "集中学习", "谭月英"),
    ]


MINUTES: Lines = [
    ["基本情况", "会议时间", "2011年4月18日 9:00", "会议地点", "村活动室"],
    ["^", "主持人", "熊开富", "记录人", "谭月英"],
    ["参加人员", "熊开富、谭月英", "<", "<", "<"],
    ["^", "向明华", "<", "<", "<"],
    ["缺席人员", "冉启元（住院）", "<", "<", "<"],
    ["会议内容", "一、学习上级文件。熊开富传达了乡党委会议精神。", "<", "<", "<"],
    ["^", "二、讨论修路。大家同意先修入组路。", "<", "<", "<"],
]


@pytest.mark.parametrize("name", ["支委会.docx", "支委会.rtf", "支委会.xlsx"])
async def test_a_label_to_the_left_that_spans_several_rows(archive: Archive, office: Path, name: str) -> None:
    put(office, name, "水车村党支部会议记录", MINUTES)
    (session,) = await brought(archive, office, "session")
    states = sorted(row["state"] for row in session.fields["attendance"])
    assert states == ["到", "到", "到", "请假"]
    assert session.fields["place"] == "村活动室"
    assert session.fields["summary"] == (
        "一、学习上级文件。熊开富传达了乡党委会议精神。\n二、讨论修路。大家同意先修入组路。"
    )


NAMES_SIDE_BY_SIDE: Lines = [
    ["会议时间", "2011年4月18日", "地点", "村活动室"],
    ["主持人", "熊开富", "记录人", "谭月英"],
    ["到会人员", "熊开富", "谭月英", "向明华"],
    ["^", "冉启元", "", ""],
    ["会议记录", "熊开富传达文件，大家讨论后同意清理水渠。", "<", "<"],
]


@pytest.mark.parametrize("name", ["会议.docx", "会议.rtf", "会议.xlsx"])
async def test_names_in_cells_side_by_side_below_one_label(archive: Archive, office: Path, name: str) -> None:
    put(office, name, "水车村党支部会议记录", NAMES_SIDE_BY_SIDE)
    (session,) = await brought(archive, office, "session")
    assert [row["state"] for row in session.fields["attendance"]] == ["到"] * 4
    assert session.fields["summary"] == "熊开富传达文件，大家讨论后同意清理水渠。"


MARKS: Lines = [
    ["姓名", "1月12日", "2月14日", "3月14日"],
    ["熊开富", "√", "√", "√"],
    ["谭月英", "√", "请假", "<"],
    ["冉启元", "外出务工", "<", "<"],
]


@pytest.mark.parametrize("name", ["考勤.docx", "考勤.rtf", "考勤.xlsx", "考勤.xls"])
async def test_leave_that_spans_several_days_holds_for_each(
    archive: Archive, office: Path, name: str
) -> None:
    put(office, name, "水车村党支部2011年集中学习考勤表", MARKS)
    sessions = await brought(archive, office, "session")
    assert [[row["state"] for row in each.fields["attendance"]] for each in sessions] == [
        ["到", "到", "请假"],
        ["到", "请假", "请假"],
        ["到", "请假", "请假"],
    ]
    assert [each.flags for each in sessions] == [[], [], []]


MONEY: Lines = [
    ["日期", "凭证号", "用途", "摘要", "金额（元）", "经手人"],
    ["2011.3.2", "12", "图书", "购党史读本30册", "600", "邱雪"],
    ["^", "^", "^", "购农技书籍", "450", "^"],
    ["2011.4.6", "21", "培训", "培训班资料费", "380", "邱雪"],
    ["2011.4.7", "22", "培训", "培训班误餐费", "^", "邱雪"],
]


@pytest.mark.parametrize("name", ["经费.docx", "经费.xlsx"])
async def test_a_voucher_of_two_rows_is_one_and_a_sum_of_two_rows_is_doubted(
    archive: Archive, office: Path, name: str
) -> None:
    put(office, name, "青石乡学习经费支出台账", MONEY)
    items = await brought(archive, office, "funding")
    assert [(str(each.fields["voucher"]), each.outcome) for each in items] == [
        ("12", "import"),
        ("12", "import"),
        ("21", "import"),
        ("22", "import_flagged"),
    ]
    assert items[-1].flags == ["figure_shared:amount"]
