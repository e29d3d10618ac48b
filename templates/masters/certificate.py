"""The certificate of honour: A4 across, one page."""

from __future__ import annotations

from templates.layout.blocks import both, paragraph, tag
from templates.layout.certificate_styles import certificate_styles
from templates.layout.document import document
from templates.layout.ooxml import Element
from templates.layout.profile import ENGLISH, OFFICIAL, Profile, certificate_profile

#: what fits the page in large type, counted in characters of the names that vary
_LARGE = (
    "if recipient|length <= {recipient} and issuer|length <= 15 and (occasion ~ honour)|length <= {citation}"
)


def chinese(profile: Profile = OFFICIAL) -> bytes:
    page = certificate_profile(profile)
    body = _page(
        both("荣　誉　证　书", "Certificate of Honour"),
        "{{ recipient }}{% if person %}同志{% endif %}：",
        "在{{ occasion }}中成绩突出，被评为“{{ honour }}”，特发此证，以资鼓励。",
        "编号：{{ certificate_no }}",
        _LARGE.format(recipient=22, citation=45),
    )
    return document(page, certificate_styles(page), body, title="荣誉证书", numbered=False, framed=True)


def english(profile: Profile = ENGLISH) -> bytes:
    page = certificate_profile(profile)
    body = _page(
        both("Certificate of Honour", "荣誉证书"),
        "{{ recipient }}",
        "is awarded the title “{{ honour }}” in recognition of outstanding results in {{ occasion }}.",
        "No. {{ certificate_no }}",
        _LARGE.format(recipient=28, citation=90),
    )
    return document(
        page, certificate_styles(page), body, title="Certificate of Honour", numbered=False, framed=True
    )


def _page(title: str, recipient: str, citation: str, number: str, large: str) -> list[Element]:
    """The page, its text set smaller where long names would push it over the edge."""

    def text(size: str) -> list[Element]:
        return [
            paragraph("Recipient" + size, recipient),
            paragraph("Citation" + size, citation),
            paragraph("Issuer" + size, "{% if seal %}{{ seal|pressed(132, 14) }}{% endif %}{{ issuer }}"),
            paragraph("IssueDate" + size, "{{ date }}"),
        ]

    return [
        paragraph("CertificateTitle", title),
        tag(large, "Recipient"),
        *text(""),
        tag("else", "Recipient"),
        *text("Small"),
        tag("endif", "Recipient"),
        tag("if certificate_no", "CertificateNumber"),
        paragraph("CertificateNumber", number),
        tag("endif", "CertificateNumber"),
    ]
