"""The styles each family of documents has: Chinese official and English ones."""

from __future__ import annotations

from dataclasses import replace

from templates.layout.profile import RED, Profile
from templates.layout.styles import Style


def official_styles(profile: Profile) -> tuple[Style, ...]:
    """The styles of a Chinese official document (GB/T 9704-2012, section 7)."""
    return (
        *_official_head(profile),
        *_official_text(profile),
        *_official_close(profile, profile.character),
        *_tables(profile),
        *_edges(profile, size=28),
    )


def english_styles(profile: Profile) -> tuple[Style, ...]:
    """The same styles for an English document: one inch, Times, no grid."""
    return (
        *_english_head(profile),
        *_english_text(),
        *_english_close(),
        *_tables(profile),
        *_edges(profile, size=20),
    )


def _official_head(p: Profile) -> tuple[Style, ...]:
    """The head of the first page, down to the addressees.

    A smaller mark has a lower line: letters hang on its lower part, and each begins 35 mm down.
    """
    return (
        Style("Drop", "版头空距", "Space above the mark", line=p.mark_drop),
        Style("Mark", "发文机关标志", "Issuer mark", "mark", 80, 1000, "center", colour=RED, tracked=False),
        Style(
            "MarkMedium",
            "发文机关标志（中）",
            "Issuer mark, medium",
            "mark",
            58,
            800,
            "center",
            after=200,
            colour=RED,
            tracked=False,
        ),
        Style(
            "MarkLong",
            "发文机关标志（长）",
            "Issuer mark, long",
            "mark",
            48,
            700,
            "center",
            after=300,
            colour=RED,
            tracked=False,
        ),
        Style("Number", "发文字号", "Document number", align="center", rule=p.rule_gap),
        Style("Blank", "空行", "Blank line"),
        Style(
            "Title",
            "公文标题",
            "Document title",
            "title",
            p.title_size,
            p.title_pitch,
            "center",
            outline=0,
            tracked=False,
        ),
        Style("Addressee", "主送机关", "Addressees", align="left"),
    )


def _official_text(p: Profile) -> tuple[Style, ...]:
    """Running text and its headings."""
    return (
        Style("Body", "公文正文", "Body", first=p.indent),
        Style("BodyLast", "公文末段", "Body, last paragraph", first=p.indent, keep_next=True, widow=True),
        Style(
            "Heading1",
            "公文一级标题",
            "Heading, level 1",
            "heading1",
            first=p.indent,
            outline=0,
            keep_next=True,
        ),
        Style(
            "Heading2",
            "公文二级标题",
            "Heading, level 2",
            "heading2",
            first=p.indent,
            outline=1,
            keep_next=True,
        ),
        Style("Heading3", "公文三级标题", "Heading, level 3", first=p.indent, outline=2),
    )


def _official_close(p: Profile, char: int) -> tuple[Style, ...]:
    """From the list of attachments to the annexes."""
    centre = p.page.text_width - 2 * round(7.22 * char)
    return (
        Style(
            "Attachments",
            "附件说明",
            "List of attachments",
            align="left",
            left=5 * char,
            hanging=3 * char,
            keep_next=True,
        ),
        Style(
            "AttachmentsMore",
            "附件说明续",
            "List of attachments, more",
            align="left",
            left=6 * char,
            hanging=char,
            keep_next=True,
        ),
        Style("SignSpace", "署名空行", "Space above the signature", keep_next=True),
        Style("Signature", "发文机关署名", "Signature", align="center", left=centre, keep_next=True),
        Style("Date", "成文日期", "Date", align="center", left=centre),
        Style(
            "SignatureLong",
            "发文机关署名（长）",
            "Signature, long",
            align="center",
            left=p.page.text_width - 24 * char,
            keep_next=True,
        ),
        Style(
            "DateLong",
            "成文日期（长署名）",
            "Date, long signature",
            align="center",
            left=p.page.text_width - 24 * char,
        ),
        Style("AnnexLabel", "附件标识", "Annex label", "heading1", align="left", page_break=True),
        Style(
            "AnnexTitle",
            "附件标题",
            "Annex title",
            "title",
            p.title_size,
            p.title_pitch,
            "center",
            tracked=False,
        ),
        Style(
            "AnnexTitleOther",
            "附件标题（另一语言）",
            "Annex title, other language",
            "title",
            align="center",
            tracked=False,
        ),
    )


def _english_head(p: Profile) -> tuple[Style, ...]:
    """The head of the first page, down to the addressees."""
    return (
        Style("Drop", "版头空距", "Space above the mark", line=p.mark_drop),
        Style("Mark", "发文机关标志", "Issuer mark", "mark", 36, 480, "center", bold=True, colour=RED),
        Style(
            "MarkMedium",
            "发文机关标志（中）",
            "Issuer mark, medium",
            "mark",
            30,
            420,
            "center",
            bold=True,
            colour=RED,
        ),
        Style(
            "MarkLong",
            "发文机关标志（长）",
            "Issuer mark, long",
            "mark",
            24,
            360,
            "center",
            bold=True,
            colour=RED,
        ),
        Style("Number", "发文字号", "Document number", align="center", rule=p.rule_gap, before=120),
        Style("Blank", "空行", "Blank line"),
        Style(
            "Title",
            "公文标题",
            "Document title",
            "title",
            p.title_size,
            p.title_pitch,
            "center",
            after=240,
            bold=True,
            outline=0,
        ),
        Style("Addressee", "主送机关", "Addressees", align="left", after=120),
    )


def _english_text() -> tuple[Style, ...]:
    """Running text and its headings.

    From a heading to the signature lines have one distance, without space before or after: LibreOffice
    does not count such space when it moves what is kept together, and leaves a part of it behind. The
    space above a heading is a line of its own.
    """
    return (
        Style("Body", "公文正文", "Body", after=120),
        Style("BodyLast", "公文末段", "Body, last paragraph", keep_next=True, widow=True),
        Style("SectionGap", "标题前空距", "Space above a heading", line=140),
        Style(
            "Heading1",
            "公文一级标题",
            "Heading, level 1",
            align="left",
            size=26,
            bold=True,
            outline=0,
            keep_next=True,
        ),
        Style(
            "Heading2",
            "公文二级标题",
            "Heading, level 2",
            align="left",
            before=100,
            bold=True,
            outline=1,
            keep_next=True,
        ),
        Style("Heading3", "公文三级标题", "Heading, level 3", after=60, outline=2),
    )


def _english_close() -> tuple[Style, ...]:
    """From the list of annexes to the annexes."""
    return (
        Style(
            "Attachments",
            "附件说明",
            "List of attachments",
            align="left",
            left=1320,
            hanging=1320,
            keep_next=True,
        ),
        Style(
            "AttachmentsMore",
            "附件说明续",
            "List of attachments, more",
            align="left",
            left=1320,
            keep_next=True,
        ),
        Style("SignSpace", "署名空行", "Space above the signature", keep_next=True),
        Style("Signature", "发文机关署名", "Signature", align="right", keep_next=True),
        Style("Date", "成文日期", "Date", align="right"),
        Style("AnnexLabel", "附件标识", "Annex label", align="left", bold=True, page_break=True),
        Style(
            "AnnexTitle",
            "附件标题",
            "Annex title",
            "title",
            28,
            400,
            "center",
            before=120,
            after=160,
            bold=True,
        ),
        Style(
            "AnnexTitleOther",
            "附件标题（另一语言）",
            "Annex title, other language",
            "title",
            align="center",
            after=160,
        ),
    )


def _tables(profile: Profile) -> tuple[Style, ...]:
    """The text of tables. The last line of a list is kept with what follows, so that no page holds the
    imprint alone."""
    cells = (
        Style("Cell", "表格文字", "Table text", "table", profile.table_size, 0, "center", tracked=False),
        Style(
            "CellLeft",
            "表格文字（左）",
            "Table text, left",
            "table",
            profile.table_size,
            0,
            "left",
            tracked=False,
        ),
    )
    names = (("末行表格文字", "Table text, last line"), ("末行表格文字（左）", "Table text, left, last line"))
    return (
        *cells,
        *[
            replace(cell, id=cell.id + "Kept", zh=zh, en=en, keep_next=True)
            for cell, (zh, en) in zip(cells, names, strict=True)
        ],
        Style(
            "Note",
            "表注",
            "Note to a table",
            "table",
            profile.table_size,
            0,
            "left",
            before=100,
            tracked=False,
        ),
        Style(
            "CellHead",
            "表头",
            "Table heading",
            "heading1" if profile.grid else "table",
            profile.table_size,
            0,
            "center",
            bold=not profile.grid,
            tracked=False,
        ),
        replace(cells[0], id="CellHeadSmall", zh="表头（另一语言）", en="Table heading, small", size=14),
    )


def _edges(profile: Profile, *, size: int) -> tuple[Style, ...]:
    """The imprint and the page numbers; ``size`` is theirs."""
    edge = 280 if profile.grid else 0
    return (
        Style("ImprintSpace", "版记留空", "Space for the imprint", line=400, keep_next=True),
        Style("ImprintPlace", "版记位置", "Place of the imprint", line=1000),
        Style(
            "Imprint",
            "版记",
            "Imprint",
            size=size,
            line=0,
            align="left",
            left=edge + edge * 3,
            right=edge,
            hanging=edge * 3,
            tracked=False,
        ),
        Style(
            "ImprintLine",
            "印发机关",
            "Imprint, issuer",
            size=size,
            line=0,
            align="left",
            left=edge,
            right=edge,
            tab=profile.page.text_width - 2 * 57 - edge,
            tracked=False,
        ),
        Style(
            "PageOdd",
            "页码（单页）",
            "Page number, odd",
            "page_number",
            size,
            size * 10 + 40,
            "right" if profile.grid else "center",
            right=edge,
            tracked=False,
        ),
        Style(
            "PageEven",
            "页码（双页）",
            "Page number, even",
            "page_number",
            size,
            size * 10 + 40,
            "left" if profile.grid else "center",
            left=edge,
            tracked=False,
        ),
    )
