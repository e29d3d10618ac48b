"""The document of a record as JSON: what is wrong with it is told in the operator's language, and where."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from records.keep.raw import RawFault, document_text, read_document, same_content
from records.kind_file import own_kinds
from records.language import set_language
from records.record import Record

FIELDS = {"title": "灌溉渠调研", "备用": "甲", "用款": Decimal("1.50"), "日": date(2011, 6, 28)}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"甲"', "", "第 4 行第 11 列：此处应有一个值"),
        ('"甲"', "oops", "第 4 行第 11 列：此处应有一个值"),
        ('"甲",', '"甲"', "第 5 行第 5 列：此处应有英文逗号 , ，或者列表、对象到此结束"),
        ('"甲",', '"甲,', "第 4 行第 14 列：文字中有换行或控制字符"),
        ('"备用":', '"备用"', "第 4 行第 10 列：此处应有英文冒号 :"),
        ('"备用":', "备用:", "第 4 行第 5 列：此处应有用双引号括起的名称"),
        ('"甲"', '"\\甲"', "第 4 行第 12 列：反斜杠后面的字符不对"),
        ('"备用"', '"title"', "第 3 行第 5 列：有一个值无法识别：title 重复出现"),
        ('"1.50"', '"壹"', '第 6 行第 7 列：有一个值无法识别：{"$decimal": "壹"}'),
        ('{"$date"', '{"$day"', '第 4 行第 12 列：有一个值无法识别：{"$day": "2011-06-28"}'),
        ("2011-06-28", "2011-06-31", '第 9 行第 7 列：有一个值无法识别：{"$date": "2011-06-31"}'),
        ('"甲"', '{"$ref": "x"}', '第 4 行第 12 列：有一个值无法识别：{"$ref": "x"}'),
        ('"甲"', "NaN", "有一个值无法识别：NaN"),
        (
            '"remarks": null\n}',
            '"remarks": null\n} 甲',
            "第 13 行第 3 列：文档在此之前已经结束，后面多了内容",
        ),
    ],
)
def test_a_fault_is_told_in_chinese_with_line_and_column(old: str, new: str, said: str) -> None:
    set_language("zh")
    kind = own_kinds().of("research_report")
    record = Record.new("research_report", FIELDS)
    text = document_text(kind, record)
    if old.startswith('{"$date"'):
        text = text.replace('"甲"', '{"$day": "2011-06-28"}')
    assert old in text or new in text
    with pytest.raises(RawFault) as caught:
        read_document(kind, record, text.replace(old, new, 1))
    assert str(caught.value) == said
    place = f"第 {caught.value.line} 行第 {caught.value.column} 列：" if caught.value.line else ""
    assert said.startswith(place) and "行第" not in said.removeprefix(place)


def test_spelled_otherwise_it_says_the_same() -> None:
    kind = own_kinds().of("research_report")
    record = Record.new("research_report", FIELDS)
    text = document_text(kind, record)
    assert same_content(read_document(kind, record, text.replace("\n", " ")), record)
    other = read_document(kind, record, text.replace('"1.50"', '"1.5"'))
    assert other.fields == record.fields and not same_content(other, record)
