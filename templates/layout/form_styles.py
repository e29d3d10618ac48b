"""The styles of forms and of an archive: labels, opinions to be signed, the cover, headings above tables."""

from __future__ import annotations

from dataclasses import replace

from templates.layout.profile import Profile
from templates.layout.styles import Style

_SMALL = 18  # half-points: labels in the other language, and what would overflow a form otherwise


def form_styles(profile: Profile) -> tuple[Style, ...]:
    """Titles of forms, headings of lists that stay with their first line, the text of forms in two sizes."""
    chinese, size = profile.lang == "zh", profile.table_size
    cell = Style("FormSign", "签字", "Sign-off line", "table", size, 0, "right", right=200, tracked=False)
    head = replace(
        cell,
        id="FormHead",
        zh="表头（随下行）",
        en="Table heading, kept",
        role="heading1" if chinese else "table",
        align="center",
        right=0,
        bold=not chinese,
        keep_next=True,
    )
    small = replace(
        cell, id="FormSmall", zh="表格小字", en="Table text, small", size=_SMALL, align="center", right=0
    )
    text = replace(
        cell,
        id="FormText",
        zh="意见文字",
        en="Opinion",
        align="both",
        first=size * 20,
        right=0,
        keep_next=True,
    )
    title = replace(
        head,
        id="FormHeading",
        zh="表格标题",
        en="Title of a form",
        role="title",
        size=profile.title_size - 4,
        line=profile.title_pitch,
        after=160,
        outline=0,
    )
    return (
        title,
        head,
        replace(small, id="FormHeadSmall", zh="表头小字", en="Table heading, small", keep_next=True),
        replace(
            head,
            id="FormTitle",
            zh="栏内标题",
            en="Title in a cell",
            align="left",
            before=60,
            after=120,
            keep_next=False,
        ),
        text,
        replace(text, id="FormTextSmall", zh="意见小字", en="Opinion, small", size=_SMALL, first=_SMALL * 20),
        cell,
        replace(
            cell,
            id="FormLabel",
            zh="意见栏目",
            en="Label of an opinion",
            align="center",
            right=0,
            keep_next=True,
        ),
        small,
        replace(small, id="FormSmallLeft", zh="表格小字（左）", en="Table text, small, left", align="left"),
        replace(
            text,
            id="FormAside",
            zh="表格边注",
            en="Line beside a table",
            align="left",
            first=0,
            before=80,
            after=80,
            tab=profile.page.text_width,
        ),
        # Word wants a paragraph after a table; as low as this it finds a place at the foot of a full page.
        replace(small, id="FormEnd", zh="表后", en="Below a form", size=2, line=2),
    )


def archive_styles(profile: Profile) -> tuple[Style, ...]:
    """The cover of an archive, the titles of its pages, the headings of its parts."""
    chinese, size = profile.lang == "zh", profile.body_size
    title = Style(
        "PageTitle",
        "另页标题",
        "Title of a new page",
        "title",
        profile.title_size - 4,
        profile.title_pitch,
        "center",
        after=240,
        bold=not chinese,
        outline=0,
        keep_next=True,
        page_break=True,
        tracked=False,
    )
    part = replace(
        title,
        id="PartHead",
        zh="部分标题",
        en="Heading of a part",
        role="heading1",
        size=size - 2 if chinese else size + 2,
        line=0,
        align="left",
        before=300,
        after=120,
        outline=1,
        page_break=False,
    )
    note = replace(
        part,
        id="PartNote",
        zh="部分说明",
        en="Note in a part",
        role="table",
        size=profile.table_size,
        before=100,
        after=100,
        bold=False,
        outline=None,
    )
    picture = replace(
        note,
        id="Picture",
        zh="附件图片",
        en="Attached picture",
        align="center",
        before=60,
        after=60,
        keep_next=True,
    )
    caption = replace(
        picture, id="PictureCaption", zh="附件图片说明", en="Caption of a picture", keep_next=False, after=120
    )
    return (*_cover(profile), title, part, note, picture, caption)


def _cover(profile: Profile) -> tuple[Style, ...]:
    chinese, size = profile.lang == "zh", profile.body_size
    line = Style("CoverValue", "封面内容", "Cover, value", size=size, line=0, align="center", tracked=False)
    title = replace(
        line,
        id="CoverTitle",
        zh="封面题名",
        en="Cover title",
        role="title",
        size=88 if chinese else 60,
        before=640,
        bold=not chinese,
    )
    small = replace(line, id="CoverPhoto", zh="照片", en="Photo", role="table", size=profile.table_size)
    return (
        replace(line, id="CoverNumber", zh="档案号", en="Archive number", align="right"),
        title,
        replace(
            title,
            id="CoverOther",
            zh="封面题名（另一语言）",
            en="Cover title, other language",
            size=44,
            before=100,
            bold=False,
        ),
        replace(
            line,
            id="CoverYear",
            zh="封面年度",
            en="Cover, year",
            role="heading2",
            size=size + 4,
            before=300,
            after=420,
        ),
        small,
        replace(small, id="CoverGap", zh="封面间隔", en="Cover, gap", after=240),
        replace(
            line,
            id="CoverLabel",
            zh="封面栏目",
            en="Cover, label",
            align="distribute" if chinese else "left",
            right=160,
        ),
        line,
        replace(line, id="CoverIssuer", zh="封面单位", en="Cover, issuer", before=560),
        replace(line, id="CoverDate", zh="封面日期", en="Cover, date", before=120),
    )
