"""The page on which a year is filed, and the form of what is filed."""

from __future__ import annotations

from datetime import date
from typing import Any

from textual.widgets import Static

from records.archive import Archive
from records.keep.filing.assigning import file_year
from records.keep.filing.scheme import draft_fields
from records.record import Record
from tests.tui.conftest import Running
from tui.screens.forms.form import FormScreen, open_form
from tui.screens.keeping.disposal import DisposalScreen
from tui.screens.keeping.filing import FilingScreen, open_filing
from tui.screens.menu import MenuScreen
from tui.screens.prompts import ChoicePrompt, TextPrompt

APPROVED = {"approved_by": "青杨县档案局", "approved_on": date(2011, 12, 20), "approval_no": "8号"}


def state(screen: FilingScreen) -> str:
    return str(screen.query_one("#filing-state", Static).content)


async def rule(archive: Archive, title: str, month: int, status: Any = "verified") -> Record:
    unit = await archive.save(Record.new("unit", {"name": "柳树湾村党支部"}))
    fields = {"title": title, "category": "考核", "unit": unit.id, "adopted_on": date(2011, month, 1)}
    return await archive.save(Record.new("rule_document", fields | {"text": "每周一次"}, status=status))


async def begin(run: Running, archive: Archive) -> tuple[FilingScreen, Record, Record]:
    """The page of 2011 with two papers and one that waits."""
    await run.until(lambda: run.app.archive is not None and run.app.focused is not None, "opened")
    plain, weighty = await rule(archive, "考勤制度", 3), await rule(archive, "学习制度", 6)
    await rule(archive, "补学制度", 7, "submitted")
    open_filing(run.app, 2011)
    page = await run.screen(FilingScreen)
    await run.until(lambda: page.built and page.table.row_count == 4, "listed")
    return page, plain, weighty


async def test_a_year_is_filed_and_what_is_filed_is_corrected(run: Running, archive: Archive) -> None:
    page, plain, weighty = await begin(run, archive)
    assert "shipped proposal" in state(page)
    assert [row.cells[2] for at in range(2) if (row := page.table.row(at))] == ["2011-03-01", "2011-06-01"]
    await run.press("f2")
    assert run.app.screen is page, "not before the scheme is approved"
    await run.press("f9", "enter")
    form = await run.screen(FormScreen)
    assert form.record.kind == "filing_scheme"
    assert {"kind": "commendation", "retention": "Y"} in form.record.fields["periods"]  # type: ignore[operator]
    await run.press("escape")
    scheme = draft_fields(2011, "中共青杨河乡委员会") | {"fonds": "Z109", "unit": "办公室"} | APPROVED
    await archive.save(Record.new("filing_scheme", scheme, status="verified"))
    await run.screen(FilingScreen)
    await run.until(lambda: "Z109" in state(page), "the scheme is in force")
    rows = [page.table.row(at) for at in range(4)]
    codes = ["Z109-WS·2011-D30-办公室-0001", "Z109-WS·2011-D30-办公室-0002"]
    assert [row.cells[0] for row in rows if row] == [*codes, "Left out", "it is not verified"]
    shown = "\n".join(page.table.render_line(y).text for y in range(6))
    assert codes[0] in shown and codes[1] in shown, "with the number at its end, also on 80 columns"
    await run.press("down", "f9")
    await run.screen(MenuScreen)
    await run.press(*"Important", "enter")
    await run.until(lambda: (row := page.table.row(0)) and "-Y-" in row.cells[0], "important comes first")
    await run.press("f2")
    question = await run.screen(ChoicePrompt)
    assert "2 papers of 2011" in question._text
    await run.press("enter")
    await run.until(lambda: "2 filed already" in state(page), "filed")
    filed = [(await archive.get(each.id)).archive for each in (weighty, plain)]
    assert [each["code"] for each in filed if each] == ["Z109-WS·2011-Y-办公室-0001", codes[0]]

    open_form(run.app, plain.id)
    form = await run.screen(FormScreen)
    await run.until(lambda: form.built and form.context.read_only, "frozen")
    assert codes[0] in str(form.query_one("#form-status", Static).content)
    await run.press("f9")
    await run.screen(MenuScreen)
    await run.press(*"Make a corr", "enter")
    await run.until(
        lambda: isinstance(front := run.app.screen, FormScreen) and front.record.corrects == plain.id,
        "the correction is open",
    )
    form = await run.screen(FormScreen)
    await run.until(lambda: "corrects " in str(form.query_one("#form-status", Static).content), "told")


async def test_what_is_marked_of_what_outlived_its_period_is_disposed_of(
    run: Running, archive: Archive
) -> None:
    _, plain, weighty = await begin(run, archive)
    scheme = draft_fields(2011, "中共青杨河乡委员会") | {"fonds": "Z109", "unit": "BGS"} | APPROVED
    await archive.save(Record.new("filing_scheme", scheme, status="verified"))
    await file_year(archive, 2011, on=date(2012, 2, 1))
    run.app.set_working_date(date(2042, 1, 5))
    page = await run.screen(FilingScreen)
    await run.until(lambda: "period of 2 papers has ended" in state(page), "told")
    await run.press("f9")
    await run.screen(MenuScreen)
    await run.press(*"What has", "enter")
    disposal = await run.screen(DisposalScreen)
    await run.until(lambda: disposal.built and disposal.table.row_count == 2, "listed")
    row = disposal.table.row(0)
    assert row and row.id == plain.id and row.cells[:2] == ("Z109-WS·2011-D30-BGS-0001", "2041")
    await run.press("f2")
    assert run.app.screen is disposal, "nothing is marked"
    await run.press("down", "space", "f2")
    question = await run.screen(ChoicePrompt)
    assert "Dispose of 1 paper?" in question._text
    await run.press("enter")
    for words in ("王德明", "青档鉴〔2042〕1号", "2042-01-03"):
        await run.screen(TextPrompt)
        prompt = run.app.screen
        await run.write(words)
        await run.press("enter")
        await run.until(lambda prompt=prompt: run.app.screen is not prompt, "answered")  # type: ignore[misc]
    await run.until(lambda: disposal.table.row_count == 1, "the other stays")
    gone, kept = await archive.get(weighty.id), await archive.get(plain.id)
    assert (gone.status, kept.status) == ("void", "verified")
    assert "王德明 2042-01-03 青档鉴〔2042〕1号" in (gone.void_reason or "")
