"""The Chinese sentences."""

from __future__ import annotations

from collections.abc import Iterable

from records.programme.figures import Figures
from records.values import PartialDate
from templates.contexts.text import Line, Part, listed, number, plain, span, title_lines


def overview(f: Figures, owner: str, period: PartialDate, *, study: bool) -> tuple[Line, ...]:
    parts = _some(
        [(f.general_branches, "党总支{}个"), (f.branches, "党支部{}个"), (f.party_groups, "党小组{}个")]
    )
    members = f"党员{f.members}名" if f.members else ""
    if members and f.probationary:
        members += f"（其中预备党员{f.probationary}名）"
    return plain(
        [
            _sentence(f"{owner}下设", parts) if parts else "",
            f"现有{members}。" if members else "",
            f"本次总结的起止时间为{span(period, 'zh')}。",
            _study(f) if study else "",
        ]
    )


def _study(f: Figures) -> str:
    if not f.sessions:
        return ""
    rate = f"，到会率{_percent(f.present, f.expected)}" if f.expected else ""
    attended = f"，参学{f.present}人次{rate}" if f.present else ""
    return f"期间共组织集中学习{f.sessions}次、{number(f.hours, 'zh')}学时{attended}。"


def practices(f: Figures) -> tuple[Part, ...]:
    return (
        Part("组织领导", plain(_leadership(f))),
        Part("宣传发动", plain(_mobilisation(f))),
        Part("制度建设", plain(_rules(f))),
        Part("学习活动", plain(_activities(f))),
        Part("督查考核", plain(_supervision(f))),
    )


def _leadership(f: Figures) -> list[str]:
    return [
        f"{f.leading_groups}个党组织成立了创建工作领导小组，做到有人抓、有人管。" if f.leading_groups else "",
        f"各级领导机构在任{f.positions}人次，职责分工明确到人。" if f.positions else "",
    ]


def _mobilisation(f: Figures) -> list[str]:
    forms = "、".join(f"{form}{count}次" for form, count in f.forms)
    return [
        f"召开动员会{f.mobilisations}次，对创建工作作出安排。" if f.mobilisations else "",
        f"开展各类宣传{f.publicity}次{f'，其中{forms}' if forms else ''}。" if f.publicity else "",
        f"收到学习简报{f.briefings}期、{f.briefing_items}条信息。" if f.briefings else "",
    ]


def _rules(f: Figures) -> list[str]:
    return [
        _sentence(
            "先后形成",
            _some(
                [
                    (f.plans, "实施方案{}个"),
                    (f.study_plans, "学习计划{}份"),
                    (f.rule_documents, "学习制度{}项"),
                ]
            ),
        ),
    ]


def _activities(f: Figures) -> list[str]:
    return [
        _study(f),
        _sentence(
            "讲授",
            _some(
                [
                    (f.party_classes, "党课{}次"),
                    (f.preachings, "理论宣讲{}场"),
                    (f.tutorials, "农民思想教育辅导课{}场"),
                ]
            ),
        ),
        _sentence(
            "个人自学方面，共",
            _some(
                [
                    (f.books, "读书{}册次"),
                    (f.note_words, "记读书笔记{}字"),
                    (f.articles, "撰写心得体会{}篇"),
                    (f.reports, "完成调研报告{}篇"),
                ]
            ),
        ),
        _sentence(
            "活动方面，",
            _some(
                [
                    (f.exams, "组织测试{}次"),
                    (f.activities, "开展主题教育活动{}次"),
                    (f.visits, "走访农户{}户次"),
                    (f.deliveries, "送学上门{}人次"),
                ]
            ),
        ),
    ]


def _supervision(f: Figures) -> list[str]:
    closed = f"，已销号{f.closed}份" if f.closed else ""
    return [
        f"开展督查抽查{f.inspections}次。" if f.inspections else "",
        f"下发整改通知{f.rectifications}份{closed}。" if f.rectifications else "",
        _sentence("完成", _some([(f.assessments, "五方面考核{}人次"), (f.evaluations, "民主评议{}次")])),
        _money(f),
    ]


def _money(f: Figures) -> str:
    parts = [
        text
        for amount, text in (
            (f.budget, f"安排学习经费{number(f.budget, 'zh')}元"),
            (f.spent, f"支出{number(f.spent, 'zh')}元"),
        )
        if amount
    ]
    return _sentence("", parts)


def results(f: Figures) -> tuple[Line, ...]:
    surveyed = f"群众满意度测评收回有效票{f.surveyed}张，满意率{_percent(f.satisfied, f.surveyed)}。"
    return plain(
        [
            _sentence(
                "学用结合取得实效，",
                _some(
                    [
                        (f.helped, "帮助群众解决困难{}件"),
                        (f.problems_solved, "解决调研发现的问题{}个"),
                    ]
                ),
            ),
            _sentence(
                "典型示范逐步显现，",
                _some(
                    [
                        (f.models, "总结宣传学习典型{}个"),
                        (f.awards, "表彰先进{}个（名）"),
                        (f.designated, "认定达标{}个（名）"),
                    ]
                ),
            ),
            surveyed if f.surveyed else "",
        ]
    )


def problems(f: Figures) -> tuple[Line, ...]:
    left = f.rectifications - f.closed
    low = bool(f.expected) and f.present * 10 < f.expected * 9
    return plain(
        [
            f"{f.idle_units}个党组织尚无集中学习记录，学习安排落实不够均衡。" if f.idle_units else "",
            f"{f.silent_units}个负有报送任务的党组织未报送学习简报。" if f.silent_units else "",
            f"集中学习到会率为{_percent(f.present, f.expected)}，低于九成。" if low else "",
            f"{left}份整改通知尚未销号。" if left > 0 else "",
            f"走访中了解到的困难还有{f.unhelped}件没有解决。" if f.unhelped else "",
        ]
    )


def next_steps(f: Figures) -> tuple[Line, ...]:
    steps = [
        text
        for wanted, text in (
            (f.idle_units, "督促尚未开展集中学习的党组织补齐学习安排"),
            (f.silent_units, "严格落实简报报送制度"),
            (f.rectifications - f.closed > 0, "对未销号的整改事项逐件跟踪督办"),
            (f.unhelped, "对群众反映的未决困难逐户回访、限期办结"),
        )
        if wanted
    ]
    return plain([f"针对上述问题，下一步要{'；'.join(steps)}。"] if steps else [])


def recorded(figures: list[tuple[str, str]]) -> tuple[Line, ...]:
    return plain([_sentence("另据登记：", [f"{name}{value}" for name, value in figures])])


def title(owner: str, stage: str, year: int | None) -> str:
    return title_lines(f"{owner}创建学习型党组织活动{stage or f'{year}年度'}总结")


def _some(pairs: Iterable[tuple[int, str]]) -> list[str]:
    return [text.format(value) for value, text in pairs if value]


def _sentence(head: str, parts: list[str]) -> str:
    return f"{head}{listed(parts, 'zh')}。" if parts else ""


def _percent(part: int, whole: int) -> str:
    return f"{number(round(part * 1000 / whole) / 10 if whole else 0, 'zh')}%"
