"""Minutes that number nothing: what was resolved, who said what and who sees to it stand in sentences."""

from __future__ import annotations

from time import process_time

import pytest

from records.intake.files.reading import Paragraph, TextDocument
from records.intake.papers.minutes.evaluation import Minutes, read_head, read_minutes
from records.intake.papers.minutes.parts import speakers_told


def minutes_of(*lines: str, title: str = "评议会议纪要") -> Minutes:
    return read_minutes(TextDocument(tuple(Paragraph(line) for line in (title, *lines))), title)


@pytest.mark.parametrize("heading", ["四、议定事项", "四、会议决定", "（四）整改措施", "四、下一步打算"])
def test_what_was_resolved_in_sentences_below_a_heading(heading: str) -> None:
    found = minutes_of(
        "主持：李芸",
        "一、会议议程",
        "学习文件。民主测评。",
        heading,
        "会议议定如下：",
        "每月最后一天检查笔记，由李芸负责。书架添到三个；教室修好灯，由于洋负责，3月底前完成。",
        "某村党支部",
        "2012年3月1日",
    )
    assert [(each.text, each.responsible, each.deadline) for each in found.resolutions] == [
        ("每月最后一天检查笔记", "李芸", None),
        ("书架添到三个", None, None),
        ("教室修好灯", "于洋", "3月底前"),
    ]


@pytest.mark.parametrize(
    ("told", "who", "until", "what"),
    [
        ("由于洋在6月底前举办一期养蜂讲座。", "于洋", "6月底前", "举办一期养蜂讲座"),
        ("由于洋同志于2012年6月10日前修好投影仪。", "于洋", "2012年6月10日前", "修好投影仪"),
        ("会议决定，由于洋负责修好投影仪。", "于洋", None, "修好投影仪"),
        ("由农技站负责，5月底前办一期养蜂讲座。", "农技站", "5月底前", "办一期养蜂讲座"),
        (
            "于洋负责在2013年1月20日前将笔记收齐。",
            "于洋",
            "2013年1月20日前",
            "于洋负责在2013年1月20日前将笔记收齐",
        ),
        ("于洋同志牵头，3月底前修好书架。", "于洋", "3月底前", "于洋同志牵头，3月底前修好书架"),
        ("由支部牵头在年底前建好书屋。", "支部", "年底前", "建好书屋"),
        ("由于洋负责制定培训计划，于6月15日前完成。", "于洋", "6月15日前", "制定培训计划"),
    ],
)
def test_who_does_it_until_when_before_what(told: str, who: str, until: str | None, what: str) -> None:
    (found,) = minutes_of("主持：李芸", f"议定事项：{told}").resolutions
    assert (found.text, found.responsible, found.deadline) == (what, who, until)


def test_what_a_sentence_says_of_a_place_is_no_person() -> None:
    (found,) = minutes_of("主持：李芸", "议定事项：由此前三个月改为每月检查一次笔记。").resolutions
    assert (found.text, found.responsible) == ("由此前三个月改为每月检查一次笔记", None)


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("养蜂户代表丁有田：讲课实在，希望多讲防病。", "丁有田"),
        ("学生家长贾秀云：老师态度好，盼多家访。", "贾秀云"),
        ("村民丁有田说，讲课实在，希望多讲防病。", "丁有田"),
        ("镇党委书记李芸：学习要跟做事结合起来。", "李芸"),
        ("1.服务对象代表丁有田认为：讲课实在。", "丁有田"),
    ],
)
def test_who_spoke_as_what(line: str, name: str) -> None:
    found = minutes_of(
        "主持：李芸", "会议议程：一是通报情况；二是听取意见。", line, title="服务对象座谈会纪要"
    )
    ((speaker, gist),) = found.statements
    assert speaker == name and not gist.startswith(name)


def test_labels_of_the_head_say_nothing() -> None:
    head = ("主持人：李芸", "列席代表：丁有田，贾秀云。", "参会党员：丁有田、贾秀云。", "记录人：于洋。")
    assert minutes_of(*head, "会议议程：一是通报；二是听取意见。").statements == ()


@pytest.mark.parametrize(
    "line",
    [
        "党员干部提出，学习时间要固定。",
        "农民代表建议，多讲防病。",
        "干部群众反映，夜校开得好。",
        "与会人员一致认为，办得好。",
    ],
)
def test_many_together_are_nobody(line: str) -> None:
    assert minutes_of("主持：李芸", "会议议程：一是通报；二是听取意见。", line).statements == ()


def test_a_line_may_tell_of_several_who_spoke() -> None:
    line = "渔民丁有田认为，讲课实在。以后还要来。教师贾秀云建议，多订报刊。"
    found = minutes_of("主持：李芸", "李芸同志通报了情况。", line, title="服务对象座谈会纪要")
    assert found.statements == (("丁有田", "讲课实在。以后还要来。"), ("贾秀云", "多订报刊。"))


def test_things_behind_a_label_stand_apart_without_numbers() -> None:
    found = minutes_of(
        "主持：李芸",
        "会议议程：学习文件、个人述学、民主测评。",
        "差距和不足：学习时间不固定；笔记质量不高。",
        "会议决定：每月检查一次笔记，由于洋负责。书架增加到三个。",
    )
    assert found.agenda == ("学习文件", "个人述学", "民主测评")
    assert found.gaps == ("学习时间不固定", "笔记质量不高")
    assert [(each.text, each.responsible) for each in found.resolutions] == [
        ("每月检查一次笔记", "于洋"),
        ("书架增加到三个", None),
    ]


@pytest.mark.parametrize(
    "heading",
    ["议定事项", "会议决定事项", "整改措施", "下步打算", "会议形成如下意见：", "会议达成以下共识："],
)
def test_headings_without_a_number_or_of_other_words(heading: str) -> None:
    found = minutes_of(
        "主持：李芸", "存在问题", "学习时间不固定。", heading, "1、增订报刊。", "2、加强检查。"
    )
    assert found.gaps == ("学习时间不固定",)
    assert [each.text for each in found.resolutions] == ["增订报刊", "加强检查"]


@pytest.mark.parametrize("marks", [("（一）", "（二）"), ("1.", "2."), ("一是", "二是"), ("①", "②")])
@pytest.mark.parametrize("parting", ["；", "。"])
def test_gaps_that_one_line_numbers(marks: tuple[str, str], parting: str) -> None:
    one, two = marks
    line = f"{one}讲座形式单一{parting}{two}新书到得慢。"
    assert minutes_of("主持：李芸", "三、差距和不足", line).gaps == ("讲座形式单一", "新书到得慢")


@pytest.mark.parametrize(
    "sentence",
    [
        "一是学习办法，二是个人述学，三是无记名测评。",
        "1．学习办法，2．个人述学，3．无记名测评。",
        "①学习办法，②个人述学；③无记名测评。",
        "（一）学习办法，（二）个人述学，（三）无记名测评。",
        "首先学习办法，其次个人述学，最后无记名测评。",
    ],
)
@pytest.mark.parametrize("heading", ["会议议程", "一、会议议程", "差距与不足"])
def test_numbers_that_go_on_behind_commas_part_a_sentence(heading: str, sentence: str) -> None:
    found = minutes_of("主持：李芸", heading, sentence, "议定事项", "每季度检查一次，由李芸负责。")
    told = found.gaps if heading == "差距与不足" else found.agenda
    assert told == ("学习办法", "个人述学", "无记名测评")


@pytest.mark.parametrize("sentence", ["一是学习不够，三是笔记少。", "（一）查笔记，（一）组最差。"])
def test_numbers_that_dont_go_on_part_nothing(sentence: str) -> None:
    found = minutes_of("主持：李芸", "一、会议议程", sentence, "议定事项", "每季度检查一次。")
    assert len(found.agenda) == 1


@pytest.mark.parametrize("label", ["不足之处", "存在的不足之处", "差距和不足的地方", "短板"])
def test_what_is_wanting_behind_other_labels(label: str) -> None:
    assert minutes_of("主持：李芸", f"{label}：学习时间不固定，讨论少。").gaps == ("学习时间不固定，讨论少",)


def test_a_meeting_told_in_one_paragraph() -> None:
    found = minutes_of(
        "2013年5月30日下午，李芸同志在镇二楼会议室主持召开征求意见座谈会，群众代表18人参加，于洋记录。"
        "会上，王桂花提出，要多办技术课；赵小山提出，低保公示要及时。"
        "会议议定，由于洋负责制定培训计划，于6月15日前完成；公示栏每月换一次。",
        title="征求意见座谈会纪要",
    )
    assert (found.host, found.place, found.recorder) == ("李芸", "镇二楼会议室", "于洋")
    assert found.statements == (
        ("王桂花", "要多办技术课"),
        ("赵小山", "低保公示要及时。"),
    )
    assert [(each.text, each.responsible, each.deadline) for each in found.resolutions] == [
        ("制定培训计划", "于洋", "6月15日前"),
        ("公示栏每月换一次", None, None),
    ]


def test_headings_with_their_text_in_the_line() -> None:
    found = minutes_of(
        "时间：2012年12月20日",
        "主持人：李芸",
        "一、议程。宣读办法；党员自评；填写测评表。",
        "二、评议结果。发出测评表3份，收回3份，有效3份。李芸优秀2票、合格1票；于洋同志优秀1票、合格2票；王桂花合格3票。",
        "三、存在差距。学习不经常；笔记少。",
        "四、整改。从1月起每月学习一次（责任人：李芸，时限：2013年1月底）。",
        title="某村党支部民主评议会议纪要",
    )
    assert found.agenda == ("宣读办法", "党员自评", "填写测评表")
    assert found.gaps == ("学习不经常", "笔记少")
    assert [(each.text, each.responsible, each.deadline) for each in found.resolutions] == [
        ("从1月起每月学习一次", "李芸", "2013年1月底")
    ]
    assert found.ballots == {"issued": 3, "returned": 3, "valid": 3}
    assert [(each.name, each.votes) for each in found.tally] == [
        ("李芸", {"excellent": 2, "qualified": 1}),
        ("于洋", {"excellent": 1, "qualified": 2}),
        ("王桂花", {"qualified": 3}),
    ]


@pytest.mark.parametrize(
    ("lines", "topics"),
    [
        (("学习内容：1、《党章》", "2、省委讲话", "3、廉政准则"), ("《党章》", "省委讲话", "廉政准则")),
        (("学习内容：一、《党章》", "二、省委讲话", "讨论发言：大家谈了体会。"), ("《党章》", "省委讲话")),
        (("学习内容：1、《党章》", "3、省委讲话"), ("《党章》",)),
        (("学习内容：《党章》", "2、省委讲话"), ("《党章》",)),
    ],
)
def test_subjects_go_on_below_the_line_of_their_label(
    lines: tuple[str, ...], topics: tuple[str, ...]
) -> None:
    head = ("中心组学习记录", "时间：2012年9月20日", "主持人：李芸", "地点：会议室", *lines)
    assert read_head(TextDocument(tuple(map(Paragraph, head)))).topics == topics


def test_a_line_that_repeats_one_word_is_gone_through_at_once() -> None:
    """和 may part two names or stand in one: 250 of them were gone through for ever."""
    began = process_time()
    assert speakers_told("会上，" + "和" * 6000 + "，某某发言") == []
    assert process_time() - began < 5


def test_those_who_spoke_may_be_joined_by_a_word() -> None:
    told = "会上，丁有田、尚大年和贾秀云及马得草四名同志作了发言。"
    assert speakers_told(told) == ["丁有田", "尚大年", "贾秀云", "马得草"]
