"""Ledgers of money: what was allotted and spent, with vouchers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import partial

from records.intake.answers.alike import HEADING, POSITIVE, PRINTED, WITHOUT
from records.intake.build.budget_told import budgets_told
from records.intake.build.rows import each_row, find_context, first_named
from records.intake.build.values import take_plain, take_row_date
from records.intake.desk import Desk
from records.intake.outcome import Candidate, Item, Question
from records.intake.settling import is_offered
from records.intake.tables.row_dates import RowDates
from records.intake.tables.source import SourceRow, SourceTable
from records.intake.tables.uses import listed_use, use_in
from records.kind import Field
from records.language import translator
from records.numbers import NumberFault, parse_number
from records.values import half_width

tr = translator("records")

_BUDGET = re.compile(r"预算|拨入|拨款|下达|收入|划拨")
#: The same in a column that says which way money went: 收/支.
_IN = re.compile(r"[收进拨贷入+]|进账|入账")
_OUT = re.compile(r"支|出|付|用|报|借|购")
_WAY_ALONE = re.compile(
    r"[收进拨贷入+支出付用报借购-](?:方|款|入|出|账)?|预算|拨款|下达|划拨|[进入]账|支付|开支|列支|使用|报销|购置?"
    r"|(?:经费|资金|财政)?(?:收入|拨入|支出)(?:类|项目?)?"
)
#: Words of what was paid: beside those of what came in, as in 拨付支部书架款, nobody can tell which it was.
_SPENT = re.compile(r"支出|支付|付[给讫款]?|购|买|订|报销|费用|预算外|发放|补助")
_TAKEN_BACK = re.compile(r"\s*[（(]\s*[¥￥]?[\d,，.]+\s*元?\s*[)）]\s*")
_CENT = Decimal("0.01")
#: A cell that names its own measure, whatever the heading counts in: 三千元, ￥900 under 金额（万元）.
_IN_YUAN = ("元", "圆", "块")
#: So many 万元 are more than a township's programme ever had: the cell may be in 元.
_MUCH = 1000


def build_funding(table: SourceTable, desk: Desk) -> Iterator[Item]:
    """One entry a row, and one for a budget of which a line beside the table tells."""
    find_context(table, desk)
    dates = RowDates(table, "date")
    vouchers: dict[tuple[int, str], int] = {}
    rows = []
    for item in each_row(table, partial(_read, table, desk, dates, vouchers)):
        yield item
        if not table.long:
            rows.append(item)
    yield from budgets_told(table, rows, desk)


def _read(
    table: SourceTable,
    desk: Desk,
    dates: RowDates,
    vouchers: dict[tuple[int, str], int],
    position: int,
    row: SourceRow,
    item: Item,
) -> None:
    day = take_row_date(desk, table, dates, position, item, "date")
    if item.outcome == "reject":
        return
    year = day.start.year if day is not None else table.year(row)
    if day is not None and day.precision == "day":
        item.fields["date"] = day.start
    elif day is not None:
        item.want_day("date", day)
    if year is not None:
        item.fields["year"] = year
    came_in = row.has("income") and not row.has("amount")
    _amount(table, row, item, desk, "income" if came_in else "amount")
    if item.refused:
        return
    if row.has("summary"):
        item.fields["summary"] = row.text("summary")
    budget = came_in or (not table.has("income") and _is_budget(row, item))
    item.fields["category"] = "预算" if budget else "支出"
    if (known := table.kind.field("item")) is not None:
        _what_for(table, row, item, desk, known, budget=budget)
    if not budget and item.taken and item.fields.get("item") is None:
        item.flag("use_not_told")
    _where_and_who(table, row, item, desk)
    remarks = table.kind.field("remarks")
    if remarks is None and row.has("remarks"):
        item.remarks = row.text("remarks")
    for name in table.rule.constants:
        field = table.kind.field(name)
        if field is not None and name not in item.fields:
            take_plain(item, field, row)
    _voucher(row, item, desk, year or 0, vouchers)


def _what_for(
    table: SourceTable, row: SourceRow, item: Item, desk: Desk, known: Field, *, budget: bool
) -> None:
    """What the money was for: as its column says, or as the words of the summary tell."""
    use = None
    if row.has("item"):
        told = row.text("item")
        if not table.has("summary"):
            # Without a column of its own 用途 says in free words what the money was for.
            item.fields["summary"] = told
        in_words = not table.has("summary") and not listed_use(told, known)
        use = use_in(told, table.facts.lines) if in_words else None
        if use is None and not (budget and in_words):
            _use(told, item, desk, known)
    elif not budget and not table.has("item"):
        use = use_in(row.text("summary"), table.facts.lines)
    if use is not None:
        item.fields["item"] = use
        item.flag("item_from_summary")


def _is_budget(row: SourceRow, item: Item) -> bool:
    """Whether money came in: by the column that says so, else by the words of what it was for."""
    told = re.sub(r"\s", "", half_width(row.text("category")))
    came, went = bool(_IN.fullmatch(told) or _BUDGET.search(told)), bool(_OUT.search(told))
    if told and came == went:
        # 预算内支出 says both, 转账 neither.
        item.flag("value_left_out:category")
    elif told and not _WAY_ALONE.fullmatch(told):
        # 借，未报账 says more than which way it went.
        item.flag("value_unsure:category")
    if told and came != went:
        return came
    words = row.text("summary")
    if _BUDGET.search(words) and _SPENT.search(words):
        item.flag("value_left_out:category")
    return not went and _BUDGET.search(words) is not None


def _where_and_who(table: SourceTable, row: SourceRow, item: Item, desk: Desk) -> None:
    """The unit (the committee where none is named) and who handled and approved it."""
    root = desk.units.root
    unit = (
        desk.unit(row.text("unit"), item, "unit")
        if row.has("unit")
        else table.unit or (root.id if root else None)
    )
    if unit is not None:
        item.fields["unit"] = unit
    for name in ("handler", "approver"):
        for part in first_named(row.text(name), item, name):
            person = desk.person_or_left_out(part.name, item, name)
            if person is not None:
                item.fields[name] = person.id


def _amount(table: SourceTable, row: SourceRow, item: Item, desk: Desk, target: str) -> None:
    try:
        reading = parse_number(row.cell(target).value)
    except NumberFault:
        item.reject("bad_amount")
        return
    if reading.value is None:
        item.reject("missing_amount")
        return
    # (120) is how ledgers write that 120 came back.
    amount = -reading.value if _TAKEN_BACK.fullmatch(row.cell(target).text) else reading.value
    titled = 10_000 if (table.facts.measure or "").startswith("万") else 1
    own = "unit_万" in reading.flags or reading.unit in _IN_YUAN or "currency_sign" in reading.flags
    factor = 1 if own else max(row.scale(target), titled)
    item.note(*(code for code in reading.flags if code != "three_decimals"))
    if "three_decimals" in reading.flags:
        item.flag("value_unsure:amount")
    item.fields["amount"] = (amount * factor).quantize(_CENT)
    if factor > 1 and amount >= _MUCH:
        choices = tuple(
            Candidate(f"{each:f}", f"{each:,} 元", sense=sense)
            for each, sense in ((amount, PRINTED), (amount * factor, HEADING))
        )
        question = Question(
            "amount_in_doubt", item.place, "amount", row.text(target), choices, True, item.cells
        )
        answer = desk.settle(item, question, fits=_is_amount)
        if answer is not None:
            item.fields["amount"] = Decimal(answer.value).quantize(_CENT)
    if amount <= 0:
        positive = str(-amount)
        choices = (Candidate(positive, positive, sense=POSITIVE),)
        question = Question(
            "negative_amount", item.place, "amount", row.text("amount"), choices, True, item.cells
        )
        answer = desk.settle(item, question, fits=_is_amount)
        if answer is not None:
            item.fields["amount"] = Decimal(answer.value).quantize(_CENT)


def _is_amount(text: str) -> bool:
    return re.fullmatch(r"\d+(\.\d+)?", text) is not None and Decimal(text) > 0


def _use(text: str, item: Item, desk: Desk, known: Field) -> None:
    plain = re.sub(r"\s", "", half_width(text))
    values = [choice.value for choice in known.choices]
    value = listed_use(plain, known)
    if value is not None:
        item.fields["item"] = value
        if value != plain:
            item.flag("item_synonym")
        return
    choices = tuple(Candidate(value, value) for value in values)
    question = Question("item_not_in_list", item.place, "item", plain, choices, True, item.cells)
    answer = desk.settle(item, question, fits=is_offered)
    if answer is not None:
        item.fields["item"] = answer.value


def _voucher(row: SourceRow, item: Item, desk: Desk, year: int, vouchers: dict[tuple[int, str], int]) -> None:
    """The number of the voucher, which entries share of one row, or of several that say so (同上)."""
    voucher = re.sub(r"\s", "", half_width(row.text("voucher")))
    if not voucher:
        return
    item.fields["voucher"] = voucher
    if vouchers.setdefault((year, voucher), row.number) != row.number and "voucher" not in row.filled:
        choices = (
            Candidate("as_printed", voucher, sense=PRINTED),
            Candidate("without", tr("without a number"), sense=WITHOUT),
        )
        question = Question("voucher_repeated", item.place, "voucher", voucher, choices, True, item.cells)
        answer = desk.settle(item, question)
        if answer is not None and answer.value == "without":
            del item.fields["voucher"]
        elif answer is not None and answer.value != "as_printed":
            item.fields["voucher"] = answer.value
