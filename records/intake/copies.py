"""Files with the same bytes under several names: which one is taken."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from pathlib import PurePosixPath

from records.intake.files.reading import Reading
from records.intake.mappings.mapping import ImportMapping

#: What the name of a copy says of it: 复件 花名册.xls, 花名册 - 副本.xls, 花名册(2).xls, 花名册备份.xls.
_COPY = re.compile(r"复件|副本|备份|拷贝|复制|旧版|copy|backup|\bbak\b|[(（]\d{1,2}[)）]$", re.IGNORECASE)


def without_copies(
    readings: Iterable[Reading], mapping: ImportMapping
) -> tuple[list[Reading], list[tuple[Reading, Reading]]]:
    """The readings of tables, each content once, and the others with the one that is taken for them.

    The mapping file's choice goes first, then a name that says of no copy, then the shorter path.
    """
    given = list(readings)
    same: dict[str, list[Reading]] = defaultdict(list)
    for reading in given:
        same[reading.sha256].append(reading)
    taken = {digest: min(alike, key=lambda each: _order(each, mapping)) for digest, alike in same.items()}
    copies = [(each, taken[each.sha256]) for each in given if each is not taken[each.sha256]]
    return [each for each in given if each is taken[each.sha256]], copies


def _order(reading: Reading, mapping: ImportMapping) -> tuple[bool, bool, int, str]:
    path = PurePosixPath(reading.relative)
    mapped = any(rule.covers(reading.relative) for rule in mapping.rules)
    copy = any(_COPY.search(part) for part in (*path.parts[:-1], path.stem))
    return not mapped, copy, len(reading.relative), reading.relative
