"""Cards of one person: what the card says of whoever it is about, above the rows of what that person did.

学习档案卡, 学习登记卡: 姓名 | 张三 | 性别 | 男 over 日期 | 学习内容 | 学时, in one table or in two.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from records.intake.files.reading import Paragraph, TextDocument
from records.intake.papers.forms import is_label
from records.intake.tables.recognition.headings import heading_text

Lines = Sequence[Sequence[str]]
#: What such cards say of a person, beside the labels that papers have.
_OF_A_PERSON = re.compile(
    r"(?:出生|入党|转正|参加工作|任职|建档|填表)(?:年月|时间|日期)|性别|民族|籍贯|年龄|党龄|学历|文化程度|政治面貌|(?:专业)?技术职称|职称"
    r"|(?:现任)?职务|(?:联系|办公|家庭|手机)?(?:电话|号码)|手机|(?:家庭)?(?:住址|地址)|身份证号码?|编号|档案编?号|年度"
)
_PICTURE = re.compile(r"(?:贴|粘贴)?(?:照|相)片(?:处)?")
_NAMES = frozenset(("姓名", "学员姓名", "党员姓名", "干部姓名", "学习人", "持卡人"))
#: So many of a table's first rows may be about the person, and what they say is as short.
_ROWS, _LONGEST = 8, 40


def with_card_above(paper: TextDocument) -> TextDocument:
    """The paper with what its card says of the person as lines above each of its tables; else as it is."""
    if not paper.tables:
        return paper
    pairs, rest = _of_person(paper.tables[0])
    below = [rest] if len(rest) > 1 else []
    places = [paper.table_at[0]] * len(below) + list(paper.table_at[1:])
    tables = [*below, *paper.tables[1:]]
    named = [value for label, value in pairs if label in _NAMES]
    apart = len(named) == 1 and bool(tables) and all(map(_has_head, tables))
    if not apart or any(len(_of_person(table)[0]) > 1 for table in tables):
        # 姓名 | 得分 is the head of a list, and no card of somebody called so.
        return paper
    told = Paragraph("\u3000\u3000".join(f"{label}：{value}" for label, value in pairs))
    paragraphs = list(paper.paragraphs)
    for number, at in enumerate(places):
        paragraphs.insert(at + number, told)
    return replace(
        paper,
        paragraphs=tuple(paragraphs),
        tables=tuple(tuple(map(tuple, table)) for table in tables),
        table_at=tuple(at + number + 1 for number, at in enumerate(places)),
    )


def _has_head(table: Lines) -> bool:
    """Whether a table begins with headings, if need be below a line that names it."""
    filled = [[text.strip() for text in row if text.strip()] for row in table[:2]]
    head = filled[0] if len(filled[0]) > 1 or len(filled) < 2 else filled[1]
    return len(head) > 1 and 2 * sum(map(is_label, head)) >= len(head)


def _of_person(table: Lines) -> tuple[list[tuple[str, str]], Lines]:
    """The labels and values of a table's first rows, and the rows below them."""
    pairs: list[tuple[str, str]] = []
    for at, row in enumerate(table[:_ROWS]):
        found = _pairs(row)
        if found is None:
            return pairs, table[at:]
        pairs += found
    return pairs, table[_ROWS:]


def _pairs(row: Sequence[str]) -> list[tuple[str, str]] | None:
    """Labels, each with what is filled in beside it, if anything; None where a row is anything else."""
    cells = [text.strip() for text in row if text.strip() and not _PICTURE.fullmatch(heading_text(text))]
    pairs: list[list[str]] = []
    for text in cells:
        name = heading_text(text).rstrip("：:")
        if is_label(text) or _OF_A_PERSON.fullmatch(name):
            pairs.append([name, ""])
        elif not pairs or pairs[-1][1] or len(text) > _LONGEST:
            return None
        else:
            pairs[-1][1] = " ".join(text.split())
    filled = [(label, value) for label, value in pairs if value]
    # Three labels and nothing beside them are the headings of what stands below.
    return filled if filled or 0 < len(pairs) < 3 else None
