"""Notes under dates in a running paper, built as the rows of the register that they might have been."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from records.intake.build.known_people import known_name
from records.intake.desk import Desk
from records.intake.files.reading import Reading, Row, Sheet, cell_of
from records.intake.outcome import Item
from records.intake.papers.dated_notes import DatedNotes, Entry, dated_notes, labels_of
from records.intake.papers.note_sentences import TOLD, without_length
from records.intake.papers.paper_name import read_paper_name
from records.intake.tables.recognition.columns import match_columns


@dataclass(frozen=True)
class _Columns:
    """The headings of such a register: of the day, of whose it is, of what tells one from another."""

    day: str
    person: str
    telling: str
    others: tuple[str, ...]

    @property
    def all(self) -> tuple[str, ...]:
        return (self.day, self.person, *self.others)


_COLUMNS: Mapping[str, _Columns] = {
    "household_visit": _Columns("走访时间", "走访人", "户主", ("村", "组", "户主", "反映问题", "解决情况")),
    "farmer_tutorial": _Columns(
        "辅导时间", "主讲人", "辅导题目", ("辅导地点", "辅导题目", "内容类别", "听课人数")
    ),
    "talk": _Columns("谈话时间", "谈话人", "谈话对象", ("谈话对象", "谈话内容")),
    "study_entry": _Columns("学习日期", "姓名", "学习内容", ("学习类型", "学习内容", "时长(分钟)")),
}
#: Who a paper is of, by a label above its entries.
_WHOSE = re.compile(
    r"(?:走访|入户|谈话|谈心|约谈|记录|学习|填写|包村|联系|驻村|联户|下村|帮扶|辅导)?(?:人员?|干部|者|领导|党员)|姓名|主讲人?|授课人?|作者"
)
#: What labels of an entry are about that no register has for a heading.
_STEMS = {
    "反映问题": re.compile(r"问题|困难|诉求|反映|需求"),
    "解决情况": re.compile(r"处理|办理|解决|落实|措施|结果|帮扶|帮助"),
    "谈话内容": re.compile(r"内容|事由|主题"),
    "听课人数": re.compile(r"人数|人次"),
}


#: So many labels make a card of an entry.
_CARD = 3

#: A title that begins with the village of all visits: 柏树村走访记录.
_VILLAGE = re.compile(
    r"(?:(?:19|20)\d{2}年)?([\u4e00-\u9fff]{2,4}?(?:村|社区))(?=走访|入户|民情|联系|帮扶|访)"
)


@dataclass(frozen=True)
class Notes:
    """The notes of a paper as a sheet, with the entries that its rows are made of."""

    kind: str
    reading: Reading
    entries: Mapping[int, Entry]
    #: The rows of which labels say everything.
    labelled: frozenset[int]


def notes_in(reading: Reading, desk: Desk) -> Notes | None:
    """The notes of a paper; None where it holds none, or where most of what it tells is not understood."""
    notes = dated_notes(reading.text, reading.relative) if reading.text is not None else None
    if notes is None:
        return None
    columns = _with_labelled(_COLUMNS[notes.kind], notes, desk)
    whose = _whose(notes, reading, desk)
    rows = [_row(entry, notes, columns, whose, desk) for entry in notes.entries]
    told = sum(bool(row[columns.telling]) for row in rows)
    if 2 * told < len(rows) or not any(row[columns.person] for row in rows):
        # Notes of which nobody knows whose they are may be those of a branch.
        return None
    above = [[notes.title], *([line] for line in notes.head)]
    if (village := _VILLAGE.match(notes.title)) is not None:
        above.append([f"联系村：{village[1]}"])
    lines = [*above, list(columns.all), *([row[name] for name in columns.all] for row in rows)]
    numbered = {len(above) + 1 + number: entry for number, entry in enumerate(notes.entries, 1)}
    made = tuple(Row(number, tuple(map(cell_of, line))) for number, line in enumerate(lines, 1))
    labelled = frozenset(
        number
        for number, entry in numbered.items()
        if (parted := _label_lines(entry, notes.kind, columns, desk)) is not None and not parted[1]
    )
    return Notes(
        notes.kind, replace(reading, text=None, sheets=(Sheet("", False, made),)), numbered, labelled
    )


def finished(items: Iterable[Item], notes: Notes, desk: Desk) -> Iterator[Item]:
    """The rows as what sentences tell: flagged, each with its text; what one lacks is told."""
    kind = desk.kinds[notes.kind]
    for item in items:
        entry = notes.entries.get(item.place.row or 0)
        if entry is None:
            continue
        item.attach = notes.reading.relative
        item.cells, item.headings = (entry.text,), ("",)
        card = item.place.row in notes.labelled
        if not item.refused:
            item.flag(*([] if card else ["read_from_sentence"]))
            blank = (each.name for each in kind.fields if each.required and not each.computed)
            item.flag(
                *(f"value_left_out:{name}" for name in blank if item.fields.get(name) in (None, "", []))
            )
            if "、" in str(item.fields.get("household", "")):
                item.flag("value_unsure:household")
            if entry.rolled:
                item.flag(f"value_unsure:{kind.date[0]}")
            if not card and entry.text not in item.fields.values():
                item.remarks = "；".join(filter(None, (item.remarks, entry.text)))
        yield item


def _row(entry: Entry, notes: DatedNotes, columns: _Columns, whose: str, desk: Desk) -> dict[str, str]:
    """An entry by the headings of the register; what it labels itself goes before what its sentences say."""
    row = dict.fromkeys(columns.all, "")
    lines: Sequence[str] = re.split(r"[。；;\n\u3000]|\s+(?=[\u4e00-\u9fff]{2,6}[：:])", entry.text)
    prose = entry.text
    if card := _label_lines(entry, notes.kind, columns, desk):
        # Of a card only what stands outside its labels is guessed at.
        lines, prose = card[0], "\n".join(card[1])
    told = TOLD[notes.kind](prose, lambda words: known_name(words, desk)) if prose else {}
    above = _labelled(notes.head, notes.kind, columns, desk)
    for each in (above, told, _labelled(lines, notes.kind, columns, desk)):
        row |= {name: text for name, text in each.items() if text}
    if "学习内容" in row:
        row["学习内容"] = without_length(row["学习内容"])
    if notes.kind == "talk" and not row["谈话对象"]:
        others = [each.name for each in desk.people if each.name in notes.title and each.name != whose]
        row["谈话对象"] = others[0] if len(others) == 1 and whose else ""
    row[columns.day] = entry.day.display()
    row[columns.person] = row[columns.person] or whose
    return row


def _with_labelled(columns: _Columns, notes: DatedNotes, desk: Desk) -> _Columns:
    """The headings with those labels of the entries that the register has a column for: 走访村组."""
    kind = desk.kinds[notes.kind]
    targets = {each.target for each in match_columns(kind, columns.all)}
    more: list[str] = []
    for label in dict.fromkeys(
        label for entry in notes.entries for label in labels_of(entry.text.split("\n"))
    ):
        for each in match_columns(kind, (label,)):
            if each.sure and each.target != "extra" and each.target not in targets:
                targets.add(each.target)
                more.append(label)
    return replace(columns, others=(*columns.others, *more))


def _label_lines(
    entry: Entry, kind: str, columns: _Columns, desk: Desk
) -> tuple[list[str], list[str]] | None:
    """The lines of an entry that are labels with what they say, and the others; None where it is no card."""
    labelled: list[str] = []
    others: list[str] = []
    for line in re.split(r"[\n\u3000]", entry.text):
        known = _labelled([line], kind, columns, desk) and re.match(r"[^，,。；;]{2,10}[:：]", line)
        (labelled if known else others).append(line)
    return (labelled, others) if len(labelled) >= _CARD else None


def _labelled(lines: Sequence[str], kind: str, columns: _Columns, desk: Desk) -> dict[str, str]:
    """What labels say, in an entry or above all of them, by the headings of the same fields: 户主：…"""
    of = {each.target: columns.all[each.index] for each in match_columns(desk.kinds[kind], columns.all)}
    told: dict[str, str] = {}
    for label, value in labels_of(lines).items():
        matched = [
            each for each in match_columns(desk.kinds[kind], (label,)) if each.sure and each.target in of
        ]
        stem = next(
            (name for name, words in _STEMS.items() if name in columns.all and words.search(label)), ""
        )
        name = of[matched[0].target] if matched else stem
        if name:
            told.setdefault(name, value)
    return told


def _whose(notes: DatedNotes, reading: Reading, desk: Desk) -> str:
    """Whose the notes are: by a label or a name above them, the title, the file's name, a folder."""
    labels = labels_of(notes.head)
    told = next((value for label, value in labels.items() if _WHOSE.fullmatch(label)), "")
    if told:
        return told
    words: Sequence[str] = [re.split(r"[（(\s\u3000]", line.strip("（()）"))[0] for line in notes.head]
    named = next((name for each in words if len(each) <= 12 and (name := known_name(each, desk))), "")
    titled = {each.name for each in desk.people if each.name in notes.title}
    by_file = read_paper_name(reading.relative).person or ""
    folders = (part for part in reversed(reading.relative.split("/")[:-1]) if desk.people.named(part))
    return named or (titled.pop() if len(titled) == 1 else "") or by_file or next(folders, "")
