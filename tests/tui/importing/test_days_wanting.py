"""Records that came in with a month for their day stand in lists, on their screens and in the figures."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path

from records.archive import Archive
from records.intake.batch import run_import
from records.keep.export import export
from records.people.dossier import timeline, totals
from records.programme.book import load_book
from records.search.query import Query
from tests.intake.registers.one_register import ROSTER
from tests.tui.conftest import Running
from tests.tui.tables.listing import rows_of
from tui.screens.forms.form import FormScreen
from tui.screens.lists.list import ListScreen

BOOKS = {
    "花名册.csv": ROSTER,
    "走访.csv": "白鹤乡2011年走访农户台账\n走访时间,走访干部,户主,村,存在困难\n"
    "4月,韦明远,张老三,杨湾村,屋漏\n",
    "学习.csv": "杨湾村党支部2011年学习登记簿\n学习日期,学习内容,主持人,应到,实到\n"
    "2011年4月,学习党章,田家驹,3,3\n",
    "简报.csv": "白鹤乡2011年简报登记\n报送日期,报送单位,期号,标题\n2011.4,杨湾村党支部,1,春耕忙\n",
}


def _filled(form: FormScreen) -> bool:
    return form.built and bool(form.query("FieldRow"))


def _lists_one(screen: ListScreen) -> bool:
    return screen.built and len(rows_of(screen.table)) == 1


async def test_they_stand_everywhere(run: Running, archive: Archive, tmp_path: Path) -> None:
    folder = tmp_path / "旧档案"
    folder.mkdir()
    for name, text in BOOKS.items():
        (folder / name).write_text(text, "utf-8")
    report = await run_import(archive, folder, apply=True)
    vague = [item for item in report.items if item.vague]
    assert {item.kind for item in vague} == {"household_visit", "session", "briefing"}
    for item in vague:
        assert item.record_id is not None
        record = await archive.get(item.record_id)
        assert record.date is None and "4" in str(record.origin["cells"])
        run.app.push_screen(FormScreen(record))
        form = await run.form()
        await run.until(partial(_filled, form), "form")
        await run.app.pop_screen()
        run.app.push_screen(ListScreen(item.kind))
        screen = await run.screen(ListScreen)
        await run.until(partial(_lists_one, screen), "listed")
        await run.app.pop_screen()
        person = record.people[0].person if record.people else None
        if person is not None:
            assert record.id in {each.id for each in await timeline(archive, person=person)}
            await totals(archive, person=person)
    await load_book(archive, date(2011, 6, 15))
    before = {item.record_id: (await archive.get(item.record_id)).fields for item in vague if item.record_id}
    for ending in (".xlsx", ".csv", ".jsonl"):
        path = tmp_path / f"全部{ending}"
        await export(archive, Query(), path, unmask_for="试验")
        back = await run_import(archive, path, apply=True)
        assert {item.action for item in back.items} <= {"unchanged"}
    assert before == {key: (await archive.get(key)).fields for key in before}
    again = await run_import(archive, folder, apply=True)
    assert {item.action for item in again.items if item.vague} == {"unchanged"}
