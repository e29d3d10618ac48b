"""file, hand-over and dispose from the command line."""

from __future__ import annotations

import asyncio
from datetime import date
from pathlib import Path

from records.filing import FORM
from records.opening import open_archive
from records.record import Record
from records.settings import load_settings
from tests.scripts.terminal import Terminal


async def an_office() -> None:
    """A committee with two rules and no filing scheme yet; one rule waits."""
    async with open_archive(load_settings()) as archive:
        committee = {"name": "中共青杨河乡委员会", "category": "党委"}
        unit = await archive.save(Record.new("unit", committee, status="submitted"))
        rule = {"category": "考核", "unit": unit.id, "adopted_on": date(2011, 3, 1), "text": "每周一次"}
        await archive.save(Record.new("rule_document", rule | {"title": "考勤制度"}, status="verified"))
        rule["adopted_on"] = date(2011, 4, 1)
        await archive.save(Record.new("rule_document", rule | {"title": "补学制度"}, status="submitted"))


def a_scheme(terminal: Terminal) -> None:
    """Saved without its approval, which is filled in afterwards; then it is verified, and the other rule."""
    values = ["--set", "from_year=2011", "--set", "fonds=Z109", "--set", "fonds_name=中共青杨河乡委员会"]
    values += ["--set", "category=WS", "--set", f"form={FORM}", "--set", "unit=BGS", "--set", "digits=4"]
    values += ["--set", 'periods=[{"kind": "rule_document", "retention": "D10"}]']
    number = terminal.json("add", "filing_scheme", *values)["record"]["no"]
    assert terminal.run("add", "filing_scheme", *values) == 2
    assert f"xuedang change {number}" in terminal.err
    assert terminal.run("file", "2011", "--apply") == 3
    assert f"xuedang change {number}" in terminal.err
    assert terminal.run("change", number) == 2
    told = [
        "--set",
        "approved_by=青杨县档案局",
        "--set",
        "approved_on=2011-12-20",
        "--set",
        "approval_no=8号",
    ]
    changed = terminal.json("change", number, *told, "--set", "digits=", "--extra", "经办=刘芳")
    assert (changed["record"]["version"], changed["record"]["fields"]["经办"]) == (2, "刘芳")
    assert [each["path"] for each in changed["missing"]] == ["digits"]
    assert terminal.run("change", number, "--set", "digits=4", "--extra", "经办=", "--submit") == 0
    for kind in ("filing_scheme", "rule_document"):
        assert terminal.run("approve", f"kind:{kind}", "--apply") == 0, terminal.out
    assert terminal.json("show", number)["status"] == "verified"


def test_a_year_is_listed_filed_handed_over_and_disposed_of(terminal: Terminal, tmp_path: Path) -> None:
    asyncio.run(an_office())
    assert terminal.run("file", "2011") == 1, terminal.err
    assert "it is not verified" in terminal.out
    assert "2011-03-01" in terminal.out
    assert "2011年3月1日" not in terminal.out
    assert "shipped proposal" in terminal.err
    assert terminal.run("file", "2011", "--apply") == 3
    assert "filing scheme" in terminal.err
    assert terminal.run("hand-over", "2011", str(tmp_path / "2011")) == 3
    a_scheme(terminal)
    done = terminal.json("file", "2011", "--apply", "--to", str(tmp_path / "目录.csv"))
    codes = [f"Z109-WS·2011-D10-BGS-000{number}" for number in (1, 2)]
    assert (done["filed"], [each["code"] for each in done["papers"]]) == (2, codes)
    assert "考勤制度" in (tmp_path / "目录.csv").read_text("utf-8-sig")
    assert [each["words"] for each in terminal.json("journal", "--action", "export")] == [
        "exported: 2 records (catalogue of 2011 → 目录.csv)"
    ]
    packed = terminal.json("hand-over", "2011", str(tmp_path / "2011"), "--arranged-by", "刘芳")
    assert packed["papers"] == 2
    assert (tmp_path / "2011" / "data" / "catalogue.docx").stat().st_size > 1000
    assert terminal.json("dispose", "--on", "2021-12-31")["due"] == []
    assert terminal.run("dispose", "--on", "2022-01-01", "--apply") == 2, "without an approval"
    approval = ("--approved-by", "王德明", "--document", "青档鉴〔2022〕1号")
    gone = terminal.json("dispose", "--on", "2022-01-01", "--apply", *approval, codes[0])
    assert gone["disposed"] == 1
