"""The picture of an issuer's seal, which lies beside the signature."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from records.language import translator
from records.programme.units import Unit
from templates.pictures import SEAL, Picture, attached_picture
from templates.spec import Request

tr = translator("templates")
_BOX = (42.0, 42.0)  # a round seal of a township committee is 42 mm across


class Seal(NamedTuple):
    """The picture, if one is asked for and there; its bytes by checksum; a warning where it is missing."""

    picture: Picture | None
    media: Mapping[str, bytes]
    warnings: list[str]


async def seal_of(ask: Request, issuer: Unit) -> Seal:
    """The seal of the unit that issues a paper, attached to it as 公章.png."""
    if not ask.options.get("seal"):
        return Seal(None, {}, [])
    picture, media = await attached_picture(ask.archive, await ask.archive.get(issuer.id), SEAL, box=_BOX)
    missing = tr("{unit} has no picture of its seal: attach one named 公章.png.", unit=issuer.name)
    return Seal(picture, media, [] if picture else [missing])
