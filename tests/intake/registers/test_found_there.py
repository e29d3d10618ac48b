"""What a visit of supervision found, told in one column with what it found good."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from records.archive import Archive
from tests.intake.registers.one_register import brought_in

HEAD = "督查登记表\n督查时间,被督查单位,督查人,{},整改意见{}\n2011.3.5,杨湾村党支部,田家驹,"
HEADINGS = ["督查情况", "检查情况", "抽查情况", "督导情况", "检查发现情况", "督查情况及问题"]


async def found(archive: Archive, folder: Path, heading: str, told: str) -> Any:
    text = HEAD.format(heading, "") + f'"{told}",按期补齐\n'
    (item,) = await brought_in(archive, folder, text, "inspection")
    return item


@pytest.mark.parametrize("heading", HEADINGS)
@pytest.mark.parametrize(
    ("told", "findings"),
    [
        ("学习记录不全，缺席多", ["学习记录不全，缺席多"]),
        ("无故缺席2人，未请假", ["无故缺席2人，未请假"]),
        ("8月份只学习1次；笔记仅1900字", ["8月份只学习1次", "笔记仅1900字"]),
        ("1.无学习计划；2.笔记未批阅", ["无学习计划", "笔记未批阅"]),
    ],
)
async def test_what_was_lacking_is_a_finding(
    archive: Archive, tmp_path: Path, heading: str, told: str, findings: list[str]
) -> None:
    """Under 督查情况 nothing was read, and the row was held in doubt."""
    item = await found(archive, tmp_path, heading, told)
    assert [each["text"] for each in item.fields["findings"]] == findings
    assert item.flags == []


@pytest.mark.parametrize("heading", ["检查情况", "情况及问题"])
@pytest.mark.parametrize(
    ("told", "fields", "flags"),
    [
        ("学习正常，记录齐全", {"good_practice": "学习正常，记录齐全"}, ["value_unsure:good_practice"]),
        ("总体良好", {"verdict": "良好"}, ["value_unsure:verdict"]),
        ("无迟到早退", {"good_practice": "无迟到早退"}, ["value_unsure:good_practice"]),
        (
            "出勤率100%，无一人缺席",
            {"good_practice": "出勤率100%，无一人缺席"},
            ["value_unsure:good_practice"],
        ),
        (
            "学习不少于12次，查缺补漏及时",
            {"good_practice": "学习不少于12次，查缺补漏及时"},
            ["value_unsure:good_practice"],
        ),
        (
            "到会率高，只有1人请假",
            {"findings": [{"text": "到会率高，只有1人请假"}]},
            ["value_unsure:findings"],
        ),
        ("未发现问题", {}, []),
        ("查看了笔记12本", {}, ["remarks_unread"]),
        (
            "制度健全，但笔记偏少",
            {"good_practice": "制度健全", "findings": [{"text": "笔记偏少"}]},
            ["value_unsure:findings", "value_unsure:good_practice"],
        ),
    ],
)
async def test_praise_is_no_finding(
    archive: Archive, tmp_path: Path, heading: str, told: str, fields: dict[str, Any], flags: list[str]
) -> None:
    """Under 情况及问题 it was one, and nothing said so."""
    item = await found(archive, tmp_path, heading, told)
    names = ("findings", "good_practice", "verdict")
    assert {name: item.fields[name] for name in names if name in item.fields} == fields
    assert sorted(item.flags) == sorted(flags)


async def test_problems_in_a_column_of_their_own_stay_those(archive: Archive, tmp_path: Path) -> None:
    text = HEAD.format("检查情况", ",存在问题,整改时限") + "记录不全，笔记偏少,尽快补齐,笔记偏少,2011.4.1\n"
    (item,) = await brought_in(archive, tmp_path, text, "inspection")
    assert [each["text"] for each in item.fields["findings"]] == ["笔记偏少"]
    assert (item.remarks, item.flags) == ("记录不全，笔记偏少", ["remarks_unread"])


async def test_until_when_it_is_to_be_put_right_stands_with_it(archive: Archive, tmp_path: Path) -> None:
    text = HEAD.format("检查情况", ",整改时限") + "笔记偏少,尽快补齐,2011.4.1\n"
    (item,) = await brought_in(archive, tmp_path, text, "inspection")
    assert [str(each["deadline"]) for each in item.fields["findings"]] == ["2011-04-01"]
    assert item.flags == []
