import struct
import subprocess
import sys
from dataclasses import replace

import pytest

from bot.drawing import WIDTH, draw_png
from core.dialogue.reply import Mark, ScaleChart
from tests.console.fakes import CHART

_ONE_POINT = replace(CHART, ranges=(), marks=(), own=Mark("your score", 219))
_LONG = replace(
    CHART,
    title="A long title of a chart " * 5,
    ranges=tuple(replace(one, label="A group with a long name " * 8) for one in CHART.ranges),
    source="$source$ [x] " * 20,
)


@pytest.mark.parametrize("chart", [CHART, _ONE_POINT, _LONG])
def test_a_chart_is_a_picture_as_wide_as_a_phone(chart: ScaleChart) -> None:
    picture = draw_png(chart)
    assert picture.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", picture[16:24])
    assert width == WIDTH
    assert 300 < height < 2400


def test_the_same_chart_gives_the_same_bytes_without_a_word_on_the_program() -> None:
    picture = draw_png(CHART)
    assert picture == draw_png(CHART)
    assert b"tEXt" not in picture
    assert b"tIME" not in picture


def test_another_value_gives_another_picture() -> None:
    assert draw_png(CHART) != draw_png(replace(CHART, own=Mark("your score", 230)))


def test_a_users_own_settings_of_the_library_change_nothing() -> None:
    from matplotlib import rc_context

    picture = draw_png(CHART)
    with rc_context({"font.size": 30, "savefig.dpi": 30, "axes.facecolor": "black"}):
        assert draw_png(CHART) == picture


def test_nothing_for_drawing_or_for_the_prompt_loads_before_it_is_needed() -> None:
    program = (
        "import sys, bot.drawing, bot.console.lines, bot.console.session;"
        "sys.exit(bool({'matplotlib', 'numpy', 'prompt_toolkit'} & sys.modules.keys()))"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
