"""The styles of lists that fill a page: sign-in sheets and results."""

from __future__ import annotations

from dataclasses import replace

from templates.layout.form_styles import form_styles
from templates.layout.profile import Profile
from templates.layout.style_sets import english_styles, official_styles
from templates.layout.styles import Style


def all_sheet_styles(sheet: Profile) -> tuple[Style, ...]:
    """All that a sheet is set in: the styles of its language, of forms, and its own."""
    own = official_styles(sheet) if sheet.lang == "zh" else english_styles(sheet)
    return (*own, *form_styles(sheet), *_sheet_styles(sheet))


def _sheet_styles(profile: Profile) -> tuple[Style, ...]:
    """Titles, the gap between two tables, and the text of narrow columns in three sizes."""
    chinese = profile.lang == "zh"
    title = Style(
        "SheetTitle",
        "表格标题",
        "Title of a sheet",
        "title",
        profile.title_size,
        profile.title_pitch,
        "center",
        after=120,
        bold=not chinese,
        outline=0,
        keep_next=True,
        tracked=False,
    )
    narrow = Style("Narrow", "窄栏文字", "Narrow column", "table", 21 if chinese else 18, 0, "center")
    narrow = replace(narrow, tracked=False)
    return (
        title,
        replace(
            title,
            id="SheetTitleMore",
            zh="表格标题（续页）",
            en="Title of a sheet, next page",
            outline=None,
            page_break=True,
        ),
        Style("SheetGap", "表间空距", "Gap between tables", line=140, keep_next=True),
        narrow,
        replace(
            narrow,
            id="NarrowHead",
            zh="窄栏表头",
            size=18 if chinese else 16,
            keep_next=True,
            en="Narrow column, heading",
            bold=not chinese,
            role="heading1" if chinese else "table",
        ),
        replace(
            narrow, id="NarrowSmall", zh="窄栏小字", en="Narrow column, small", size=18 if chinese else 16
        ),
        replace(
            narrow, id="NarrowTiny", zh="窄栏特小字", en="Narrow column, tiny", size=15 if chinese else 14
        ),
        Style(
            "SheetTotals",
            "表格合计",
            "Totals of a sheet",
            "table",
            profile.table_size,
            0,
            "left",
            before=120,
            tracked=False,
        ),
    )
