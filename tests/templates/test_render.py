"""The renderer, on templates as a secretary might leave them."""

from __future__ import annotations

import os
import re
import time
import tracemalloc
from dataclasses import dataclass
from io import BytesIO
from itertools import count
from pathlib import Path

import pytest
from docx import Document

from records.errors import UnreadableFile
from templates.fault import TemplateFault
from templates.layout.blocks import paragraph, run, table, tag
from templates.layout.document import document
from templates.layout.ooxml import Element, qualified
from templates.layout.profile import OFFICIAL
from templates.layout.style_sets import official_styles
from templates.package import pack, unpack
from templates.pictures import Picture
from templates.render import WordTemplate, load


@dataclass(frozen=True)
class Member:
    name: str
    score: int = 0


@dataclass(frozen=True)
class Context:
    title: str
    members: tuple[Member, ...] = ()


def template(folder: Path, *body: Element | str) -> WordTemplate:
    elements = [paragraph("Body", item) if isinstance(item, str) else item for item in body]
    path = folder / "template.docx"
    path.write_bytes(document(OFFICIAL, official_styles(OFFICIAL), elements, title="t"))
    os.utime(path, ns=(time.time_ns(), time.time_ns()))
    return load(path)


def lines(docx: bytes) -> list[str]:
    return [each.text for each in Document(BytesIO(docx)).paragraphs if each.text]


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
        "{{ ''.__class__.__mro__ }}",
        "{{ title.__init__.__globals__ }}",
        "{{ title.format(title) }}",
        "{{ self._TemplateReference__context }}",
        "{{ cycler.__init__.__globals__.os.popen('id') }}",
        "{{ members.append(1) }}",
        "{{ title.encode('utf-8') }}",
        "{{ '%1000000000d' % 1 }}",
        "{{ 'a' * 1000000000 }}",
        "{{ 9 ** 9 ** 9 }}",
        "{{ title.ljust(1000000000) }}",
    ],
)
def test_a_template_can_t_reach_out_of_its_context(tmp_path: Path, written: str) -> None:
    with pytest.raises(TemplateFault):
        template(tmp_path, written).render(Context("t"))


#: two tuples that are equal, small in memory, and never compared or looked up to the end
_TWINS = "".join(f"{{% set {x} = (1,) %}}" + f"{{% set {x} = ({x}, {x}) %}}" * 40 for x in "ab")
ENDLESS = [
    "".join(f"{{% for a{i} in range(9999) %}}" for i in range(4)) + "{% endfor %}" * 4,
    "{% macro f(n) %}{{ f(n + 1) }}{{ f(n + 1) }}{% endmacro %}{{ f(0) }}",
    "{% macro f(n) %}{% if n < 60 %}{{ f(n + 1) }}{{ f(n + 1) }}{% endif %}{% endmacro %}{{ f(0) }}",
    "{% set ns = 'xxxxxxxxxx' %}" + "{% set ns = ns ~ ns %}" * 60 + "{{ ns|length }}",
    "{% set ns = 'xxxxxxxxxx' %}" + "{% set ns = ns + ns %}" * 60 + "{{ ns|length }}",
    "{% for x in members recursive %}{{ loop(members) }}{% endfor %}",
    "{{ range(1000000000)|list|length }}",
    *(_TWINS + each for each in ("{{ a == b }}", "{{ a in [b] }}", "{{ a is eq(b) }}", "{{ {a: 1}[b] }}")),
    *(_TWINS + each for each in ("{{ [a, b]|unique|list|length }}", "{{ [a, b]|sort|length }}")),
    "{% macro f(n) %}{% if n < 40 %}{{ f(n + 1, varargs, varargs) }}"
    "{% else %}{{ varargs == (varargs, 1) }}{% endif %}{% endmacro %}{{ f(0, 1) }}",
]


@pytest.mark.parametrize("written", ENDLESS)
def test_a_template_without_end_is_stopped(tmp_path: Path, written: str) -> None:
    with pytest.raises(TemplateFault):
        template(tmp_path, written).render(Context("t", (Member("a"),)))


_MUCH = "字" * 20_000
_LONG = "{% set big = title %}" + "{% set big = big ~ big %}" * 20
HUGE = [
    f"{{% for a in range(9999) %}}{{% for b in range(9) %}}{_MUCH}{{% endfor %}}{{% endfor %}}",
    f"{{% macro m() %}}{{% for a in range(9999) %}}{_MUCH}{{% endfor %}}{{% endmacro %}}{{{{ m() }}}}",
    f"{{% set x %}}{{% for a in range(9999) %}}{_MUCH}{{% endfor %}}{{% endset %}}{{{{ x|length }}}}",
    _LONG + "{% macro m() %}{% for a in range(9999) %}{{ big }}{% endfor %}{% endmacro %}{{ m()|length }}",
    _LONG + "{{ range(9999)|join(big) }}",
    _LONG + "{% set list = [big, big, big, big] %}" + "{% set list = [list, list] %}" * 30 + "{{ list }}",
    _LONG + "{% set list = [big, big] %}" + "{% set list = [list, list] %}" * 30 + "{{ list ~ '' }}",
    "{{ [1]|batch(1000000000, 'x')|list|length }}",
    "{{ [1]|slice(1000000000)|list|length }}",
    "{{ 1.5|round(1000000000, 'ceil') }}",
    "{% set list = range(9999)|list %}" + "{% set list = list + list %}" * 20 + "{{ list|length }}",
    "{{ [[1], [2]]|sum(start=[])|length }}",
    _LONG + "{{ [" + "big.split('t'), " * 300 + "]|length }}",
    _LONG + "{{ [" + "big.upper(), " * 900 + "]|length }}",
    _LONG + "{{ [" + "big[1:], " * 900 + "]|length }}",
    _LONG + "{{ [" + "big|reverse, " * 900 + "]|length }}",
    _LONG + "{{ (" + "~".join(["big"] * 900) + ")|length }}",
    "{% set list = range(9999)|list %}{{ [" + "list + [1], " * 1400 + "]|length }}",
]


@pytest.mark.parametrize("written", HUGE, ids=range(len(HUGE)))
def test_a_template_that_would_fill_the_memory_is_stopped(tmp_path: Path, written: str) -> None:
    page = template(tmp_path, written)
    tracemalloc.start()
    began = time.monotonic()
    try:
        with pytest.raises(TemplateFault):
            page.render(Context("t" * 9, (Member("a"),)))
        took, peak = time.monotonic() - began, tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert took < 20
    assert peak < 600_000_000


def test_work_that_counts_no_steps_is_stopped_by_the_clock(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("templates.limits.MAX_SECONDS", 0.3)
    page = template(tmp_path, _LONG + "{{ [" + "big|max, " * 3000 + "]|length }}")
    began = time.monotonic()
    with pytest.raises(TemplateFault, match=r"without end|停不下来|不会结束|stopped"):
        page.render(Context("t"))
    assert time.monotonic() - began < 5


def test_a_machine_with_other_work_lets_no_template_seem_endless(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hours = count(step=3600.0)
    monkeypatch.setattr("templates.limits.time.monotonic", lambda: next(hours))
    page = template(tmp_path, "{% for each in range(3000) %}{% endfor %}{{ title }}")
    assert lines(page.render(Context("t"))) == ["t"]


@pytest.mark.parametrize(
    "written",
    [
        "".join(f"{{% for a{i} in range(2) %}}" for i in range(25)) + "x" + "{% endfor %}" * 25,
        "{{ " + "(" * 300 + "1" + ")" * 300 + " }}",
        "{{ title" + "|upper" * 3000 + " }}",
        "{{ " + "1" * 6000 + " }}",
        "{% macro f(a, a) %}{% endmacro %}",
        "{% autoescape false %}{{ title }}{% endautoescape %}",
        "{{ " * 30_000,
        "{%p if title %}" + "{{ title " * 30_000,
    ],
)
def test_what_can_t_be_compiled_is_told_with_its_paragraph_and_soon(tmp_path: Path, written: str) -> None:
    began = time.monotonic()
    with pytest.raises(TemplateFault) as fault:
        template(tmp_path, "前文", "错处：" + written)
    assert fault.value.place.startswith("错处：")
    assert time.monotonic() - began < 5


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


def _relationship(kind: str, target: str) -> bytes:
    schema = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    made = f'<Relationship Id="rIdX" Type="{schema}/{kind}" Target="{target}" TargetMode="External"/>'
    return f"{made}</Relationships>".encode()


def test_a_file_that_declares_entities_or_fetches_from_elsewhere_is_refused(tmp_path: Path) -> None:
    parts = unpack(template(tmp_path, "{{ title }}").data)
    path, main, rels = tmp_path / "x.docx", "word/document.xml", "word/_rels/document.xml.rels"

    def loaded(name: str, old: bytes, new: bytes) -> None:
        assert old in parts[name]
        path.write_bytes(pack({**parts, name: parts[name].replace(old, new, 1)}))
        WordTemplate(path, path.read_bytes(), "x").render(Context("t"))

    entity = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><w:document'
    for name, new in (
        (main, entity),
        (main, b"<w:document><w:broken"),
        (rels, b"<!DOCTYPE x><Relationships"),
    ):
        with pytest.raises(TemplateFault):
            loaded(name, b"<w:document" if name == main else b"<Relationships", new)
    for kind, target in (
        ("image", "http://example.org/a.png"),
        ("attachedTemplate", "http://example.org/a.dotm"),
        ("attachedTemplate", r"\\server\a.dotm"),
        ("attachedTemplate", "file://server/a.dotm"),
        ("oleObject", "file:///C:/a.xls"),
    ):
        with pytest.raises(TemplateFault, match=re.escape(target)):
            loaded(rels, b"</Relationships>", _relationship(kind, target))
    for kind, target in (("hyperlink", "http://example.org"), ("attachedTemplate", "file:///C:\\a.dotm")):
        loaded(rels, b"</Relationships>", _relationship(kind, target))


def test_a_file_that_unpacks_to_far_more_is_refused_unread(tmp_path: Path) -> None:
    parts = unpack(template(tmp_path, "{{ title }}").data)
    bomb = tmp_path / "bomb.docx"
    bomb.write_bytes(pack({**parts, "word/document.xml": b" " * 60_000_000}))
    assert bomb.stat().st_size < 100_000
    began = time.monotonic()
    with pytest.raises(TemplateFault, match=r"larger inside|解压后"):
        load(bomb)
    assert time.monotonic() - began < 1


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
