"""A budget that a sentence beside a ledger tells of: 经乡党委会议确定，今年安排专项经费8000元."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from records.intake.dates import dates_in
from records.intake.desk import Desk
from records.intake.outcome import Item, Place
from records.intake.tables.source import SourceTable
from records.numbers import NumberFault, parse_number
from records.values import half_width

_SUM = re.compile(
    r"(?<![\d.])(?:人民币)?[¥￥]?((?:\d[\d,]*(?:\.\d+)?|[零一二两三四五六七八九十百千]+)\s*[百千万]?\s*[元圆块])"
)
_ALLOTTED = re.compile(
    r"预算|安排|核定|核拨|核给|下达|划拨|划入|拨[付给入款]|拨(?=\d)|列入|列支预算|到位|配套|争取|预留|匹配|补助|批[准复给]"
    r"|落实|筹[集措]|给予|确定"
)
_MONEY = re.compile(r"经费|资金|专款|专项|预算|款|补助|配套")
#: What was paid, what is left, and sums of what stands in rows.
_OTHERWISE = re.compile(
    r"支出|开支|支付|已[用支]|使用|花费|用去|结[余存转]|余额|剩余|节余|报销|购|买|合计|共计|总计|小计|累计|奖金|每[人年月次]|人均|标准"
)
_WITHIN = re.compile(r"^(?:其中|包括|含)")
_CENT = Decimal("0.01")


def budgets_told(table: SourceTable, built: Sequence[Item], desk: Desk) -> Iterator[Item]:
    """An entry for each sum that the lines beside the table say was allotted, flagged.

    None where rows of the table tell what came in: the lines only say it once more.
    """
    if table.long or any(item.taken and item.fields.get("category") == "预算" for item in built):
        return
    for line in dict.fromkeys((*table.facts.lines, *table.notes)):
        for sentence in re.split(r"[。；;]", line):
            for clause in re.split(r"[，,、](?!\d)", sentence):
                if (amount := _allotted(clause)) is not None:
                    yield _entry(table, sentence.strip(), amount, desk)


def _allotted(clause: str) -> str | None:
    """The one sum of which a clause says that it was allotted; parts of it and what was spent are none."""
    plain = half_width(clause).strip()
    found = [match[1] for match in _SUM.finditer(plain)]
    told = _ALLOTTED.search(plain) and _MONEY.search(plain) and not _OTHERWISE.search(plain)
    return found[0] if told and len(found) == 1 and not _WITHIN.match(plain) else None


def _entry(table: SourceTable, sentence: str, amount: str, desk: Desk) -> Item:
    item = Item(table.kind.name, Place(table.file, table.sheet), cells=(sentence,))
    item.flag("read_from_sentence:amount")
    item.fields |= {"category": "预算", "summary": sentence}
    try:
        value = parse_number(re.sub(r"\s", "", amount)).value
    except NumberFault:
        value = None
    if not value or value < 0:
        item.reject("bad_amount")
        return item
    item.fields["amount"] = value.quantize(_CENT)
    year = table.rule.year or table.told_year
    days = [reading.value for reading, _, _ in dates_in(sentence, year=year) if reading.value is not None]
    if len(days) == 1 and days[0].precision == "day":
        item.fields["date"] = days[0].start
    year = days[0].start.year if len(days) == 1 else year
    if year is not None:
        item.fields["year"] = year
    root = desk.units.root
    if (unit := table.unit or (root.id if root is not None else None)) is not None:
        item.fields["unit"] = unit
    return item
