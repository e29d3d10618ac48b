"""The styles of papers that come out by issue: minutes with their lists of those present, and briefings."""

from __future__ import annotations

from templates.layout.profile import RED, Profile
from templates.layout.styles import Style


def issue_styles(profile: Profile) -> tuple[Style, ...]:
    """The head by issue, lines that begin with a label, and the foot of a briefing."""
    return (*_head(profile), *_labelled(profile), *_items(profile), *_foot(profile))


def _head(p: Profile) -> tuple[Style, ...]:
    edge = p.character if p.grid else 0
    return (
        Style(
            "Masthead",
            "简报报头",
            "Masthead",
            "mark",
            104 if p.grid else 56,
            1400 if p.grid else 720,
            "center",
            bold=not p.grid,
            colour=RED,
            tracked=False,
        ),
        Style("Issue", "期号", "Issue", align="center"),
        Style(
            "IssueLine",
            "编发单位和日期",
            "Issuer and date",
            align="left",
            tab=p.page.text_width - edge,
            rule=p.rule_gap,
        ),
    )


def _labelled(p: Profile) -> tuple[Style, ...]:
    """Lines such as 出席：, their text hanging after the colon."""
    wide = 3 * p.character if p.grid else 1500
    left = 2 * p.character + wide if p.grid else wide
    return (
        Style("Labelled", "标签行", "Line with a label", align="both", left=left, hanging=wide),
        Style(
            "LabelledKept",
            "标签行（与下段同页）",
            "Line with a label, kept with the next",
            align="both",
            left=left,
            hanging=wide,
            keep_next=True,
        ),
    )


def _items(p: Profile) -> tuple[Style, ...]:
    return (
        Style(
            "ItemTitle",
            "简报标题",
            "Title of an item",
            "title",
            p.title_size if p.grid else 28,
            p.title_pitch if p.grid else 400,
            "center",
            before=0 if p.grid else 160,
            after=0 if p.grid else 120,
            bold=not p.grid,
            outline=0,
            keep_next=True,
            tracked=False,
        ),
        Style("EditorNote", "按语", "Editor's note", "heading2", first=p.indent, after=0 if p.grid else 120),
        Style("Author", "撰稿人", "Author", align="right", keep_next=True),
    )


def _foot(p: Profile) -> tuple[Style, ...]:
    """The lines of a briefing's foot: to whom it goes, and in how many copies."""
    size, edge = (28, 280) if p.grid else (20, 0)
    hang = 2 * edge if p.grid else 1700
    return (
        Style(
            "FootLine",
            "报送发",
            "Recipients",
            size=size,
            line=0,
            align="left",
            before=40,
            after=40,
            left=edge + hang,
            right=edge,
            hanging=hang,
            tracked=False,
        ),
        Style(
            "FootCopies",
            "印数",
            "Copies",
            size=size,
            line=0,
            align="right",
            before=40,
            after=40,
            right=edge,
            tracked=False,
        ),
    )
