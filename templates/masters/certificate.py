"""The certificate of honour: A4 across, one page."""

from __future__ import annotations

from templates.layout.blocks import paragraph
from templates.layout.document import document
from templates.layout.profile import CERTIFICATE, CERTIFICATE_ENGLISH
from templates.layout.style_sets import certificate_styles


def chinese() -> bytes:
    body = [
        paragraph("CertificateTitle", "荣　誉　证　书"),
        paragraph("Recipient", "{{ recipient }}{% if person %}同志{% endif %}："),
        paragraph("Citation", "在{{ occasion }}中成绩突出，被评为“{{ honour }}”，特发此证，以资鼓励。"),
        paragraph("Issuer", "{{ issuer }}"),
        paragraph("IssueDate", "{{ date }}"),
        paragraph("CertificateNumber", "编号：{{ certificate_no }}"),
    ]
    return document(
        CERTIFICATE, certificate_styles(CERTIFICATE), body, title="荣誉证书", numbered=False, framed=True
    )


def english() -> bytes:
    body = [
        paragraph("CertificateTitle", "Certificate of Honour"),
        paragraph("Recipient", "{{ recipient }}"),
        paragraph(
            "Citation",
            "is awarded the title “{{ honour }}” in recognition of outstanding results in {{ occasion }}.",
        ),
        paragraph("Issuer", "{{ issuer }}"),
        paragraph("IssueDate", "{{ date }}"),
        paragraph("CertificateNumber", "No. {{ certificate_no }}"),
    ]
    profile = CERTIFICATE_ENGLISH
    return document(
        profile, certificate_styles(profile), body, title="Certificate of Honour", numbered=False, framed=True
    )
