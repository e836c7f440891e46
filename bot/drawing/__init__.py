"""A chart of a reply as a picture, to be read on a phone. matplotlib loads on the first one."""

import threading

from bot.drawing.paper import WIDTH, drawing, png
from bot.drawing.scale import scale_figure
from bot.drawing.season import season_figure
from core.dialogue.reply import Chart, ScaleChart

__all__ = ["WIDTH", "draw_png"]

# matplotlib keeps its settings and font cache for the whole process.
_one_at_a_time = threading.Lock()


def draw_png(chart: Chart) -> bytes:
    """The chart as a PNG; the same chart gives the same bytes.

    It takes tens of milliseconds of computing: call it in a thread, off the event loop.
    """
    with _one_at_a_time, drawing():
        return png(scale_figure(chart) if isinstance(chart, ScaleChart) else season_figure(chart))
