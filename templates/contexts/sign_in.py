"""What the sign-in sheet of a session prints."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import zip_longest
from typing import TYPE_CHECKING

from bson.objectid import ObjectId

from records.errors import UsageFault
from records.kind import Label
from records.language import Language, listed, translator
from records.people.dossier import members
from records.programme.units import Units, load_units
from records.record import Record
from records.search.query import Condition, Query
from templates.contexts.finding import chosen
from templates.contexts.people import Person, people_of
from templates.contexts.standing import draft_warnings, refuse_void
from templates.contexts.text import long_date
from templates.spec import DocumentSpec, Draft, Option, Request, Sheet, named

if TYPE_CHECKING:
    from records.archive import Archive

tr = translator("templates")
#: How many sign in one column, and how many on a page of two.
ONE_COLUMN, ON_A_PAGE = 24, 60
#: what is said of a session that is still to come; a recorded one says it itself
_OF_COMING = ("date", "time", "topic", "category", "place")


@dataclass(frozen=True, slots=True)
class Signer:
    """Somebody who is expected; a line without a name is for whoever comes."""

    number: int = named("序号", "the place in the list")
    name: str = named("姓名", "the name")
    organisation: str = named("党组织", "the organisation, by its short name where it has one")
    sign: str = named("签到", "the state as recorded; empty to be signed")
    note: str = named("备注", "the reason of leave, or when it was made up")


@dataclass(frozen=True, slots=True)
class SignLine:
    """A line of the table: one person, or one in each of two columns."""

    left: Signer | None = named("左栏", "the left column")
    right: Signer | None = named("右栏", "the right column, if there are two")


@dataclass(frozen=True, slots=True)
class SignPage:
    """One page of the table."""

    lines: tuple[SignLine, ...] = named("各行", "its lines")


@dataclass(frozen=True, slots=True)
class SignIn:
    """The tags of sign_in.docx. Counts that are not known yet are left open, to be filled in by hand."""

    title: str = named("学习内容", "the title of the session")
    time: str = named("学习时间", "when it is")
    place: str = named("学习地点", "where")
    unit: str = named("组织单位", "the unit that holds it")
    form: str = named("学习形式", "its category")
    host: str = named("主持人", "who presides")
    recorder: str = named("记录人", "who takes the minutes")
    two_columns: bool = named("是否双栏", "whether there are two columns of names")
    dense: bool = named("是否密排", "whether the lines are set closer, to fit the page")
    pages: tuple[SignPage, ...] = named("各页", "the pages of the table")
    expected: int | None = named("应到人数", "how many are expected")
    present: int | None = named("实到人数", "how many came")
    leave: int | None = named("请假人数", "how many were on leave")
    absent: int | None = named("缺席人数", "how many were absent, those who made it up included")


async def gather(ask: Request) -> Draft:
    """The sheet of the session that the option ``no`` names: to be signed, or ``filled`` as recorded.

    Expected are those on its attendance list; without one the people of the unit that holds it (or of the
    option ``unit``) on that day. Without ``no`` it is the sheet of a coming session, see `_coming`. Raises
    UsageFault for a name not known and options that don't go together, Refused for a void session.
    """
    archive, lang = ask.archive, ask.lang
    record = await chosen(ask, "no", "session")
    if record is None:
        return await _coming(ask)
    if told := [name for name in _OF_COMING if name in ask.options]:
        raise UsageFault(
            tr("A recorded session says this itself: {names}.", names=listed(f"--{each}" for each in told)),
            hint=tr("Leave it out, or leave --no out for a session that is still to come."),
        )
    refuse_void(record)
    fields = record.fields
    start = fields.get("start")
    on = start.date() if isinstance(start, datetime) else ask.on
    units = await load_units(archive, on, count_members=False)
    whose_unit = await chosen(ask, "unit", "unit")
    rows = _attendance(record)
    if rows and whose_unit is None:
        known = (await archive.get_many(rows)).values()
        expected: Collection[Record] = [each for each in known if each.kind == "person"]
    else:
        whose = whose_unit.id if whose_unit else record.unit
        expected = await members(archive, whose, on) if whose else []
    people = await people_of(archive, expected, units, on)
    filled = bool(ask.options.get("filled"))
    signers = _signers(ask, people, units, rows if filled else {})
    names = await archive.names(_referred(fields, "host", "recorder"))
    context = SignIn(
        title=str(fields.get("title") or record.title),
        time=_time(start, fields.get("end"), lang),
        place=str(fields.get("place") or ""),
        unit=unit.name if (unit := units.get(record.unit)) else "",
        form=_form(archive, fields.get("category"), lang),
        host=_name(names, fields.get("host")),
        recorder=_name(names, fields.get("recorder")),
        two_columns=len(signers) > ONE_COLUMN,
        dense=len(signers) > 2 * ONE_COLUMN,
        pages=in_pages(signers),
        **_counts(record, len(people), rows, filled=filled),
    )
    called = f"集中学习签到表 {on}" if lang == "zh" else f"Sign-in sheet {on}"
    return Draft(
        sheets=[Sheet(f"{called} {context.title}", context, record)],
        subject=record.id,
        subjects=list(people),
        warnings=_warnings(record, people, rows, filled=filled),
    )


async def _coming(ask: Request) -> Draft:
    """The empty sheet of a session that is not held yet, for the people of the option ``unit``.

    A session can only be recorded when it has begun. What is not said by the options stays free, to be
    filled in by hand; the topic is that of the unit's study plan for the month. Raises UsageFault.
    """
    archive, lang = ask.archive, ask.lang
    holder = await chosen(ask, "unit", "unit")
    if holder is None:
        hint = tr("Give --no; or, for one that is still to come, --unit, and as far as known --date.")
        raise UsageFault(tr("Which session?"), hint=hint)
    if ask.options.get("filled"):
        raise UsageFault(
            tr("A session that is still to come has no attendance to print: leave --filled out.")
        )
    refuse_void(holder)
    day: date | None = ask.options.get("date")
    on = day or ask.on
    units = await load_units(archive, on, count_members=False)
    people = await people_of(archive, await members(archive, holder.id, on), units, on)
    signers = _signers(ask, people, units, {})
    said = {name: str(ask.options.get(name) or "").strip() for name in _OF_COMING}
    when = [long_date(day, lang)] if day else []
    when += [said["time"]] if said["time"] else []
    unit = units.get(holder.id)
    context = SignIn(
        title=said["topic"] or await _planned(archive, holder.id, day),
        time=(" " if lang == "zh" else ", ").join(when),
        place=said["place"],
        unit=unit.name if unit else holder.title,
        form=_form(archive, said["category"], lang),
        host="",
        recorder="",
        two_columns=len(signers) > ONE_COLUMN,
        dense=len(signers) > 2 * ONE_COLUMN,
        pages=in_pages(signers),
        expected=len(people) or None,
        present=None,
        leave=None,
        absent=None,
    )
    called = " ".join(str(part) for part in (day, context.unit, context.title) if part)
    return Draft(
        sheets=[Sheet(f"集中学习签到表 {called}" if lang == "zh" else f"Sign-in sheet {called}", context)],
        subject=holder.id,
        subjects=list(people),
        warnings=[] if people else [_nobody()],
    )


async def _planned(archive: Archive, unit: ObjectId, day: date | None) -> str:
    """The topics of the unit's approved study plan for the month of ``day``; empty when there are none."""
    if day is None:
        return ""
    where = (Condition("owner", "=", unit), Condition("year", "=", day.year))
    query = Query(kind="study_plan", where=where, status=("verified",))
    found = await archive.find(query, limit=1)
    rows = found[0].fields.get("items") if found else None
    items = [row for row in rows if isinstance(row, Mapping)] if isinstance(rows, list) else []
    return "；".join(str(row.get("topic") or "") for row in items if row.get("month") == day.month)


def _form(archive: Archive, category: object, lang: Language) -> str:
    """A category in the document's language; one may be given in either."""
    said = str(category or "")
    field = archive.kinds["session"].field("category")
    for choice in field.choices if field else ():
        if said in (choice.value, choice.label.zh, choice.label.en):
            return choice.label.text(lang)
    return said


def in_pages(signers: Sequence[Signer]) -> tuple[SignPage, ...]:
    """The lines of each page: up to 24 people below each other, more in two columns, each read downwards."""
    if len(signers) <= ONE_COLUMN:
        return (SignPage(tuple(SignLine(each, None) for each in signers)),)
    pages = []
    for first in range(0, len(signers), ON_A_PAGE):
        page = signers[first : first + ON_A_PAGE]
        half = -(-len(page) // 2)
        pages.append(SignPage(tuple(SignLine(*pair) for pair in zip_longest(page[:half], page[half:]))))
    return tuple(pages)


def _attendance(record: Record) -> dict[ObjectId, Mapping[str, object]]:
    """The attendance list by person."""
    rows = record.fields.get("attendance")
    found = [row for row in rows if isinstance(row, Mapping)] if isinstance(rows, list) else []
    return {person: row for row in found if isinstance(person := row.get("person"), ObjectId)}


def _signers(
    ask: Request,
    people: Mapping[ObjectId, Person],
    units: Units,
    states: Mapping[ObjectId, Mapping[str, object]],
) -> list[Signer]:
    if not people:
        return [Signer(number, "", "", "", "") for number in range(1, ONE_COLUMN + 1)]
    short = {unit.name: unit.short_name or unit.name for unit in units.ordered}
    field = ask.archive.kinds["session"].field("attendance.state")
    found = []
    for number, (key, person) in enumerate(people.items(), 1):
        row = states.get(key, {})
        state = str(row.get("state") or "")
        found.append(
            Signer(
                number,
                person.name,
                short.get(person.organisation, person.organisation),
                field.choice_label(state, ask.lang) if field and state else state,
                _note(row, ask.lang),
            )
        )
    return found


def _note(row: Mapping[str, object], lang: Language) -> str:
    """Why somebody was on leave, and when an absence was made up, such as 5.20补学."""
    reason = str(row.get("leave_reason") or "").strip()
    day = row.get("made_up_on")
    if not isinstance(day, date):
        return reason
    made_up = f"{day.month}.{day.day}补学" if lang == "zh" else long_date(day, lang).rpartition(" ")[0]
    return f"{reason}\n{made_up}" if reason else made_up


def _counts(
    record: Record, people: int, rows: Mapping[ObjectId, Mapping[str, object]], *, filled: bool
) -> dict[str, int | None]:
    """How many were expected, came, were on leave and absent; an absence made up later was one (补学)."""
    expected, present = record.fields.get("expected"), record.fields.get("present")
    if not filled:
        return {"expected": people or None, "present": None, "leave": None, "absent": None}
    states = [row.get("state") for row in rows.values()]
    return {
        "expected": expected if isinstance(expected, int) else people or None,
        "present": present if isinstance(present, int) else None,
        "leave": states.count("请假") if rows else None,
        "absent": states.count("缺席") + states.count("补学") if rows else None,
    }


def _time(start: object, end: object, lang: Language) -> str:
    """2011年5月20日 8:30—11:00; the second day is named when it is another."""
    if not isinstance(start, datetime):
        return ""
    day = long_date(start.date(), lang)
    text = f"{day} {start.hour}:{start.minute:02}" if lang == "zh" else f"{day}, {start:%H:%M}"
    if not isinstance(end, datetime):
        return text
    clock = f"{end.hour}:{end.minute:02}" if lang == "zh" else f"{end:%H:%M}"
    dash = "—" if lang == "zh" else "-"
    other = "" if end.date() == start.date() else f"{long_date(end.date(), lang)} "
    return f"{text}{dash}{other}{clock}"


def _referred(fields: Mapping[str, object], *wanted: str) -> list[ObjectId]:
    return [value for name in wanted if isinstance(value := fields.get(name), ObjectId)]


def _name(names: Mapping[ObjectId, str], person: object) -> str:
    return names.get(person, "") if isinstance(person, ObjectId) else ""


def _nobody() -> str:
    return tr("Nobody is known to be expected, so the lines are empty: give --unit, or record who attends.")


def _warnings(
    record: Record, people: Collection[ObjectId], rows: Collection[ObjectId], *, filled: bool
) -> list[str]:
    warnings = []
    if not people:
        warnings.append(_nobody())
    if filled and not rows:
        warnings.append(tr("{no} has no attendance list, so no state is printed.", no=record.no))
    elif filled:
        warnings += draft_warnings(record)
    return warnings


def example(lang: Language) -> SignIn:
    """A filled sheet of invented data."""
    if lang == "en":
        first = Signer(1, "Zhang Weimin", "Willow Bend First Branch", "Present", "")
        second = Signer(2, "Li Xiulan", "Office Branch", "On leave", "ill")
        return SignIn(
            title="Studying the Party Constitution",
            time="20 May 2011, 08:30-11:00",
            place="Village hall",
            unit="Willow Bend General Branch",
            form="Group study",
            host="Zhao Yonggang",
            recorder="Li Xiulan",
            two_columns=False,
            dense=False,
            pages=(SignPage((SignLine(first, None), SignLine(second, None))),),
            expected=2,
            present=1,
            leave=1,
            absent=0,
        )
    first = Signer(1, "张伟民", "柳树湾村第一党支部", "到", "")
    second = Signer(2, "李秀兰", "机关党支部", "请假", "因病")
    return SignIn(
        title="学习党章",
        time="2011年5月20日 8:30—11:00",
        place="村委会",
        unit="柳树湾村党总支",
        form="集体学习",
        host="赵永刚",
        recorder="李秀兰",
        two_columns=False,
        dense=False,
        pages=(SignPage((SignLine(first, None), SignLine(second, None))),),
        expected=2,
        present=1,
        leave=1,
        absent=0,
    )


SPEC = DocumentSpec(
    name="sign_in",
    label=Label("集中学习签到表", "Sign-in sheet"),
    context=SignIn,
    example=example,
    gather=gather,
    options=(
        Option("no", Label("集中学习（已登记的）", "Session, if recorded"), "record", kinds=("session",)),
        Option("unit", Label("应到人员所在组织", "Whose people are expected"), "record", kinds=("unit",)),
        Option("date", Label("日期（未开的学习）", "Date, if still to come"), "day"),
        Option("time", Label("时间（如8:30—10:00）", "Time (such as 08:30-10:00)")),
        Option("topic", Label("学习内容（不填用计划）", "Subject (otherwise the plan's)")),
        Option("category", Label("形式", "Form")),
        Option("place", Label("地点", "Place")),
        Option("filled", Label("印上已登记的到会情况", "Print the recorded states"), "flag"),
    ),
    kinds=("session",),
)
