"""export from the command line: a file for people or programs, which an import brings back."""

from __future__ import annotations

import json
from pathlib import Path

from tests.scripts.terminal import Terminal


def test_what_a_query_finds_goes_to_a_file_and_comes_back(terminal: Terminal, tmp_path: Path) -> None:
    for name in ("张伟民", "李秀兰"):
        assert terminal.run("add", "person", "--set", f"name={name}") == 0, terminal.err
    table, lines = tmp_path / "people.xlsx", tmp_path / "one.jsonl"
    assert terminal.json("export", "--kind", "person", "--to", str(table))["records"] == 2
    assert terminal.json("export", "李秀兰", "--to", str(lines))["kinds"] == {"person": 1}
    (line,) = lines.read_text("utf-8").splitlines()
    assert json.loads(line)["fields"]["name"] == "李秀兰"
    assert terminal.run("export", "--to", str(table)) == 3
    assert "is there already" in terminal.err
    assert terminal.run("export", "--to", "~nobody-of-here/people.csv") == 3
    assert "~nobody-of-here" in terminal.err and "Traceback" not in terminal.err
    assert terminal.run("import", str(table), "--apply") == 0, terminal.out
    assert "2 unchanged" in terminal.out
