"""Cells that number what they say, and names that say with what somebody signed."""

from __future__ import annotations

from pathlib import Path

from records.archive import Archive
from tests.intake.registers.one_register import brought_in

NOTICES = (
    "整改通知登记\n整改对象,签发日期,整改要求,整改期限,整改情况,整改结果\n"
    '苗有根,2011.10.14,"1.补记笔记，写满一本\n2.按月参加学习",2011.11.14,已补记,完成\n'
)
DELIVERED = (
    "送学上门登记表\n送学人,受学党员,送学时间,学习资料,受学人签收\n"
    "田家驹,苗有根,2011.7.12,单行本,苗有根（手印）\n田家驹,苏长水,2011.7.12,单行本,\n"
)


async def test_numbered_requirements_are_one_each(archive: Archive, tmp_path: Path) -> None:
    """They were parted at their commas, with the numbers left in; 整改结果 beside 整改情况 was left out."""
    (row,) = await brought_in(archive, tmp_path, NOTICES, "rectification")
    assert row.fields["requirements"] == ["补记笔记，写满一本", "按月参加学习"]
    assert (row.fields["reply"], row.fields["result"]) == ("已补记", "完成")


async def test_a_thumbprint_is_a_signature(archive: Archive, tmp_path: Path) -> None:
    first, second = await brought_in(archive, tmp_path, DELIVERED, "door_delivery")
    assert (first.fields["signed"], first.outcome) == (True, "import")
    assert "signed" not in second.fields
