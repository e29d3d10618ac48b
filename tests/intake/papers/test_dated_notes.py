"""Running papers that tell under dates of visits, tutorials, talks and study: a record for each entry."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import docx
import pytest

from records.archive import Archive
from records.intake.batch import run_import
from records.intake.outcome import Item
from records.intake.papers.note_sentences import minutes_told

PEOPLE = {
    "青石乡机关党支部": ("贺文涛", "罗春梅", "沈立强", "邱雪"),
    "柏树村党支部": ("龙大勇", "龙小芹", "吴有田", "蒋桂花"),
    "水车村党支部": ("熊开富", "谭月英", "向明华", "冉启元"),
}


@pytest.fixture
def office(tmp_path: Path) -> Path:
    folder = tmp_path / "档案"
    folder.mkdir()
    lines = ["党员花名册", "姓名,性别,出生年月,所在支部"]
    lines += [
        f"{name},男,196{at}.3,{unit}" for unit, names in PEOPLE.items() for at, name in enumerate(names)
    ]
    (folder / "花名册.csv").write_text("\n".join(lines), "utf-8")
    return folder


async def told(
    archive: Archive, office: Path, name: str, *lines: str
) -> tuple[list[Item], list[dict[str, Any]]]:
    """What the paper gives, with names in place of people."""
    if name.endswith(".docx"):
        paper = docx.Document()
        for line in lines:
            paper.add_paragraph(line)
        paper.save(str(office / name))
    else:
        (office / name).write_text("\n".join(lines), "utf-8")
    report = await run_import(archive, office)
    names = {each.record_id: str(each.fields["name"]) for each in report.items if each.kind == "person"}
    items = [each for each in report.items if each.place.file == name]
    return items, [{key: shown(value, names) for key, value in each.fields.items()} for each in items]


def shown(value: Any, names: dict[Any, str]) -> Any:
    if isinstance(value, list):
        return [names.get(each, each) for each in value]
    return names.get(value, value)


def only(fields: dict[str, Any], *names: str) -> tuple[Any, ...]:
    return tuple(fields.get(name) for name in names)


VISIT = ("visitor", "visited_on", "village", "group", "household", "difficulty", "help", "solved")


@pytest.mark.parametrize("name", ["走访.txt", "走访.docx"])
async def test_visits_under_bare_dates(archive: Archive, office: Path, name: str) -> None:
    items, made = await told(
        archive,
        office,
        name,
        "2011年走访记录",
        "走访人：沈立强　　联系村：柏树村",
        "3月8日　2组龙老三家，反映引水管冻裂，帮助协调管材60米，已解决。",
        "3月15日　到水车村1组冉启文家走访，户主反映小孩上学远。联系学校寄宿，问题已解决。",
        "4月2日",
        "走访水车村3组向老四，房屋漏雨，已申报危房改造，尚未解决。",
        "青石乡政府",
    )
    assert [only(each, *VISIT) for each in made] == [
        ("沈立强", date(2011, 3, 8), "柏树村", "2组", "龙老三", "引水管冻裂", "帮助协调管材60米", True),
        ("沈立强", date(2011, 3, 15), "水车村", "1组", "冉启文", "小孩上学远", "联系学校寄宿", True),
        ("沈立强", date(2011, 4, 2), "水车村", "3组", "向老四", "房屋漏雨", "已申报危房改造", False),
    ]
    assert all("read_from_sentence" in item.flags and item.attach == name for item in items)


@pytest.mark.parametrize(
    ("title", "above"),
    [
        ("民情日记", "记录人：邱雪"),
        ("民情日志（2011年）", "邱雪"),
        ("邱雪同志入户走访笔记", ""),
        ("驻村工作日志", "（邱雪）"),
    ],
)
async def test_whose_a_diary_of_visits_is(archive: Archive, office: Path, title: str, above: str) -> None:
    days = (
        "2011年5月4日　晴",
        "今天到柏树村2组走访田老六户，他家反映灌溉用水困难，与村里商量后放水，问题解决了。",
    )
    _, made = await told(archive, office, "日记.txt", *filter(None, (title, above)), *days)
    assert only(made[0], "visitor", "village", "group", "household") == ("邱雪", "柏树村", "2组", "田老六")


async def test_entries_in_labels_and_a_new_year(archive: Archive, office: Path) -> None:
    def entry(day: str, house: str, matter: str, done: str) -> tuple[str, ...]:
        return (day, f"走访对象：{house}", "村组：柏树村4组", f"反映问题：{matter}", f"处理：{done}")

    first = entry("2011.12.28", "李明富", "低保未办下来", "已上报民政所，正在办理")
    items, made = await told(
        archive,
        office,
        "日志.txt",
        "驻村日志",
        "沈立强",
        *first,
        *entry("1.5", "赵长生", "堡坎垮塌", "协调水泥5吨，已解决"),
    )
    assert [only(each, "visited_on", "village", "group", "household", "solved") for each in made] == [
        (date(2011, 12, 28), "柏树村", "4组", "李明富", False),
        (date(2012, 1, 5), "柏树村", "4组", "赵长生", True),
    ]
    assert made[1]["help"] == "协调水泥5吨"
    assert ["value_unsure:visited_on" in item.flags for item in items] == [False, True]


async def test_two_households_in_one_sentence_and_a_day_without_any(archive: Archive, office: Path) -> None:
    items, made = await told(
        archive,
        office,
        "日志.txt",
        "2011年民情日志",
        "姓名：邱雪",
        "1. 3月2日 星期三：上午到水车村三社张大娘家，老人反映腿脚不便，我当场答应代取养老金。",
        "2．3月12日　在水车村一组走访了李明四、王长五两户，宣传惠农政策。",
        "3. 3月20日 到村委会值班。",
    )
    assert [each.get("household") for each in made] == ["张大娘", "李明四、王长五", None]
    assert "value_unsure:household" in items[1].flags
    assert items[2].why == "missing_household"


TUTORIAL = ("held_on", "lecturers", "village", "title", "theme", "farmers")


async def test_tutorials_under_bare_dates(archive: Archive, office: Path) -> None:
    items, made = await told(
        archive,
        office,
        "辅导.txt",
        "青石乡2011年农民辅导课记录",
        "4月12日　柏树村2组院坝，主讲人罗春梅，讲惠农补贴政策，到课农民46人。",
        "4月20日　主讲：沈立强、邱雪。内容：辣椒价格与销路。地点：水车村3组。听课38人次。",
        "5月6日　邱雪在柏树村院坝给58名群众讲授水稻病虫害防治技术。",
        "5月9日　由熊开富主讲《农村土地承包法》，地点水车村活动室，参加农民63人。",
    )
    assert [only(each, *TUTORIAL) for each in made] == [
        (date(2011, 4, 12), ["罗春梅"], "柏树村2组", "惠农补贴政策", "政策", 46),
        (date(2011, 4, 20), ["沈立强", "邱雪"], "水车村3组", "辣椒价格与销路", "市场信息", 38),
        (date(2011, 5, 6), ["邱雪"], "柏树村", "水稻病虫害防治技术", None, 58),
        (date(2011, 5, 9), ["熊开富"], "水车村", "农村土地承包法", None, 63),
    ]
    assert "value_left_out:theme" in items[2].flags


TALK = ("leader", "counterpart", "date")


async def test_talks_under_dates(archive: Archive, office: Path) -> None:
    _, made = await told(
        archive,
        office,
        "谈话.txt",
        "2011年谈心谈话记录",
        "谈话人：龙大勇",
        "（1）4月2日：与党员蒋桂花谈心，了解思想动态，她表示要带头学习。",
        "（2）4月9日：支部委员龙小芹同志找吴有田谈话，提醒按时交纳党费。",
    )
    assert [only(each, *TALK) for each in made] == [
        ("龙大勇", "蒋桂花", date(2011, 4, 2)),
        ("龙小芹", "吴有田", date(2011, 4, 9)),
    ]
    assert made[0]["matters"] == "与党员蒋桂花谈心，了解思想动态，她表示要带头学习。"


@pytest.mark.parametrize(
    "text",
    [
        "2011年6月8日，贺文涛与沈立强在办公室谈心谈话。沈立强表示认真改进。",
        "乡党委书记贺文涛同志于2011年6月8日在办公室与副乡长沈立强同志谈话。沈立强表示认真改进。",
    ],
)
async def test_a_talk_in_prose(archive: Archive, office: Path, text: str) -> None:
    _, made = await told(archive, office, "谈话.docx", "谈心谈话记录", text)
    assert [only(each, *TALK) for each in made] == [("贺文涛", "沈立强", date(2011, 6, 8))]


STUDY = ("person", "subtype", "content", "minutes")


async def test_a_study_diary(archive: Archive, office: Path) -> None:
    items, made = await told(
        archive,
        office,
        "日记.docx",
        "学习日记",
        "邱雪",
        "2011年3月1日　星期二",
        "今天自学了中央一号文件，用了两个小时，对水利建设有了新认识。",
        "2011年3月8日　收看远程教育节目《核桃栽培》90分钟，记了笔记600字。",
        "2011年3月15日　在网上学习公文写作课程2学时。",
    )
    assert [only(each, *STUDY) for each in made] == [
        ("邱雪", "自学", "中央一号文件", 120),
        ("邱雪", "远程教育", "远程教育节目《核桃栽培》", 90),
        ("邱雪", "网络学习", "公文写作课程", None),
    ]
    assert "value_left_out:minutes" in items[2].flags
    assert items[0].remarks == "今天自学了中央一号文件，用了两个小时，对水利建设有了新认识。"


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("水车村党支部学习日志", "3月4日　集中学习中央一号文件，全体党员参加。"),
        ("学习日记心得", "3月4日读了一本书，很有感触。"),
        ("自学笔记", "3月4日　《党章》摘抄：党的性质。"),
        ("走访情况总结", "3月4日　到柏树村走访龙老三家，已解决问题。"),
    ],
)
async def test_papers_that_are_no_such_notes(archive: Archive, office: Path, title: str, text: str) -> None:
    items, _ = await told(archive, office, "材料.txt", f"2011年{title}", text)
    assert not {each.kind for each in items} & {"study_entry", "household_visit", "talk", "farmer_tutorial"}


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("用时一个半小时", 90),
        ("半小时", 30),
        ("1.5小时", 90),
        ("两个小时", 120),
        ("45分钟", 45),
        ("上午1小时，下午2小时", None),
        ("2学时", None),
    ],
)
def test_how_long_it_took(text: str, minutes: int | None) -> None:
    assert minutes_told(text) == minutes


async def test_the_village_of_the_title_and_what_was_wanted_behind_what_was_brought(
    archive: Archive, office: Path
) -> None:
    _, made = await told(
        archive,
        office,
        "走访.txt",
        "柏树村走访群众工作记录",
        "走访干部：罗春梅",
        "一、2011年2月11日",
        "走访了种粮大户龙国富，反映贷款难，已与信用社联系，贷款已落实。",
        "二、2011年2月18日",
        "到2组低保户蒋六家看望，送去大米50斤。户主要求解决住房漏雨，我已向民政所反映，正在办理。",
    )
    assert [only(each, "village", "household", "difficulty", "solved") for each in made] == [
        ("柏树村", "龙国富", "贷款难", True),
        ("柏树村", "蒋六", "解决住房漏雨", False),
    ]


async def test_labels_a_blank_apart_behind_a_day(archive: Archive, office: Path) -> None:
    _, made = await told(
        archive,
        office,
        "培训.txt",
        "水车村农民培训登记",
        "2011年",
        "3月2日 培训内容：水稻育秧技术 授课人：谭月英 地点：水车村2组 人数：45人",
        "3月20日 培训内容：农村低保政策 授课人：邱雪 地点：水车村 人数：60人",
    )
    assert [only(each, *TUTORIAL) for each in made] == [
        (date(2011, 3, 2), ["谭月英"], "水车村2组", "水稻育秧技术", None, 45),
        (date(2011, 3, 20), ["邱雪"], "水车村", "农村低保政策", "政策", 60),
    ]


@pytest.mark.parametrize(
    ("title", "lines", "people"),
    [
        (
            "向明华同志谈心谈话记录",
            (
                "谈话人：熊开富",
                "时间：2011年10月9日",
                "熊：最近你两次没来学习。",
                "向：家里盖房忙，以后注意。",
            ),
            ("熊开富", "向明华"),
        ),
        (
            "约谈情况记录",
            (
                "2011年4月26日上午，乡纪委书记沈立强在其办公室约谈了水车村党支部书记熊开富，就制度不落实进行提醒。",
            ),
            ("沈立强", "熊开富"),
        ),
    ],
)
async def test_whom_a_title_or_a_sentence_names(
    archive: Archive, office: Path, title: str, lines: tuple[str, ...], people: tuple[str, str]
) -> None:
    _, made = await told(archive, office, "谈话.txt", title, *lines)
    assert [only(each, "leader", "counterpart") for each in made] == [people]


async def test_of_two_things_on_a_day_the_one_that_is_timed(archive: Archive, office: Path) -> None:
    day = "3月1日（星期二）　上午参加乡机关集中学习，学习全会精神。下午自学《领导科学》2小时。"
    _, made = await told(archive, office, "日志.txt", "学习日志（2011年）", "姓名：罗春梅", day)
    assert [only(each, *STUDY) for each in made] == [("罗春梅", "自学", "《领导科学》", 120)]


@pytest.mark.parametrize("text", ["家里一切都好，没有什么困难。", "暂无困难。", "生活没有问题，一切正常。"])
async def test_where_nothing_is_wanted_there_is_no_difficulty(
    archive: Archive, office: Path, text: str
) -> None:
    _, made = await told(
        archive,
        office,
        "沈立强走访日记.txt",
        "走访日记　　沈立强",
        "2012年5月8日　晴",
        "到柏树村三组龙老三家走访。反映电压不稳。已联系供电所换了变压器，问题解决了。",
        "2012年5月9日　雨",
        f"到柏树村二组龙老四家走访。{text}",
        "沈立强",
        "2012年5月9日",
    )
    assert [only(each, "household", "difficulty") for each in made] == [
        ("龙老三", "电压不稳"),
        ("龙老四", None),
    ]
