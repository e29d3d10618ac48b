"""The questions of an import, one after the other: where, what is printed there, who or what may be meant."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar

from rich.cells import cell_len
from textual import events, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from records.errors import XuedangError
from records.intake.answers.alike import DROP
from records.intake.answers.answering import (
    Asked,
    QuestionList,
    can_be_dropped,
    takes_others,
    value_of,
    value_of_words,
    wanted,
)
from records.intake.outcome import Candidate, Question
from records.intake.reasons import question_words
from records.intake.tables.table_rule import target_label
from records.language import labelled
from records.masking import mask_cell, printed
from tui.cjk import fit, one_line
from tui.import_run import ImportRun
from tui.keys.key_names import key_of
from tui.screens.importing.import_page import ImportPage
from tui.screens.importing.import_scope import ask_scope, choose_for_all
from tui.screens.prompts import ask_text
from tui.words import mark, tr

_OTHER, _DROP, _LATER, _BACK, _ALL = "other", "drop", "later", "back", "for-all"
#: The widest column of headings beside a row as printed, in cells.
_HEADINGS = 16


class ImportQuestions(ImportPage):
    """One question at a time. A figure or Enter answers; each answer is in the mapping file at once."""

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-wide")]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f4", "other", mark("Another"), id="import_questions.other"),
        Binding("delete", "drop", mark("Leave out"), id="import_questions.drop"),
        Binding("f7", "go(-1)", mark("Previous"), id="import_questions.previous"),
        Binding("f8", "go(1)", mark("Next"), id="import_questions.next"),
        Binding("f9", "open", mark("Next open"), id="import_questions.open"),
    ]

    def __init__(self, run: ImportRun) -> None:
        super().__init__(run)
        self._list = QuestionList(())
        #: What the mapping file answers for all of a reason.
        self._for_all: Mapping[str, str] = {}
        self._report: object = None
        self._at = 0

    def heading(self) -> str:
        return tr("Import > Questions")

    def body(self) -> ComposeResult:
        yield Static(markup=False, classes="import-line")
        with Container(id="question-box"):
            with VerticalScroll(id="question-about", can_focus=False):
                yield Static(markup=False, id="question-text")
                yield Static(markup=False, id="question-row")
            yield OptionList(compact=True, id="question-answers")

    @property
    def asked(self) -> Asked | None:
        """The question in front."""
        return self._list.asked[self._at] if self._at < len(self._list) else None

    def fill(self) -> None:
        if self.importing.report is not self._report:
            self._read()
        else:
            self._show()
        self.query_one("#question-answers").focus()

    def after_trial(self) -> None:
        self._read()

    def _read(self) -> None:
        """Take the questions of the last run."""
        report = self.importing.report
        self._report = report
        rules = None
        try:
            rules = self.importing.rules()
            self._for_all = rules.alike
        except XuedangError as error:
            self.xuedang.say(error)
        behind = [each.question.id for each in self._list.asked[self._at :]]
        self._list = QuestionList(self.importing.findings.questions, rules)
        places = {each.question.id: at for at, each in enumerate(self._list.asked)}
        # Where it was, or at the next that is asked still.
        self._at = next((places[each] for each in behind if each in places), 0)
        self._show()

    # --- showing ---------------------------------------------------------------------------------

    def said(self) -> str:
        count = len(self._list)
        if not count:
            return tr("Nothing is asked.")
        done = self._list.answered
        text = tr("Question {at} of {count}. {done} answered.", at=self._at + 1, count=count, done=done)
        if done == count:
            return f"{text} {tr('{key:import_page.try} runs the import again with the answers.')}"
        return f"{text} {tr('Kept at once in {path}', path=self.importing.shown_mapping)}"

    def _show(self) -> None:
        asked = self.asked
        self.state(self.said())
        answers = self.query_one("#question-answers", OptionList)
        answers.clear_options()
        self.refresh_bindings()
        if asked is None:
            self.query_one("#question-text", Static).update(
                tr("Nothing is asked. {key:import_page.try} runs the import again.")
            )
            self.query_one("#question-row", Static).update("")
            answers.add_options(self._take_back_options())
            return
        self.query_one("#question-text", Static).update(self._about(asked))
        self.query_one("#question-row", Static).update(self._row(asked.question))
        answers.add_options(self._options(asked))
        answers.highlighted = 0
        self.query_one("#question-about").scroll_home(animate=False)

    def _about(self, asked: Asked) -> str:
        question, kinds = asked.question, self.importing.kinds
        lines = [str(question.place), self._sentence(question)]
        # A question about a word is of no row; it names the kind itself.
        named, _, field = question.field.rpartition(".")
        kind = kinds.get(asked.kind or named)
        if kind is not None:
            column = target_label(kinds, kind.name, question.field if asked.kind else field)
            # What is asked of a whole paper, such as its kind, is no field of it.
            is_field = bool(column) and column != question.field
            lines.append(f"{kind.label.text()} > {column}" if is_field else kind.label.text())
        alike = len(self._list.alike(question))
        if alike > 1:
            lines.append(tr("The same name is asked about {count} times.", count=alike))
        of_reason = [each for each in self._list.asked if each.question.code == question.code]
        if len(of_reason) > 1:
            here = sum(each.question.place.file == question.place.file for each in of_reason)
            lines.append(
                tr(
                    "{count} questions have this reason, {here} of them in this file: "
                    "one answer can hold for all.",
                    count=f"{len(of_reason):,}",
                    here=f"{here:,}",
                )
            )
        if not question.blocking:
            lines.append(tr("The record comes in without it until it is answered."))
        if asked.answered:
            answer = tr("left out") if asked.answer == DROP else asked.answer
            lines.append(tr("Answered: {answer}", answer=answer))
        elif asked.before and wanted(question) == "text":
            lines.append(tr("{answer} was answered before, which is no answer here.", answer=asked.before))
        elif asked.before:
            lines.append(tr("{answer} was answered before, and nobody is called so.", answer=asked.before))
        return "\n".join(one_line(printed(line)) for line in lines)

    def _sentence(self, question: Question) -> str:
        """What is asked, with what is printed."""
        report = self.importing.report
        text, raw = question_words(question, report.tables if report is not None else ())
        return labelled(text, raw) if raw else text

    def _row(self, question: Question) -> str:
        """The row as printed, a line a cell; what is asked about is marked."""
        cells = question.cells
        if not any(cells):
            return ""
        names = [*question.headings, *("" for _ in cells)][: len(cells)]
        shown = [
            (one_line(printed(name)) or "—", one_line(printed(mask_cell(name, text))))
            for name, text in zip(names, cells, strict=True)
        ]
        width = min(_HEADINGS, max(cell_len(name) for name, _ in shown))
        lines = [tr("As printed:")]
        for name, text in shown:
            if text.strip():
                pointer = ">" if question.raw and question.raw in text else " "
                lines.append(f"{pointer} {fit(name, width)}  {text}")
        return "\n".join(lines)

    def _options(self, asked: Asked) -> list[Option]:
        question = asked.question
        made = [
            Option(Content(f"{number}  {one_line(printed(each.label))}"), id=f"candidate-{number - 1}")
            for number, each in enumerate(question.candidates, 1)
        ]
        others = {
            "person": tr("another person…"),
            "people": tr("choose the people…"),
            "unit": tr("another unit…"),
            "either": tr("another person or unit…"),
            "record": tr("choose the record…"),
            "text": tr("another answer…"),
        }
        if takes_others(question):
            made.append(
                Option(Content(f"{key_of('import_questions.other')}  {others[wanted(question)]}"), id=_OTHER)
            )
        if can_be_dropped(question):
            drop = tr("leave the row out") if question.blocking else tr("leave it out")
            made.append(Option(Content(f"{key_of('import_questions.drop')}  {drop}"), id=_DROP))
        if asked.where is not None:
            made.append(Option(Content(f"    {tr('take the answer back')}"), id=_BACK))
        made.append(Option(Content(f"{key_of('import_questions.next')}  {tr('later')}"), id=_LATER))
        return [*made, *self._take_back_options()]

    def _take_back_options(self) -> list[Option]:
        text = tr("take an answer for all back… ({count})", count=len(self._for_all))
        return [Option(Content(f"    {text}"), id=_ALL)] if self._for_all else []

    # --- answering -------------------------------------------------------------------------------

    def idle(self, action: str) -> str:
        asked = self.asked
        if asked is None:
            about_one = action in ("other", "drop", "go", "open")
            return tr("Nothing is asked. {key:import_page.try} runs the import again.") if about_one else ""
        if action == "other" and not takes_others(asked.question):
            return tr("Only the answers below are possible here.")
        if action == "drop" and not can_be_dropped(asked.question):
            return tr("This can't be left out: choose an answer.")
        if action == "go" and len(self._list) == 1:
            return tr("This is the only question.")
        if action == "open" and self._list.after(self._at) in (None, self._at):
            return tr("No other question is open.")
        return super().idle(action)

    def on_key(self, event: events.Key) -> None:
        """A figure chooses the candidate of that number."""
        asked = self.asked
        if event.character and event.character in "123456789" and asked is not None:
            number = int(event.character) - 1
            if number < len(asked.question.candidates):
                event.stop()
                if not self._still_answering():
                    self._choose(number)

    def _still_answering(self) -> bool:
        """Whether the answer before is being written: the next question is not shown yet."""
        still = any(each.group == "answer" and not each.is_finished for each in self.workers)
        if still:
            self.notify(tr("The answer before is being kept; press the key again."))
        return still

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        if event.option.id != "later" and self._still_answering():
            return
        match event.option.id or "":
            case "other":
                self.action_other()
            case "drop":
                self.action_drop()
            case "later":
                self.action_go(1)
            case "back":
                self._take_back()
            case "for-all":
                self._take_back_for_all()
            case candidate:
                self._choose(int(candidate.removeprefix("candidate-")))

    @work(exclusive=True, group="answer")
    async def _choose(self, number: int) -> None:
        asked = self.asked
        if asked is not None:
            chosen = asked.question.candidates[number]
            value, label = value_of(asked.question, number), chosen.label
            # What stands for a name in all rows has to be understood without the candidates of this one.
            await self._answer(asked.question, value, label, label, unit=chosen.unit)

    @work(exclusive=True, group="answer")
    async def _take_back(self) -> None:
        asked = self.asked
        if asked is not None:
            await self._keep(lambda file: self._list.take_back(file, asked.question), stay=True)

    @work(exclusive=True, group="answer")
    async def _take_back_for_all(self) -> None:
        report = self.importing.report
        rows = report.answered_alike if report is not None else {}
        key = await choose_for_all(self.app, self._for_all, rows)
        if key is not None:
            await self._keep(lambda file: self._list.take_back_for_all(file, key), stay=True)
            self.notify(tr("Taken back; {key:import_page.try} asks again."), timeout=5)

    def action_other(self) -> None:
        """Answer with somebody or something that is none of the candidates."""
        if not self._still_answering():
            self._answer_other()

    @work(exclusive=True, group="answer")
    async def _answer_other(self) -> None:
        asked = self.asked
        if asked is None or not takes_others(asked.question):
            return
        question, report = asked.question, self.importing.report
        new = report.new_people if report is not None else []
        units = report.units_created if report is not None else []
        try:
            await self._ask_other(question, new, units)
        except XuedangError as error:
            self.xuedang.say(error)

    async def _ask_other(self, question: Question, new: Sequence[Candidate], units: Sequence[str]) -> None:
        from tui.screens.importing.import_answer import pick_answer, pick_people

        match wanted(question):
            case "people":
                names = await pick_people(self.app, self.archive, new)
                if names:
                    asked = self._list
                    await self._keep(lambda file: asked.seat(file, question, names))
            case "text":
                value = await ask_text(self.app, self._sentence(question), question.raw)
                if value:
                    await self._answer(question, value_of_words(question, value), value, value)
            case what:
                picked = await pick_answer(self.app, self.archive, what, new, units)
                if picked is not None:
                    await self._answer(question, picked.value, picked.value, picked.label, unit=picked.unit)

    def action_drop(self) -> None:
        if not self._still_answering():
            self._drop()

    @work(exclusive=True, group="answer")
    async def _drop(self) -> None:
        asked = self.asked
        if asked is not None and can_be_dropped(asked.question):
            await self._answer(asked.question, DROP, DROP, DROP)

    async def _answer(
        self, question: Question, value: str, everywhere: str, label: str, *, unit: bool = False
    ) -> None:
        """Write an answer down: for this row, for every row of the same name, or for all of its reason.

        ``unit`` says that it is a unit, where people may be meant as well.
        """
        either = unit and question.or_unit
        asked = self._list  # a run that ends while it is asked may bring another
        holds = await ask_scope(self.app, asked, question, value, label, unit=either)
        if holds is None:
            return
        match holds.what:
            case "one":
                await self._keep(lambda file: asked.give(file, question, value, label))
            case "alike":
                await self._keep(lambda file: asked.give_alike(file, question, holds.said, holds.path))
            case what:
                former = what == "former"
                await self._keep(
                    lambda file: asked.give_all(file, question, everywhere, label, former=former, unit=either)
                )

    async def _keep(self, write: Callable[..., object], *, stay: bool = False) -> None:
        """Write to the mapping file, then go to the next open question, or ``stay``."""
        async with self.writing:
            await self._write(write, stay)

    async def _write(self, write: Callable[..., object], stay: bool) -> None:
        file = self.importing.file()
        try:
            await asyncio.to_thread(write, file)
            self._for_all = self.importing.rules().alike
        except XuedangError as error:
            self.xuedang.say(error)
            return
        except OSError as error:
            self.say_refused(file.path, error)
            return
        if self.importing.busy:
            self.try_changed()  # a run that knows nothing of the answer would ask again
        following = self._list.after(self._at)
        self._at = self._at if following is None or stay else following
        if self.built:
            self._show()

    # --- going from one to the next --------------------------------------------------------------

    def action_go(self, step: int) -> None:
        if len(self._list):
            self._at = (self._at + step) % len(self._list)
            self._show()

    def action_open(self) -> None:
        following = self._list.after(self._at)
        if following is not None:
            self._at = following
            self._show()
