"""Certificates from one template, one file each and one merged file, against docxtpl in a loop.

Both sides fill the shipped template to the bytes of finished .docx files; docxtpl has no merged file of
its own, so the merged one is compared with the same loop. What the disk adds to both is shown apart.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from docxtpl import DocxTemplate

from scripts.bench.measure import ROUNDS, Comparison, Outcome, interleaved
from templates.contexts.certificate import Certificate
from templates.documents import SHIPPED
from templates.render import load

_TEMPLATE = SHIPPED / "zh" / "certificate.docx"


async def run(size: int, rounds: int = ROUNDS) -> Outcome:
    """``size`` certificates a round on each side."""
    contexts = _certificates(size)
    with TemporaryDirectory(prefix="xuedang-bench-") as name:
        folder = Path(name)

        def written(documents: Iterator[bytes], prefix: str) -> None:
            for index, data in enumerate(documents):
                (folder / f"{prefix}-{index}.docx").write_bytes(data)

        async def each() -> None:
            deque(_filled(contexts), maxlen=0)

        async def each_written() -> None:
            written(_filled(contexts), "ours")

        async def merged() -> None:
            load(_TEMPLATE).render_merged(contexts)

        async def theirs() -> None:
            deque(_looped(contexts), maxlen=0)

        async def theirs_written() -> None:
            written(_looped(contexts), "theirs")

        sides = await interleaved(
            {
                "each": each,
                "merged": merged,
                "docxtpl": theirs,
                "each, written": each_written,
                "docxtpl, written": theirs_written,
            },
            rounds=rounds,
        )
        size_kb = (folder / "ours-0.docx").stat().st_size / 1024
    compared = [
        Comparison("one file each", sides["each"], sides["docxtpl"], bar=30, at_least=True),
        Comparison("one merged file", sides["merged"], sides["docxtpl"], bar=100, at_least=True),
        Comparison(
            "one file each, written to the disk",
            sides["each, written"],
            sides["docxtpl, written"],
            bar=None,
            at_least=True,
        ),
    ]
    return Outcome("doc", {"certificates": size, "file_kb": round(size_kb, 1)}, compared)


def _filled(contexts: Sequence[Certificate]) -> Iterator[bytes]:
    template = load(_TEMPLATE)
    return (template.render(context) for context in contexts)


def _looped(contexts: Sequence[Certificate]) -> Iterator[bytes]:
    for context in contexts:
        template, buffer = DocxTemplate(_TEMPLATE), BytesIO()
        template.render(asdict(context), autoescape=True)
        template.save(buffer)
        yield buffer.getvalue()


def _certificates(size: int) -> Sequence[Certificate]:
    return [
        Certificate(
            recipient=f"张{'伟丽芳强'[index % 4]}{'民华明'[index % 3]}",
            person=True,
            occasion="2011年度创建学习型党组织活动",
            honour="学习先进个人",
            issuer="中共青杨河乡委员会",
            date="2011年7月1日",
            certificate_no=f"青学〔2011〕{index + 1:04}号",
        )
        for index in range(size)
    ]
