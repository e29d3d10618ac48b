"""verify and journal from the command line."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from pymongo import MongoClient

from records.keep.verify.finding import CODES, TESTS
from records.keep.verify.four_tests import points
from tests.scripts.terminal import Terminal


def test_verify_and_the_journal(terminal: Terminal, tmp_path: Path) -> None:
    for name in ("张伟民", "李秀兰"):
        assert terminal.run("add", "person", "--set", f"name={name}") == 0, terminal.err
    assert terminal.run("export", "--kind", "person", "--to", str(tmp_path / "人员.csv")) == 0
    assert terminal.run("verify", "--print-head") == 0
    head = tmp_path / "head.txt"
    head.write_text(f"2011-06-28\n{terminal.out}", encoding="utf-8")
    whole = terminal.json("verify", "--head", str(head))
    assert (whole["well"], whole["findings"], whole["looked"]["records"]) == (True, [], 2)

    entries = terminal.json("journal")
    assert [each["action"] for each in entries] == ["export", "save", "save"]
    assert all(each["from"] and each["by"] == "刘芳" for each in entries)
    assert terminal.run("journal", "--action", "save", "--limit", "1") == 0
    assert "李秀兰" in terminal.out
    assert "张伟民" not in terminal.out
    assert terminal.run("journal", "--record", entries[2]["no"]) == 0
    assert "张伟民" in terminal.out
    assert "李秀兰" not in terminal.out
    assert terminal.run("journal", "--action", "dance") == 2

    client: MongoClient[dict[str, Any]] = MongoClient(os.environ["MONGODB_URI"])
    raw = client[os.environ["XUEDANG_ARCHIVE"]]
    raw.records.update_one({"title": "张伟民"}, {"$set": {"fields.post": "书记"}})
    assert terminal.run("verify") == 1
    assert "张伟民: The record is not as it was saved" in terminal.out
    assert terminal.run("verify", "--four-tests") == 1
    assert "Authenticity: not passed" in terminal.out
    assert "Safety: passed" in terminal.out
    assert terminal.run("verify", "--head", f"9:{whole['head']['root']}", "--four-tests", "--json") == 1
    assert '"head_missing"' in terminal.out
    assert terminal.run("verify", "--head", "3:abcd") == 2
    raw.records.drop_index("no")
    assert terminal.run("verify", "--mend") == 1
    assert "index" not in terminal.out
    client.close()


def test_every_code_belongs_to_one_point_of_the_four_tests() -> None:
    codes = [code for point in points() for code in point.codes]
    assert sorted(codes) == sorted(CODES)
    assert {point.test for point in points()} == set(TESTS)
