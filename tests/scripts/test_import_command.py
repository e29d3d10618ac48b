"""import from the command line: a trial run, the run itself, a rerun, the list, and taking it back."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.scripts.terminal import Terminal

REGISTER = """姓名,性别,政治面貌,所在党支部,入党时间
王岚,女,正式党员,柳湾村党支部,1998年7月
李强,男,正式党员,柳湾村党支部,2003-12
"""


@pytest.fixture
def register(tmp_path: Path) -> Path:
    path = tmp_path / "党员花名册.csv"
    path.write_text(REGISTER, encoding="gb18030")
    return path


def people(terminal: Terminal) -> int:
    number: int = terminal.json("status")["records"]["person"]
    return number


def test_a_trial_run_stores_nothing_and_apply_does_once(terminal: Terminal, register: Path) -> None:
    assert terminal.run("import", str(register)) in (0, 1), terminal.err
    assert people(terminal) == 0
    assert terminal.run("import", str(register), "--apply") in (0, 1), terminal.err
    assert people(terminal) == 2
    assert terminal.json("find", "王岚", "--kind", "person")["records"][0]["status"] == "submitted"
    assert terminal.run("import", str(register), "--apply") in (0, 1)
    assert people(terminal) == 2


def test_a_rerun_says_that_nothing_is_new(terminal: Terminal, register: Path) -> None:
    terminal.run("import", str(register), "--apply")
    assert "was brought in as batch" in terminal.out
    terminal.run("import", str(register), "--apply")
    assert "holds nothing new" in terminal.out
    assert "None" not in terminal.out


def test_a_report_has_words_for_kinds_and_names_a_file_once(terminal: Terminal, tmp_path: Path) -> None:
    scores = "姓名,测试成绩\n王岚,85\n李强,90\n"
    # Beside the data folder, in which files come and go.
    folder = tmp_path / "papers"
    folder.mkdir()
    (folder / "2011年测试成绩.csv").write_text(scores, encoding="gb18030")
    (folder / "扫描0001.jpg").write_bytes(b"\xff\xd8\xff\xe0\x00\x10JFIF\x00")
    (folder / "Thumbs.db").write_bytes(b"\x00")
    terminal.run("import", str(folder))
    assert "Line of a test's results: " in terminal.out
    assert "Scan: " in terminal.out
    assert terminal.out.count("Thumbs.db") == 1


def test_an_import_is_listed_and_taken_back(terminal: Terminal, register: Path) -> None:
    assert terminal.run("import", "--list") == 0
    assert "Nothing has been brought in" in terminal.out
    terminal.run("import", str(register), "--apply")
    (batch,) = terminal.json("import", "--list")
    assert batch["path"] == str(register)
    assert terminal.run("import", "--list") == 0
    assert batch["batch"] in terminal.out
    approved = terminal.run("approve", "--batch", batch["batch"], "--json")
    assert approved in (0, 1)
    assert terminal.run("import", "--undo", batch["batch"]) == 0, terminal.err
    assert people(terminal) == 0
    assert terminal.run("import", "--undo", batch["batch"]) == 3
    assert "taken back before" in terminal.err


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ([], 2, "Say one of"),
        (["--list", "--undo", "x"], 2, "Say one of"),
        (["--undo", "x"], 2, "not the number of an import"),
        (["--undo", "6b045e3e860ea1b423290300"], 2, "6b045e3e860ea1b423290300"),
        (["/no/such/folder"], 3, "/no/such/folder"),
        (["/proc/self/status", "--map", "/no/such/mapping.yaml"], 3, "/no/such/mapping.yaml"),
    ],
)
def test_what_can_not_be_brought_in_is_told(
    terminal: Terminal, words: list[str], code: int, said: str
) -> None:
    assert terminal.run("import", *words) == code
    assert said in terminal.err


def test_a_damaged_file_is_refused_and_the_rest_is_read(terminal: Terminal, register: Path) -> None:
    (register.parent / "学习情况.xlsx").write_bytes(b"PK\x03\x04 cut off")
    assert terminal.run("import", str(register.parent), "--apply") == 1
    assert "学习情况.xlsx" in terminal.out
    assert people(terminal) == 2
