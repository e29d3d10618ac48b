"""rules and alerts against a real archive."""

from __future__ import annotations

from tests.scripts.terminal import Terminal


def _add(terminal: Terminal, kind: str, *values: str) -> str:
    words = [word for value in values for word in ("--set", value)]
    number: str = terminal.json("add", kind, *words, "--submit")["record"]["no"]
    return number


def _township(terminal: Terminal) -> None:
    """张伟民, an agency cadre and member of one branch, with 9,000 字 of notes in the second half of 2010."""
    _add(terminal, "unit", "name=青杨河乡党委", "category=党委")
    _add(terminal, "unit", "name=机关党支部", "category=党支部", "parent=青杨河乡党委")
    membership = 'memberships=[{"org": "机关党支部", "from": "2000-01-01"}]'
    person = ["name=张伟民", "gender=男", "political_status=正式党员", "joined_party=1999-07-01", membership]
    _add(terminal, "person", *person, "categories=机关干部职工")
    note = ["person=张伟民", "period=2010年下半年", "words=9000", "count_basis=declared"]
    number = _add(terminal, "reading_note", *note)
    assert terminal.run("approve", f"no:{number}", "--apply") == 0


def test_rules_of_a_person_are_those_of_the_screens(terminal: Terminal) -> None:
    _township(terminal)
    found = terminal.json("rules", "--person", "张伟民", "--period", "2010", "--on", "2010-12-31")
    notes = next(each for each in found["standings"] if each["rule"] == "R22")
    # R22 and D3: six months of 2010 ask for 20,000 x 6/12 = 10,000.
    assert (notes["required"], notes["done"], notes["state"]) == (10_000, 9_000, "behind")
    assert notes["missing"] == "1,000 characters to go"
    after = terminal.json(
        "rules", "--person", "张伟民", "--rule", "R22", "--period", "2010", "--on", "2011-01-01"
    )
    assert [each["state"] for each in after["standings"]] == ["failed"]


def test_rules_count_everybody_and_name_what_is_wrong(terminal: Terminal) -> None:
    _township(terminal)
    found = terminal.json("rules", "--period", "2010", "--rule", "R22", "--on", "2011-01-01")
    assert found["rules"] == [{"rule": "R22", "states": {"failed": 1}}]
    assert terminal.run("rules", "--unit", "机关党支部", "--on", "2010-12-31") == 0
    assert "Ten Ones" in terminal.out
    assert terminal.run("rules", "--person", "张伟民", "--unit", "机关党支部") == 2
    assert terminal.run("rules", "--person", "无此人") == 2
    assert terminal.run("rules", "--rule", "R48") == 2
    assert "R01 to R47" in terminal.err
    assert terminal.run("rules", "--period", "2009") == 2


def test_alerts_tell_what_is_overdue_first(terminal: Terminal) -> None:
    _township(terminal)
    found = terminal.json("alerts", "--on", "2010-08-20")
    urgencies = [each["urgency"] for each in found["alerts"]]
    assert urgencies == sorted(urgencies, key=["overdue", "soon", "behind", "missed"].index)
    # R38: the branch has no plan, and stage 1 ended on 31 July.
    plan = next(each for each in found["alerts"] if each["rule"] == "R38")
    assert (plan["urgency"], plan["due"]) == ("overdue", "2010-07-31")
    assert terminal.run("alerts", "--on", "2010-08-20") == 0


def test_of_a_draft_the_rules_say_that_it_does_not_count_yet(terminal: Terminal) -> None:
    for kind, option, name in (("unit", "--unit", "青禾乡机关党支部"), ("person", "--person", "罗永青")):
        assert terminal.run("add", kind, "--set", f"name={name}") == 0
        assert terminal.run("rules", option, name) == 2
        assert "A draft does not count yet" in terminal.err
