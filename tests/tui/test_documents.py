"""Word documents on the screen: chosen, looked at, made one or many, kept, compared and made again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from textual.widgets import Static

from records.archive import Archive
from records.language import set_language
from records.record import Record
from records.search.query import Query
from templates.register import issue_document
from tests.tui.conftest import Running, running
from tui.screens.forms.form import open_form
from tui.screens.forms.picker import PickerScreen
from tui.screens.menu import MenuScreen
from tui.screens.papers.document import DocumentScreen
from tui.screens.papers.issued import IssuedScreen
from tui.screens.papers.making import MadeScreen, MakingPrompt
from tui.screens.papers.paper import PaperScreen
from tui.screens.prompts import ChoicePrompt, TextPrompt
from tui.widgets.field_row import FieldRow
from tui.widgets.jump_list import JumpList
from tui.widgets.line_input import LineInput
from tui.widgets.option_rows import FOLDER, KEEP, LANGUAGE

NAMES = ("张伟民", "李秀兰", "赵永刚", "王德明")


@dataclass
class Office:
    """A branch with four members, and a decision that commends two of them."""

    archive: Archive
    branch: Record
    people: list[Record]
    decision: Record


@pytest.fixture
async def office(archive: Archive) -> Office:
    async def unit(name: str, category: str, **more: Any) -> Record:
        fields = {"name": name, "category": category, **more}
        return await archive.save(Record.new("unit", fields, status="submitted"))

    committee = await unit("中共青杨河乡委员会", "党委", document_code="青党发")
    branch = await unit("柳树湾村党支部", "党支部", parent=committee.id)
    people = []
    for name in NAMES:
        fields: dict[str, Any] = {"name": name, "memberships": [{"org": branch.id, "from": date(2010, 7, 1)}]}
        people.append(await archive.save(Record.new("person", fields, status="submitted")))
    fields = {
        "title": "关于表彰2011年度学习先进的决定",
        "unit": committee.id,
        "decided_on": date(2011, 7, 1),
        "winners": [people[0].id, people[1].id],
    }
    decision = await archive.save(Record.new("commendation", fields, status="submitted"))
    return Office(archive, branch, people, decision)


async def documents(run: Running, subject: Record | None = None) -> DocumentScreen:
    run.app.push_screen(DocumentScreen(subject))
    screen = await run.screen(DocumentScreen)
    await run.until(lambda: screen.built and screen._shown and screen.focused, "options")
    return screen


def put_folder(screen: DocumentScreen, folder: Path) -> None:
    screen._common[FOLDER] = str(folder)


def said(screen: DocumentScreen) -> str:
    return str(screen.query_one("#document-state", Static).render())


async def register(run: Running, about: Record | None = None, rows: int = 1) -> IssuedScreen:
    run.app.push_screen(IssuedScreen(about))
    screen = await run.screen(IssuedScreen)
    await run.until(lambda: screen.built and screen.table.row_count == rows, f"{rows} papers")
    await run.until(lambda: not rows or screen.table.current, "rows fetched")
    return screen


def state(screen: IssuedScreen) -> str:
    row = screen.table.row(0)
    return row.cells[-1] if row is not None else ""


async def test_a_decision_is_picked_looked_at_made_and_kept(
    run: Running, office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    screen = await documents(run)
    put_folder(screen, tmp_path / "out")
    await run.press("down")
    await run.until(lambda: screen.spec.name == "commendation", "the next document")
    await run.until(lambda: any("Decision" in str(each.render()) for each in screen.query(Static)), "options")
    await run.press("enter")
    await run.until(lambda: getattr(run.app.focused, "field", None), "in the first option")
    await run.write("表彰")
    picker = await run.screen(PickerScreen)
    await run.until(lambda: [each.id for each in picker._found] == [office.decision.id], "found")
    await run.press("enter")
    await run.screen(DocumentScreen)
    await run.until(lambda: screen.typed.get("no"), "chosen")
    await run.press("f7")
    page = await run.screen(PaperScreen)
    await run.until(lambda: "张伟民" in page.view.text, "read")
    lines = page.view.text.split("\n")
    assert lines[0].startswith("! ") and "is not verified yet" in lines[0], "warnings first"
    assert not await office.archive.find(Query(kind="issued_document")), "nothing is kept by looking"
    await run.press("escape")
    await run.screen(DocumentScreen)
    await run.press("f2")
    made = await run.screen(MadeScreen)
    await run.until(lambda: made.built and made.paper, "listed")
    (kept,) = await office.archive.find(Query(kind="issued_document"))
    assert kept.fields["doc_no"] == "青党发〔2011〕1号", "it took its number"
    (path,) = (tmp_path / "out").iterdir()
    assert made.path == path and path.name.startswith("青党发〔2011〕1号")
    await run.press("enter")
    await run.until(lambda: any(each.message == str(path) for each in run.app._notifications), "no viewer")
    await run.press("f9")
    listed = await run.screen(IssuedScreen)
    await run.until(lambda: listed.built and listed.table.row_count == 1, "in the register")


async def test_a_certificate_takes_eight_keys_from_home_and_five_from_the_winner(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """荣誉证书 by its initial, 张伟民 by his, also when they are typed while the page opens."""
    monkeypatch.setenv("XUEDANG_LANG", "zh")
    set_language("zh")
    winner = office.people[0]
    fields = {"decision": office.decision.id, "nominee": winner.id, "title": "学习先进个人"}
    award = await office.archive.save(Record.new("award", fields, status="submitted"))
    async with running() as run:
        await run.press("f9", "r", "enter", "z", "w", "m")
        picker = await run.screen(PickerScreen)
        await run.until(lambda: [each.id for each in picker._found] == [winner.id], "found by initials")
        await run.press("enter")
        screen = await run.screen(DocumentScreen)
        await run.until(lambda: screen.typed.get("winner"), "chosen")
        await run.press("f2")
        made = await run.screen(MadeScreen)
        assert made._made[0].paths[0].name.endswith("张伟民.docx")
        kept = made._made[0].record
        assert kept and kept.fields["subject"] == award.id and '"no"' in str(kept.fields["request"])
        await run.press("f7", "escape", "escape")
        open_form(run.app, winner.id)
        await run.form()
        await run.press("f9", "s")
        menu = await run.screen(MenuScreen)
        await run.until(lambda: menu.query_one(JumpList).highlighted, "at 生成公文")
        await run.press("enter", "r", "f2")
        again = await run.screen(MadeScreen)
        assert again._made[0].record and again._made[0].record.id == kept.id, "the same paper, kept once"


async def test_beside_the_options_the_preview_follows_them(office: Office) -> None:
    async with running((120, 40)) as run:
        open_form(run.app, office.decision.id)
        await run.form()
        await run.press("f9")
        menu = await run.screen(MenuScreen)
        keys = [key for key, _ in menu._items]
        await run.press(*["down"] * keys.index("documents"), "enter")
        screen = await run.screen(DocumentScreen)
        await run.until(lambda: screen.built and "张伟民" in screen.view.text, "its usual document, filled")
        assert screen.spec.name == "commendation"
        language = next(row for row in screen.query(FieldRow) if row.field.name == LANGUAGE)
        language.editor.value = "zh"  # type: ignore[attr-defined]
        await run.until(lambda: "的决定" in screen.view.text and "希望" in screen.view.text, "in Chinese")


async def test_what_is_wrong_is_told_in_place_and_takes_no_number(
    run: Running, office: Office, tmp_path: Path
) -> None:
    screen = await documents(run, office.decision)
    file = tmp_path / "file"
    file.write_text("x")
    put_folder(screen, file)
    await run.press("f2")
    await run.until(lambda: "neither a .docx file nor a folder" in said(screen), "told")
    put_folder(screen, file / "below")
    await run.press("f2")
    await run.until(lambda: "can't be written" in said(screen), "told")
    screen.typed["year"] = "x1"
    await run.press("f2")
    await run.until(lambda: "Year: " in said(screen), "told")
    screen.typed["year"] = "2011"
    await run.press("f2")
    await run.until(lambda: "Give only one of “Decision”, “Year”." in said(screen), "in the form's words")
    assert not await office.archive.find(Query(kind="issued_document"))
    assert not (await office.archive.get(office.decision.id)).fields.get("doc_no")
    await run.press("down")
    await run.until(lambda: screen.spec.name == "certificate", "certificate")
    screen.typed.clear()
    put_folder(screen, tmp_path / "out")
    await run.press("f2")
    await run.until(lambda: "Give “Winner” or “Award or decision”." in said(screen), "told")


async def test_many_papers_are_made_and_can_be_stopped_between_two(
    run: Running, office: Office, tmp_path: Path
) -> None:
    belongs = [{"org": office.branch.id, "from": date(2010, 7, 1)}]
    await office.archive.save_many(
        Record.new(
            "person",
            {"name": f"党员{at}", "memberships": belongs},
            status="submitted",
            origin={"key": str(at)},
        )
        for at in range(36)
    )
    screen = await documents(run, office.branch)
    assert screen.spec.name == "personal_archive"
    screen.typed["year"] = "2011"
    put_folder(screen, tmp_path / "out")
    await run.press("f2")
    question = await run.screen(ChoicePrompt)
    assert "40 papers" in question._text
    run.typed("enter")
    await run.passing(MakingPrompt)
    run.typed("escape")
    made = await run.screen(MadeScreen)
    await run.until(lambda: made.built and made.table.row_count, "what was made")
    done = made.table.row_count
    assert 0 < done < 40
    outcome = str(made.query_one("#made-outcome", Static).render())
    assert f"{done} of 40 made." in outcome and f"Stopped: {40 - done} were not begun." in outcome
    kept = await office.archive.find(Query(kind="issued_document"))
    assert len(kept) == len(list((tmp_path / "out").iterdir())) == done
    assert all(each.status == "verified" and each.attachments for each in kept)


async def test_a_paper_that_fails_is_listed_and_the_rest_goes_on(
    run: Running, office: Office, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    screen = await documents(run, office.branch)
    screen.typed["year"] = "2011"
    screen._common[KEEP] = ""
    put_folder(screen, out)
    await run.press("f2")
    await run.screen(ChoicePrompt)
    person = await office.archive.get(office.people[2].id)
    await office.archive.void(person.id, "重复")
    await run.press("enter")
    made = await run.screen(MadeScreen)
    await run.until(lambda: made.built and made.paper, "listed")
    rows = [made.table.row(at) for at in range(made.table.row_count)]
    assert next(row.cells[0] for row in rows if row) == "failed", "on top"
    assert made.paper is not None and made.paper.fault is not None and "赵永刚" in made.paper.about
    assert len(list(out.iterdir())) == 3
    assert not await office.archive.find(Query(kind="issued_document")), "not to be kept"


async def test_the_register_tells_what_is_outdated_and_makes_papers_again(
    run: Running, office: Office, tmp_path: Path
) -> None:
    archive = office.archive
    made, kept = await issue_document(archive, "commendation", {"no": office.decision.no}, "zh")
    screen = await register(run, office.decision)
    await run.until(lambda: state(screen) == "current", "compared")
    person = await archive.get(office.people[0].id)
    person.fields["name"] = "张伟明"
    await archive.save(person)
    await run.until(lambda: state(screen) == "outdated", "followed the change")
    await run.press("f11")
    await run.until(
        lambda: "1 of 1 outdated" in str(screen.query_one("#count", Static).render()), "only these"
    )
    await run.press("f8")
    prompt = await run.screen(TextPrompt)
    prompt.query_one(LineInput).value = str(tmp_path / "again")
    await run.press("enter")
    name, data = made.files[0]
    written = tmp_path / "again" / name
    await run.until(written.exists, "made again")
    assert written.read_bytes() == data
    written.write_bytes(b"edited since")
    await run.until(lambda: run.app.screen is screen, "back")
    await run.press("f7")
    await run.screen(TextPrompt)
    await run.press("enter")
    second = tmp_path / "again" / name.replace(".docx", " (2).docx")
    await run.until(second.exists, "saved beside the edited one")
    assert second.read_bytes() == data and written.read_bytes() == b"edited since"
    await run.until(lambda: run.app.screen is screen, "back")
    await run.press("enter")
    page = await run.screen(PaperScreen)
    await run.until(lambda: "张伟民" in page.view.text, "the kept text")
    lines = page.view.text.split("\n")
    assert "something else now" in lines[0] and "张伟民 → 张伟明" in lines[1] and not lines[2], "what changed"
    await run.press("escape")
    await run.screen(IssuedScreen)
    await run.press("f2")
    anew = await run.screen(DocumentScreen)
    await run.until(lambda: anew.built and anew._shown, "options")
    assert anew.spec.name == "commendation" and anew._common[LANGUAGE] == "zh"
    assert anew.typed == {"no": str(office.decision.id)}
    assert kept.no


async def test_papers_of_a_record_are_reached_from_its_form(run: Running, office: Office) -> None:
    await issue_document(office.archive, "commendation", {"no": office.decision.no}, "en")
    open_form(run.app, office.people[1].id)
    await run.form()
    await run.press("f9")
    menu = await run.screen(MenuScreen)
    keys = [key for key, _ in menu._items]
    await run.press(*["down"] * keys.index("issued"), "enter")
    screen = await run.screen(IssuedScreen)
    await run.until(lambda: screen.built and screen.table.current, "the paper that names her")
    assert "李秀兰" in screen.heading()
    row = screen.table.current
    assert row is not None and row.cells[2:3] == ("Commendation decision",)
    await run.press("f9")
    await run.screen(MenuScreen)
    await run.press("enter")
    form = await run.form()
    assert form.record.id == office.decision.id, "what it was made from"
