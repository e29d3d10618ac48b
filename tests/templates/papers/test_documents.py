"""The documents made from real records."""

from __future__ import annotations

import json
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document

from records.errors import NotFound, Refused, UsageFault
from records.file_names import safe_name
from records.values import PartialDate
from templates.documents import DOCUMENTS, make_document
from templates.register import issue
from tests.templates.township import Township, at, month


def text_of(docx: bytes) -> str:
    document = Document(BytesIO(docx))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([paragraph.text for paragraph in document.paragraphs] + cells)


async def study_in_july(town: Township) -> None:
    await town.add(
        "session",
        title="动员大会",
        category="动员会",
        start=at("2010-07-05T08:30"),
        end=at("2010-07-05T11:00"),
        host_unit=town.branch.id,
        host=town.zhang.id,
        recorder=town.zhang.id,
        place="村委会",
        attendance=[{"person": town.zhang.id, "state": "到"}, {"person": town.li.id, "state": "请假"}],
    )
    await town.add(
        "experience_article",
        title="谈学与用",
        authors=[town.zhang.id],
        written_on=PartialDate.day(date(2010, 7, 20)),
        words=1200,
    )
    await town.add(
        "experience_article",
        title="待审",
        status="submitted",
        authors=[town.zhang.id],
        written_on=PartialDate.day(date(2010, 7, 21)),
        words=900,
    )
    await town.add(
        "experience_article", title="八月的", authors=[town.li.id], written_on=month(2010, 8), words=900
    )


async def test_a_stage_without_a_summary_is_drafted_from_the_figures(township: Township) -> None:
    await study_in_july(township)
    made = await make_document(township.archive, "stage_summary", {"stage": 1}, "zh")
    text = text_of(made.files[0][1])
    assert "中共青杨河乡委员会\n创建学习型党组织活动第一阶段总结" in text
    assert "党总支1个、党支部2个" in text
    assert "党员2名（其中预备党员1名）" in text
    assert "集中学习1次、2.5学时" in text
    assert "撰写心得体会1篇" in text
    assert "（一）组织领导" in text
    assert "（五）督查考核" in text
    assert "无。" in text
    assert "2010年7月31日" in text
    assert len(made.warnings) == 2
    assert made.warnings[1].startswith("1 ")
    (snapshot,) = [sheet["context"] for sheet in json.loads(made.snapshot)["sheets"]]
    rows = {row["name"]: row for row in snapshot["units"]}
    assert rows["柳树湾村党总支"]["sessions"] == 1, "a general branch's row holds its branches"
    assert rows["机关党支部"]["sessions"] == 0


async def test_the_record_s_own_text_is_printed_with_its_headings(township: Township) -> None:
    await township.add(
        "stage_summary",
        "draft",
        unit=township.committee.id,
        stage="1",
        practices="（一）抓班子带队伍\n坚持周一例会学习。",
        results="学风明显好转。",
    )
    made = await make_document(township.archive, "stage_summary", {"stage": "1"}, "zh")
    document = Document(BytesIO(made.files[0][1]))
    styles = {
        paragraph.text: paragraph.style.name if paragraph.style else "" for paragraph in document.paragraphs
    }
    assert styles["（一）抓班子带队伍"] == "公文二级标题"
    assert styles["坚持周一例会学习。"] == "公文正文"
    assert "学风明显好转。" in styles
    assert "（一）组织领导" not in styles


async def test_issuing_freezes_figures_and_a_verified_summary_keeps_them(township: Township) -> None:
    town, archive = township, township.archive
    await study_in_july(town)
    record = await town.add(
        "stage_summary",
        "draft",
        unit=town.committee.id,
        stage="1",
        period=PartialDate.between(date(2010, 7, 3), date(2010, 7, 31)),
    )
    issued = await issue(archive, await make_document(archive, "stage_summary", {"no": record.no}, "zh"))
    assert issued.kind == "issued_document"
    assert issued.status == "verified"
    assert issued.no
    assert issued.fields["subject"] == record.id
    assert len(str(issued.fields["template_sha256"])) == 64
    assert [ref.name.endswith(".docx") for ref in issued.attachments] == [True, True], (
        "the paper and its template"
    )
    approved = await archive.approve([record.id])
    assert not approved.refused
    await town.add(
        "experience_article",
        title="后补",
        authors=[town.zhang.id],
        written_on=PartialDate.day(date(2010, 7, 22)),
        words=800,
    )
    again = await make_document(archive, "stage_summary", {"stage": 1}, "zh")
    assert "撰写心得体会1篇" in text_of(again.files[0][1]), "frozen"
    first = json.loads(str(issued.fields["snapshot"]))["sheets"][0]["context"]
    assert json.loads(again.snapshot)["sheets"][0]["context"]["figures"] == first["figures"]
    assert again.warnings == []


async def test_the_english_summary_has_no_chinese_but_names(township: Township) -> None:
    await study_in_july(township)
    made = await make_document(township.archive, "stage_summary", {"stage": 1}, "en")
    text = text_of(made.files[0][1])
    for name in ("中共青杨河乡委员会", "柳树湾村党总支", "柳树湾村第一党支部", "机关党支部"):
        text = text.replace(name, "")
    assert not [c for c in text if "\u3400" <= c <= "\u9fff"]
    assert "2.1 Leadership" in text
    assert "31 July 2010" in text


async def decide(town: Township) -> str:
    decision = await town.add(
        "commendation",
        doc_no="青党发〔2011〕23号",
        title="关于表彰2011年度学习先进的决定",
        unit=town.committee.id,
        decided_on=date(2011, 7, 1),
        winners=[town.li.id, town.zhang.id, town.office.id],
    )
    for number, nominee in enumerate((town.zhang, town.li), 1):
        await town.add(
            "award",
            "submitted",
            decision=decision.id,
            nominee=nominee.id,
            title="学习先进个人",
            certificate_no=f"青学〔2011〕{number:03}号",
        )
    assert decision.no
    return decision.no


async def test_a_commendation_lists_winners_in_the_office_s_order(township: Township) -> None:
    no = await decide(township)
    made = await make_document(township.archive, "commendation", {"no": no, "copy_to": "县委学习办"}, "zh")
    text = text_of(made.files[0][1])
    assert "经青杨河乡党委研究" in text
    assert "青党发〔2011〕23号" in text
    assert "2011年7月1日" in text
    assert text.index("李秀兰\n机关党支部") > text.index("张\u3000伟\n柳树湾村第一党支部"), (
        "unit order, padded in tables"
    )
    assert "张伟等2名同志" in text
    (warning,) = made.warnings
    assert "机关党支部" in warning, "the branch has no award"
    assert "笔画" not in text
    strokes = await make_document(township.archive, "commendation", {"no": no, "by_strokes": True}, "zh")
    text = text_of(strokes.files[0][1])
    assert (
        text.index("（按姓氏笔画为序）")
        < text.index("李秀兰\n机关党支部")
        < text.index("张\u3000伟\n柳树湾村第一党支部")
    )
    latest = await make_document(township.archive, "commendation", {"year": 2011}, "en")
    assert latest.doc_no == "青党发〔2011〕23号"


async def test_certificates_single_each_and_merged(township: Township, tmp_path: Path) -> None:
    no = await decide(township)
    each = await make_document(township.archive, "certificate", {"no": no}, "zh")
    assert [name for name, _ in each.files] == [
        "青学〔2011〕001号 张伟.docx",
        "青学〔2011〕002号 李秀兰.docx",
    ]
    assert {township.zhang.id, township.li.id} < set(each.subjects), "found from the form of a winner"
    text = text_of(each.files[0][1])
    assert "张伟同志：" in text
    assert "特发此证，以资鼓励" in text
    assert "编号：青学〔2011〕001号" in text
    merged = await make_document(township.archive, "certificate", {"no": no, "merged": True}, "zh")
    assert len(merged.files) == 1
    assert "李秀兰同志：" in text_of(merged.files[0][1])
    single = await make_document(township.archive, "certificate", {"no": "青学〔2011〕002号"}, "en")
    assert "Advanced individual in study" in text_of(single.files[0][1])
    assert sorted(path.name for path in each.write(tmp_path / "out")) == sorted(n for n, _ in each.files)
    assert single.write(tmp_path / "one.docx") == [tmp_path / "one.docx"]
    kept = await issue(township.archive, each)
    assert kept.attachments[0].name.endswith(".zip")
    assert (await issue(township.archive, each)).no == kept.no, "the same paper is kept once"
    assert (await issue(township.archive, merged)).no != kept.no


async def test_refusals_say_what_to_do(township: Township) -> None:
    archive = township.archive
    with pytest.raises(Refused) as refused:
        await make_document(archive, "commendation", {}, "zh")
    assert "Record the decision first" in str(refused.value)
    with pytest.raises(NotFound):
        await make_document(archive, "certificate", {"no": "JX-2011-9999"}, "zh")
    for name, options in (
        ("poem", {}),
        ("stage_summary", {"stage": 4}),
        ("stage_summary", {"colour": "red"}),
        ("stage_summary", {}),
        ("certificate", {}),
    ):
        with pytest.raises(UsageFault):
            await make_document(archive, name, options, "zh")


def test_names_from_data_stay_in_their_folder() -> None:
    for nasty in ("../../etc/passwd", "..", "", "con", "a\x00b\x1b[31m", "a" * 300, "/", "名称\u202e"):
        name = safe_name(nasty)
        assert name
        assert "/" not in name
        assert "\\" not in name
        assert name not in (".", "..")
        assert len(name) <= 61
        assert name.isprintable()
        assert Path("x", name).parent == Path("x")


def test_every_document_is_labelled_in_both_languages() -> None:
    for spec in DOCUMENTS.values():
        assert spec.label.zh
        assert spec.label.en
        assert all(option.label.zh for option in spec.options)
