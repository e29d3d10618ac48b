"""What a row says and its record doesn't hold: whatever isn't understood in full is flagged.

A table is read by lists of known words. What lies beyond them must not look like a row that was understood:
a cell that landed in no field, a heading of which only a part is known, words behind a name, cells beside
the table, a record without the day that it is about.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from records.intake.build.rosters.other_names import tells_other_name
from records.intake.build.rosters.standing import SITS, STATUS
from records.intake.build.values import says_none, uncoded
from records.intake.names import clean_name, split_names
from records.intake.outcome import Item
from records.intake.plain_remarks import is_plain, nothing_found
from records.intake.tables.recognition.columns import GUESSED, heading_forms, synonyms
from records.intake.tables.recognition.headings import heading_text, names_heading
from records.intake.tables.source import NONE_WORDS, SourceTable
from records.kind import DATE_TYPES, NUMBER_TYPES, Field
from records.values import half_width

#: Targets whose builders say themselves what they make of a cell, or that hold for the row as a whole.
_ASIDE = frozenset(("extra", "ordinal", "remarks", "unit"))
#: Words that say nothing but that there is nothing to say.
_NOTHING = re.compile(r"否|无|×|✗|未|没有?|不是|正常|党员|群众|暂无|免")
#: What may stand in the brackets of a heading without changing what stands below it.
_HARMLESS = re.compile(
    r"(?:单位[::]?)?[百千万]?[元字次篇人份分本册户个条期节天场件项岁名]次?|学时|课时|小时|分钟|时|[%√✓/、,\s]"
    r"|年|月|日|年月|年月日|月[.·-]?日|签[名字章到]?|盖章|全称|姓名|选填|必填|公章|手写|社|社区|居|居委会|可[\u4e00-\u9fff]{1,4}|如.*|例.*|(?:每[项科题]|各|满分|最高)*[\d.]+分?制?|百分制"
)
_ONE_BRACKET = re.compile(r"([^()]+)[(]([^()]+)[)]([^()]*)")
#: Remarks that the builders read, or that say nothing of the row they stand beside.
_READ_REMARK = re.compile(
    r"(?:长期|常年)?外出(?:务工|打工|经商)?|(?:长期)?在\S{2,6}(?:务工|打工|经商)|流动党员"
    r"|(?:行动|腿脚|行走)不[便灵]|年老(?:体弱|多病)+|体弱多病|(?:长期|常年)?(?:卧[病床]|瘫痪)(?:在床)?|生活不能自理"
    r"|(?:中共)?(?:正式|预备)(?:党员)?|党员|群众|非党(?:员|干部|职工|群众)?|包(?:村|组|抓|联)?\S{2,12}|同上|缺考|补考|迟到|无|√|[病事公产婚丧]假|请假|因[病事公]"
    rf"|{SITS.pattern}"
    r"|[\d年月日.\-/]{4,12}(?:由\S{1,12})?(?:转入|调入|迁入|转来|转出|调出|迁出|调离|退休|去世|病故)(?:\S{1,8})?"
)
#: Why somebody hardly moves, before that: 年老多病，行动不便.
_WHY_LIMITED = re.compile(
    r"(?:年老|年迈|年高|高龄|体弱|多病|患病|有病|残疾)(?:年老|年迈|年高|高龄|体弱|多病|患病|有病|残疾|[，,、；;])*"
    r"(?=(?:行动|腿脚)不便|卧病|瘫痪|生活不能自理)"
)
_SHORT_REASON = 8
_MEASURES = frozenset(("百元", "千元", "万元"))
_NOTE = re.compile(r"(?:备?注|说明|附注|填表说明)\d*[:：.、]")
#: Such a part of a heading asks for what was wanted, not for what was.
_WANTED = re.compile(r"计划|任务|目标|指标|应[完交报]|拟")
#: What stands in brackets behind a name and tells nothing of the record.
_TELLS_NOTHING = re.compile(r"男|女|女同志|.{1,4}族|党员|正式|中共党员|\d{1,2}组?")


@dataclass
class Leftovers:
    """The leftovers of one table; made once for it, asked for each of its rows."""

    table: SourceTable
    _other_heads: bool = False

    def doubt(self, items: Iterable[Item]) -> None:
        """Flag the rows of which something was left over, with the field that it may be of."""
        for item in items:
            for row in item.lines or (item,):
                if not self._is_row(row) or item.kind != self.table.kind.name:
                    continue
                self._other_heads = self._other_heads or self._reads_like_heads(row)
                if row.taken:
                    row.flag(*self._remarked(row, lines=row is not item))
                    row.flag(*self._of(row, lines=row is not item))
                    row.flag(*(["note_unread"] if self._noted else []))
                    row.flag(*(["other_heads"] if self._other_heads else []))

    def _is_row(self, item: Item) -> bool:
        """Whether an item is of one row: a meeting or a test of a whole table is at that of its headings."""
        return item.place.row is not None and item.place.row != self.table.header_row

    def _of(self, item: Item, *, lines: bool) -> Iterator[str]:
        told = {code.partition(":")[2] for code in (*item.flags, *item.notes)}
        told |= {question.field.rpartition(".")[2] for question in item.questions}
        for index, name, field, guessed, people in self._columns:
            text = item.cells[index].strip() if index < len(item.cells) else ""
            if text in NONE_WORDS:
                continue
            if guessed:
                yield f"heading_guessed:{name}"
            if field is None:
                continue
            if people and any(_tells_more(each, name) for each in _reasons(name, text)):
                yield f"words_beside:{name}"
            if lines or field.computed or name in told or _filled(item.fields.get(name)):
                continue
            if name == "categories" and STATUS.fullmatch(uncoded(text)):
                continue  # it says what the person is in the party, and is read as that
            nothing = _NOTHING.fullmatch(text) or says_none(text, field) or nothing_found(text)
            if not nothing and uncoded(text) not in map(str, item.fields.values()):
                yield f"value_left_out:{name}"
        if self._money and not lines and any(map(_MEASURES.__contains__, self._elsewhere(item))):
            # 万元 in a column of its own, which nothing put beside the figure.
            yield f"value_unsure:{self._money[0]}"
        if not lines and (whose := self._whose) and whose not in told and not item.fields.get(whose):
            yield f"no_person:{whose}"
        dated = self.table.kind.date
        if not lines and dated and not told & set(dated) and not any(map(item.fields.get, dated)):
            yield f"no_date:{dated[0]}"

    def _remarked(self, item: Item, *, lines: bool) -> Iterator[str]:
        """Remarks may say anything: 作废, 推迟到23日, 与李四雷同. What may change a field is told.

        So is whatever no rule reads beside a line of a record, which has no remarks of its own.
        """
        texts = [item.cells[index] for index in self._remarks if index < len(item.cells)]
        if item.fields.get("absent") is True:
            # 住院 beside 缺考 says why.
            texts = [text for text in texts if re.search(r"\d", text) or len(text.strip()) > _SHORT_REASON]
        kept = not lines and bool(item.remarks)
        if not all(_is_read(text, item.kind) or (kept and is_plain(text, item.kind)) for text in texts):
            yield "remarks_unread"

    @cached_property
    def _remarks(self) -> list[int]:
        """The columns of remarks but for those that somebody sent there: they were looked at."""
        remarks = (column for column in self.table.columns if column.target == "remarks")
        return [column.index for column in remarks if not names_heading(self._named, column.heading)]

    @cached_property
    def _named(self) -> frozenset[str]:
        """The headings that the mapping file names."""
        return frozenset(heading_text(name) for rule in self.table.rule.columns for name in rule.headings)

    @cached_property
    def _whose(self) -> str | None:
        """The field that says whose a record is, of kinds that can't be verified without."""
        fields = (self.table.kind.field(name) for name in self.table.kind.unit)
        first = next((field for field in fields if field is not None and not field.computed), None)
        return first.name if first is not None and first.required and _is_person(first) else None

    @cached_property
    def _money(self) -> list[str]:
        return [field.name for field in self.table.kind.fields if field.type == "money"]

    def _elsewhere(self, item: Item) -> Iterator[str]:
        """What stands in the columns that no sum is read from."""
        return (text for index, text in enumerate(item.cells) if index not in self._sums)

    @cached_property
    def _sums(self) -> frozenset[int]:
        return frozenset(column.index for column in self.table.columns if column.target in self._money)

    @cached_property
    def _noted(self) -> bool:
        """Whether a note in the table speaks of its figures and days, another measure or calendar.

        Of a long table, whose end comes last, only the lines above it can tell.
        """
        about = []
        for column in self.table.columns:
            field = self.table.kind.field(column.target.partition("@")[0])
            if field is not None and not field.computed and field.type in (*NUMBER_TYPES, *DATE_TYPES):
                about.append(re.sub(r"\(.*?\)|.*/", "", half_width(column.heading)))
        words = (re.escape(word) for word in about if len(word) > 1)
        pattern = re.compile("|".join((*words, "万元", "农历", "阴历", "折[合算]", "未统计")))
        lines = [line for line in self.table.facts.lines if _NOTE.match(line.strip())]
        return any(pattern.search(text) for text in (*self.table.notes, *lines))

    def _reads_like_heads(self, item: Item) -> bool:
        """Whether a row holds headings: what follows is another table, read by the headings of this one."""
        heads = sum(map(self._known.__contains__, item.cells))
        return heads >= 3 and heads * 2 > sum(map(bool, map(str.strip, item.cells)))

    @cached_property
    def _known(self) -> frozenset[str]:
        return frozenset(word for word in synonyms(self.table.kind) if word)

    @cached_property
    def _columns(self) -> list[tuple[int, str, Field | None, bool, bool]]:
        """The columns that are looked at: index, target, its field, whether the heading was guessed, and
        whether people are named there.
        """
        found = []
        for column in self.table.columns:
            name = column.target
            if name in _ASIDE or "@" in name:
                continue
            field = self.table.kind.field(name)
            guessed = (
                not names_heading(self._named, column.heading)
                and is_guessed(column.heading, column.fit)
                and not _says_one_thing(column.heading, name, synonyms(self.table.kind))
                and not (column.fit > GUESSED and _lists_choices(column.heading, field))
            )
            name = name.partition(".")[0]
            people = field is not None and (name == "name" or _is_person(field))
            found.append((column.index, name, field, guessed, people))
        return found


@lru_cache(maxsize=4096)
def _is_read(remark: str, kind: str) -> bool:
    text = re.sub(r"\s", "", half_width(remark))
    told = (part for part in re.split(r"[，,；;。]", _WHY_LIMITED.sub("", text)) if part)
    parts = (part for each in told if not tells_other_name(each, kind) for part in each.split("、") if part)
    return text in NONE_WORDS or all(map(_READ_REMARK.fullmatch, parts))


def is_guessed(heading: str, fit: float) -> bool:
    """Whether only a part of a heading is known, and what it says besides may change what stands below."""
    if fit == 1.0:
        return False
    whole = heading_forms(heading)[0]
    if fit <= GUESSED or _WANTED.search(whole.rpartition("/")[0]):
        return True
    return any(
        not all(_HARMLESS.fullmatch(part) for part in re.split(r"[/、,;]", inside) if part)
        for inside in re.findall(r"[(\[]([^()\[\]]*)[)\]]", whole)
    )


def _lists_choices(heading: str, field: Field | None) -> bool:
    """Whether a heading has in brackets what may stand below it: 设在（机关/村/站所）."""
    inside = re.findall(r"[(\[]([^()\[\]]*)[)\]]", heading_forms(heading)[0])
    parts = [part for each in inside for part in re.split(r"[/、,;或]", each) if part]
    values = {choice.value for choice in field.choices} if field is not None else set()
    return len(parts) > 1 and all(part in values for part in parts)


def _says_one_thing(heading: str, target: str, known: Mapping[str, Mapping[str, int]]) -> bool:
    """Whether a heading has in brackets another word for what it says: 辅导地点(村组), 学习(会议)题目."""
    found = _ONE_BRACKET.fullmatch(heading_forms(heading)[0])
    if found is None:
        return False
    before, inside, behind = found.groups()
    if behind:
        forms = [before + behind, before.removesuffix(before[-len(inside) :]) + inside + behind]
    else:
        forms = [before, inside]
    return all(target in known.get(form, {}) for form in forms)


def _is_person(field: Field) -> bool:
    inner = field.of if field.of is not None else field
    return "person" in inner.targets


def _reasons(name: str, text: str) -> list[str]:
    """What stands in brackets, or else, behind the names in a cell."""
    if name == "name":
        return [clean_name(text).remark or ""]
    return [part.reason or "" for part in split_names(text)]


def _filled(value: object) -> bool:
    """Whether a field holds something; the values that a row has are hardly ever compared for that."""
    return bool(value) or value not in (None, "", [])


def _tells_more(words: str, name: str) -> bool:
    if name == "name" and tells_other_name(words, "person"):
        return False
    return bool(words) and not _TELLS_NOTHING.fullmatch(half_width(words))
