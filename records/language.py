"""The language a person reads: chosen once per process, switched by a setting, an option or a key.

Words live in one gettext catalogue per room (``ROOM/locale/zh/LC_MESSAGES/ROOM.po``); the message
identifiers are the English sentences. Labels of record kinds are not here but in the kind files.
"""

from __future__ import annotations

import gettext
import locale
import os
import shlex
import string
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Literal, Protocol

from records.visible import visible

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")

#: What `xuedang` is called here: ``scripts/run`` sets it to what was typed, for no `xuedang` is on PATH then.
CALLED = "XUEDANG_CALLED"
_COMMAND = "`xuedang "
_ROOT = Path(__file__).resolve().parent.parent
_current: Language | None = None


def default_language() -> Language:
    """The language of the user's locale: Chinese for any Chinese locale, otherwise English."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name)
        if value:
            return "zh" if value.lower().startswith("zh") else "en"
    code = locale.getlocale()[0] or ""
    return "zh" if code.lower().startswith(("zh", "chinese")) else "en"


def set_language(language: str | None) -> None:
    """Make ``language`` current; ``None`` goes back to the locale's. Raises ValueError for others."""
    global _current
    if language is not None and language not in LANGUAGES:
        raise ValueError(f"{language!r}: zh | en")
    _current = "zh" if language == "zh" else "en" if language == "en" else None


def current_language() -> Language:
    """The language that messages and labels are shown in now."""
    return _current or default_language()


def called() -> str:
    """How whoever reads a message calls this program: `xuedang`, or the path of ``scripts/run``."""
    return shlex.quote(os.environ.get(CALLED) or "xuedang")


def _as_called(text: str) -> str:
    """Commands that a message names can be typed as they stand."""
    return text.replace(_COMMAND, f"`{called()} ") if _COMMAND in text else text


@cache
def _catalogue(domain: str, language: Language) -> gettext.NullTranslations:
    return gettext.translation(domain, _ROOT / domain / "locale", languages=[language], fallback=True)


class _ChineseFields(string.Formatter):
    """Fills the fields of a Chinese sentence: a word that English quotes as ``'…'`` stands in ``“…”``."""

    def convert_field(self, value: object, conversion: str | None) -> object:
        if conversion == "r" and isinstance(value, str):
            return f"“{visible(value)}”"
        return super().convert_field(value, conversion)


def _filled(text: str, language: Language, fields: Mapping[str, object]) -> str:
    if language == "zh" and "!r}" in text:
        return _ChineseFields().vformat(text, (), fields)
    return text.format(**fields)


def translator(domain: str) -> Callable[..., str]:
    """A function that gives a message of the room ``domain`` in the current language.

    ``tr("Record {no} was not found", no=no)``: the English sentence is the identifier, fields are
    filled by ``str.format``.
    """

    def tr(message: str, /, **fields: object) -> str:
        language = current_language()
        text = message if language == "en" else _catalogue(domain, language).gettext(message)
        return _as_called(_filled(text, language, fields) if fields else text)

    return tr


def listed(words: Iterable[object]) -> str:
    """Words one after the other, as the current language separates them."""
    return ("、" if current_language() == "zh" else ", ").join(map(str, words))


def clauses(parts: Iterable[object]) -> str:
    """Parts of a sentence one after the other, as the current language separates them."""
    return ("；" if current_language() == "zh" else "; ").join(map(str, parts))


def labelled(label: object, text: object) -> str:
    """What is told of something, after its name."""
    return f"{label}：{text}" if current_language() == "zh" else f"{label}: {text}"


class PluralTranslator(Protocol):
    """What ``plural_translator`` gives."""

    def __call__(self, one: str, many: str, number: int, /, **fields: object) -> str: ...


def plural_translator(domain: str) -> PluralTranslator:
    """As ``translator``, for a message that counts: ``trn("{number} file", "{number} files", number)``.

    The catalogue has both, as ``msgid`` and ``msgid_plural``; ``number`` is filled in.
    """

    def trn(one: str, many: str, number: int, /, **fields: object) -> str:
        language = current_language()
        if language == "en":
            text = one if number == 1 else many
        else:
            text = _catalogue(domain, language).ngettext(one, many, number)
        return _as_called(_filled(text, language, {"number": number, **fields}))

    return trn
