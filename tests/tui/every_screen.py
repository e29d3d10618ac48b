"""Every screen that the application has, and how it comes up: one place for the tests that walk them all.

A new screen needs an entry here; ``test_every_screen.py`` fails otherwise.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from bson.objectid import ObjectId
from textual.screen import Screen
from textual.widgets import DirectoryTree

import tui.screens
from records.archive import Archive
from records.changing.bulk_change import FieldChange, plan_change
from records.checking.checks import Fault
from records.errors import SignInNeeded
from records.record import Record
from records.values import PartialDate
from templates.documents import DOCUMENTS
from templates.papers import Paper
from tests.tui.conftest import Running
from tui.drafts import Draft, Leftover
from tui.form_state import typed_form
from tui.grid_state import GridRow
from tui.import_run import ImportRun
from tui.rows.paper_lines import PaperText
from tui.screens.drafts import DraftsScreen
from tui.screens.forms.conflict import ConflictScreen
from tui.screens.forms.form import FormScreen, new_form
from tui.screens.forms.history import HistoryScreen
from tui.screens.forms.kind_picker import KindPicker
from tui.screens.forms.long_text import LongTextScreen
from tui.screens.forms.option_picker import OptionPicker
from tui.screens.forms.picker import PickerScreen
from tui.screens.forms.raw_document import RawDocumentScreen
from tui.screens.forms.row import RowScreen
from tui.screens.forms.table_grid import TableGridScreen
from tui.screens.help import HelpScreen
from tui.screens.home import HomeScreen
from tui.screens.importing.file_picker import FilePicker
from tui.screens.importing.import_ import ImportScreen
from tui.screens.importing.import_answer import AnswerPicker
from tui.screens.importing.import_papers import ImportPapers
from tui.screens.importing.import_questions import ImportQuestions
from tui.screens.importing.import_refused import ImportRefused, RowPrompt
from tui.screens.importing.import_table import ImportTable
from tui.screens.importing.import_tables import ImportTables
from tui.screens.jump import JumpScreen
from tui.screens.keeping.disposal import DisposalScreen
from tui.screens.keeping.filing import FilingScreen
from tui.screens.keeping.journal import JournalScreen
from tui.screens.keeping.verifying import CheckScreen
from tui.screens.keys import KeysScreen
from tui.screens.lists.approve import ProgressPrompt, RefusedScreen
from tui.screens.lists.changing import ChangePreview
from tui.screens.lists.columns import ColumnChoice, ColumnsPrompt
from tui.screens.lists.list import ListScreen
from tui.screens.lists.review import ReviewScreen
from tui.screens.lists.search import SearchScreen
from tui.screens.lists.worklist import WorklistScreen
from tui.screens.menu import MenuScreen
from tui.screens.palette import Palette
from tui.screens.papers.document import DocumentScreen
from tui.screens.papers.issued import IssuedScreen
from tui.screens.papers.making import MadeScreen, MakingPrompt
from tui.screens.papers.paper import PaperScreen, PreviewScreen
from tui.screens.prompts import ChoicePrompt, TextPrompt
from tui.screens.quick.quick_attendance import AttendanceScreen
from tui.screens.quick.quick_entries import EntriesScreen
from tui.screens.sign_in import SignInScreen
from tui.screens.standing.assessment import AssessmentScreen
from tui.screens.standing.calendar import CalendarScreen
from tui.screens.standing.coverage import CoverageScreen
from tui.screens.standing.dossier import DossierScreen
from tui.screens.standing.evaluation import EvaluationScreen
from tui.screens.standing.matrix import MatrixScreen
from tui.screens.standing.matrix_place import Place as MatrixPlace
from tui.screens.standing.mechanisms import MechanismScreen, Place
from tui.screens.standing.people import PeopleScreen
from tui.screens.standing.person_board import PersonBoard
from tui.screens.standing.rules import RulesScreen
from tui.screens.standing.selection import SelectionScreen
from tui.screens.standing.stages import StageBoard
from tui.screens.standing.unit_board import UnitBoard
from tui.widgets.table.virtual_table import Row
from tui.words import tr

DAY = "2011-06-15"
NAMES = ("张伟民", "李秀兰", "赵永刚", "王德明")
ROSTER = """\
青杨河乡党员花名册
姓名,性别,出生年月,入党时间,所在支部
张伟民,男,1965.3,1990.7,柳树湾村党支部
赵永刚,男,1958.1,1980.7,上营村党支部
"""
VISITS = """\
走访情况
走访日期,下去的人,户,说了些什么,备注
2010.7.3,张伟民,李保山,水渠不通,
2010.7.9,张伟明,马长福999999197803150011,缺化肥,
2010.13.2,李秀兰,周大有,没人,
"""
NOTE = "把学到的用到每天的事情里去，群众的事再小也要办。"


@dataclass
class Stage:
    """The records that screens are about, and the archive they are in."""

    archive: Archive
    folder: Path
    unit: Record
    people: list[Record]
    meeting: Record
    report: Record
    importing: ImportRun | None = None

    @property
    def person(self) -> Record:
        return self.people[0]

    async def tried(self) -> ImportRun:
        """An import after its dry run, with tables, questions and refused rows."""
        if self.importing is None:
            folder = self.folder / "民情资料"
            folder.mkdir()
            (folder / "党员花名册.csv").write_text(ROSTER, "gb18030")
            (folder / "2010年走动.csv").write_text(VISITS, "gb18030")
            kinds = self.archive.kinds
            self.importing = ImportRun(folder, folder / "mapping.yaml", self.archive.settings.home, kinds)
            await self.importing.go(self.archive, on_progress=lambda text: None)
        return self.importing


async def set_stage(archive: Archive, folder: Path) -> Stage:
    """A branch, its people, a meeting and a report of theirs."""
    archive.store.place = "青杨河"  # the journal's page tells it, and every machine is called otherwise
    unit = await archive.save(Record.new("unit", {"name": "柳树湾村党支部"}))
    stay = [{"org": unit.id, "from": date(2010, 7, 1)}]
    people = [await archive.save(Record.new("person", {"name": name, "memberships": stay})) for name in NAMES]
    there = [{"person": each.id, "state": "到"} for each in people]
    meeting = Record.new(
        "session",
        {"title": "六月集中学习", "start": datetime(2011, 6, 2, 8, 30, tzinfo=UTC), "attendance": there},
    )
    report = Record.new(
        "research_report",
        {"title": "大棚蔬菜销路调研", "authors": [people[0].id], "finished_on": PartialDate.month(2011, 5)},
    )
    return Stage(archive, folder, unit, people, await archive.save(meeting), await archive.save(report))


Make = Callable[[Stage, Running], Awaitable[Screen[Any] | None]]


def page(made: Callable[[Stage], Screen[Any]]) -> Make:
    """A screen that needs nothing but records."""

    async def make(stage: Stage, run: Running) -> Screen[Any]:
        return made(stage)

    return make


def on_import(made: Callable[[ImportRun], Screen[Any]]) -> Make:
    """A screen over an import that was tried."""

    async def make(stage: Stage, run: Running) -> Screen[Any]:
        return made(await stage.tried())

    return make


async def form_of(stage: Stage, run: Running, record: Record) -> FormScreen:
    """The form of a record, filled."""
    run.app.push_screen(FormScreen(record))
    form = await run.form()
    await settle(run, form)
    return form


def over(made: Callable[[FormScreen], Screen[Any]], which: str = "meeting") -> Make:
    """A screen over the form of a record of the stage."""

    async def make(stage: Stage, run: Running) -> Screen[Any]:
        return made(await form_of(stage, run, getattr(stage, which)))

    return make


async def read(stage: Stage, run: Running) -> Screen[Any]:
    async def text() -> PaperText:
        return PaperText(faults=("没有日期",), notes=("第一页",))

    return PaperScreen("学习证书", text)


async def preview(stage: Stage, run: Running) -> Screen[Any]:
    async def text() -> PaperText:
        return PaperText(warnings=("没有日期",))

    return PreviewScreen("学习证书", text, lambda: None)


async def change(stage: Stage, run: Running) -> Screen[Any]:
    field = stage.archive.kinds.of("person").field("education")
    assert field is not None
    plan = await plan_change(
        stage.archive, [each.id for each in stage.people], FieldChange(field, "set", "大专")
    )
    rows = [Row(each.id, (each.title, "", "大专")) for each in stage.people]
    return ChangePreview(plan, "学历", rows)


def columns(stage: Stage) -> Screen[Any]:
    fields = stage.archive.kinds.of("person").fields
    return ColumnsPrompt(
        [ColumnChoice(each.name, each.label.text(), n < 5, None, 12) for n, each in enumerate(fields)]
    )


def refused(stage: Stage) -> Screen[Any]:
    fault = Fault("education", "missing", "没有填写", "学历")
    return RefusedScreen("不能审定", [(each, [fault]) for each in stage.people])


def conflict(form: FormScreen) -> Screen[Any]:
    theirs = form.record.copy()
    theirs.fields["title"] = "六月集中学习（改）"
    return ConflictScreen(form, theirs, typed_form(form.state.kind, form.record), ["title"])


def drafts(stage: Stage) -> Screen[Any]:
    draft = Draft("person", str(ObjectId()), 0, "欧阳建国", {}, {}, saved_at="2011-06-14T08:00:00+00:00")
    return DraftsScreen([Leftover(stage.folder / "draft", draft, tried=True)])


def made(stage: Stage) -> Screen[Any]:
    papers = [
        Paper(each.title, [stage.folder / f"{each.title}.docx"], ("没有日期",)) for each in stage.people
    ]
    return MadeScreen(DOCUMENTS["certificate"], papers, len(papers), stage.folder)


def row(form: FormScreen) -> Screen[Any]:
    return RowScreen(form.field("attendance"), {}, form.context)


def grid(form: FormScreen) -> Screen[Any]:
    typed: Any = form.state.typed["attendance"]
    return TableGridScreen(form.field("attendance"), typed, form.context, lambda typed: None)


def entries(stage: Stage) -> Screen[Any]:
    rows: list[GridRow] = [{"person": str(each.id)} for each in stage.people]
    return EntriesScreen("reading_note", str(stage.unit.id), rows, {})


def first_table(run: ImportRun) -> Screen[Any]:
    assert run.report is not None
    return ImportTable(run, run.report.tables[0])


async def empty_form(stage: Stage, run: Running) -> None:
    new_form(run.app, "household_visit")
    await run.form()


@dataclass(frozen=True)
class Shown:
    """A screen of the list: its class, and what makes one. None: it is in front already."""

    kind: type[Screen[Any]]
    make: Make


async def nothing(stage: Stage, run: Running) -> None:
    """Home is there from the start."""


FEW = [("study", "学习记录"), ("visit", "走访记录"), ("report", "调研报告")]
SCREENS: Mapping[str, Shown] = {
    "home": Shown(HomeScreen, nothing),
    "people": Shown(ListScreen, page(lambda stage: ListScreen("person"))),
    "all": Shown(ListScreen, page(lambda stage: ListScreen(None))),
    "form": Shown(FormScreen, page(lambda stage: FormScreen(stage.person))),
    "new": Shown(FormScreen, empty_form),
    "meeting": Shown(FormScreen, page(lambda stage: FormScreen(stage.meeting))),
    "history": Shown(HistoryScreen, page(lambda stage: HistoryScreen(stage.person))),
    "dossier": Shown(DossierScreen, page(lambda stage: DossierScreen(stage.person))),
    "search": Shown(SearchScreen, page(lambda stage: SearchScreen("张伟"))),
    "documents": Shown(DocumentScreen, page(lambda stage: DocumentScreen())),
    "issued": Shown(IssuedScreen, page(lambda stage: IssuedScreen(stage.person))),
    "made": Shown(MadeScreen, page(made)),
    "paper": Shown(PaperScreen, read),
    "preview": Shown(PreviewScreen, preview),
    "worklist": Shown(WorklistScreen, page(lambda stage: WorklistScreen())),
    "review": Shown(ReviewScreen, page(lambda stage: ReviewScreen(None, "张伟民"))),
    "stages": Shown(StageBoard, page(lambda stage: StageBoard())),
    "calendar": Shown(CalendarScreen, page(lambda stage: CalendarScreen())),
    "matrix": Shown(MatrixScreen, page(lambda stage: MatrixScreen(MatrixPlace()))),
    "person": Shown(PersonBoard, page(lambda stage: PersonBoard(stage.person.id))),
    "unit": Shown(UnitBoard, page(lambda stage: UnitBoard(stage.unit.id))),
    "rules": Shown(RulesScreen, page(lambda stage: RulesScreen())),
    "mechanism": Shown(MechanismScreen, page(lambda stage: MechanismScreen(Place("door_to_door")))),
    "assessment": Shown(AssessmentScreen, page(lambda stage: AssessmentScreen(2011))),
    "evaluation": Shown(EvaluationScreen, page(lambda stage: EvaluationScreen(2011))),
    "selection": Shown(SelectionScreen, page(lambda stage: SelectionScreen(2011))),
    "coverage": Shown(CoverageScreen, page(lambda stage: CoverageScreen(2011))),
    "filing": Shown(FilingScreen, page(lambda stage: FilingScreen(2011))),
    "disposal": Shown(DisposalScreen, page(lambda stage: DisposalScreen())),
    "check": Shown(CheckScreen, page(lambda stage: CheckScreen())),
    "journal": Shown(JournalScreen, page(lambda stage: JournalScreen())),
    "keys": Shown(KeysScreen, page(lambda stage: KeysScreen())),
    "raw": Shown(RawDocumentScreen, over(lambda form: RawDocumentScreen(form, form.record))),
    "entries": Shown(EntriesScreen, page(entries)),
    "attendance": Shown(AttendanceScreen, over(AttendanceScreen)),
    "grid": Shown(TableGridScreen, over(grid)),
    "row": Shown(RowScreen, over(row)),
    "conflict": Shown(ConflictScreen, over(conflict)),
    "long text": Shown(
        LongTextScreen,
        over(lambda form: LongTextScreen(form.field("findings"), NOTE * 40, False), "report"),
    ),
    "import": Shown(ImportScreen, page(lambda stage: ImportScreen())),
    "import tables": Shown(ImportTables, on_import(ImportTables)),
    "import table": Shown(ImportTable, on_import(first_table)),
    "import questions": Shown(ImportQuestions, on_import(ImportQuestions)),
    "import refused": Shown(ImportRefused, on_import(ImportRefused)),
    "import papers": Shown(ImportPapers, on_import(ImportPapers)),
    "import row": Shown(
        RowPrompt, page(lambda stage: RowPrompt("第 3 行", "走访日期: 2010.13.2\n户: 周大有"))
    ),
    "import answer": Shown(
        AnswerPicker, page(lambda stage: AnswerPicker(stage.archive, "是谁？", ("person",), {}))
    ),
    "picker": Shown(
        PickerScreen,
        page(lambda stage: PickerScreen(stage.archive, tr("Person"), ("person",), "", multiple=True)),
    ),
    "people of a unit": Shown(
        PeopleScreen, page(lambda stage: PeopleScreen(stage.archive, stage.unit, date(2011, 6, 15)))
    ),
    "kinds": Shown(KindPicker, page(lambda stage: KindPicker(stage.archive.kinds))),
    "options": Shown(OptionPicker, page(lambda stage: OptionPicker("选一个", FEW))),
    "menu": Shown(MenuScreen, page(lambda stage: MenuScreen("选一个", FEW))),
    "sign_in": Shown(SignInScreen, page(lambda stage: SignInScreen(SignInNeeded("wanglan", wrong=True)))),
    "text": Shown(TextPrompt, page(lambda stage: TextPrompt("改名", "柳树湾", hint=NOTE * 2))),
    "choice": Shown(
        ChoicePrompt,
        page(lambda stage: ChoicePrompt("保存吗？", NOTE * 4, [("yes", tr("OK")), ("no", tr("Cancel"))])),
    ),
    "files": Shown(FilePicker, page(lambda stage: FilePicker(stage.folder))),
    "columns": Shown(ColumnsPrompt, page(columns)),
    "change": Shown(ChangePreview, change),
    "refused": Shown(RefusedScreen, page(refused)),
    "progress": Shown(ProgressPrompt, page(lambda stage: ProgressPrompt("审定", 120))),
    "making": Shown(MakingPrompt, page(lambda stage: MakingPrompt("制作", 120))),
    "drafts": Shown(DraftsScreen, page(drafts)),
    "palette": Shown(Palette, page(lambda stage: Palette())),
    "help": Shown(HelpScreen, over(lambda form: HelpScreen(form, form.focused))),
    "jump": Shown(JumpScreen, over(JumpScreen)),
}


def all_screens() -> Iterator[type[Screen[Any]]]:
    """The classes of screens in ``tui`` that others do not only build upon."""
    for module in pkgutil.walk_packages(tui.screens.__path__, "tui.screens."):
        for each in vars(importlib.import_module(module.name)).values():
            if isinstance(each, type) and issubclass(each, Screen) and each.__module__.startswith("tui."):
                yield each


async def settle(run: Running, screen: Screen[Any]) -> None:
    """Wait until a screen is drawn and nothing fills it any more."""

    def quiet() -> bool:
        # A tree of folders has a worker that waits for the next folder to be opened.
        there = {screen, *screen.query("*")} - {*screen.query(DirectoryTree)}
        busy = [each for each in run.app.workers if each.node in there and each.is_running]
        return getattr(screen, "built", screen.is_mounted) and not busy

    await run.until(quiet, f"{screen} filled")
    await run.pilot.pause()


async def bring_up(run: Running, stage: Stage, name: str) -> Screen[Any]:
    """Show a screen of the list and wait until it is filled."""
    shown = SCREENS[name]
    made = await shown.make(stage, run)
    if made is not None:
        run.app.push_screen(made)
    screen = await run.screen(shown.kind)
    await settle(run, screen)
    return screen


async def go_home(run: Running) -> None:
    """Take away whatever is over Home, without asking."""
    while len(run.app.screen_stack) > 1:
        await run.app.pop_screen()
