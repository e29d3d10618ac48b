"""The catalogue of messy inputs, part two: what stands in the cells (rows 15, 21 to 33, 36 and 38 to 41)."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
import xlwt

from records.intake.outcome import Item
from records.people.id_number import check_digit
from records.store.embedded import Running
from records.values import PartialDate
from tests.intake.catalogue import BRANCH, HEADINGS, BroughtIn, as_csv, as_xlsx, bring_in, roster

FORMULA = "=cmd|'/C calc'!A0"
VISITS: list[object] = ["走访时间", "走访干部", "户主", "村组", "反映问题"]


Rows = list[list[object]]


def identity(head: str) -> str:
    return head + check_digit(head)


def build(folder: Path) -> None:
    people(folder)
    dates(folder)
    names(folder)
    layouts(folder)
    odd_values(folder)


def people(folder: Path) -> None:
    rows = roster("张伟民", "李秀兰", "赵永刚", "王德明", "张伟", "买买提·艾力")
    rows.append(["张伟", "女", "正式党员", "乡机关党支部"])
    rows.append(["陈建国", "男", "正式党员", "乡机关党支部"])
    (folder / "00 党员名册.csv").write_text(as_csv(rows), "utf-8")


def dates(folder: Path) -> None:
    days = ["2010.7.3", "二〇一〇年七月三日", "10-7-3", "2010年上半年", "2010年7月下旬", "1949.10"]
    days += ["农历五月初三", "去年7月", "不详", "2010年2月30日", "2010年13月"]
    rows: Rows = [[*HEADINGS, "入党时间"]]
    rows += [
        [f"钱{'甲乙丙丁戊己庚辛壬癸子'[n]}", "男", "正式党员", BRANCH, each] for n, each in enumerate(days)
    ]
    (folder / "21 入党时间.csv").write_text(as_csv(rows), "utf-8")
    (folder / "24 走访登记.csv").write_text(
        as_csv(
            [
                VISITS,
                ["2012-02-30", "张伟民", "周大山", "一组", "饮水"],
                ["2012年13月1日", "张伟民", "周二山", "一组", "道路"],
                ["2012-02-29", "张伟民", "周三山", "二组", "灌溉"],
            ]
        ),
        "utf-8",
    )
    for in_1904, name in ((False, "23 序列号.xls"), (True, "23 苹果.xls")):
        book = xlwt.Workbook()
        book.dates_1904 = in_1904
        page = book.add_sheet("名册")
        serial = 40362 - (1462 if in_1904 else 0)
        person = "孙一" if in_1904 else "孙二"
        told: Rows = [[*HEADINGS, "入党时间", "联系电话"]]
        told.append([person, "男", "正式党员", BRANCH, serial, 40362])
        for row, cells in enumerate(told):
            for column, value in enumerate(cells):
                page.write(row, column, value)
        book.save(str(folder / name))


def names(folder: Path) -> None:
    spellings = [
        "张 伟民",
        "张\u3000伟民",
        "张\u200b伟民",
        "买买提•艾力",
        "买买提・艾力",
        "买买提.艾力",
        "张伟",
    ]
    rows: Rows = [VISITS]
    for number, name in enumerate(spellings):
        rows.append(["2012-06-01", name, f"户{number}", "一组", "饮水"])
    (folder / "26 走访登记.csv").write_text(as_csv(rows), "utf-8")
    one = identity("99999919700312013")
    rows = [[*HEADINGS, "身份证号"]]
    rows += [["吴一", "男", "正式党员", BRANCH, one], ["吴二", "男", "正式党员", BRANCH, one]]
    (folder / "29 同号.csv").write_text(as_csv(rows), "utf-8")


def layouts(folder: Path) -> None:
    rows: Rows = [VISITS, ["同上", "同上", "周一", "一组", "饮水"]]
    rows += [["2012-05-08", "李秀兰", "周二", "一组", "饮水"], ["同上", "〃", "周三", '"', "道路"]]
    (folder / "30 同上走访登记.xlsx").write_bytes(as_xlsx(rows))
    rows = [VISITS, ["2012-05-09", "赵永刚", "周四", "一组", "饮水"], ["", "", "周五", "二组", "道路"]]
    rows += [["2012-05-10", "赵永刚", "周六", "", "灌溉"], ["", "赵永刚", "周七", "三组", "灌溉"]]
    (folder / "31 合并走访登记.xlsx").write_bytes(as_xlsx(rows, "A2:A3", "B2:B3"))
    rows = [["青杨河乡党员花名册"], ["填报单位：青杨河乡党委"], [], ["序号", "基本情况", "", "组织情况", ""]]
    rows += [["", "姓名", "性别", "政治面貌", "所在党支部"]]
    rows += [[1, "郑一", "男", "正式党员", BRANCH], [2, "郑二", "男", "正式党员", BRANCH]]
    rows += [["序号", "姓名", "性别", "政治面貌", "所在党支部"], [3, "郑三", "男", "正式党员", BRANCH]]
    rows += [["合计", "4人", "", "", ""], ["制表人：王德明", "", "", "", ""]]
    (folder / "32 花名册.xlsx").write_bytes(as_xlsx(rows, "B4:C4", "D4:E4", "A4:A5"))


def odd_values(folder: Path) -> None:
    rows: Rows = [[*HEADINGS, "备注"], ["冯一", "男", "正式党员", BRANCH, FORMULA]]
    (folder / "15 公式.csv").write_text(as_csv(rows), "utf-8")
    rows = [VISITS, ["2012-02-31", "张伟民", FORMULA, "一组", "饮水"]]
    (folder / "15 公式走访登记.csv").write_text(as_csv(rows), "utf-8")
    (folder / "36 生僻字.csv").write_text(as_csv(roster("𠮷㛃䶮", "王㭎", "王\ue000")), "utf-8")
    rows = [[*HEADINGS, "$x", "a.b", "", "备注", "备注"]]
    rows += [["褚一", "男", "正式党员", BRANCH, "甲", "乙", "丙", "丁", "戊"]]
    (folder / "38 党员花名册.xlsx").write_bytes(as_xlsx(rows))
    (folder / "39 张伟民学习心得.txt").write_text(
        "学习心得体会\n柳树湾村党支部 张伟民\n2012年5月8日\n" + "认真学习，联系实际。" * 600_000, "utf-8"
    )
    figures = [2**70, 5, float("nan"), float("inf")]
    registered = [
        {"姓名": name, "集中学习次数": sessions, "心得体会": 2}
        for name, sessions in zip(("张伟民", "李秀兰", "赵永刚", "王德明"), figures, strict=True)
    ]
    (folder / "40 2012年上半年学习情况统计表.json").write_text(
        json.dumps(registered, ensure_ascii=False), "utf-8"
    )
    with_x = next(
        number for n in range(1, 3000, 2) if (number := identity(f"9999991970031{n:04}")).endswith("X")
    )
    numbers: list[object] = [
        float(identity("99999919700312015")),
        999999197003120000,
        with_x.lower(),
        "999999700312011",
    ]
    rows = [[*HEADINGS, "身份证号"]]
    for name, told in zip(("韩一", "韩二", "韩三", "韩四"), numbers, strict=True):
        rows.append([name, "男", "正式党员", BRANCH, told])
    (folder / "41 身份证.xlsx").write_bytes(as_xlsx(rows))


@pytest.fixture(scope="module")
def office(mongod: Running, tmp_path_factory: pytest.TempPathFactory) -> BroughtIn:
    folder = tmp_path_factory.mktemp("values") / "移交"
    folder.mkdir()
    build(folder)
    return bring_in(mongod, tmp_path_factory.mktemp("home"), folder)


def visit(office: BroughtIn, household: str) -> Item:
    (found,) = [
        item
        for item in office.report.every_item()
        if item.kind == "household_visit" and household in item.cells
    ]
    return found


def joined(office: BroughtIn, name: str) -> PartialDate:
    value: PartialDate = office.person(name).fields["joined_party"]
    return value


def warned(office: BroughtIn, name: str) -> list[str]:
    return list(office.person(name).origin["warnings"])


def test_row_15_a_formula_for_the_command_line(office: BroughtIn) -> None:
    """Stored literally; a file for spreadsheets gets an apostrophe before it."""
    assert office.person("冯一").remarks == FORMULA
    assert office.report.rejects_file is not None
    assert f"'{FORMULA}" in office.report.rejects_file.read_text("utf-8-sig")


def test_row_21_days_in_three_spellings(office: BroughtIn) -> None:
    """One day each, with the text as written; a year of two digits is noted."""
    for name, raw in (("钱甲", "2010.7.3"), ("钱乙", "二〇一〇年七月三日"), ("钱丙", "10-7-3")):
        assert joined(office, name).start == joined(office, name).end == date(2010, 7, 3)
        assert joined(office, name).raw == raw
    assert "two_digit_year" in warned(office, "钱丙")
    assert "two_digit_year" not in warned(office, "钱甲")


def test_row_22_half_years_ten_days_and_months(office: BroughtIn) -> None:
    """An interval with its precision: a day is never made up."""
    spans = {
        name: (joined(office, name).start, joined(office, name).end) for name in ("钱丁", "钱戊", "钱己")
    }
    assert spans == {
        "钱丁": (date(2010, 1, 1), date(2010, 6, 30)),
        "钱戊": (date(2010, 7, 21), date(2010, 7, 31)),
        "钱己": (date(1949, 10, 1), date(1949, 10, 31)),
    }
    assert {joined(office, name).precision for name in spans} == {"half", "range", "month"}


def test_row_23_serial_numbers_and_the_calendar_of_1904(office: BroughtIn) -> None:
    """Days in columns of dates only; the workbook says from which day they count."""
    for name in ("孙一", "孙二"):
        assert joined(office, name).start == date(2010, 7, 3), name
        assert office.person(name).fields["phone"] == "40362"


def test_row_24_the_30th_of_february_and_the_13th_month(office: BroughtIn) -> None:
    """Refused, never moved to a day that exists."""
    for household in ("周大山", "周二山"):
        assert (visit(office, household).outcome, visit(office, household).why) == (
            "reject",
            "impossible_date",
        )
    assert visit(office, "周三山").fields["visited_on"] == date(2012, 2, 29)
    for name in ("钱癸", "钱子"):
        assert "joined_party" not in office.person(name).fields
        assert "date_left_out:joined_party" in warned(office, name)


@pytest.mark.parametrize(("name", "raw"), [("钱庚", "农历五月初三"), ("钱辛", "去年7月"), ("钱壬", "不详")])
def test_row_25_what_nobody_can_date(office: BroughtIn, name: str, raw: str) -> None:
    """The text is kept, the date stays empty, with a warning."""
    person = office.person(name)
    assert "joined_party" not in person.fields
    assert raw in person.origin["cells"]
    assert any(code.endswith(":joined_party") for code in warned(office, name))


def test_row_26_spaces_inside_names(office: BroughtIn) -> None:
    """Compared without them, also the wide one and the one without width; kept as written."""
    whom = office.person("张伟民").id
    for number, raw in enumerate(("张 伟民", "张\u3000伟民", "张\u200b伟民")):
        assert visit(office, f"户{number}").fields["visitor"] == whom
        assert raw in visit(office, f"户{number}").cells


def test_row_27_four_kinds_of_dots(office: BroughtIn) -> None:
    """One dot for comparing."""
    whom = office.person("买买提·艾力").id
    assert [visit(office, f"户{number}").fields["visitor"] for number in (3, 4, 5)] == [whom] * 3


def test_row_28_two_of_one_name(office: BroughtIn) -> None:
    """Never joined by the name alone: the operator is asked which of them."""
    assert sum(record.fields.get("name") == "张伟" for record in office.records) == 2
    (question,) = visit(office, "户6").questions
    assert question.code == "homonym" and question.blocking
    assert len(question.candidates) == 2


def test_row_29_one_identity_number_for_two_names(office: BroughtIn) -> None:
    """The second is not taken, and asked about."""
    second = office.items("29 同号.csv", "person")[1]
    assert [question.code for question in second.questions] == ["id_belongs_to_another_name"]
    assert not second.taken
    assert not [record for record in office.records if record.fields.get("name") == "吴二"]


def test_row_30_ditto_marks(office: BroughtIn) -> None:
    """Filled from above; the first row has nothing above it and is refused."""
    third = visit(office, "周三").fields
    assert (third["visited_on"], third["village"]) == (date(2012, 5, 8), "一组")
    assert third["visitor"] == office.person("李秀兰").id
    assert visit(office, "周一").outcome == "reject"


def test_row_31_merged_cells(office: BroughtIn) -> None:
    """Filled from the range; what is blank without one stays blank."""
    assert visit(office, "周五").fields["visited_on"] == date(2012, 5, 9)
    assert visit(office, "周五").fields["visitor"] == office.person("赵永刚").id
    assert "village" not in visit(office, "周六").fields
    assert visit(office, "周七").why == "missing_date"


def test_row_32_headings_on_row_4_in_two_rows_and_again_on_the_next_page(office: BroughtIn) -> None:
    """Found below the titles; the repetition is no record."""
    assert office.people("32 花名册.xlsx") == ["郑一", "郑二", "郑三"]
    skipped = {number: why for _, number, why in office.file("32 花名册.xlsx").skipped}
    assert {4: "header", 5: "header", 8: "repeated_header"}.items() <= skipped.items()


def test_row_33_totals_and_who_made_the_table(office: BroughtIn) -> None:
    """No records; a total that the rows don't come to is told."""
    skipped = {number: why for _, number, why in office.file("32 花名册.xlsx").skipped}
    assert {10: "total", 11: "footer"}.items() <= skipped.items()
    (warning,) = office.file("32 花名册.xlsx").warnings
    assert warning.startswith("total_differs:10 ") and warning.endswith("4 ≠ 3")


def test_row_36_rare_characters(office: BroughtIn) -> None:
    """They come back as they were; one of the office's own making is warned about."""
    assert office.people("36 生僻字.csv") == ["𠮷㛃䶮", "王㭎", "王\ue000"]
    assert {office.person(name).fields["name"] for name in ("𠮷㛃䶮", "王㭎", "王\ue000")}
    assert office.file("36 生僻字.csv").warnings == ("private_use",)


def test_row_38_headings_that_a_database_would_choke_on(office: BroughtIn) -> None:
    """Values under fixed names; the headings as printed are values themselves."""
    person = office.person("褚一")
    headings, cells = person.origin["headings"], person.origin["cells"]
    assert headings[4:] == ["$x", "a.b", "#7", "备注", "备注#2"]
    assert cells[4:] == ["甲", "乙", "丙", "丁", "戊"]
    assert person.remarks == "丁"


def test_row_39_a_text_of_18_mb(office: BroughtIn) -> None:
    """Its beginning in the record, all of it in the attachment."""
    (article,) = office.of_file("39 张伟民学习心得.txt")
    assert 50_000 < len(article.fields["text"]) <= 100_000
    assert article.fields["words"] > 5_000_000
    (attached,) = article.attachments
    assert attached.size > 18_000_000
    assert "text_excerpt" in article.origin["warnings"]
    assert not office.report.failed


def test_row_40_integers_over_64_bits_and_no_numbers(office: BroughtIn) -> None:
    """The figure is left out with a doubt, or the row refused; nothing is rounded into something else."""
    first, second, *refused = office.items("40 2012年上半年学习情况统计表.json")
    assert "sessions" not in first.fields and "value_left_out:sessions" in first.flags
    assert second.fields["sessions"] == 5
    assert [(item.place.row, item.why) for item in refused] == [
        (3, "unreadable_row:not_a_number"),
        (4, "unreadable_row:not_a_number"),
    ]


def test_row_41_identity_numbers_as_figures_with_a_small_x_and_of_15_digits(office: BroughtIn) -> None:
    """A figure has lost its last digits and is left out; x is X; 15 digits are kept and marked."""
    for name in ("韩一", "韩二"):
        assert "id_no" not in office.person(name).fields
        assert "id_is_float" in warned(office, name)
    assert office.person("韩三").fields["id_no"].endswith("X")
    kept = next(item for item in office.items("41 身份证.xlsx") if item.fields.get("name") == "韩四")
    assert "id_15_digits" in kept.notes
    assert "999999700312011" in kept.cells
