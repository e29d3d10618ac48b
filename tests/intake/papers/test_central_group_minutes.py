"""Minutes of the committee's central group: whose they are, who led the study, who only wrote them down."""

from __future__ import annotations

from pathlib import Path

import pytest

from records.archive import Archive
from records.intake.papers.minutes.lecturers import leaders_of_study
from records.record import Record
from tests.intake.offices.test_year_workbook import brought_in, of_kind, states
from tests.intake.papers.test_meetings_and_plans import paper, told

UNITS = (
    "党组织名称,类型,上级党组织\n中共苇塘乡委员会,党委,\n"
    "苇塘乡机关党支部,党支部,中共苇塘乡委员会\n上滩村党支部,党支部,中共苇塘乡委员会\n"
)
SITS = "领导干部、中心组成员"
PEOPLE = (
    "苇塘乡党员花名册\n姓名,性别,出生年月,入党时间,所在支部,职务,人员类别\n"
    f"褚秀琴,女,1965.2,1990.7,苇塘乡机关党支部,乡党委书记,{SITS}\n"
    f"焦文林,男,1972.4,1998.7,苇塘乡机关党支部,乡长,{SITS}\n"
    f"邢玉梅,女,1975.5,1999.7,苇塘乡机关党支部,组织委员,{SITS}\n"
    "韦明远,男,1980.2,2005.7,苇塘乡机关党支部,党政办主任,机关干部职工\n"
    "韦明远,男,1951.9,1979.7,上滩村党支部,,农民党员\n"
)


async def minutes(archive: Archive, folder: Path, *lines: str) -> tuple[Record, list[Record], list[str]]:
    (folder / "党组织.csv").write_text(UNITS, "utf-8")
    (folder / "花名册.csv").write_text(PEOPLE, "utf-8")
    paper(folder / "记录.docx", *lines)
    report, records = await brought_in(archive, folder)
    (meeting,) = of_kind(records, "session")
    flags = [flag for item in report.items if item.kind == "session" for flag in item.flags]
    return meeting, records, flags


async def test_who_only_wrote_down_what_the_group_studied_does_not_sit_in_it(
    archive: Archive, tmp_path: Path
) -> None:
    meeting, records, flags = await minutes(
        *(
            archive,
            tmp_path,
            "苇塘乡党委中心组学习记录",
            "时间：2012年3月16日上午9:00—11:30",
            "地点：乡政府会议室",
        ),
        *("主持人：褚秀琴", "记录人：韦明远", "出席：褚秀琴、邢玉梅", "请假：焦文林（征兵会议）"),
        *("学习内容：学雷锋活动的意见", "邢玉梅同志领学了关于开展学雷锋活动的意见。"),
    )
    assert states(meeting, records).keys() == {"褚秀琴", "邢玉梅", "焦文林"}
    assert (meeting.fields["expected"], meeting.fields["present"]) == (3, 2)
    assert meeting.fields["lecturer"] == "邢玉梅"
    assert told(meeting, "recorder", records) == "韦明远"
    assert not flags


async def test_the_group_is_the_committees_where_minutes_name_no_unit(
    archive: Archive, tmp_path: Path
) -> None:
    meeting, records, flags = await minutes(
        *(archive, tmp_path, "中心组学习会议记录", "时间：2012年11月23日14:30—17:00", "地点：乡党委会议室"),
        *(
            "主持人：褚秀琴",
            "记录人：韦明远",
            "应到3人，实到2人",
            "缺席：焦文林（病假）",
            "议题：学习十八大精神",
        ),
        *("邢玉梅、褚秀琴两名同志先后领学了报告。",),
    )
    assert told(meeting, "host_unit", records) == "中共苇塘乡委员会"
    assert states(meeting, records).keys() == {"焦文林", "褚秀琴", "邢玉梅"}
    (recorder,) = (each for each in records if each.id == meeting.fields["recorder"])
    assert recorder.fields["post"] == "党政办主任"
    assert meeting.fields["lecturer"] == "邢玉梅、褚秀琴"
    assert not flags


@pytest.mark.parametrize(
    ("line", "who"),
    [
        ("苗丰同志领学了党的十八大报告第一至第四部分。", ["苗丰"]),
        ("首先，由宣传委员带队检查；苗丰领读了《决定》。", ["苗丰"]),
        ("会上，苗丰、邢玉梅同志分别领学了两篇文章。", ["苗丰", "邢玉梅"]),
        ("下周由苗丰同志领学。", []),
        ("要求领学人提前备课。", []),
        ("决定由苗丰领学一号文件。", []),
    ],
)
def test_who_led_the_study_is_told_in_a_sentence(line: str, who: list[str]) -> None:
    assert leaders_of_study([line]) == who
