"""Where the columns of a kind's tables may go: its fields, and what tables have besides.

The headings of fields stand in the kind files. Here are those that belong to none.
"""

from __future__ import annotations

from collections.abc import Mapping

from records.kind import Kind

#: Columns of any table: a running number, and remarks.
COMMON: Mapping[str, tuple[str, ...]] = {
    "ordinal": (
        *("序号", "编号", "名次", "排名", "顺序", "序", "顺序号", "顺号", "行号", "序列"),
        *("次序", "项次", "登记号", "登记序号", "登记顺序号"),
    ),
    "remarks": ("备注", "说明", "附注", "情况说明", "备注说明", "其他说明", "备考"),
}

#: A column of which each cell tells a whole record in words, as a mapping file may say.
EACH_CELL = "each_cell"
#: Of each kind that a cell may hold: the field of what is told, and the one of its day.
CELL_KINDS = {
    "session": ("title", "start"),
    "briefing": ("item_titles", "submitted_on"),
    "party_class": ("title", "held_on"),
    "household_visit": ("household", "visited_on"),
    "talk": ("counterpart", "date"),
    "preaching": ("topic", "held_on"),
    "inspection": ("findings.text", "date"),
    "theme_activity": ("theme", "date"),
    "experience_article": ("title", "written_on"),
    "research_report": ("title", "finished_on"),
    "book_reading": ("title", "finished"),
    "study_entry": ("content", "started"),
}

#: What registers of one's own papers and talks call the branch, which tells namesakes apart.
_OWN_UNIT = (
    *("所在支部", "所属支部", "支部", "党支部", "所在单位", "单位", "所在党组织", "所属党组织"),
    *("上报单位", "报送单位", "上报支部", "报送支部"),
)

#: What says where a person is, whatever the register.
_WHERE_SOMEBODY_IS = (
    *("所在党组织", "所属党组织", "所在党支部", "所属党支部", "所在支部", "所属支部", "所在单位", "所属单位"),
    *("所在组织", "所在党总支", "所在基层党组织"),
)


def register_columns(kind: Kind) -> dict[str, tuple[str, ...]]:
    """The columns that a kind's tables have besides its fields, with their headings."""
    columns: dict[str, tuple[str, ...]] = {"unit": _OWN_UNIT} if kind.register.tells_namesakes else {}
    columns |= kind.register.columns
    for target in ("unit", "results.unit"):
        if target in columns:
            columns[target] = tuple(dict.fromkeys((*columns[target], *_WHERE_SOMEBODY_IS)))
    return columns


def extra_targets(kind: Kind) -> frozenset[str]:
    """The special targets that a mapping file may name for a kind, besides its fields."""
    cells = (EACH_CELL,) if kind.name in CELL_KINDS else ()
    return frozenset((*register_columns(kind), *COMMON, *cells, "extra"))


def is_target(kind: Kind, target: str) -> bool:
    """Whether a mapping file may send a column there: a field, one of a list's, a special target."""
    if target == "skip" or target in extra_targets(kind) or kind.field(target) is not None:
        return True
    name, _, part = target.partition(".")
    listed = kind.field(name)
    return listed is not None and any(each.name == part for each in listed.fields)


def name_of(target: str) -> str:
    """The heading under which a cell's part stands that goes to ``target``; no table has such a one."""
    return f"\u2039{target}\u203a"


def target_of(heading: str) -> str:
    """The target of such a heading; empty for one of the table's own."""
    return heading[1:-1] if heading.startswith("\u2039") else ""
