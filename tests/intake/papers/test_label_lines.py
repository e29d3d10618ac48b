"""Papers that are labels with what they say, a line each: cards of registers, and minutes."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import docx
import pytest

from records.archive import Archive
from records.intake.batch import run_import
from records.intake.files.reading import Paragraph, TextDocument
from records.intake.outcome import Item
from records.intake.papers.minutes.evaluation import read_head, read_minutes
from records.intake.papers.notes import propose

UNIT = "石埂村党支部"
ROSTER = f"党员花名册\n姓名,性别,出生年月,所在支部\n鲁长河,男,1970.3,{UNIT}\n谈玉珍,女,1972.4,{UNIT}\n"
TALKED = ("家里老人生病，学习时常请假。", "商定由支部派人送学上门。")
CARDS: list[tuple[str, tuple[str, ...], dict[str, Any]]] = [
    (
        "talk",
        (
            *(
                "谈心谈话记录",
                "谈话时间：2011年5月3日",
                "谈话人：鲁长河　　谈话对象：谈玉珍",
                "谈话地点：村部",
            ),
            *("谈话内容：", *TALKED),
        ),
        {"date": date(2011, 5, 3), "matters": "\n".join(TALKED)},
    ),
    (
        "household_visit",
        (
            *("走访记录", "走访时间：2011年6月2日", "走访人：鲁长河", "户主：尤满囤", "村组：石埂村2组"),
            *("反映问题：灌溉渠道年久失修", "解决情况：已请水利站看过"),
        ),
        {"visited_on": date(2011, 6, 2), "household": "尤满囤", "difficulty": "灌溉渠道年久失修"},
    ),
    (
        "household_visit",
        (
            *("走访记录", "走访时间：2011年6月2日", "走访人：鲁长河", "户主：尤满囤", "村组：石埂村2组"),
            *("反映问题：灌溉渠道年久失修", "解决情况：已请水利站看过", "群众评价：满意"),
        ),
        {"visited_on": date(2011, 6, 2), "help": "已请水利站看过"},
    ),
    (
        "door_delivery",
        (
            *("送学上门记录", "送学时间：2011年6月2日", "送学人：鲁长河", "送学对象：谈玉珍"),
            *("送学地点：本人家中", "送学内容：党章", "党员签字：谈玉珍"),
        ),
        {"date": date(2011, 6, 2), "materials": "党章", "signed": True},
    ),
    (
        "talk",
        (
            *("谈心谈话记录", "谈话时间：2011年5月3日", "谈话人：鲁长河", "谈话对象：谈玉珍"),
            *("谈话内容：笔记不全", "谈话结果：六月底前补齐"),
        ),
        {"matters": "笔记不全", "follow_up": "六月底前补齐"},
    ),
    (
        "inspection",
        (
            *("学习督查情况记录", "督查时间：2011年5月18日", f"督查对象：{UNIT}", "督查人员：鲁长河、谈玉珍"),
            *("存在问题：学习笔记不全", "整改要求：六月底前补齐"),
        ),
        {"date": date(2011, 5, 18), "findings": [{"text": "学习笔记不全"}], "requirements": "六月底前补齐"},
    ),
]


@pytest.fixture
def office(tmp_path: Path) -> Path:
    folder = tmp_path / "office"
    folder.mkdir()
    (folder / "花名册.csv").write_text(ROSTER, "utf-8")
    return folder


async def papers_of(archive: Archive, office: Path) -> list[Item]:
    report = await run_import(archive, office)
    return [item for item in report.items if item.place.file != "花名册.csv"]


@pytest.mark.parametrize("ending", [".docx", ".txt"])
@pytest.mark.parametrize(("kind", "lines", "fields"), CARDS, ids=[kind for kind, _, _ in CARDS])
async def test_a_card_in_lines_is_a_row_of_its_register(
    archive: Archive, office: Path, kind: str, lines: tuple[str, ...], fields: dict[str, Any], ending: str
) -> None:
    if ending == ".txt":
        (office / "记录.txt").write_text("\n".join(lines), "utf-8")
    else:
        word = docx.Document()
        for line in lines:
            word.add_paragraph(line)
        word.save(str(office / "记录.docx"))
    (item,) = await papers_of(archive, office)
    assert item.kind == kind
    assert {name: item.fields[name] for name in fields} == fields


async def test_lines_with_other_words_between_are_no_card(archive: Archive, office: Path) -> None:
    notice = ("通知", "时间：2011年5月9日", "地点：村部", "请准时参加。")
    (office / "通知.txt").write_text("\n".join(notice), "utf-8")
    assert await papers_of(archive, office) == []
    # A notice is no record either, and that is told of the file.
    report = await run_import(archive, office)
    assert [each.why for each in report.files if each.file == "通知.txt"] == ["paper_not_kept"]


def paper(*lines: str) -> TextDocument:
    return TextDocument(tuple(Paragraph(line) for line in lines))


def test_several_numbered_points_of_a_line_stand_apart() -> None:
    minutes = read_minutes(
        paper("民主评议会议纪要", "一、会议议程", "1.传达文件 2.个人述学 3.民主测评"), "民主评议会议纪要"
    )
    assert minutes.agenda == ("传达文件", "个人述学", "民主测评")


def test_how_many_came_needs_no_label() -> None:
    head = read_head(paper("党支部会议记录", "会议时间：2011年3月11日", "应到8人，实到7人"))
    assert (head.expected, head.present) == (8, 7)


def test_a_heart_to_heart_talk_is_no_article() -> None:
    assert propose(paper("谈心谈话记录", "谈话人：鲁长河"), "记录.docx").kind.from_ != "title"
    assert propose(paper("浅谈农村党员教育", "鲁长河"), "记录.docx").kind.value == "experience_article"
