"""Registers as clerks head them: each table is known for what it is, and each column for what it says.

The lines of ``tests/data/register_heads.txt`` have a kind, a title and the headings: ``heading=field`` where
a field takes the column, ``-heading`` where no record keeps what stands there, ``?heading`` where nothing
takes the column, which is told.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from records.intake.tables.recognition.columns import ColumnMatch, is_aside
from records.intake.tables.recognition.recognise import recognise_table
from records.intake.tables.recognition.targets import COMMON
from records.kind_file import own_kinds

KINDS = own_kinds()
LINES = (Path(__file__).parents[2] / "data" / "register_heads.txt").read_text("utf-8").splitlines()


def said(column: ColumnMatch) -> str:
    """A column as the lines have it."""
    if column.target == "extra":
        return ("-" if is_aside(column.heading) else "?") + column.heading
    return column.heading if column.target in COMMON else f"{column.heading}={column.target}"


@pytest.mark.parametrize("line", LINES, ids=[line.split(":")[0] for line in LINES])
def test_a_register_is_known_by_its_title_and_headings(line: str) -> None:
    register, _, wanted = line.partition(": ")
    kind, title = register.split(" ", 1)
    headings = [each.lstrip("-?").partition("=")[0] for each in wanted.split()]
    found = recognise_table(KINDS, headings, [title])
    assert found.kind is not None
    assert found.kind.name == kind
    assert " ".join(said(column) for column in found.columns) == wanted


@pytest.mark.parametrize(
    ("title", "headings"),
    [
        ("发文登记簿", "序号 发文日期 文号 文件标题 密级 份数 主送单位 签发人 备注"),
        ("收文登记", "收文日期 来文单位 来文字号 文件标题 份数 承办人 处理结果"),
        ("农家书屋借阅登记", "借阅日期 借阅人 书名 册数 归还日期"),
        ("创建活动任务分解表", "阶段 工作任务 具体措施 责任单位 责任人 完成时限"),
        ("调研课题安排表", "序号 课题名称 牵头领导 责任单位 参与人员 完成时限"),
    ],
)
def test_a_register_of_something_else_is_none_of_ours(title: str, headings: str) -> None:
    assert recognise_table(KINDS, headings.split(), [title]).kind is None
