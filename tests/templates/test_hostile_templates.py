"""Templates that reach out, never end, fill the memory or are no honest file: each is refused or stopped."""

from __future__ import annotations

import re
import time
import tracemalloc
from itertools import count
from pathlib import Path

import pytest

from templates.fault import TemplateFault
from templates.package import pack, unpack
from templates.render import WordTemplate, load
from tests.templates.edited_template import Context, Member, lines, template


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
