"""merge from the command line: told first, then done, then undone."""

from __future__ import annotations

from tests.scripts.terminal import Terminal


def test_two_people_become_one_and_two_again(terminal: Terminal) -> None:
    for name in ("李秀兰", "李秀蓝"):
        assert terminal.run("add", "person", "--set", f"name={name}", "--set", f"post={name[-1]}") == 0
    first, second = (
        record["no"]
        for record in sorted(terminal.json("find", "--kind", "person")["records"], key=lambda r: r["no"])
    )
    visit = (
        "household_visit",
        "--set",
        f"visitor={second}",
        "--set",
        "household=孙有福",
        "--set",
        "visited_on=2011-04-08",
    )
    assert terminal.run("add", *visit) == 0, terminal.err
    assert terminal.run("merge", first, second) == 0, terminal.err
    assert "Nothing was changed" in terminal.err + terminal.out
    assert "Household visit" in terminal.out
    done = terminal.json("merge", first, second, "--apply")
    assert (done["references"], done["failed"]) == ({"household_visit": 1}, [])
    assert terminal.json("show", second)["status"] == "void"
    assert terminal.run("merge", first, second, "--apply") == 3
    assert terminal.run("merge", first) == 2
    assert terminal.run("merge", "--undo", second) == 0, terminal.err
    assert terminal.json("find", f"person:{second}")["total"] == 1
