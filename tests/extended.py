"""A program of its own for test_extending: uses the kind, the rule and the document that were added.

Run with the copy of the program first on the path, and a folder to work in as its argument.
"""

from __future__ import annotations

import asyncio
import json
import sys
from contextlib import redirect_stdout
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import Any

from docx import Document

import records
from records.opening import open_archive
from records.programme.book import load_book
from records.settings import load_settings
from scripts.main import main
from templates.documents import SHIPPED
from tests.programme.mechanism_records import found_town
from tui.app import XuedangApp

FOLDER = Path(sys.argv[1])
REGISTER = """\
来访日期,来访人姓名,反映事项,接待人
2011-05-12,赵永刚,水渠漏水,张伟民
2011-06-03,王德明,低保评议,张伟民
"""


def run(*words: str, code: int = 0) -> str:
    """What a command says."""
    said = TextIOWrapper(BytesIO(), "utf-8")
    with redirect_stdout(said):
        ended = main(list(words))
    said.seek(0)
    told = said.read()
    assert ended == code, (words, ended, told)
    return told


def found(*words: str) -> list[dict[str, Any]]:
    """What `find` finds."""
    return list(json.loads(run("find", *words, "--json"))["records"])


async def begin() -> None:
    """A township whose upper branch had one banner in the year's first half."""
    async with open_archive(load_settings()) as archive:
        town = await found_town(archive)
        await town.keep("publicity", form="横幅", content="学理论", date="2011-03-01", unit=town.upper)


async def judged() -> list[tuple[str, float, str]]:
    """How that branch stands with the added rule: period, what counts, state."""
    async with open_archive(load_settings()) as archive:
        book = await load_book(archive, archive.settings.today)
        (branch,) = await archive.pick("unit", "上营村党支部")
        return [
            (each.period.name, each.done, each.state)
            for each in book.of_unit(branch.id)
            if each.rule == "R48"
        ]


async def screens() -> None:
    """The list of the kind, and a form of it."""
    from tui.screens.forms.form import new_form
    from tui.screens.lists.list import ListScreen

    app = XuedangApp(load_settings())
    async with app.run_test(size=(80, 24)) as pilot:
        async with asyncio.timeout(60):
            while app.archive is None:
                await pilot.pause()
            app.push_screen(ListScreen("reception"))
            while "水渠漏水" not in app.export_screenshot():
                await pilot.pause()
            new_form(app, "reception")
            while len(app.screen.query("FieldRow")) < 4:
                await pilot.pause()


def everything() -> None:
    assert Path(records.__file__).is_relative_to(FOLDER), "the copy is used"
    asyncio.run(begin())
    # Import by its headings, without a mapping; search; list and form.
    register = FOLDER / "来访接待登记.csv"
    register.write_text(REGISTER, encoding="utf-8")
    run("import", str(register), "--apply")
    (one,) = found("水渠漏水")
    assert one["kind"] == "reception"
    asyncio.run(screens())
    # Export, and back in: nothing is doubled.
    exported = FOLDER / "来访.xlsx"
    run("export", "kind:来访接待", "--to", str(exported))
    run("import", str(exported), "--apply")
    assert len(found("--kind", "reception")) == 2
    # The rule.
    standings = asyncio.run(judged())
    assert ("2011H1", 1, "failed") in standings, standings
    # The document.
    paper = FOLDER / "答复.docx"
    run("doc", "reception_note", "--no", one["no"], "-o", str(paper))
    assert "赵永刚" in "\n".join(each.text for each in Document(str(paper)).paragraphs)
    # It goes out with the others; one whose template is not there yet is told, not a fault of the program.
    handed = FOLDER / "给办公室"
    run("templates", "export", str(handed), "--profile", "official-grid")
    assert {each.parent.name for each in handed.glob("*/reception_note.docx")} == {"zh", "en"}
    (SHIPPED / "en" / "reception_note.docx").unlink()
    run("templates", "export", str(FOLDER / "again"), code=3)
    assert not list((FOLDER / "home").rglob("crashes/*.txt"))


if __name__ == "__main__":
    everything()
    sys.stdout.write("all seen\n")
