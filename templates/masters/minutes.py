"""The minutes of an evaluation meeting: mark and issue in red, what was said, counted and settled, and who
was there (GB/T 9704-2012, 10.3)."""

from __future__ import annotations

from templates.layout.blocks import both, heading, paragraph, run, table, tag
from templates.layout.document import document
from templates.layout.issue_styles import issue_styles
from templates.layout.labels import label_run, labelled
from templates.layout.ooxml import Element
from templates.layout.profile import ENGLISH, OFFICIAL, Profile
from templates.layout.style_sets import english_styles, official_styles
from templates.masters.prose import prose

_PARTS = "agenda or statements or tallies or gaps or resolutions or not text"
_COUNT = "{{% if {0} is none %}}—{{% else %}}{{{{ {0} }}}}{1}{{% endif %}}"
_TALLY = (
    "{{ row.name|padded }}",
    "{{ row.excellent }}",
    "{{ row.qualified }}",
    "{{ row.basic }}",
    "{{ row.unqualified }}",
    "{{ row.abstain }}",
    "{{ row.result }}",
)


def chinese(profile: Profile = OFFICIAL) -> bytes:
    body = [
        *_head("第{{ issue }}期", "\u3000{{ issuer }}\t{{ date }}", lengths=(11, 15)),
        paragraph("Title", "{{ title }}"),
        paragraph("Blank"),
        paragraph("Body", "{{ date }}，{{ issuer }}召开{{ meeting }}。现将会议情况纪要如下："),
        *[
            labelled(profile, "Labelled", *pairs)
            for pairs in (
                (("时间：", "{{ time }}"),),
                (("地点：", "{{ place or '无' }}"),),
                (("主持：", "{{ host or '无' }}"),),
                (("记录：", "{{ recorder or '无' }}"),),
                (("应到：", _COUNT.format("expected", "人")), ("实到：", _COUNT.format("present", "人"))),
            )
        ],
        *_parts(
            profile,
            ("一、会议议程", "二、评议情况", "三、测评结果", "四、差距与不足", "五、议定事项"),
            ("Agenda", "Statements", "Ballot", "Gaps", "Resolutions"),
            "无。",
            number="{{ loop.index }}.",
            speaker="{{ said.speaker }}：",
            unit="（{{ loop.index|hanzi }}）{{ tally.unit }}",
            ballots="发出测评票{{ tally.issued }}张，收回{{ tally.returned }}张，"
            "其中有效票{{ tally.valid }}张。测评结果如下：",
        ),
        paragraph("SignSpace"),
        labelled(
            profile,
            "LabelledKept",
            (
                "出席：",
                "{% if attendees %}{{ attendees|join('、') }}{% elif present %}{{ present }}人"
                "{% else %}无{% endif %}",
            ),
        ),
        labelled(
            profile,
            "LabelledKept",
            (
                "请假：",
                "{% for each in absentees %}{{ each.name }}"
                "{% if each.reason %}（{{ each.reason }}）{% endif %}"
                "{% if not loop.last %}、{% endif %}{% else %}无{% endfor %}",
            ),
        ),
        labelled(profile, "Labelled", ("列席：", "{{ observers|join('、') or '无' }}")),
    ]
    styles = (*official_styles(profile), *issue_styles(profile))
    return document(profile, styles, body, title="评议会议纪要")


def english(profile: Profile = ENGLISH) -> bytes:
    body = [
        *_head("No. {{ issue }}", "{{ issuer }}\t{{ date }}", lengths=(36, 48)),
        paragraph("Title", "{{ title }}"),
        *[
            labelled(profile, "Labelled", *pairs)
            for pairs in (
                (("Time:", "{{ time }}"),),
                (("Place:", "{{ place or 'None' }}"),),
                (("Chair:", "{{ host or 'None' }}"),),
                (("Recorder:", "{{ recorder or 'None' }}"),),
                (("Expected:", _COUNT.format("expected", "")), ("Present: ", _COUNT.format("present", ""))),
            )
        ],
        *_parts(
            profile,
            ("1. Agenda", "2. Statements", "3. Ballot", "4. Gaps", "5. Resolutions"),
            ("会议议程", "评议情况", "测评结果", "差距与不足", "议定事项"),
            "None.",
            number="{{ loop.index }}. ",
            speaker="{{ said.speaker }}: ",
            unit="3.{{ loop.index }} {{ tally.unit }}",
            ballots="Of {{ tally.issued }} ballots issued {{ tally.returned }} came back, "
            "{{ tally.valid }} of them valid.",
        ),
        paragraph("SignSpace"),
        labelled(
            profile,
            "LabelledKept",
            (
                "Present:",
                "{% if attendees %}{{ attendees|join(', ') }}{% elif present %}{{ present }} people"
                "{% else %}None{% endif %}",
            ),
        ),
        labelled(
            profile,
            "LabelledKept",
            (
                "On leave:",
                "{% for each in absentees %}{{ each.name }}"
                "{% if each.reason %} ({{ each.reason }}){% endif %}"
                "{% if not loop.last %}, {% endif %}{% else %}None{% endfor %}",
            ),
        ),
        labelled(profile, "Labelled", ("Non-voting:", "{{ observers|join(', ') or 'None' }}")),
    ]
    styles = (*english_styles(profile), *issue_styles(profile))
    return document(profile, styles, body, title="Evaluation minutes")


def _head(issue: str, line: str, *, lengths: tuple[int, int]) -> list[Element]:
    """The mark, the issue below it, and ``line``, the issuer and the date, above the red rule."""
    return [
        paragraph("Drop"),
        tag(f"if mark|length <= {lengths[0]}"),
        paragraph("Mark", "{{ mark }}"),
        tag(f"elif mark|length <= {lengths[1]}"),
        paragraph("MarkMedium", "{{ mark }}"),
        tag("else"),
        paragraph("MarkLong", "{{ mark }}"),
        tag("endif"),
        paragraph("Blank"),
        paragraph("Issue", issue),
        paragraph("Blank"),
        paragraph("IssueLine", line),
        paragraph("Blank"),
        paragraph("Blank"),
    ]


def _parts(
    profile: Profile,
    titles: tuple[str, ...],
    others: tuple[str, ...],
    empty: str,
    *,
    number: str,
    speaker: str,
    unit: str,
    ballots: str,
) -> list[Element]:
    """The five parts; or the record's own text, when nothing else of the meeting is recorded."""
    agenda, statements, ballot, gaps, resolutions = (
        heading(profile, both(own, other)) for own, other in zip(titles, others, strict=True)
    )
    return [
        tag(f"if {_PARTS}"),
        *agenda,
        *_list("agenda", number, empty),
        *statements,
        *_statements(profile, speaker, empty),
        *ballot,
        *_tallies(profile, unit, ballots, empty),
        *gaps,
        *_list("gaps", number, empty),
        *resolutions,
        *_resolutions(profile, empty),
        tag("else"),
        *prose("text", empty=empty, last=True),
        tag("endif"),
    ]


def _list(rows: str, number: str, empty: str) -> list[Element]:
    """Items with numbers; a single one has none."""
    return [
        tag(f"for each in {rows}"),
        paragraph("Body", "{% if loop.length > 1 %}" + number + "{% endif %}{{ each }}"),
        tag("else"),
        paragraph("Body", empty),
        tag("endfor"),
    ]


def _statements(profile: Profile, speaker: str, empty: str) -> list[Element]:
    first = paragraph("Body")
    first.extend([label_run(profile, speaker), run("{{ line.text }}")])
    return [
        tag("for said in statements"),
        tag("for line in said.lines"),
        tag("if loop.first"),
        first,
        tag("else"),
        paragraph("Body", "{{ line.text }}"),
        tag("endif"),
        tag("endfor"),
        tag("else"),
        paragraph("Body", empty),
        tag("endfor"),
    ]


def _tallies(profile: Profile, unit: str, ballots: str, empty: str) -> list[Element]:
    zh = ("姓名", "优秀", "合格", "基本合格", "不合格", "弃权", "评定等次")
    en = ("Name", "Excellent", "Qualified", "Basically qualified", "Unqualified", "Abstained", "Result")
    widths = (1200, 1230, 1230, 1230, 1480, 1250) if profile.grid else (1900, 1050, 1050, 1150, 1250, 1150)
    last = profile.page.text_width - sum(widths)
    own, other = (zh, en) if profile.grid else (en, zh)
    heads = list(zip(own, other, strict=True))
    nothing = empty.rstrip("。.")
    return [
        tag("for tally in tallies"),
        tag("if tallies|length > 1"),
        paragraph("Heading2", unit),
        tag("endif"),
        paragraph("BodyLast", ballots),
        table((*widths, last), heads, _TALLY, rows="tally.lines", empty=nothing),
        tag("else"),
        paragraph("Body", empty),
        tag("endfor"),
    ]


def _resolutions(profile: Profile, empty: str) -> list[Element]:
    zh, en = ("事项", "责任人", "时限"), ("Matter", "In charge", "Due")
    own, other = (zh, en) if profile.grid else (en, zh)
    heads = list(zip(own, other, strict=True))
    widths = (profile.page.text_width - 1900 - 2100, 1900, 2100)
    cells = ("{{ row.text }}", "{{ row.owner|padded }}", "{{ row.due }}")
    return [
        tag("if resolutions"),
        table(widths, heads, cells, rows="resolutions", empty=empty, left=(0,), kept="loop.last"),
        tag("else"),
        paragraph("BodyLast", empty),
        tag("endif"),
    ]
