"""Minutes of those who were asked how satisfied they are: what they said, and the forms that came back."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from records.archive import Archive
from tests.intake.minutes.test_heads_of_minutes import brought_in, roster

HEAD = ("时间：2013年6月20日上午", "地点：大队部", "主持：王福臣", "记录：王富贵", "应到：40人　　实到：38人")
SAID = "评议情况：养殖户马进财说，干部下村比以前多了；村民蔺转运说，中午最好有人值班。"
FORMS = "测评结果：共发出满意度测评表40份，收回38份，其中满意30份，较满意5份，基本满意2份，不满意1份。"


async def test_what_was_said_and_the_forms_that_came_back(archive: Archive, tmp_path: Path) -> None:
    """Of two speakers in one line the first was lost, and the forms altogether."""
    roster(tmp_path)
    title = "大王庄村党支部服务对象评议会议纪要"
    items = await brought_in(archive, tmp_path, title, *HEAD, SAID, FORMS, name="评议会纪要.txt")
    (minutes,) = (each.fields for each in items if each.kind == "evaluation_minutes")
    assert [each["speaker"] for each in minutes["statements"]] == ["马进财", "蔺转运"]
    (forms,) = (each for each in items if each.kind == "satisfaction")
    names = ("issued", "returned", "very", "fairly", "basic", "dissatisfied")
    assert [forms.fields[name] for name in names] == [40, 38, 30, 5, 2, 1]
    assert (forms.fields["audience"], forms.fields["held_on"]) == ("服务对象", date(2013, 6, 20))


async def test_minutes_that_speak_of_satisfaction_alone_give_no_figures(
    archive: Archive, tmp_path: Path
) -> None:
    roster(tmp_path)
    title = "大王庄村党支部服务对象评议会议纪要"
    told = "测评结果：群众基本满意，满意率在九成以上。"
    items = await brought_in(archive, tmp_path, title, *HEAD, told, name="评议会纪要.txt")
    assert not [each for each in items if each.kind == "satisfaction"]
