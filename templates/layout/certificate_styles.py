"""The styles of a certificate, in large type and in a smaller one for long names."""

from __future__ import annotations

from templates.layout.profile import Profile
from templates.layout.styles import Style


def certificate_styles(profile: Profile) -> tuple[Style, ...]:
    """Certificates, either language: a large red title, the citation, the issuer at the lower right."""
    chinese = profile.lang == "zh"
    return (
        Style(
            "CertificateNumber", "证书编号", "Certificate number", size=28, line=500, align="left", before=450
        ),
        Style(
            "CertificateTitle",
            "证书标题",
            "Certificate title",
            "title",
            profile.title_size,
            profile.title_pitch,
            "center",
            bold=not chinese,
            colour="C00000",
            after=300,
        ),
        *_certificate_text(profile, "", "", "", profile.body_size, profile.pitch),
        *_certificate_text(profile, "Small", "（小）", ", small", profile.body_size * 3 // 4, 620),
    )


def _certificate_text(
    profile: Profile, id: str, zh: str, en: str, size: int, pitch: int
) -> tuple[Style, ...]:
    """Recipient, citation, issuer and date in one ``size``; the last two stand in the right half."""
    chinese = profile.lang == "zh"
    gap = 0 if chinese else 100
    region = profile.page.text_width // 2
    signed = size - (8 if size > 40 else 4)
    return (
        Style(
            "Recipient" + id,
            "获奖者" + zh,
            "Recipient" + en,
            size=size,
            line=pitch,
            align="left" if chinese else "center",
            bold=not chinese,
            before=gap,
            after=gap,
        ),
        Style(
            "Citation" + id,
            "证书正文" + zh,
            "Citation" + en,
            size=size,
            line=pitch,
            first=profile.indent * size // profile.body_size,
            align="both" if chinese else "center",
        ),
        Style(
            "Issuer" + id,
            "颁发机关" + zh,
            "Issuer" + en,
            size=signed,
            line=min(pitch, 640),
            align="center",
            left=region,
            before=400 if id else 600,
        ),
        Style(
            "IssueDate" + id,
            "颁发日期" + zh,
            "Issue date" + en,
            size=signed,
            line=min(pitch, 640),
            align="center",
            left=region,
        ),
    )
