"""What is painted with --ascii: as many cells on every terminal, and nothing that means something gone."""

from __future__ import annotations

from rich.cells import cell_len
from rich.segment import Segment
from textual.color import Color

from tui.plain_signs import PlainSigns


def test_signs_become_plain_ones_of_as_many_cells_and_chinese_stays() -> None:
    text = "“十八大”…… 张·买买提—2012─│╭┼━▼▆▄█①½✓§，（学）é α 𬱖🔎"
    painted = '"十八大".. 张.买买提-2012-|++=v  #11+S，（学）é α 𬱖> '
    (segment,) = PlainSigns().apply([Segment(text)], Color(0, 0, 0))
    assert segment.text == painted
    assert cell_len(segment.text) == cell_len(text)
