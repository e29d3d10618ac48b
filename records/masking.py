"""How an identity number or a phone is masked, and how one is found in a text.

Which fields hold one is a matter of ``personal.py``.
"""

from __future__ import annotations

import re

from records.visible import visible

_ENDS = 3  # what a masked value shows at either end
#: So many asterisks are a mask, in files of other offices too; no number and no phone has any.
_MASK = re.compile(r"[*＊]{3}")
#: 15 and 18 digits, and what they run into; not the digits within the number of a batch or a hash.
_IDENTITY = r"\d{15,}[XxＸｘ]?"
#: A mobile number, with the code of the country or without; one of a landline with the code of its area.
_PHONE = (
    r"(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}|0\d{2,3}[-－—–]\d{7,8}(?:[-－转]\d{1,5})?"
    r"|[(（]0\d{2,3}[)）] ?\d{7,8}|0\d{2,3} \d{7,8}"
)
#: Headings under which whatever has digits is such a number, in whichever form: 8812345, 100-0000-5678.
_HEADED = re.compile(r"电话|手机|座机|小灵通|联系方式|身份证|身份号|证件号")
_DIGITS = re.compile(r"[+＋(（]?[\d０-９](?:[\d０-９()（） \-－—–]{3,})[\d０-９][XxＸｘ]?")
#: A password within an address of a server, or among its options.
_PASSWORD = re.compile(r"(://[^:@/\s]*:)\S*(?=@)|(password=)[^&\s\"']+", re.IGNORECASE)
#: Passwords and passphrases that this process has been told; shorter ones stand in too many words.
_secrets: set[str] = set()
_SHORTEST_SECRET = 4
_PERSONAL = re.compile(rf"(?<![0-9A-Za-z])(?:{_IDENTITY}|{_PHONE})(?![0-9A-Za-z])")


def masked(text: str) -> str:
    """A number as everybody may see it: asterisks, and what lets two of them be told apart.

    Of a phone only the end is shown, so that it fits a narrow column.
    """
    if len(text) > 4 * _ENDS:
        return text[:_ENDS] + "*" * (len(text) - 2 * _ENDS) + text[-_ENDS:]
    return "***" + (text[-_ENDS:] if len(text) > 2 * _ENDS else "") if text else ""


def is_mask(text: str) -> bool:
    """Whether a text is what somebody put in place of a number, and not the number."""
    return _MASK.search(text) is not None


def is_number(text: str) -> bool:
    """Whether a text is an identity number or a phone, and nothing else."""
    return _PERSONAL.fullmatch(text.strip()) is not None


def mask_within(text: str) -> str:
    """A text with the identity numbers and phones in it masked, cut short or run into other digits too."""
    return _PERSONAL.sub(lambda found: masked(found[0]), text)


def mask_cell(heading: str, text: str) -> str:
    """What stands under a heading: a number under 联系电话 is masked whatever it looks like."""
    if _HEADED.search(heading) and not is_mask(text):
        return _DIGITS.sub(lambda found: masked(found[0]), text)
    return mask_within(text)


def printed(text: str, *, keep: str = "") -> str:
    """What a source prints, made visible (``keep`` as ``visible`` has it), identity numbers masked."""
    return visible(mask_within(text), keep=keep)


def conceal(secret: str) -> str:
    """The secret, which from now on stands in no message of a driver and in no report of a fault."""
    if len(secret) >= _SHORTEST_SECRET:
        _secrets.add(secret)
    return secret


def without_secrets(text: str) -> str:
    """Words of a driver or of a report of a fault: no password and no number in them."""
    for secret in sorted(_secrets, key=len, reverse=True):
        text = text.replace(secret, "…")
    return mask_within(_PASSWORD.sub(lambda found: f"{found[1] or found[2]}…", text))
