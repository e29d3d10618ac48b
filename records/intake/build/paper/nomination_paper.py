"""Papers that put somebody or a unit forward for an honour: forms, letters, and the deeds with them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from bson.objectid import ObjectId

from records.intake.build.person_or_unit import answered_either
from records.intake.desk import Desk
from records.intake.files.reading import TextDocument
from records.intake.names import clean_name, looks_like_name
from records.intake.outcome import Item
from records.intake.papers.paper_name import has_surname, is_unit
from records.intake.papers.posts import POST, without_post
from records.intake.papers.signature import pairs_of_line
from records.intake.tables.recognition.headings import heading_text
from records.intake.unit_names import unit_phrases
from records.values import half_width

_PERSON, _UNIT = "学习先进个人", "先进学习型党组织"
_HEAD = 8
_WHO = re.compile(
    r"姓名|(?:被?推荐|候选|参评|申报)(?:人|者|对象)(?:姓名)?|(?:被?推荐|申报|参评|候选|先进)(?:单位|集体|党组织|支部)(?:名称)?"
    r"|(?:单位|集体|(?:基层)?党组织|党?支部)名称"
)
_WHOSE = re.compile(r"(?:所在|所属|工作)?(?:党?支部|单位|党组织)(?:及职务|职务)?")
_DEEDS = re.compile(r"(?:主要|先进|简要|个人)*(?:事迹|业绩)(?:材料|简介|摘要|概述)?|推荐理由|申报理由")
_BRANCH = re.compile(
    r"(?:所在|所属|推荐|申报|本)?(?:党?支部|总支|党总支|单位|党组织)(?:推荐)?(?:的)?意见|推荐意见"
)
_VETTING = re.compile(r"考[察核](?:组|小组)?(?:的)?意见|(?:领导小组|办公室|审核)(?:审核|考察)?意见")
_OTHERS = re.compile(r"(?:(?:乡|镇|街道)?党[委工]委?|上级|审批|领导)(?:党委)?(?:审[批核])?意见")
_VOTES = re.compile(r"(?:得|推荐|同意|赞成)票(?:数|情况)?")
_YEAR = re.compile(r"((?:19|20)\d{2})\s*年?度")
_FOR_YEAR = re.compile(r"(?:推荐|评选|考核|申报|参评|表彰|所属)?年[度份]")
#: 拟推荐某某、某某两名同志为2011年度学习先进个人.
_PUT_FORWARD = re.compile(
    r"推荐(?:评选)?(?P<who>[^，,。：:“]{2,60}?)(?:等)?(?:同志)?(?:作)?为(?P<what>[^，,。；;]{2,30})"
)
_COUNT = re.compile(
    r"(?:等)?\s*(?:\d{1,2}|[一二两三四五六七八九十]{1,2})\s*[名位个](?:同志|党员|党支部|党组织|单位)?$|等?同志$"
)
_BEHIND = re.compile(
    r"(?:同志)?(?:的)?(?:先进|主要|个人|典型)*(?:事迹|推荐|申报)*(?:材料|简介|表|报告)$|同志$"
)
_BEFORE = re.compile(r"^(?:关于)?(?:推荐|申报)|^.*?(?:候选人|人选|推荐对象)")


def build_nominations(
    item: Item, document: TextDocument, body: str, desk: Desk, unit: ObjectId | None, path: Mapping[str, str]
) -> Iterator[Item]:
    """A nomination for everybody whom the paper puts forward."""
    title = str(item.fields.pop("title", ""))
    lines = [each.text.strip() for each in document.paragraphs if each.text.strip()]
    pairs = _labels(document, lines)
    labelled = (half_width(text).strip() for label, text in pairs.items() if _FOR_YEAR.fullmatch(label))
    told = [text for text in labelled if re.fullmatch(r"(?:19|20)\d{2}\s*年?度?", text)]
    year, sure = _year_of([*told[:1], title, *lines[:_HEAD]], path.get("date"))
    item.fields |= _told(pairs, body)
    item.remarks = (
        "；".join(f"{name}：{text}" for name, text in pairs.items() if _OTHERS.fullmatch(name)) or None
    )
    if year is not None:
        item.fields["year"] = year
        item.flag(*([] if sure else ["value_unsure:year"]))
    whom = list(dict.fromkeys(_nominees(title, lines, pairs, desk, unit, path.get("person", ""))))
    if not whom:
        whom = _asked(item, desk)
    elif len(whom) == 1 and re.search(r"等.{0,6}同志|等\S{0,3}[名位个]", title):
        item.flag("others_named:nominee")
    for number, who in enumerate(whom):
        made = (
            item if not number else replace(item, fields=dict(item.fields), flags=list(item.flags), notes=[])
        )
        made.fields["nominee"] = who
        made.fields["award"] = _UNIT if desk.units.get(who) is not None else _PERSON
        name = next((each.name for each in desk.people if each.id == who), "")
        if name and (
            votes := re.search(rf"{name}[^，,。；;]{{0,6}}?得?(\d{{1,3}})票", half_width("".join(lines)))
        ):
            made.fields["votes"] = int(votes[1])
        if number:
            made.evidence = f"{item.evidence}·{number + 1}"
        yield made
    if not whom:
        yield item


def _labels(document: TextDocument, lines: Sequence[str]) -> dict[str, str]:
    """What stands beside the labels of a form, and behind those of lines."""
    found: dict[str, str] = {}
    for table in document.tables:
        for row in table:
            cells = [cell.strip() for cell in dict.fromkeys(row) if cell.strip()]
            for label, value in zip(cells[::2], cells[1::2], strict=False):
                found.setdefault(heading_text(label).rstrip("：:"), value)
    for line in lines:
        for label, value in pairs_of_line(line).items():
            found.setdefault(label, value)
    return found


def _told(pairs: Mapping[str, str], body: str) -> dict[str, object]:
    fields: dict[str, object] = {}
    for name, pattern in (("deeds", _DEEDS), ("branch_opinion", _BRANCH), ("vetting", _VETTING)):
        if text := next((text for label, text in pairs.items() if pattern.fullmatch(label)), ""):
            fields[name] = text
    votes = next((text for label, text in pairs.items() if _VOTES.fullmatch(label)), "")
    if (number := re.match(r"\d{1,4}", half_width(votes))) is not None:
        fields["votes"] = int(number[0])
    if "deeds" not in fields and body.strip():
        fields["deeds"] = body
    return fields


def _year_of(lines: Sequence[str], said: str | None) -> tuple[int | None, bool]:
    """The year for which somebody is put forward; by the day of the paper it may be the one before."""
    if said and (found := re.match(r"\d{4}", said)):
        return int(found[0]), True
    for line in lines:
        if (found := _YEAR.search(line) or re.fullmatch(r"((?:19|20)\d{2})", line)) is not None:
            return int(found[1]), True
    days = [
        found for line in lines for found in re.finditer(r"((?:19|20)\d{2})\s*[年.\-/]\s*(\d{1,2})", line)
    ]
    return (int(days[-1][1]), int(days[-1][2]) > 3) if days else (None, True)


def _nominees(
    title: str, lines: Sequence[str], pairs: Mapping[str, str], desk: Desk, unit: ObjectId | None, said: str
) -> Iterator[ObjectId]:
    """Whom a label names, a sentence puts forward, or the title is about."""
    home = next((text for label, text in pairs.items() if _WHOSE.fullmatch(label)), "")
    within = next(
        (known.id for each in (home, *unit_phrases(home)) if (known := desk.unit_known(POST.sub("", each)))),
        unit,
    )
    labelled = (text for label, text in pairs.items() if _WHO.fullmatch(label))
    for text in (said, *labelled):
        if found := _who(text, desk, within):
            yield from found
            return
    sentences = [found for line in lines if (found := _put_forward(line, desk, within))]
    if sentences:
        # The title may name the first of them only: 关于推荐某某等同志为….
        yield from max(sentences, key=len)
        return
    yield from _who(_BEHIND.sub("", _BEFORE.sub("", re.sub(r"\s", "", title))), desk, within)


def _put_forward(line: str, desk: Desk, within: ObjectId | None) -> list[ObjectId]:
    """Whom a sentence puts forward; none where one of them is nobody."""
    told = _PUT_FORWARD.search(re.sub(r"\s", "", line))
    if told is None or not re.search(r"先进|学习型|标兵|优秀", told["what"]):
        return []
    return _who(_COUNT.sub("", told["who"]), desk, within)


def _who(text: str, desk: Desk, within: ObjectId | None) -> list[ObjectId]:
    """The people or units that words name, each alone; none where one of them is nobody."""
    found: list[ObjectId] = []
    for part in filter(
        None, re.split(r"[、，,；;]|(?<=[\u4e00-\u9fff]{2})和(?=[\u4e00-\u9fff]{2})", text.strip())
    ):
        unit = desk.unit_known(part)
        name = clean_name(without_post(part)).name
        person = None
        if unit is None and looks_like_name(name) and has_surname(name) and not is_unit(name):
            person = desk.people.find(desk.renamed(name), unit=within).person
            person = person or desk.people.find(desk.renamed(name)).person
        if unit is None and person is None:
            named = [each for each in desk.people if each.name in part]
            person = named[0] if len(named) == 1 else None
        if unit is None and person is None:
            unit = next((known for each in unit_phrases(part) if (known := desk.unit_known(each))), None)
        if unit is None and person is None:
            return []
        found.append(unit.id if unit is not None else person.id if person is not None else ObjectId())
    return found


def _asked(item: Item, desk: Desk) -> list[ObjectId]:
    question = replace(item.paper_question("no_person", "nominee"), or_unit=True)
    answer = desk.settle(item, question)
    if answer is None:
        return []
    either = answered_either(answer, desk)
    found = [either] if either is not None else _who(answer.value, desk, None)
    if not found:
        item.ask(question)
    return found
