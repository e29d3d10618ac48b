"""The meeting that took a decision: as the text of the decision names it."""

from __future__ import annotations

from pathlib import Path

import pytest

from records.archive import Archive
from records.intake.batch import run_import

ROSTER = "党员花名册\n姓名,性别,出生年月,所在支部\n贺文涛,男,1966.3,青石乡机关党支部\n"


@pytest.mark.parametrize(
    ("told", "meeting"),
    [
        ("经2012年12月26日乡党委会议研究，决定", "乡党委会议"),
        ("经2012年12月20日乡党委会议研究，决定", "2012年12月20日乡党委会议"),
        ("经各支部推荐、领导小组考核、乡党委2012年第8次会议审定，决定", "乡党委2012年第8次会议"),
        ("经各支部推荐，组织考察，乡党委（扩大）会议集体讨论通过，决定", "乡党委（扩大）会议"),
        ("乡党委于12月26日召开专题会议，研究决定", "乡党委专题会议"),
        ("根据乡学习型党组织建设工作领导小组会议决定，", "乡学习型党组织建设工作领导小组会议"),
        ("经乡党政联席会研究同意，决定", "乡党政联席会"),
        ("经乡党委研究，决定", None),
        ("各支部召开会议研究部署，成效明显。经群众评议、会议讨论，决定", None),
    ],
)
async def test_a_decision_names_its_meeting(
    archive: Archive, tmp_path: Path, told: str, meeting: str | None
) -> None:
    """The field stayed empty, and nothing said so."""
    lines = [
        "青委发〔2012〕31号",
        "关于表彰2012年度学习先进个人的决定",
        "各党支部：",
        "2012年，全乡扎实学习。",
    ]
    lines += [f"{told}授予贺文涛“学习先进个人”称号。", "中共青石乡委员会", "2012年12月26日"]
    (tmp_path / "花名册.csv").write_text(ROSTER, "utf-8")
    (tmp_path / "表彰决定.txt").write_text("\n".join(lines), "utf-8")
    report = await run_import(archive, tmp_path)
    (decision,) = [item for item in report.items if item.kind == "commendation"]

    assert decision.fields.get("meeting") == meeting
    assert str(decision.fields["decided_on"]) == "2012-12-26"
