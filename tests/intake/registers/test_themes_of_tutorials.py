"""The theme of a farmers' tutorial, where no column says it: what its subject itself speaks of."""

from __future__ import annotations

from pathlib import Path

import pytest

from records.archive import Archive
from tests.intake.registers.one_register import brought_in

HEAD = "农民思想教育辅导课登记（2012年）\n时间,主讲人,地点,内容,听课农民\n"


@pytest.mark.parametrize(
    ("subject", "theme"),
    [
        ("春季果园管理和市场行情", "市场信息"),
        ("新农保政策", "政策"),
        ("当前农村形势", "形势"),
        ("惠农补贴怎么领", "政策"),
        ("果树剪枝", None),
        ("当前形势与惠农政策", None),
    ],
)
async def test_the_subject_tells_the_theme(
    archive: Archive, tmp_path: Path, subject: str, theme: str | None
) -> None:
    text = f"{HEAD}2012.2.17,田家驹,杨湾村二组,{subject},34\n"
    (tutorial,) = await brought_in(archive, tmp_path, text, "farmer_tutorial")
    assert tutorial.fields.get("theme") == theme
