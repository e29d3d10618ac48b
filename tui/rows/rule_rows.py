"""The rows of the rule book: what the plan says of each rule, what the office has set, who is exempt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from records.language import current_language
from records.programme.adjustments import ASSESSMENT, Setting
from records.programme.book import Book
from records.programme.calendar import periods
from records.programme.marking import ASPECTS
from records.programme.roster import Exemption
from records.programme.rules import Rule, TenOne
from records.programme.views.boards import exemptions_in_force
from records.programme.wording import amount
from tui.cjk import one_line
from tui.rows.standing_rows import scope_names, spaced
from tui.widgets.table.virtual_table import Column, Row
from tui.words import mark, tr

PERIODS = {
    "week": mark("a week"),
    "month": mark("a month"),
    "quarter": mark("a quarter"),
    "half": mark("a half-year"),
    "year": mark("a year"),
    "stage": mark("a stage"),
    "event": mark("each time"),
    "programme": mark("three years"),
}
# Where a minimum of one is no amount: one yuan of funds, one unit inspected.
WHOLE = {"funds": mark("allocated, {period}"), "inspected": mark("each unit, {period}")}
FORCES = {"H": mark("Stated"), "P": mark("Demanded"), "A": mark("Shown only")}
ASPECT_WORDS = {
    "listen": mark("listen"),
    "write": mark("write"),
    "speak": mark("speak"),
    "test": mark("test"),
    "apply": mark("apply"),
}


GRADES = {
    "优秀": mark("Excellent"),
    "良好": mark("Good"),
    "合格": mark("Qualified"),
    "不合格": mark("Unqualified"),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the rule book: the name that settings have for it (R07, T3), and what it is about.

    ``part`` names the table of a setting that the line is about: weights or bands.
    """

    id: str
    rule: Rule | None = None
    item: TenOne | None = None
    exemption: Exemption | None = None
    part: str = ""


def columns() -> tuple[Column, ...]:
    return (
        Column("id", tr("Rule"), 4, keep=True),
        Column("label", tr("Rule's name"), 14, grow=2),
        Column("who", tr("Whom it binds"), 16, grow=2),
        Column("asks", tr("Asks"), 22, grow=1),
        Column("force", tr("Force"), 10),
        Column("set", tr("Set by the office"), 10, grow=1),
    )


def begins(book: Book, rule: Rule) -> date:
    """The first day of the running period of a rule: the settings in force then are those in force now."""
    begun = [each.start for each in periods(rule.period, book.rulebook) if each.start <= book.on]
    return max(begun[-1] if begun else book.on, book.rulebook.start)


def next_begins(book: Book, rule: Rule) -> date:
    """From when a change can take hold: the next period of the rule; the working date where there is none."""
    later = [each.start for each in periods(rule.period, book.rulebook) if each.start > book.on]
    return later[0] if later else book.on


def asks(rule: Rule) -> str:
    """The minimum, the aim, and the period: at least 1, aim 2 books a quarter."""
    period = tr(PERIODS[rule.period])
    if not rule.judged:
        return tr("not judged")
    if not rule.minimum:
        return tr("shown, {period}", period=period)
    if rule.period == "event":
        return tr("every one: {measure}", measure=rule.measure.text())
    if rule.minimum == 1 and rule.how in WHOLE:
        return tr(WHOLE[rule.how], period=period)
    if rule.how in ("reached", "coverage"):
        least = f"{rule.minimum}%"
    else:
        least = amount(rule.minimum, rule)
    if rule.how == "hours":
        period = tr("each working day")
    text = tr("{amount}, {period}", amount=least, period=period)
    if rule.target is not None and rule.target > rule.minimum:
        text += tr(", aim {target}", target=rule.target)
    return text


def rows(book: Book) -> list[Row]:
    """Every rule, the Ten Ones, the assessment, and the exemptions in force, each under a heading."""
    found = [_heading("rules", tr("Rules"), "")]
    found += [_rule_row(book, rule) for rule in book.rulebook.rules.values()]
    found.append(_heading("ten", tr("Ten Ones"), tr("wording lost")))
    found += [_item_row(book, item) for item in book.rulebook.ten_ones if item.reconstructed]
    found.append(_heading("assessment", tr("Assessment"), ASSESSMENT))
    found += _assessment_rows(book)
    held = exemptions_in_force(book)
    found.append(_heading("exempt", tr("Exempt"), tr("in force: {count}", count=len(held))))
    found += [_exemption_row(book, each) for each in held]
    return found


def _heading(key: str, text: str, about: str) -> Row:
    return Row(("heading", key), ("", text, about, "", "", ""), "strong")


def _rule_row(book: Book, plain: Rule) -> Row:
    rule = book.adjustments.rule(plain.id, begins(book, plain))
    cells = (
        rule.id,
        rule.label.text(),
        scope_names(rule),
        asks(rule),
        tr(FORCES[rule.force]),
        _since(book, plain.id),
    )
    tone = "soon" if book.adjustments.settings.get(plain.id) else ""
    return Row(
        rule.id, tuple(map(one_line, cells)), value=Entry(plain.id, rule=plain), tones=("",) * 5 + (tone,)
    )


def _since(book: Book, key: str) -> str:
    held = book.adjustments.settings.get(key, ())
    return tr("since {day}", day=held[-1].since) if held else ""


def _item_row(book: Book, item: TenOne) -> Row:
    confirmed = book.adjustments.confirmed(item.id, book.on)
    wording = book.adjustments.wording(item.id, book.on)
    state = tr("confirmed") if confirmed else tr("not confirmed")
    cells = (item.id, wording or item.label.text(), "", state, "", _since(book, item.id))
    tone = "met" if confirmed else "unjudged"
    return Row(
        item.id, tuple(map(one_line, cells)), value=Entry(item.id, item=item), tones=("", "", "", tone)
    )


def _scale_text(book: Book, part: str) -> str:
    """The points of the aspects, or of the grades, in a line."""
    comma = "、" if current_language() == "zh" else ", "
    if part == "weights":
        found = book.adjustments.weights(book.on)
        return comma.join(f"{tr(ASPECT_WORDS[each])} {found[each]}" for each in ASPECTS)
    bands = book.adjustments.bands(book.on).items()
    return comma.join(f"{tr(GRADES[grade]) if grade in GRADES else grade} {least}" for grade, least in bands)


def _assessment_rows(book: Book) -> list[Row]:
    since, rows = _since(book, ASSESSMENT), []
    for part, label in (("weights", tr("Aspects' points")), ("bands", tr("Grades' least"))):
        entry = Entry(ASSESSMENT, rule=book.rulebook.rules[ASSESSMENT], part=part)
        rows.append(Row(part, (ASSESSMENT, label, "", _scale_text(book, part), "", since), value=entry))
    return rows


def _exemption_row(book: Book, each: Exemption) -> Row:
    comma = "、" if current_language() == "zh" else ", "
    who = book.roster.people.get(each.person) if each.person is not None else None
    name = who.name if who is not None else comma.join(sorted(each.categories))
    rules = comma.join(sorted(each.rules))
    cells = ("", one_line(name), "", rules, "", tr("until {day}", day=each.span[1]))
    return Row(("exemption", each.record), cells, value=Entry("", exemption=each))


# --- below the table -------------------------------------------------------------------------------


def detail(book: Book, entry: Entry) -> list[str]:
    """What the plan says, and what the office has set, newest last."""
    lines: list[str] = []
    if entry.rule is not None:
        rule = entry.rule
        said = tr("The plan (§{section}): {text}", section=rule.section, text=rule.text.text())
        lines = [one_line(said), spaced(scope_names(rule), asks(rule), tr(FORCES[rule.force]))]
        lines += [_scale_text(book, entry.part)] if entry.part else []
    elif entry.item is not None:
        lines = [spaced(entry.item.id, entry.item.label.text())]
    elif entry.exemption is not None:
        span = entry.exemption.span
        lines = [tr("Exempt from {first} to {last}", first=span[0], last=span[1])]
    settings = book.adjustments.settings.get(entry.id, ())
    return lines + [one_line(_setting(each)) for each in settings[-3:]]


def _setting(each: Setting) -> str:
    change = str(each.fields.get("change") or "")
    reason = str(each.fields.get("reason") or "")
    parts = [tr("From {day} the office:", day=each.since), change, f"({reason})" if reason else ""]
    return " ".join(part for part in parts if part)


def setting_draft(book: Book, entry: Entry) -> dict[str, object]:
    """The fields of a setting that changes nothing yet: what is in force, from the next period on."""
    if entry.rule is None:
        return {"rule": entry.id, "from": date(book.on.year, 1, 1), "confirmed": True}
    if entry.part:
        return _scale_draft(book, entry)
    rule = book.adjustments.rule(entry.rule.id, begins(book, entry.rule))
    draft: dict[str, object] = {"rule": rule.id, "from": next_begins(book, entry.rule), "judged": rule.judged}
    draft |= {name: value for name in ("minimum", "target") if (value := getattr(rule, name)) is not None}
    if "ANY" not in rule.who:
        draft["who"] = list(rule.who)
    return draft


def _scale_draft(book: Book, entry: Entry) -> dict[str, object]:
    """The points in force, all of them: a setting replaces the whole table."""
    if entry.part == "weights":
        found = book.adjustments.weights(book.on)
        table = [{"aspect": aspect, "weight": found[aspect]} for aspect in ASPECTS]
    else:
        table = [{"grade": grade, "from": least} for grade, least in book.adjustments.bands(book.on).items()]
    return {"rule": entry.id, "from": date(book.on.year + 1, 1, 1), entry.part: table}


def exemption_draft(book: Book, entries: Sequence[Entry]) -> dict[str, object]:
    """The fields of an exemption from the rules of some lines."""
    rules = [each.rule.id for each in entries if each.rule is not None and each.rule.exemptible]
    return {"rules": rules, "from": book.on}
