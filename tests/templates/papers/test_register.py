"""Papers that went out: numbered, kept with data and template, made again, compared with the records."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from docx.shared import Mm
from PIL import Image

from records.errors import Refused
from records.record import Record
from records.search.query import Query
from records.values import PartialDate
from templates.documents import for_one_file, make_document
from templates.fault import TemplateFault
from templates.package import unpack
from templates.pictures import picture_of, read_attachment
from templates.register import is_outdated, issue, issue_document, issued_file, made_again
from tests.templates.papers.test_documents import text_of
from tests.templates.township import Township


async def decision_of(town: Township, **more: object) -> Record:
    fields = {
        "title": "关于表彰2011年度学习先进的决定",
        "unit": town.committee.id,
        "decided_on": date(2011, 7, 1),
        "winners": [town.li.id, town.zhang.id],
    }
    return await town.archive.save(Record.new("commendation", fields | more, status="submitted"))


async def coded(town: Township) -> None:
    committee = await town.archive.get(town.committee.id)
    committee.fields |= {"document_code": "青党发", "certificate_code": "青学"}
    await town.archive.save(committee)


def picture(colour: str = "red", size: tuple[int, int] = (40, 40)) -> bytes:
    buffer = BytesIO()
    Image.new("RGB", size, colour).save(buffer, "PNG")
    return buffer.getvalue()


async def test_a_preview_takes_no_number_and_an_issue_takes_the_next(township: Township) -> None:
    archive = township.archive
    await coded(township)
    await decision_of(township, doc_no="青党发〔2011〕22号", title="另一份")
    record = await decision_of(township)
    preview = await make_document(archive, "commendation", {"no": record.no}, "zh")
    assert preview.doc_no == ""
    assert (await archive.get(record.id)).fields.get("doc_no") is None
    made, kept = await issue_document(archive, "commendation", {"no": record.no}, "zh")
    assert made.doc_no == kept.fields["doc_no"] == "青党发〔2011〕23号"
    assert (await archive.get(record.id)).fields["doc_no"] == "青党发〔2011〕23号"
    assert "青党发〔2011〕23号" in text_of(made.files[0][1])
    _, again = await issue_document(archive, "commendation", {"no": record.no}, "zh")
    assert again.no == kept.no, "the same paper is kept once, under its number"


async def test_certificates_get_numbers_in_the_order_of_the_list(township: Township) -> None:
    archive = township.archive
    await coded(township)
    record = await decision_of(township, doc_no="青党发〔2011〕23号")
    for nominee in (township.li, township.zhang):
        award = await township.add(
            "award", "submitted", decision=record.id, nominee=nominee.id, title="学习先进个人"
        )
    # Asked for as one file, those of a whole decision are pages of one; nothing is kept before that is known.
    one = await for_one_file(archive, "certificate", {"no": record.no}, "zh")
    assert one == {"no": record.no, "merged": True}
    assert await for_one_file(archive, "certificate", {"no": award.no}, "zh") == {"no": award.no}
    assert await for_one_file(archive, "commendation", {"no": record.no}, "zh") == {"no": record.no}
    assert (await archive.get(award.id)).fields.get("certificate_no") is None
    assert await archive.find(Query(kind="issued_document")) == []
    made, _ = await issue_document(archive, "certificate", {"no": record.no}, "zh")
    assert [name for name, _ in made.files] == ["青学〔2011〕1号 张伟.docx", "青学〔2011〕2号 李秀兰.docx"]


@pytest.mark.parametrize("merged", [False, True])
async def test_an_issued_paper_is_made_again_to_the_same_bytes(township: Township, merged: bool) -> None:
    archive = township.archive
    record = await decision_of(township, doc_no="青党发〔2011〕23号")
    for number, nominee in enumerate((township.li, township.zhang)):
        await township.add(
            "award",
            decision=record.id,
            nominee=nominee.id,
            title="学习先进个人",
            certificate_no=f"青学〔2011〕{number}号",
        )
    made, kept = await issue_document(archive, "certificate", {"no": record.no, "merged": merged}, "zh")
    zhang = await archive.get(township.zhang.id)
    zhang.fields["name"] = "张伟民"
    await archive.save(zhang)
    own = archive.settings.home / "templates" / "zh" / "certificate.docx"
    own.parent.mkdir(parents=True)
    Document().save(str(own))
    assert await made_again(archive, await archive.get(kept.id)) == made.files, "neither records nor template"


async def test_a_paper_that_can_t_be_made_again_says_why(township: Township) -> None:
    archive = township.archive
    record = await decision_of(township, doc_no="青党发〔2011〕23号")
    _, kept = await issue_document(archive, "commendation", {"no": record.no}, "zh")
    issued = await archive.get(kept.id)
    issued.fields["snapshot"] = '{"title": "x"}'
    with pytest.raises(Refused, match="earlier form"):
        await made_again(archive, issued)
    issued.fields["snapshot"] = str(kept.fields["snapshot"]).replace("张伟", "王伟")
    with pytest.raises(Refused, match="not the file"):
        await made_again(archive, issued)
    issued.attachments = issued.attachments[:1]
    with pytest.raises(Refused, match="template"):
        await made_again(archive, issued)


async def test_a_later_change_of_the_records_shows_a_paper_as_outdated(township: Township) -> None:
    archive = township.archive
    record = await decision_of(township, doc_no="青党发〔2011〕23号")
    _, kept = await issue_document(archive, "commendation", {"no": record.no, "copy_to": "县委"}, "zh")
    assert not await is_outdated(archive, kept)
    zhang = await archive.get(township.zhang.id)
    zhang.fields["phone"] = "13900000000"
    zhang = await archive.save(zhang)
    assert not await is_outdated(archive, kept), "what the paper does not print does not matter"
    zhang.fields["post"] = "村党支部书记"
    await archive.save(zhang)
    assert await is_outdated(archive, kept)
    _, renewed = await issue_document(archive, "commendation", {"no": record.no, "copy_to": "县委"}, "zh")
    assert renewed.no != kept.no
    assert not await is_outdated(archive, renewed)
    await archive.void(record.id, "作废")
    assert await is_outdated(archive, renewed)


async def test_a_stage_summary_is_outdated_by_a_deed_of_its_period(township: Township) -> None:
    archive = township.archive
    _, kept = await issue_document(archive, "stage_summary", {"stage": 1}, "zh", on=date(2010, 8, 15))
    await township.add(
        "experience_article",
        title="八月",
        authors=[township.li.id],
        written_on=PartialDate.day(date(2010, 8, 20)),
        words=900,
    )
    assert not await is_outdated(archive, kept), "asked as of the same day"
    await township.add(
        "experience_article",
        title="七月",
        authors=[township.li.id],
        written_on=PartialDate.day(date(2010, 7, 20)),
        words=900,
    )
    assert await is_outdated(archive, kept)


async def test_the_seal_is_pressed_on_the_signature_and_kept(township: Township) -> None:
    archive = township.archive
    record = await decision_of(township, doc_no="青党发〔2011〕23号")
    bare = await make_document(archive, "commendation", {"no": record.no, "seal": True}, "zh")
    assert any("公章.png" in warning for warning in bare.warnings)
    await archive.attach(township.committee.id, data=picture(), name="公章.png")
    made, kept = await issue_document(archive, "commendation", {"no": record.no, "seal": True}, "zh")
    parts = unpack(made.files[0][1])
    media = [name for name in parts if name.startswith("word/media/")]
    assert len(media) == 1 and parts[media[0]] == picture()
    document = Document(BytesIO(made.files[0][1]))
    anchors = document.element.body.xpath(".//wp:anchor[@behindDoc='1']")
    (extent,) = anchors[0].xpath("./wp:extent")
    assert int(extent.get("cx")) == Mm(42)
    ids = [each.get("id") for each in document.element.body.xpath(".//wp:docPr")]
    assert len(ids) == len(set(ids)) > 1
    await archive.attach(township.committee.id, data=picture("blue"), name="公章.png")
    assert await made_again(archive, await archive.get(kept.id)) == made.files, "with the seal of that day"
    assert await is_outdated(archive, kept)


def test_a_picture_fits_its_box_and_what_is_none_is_left_out() -> None:
    wide = picture_of(picture(size=(400, 100)), box=(30.0, 30.0))
    assert wide and (wide.width, wide.height) == (30.0, 7.5)
    assert picture_of(b"GIF89a", box=(1, 1)) is None
    assert picture_of(b"\x89PNG\r\n\x1a\n", box=(1, 1)) is None


async def test_the_office_s_template_prints_the_record_s_own_and_custom_fields(
    township: Township, tmp_path: Path
) -> None:
    archive = township.archive
    record = await decision_of(township, doc_no="青党发〔2011〕23号", 印数="120份")
    own = archive.settings.home / "templates" / "zh" / "commendation.docx"
    own.parent.mkdir(parents=True)
    page = Document()
    page.add_paragraph("{{ record.title }}，{{ record.winners }}，印{{ record.印数 }}{{ record.meeting }}")
    page.add_paragraph("标题{% if bilingual %} Title{% endif %}")
    page.save(str(own))
    made = await make_document(archive, "commendation", {"no": record.no, "bilingual": True}, "zh")
    assert text_of(made.files[0][1]).splitlines()[:2] == [
        "关于表彰2011年度学习先进的决定，李秀兰、张伟，印120份",
        "标题 Title",
    ]
    kept = await issue(archive, made)
    assert not await is_outdated(archive, kept)
    data = await read_attachment(archive, issued_file(kept))
    assert data == made.files[0][1]
    for content in (own.read_bytes()[:900], office_page("{{ record.titel }}")):
        own.write_bytes(content)
        with pytest.raises(TemplateFault) as fault:
            await make_document(archive, "commendation", {"no": record.no}, "zh")
        assert str(own) in fault.value.message
        assert "the program's own template" in fault.value.hint
    own.unlink()
    shipped = await make_document(archive, "commendation", {"no": record.no}, "zh")
    assert "中共青杨河乡委员会文件" in text_of(shipped.files[0][1])
    assert await made_again(archive, kept) == made.files


def office_page(text: str) -> bytes:
    page, file = Document(), BytesIO()
    page.add_paragraph(text)
    page.save(file)
    return file.getvalue()
