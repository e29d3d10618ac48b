"""What a book of marks under days says of its meetings: rows among the people, rows and lines above."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from records.intake.clock import clock_of
from records.intake.tables.recognition.headings import own_cells
from records.intake.tables.source import SourceRow, SourceTable

#: Rows that tell of the meetings, not of a person, by what stands in the names' column.
_ABOUT = {
    "title": re.compile(r"(?:学习|会议|活动|主要)?(?:内容|主题|名称|议题|题目)"),
    "place": re.compile(r"(?:学习|会议|活动)?地点"),
    "lecturer": re.compile(r"主讲人?|授课人|辅导人|领学人"),
    "host": re.compile(r"(?:会议)?主持人?"),
    "recorder": re.compile(r"(?:会议)?记录人?"),
    "expected": re.compile(r"应(?:到会?|参加|出席|参会|参学)(?:党员|人员)?(?:人数|人次|数)?"),
    "present": re.compile(
        r"(?:实(?:到会?|际?参加|际?出席|参会|参学)|出席|到会|参加|出勤)(?:党员|人员)?(?:人数|人次|数)?"
    ),
    "when": re.compile(r"(?:学习|会议|起止)?时间"),
    "": re.compile(
        r"(?:出席|出勤|缺勤|到会|请假|缺席|参加)(?:人数|人次|数|率)?|应[到参出].{0,5}|实[到参出].{0,5}|考勤人|合计|日期"
    ),
}
WHEN_KEYS = ("会议时间", "学习时间", "时间", "会议日期", "日期", "召开时间", "活动时间")
WHAT_KEYS = (
    "会议名称",
    "会议内容",
    "学习内容",
    "会议主题",
    "学习主题",
    "主题",
    "内容",
    "议题",
    "活动名称",
    "名称",
)
WHERE_KEYS = ("地点", "会议地点", "学习地点", "活动地点")
WHO_KEYS = {
    "host": ("主持", "主持人", "会议主持", "召集人", "组织人"),
    "recorder": ("记录", "记录人", "会议记录", "考勤人"),
    "lecturer": ("主讲", "主讲人", "授课人", "辅导人"),
}
_ABOVE = {"place": WHERE_KEYS, **WHO_KEYS}
#: The place in the brackets of a title: 集体学习签到（地点：村活动室）.
_IN_BRACKETS = re.compile(r"[（(](?:会议|学习|活动)?地点[:：]\s*([^（()）:：]+?)\s*[)）]")


class AboutMeetings:
    """What such a book tells of the meeting under each of its days."""

    def __init__(self, table: SourceTable) -> None:
        self._table = table
        self._told: dict[str, dict[str, str]] = {}
        for label, texts in _rows_above(table):
            self._keep(label, texts)

    def take(self, label: str, row: SourceRow) -> bool:
        """Whether a row tells of the meetings, by what stands where others have a name; it is kept then."""
        return self._keep(label, {target: row.text(target) for target in self._table.days})

    def text(self, key: str, target: str) -> str:
        """What a row, else a line above the table, says of the meeting under a day."""
        told = self._told.get(key, {}).get(target, "")
        return told or next((text for text in self._above(key) if text), "")

    def when(self, target: str, heading: str) -> str:
        """Where the hour of a meeting stands: in its heading, in a row, or once for all above the table."""
        texts = (
            heading,
            self.text("when", target),
            *(self._table.facts.pairs.get(key, "") for key in WHEN_KEYS),
        )
        return next((text for text in texts if clock_of(text)[0] is not None), heading)

    def leaders(self, target: str) -> Mapping[str, str]:
        """Who led a meeting and who wrote about it."""
        return {name: self.text(name, target) for name in ("host", "recorder")}

    def _keep(self, label: str, texts: Mapping[str, str]) -> bool:
        plain = re.sub(r"\s", "", label)
        key = next((key for key, words in _ABOUT.items() if words.fullmatch(plain)), None)
        if key is not None:
            self._told.setdefault(key, dict(texts))
        return key is not None

    def _above(self, key: str) -> Iterator[str]:
        pairs = self._table.facts.pairs
        yield from (pairs.get(each, "") for each in _ABOVE.get(key, ()))
        if key == "place":
            yield from (found[1] for line in self._table.facts.lines if (found := _IN_BRACKETS.search(line)))


def _rows_above(table: SourceTable) -> Iterator[tuple[str, dict[str, str]]]:
    """The rows above the days that say something of each, with the word that begins them."""
    columns = {column.index: column.target for column in table.columns if column.target in table.days}
    for row in table.table.sheet.rows:
        if row.number >= table.table.header_rows[0]:
            return
        cells = dict(own_cells(row))
        texts = {columns[index]: cell.text.strip() for index, cell in cells.items() if index in columns}
        label = next((cell.text for index, cell in cells.items() if index < min(columns, default=0)), "")
        if texts and label:
            yield label, texts
