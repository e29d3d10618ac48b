"""Lists and tables of a decision that name whom it commends, with the honour above or beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from records.intake.files.reading import TextDocument
from records.intake.names import clean_name, looks_like_name, split_names
from records.intake.papers.honour_words import HONOUR, WORDS, honour_above, honour_name
from records.intake.papers.paper_name import has_surname, is_unit
from records.intake.papers.signature import signed_line

#: A line that says that those below it have an honour, whose names then follow a line each.
_ANNOUNCED = re.compile(
    r"(?:表彰|授予|命名|评为)[^。]*(?:以下|下列|如下|名单)[^。]*[:：]$"
    r"|(?:以下|下列)[^。]*(?:表彰|称号|表扬|奖励)[^。]*[:：]$|名单[^。]*(?:通报|公布|如下)[^。]*[:：]$"
)
#: The honour that such a line gives: quoted, behind 为, or with those whom it announces.
_CALLED = re.compile(
    rf"[“\"]([^”\"]{{2,30}})[”\"]|(?:以下|下列)[^为]*为([^，,：:为]{{2,20}}?)(?:称号)?[:：]$"
    rf"|(?:以下|下列)\s*(?:\d{{1,3}}\s*[名个位人家])?([^，,：:“予给进]{{0,10}}?(?:{WORDS})[^，,：:“予给进表]{{0,6}})"
)
#: Offices that sign a letter, which are no winners of the list that ends above them.
_SIGNS = re.compile(r"(?:委员会|人民政府|党委|政府|工委|党组|办公室|领导小组)$")
#: What a letter prints between its lists.
_BETWEEN = re.compile(
    r"附件?\s*[一二三四五六\d]{0,2}\s*[:：.．、]?|[（(]\s*(?:共|计)*\s*\d+\s*[个名人]\s*[)）]"
)
_NAMES = re.compile(
    r"姓名|名字|先进个人|(?:获奖|受表彰|受奖|表彰)(?:个人|人员?|者|对象)(?:姓名)?|(?:获奖|受表彰|受奖)?(?:单位|集体|支部)(?:[（(]个人[)）]|[或/、]个人)"
    r"|(?:获奖|受表彰|受奖)?个人(?:[（(](?:单位|集体)[)）]|[或/、](?:单位|集体))|(?:表彰|获奖|受表彰)?(?:名单|对象)"
)
_UNITS = re.compile(
    r"名称|先进(?:集体|单位|党组织)|(?:所在|所属|工作)?(?:党组织|党?支部|单位|集体|部门)(?:名称|及职务)?|(?:获奖|受表彰)(?:单位|集体|党?支部|党组织)"
)
_HONOURS = re.compile(
    r"(?:获得?|授予|表彰|荣誉)?(?:荣誉)?(?:称号|奖项|荣誉|类别|奖次|等次|等级|奖励等级|获奖等次)(?:名称)?|获奖(?:类别|名称|情况)|表彰类别"
)
_OTHERS = re.compile(
    r"序号|编号|职务|书记|性别|备注|党内职务|职称|年龄|民族|电话|票数|成绩|得分|名次|作品.*|题目|.*号码?"
)
_NO_HEADING = re.compile(r"名单|名册|情况|主要")


@dataclass(frozen=True)
class Named:
    """One entry of a list: whom it names, in words, the unit beside that, and the honour if one is."""

    who: str
    unit: str = ""
    honour: str = ""


@dataclass(frozen=True)
class Listed:
    """A list: the honour above it, how many its heading counts, and its entries.

    ``table`` tells one that is a table, of which nothing may be left over.
    """

    honour: str
    wanted: int | None
    entries: tuple[Named, ...]
    table: bool = False


class _Lists:
    """Goes through a decision from above, and keeps what the list that is open has so far."""

    def __init__(self) -> None:
        self.honour = ""
        self.wanted: int | None = None
        self.inside: list[str] | None = None
        self.signed = False
        #: The lines since the last table, which may say the honour of the next one.
        self.above: list[str] = []

    def line(self, line: str) -> Iterator[Listed]:
        self.above.append(line)
        pieces = [piece.strip() for piece in re.split(r"[；;]", line) if piece.strip()]
        heads = [HONOUR.fullmatch(piece) for piece in pieces]
        if len(pieces) > 1 and all(head is not None and head[3] for head in heads):
            for piece in pieces:
                yield from self._one(piece)
            return
        yield from self._one(line)

    def _one(self, line: str) -> Iterator[Listed]:
        head, day = HONOUR.fullmatch(line), is_day(line)
        self.signed = self.signed or day
        # Above the day of signing 先进个人名单 announces an annex, below it the names follow.
        announced = r"(?:的?决定|附件?)\s*[:：]?$" if self.signed else r"(?:的?决定|名单|附件?)\s*[:：]?$"
        if _ANNOUNCED.search(line):
            # 授予以下同志“学习标兵”称号： with a name a line below it.
            yield from self.close()
            called = _CALLED.search(line)
            counted = re.search(r"(?:以下|下列)\s*(\d{1,3})\s*[名个位人家]", line)
            self.honour = honour_name(next(filter(None, called.groups()))) if called is not None else ""
            self.wanted, self.inside = (int(counted[1]) if counted is not None else None), []
        elif head is not None and not re.search(announced, head[1]):
            yield from self.close()
            self.honour, self.wanted = honour_name(head[1]), int(head[2]) if head[2] else None
            self.inside = [head[3]] if head[3] else []
        elif self.inside is not None and _BETWEEN.fullmatch(line):
            counted = re.search(r"\d+", line) if not line.startswith("附") else None
            if counted is not None and not self.inside:
                self.wanted = int(counted[0])
            elif self.inside:
                yield from self.close()
        elif self.inside is not None and (re.search(r"[。！]$", line) or day):
            if not day and _only_names(line):
                # 某某（某支部）、某某（某支部）。 is the list's last line.
                self.inside.append(line.rstrip("。！"))
            self.inside = _unsigned(self.inside) if day else self.inside
            yield from self.close()
        elif self.inside is not None:
            self.inside.append(line)

    def table(self, rows: Sequence[Sequence[str]]) -> Iterator[Listed]:
        """A table below the lines: those of the list that is open and has none yet, else one by itself."""
        entries, told = entries_of(rows)
        open_list = self.inside is not None and not self.inside
        above = told or (self.honour if open_list else "") or honour_above(self.above[-4:])
        wanted = self.wanted if open_list else None
        if open_list:
            self.inside = None
        else:
            yield from self.close()
        self.above = []
        yield Listed(above, wanted, entries, table=True)

    def close(self) -> Iterator[Listed]:
        if self.inside is not None:
            yield Listed(self.honour, self.wanted, tuple(Named(line) for line in self.inside))
        self.inside, self.wanted = None, None


def lists_in(document: TextDocument) -> Iterator[Listed]:
    """The lists of those commended, lines and tables in the order in which they stand."""
    lists = _Lists()
    tables = list(zip(document.table_at, document.tables, strict=True))
    tabbed: list[list[str]] = []
    for at, paragraph in enumerate((*document.paragraphs, None)):
        while tables and (paragraph is None or tables[0][0] <= at):
            yield from lists.table(tables.pop(0)[1])
        text = paragraph.text.strip() if paragraph is not None else ""
        if "\t" in text:
            tabbed.append([cell.strip() for cell in text.split("\t") if cell.strip()])
            continue
        if tabbed and (text or paragraph is None):
            yield from lists.table(tabbed)
            tabbed = []
        if text:
            yield from lists.line(text)
    yield from lists.close()


def _unsigned(inside: Sequence[str]) -> list[str]:
    """The lines of a list above the day of signing, without the offices that sign."""
    kept = list(inside)
    while kept and _SIGNS.search(re.sub(r"\s", "", kept[-1])):
        kept.pop()
    return kept


def is_day(line: str) -> bool:
    """Whether a line is a day and nothing else, or signed by an office: the list above it ends."""
    signed = signed_line(line, None)
    alone = signed is not None and signed.date is not None and not signed.authors
    return alone and (signed is None or signed.unit is None or _SIGNS.search(signed.unit) is not None)


def entries_of(rows: Sequence[Sequence[str]]) -> tuple[tuple[Named, ...], str]:
    """Whom a table names, and the honour that a title within it tells of all."""
    table = [[re.sub(r"^\d{1,3}[.、．](?=\D)", "", cell.strip()) for cell in row] for row in rows]
    head = next((at for at, row in enumerate(table[:3]) if _is_head(row)), None)
    if head is None:
        return tuple(each for row in table for each in _bare(row)), ""
    told = honour_above(" ".join(dict.fromkeys(filter(None, row))) for row in table[:head])
    columns = _columns_of([re.sub(r"\s", "", cell) for cell in table[head]])
    found: list[Named] = []
    honour = ""
    for row in table[head + 1 :]:
        filled = list(dict.fromkeys(filter(None, row)))
        group = HONOUR.fullmatch(filled[0]) if len(filled) == 1 else None
        if group is not None and not group[3]:
            honour = honour_name(group[1])
            continue
        for who, unit, at, own in columns:
            if at is not None and at < len(row) and row[at]:
                honour = honour_name(row[at])
            if who < len(row) and row[who]:
                beside = row[unit] if unit is not None and unit < len(row) else ""
                found.append(Named(row[who], beside, own or honour))
    return tuple(found), told


def _is_head(row: Sequence[str]) -> bool:
    cells = [re.sub(r"\s", "", cell) for cell in row if cell.strip()]
    patterns = (_NAMES, _UNITS, _HONOURS, _OTHERS)
    known = sum(1 for cell in cells if any(each.fullmatch(cell) for each in patterns) or _own_honour(cell))
    return known * 2 > len(cells) and any(
        _NAMES.fullmatch(cell) or _UNITS.fullmatch(cell) or _own_honour(cell) for cell in cells
    )


def _own_honour(heading: str) -> str:
    """The honour that everybody below a heading has: 学习标兵, beside 支部."""
    told = re.search(rf"(?:{WORDS})", heading) is not None and not _NO_HEADING.search(heading)
    return honour_name(heading) if told and len(heading) <= 14 and not is_unit(heading) else ""


def _columns_of(head: Sequence[str]) -> list[tuple[int, int | None, int | None, str]]:
    """Where a table names somebody: that column, the unit's, the honour's, and the honour it is called by."""
    honours = [at for at, cell in enumerate(head) if _HONOURS.fullmatch(cell)]
    units = [at for at, cell in enumerate(head) if _UNITS.fullmatch(cell) and at not in honours]
    own = [at for at, cell in enumerate(head) if _own_honour(cell) and at not in honours]
    named = [at for at, cell in enumerate(head) if _NAMES.fullmatch(cell) and at not in own]
    who = named or own or units
    found = []
    for number, at in enumerate(who):
        end = who[number + 1] if number + 1 < len(who) else len(head)
        beside = next((each for each in units if at < each < end), None)
        if beside is None and who is not units and len(who) == 1:
            beside = next((each for each in units if each not in who), None)
        if beside is None and who is own:
            beside = next((each for each in units if each not in who), None)
        before = [each for each in honours if each < at] or honours
        found.append((at, beside, before[-1] if before else None, _own_honour(head[at])))
    return found


def _bare(row: Sequence[str]) -> Iterator[Named]:
    """Those of a row below no heading: the first, all where there are but names, those of an honour."""
    cells = [cell for cell in row if cell and not cell.isdigit()]
    if not cells:
        return
    head = HONOUR.fullmatch(cells[0])
    if head is not None and len(cells) > 1:
        for cell in cells[1:]:
            yield Named(cell, "", honour_name(head[1]))
    elif all(map(_is_name, cells)):
        yield from map(Named, cells)
    else:
        yield Named(cells[0], cells[1] if len(cells) > 1 and is_unit(cells[1]) else "")


def _only_names(line: str) -> bool:
    """Whether a line that ends like a sentence is nothing but names."""
    parts = split_names(line.rstrip("。！"))
    return bool(parts) and all(_is_name(part.name) for part in parts)


def _is_name(cell: str) -> bool:
    name = clean_name(cell).name
    return looks_like_name(name) and has_surname(name) and not is_unit(name)
