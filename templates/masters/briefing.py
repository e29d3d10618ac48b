"""The study briefing: masthead in red, editor's note and items, and to whom it goes at the foot."""

from __future__ import annotations

from templates.layout.blocks import at_foot, both, paragraph, run, tag
from templates.layout.document import document
from templates.layout.issue_styles import issue_styles
from templates.layout.labels import label_run
from templates.layout.ooxml import Element
from templates.layout.profile import ENGLISH, OFFICIAL, Profile
from templates.layout.style_sets import english_styles, official_styles
from templates.masters.prose import prose

_RECIPIENTS = ("report_to", "send_to", "distribute_to")


def chinese(profile: Profile = OFFICIAL) -> bytes:
    body = [
        *_head(
            [
                paragraph("Masthead", "学\u3000习\u3000简\u3000报"),
                tag("if bilingual"),
                paragraph("MarkLong", "Study Briefing"),
                tag("endif"),
            ],
            "第{{ issue }}期（总第{{ total }}期）",
            "\u3000{{ unit }}\t{{ date }}",
        ),
        paragraph("Blank"),
        *_note(profile, "按语："),
        *_articles("无。"),
        *_author("（撰稿：{{ author }}）"),
        *_foot(profile, ("报：", "送：", "发："), "。", "共印{{ copies }}份", per_line=27),
    ]
    styles = (*official_styles(profile), *issue_styles(profile))
    return document(profile, styles, body, title="学习简报")


def english(profile: Profile = ENGLISH) -> bytes:
    body = [
        *_head(
            [paragraph("Masthead", both("Study Briefing", "学习简报"))],
            "No. {{ issue }} (No. {{ total }} overall)",
            "{{ unit }}\t{{ date }}",
        ),
        *_note(profile, "Editor’s note: "),
        *_articles("None."),
        *_author("Written by {{ author }}"),
        *_foot(
            profile,
            ("Reported to:\t", "Sent to:\t", "Distributed to:\t"),
            "",
            "{{ copies }} copies printed",
            per_line=70,
        ),
    ]
    styles = (*english_styles(profile), *issue_styles(profile))
    return document(profile, styles, body, title="Study briefing")


def _head(name: list[Element], issue: str, line: str) -> list[Element]:
    """The masthead: its name, the issue, and the unit and the date above the red rule."""
    return [
        *name,
        paragraph("Issue", issue),
        paragraph("Blank"),
        paragraph("IssueLine", line),
        paragraph("Blank"),
    ]


def _note(profile: Profile, label: str) -> list[Element]:
    """The editor's note, if there is one, with its label before the first paragraph."""
    first = paragraph("EditorNote")
    first.extend([label_run(profile, label), run("{{ line.text }}")])
    return [
        tag("if editor_note"),
        tag("for line in editor_note"),
        tag("if loop.first"),
        first,
        tag("else"),
        paragraph("EditorNote", "{{ line.text }}"),
        tag("endif"),
        tag("endfor"),
        paragraph("Blank"),
        tag("endif"),
    ]


def _articles(empty: str) -> list[Element]:
    """Each item below its title; a blank line parts them."""
    return [
        tag("for article in articles"),
        tag("if not loop.first"),
        paragraph("Blank"),
        tag("endif"),
        paragraph("ItemTitle", "{{ article.title }}"),
        paragraph("SignSpace"),
        *prose("article.lines", empty=empty, last=True),
        tag("else"),
        paragraph("BodyLast", empty),
        tag("endfor"),
    ]


def _author(text: str) -> list[Element]:
    return [tag("if author"), paragraph("Author", text), tag("endif")]


def _foot(
    profile: Profile, labels: tuple[str, str, str], end: str, copies: str, *, per_line: int
) -> list[Element]:
    """The foot: who gets it, line by line, and in how many copies; nothing when nothing of it is given."""
    space = [
        part
        for name in _RECIPIENTS
        for part in (
            tag(f"for line in range(1 + {name}|length // {per_line} if {name} else 0)", "ImprintSpace"),
            paragraph("ImprintSpace"),
            tag("endfor", "ImprintSpace"),
        )
    ]
    lines = [
        ("FootLine", f"{label}{{{{ {name} }}}}{end}", name)
        for label, name in zip(labels, _RECIPIENTS, strict=True)
    ]
    return [
        tag("if report_to or send_to or distribute_to or copies", "ImprintSpace"),
        *space,
        at_foot(profile, [*lines, ("FootCopies", copies, "copies")]),
        tag("endif", "ImprintSpace"),
    ]
