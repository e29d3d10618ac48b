"""A template that was opened and saved by another word processor still prints what it printed before."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from lxml import etree

from records.kind_file import own_kinds
from records.language import Language
from templates.checking import check_template
from templates.documents import DOCUMENTS, SHIPPED
from templates.layout.ooxml import NAMES, qualified
from templates.package import pack, unpack
from templates.render import load
from tests.templates.examples import PAPERS
from tests.templates.office import Office

MC = f"{{{NAMES['mc']}}}"


def paragraphs_of(docx: bytes) -> list[str]:
    """The text of each paragraph, what stands in boxes and tables included; empty ones left out."""
    root = etree.fromstring(unpack(docx)["word/document.xml"])
    for old in list(root.iter(f"{MC}Fallback")):
        parent = old.getparent()
        assert parent is not None
        parent.remove(old)
    found = []
    for paragraph in root.iter(qualified("p")):
        own = [
            text.text or ""
            for text in paragraph.iter(qualified("t"))
            if next(text.iterancestors(qualified("p"))) is paragraph
        ]
        found.append(re.sub(r"\s+", " ", "".join(own)).strip())
    return [text for text in found if text]


@pytest.fixture(scope="module")
def saved_again(office: Office, tmp_path_factory: pytest.TempPathFactory) -> Mapping[tuple[str, str], Path]:
    """Every shipped template, opened and saved by LibreOffice in one go."""
    shipped = {f"{lang}-{name}": (SHIPPED / lang / f"{name}.docx").read_bytes() for name, lang in PAPERS}
    saved = office.converted("docx:MS Word 2007 XML", tmp_path_factory.mktemp("saved"), shipped)
    return {(name, lang): saved[f"{lang}-{name}"] for name, lang in PAPERS}


@pytest.mark.parametrize(("name", "lang"), PAPERS)
def test_what_libreoffice_saved_prints_the_same(
    saved_again: Mapping[tuple[str, str], Path], name: str, lang: Language
) -> None:
    spec = DOCUMENTS[name]
    path = saved_again[name, lang]
    assert path.read_bytes() != (SHIPPED / lang / f"{name}.docx").read_bytes()
    printed = paragraphs_of(load(path).render(spec.example(lang)))
    assert printed == paragraphs_of(load(SHIPPED / lang / f"{name}.docx").render(spec.example(lang)))
    assert check_template(path, spec, lang, own_kinds()) == []


def test_tags_are_whole_however_their_runs_are_cut(tmp_path: Path) -> None:
    """Every letter of every tag in a run of its own, as after corrections with changes tracked."""
    whole = (SHIPPED / "zh" / "certificate.docx").read_bytes()
    parts = unpack(whole)
    root = etree.fromstring(parts["word/document.xml"])
    for run in list(root.iter(qualified("r"))):
        text = run.find(qualified("t"))
        if text is None or "{" not in (text.text or ""):
            continue
        for letter in text.text or "":
            copy = etree.fromstring(etree.tostring(run))
            (inner,) = copy.iter(qualified("t"))
            inner.text = letter
            run.addprevious(copy)
        parent = run.getparent()
        assert parent is not None
        parent.remove(run)
    parts["word/document.xml"] = etree.tostring(root)
    path = tmp_path / "certificate.docx"
    path.write_bytes(pack(parts))
    spec = DOCUMENTS["certificate"]
    printed = paragraphs_of(load(path).render(spec.example("zh")))
    assert printed == paragraphs_of(load(SHIPPED / "zh" / "certificate.docx").render(spec.example("zh")))
    assert check_template(path, spec, "zh", own_kinds()) == []
