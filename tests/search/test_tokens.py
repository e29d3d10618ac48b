"""Normal form, character pairs and pinyin of names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.tokens import letters, name_keys, normal, pairs, phrase, runs

TEXT = st.text(alphabet="学习中心组习x Y１，。A-\u200b𬱖〇é\n", max_size=40)


@given(TEXT, TEXT, TEXT)
def test_a_part_of_a_text_is_part_of_its_normal_form(before: str, part: str, after: str) -> None:
    assert normal(part) in normal(before + part + after)


@given(TEXT, TEXT, TEXT)
def test_the_pairs_of_a_part_stand_next_to_each_other_in_the_pairs_of_the_text(
    before: str, part: str, after: str
) -> None:
    text = runs(normal(before + part + after))
    tokens = f" {pairs(text)} "
    for run in runs(normal(part)):
        if len(run) > 1:
            assert f" {phrase(run).strip(chr(34))} " in tokens
        else:
            assert run in letters(text).split()


def test_only_the_documented_forms_become_half_width() -> None:
    assert normal("ＡＢＣ１２３（一）　①㎡") == "abc123(一) ①㎡"


def test_what_can_not_be_seen_does_not_divide_words() -> None:
    assert normal("学\u200b习\ufeff型") == "学习型"


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("张伟民", {"zhangweimin", "zwm"}),
        ("单乐", {"shanyue", "shanle", "danle", "sy", "sl", "dl"}),
        ("仇英", {"qiuying", "qy"}),
        ("解明", {"xieming", "jieming", "xm"}),
        ("曾国华", {"zengguohua", "zgh"}),
        ("尉迟恭", {"yuchigong", "weichigong", "ycg"}),
        ("吕布", {"lvbu", "lb"}),
        ("Li Na", {"lina", "ln"}),
    ],
)
def test_a_name_is_found_by_each_way_of_reading_it(name: str, keys: set[str]) -> None:
    assert keys <= set(name_keys(name))


def test_the_surname_reading_comes_first_and_keys_stay_few() -> None:
    assert name_keys("查长乐")[0].startswith("zha")
    assert len(name_keys("单重乐行")) <= 24


def test_a_unit_is_read_as_the_words_it_is_made_of() -> None:
    keys = name_keys("重庆路小学第2党支部", person=False)
    assert keys[0] == "chongqingluxiaoxuedi2dangzhibu"
    assert "cqlxxd2dzb" in keys


def test_a_name_without_letters_has_no_keys() -> None:
    assert name_keys("  —— ") == []
