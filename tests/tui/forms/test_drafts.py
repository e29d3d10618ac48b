"""Drafts on disk: atomic, offered once their owner is gone, and harmless when unreadable."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from records.home_paths import DRAFTS
from tui.drafts import BAD, Draft, DraftJournal, Outside

DRAFT = Draft("research_report", "0" * 24, 0, "大棚", {"title": ""}, {"title": "大棚销路"}, operator="刘芳")

#: A process that writes drafts and dies without a word.
DIE = """
import os, sys
from pathlib import Path
from tui.drafts import Draft, DraftJournal
with DraftJournal(Path(sys.argv[1])) as journal:
    for title in sys.argv[2:]:
        journal.new_file().write(Draft("person", "0" * 24, 3, title, {"name": ""}, {"name": title}))
    os._exit(9)
"""


def die_with_a_draft(home: Path, title: str = "张伟民") -> None:
    subprocess.run([sys.executable, "-c", DIE, str(home), title], check=False, cwd=Path(__file__).parents[3])


def test_a_draft_of_a_dead_process_is_offered(tmp_path: Path) -> None:
    die_with_a_draft(tmp_path)
    with DraftJournal(tmp_path) as journal:
        (left,) = journal.leftovers()
        assert (left.draft.title, left.draft.version, left.tried) == ("张伟民", 3, False)


def test_drafts_of_one_second_are_offered_newest_first(tmp_path: Path) -> None:
    """The form below a document and the document itself: which of them Enter opened was left to chance."""
    titles = [str(number) for number in range(6)]
    subprocess.run(
        [sys.executable, "-c", DIE, str(tmp_path), *titles], check=False, cwd=Path(__file__).parents[3]
    )
    with DraftJournal(tmp_path) as journal:
        assert [left.draft.title for left in journal.leftovers()] == titles[::-1]


def test_a_draft_of_a_living_process_is_not(tmp_path: Path) -> None:
    with DraftJournal(tmp_path) as first:
        first.new_file().write(DRAFT)
        with DraftJournal(tmp_path) as second:
            assert second.leftovers() == []


def test_saving_the_form_leaves_nothing_behind(tmp_path: Path) -> None:
    with DraftJournal(tmp_path) as journal:
        file = journal.new_file()
        file.write(DRAFT)
        file.discard()
    assert list((tmp_path / DRAFTS).iterdir()) == []


def test_a_taken_draft_is_marked_before_it_is_opened(tmp_path: Path) -> None:
    die_with_a_draft(tmp_path)
    with DraftJournal(tmp_path) as journal:
        (left,) = journal.leftovers()
        journal.take(left)
    # It was taken, and the application ended before it settled: it is offered again, and says so.
    with DraftJournal(tmp_path) as journal:
        (again,) = journal.leftovers()
        assert again.tried


def test_a_settled_draft_is_an_ordinary_one_again(tmp_path: Path) -> None:
    die_with_a_draft(tmp_path)
    with DraftJournal(tmp_path) as journal:
        journal.settle(journal.take(journal.leftovers()[0]))
    with DraftJournal(tmp_path) as journal:
        assert not journal.leftovers()[0].tried


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"\xff\xfe", b"[]", b'{"kind": 1}', json.dumps({"kind": "x"}).encode(), b"[" * 100_000],
    ids=["empty", "half", "no text", "list", "no form", "no record", "deep"],
)
def test_an_unreadable_draft_is_set_aside_and_stops_nothing(tmp_path: Path, content: bytes) -> None:
    die_with_a_draft(tmp_path)
    (path,) = (tmp_path / DRAFTS).glob("*/*.json")
    path.with_name("f" * 16 + ".json").write_bytes(content)
    with DraftJournal(tmp_path) as journal:
        assert [left.draft.title for left in journal.leftovers()] == ["张伟民"]
    assert [kept.read_bytes() for kept in (tmp_path / DRAFTS / BAD).iterdir()] == [content]


def test_a_draft_half_written_leaves_the_one_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with DraftJournal(tmp_path) as journal:
        file = journal.new_file()
        file.write(DRAFT)

        def full(_: int) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(os, "fsync", full)
        with pytest.raises(OSError, match="space"):
            file.write(Draft("person", "1" * 24, 0, "later", {}, {}))
        monkeypatch.undo()
        assert json.loads(file.path.read_text("utf-8"))["title"] == "大棚"


def test_what_another_program_saves_when_we_are_gone_is_offered_with_its_draft(tmp_path: Path) -> None:
    typed = {"findings": "一", "advice": "一"}
    with DraftJournal(tmp_path) as gone:
        gone.editor_folder.mkdir()
        path = gone.editor_folder / "text-1.txt"
        path.write_text("一", "utf-8")
        gone.outside = Outside("findings", path, "一")
        assert gone.away(typed) and not gone.away({"findings": "二"})
        gone.new_file().write(Draft("research_report", "1" * 24, 1, "渠", dict(typed), dict(typed)))
    with DraftJournal(tmp_path) as journal:
        looked_at = (tmp_path / DRAFTS / gone.folder.name).glob("*.json")
        copies = {each.name: each.read_bytes() for each in looked_at}
        path.write_text("二\r\n三\n", "utf-8", newline="")
        (left,) = journal.leftovers()
        assert left.draft.typed == {"findings": "二\n三", "advice": "一"}
        file = journal.take(left)
        assert path.exists()
        file.write(left.draft)
        assert not path.exists(), "the draft has it now"
        file.discard()
        # Only looked at in the other program: nothing is unsaved.
        gone.folder.mkdir()
        (gone.folder / "lock").touch()
        path.write_text("一\n", "utf-8")
        for name, content in copies.items():
            (gone.folder / name).write_bytes(content)
        assert journal.leftovers() == [] and not path.exists()


def test_giving_a_draft_up_removes_its_folder(tmp_path: Path) -> None:
    die_with_a_draft(tmp_path)
    with DraftJournal(tmp_path) as journal:
        journal.discard(journal.leftovers()[0])
        assert journal.leftovers() == []
    assert list((tmp_path / DRAFTS).iterdir()) == []
