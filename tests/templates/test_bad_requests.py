"""What is asked for wrongly or can't be written is told, and leaves nothing behind."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from records.errors import Refused, UsageFault, XuedangError
from records.file_names import safe_name
from templates.documents import MadeDocument, make_document
from tests.templates.township import Township

ONE = [("一.docx", b"PK")]
TWO = [*ONE, ("二.docx", b"PK")]


def made(township: Township, files: list[tuple[str, bytes]]) -> MadeDocument:
    return MadeDocument(
        document="certificate",
        lang="zh",
        files=files,
        warnings=[],
        subject=township.zhang.id,
        subjects=[],
        doc_no="",
        taken_no="",
        template=b"",
        template_sha256="0" * 64,
        snapshot="{}",
        request="{}",
        media={},
    )


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("stage_summary", {"year": 99999}),
        ("stage_summary", {"year": 0}),
        ("stage_summary", {"year": -5}),
        ("stage_summary", {"year": 2009}),
        ("commendation", {"year": 99999}),
        ("stage_summary", {"stage": 1, "year": 2011}),
        ("stage_summary", {"stage": 1, "no": "ZJ-2010-0001"}),
        ("commendation", {"year": 2011, "no": "BZ-2012-0001"}),
    ],
)
async def test_an_impossible_or_double_choice_is_refused(
    township: Township, name: str, options: dict[str, Any]
) -> None:
    with pytest.raises(UsageFault):
        await make_document(township.archive, name, options, "zh")


async def test_one_document_goes_to_a_docx_or_into_a_folder(township: Township, tmp_path: Path) -> None:
    for name in ("a.doc", "a.pdf", "a.txt"):
        with pytest.raises(UsageFault) as refused:
            made(township, ONE).write(tmp_path / name)
        assert ".docx" in str(refused.value)
        (tmp_path / "kept.txt").write_text("kept")
    with pytest.raises(UsageFault) as refused:
        made(township, ONE).write(tmp_path / "kept.txt")
    assert "several" not in str(refused.value)
    assert (tmp_path / "kept.txt").read_text() == "kept"
    assert made(township, ONE).write(tmp_path / "3.月度材料") == [tmp_path / "3.月度材料" / "一.docx"]


async def test_several_documents_do_not_go_to_one_docx(township: Township, tmp_path: Path) -> None:
    with pytest.raises(UsageFault):
        made(township, TWO).write(tmp_path / "a.docx")
    assert not (tmp_path / "a.docx").exists()
    assert len(made(township, TWO).write(tmp_path / "all")) == 2


@pytest.mark.parametrize(
    "target", ["file/x.docx", "file/folder", "/dev/full", "/proc/no/x.docx", "/sys/x.docx"]
)
async def test_a_place_that_can_t_be_written_is_said_so(
    township: Township, tmp_path: Path, target: str
) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(XuedangError) as fault:
        made(township, ONE).write(tmp_path / target)
    assert "read" not in fault.value.message
    assert {path.name for path in tmp_path.iterdir()} == {"file", "home"}


async def test_a_name_too_long_for_the_disk_is_said_so(township: Township, tmp_path: Path) -> None:
    with pytest.raises(XuedangError):
        made(township, ONE).write(tmp_path / ("学" * 200 + ".docx"))


async def test_a_decision_without_a_number_or_with_odd_brackets_is_told_and_found(township: Township) -> None:
    archive = township.archive
    await township.add(
        "commendation",
        "draft",
        doc_no="青党发〔2011〕23号",
        title="关于表彰2011年度学习先进的决定",
        unit=township.committee.id,
        winners=[township.li.id],
    )
    for spelt in ("青党发[2011]23号", "青党发（2011）23号", " 青党发〔2011〕23 号"):
        found = await make_document(archive, "commendation", {"no": spelt}, "zh")
        assert found.doc_no == "青党发〔2011〕23号"
    assert "中共青杨河乡委员会关于表彰2011年度学习先进的决定" in found.snapshot.replace("\\n", "")
    with pytest.raises(Refused):
        await make_document(archive, "certificate", {"no": "青党发[2011]23号"}, "zh")


async def test_a_decision_without_a_number_is_warned_of(township: Township) -> None:
    record = await township.add(
        "commendation",
        "draft",
        title="关于表彰2011年度学习先进的决定",
        unit=township.committee.id,
        winners=[township.li.id],
    )
    made = await make_document(township.archive, "commendation", {"no": record.no}, "zh")
    assert any("number" in warning for warning in made.warnings)


def test_a_latin_name_is_cut_between_words() -> None:
    assert safe_name("Summary of Stage 1 of the Campaign for Learning Party Organisations, once more") == (
        "Summary of Stage 1 of the Campaign for Learning Party"
    )


async def test_nothing_is_made_from_a_void_record(township: Township) -> None:
    archive = township.archive
    decision = await township.add(
        "commendation",
        "draft",
        doc_no="青党发〔2011〕23号",
        title="关于表彰2011年度学习先进的决定",
        unit=township.committee.id,
        winners=[township.li.id],
    )
    award = await township.add(
        "award", "draft", decision=decision.id, nominee=township.li.id, title="学习先进个人"
    )
    summary = await township.add("stage_summary", "draft", unit=township.committee.id, stage="1")
    for record in (decision, award, summary):
        await archive.void(record.id, "重复", expected_version=record.version)
    for name, no in (
        ("commendation", decision.no),
        ("certificate", decision.no),
        ("certificate", award.no),
        ("stage_summary", summary.no),
    ):
        with pytest.raises(Refused) as refused:
            await make_document(archive, name, {"no": no}, "zh")
        assert str(no) in refused.value.message


async def test_a_summary_that_is_not_verified_is_called_a_draft(township: Township) -> None:
    record = await township.add("stage_summary", "draft", unit=township.committee.id, stage="1")
    made = await make_document(township.archive, "stage_summary", {"no": record.no}, "zh")
    assert any(str(record.no) in warning for warning in made.warnings)
