"""Chooses a record kind by a few letters of its name, its pinyin initials, or from the whole list."""

from __future__ import annotations

from records.kind import GROUPS, Kinds
from tui.screens.forms.option_picker import OptionPicker
from tui.words import tr


class KindPicker(OptionPicker):
    """The name of the kind chosen."""

    def __init__(self, kinds: Kinds) -> None:
        lines = [
            (name, f"{kind.label.text()}  ({GROUPS[kind.group].text()})") for name, kind in kinds.items()
        ]
        super().__init__(tr("New record"), lines)
        self._kinds = kinds

    def words(self, key: str, label: str) -> tuple[str, ...]:
        kind = self._kinds[key]
        return kind.label.zh, kind.label.en, kind.code
