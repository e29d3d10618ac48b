"""The check of templates: several mistakes at once, each with its paragraph and what to write instead."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from lxml import etree

from records.kind import Label
from records.kind_file import own_kinds
from records.language import Language
from templates.checking import Finding, check_folder, check_template
from templates.documents import DOCUMENTS, SHIPPED
from templates.fault import shortened
from templates.layout.blocks import paragraph, run, table, tag
from templates.layout.document import document
from templates.layout.ooxml import Element, qualified, w
from templates.layout.profile import OFFICIAL
from templates.layout.profile_file import profile_path, read_profile
from templates.layout.style_sets import official_styles
from templates.package import pack, unpack
from templates.pictures import Picture
from templates.spec import DocumentSpec, Draft, Request, named
from tests.templates.examples import PAPERS

KINDS = own_kinds()


@dataclass(frozen=True, slots=True)
class Row:
    name: str = named("姓名", "the name")
    score: int = named("成绩", "the score")


@dataclass(frozen=True, slots=True)
class Group:
    name: str = named("组名", "its name")
    rows: tuple[Row, ...] = named("成员", "its members")


@dataclass(frozen=True, slots=True)
class Paper:
    title: str = named("标题", "the title")
    on: date = named("日期", "the day")
    groups: tuple[Group, ...] = named("各组", "the groups")
    chief: Row | None = named("负责人", "who is in charge")
    counts: tuple[tuple[str, int], ...] = named("各类次数", "how often each")
    photo: Picture | None = named("照片", "the photo")


def example(lang: Language) -> Paper:
    return Paper(
        "学习",
        date(2011, 7, 1),
        (Group("一组", (Row("杨丽", 5), Row("陈晓燕", 4))),),
        Row("张伟民", 5),
        (("会议", 3),),
        Picture("0" * 64, "png", 25, 35),
    )


async def gather(ask: Request) -> Draft:
    raise NotImplementedError


SPEC = DocumentSpec("paper", Label("例", "Paper"), Paper, example, gather, kinds=("research_report",))


def file_of(folder: Path, *body: Element | str) -> Path:
    elements = [paragraph("Body", each) if isinstance(each, str) else each for each in body]
    path = folder / "paper.docx"
    path.write_bytes(document(OFFICIAL, official_styles(OFFICIAL), elements, title="t"))
    return path


def check(folder: Path, *body: Element | str) -> list[Finding]:
    return check_template(file_of(folder, *body), SPEC, "zh", KINDS)


def told(findings: list[Finding]) -> list[tuple[str, str, str]]:
    return [(each.code, each.name, each.place) for each in findings]


@pytest.mark.parametrize(("name", "lang"), PAPERS)
def test_nothing_is_found_in_what_is_shipped(name: str, lang: Language) -> None:
    assert check_template(SHIPPED / lang / f"{name}.docx", DOCUMENTS[name], lang, KINDS) == []


RIGHT = [
    "{{ title }} {{ title|length }} {{ on.year }} {{ photo }} {{ photo|pressed(9, 2) }}",
    "{% for kind, count in counts %}{{ loop.index|hanzi }}{{ kind }}{{ count }}{% endfor %}",
    "{% if groups %}{% set best = groups[0].rows|sort(attribute='score')|last %}{{ best.name }}{% endif %}",
    "{{ groups|map(attribute='name')|join('、') }}{% if bilingual %}x{% endif %}",
    "{% if groups|selectattr('rows')|list %}{{ (groups|first).rows[0].name }}{% endif %}",
    "{{ record.title }}{{ record.problems }}{{ record.old_field|default('无') }}{{ record.get('x') }}",
    "{% macro line(x) %}{{ x.name|padded }}{% endmacro %}{{ line(chief) }}",
    "{% for g in groups if g.name %}{{ g.name }}{% else %}无{% endfor %}",
    "{% for i in range(3) %}{{ i }}{% endfor %}",
    "{{ “无”|default('x') }}{# a remark #}",
    "50％，{一}、 { x }",
]


@pytest.mark.parametrize("written", RIGHT)
def test_what_works_is_not_told(tmp_path: Path, written: str) -> None:
    assert check(tmp_path, written) == []


def test_many_mistakes_are_told_at_once_in_their_order(tmp_path: Path) -> None:
    found = check(
        tmp_path,
        "甲｛｛titel｝｝",
        "乙{{ title",
        tag("for g in groups"),
        "丙{{ g.nmae }}",
        tag("for row in g.rows"),
        "丁{{ row.scroe }}",
        "戊{{ title }}{{ on.yaer }}",
        tag("endfor"),
        tag("endif"),
        "己{{ record.probelms }}",
        "庚{{ title|uper }}",
    )
    assert told(found) == [
        ("full-width", "", "甲｛｛titel｝｝"),
        ("unknown-name", "titel", "甲｛｛titel｝｝"),
        ("lone-brace", "", "乙{{ title"),
        ("unmatched", "", "{%p for g in groups %}"),
        ("unknown-name", "nmae", "丙{{ g.nmae }}"),
        ("unknown-name", "scroe", "丁{{ row.scroe }}"),
        ("unknown-name", "yaer", "戊{{ title }}{{ on.yaer }}"),
        ("unmatched", "", "{%p endif %}"),
        ("unknown-field", "probelms", "己{{ record.probelms }}"),
        ("not-allowed", "uper", "庚{{ title|uper }}"),
    ]
    hints = {each.name: each.hint for each in found if each.name}
    assert {name: hint.split("'")[1] for name, hint in hints.items() if "'" in hint} == {
        "titel": "title",
        "nmae": "name",
        "scroe": "score",
        "probelms": "problems",
        "uper": "upper",
    }


WRONG = [
    ("{{ titel }}", "unknown-name", "titel"),
    ("{{ name }}", "unknown-name", "name"),
    ("{{ groups.name }}", "unknown-name", "name"),
    ("{{ title.name }}", "unknown-name", "name"),
    ("{{ chief.points }}", "unknown-name", "points"),
    ("{% set x = chief %}{{ x.points }}", "unknown-name", "points"),
    ("{% if titel %}x{% endif %}", "unknown-name", "titel"),
    ("{{ groups|map(attribute='nmae')|join }}", "unknown-name", "nmae"),
    ("{{ record['nmae'] }}", "unknown-field", "nmae"),
    ("{{ title }} ｛title}", "one-brace", "title"),
    ("{ title }", "one-brace", "title"),
    ("{｛ title }}", "full-width", ""),
    ("{％ if title %}x{% endif %}", "full-width", ""),
    ("{{ title }｝", "full-width", ""),
    ("{{ title", "lone-brace", ""),
    ("title }}", "lone-brace", ""),
    ("{{ title {{ on }}", "lone-brace", ""),
    ("{{ title %}", "lone-brace", ""),
    ("x %}", "lone-brace", ""),
    ("{{ title }}}", "lone-brace", ""),
    ("{%p if title % 2 %}", "syntax", ""),
    ("{{ chief．name }}", "syntax", ""),
    ("{{ title + }}", "syntax", ""),
    ("{% fi title %}x{% endif %}", "syntax", ""),
    ("{% p if title %}", "syntax", ""),
    ("{% if title == %}x{% endif %}", "syntax", ""),
    ("{% if title %}x", "unmatched", ""),
    ("x{% endfor %}", "unmatched", ""),
    ("x{% else %}", "unmatched", ""),
    ("{% for a in groups %}{% if a %}{{ a.name }}{% endfor %}", "unmatched", ""),
    ("{% for c in title %}{{ c }}{% endfor %}", "no-list", "title"),
    ("{% for c in chief %}{{ c }}{% endfor %}", "no-list", "chief"),
    ("{% for g in groups %} {% endfor %}", "prints-nothing", "groups"),
    ("{{ groups }}", "prints-list", "groups"),
    ("{{ chief }}", "prints-list", "chief"),
    ("{{ title ~ groups }}", "prints-list", "groups"),
    ("{% include 'x' %}", "not-allowed", ""),
    ("{{ title.__class__ }}", "not-allowed", "__class__"),
    ("{{ cycler }}", "unknown-name", "cycler"),
    ("{{ title is nice }}", "not-allowed", "nice"),
    ("{% for g in groups recursive %}{{ g.name }}{% endfor %}", "not-allowed", ""),
    ("{%tr for g in groups %}", "cut", ""),
    ("名单{%p if title %}", "beside", ""),
    ("{{ title * 2 }}", "rendering", ""),
    ("{{ groups[9].name }}", "rendering", ""),
    ("{{ " + "(" * 300 + "1" + ")" * 300 + " }}", "syntax", ""),
    ("{{ title" + "|upper" * 3000 + " }}", "syntax", ""),
    ("{{ " + "1" * 6000 + " }}", "syntax", ""),
    (
        "{% set a = (1,) %}" + "{% set a = (a, a) %}" * 40 + "{{ [a, a]|length }}{{ titel }}",
        "unknown-name",
        "titel",
    ),
]


@pytest.mark.parametrize(("written", "code", "name"), WRONG)
def test_each_mistake_is_told_with_its_paragraph(tmp_path: Path, written: str, code: str, name: str) -> None:
    found = check(tmp_path, "前文", written, "后文")
    assert (code, name) in [(each.code, each.name) for each in found]
    assert {each.place for each in found} == {shortened(written)}
    assert all(each.message for each in found)


def test_a_name_used_outside_its_loop_is_told_with_the_loop(tmp_path: Path) -> None:
    (found,) = check(tmp_path, "{{ rows }}", "{{ title }}")
    assert "groups" in found.hint


def test_a_tag_split_over_paragraphs_is_one_mistake(tmp_path: Path) -> None:
    assert told(check(tmp_path, "{{ ti", "tle }}后文")) == [("split-tag", "", "{{ ti")]


def test_conditions_that_cut_through_paragraphs_and_cells(tmp_path: Path) -> None:
    assert [each.code for each in check(tmp_path, "{% if title %}甲", "乙{% endif %}")] == ["cut"]
    heads = (("{%tr if title %}", ""), ("b", ""))
    rows = table((900, 900), heads, ("{{ row.name }}", "y"), rows="groups", empty="无")
    codes = [each.code for each in check(tmp_path, rows, tag("endif"))]
    assert set(codes) == {"cut", "beside"} or codes == ["cut"]


def test_tags_in_a_footer_and_split_into_runs_are_checked_too(tmp_path: Path) -> None:
    split = paragraph("Body")
    split.extend([run("{"), run("{ ti"), run("tel }"), run("}")])
    path = file_of(tmp_path, split)
    parts = unpack(path.read_bytes())
    parts["word/footer1.xml"] = parts["word/footer1.xml"].replace("—".encode(), b"{{ nobody }}", 1)
    path.write_bytes(pack(parts))
    found = check_template(path, SPEC, "zh", KINDS)
    assert [(each.name, each.code) for each in found] == [
        ("titel", "unknown-name"),
        ("nobody", "unknown-name"),
    ]


def test_fields_of_a_kind_that_is_no_more_are_told(tmp_path: Path) -> None:
    path = file_of(tmp_path, "{{ record.problems }}")
    assert check_template(path, SPEC, "zh", KINDS) == []
    other = {"research_report": KINDS["unit"]}
    assert told(check_template(path, SPEC, "zh", other)) == [
        ("unknown-field", "problems", "{{ record.problems }}")
    ]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 not a zip", b"%PDF-1.4"])
def test_what_is_no_word_file_is_one_mistake(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "paper.docx"
    path.write_bytes(content)
    assert [each.code for each in check_template(path, SPEC, "zh", KINDS)] == ["no-template"]


def with_fonts(path: Path, style: str, **fonts: str) -> Path:
    """The template with other fonts in one of its styles."""
    parts = unpack(path.read_bytes())
    root = etree.fromstring(parts["word/styles.xml"])
    (found,) = [each for each in root.iter(qualified("style")) if each.get(qualified("styleId")) == style]
    run = found.find(qualified("rPr"))
    assert run is not None
    run.replace(run[0], w("rFonts", **fonts))
    parts["word/styles.xml"] = etree.tostring(root)
    path.write_bytes(pack(parts))
    return path


def test_fonts_that_are_not_the_profiles(tmp_path: Path) -> None:
    alien = paragraph("Body")
    alien.append(w("r", w("rPr", w("rFonts", ascii="Arial", hAnsi="Arial", eastAsia="华文行楷")), w("t")))
    path = with_fonts(file_of(tmp_path, alien, "{{ title }}"), "GWBody", ascii="黑体", hAnsi="黑体")
    found = check_template(path, SPEC, "zh", KINDS)
    assert sorted((each.code, each.name, each.severity) for each in found) == [
        ("east-asian-font", "黑体", "warning"),
        ("font", "Arial", "warning"),
        ("font", "华文行楷", "warning"),
    ]
    themed = with_fonts(file_of(tmp_path, "{{ title }}"), "GWBody", asciiTheme="minorHAnsi")
    assert [each.code for each in check_template(themed, SPEC, "zh", KINDS)] == ["theme-font"]
    unused = with_fonts(file_of(tmp_path, "{{ title }}"), "GWHeading1", ascii="Arial", hAnsi="Arial")
    assert check_template(unused, SPEC, "zh", KINDS) == []


def test_chinese_without_any_font_is_told(tmp_path: Path) -> None:
    path = file_of(tmp_path, "{{ title }}")
    parts = unpack(path.read_bytes())
    bare = parts["word/styles.xml"].replace('w:eastAsia="仿宋_GB2312"'.encode(), b"")
    path.write_bytes(pack({**parts, "word/styles.xml": bare}))
    assert {each.code for each in check_template(path, SPEC, "zh", KINDS)} == {"east-asian-font"}


def test_a_profile_beside_the_templates_brings_its_fonts(tmp_path: Path) -> None:
    profile = read_profile("official")
    folder = tmp_path / "zh"
    folder.mkdir()
    shipped = (SHIPPED / "zh" / "certificate.docx").read_bytes()
    (folder / "certificate.docx").write_bytes(shipped)
    assert check_folder(tmp_path, KINDS).findings == []
    text = profile_path("official").read_text(encoding="utf-8").replace("仿宋_GB2312", "华文仿宋")
    (folder / "profile.yaml").write_text(text, encoding="utf-8")
    names = {each.name for each in check_folder(tmp_path, KINDS).findings}
    assert names == {"仿宋_GB2312"} and names < profile.fonts
