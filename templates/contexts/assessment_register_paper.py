"""What the assessment register of one person prints, and an invented one as an example."""

from __future__ import annotations

from dataclasses import dataclass

from records.language import Language
from templates.pictures import Picture
from templates.spec import named


@dataclass(frozen=True, slots=True)
class AspectRow:
    """One of the five aspects."""

    aspect: str = named("方面", "the aspect")
    other: str = named("另一语言的方面", "the aspect in the other language")
    weight: str = named("满分", "its most points")
    points: str = named("考核要点", "what is looked at")
    evidence: str = named("依据", "what the records show")
    own: str = named("自评分", "the person's own score")
    score: str = named("考核分", "the score given")


@dataclass(frozen=True, slots=True)
class AssessmentRegister:
    """The tags of assessment_register.docx. A score or opinion that is not given yet is left empty."""

    year: int = named("年度", "the year")
    name: str = named("姓名", "the name")
    gender: str = named("性别", "gender")
    birth: str = named("出生年月", "birth")
    political_status: str = named("政治面貌", "political status")
    education: str = named("学历", "education")
    post: str = named("职务", "the post")
    unit: str = named("所在党组织", "the unit on the last day of the year")
    aspects: tuple[AspectRow, ...] = named("五个方面", "the five aspects")
    own_total: str = named("自评总分", "the own scores together")
    total: str = named("总分", "the total")
    grade: str = named("等次", "the grade")
    evaluation: str = named("民主评议结果", "the result of the democratic evaluation")
    reason: str = named("调整原因", "why a score differs from the suggested one")
    own_opinion: str = named("本人意见", "the person's own opinion")
    branch_opinion: str = named("支部意见", "the branch's opinion")
    panel_opinion: str = named("考核组意见", "the panel's opinion")
    committee_opinion: str = named("党委意见", "the committee's opinion")
    signed: str = named("签字日期", "when it was signed")
    photo: Picture | None = named("照片（可无）", "the photo, if any", default=None)


# --- what is asked for ------------------------------------------------------------------------------


def example(lang: Language) -> AssessmentRegister:
    """A filled form of invented data."""
    return _english() if lang == "en" else _chinese()


def _chinese() -> AssessmentRegister:
    return AssessmentRegister(
        year=2011,
        name="张伟民",
        gender="男",
        birth="1968.05",
        political_status="正式党员",
        education="高中",
        post="村委会主任",
        unit="柳树湾村第一党支部",
        aspects=(
            AspectRow("听", "Listen", "20", "集中学习到会", "集中学习到会18次（应20次）", "18", "18"),
            AspectRow("写", "Write", "20", "心得或调研、心得体会、学习笔记",
                      "心得或调研2篇（应2篇）；心得体会1篇（应2篇）；学习笔记20000字（应20000字）",
                      "17", "16.7"),
            AspectRow("说", "Speak", "20", "理论宣讲、农民辅导、交流发言",
                      "农民辅导11次（应12次）；交流发言1次（应1次）", "19", "19.2"),
            AspectRow("考", "Test", "20", "测试平均分", "测试平均分88分（满分100分）", "18", "17.6"),
            AspectRow("用", "Apply", "20", "调研解题、走访农户",
                      "调研解题1个（应1个）；走访农户33户（应36户）", "19", "19.2"),
        ),
        own_total="91",
        total="90.7",
        grade="优秀",
        evaluation="柳树湾村第一党支部：优秀12票、合格3票，评定等次：优秀",
        reason="",
        own_opinion="一年来按时参加集中学习，坚持走访农户，不足是心得体会只写了一篇。",
        branch_opinion="该同志学习认真，能够学以致用，同意本人意见。",
        panel_opinion="考核情况属实，建议评为优秀等次。",
        committee_opinion="同意。",
        signed="2011年12月30日",
    )  # fmt: skip


def _english() -> AssessmentRegister:
    return AssessmentRegister(
        year=2011,
        name="Zhang Weimin",
        gender="Male",
        birth="1968-05",
        political_status="Full member",
        education="High school",
        post="Village head",
        unit="Willow Bend First Branch",
        aspects=(
            AspectRow("Listen", "听", "20", "Attendance", "Attendance: 18 of 20 sessions", "18", "18"),
            AspectRow("Write", "写", "20", "Articles or reports, Articles and Notes",
                      "Articles or reports: 2 of 2 papers; Articles: 1 of 2 articles; "
                      "Notes: 20,000 of 20,000 characters", "17", "16.7"),
            AspectRow("Speak", "说", "20", "Theory talks, Farmers' tutorials and Exchange speeches",
                      "Farmers' tutorials: 11 of 12 tutorials; Exchange speeches: 1 of 1 speeches",
                      "19", "19.2"),
            AspectRow("Test", "考", "20", "Mean of tests", "Mean of tests: 88 of 100 points", "18", "17.6"),
            AspectRow("Apply", "用", "20", "Problems solved and Households visited",
                      "Problems solved: 1 of 1 problems; Households visited: 33 of 36 households",
                      "19", "19.2"),
        ),
        own_total="91",
        total="90.7",
        grade="Excellent",
        evaluation="Willow Bend First Branch: excellent 12, qualified 3; result: Excellent",
        reason="",
        own_opinion="Came to the sessions and went on with the visits; wrote one article only.",
        branch_opinion="Studies with care and puts it to use.",
        panel_opinion="The figures are correct. Excellent is proposed.",
        committee_opinion="Agreed.",
        signed="30 December 2011",
    )  # fmt: skip
