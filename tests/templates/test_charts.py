"""The chart of a stage summary: every unit readable, the same bytes each time, and on the page."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from io import BytesIO

import pytest
from matplotlib.image import imread

from records.programme.figures import UnitRow
from templates.charts import TALLEST, WIDTH, completion_chart
from templates.contexts import stage_summary
from templates.documents import make_document
from templates.package import unpack
from templates.register import is_outdated, issue_document
from tests.templates.papers.test_documents import text_of
from tests.templates.township import Township

ROW = UnitRow(1, "Office Branch", 9, 1, "2.5", 0, 0, 0, "4/8")


def units(*done: str, name: str = "Office Branch") -> list[UnitRow]:
    return [replace(ROW, number=n, name=name, ten_ones=each) for n, each in enumerate(done, 1)]


def red_bars(data: bytes) -> list[int]:
    """The length in pixels of each bar drawn in red, from the top."""
    image = imread(BytesIO(data))
    red = (image[..., 0] > 0.6) & (image[..., 1] < 0.3)
    lengths = red.sum(axis=1)
    starts = [y for y in range(1, len(lengths)) if lengths[y] and not lengths[y - 1]]
    return [int(lengths[start + 3]) for start in starts]


def test_bars_are_as_long_as_what_is_done() -> None:
    chart = completion_chart(units("8/8", "4/8", "无", "2/8"))
    assert chart is not None
    whole, half, quarter = red_bars(chart.data)
    assert half == pytest.approx(whole / 2, abs=3)
    assert quarter == pytest.approx(whole / 4, abs=3)
    assert chart.picture.width == pytest.approx(WIDTH, abs=0.5)


def test_many_units_stay_on_a_page_and_readable() -> None:
    chart = completion_chart(units(*["5/8"] * 40))
    assert chart is not None
    assert 150 < chart.picture.height <= TALLEST
    assert len(red_bars(chart.data)) == 40
    assert chart.picture.height / 40 > 4, "millimetres for a bar and its name"


def test_numbers_stand_for_names_where_no_font_holds_them() -> None:
    chinese = units("3/8", name="柳树湾村党总支")
    bare = completion_chart(chinese, fonts=())
    assert bare is not None
    assert not bare.named
    latin = completion_chart(units("3/8"), fonts=())
    assert latin is not None
    assert latin.named
    assert completion_chart(units("无")) is None


async def test_a_summary_shows_its_chart_and_is_not_outdated_by_it(
    township: Township, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = township.archive
    plain = await make_document(archive, "stage_summary", {"stage": 1}, "zh")
    assert "图1" not in text_of(plain.files[0][1])
    made, kept = await issue_document(archive, "stage_summary", {"stage": 1, "chart": True}, "zh")
    text = text_of(made.files[0][1])
    assert (
        text.index("三、取得成效") < text.index("图1　各党组织“十个一”完成情况") < text.index("四、存在问题")
    )
    (checksum,) = made.media
    parts = unpack(made.files[0][1])
    assert parts[f"word/media/{checksum[:32]}.png"] == made.media[checksum]
    assert b"Software" not in made.media[checksum]
    assert not await is_outdated(archive, kept), "drawn again it is the same"
    # On a machine without a Chinese font the same figures make another picture.
    monkeypatch.setattr(stage_summary, "completion_chart", partial(completion_chart, fonts=()))
    elsewhere = await make_document(archive, "stage_summary", {"stage": 1, "chart": True}, "zh")
    assert elsewhere.media.keys() != made.media.keys()
    assert not await is_outdated(archive, kept)


def test_a_chart_tells_other_figures_from_other_pixels() -> None:
    whole, without_fonts, other = (
        completion_chart(units("3/8", name="柳树湾村党总支")),
        completion_chart(units("3/8", name="柳树湾村党总支"), fonts=()),
        completion_chart(units("4/8", name="柳树湾村党总支")),
    )
    assert whole and without_fonts and other
    assert whole.picture.drawn == without_fonts.picture.drawn != other.picture.drawn
    assert whole.picture.sha256 != without_fonts.picture.sha256
