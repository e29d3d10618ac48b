"""The renderer, on templates as a secretary might leave them."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from docx import Document

from records.errors import UnreadableFile
from templates.fault import TemplateFault
from templates.layout.blocks import paragraph, run, table, tag
from templates.layout.ooxml import qualified
from templates.package import pack, unpack
from templates.pictures import Picture
from templates.render import load
from tests.templates.edited_template import Context, Member, lines, template


def test_what_data_holds_is_printed_as_it_is(tmp_path: Path) -> None:
    made = template(tmp_path, "{{ title }}").render(
        Context('A & B <重要> "C" {{ x }}\nsecond\x07\x1b[0m\ud800')
    )
    assert lines(made) == ['A & B <重要> "C" {{ x }}\nsecond[0m\ufffd']


def test_tags_that_word_has_split_into_runs_still_work(tmp_path: Path) -> None:
    split = paragraph("Body")
    split.extend([run("{"), run("{ ti"), run("tle }"), run("}")])
    assert lines(template(tmp_path, split).render(Context("学习"))) == ["学习"]


def test_loops_take_their_paragraphs_and_rows_with_them(tmp_path: Path) -> None:
    rows = table(
        (1000, 2000),
        (("序号", "No."), ("姓名", "Name")),
        ("{{ loop.index|hanzi }}", "{{ row.name|padded }}"),
        rows="members",
        empty="无",
    )
    page = template(
        tmp_path, tag("for m in members"), "{{ m.name }}", tag("else"), "无。", tag("endfor"), rows
    )
    full = Document(BytesIO(page.render(Context("", (Member("杨丽"), Member("陈晓燕"))))))
    assert [p.text for p in full.paragraphs if p.text] == ["杨丽", "陈晓燕"]
    assert [[c.text for c in row.cells] for row in full.tables[0].rows] == [
        ["序号", "姓名"],
        ["一", "杨\u3000丽"],
        ["二", "陈晓燕"],
    ]
    empty = Document(BytesIO(page.render(Context(""))))
    assert [p.text for p in empty.paragraphs if p.text] == ["无。"]
    assert empty.tables[0].rows[1].cells[0].text == "无"


def test_the_same_context_gives_the_same_bytes_and_leaves_other_parts_alone(tmp_path: Path) -> None:
    page = template(tmp_path, "{{ title }}")
    first = page.render(Context("一"))
    assert first == page.render(Context("一"))
    kept = unpack(page.path.read_bytes())
    made = unpack(first)
    assert next(iter(made)) == "[Content_Types].xml"
    assert {name: data for name, data in made.items() if name != "word/document.xml"} == {
        name: data for name, data in kept.items() if name != "word/document.xml"
    }


def test_an_edited_template_is_read_again(tmp_path: Path) -> None:
    assert lines(template(tmp_path, "one {{ title }}").render(Context("x"))) == ["one x"]
    assert lines(template(tmp_path, "another {{ title }}").render(Context("x"))) == ["another x"]


def test_an_unknown_name_is_located_and_the_nearest_offered(tmp_path: Path) -> None:
    page = template(
        tmp_path, "{{ title }}", tag("for m in members"), "成绩 {{ m.name }} {{ m.scroe }}", tag("endfor")
    )
    with pytest.raises(TemplateFault) as fault:
        page.render(Context("t", (Member("杨丽"),)))
    assert fault.value.name == "scroe"
    assert fault.value.place == "成绩 {{ m.name }} {{ m.scroe }}"
    assert "'score'" in fault.value.hint
    with pytest.raises(TemplateFault) as fault:
        template(tmp_path, "标题", "{{ titel }}").render(Context("t"))
    assert (fault.value.name, fault.value.place) == ("titel", "{{ titel }}")
    assert "'title'" in fault.value.hint


@pytest.mark.parametrize(
    "written",
    [
        "｛｛title｝｝",
        "{{ a．b }}",
        "{{ title",
        "{% if title %}",
        "{{ title|nofilter }}",
        "{% include 'x' %}",
    ],
)
def test_a_tag_that_can_t_work_is_refused_with_its_paragraph(tmp_path: Path, written: str) -> None:
    with pytest.raises(TemplateFault) as fault:
        template(tmp_path, "前文", "错处：" + written)
    assert fault.value.place.startswith("错处：")


@pytest.mark.parametrize(
    "written",
    [
        "{{ titel is none }}",
        "{{ titel(1) }}",
        "{{ members|sum(attribute='titel') }}",
        "{{ members|selectattr('titel', 'none')|list|length }}",
    ],
)
def test_an_unknown_name_is_no_value_for_tests_calls_and_sums(tmp_path: Path, written: str) -> None:
    with pytest.raises(TemplateFault) as fault:
        template(tmp_path, written).render(Context("t", (Member("杨丽"),)))
    assert fault.value.name == "titel"


@pytest.mark.parametrize(
    ("written", "name", "near"),
    [
        ("{% for member in members %}{{ menber.name }}{% endfor %}", "menber", "member"),
        ("{% set best = title %}{{ bset }}", "bset", "best"),
        ("{% macro line(x) %}{{ x.name }}{% endmacro %}{{ lime(members[0]) }}", "lime", "line"),
        ("{% for m in members %}{{ loop.indx }}{% endfor %}", "indx", "index"),
        ("{{ title.uper() }}", "uper", "upper"),
        ("{{ title|uper }}", "uper", "upper"),
        ("{% if title is defind %}x{% endif %}", "defind", "defined"),
        ("后\n{{\ntitel }}", "titel", "title"),
    ],
)
def test_the_nearest_name_is_one_that_may_stand_there(
    tmp_path: Path, written: str, name: str, near: str
) -> None:
    page = paragraph("Body", "x")
    (text,) = page.iter(qualified("t"))
    text.text = "错处：" + written
    with pytest.raises(TemplateFault) as fault:
        template(tmp_path, "前文", page, "后文").render(Context("t", (Member("杨丽"),)))
    assert fault.value.name == name
    assert f"'{near}'" in fault.value.hint
    assert " ".join(fault.value.place.split()) == " ".join(f"错处：{written}".split())


def test_a_list_is_cut_into_columns_and_a_group_is_not_printed(tmp_path: Path) -> None:
    columns = template(
        tmp_path, "{% for c in members|slice(2) %}{{ c|map(attribute='name')|join }}；{% endfor %}"
    )
    assert lines(columns.render(Context("t", tuple(map(Member, "甲乙丙"))))) == ["甲乙；丙；"]
    with pytest.raises(TemplateFault):
        template(tmp_path, "{{ {'a': title, 'b': 1} }}{{ {'a': 1} }}").render(Context("t"))


def test_a_picture_in_a_header_or_footer_is_refused(tmp_path: Path) -> None:
    parts = unpack(template(tmp_path, "{{ title }}").data)
    parts["word/footer1.xml"] = parts["word/footer1.xml"].replace("—".encode(), b"{{ photo }}", 1)
    path = tmp_path / "footer.docx"
    path.write_bytes(pack(parts))
    photo = Picture("0" * 64, "png", 25, 35)
    with pytest.raises(TemplateFault, match=r"header or footer|页眉、页脚"):
        load(path).render({"title": "t", "photo": photo}, media={photo.sha256: b""})


def test_tags_across_paragraphs_are_told_not_written_as_a_broken_file(tmp_path: Path) -> None:
    page = template(tmp_path, tag("if title == 'x'"), "一{% endif %}")
    with pytest.raises(TemplateFault) as fault:
        page.render(Context("y"))
    assert "{%p" in fault.value.hint


def test_what_is_no_template_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(b"PK\x03\x04 not a zip")
    (tmp_path / "b.docx").write_bytes(b"")
    whole = template(tmp_path, "{{ title }}").data
    start = whole.index(b"word/document.xml") + 40
    (tmp_path / "c.docx").write_bytes(whole[:start] + b"\xff" * 40 + whole[start + 40 :])
    for name in ("a.docx", "b.docx", "c.docx"):
        with pytest.raises(TemplateFault):
            load(tmp_path / name)
    with pytest.raises(UnreadableFile):
        load(tmp_path / "none.docx")


def test_merging_starts_each_context_on_a_new_page(tmp_path: Path) -> None:
    page = template(tmp_path, "{{ title }}", "正文")
    merged = Document(BytesIO(page.render_merged([Context("一"), Context("二"), Context("三")])))
    breaks = [p.text for p in merged.paragraphs if p.paragraph_format.page_break_before]
    assert [p.text for p in merged.paragraphs] == ["一", "正文", "二", "正文", "三", "正文"]
    assert breaks == ["二", "三"]


@pytest.mark.parametrize(
    "written", ["{｛ title }}", "{{ title }｝", "｛{ title }}", "{％ if title %}", "{{ title ｝}"]
)
def test_a_half_full_width_tag_is_refused_not_printed(tmp_path: Path, written: str) -> None:
    with pytest.raises(TemplateFault) as fault:
        template(tmp_path, "前文", "错处：" + written)
    assert fault.value.place.startswith("错处：")


def test_a_fault_says_which_file_and_every_name_there_is(tmp_path: Path) -> None:
    page = template(tmp_path, "{{ 标题 }}")
    many = {f"name{number:02}": "x" for number in range(16)}
    with pytest.raises(TemplateFault) as fault:
        page.render(many)
    assert str(page.path) in fault.value.message
    assert "name15" in fault.value.hint
