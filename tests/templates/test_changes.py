"""What an outdated paper would print otherwise is said value by value."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from records.language import set_language
from templates.changes import differences
from templates.contexts.briefing import SPEC, Article, example
from templates.contexts.text import Line
from templates.snapshot import Frozen, printed


def snapshot(*contexts: Any) -> str:
    sheets = [
        Frozen(f"第{at}期", each, {"bilingual": False, "record": {}}) for at, each in enumerate(contexts, 1)
    ]
    return printed(sheets, "")


def said(before: str, now: str) -> list[str]:
    set_language("zh")
    return [str(each) for each in differences(SPEC, None, before, now)]


def test_values_rows_and_papers_are_told_by_what_they_are_called() -> None:
    one = example("zh")
    (article,) = one.articles
    more = Article("新的一篇", (Line(0, "正文"),))
    other = replace(one, author="张伟民", copies=None, articles=(article, more))
    assert said(snapshot(one), snapshot(one)) == []
    assert said(snapshot(one), snapshot(other)) == [
        "简报内容：新增 新的一篇",
        "撰稿人：李秀兰 → 张伟民",
        "印数：60 → —",
    ]
    assert said(snapshot(other), snapshot(one))[0] == "简报内容：已无 新的一篇"
    assert said(snapshot(one, one), snapshot(one)) == ["各份文件：已无 第2期"]
    assert said(snapshot(one, one), snapshot(one, other))[1] == "第2期：撰稿人：李秀兰 → 张伟民"


def test_a_long_text_is_cut_where_it_begins_to_differ() -> None:
    one = example("zh")
    note = "青杨河乡" * 30
    (told,) = said(
        snapshot(replace(one, editor_note=(Line(0, f"{note}甲。"),))),
        snapshot(replace(one, editor_note=(Line(0, f"{note}乙。"),))),
    )
    assert "甲。 → " in told and told.endswith("乙。") and len(told) < 60
