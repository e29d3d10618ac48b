"""Decisions that commend: whom running text, lists and tables name, and for what."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from records.archive import Archive
from records.intake.outcome import Item
from records.intake.papers.honours import commended_in
from records.record import Record
from tests.intake.offices.office_truth import identity, xlsx
from tests.intake.offices.test_year_workbook import BRANCH, brought_in, of_kind, roster
from tests.intake.papers.test_meetings_and_plans import paper, told

OTHER = "柳堡村党支部"
SIGNED = ("中共青塘乡委员会", "2012年6月29日")


def _office(folder: Path) -> None:
    roster(folder)
    rows: list[list[object]] = [["党员花名册"], ["姓名", "性别", "身份证号码", "所在支部"]]
    for number, name in enumerate(("卫国平", "邵敏"), start=60):
        rows.append([name, "男", identity("19620301", number, "男"), OTHER])
    xlsx(folder / "花名册2.xlsx", {"Sheet1": rows})


async def _decision(archive: Archive, folder: Path, *lines: str) -> tuple[Item, Record, list[Record]]:
    _office(folder)
    paper(folder / "决定.docx", "青党发〔2012〕20号", "关于表彰先进的决定", "各党支部：", *lines, *SIGNED)
    report, records = await brought_in(archive, folder)
    (item,) = [each for each in report.items if each.kind == "commendation"]
    (decision,) = of_kind(records, "commendation")
    return item, decision, records


@pytest.mark.parametrize(
    ("lines", "winners"),
    [
        (["经研究，决定授予丁有田、邵敏2名同志“学习标兵”荣誉称号。"], ["丁有田", "邵敏"]),
        ([f"决定，授予{BRANCH}丁有田、{OTHER}书记邵敏两名同志“学习能手”称号。"], ["丁有田", "邵敏"]),
        ([f"授予卫国平（{OTHER}）、尚大年同志学习标兵荣誉称号。"], ["卫国平", "尚大年"]),
        (["决定表彰学习标兵3名，他们是：丁有田、贾秀云、邵敏。"], ["丁有田", "贾秀云", "邵敏"]),
        (["为激励先进，决定对丁有田、卫国平予以通报表彰。"], ["丁有田", "卫国平"]),
        ([f"乡党委决定命名{OTHER}为学习型党组织。"], [OTHER]),
        (["决定授予下列同志“学习标兵”称号：", "丁有田", f"邵　敏　　{OTHER}书记"], ["丁有田", "邵敏"]),
        ([f"决定表彰：{BRANCH}为先进党支部，丁有田同志荣获“读书之星”称号。"], [BRANCH, "丁有田"]),
    ],
)
async def test_a_sentence_names_whom_it_commends(
    archive: Archive, tmp_path: Path, lines: Sequence[str], winners: list[str]
) -> None:
    item, decision, records = await _decision(
        archive, tmp_path, *lines, "希望受表彰的同志再接再厉，为全乡作出更大的贡献。"
    )
    assert told(decision, "winners", records) == winners
    assert (item.flags, item.questions) == ([], [])


async def test_each_group_keeps_its_honour(archive: Archive, tmp_path: Path) -> None:
    item, decision, records = await _decision(
        archive,
        tmp_path,
        f"决定：授予{BRANCH}、{OTHER}“先进党组织”称号；授予丁有田、邵敏等2名同志“优秀共产党员”称号。",
    )
    assert told(decision, "winners", records) == [BRANCH, OTHER, "丁有田", "邵敏"]
    assert decision.remarks == f"先进党组织：{BRANCH}、{OTHER}；优秀共产党员：丁有田、邵敏"
    assert item.flags == []


@pytest.mark.parametrize(
    "line",
    [
        "授予丁有田、邵敏等3名同志“学习标兵”称号。",
        "授予丁有田、邵敏3名同志“学习标兵”称号。",
        "授予丁有田同志“学习标兵”称号，贾秀云同志亦授此称号。",
    ],
)
async def test_whom_a_sentence_counts_or_names_and_nothing_reads_is_told(
    archive: Archive, tmp_path: Path, line: str
) -> None:
    item, _, _ = await _decision(archive, tmp_path, line)
    assert item.flags == ["winners_missing"]


async def test_the_office_that_signs_below_a_list_is_no_winner(archive: Archive, tmp_path: Path) -> None:
    item, decision, records = await _decision(
        archive, tmp_path, "一、先进个人（2名）", "丁有田", f"邵　敏　{OTHER}"
    )
    assert told(decision, "winners", records) == ["丁有田", "邵敏"]
    assert item.flags == []


@pytest.mark.parametrize(
    "line",
    ["希望受表彰的同志以此为新的起点。", "对学习笔记优秀的2名同志予以通报表彰。", "号召全乡党员向他们学习。"],
)
def test_a_sentence_that_names_nobody_gives_nothing(line: str) -> None:
    assert not list(commended_in([line]))
