"""What a visit found, good or bad, in one column: 督查情况, 检查情况, 情况及问题."""

from __future__ import annotations

import re
from dataclasses import replace

from records.intake.files.reading import Cell
from records.intake.outcome import Item
from records.intake.papers.minutes.parts import numbered_parts
from records.intake.plain_remarks import nothing_found
from records.intake.tables.source import SourceRow

#: What something lacked. A word of it outweighs those of praise beside it: 记录不规范.
_BAD = re.compile(
    r"不(?!断|仅|但|少|错|定期)|未|没|无(?!漏|误|缺|迟)|缺(?!席率低)|(?<!不)少(?!先|年|数民族)|差(?!旅)|迟|欠|滞后|薄弱|较弱|漏|混乱|杂乱|松散|流于|应付|雷同|抄|代[笔签]"
    r"|补(?!贴|助|充)|偏|只(?!要)|仅|有待|需|问题(?!导向|意识|整改|解决)|隐患|单一|简单|过于|空白|断档|下降|敷衍|虚假|造假|不实"
)
_GOOD = re.compile(
    r"好|齐全|齐备|规范|正常|完整|完备|到位|认真|扎实|有序|及时|健全|完善|有力|较高|丰富|整齐|详[细实]|按[时期要]|清[楚晰]|积极|坚持|达标|合格|优秀|满意|统一|上墙|有特色|明确|率高|100%"
)
#: That nothing of the sort was found, in other words than ``nothing_found`` knows: 无迟到早退, 无一人缺席.
_NONE_LACKING = re.compile(
    r"(?:(?:无|没有?|未(?:发现|出现|见|有|发生)|不存在|杜绝|避免|防止)(?:任?何?|有?)(?:[一1]?人|[一1][例次起个])?"
    r"(?:(?:迟到|早退|缺席|缺课|缺勤|旷课|旷会|脱岗|漏记|漏学|漏项|遗漏|代签|代写|抄袭|雷同|应付|拖延|违[纪规]|造假|弄虚作假|走过场|断档)[、和或及]?)+"
    r"|查[缺漏]补[漏缺])(?:的?(?:现象|情况|行为|人员|问题))?"
)
_TURN = re.compile(r"[，,；;。]?\s*(?:但是?|不过|然而|只是)(?:仍|还)?")
_CLAUSES = re.compile(r"[，,；;。\s]+")
#: What a single word says of it all.
_VERDICT = re.compile(r"(?:总体|整体|情况|学习)*(很好|较好|良好|好|一般|较差|差|优秀|合格)")


def take_found(item: Item, row: SourceRow) -> SourceRow:
    """Part what a column tells into what was wrong, what was good, and a verdict of one word.

    What it was lacking is a finding as it stands: the row that is returned says it as one that has a column
    for those does. All else is flagged: a heading that asks for the situation asks for no problems.
    """
    text = row.text("found").strip()
    if not text or nothing_found(text):
        return row
    if (verdict := _VERDICT.fullmatch(text.rstrip("。"))) is not None:
        return _put(item, row, "verdict", verdict[1], text)
    numbered = numbered_parts(text)
    parts = numbered if len(numbered) > 1 else [part for part in _TURN.split(text) if part.strip("，,；;。 ")]
    said = [(part, _sense(part)) for part in parts if not nothing_found(part)]
    bad = [part for part, sense in said if sense == "bad"]
    if bad and (row.has("findings") or row.has("findings.text")):
        # What was wrong stands in a column of its own, and may be told twice.
        return _aside(item, row, text)
    if bad:
        row = _with(row, "findings.text", "\n".join(bad))
        if len(bad) < len(said) or any(map(_praises, bad)):
            item.flag("value_unsure:findings")
    if good := "；".join(part for part, sense in said if sense == "good"):
        row = _put(item, row, "good_practice", good, good)
    if rest := "；".join(part for part, sense in said if not sense):
        row = _aside(item, row, rest)
    return row


def _sense(part: str) -> str:
    if any(map(_lacks, _clauses(part))):
        return "bad"
    return "good" if _GOOD.search(part) or _NONE_LACKING.search(part) else ""


def _praises(part: str) -> bool:
    """Whether some of what was wrong reads like praise: 学习正常，笔记偏少."""
    praise = (clause for clause in _clauses(part) if not _lacks(clause))
    return any(_GOOD.search(clause) or _NONE_LACKING.search(clause) for clause in praise)


def _lacks(clause: str) -> bool:
    return _BAD.search(_NONE_LACKING.sub("", clause)) is not None and not nothing_found(clause)


def _clauses(part: str) -> list[str]:
    return [clause for clause in _CLAUSES.split(part) if clause]


def _put(item: Item, row: SourceRow, name: str, value: str, text: str) -> SourceRow:
    """Put a value into a field that no column of its own fills, flagged."""
    if row.has(name):
        return _aside(item, row, text)
    item.fields[name] = value
    item.flag(f"value_unsure:{name}")
    return row


def _aside(item: Item, row: SourceRow, text: str) -> SourceRow:
    """Keep what no field takes among the remarks, flagged."""
    item.flag("remarks_unread")
    return _with(row, "remarks", "；".join(filter(None, (row.text("remarks"), text))))


def _with(row: SourceRow, target: str, text: str) -> SourceRow:
    return replace(row, cells={**row.cells, target: Cell(text, text)})
