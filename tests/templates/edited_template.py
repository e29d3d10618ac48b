"""A template as a secretary might leave it, and the lines of what comes out."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from docx import Document

from templates.layout.blocks import paragraph
from templates.layout.document import document
from templates.layout.ooxml import Element
from templates.layout.profile import OFFICIAL
from templates.layout.style_sets import official_styles
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
