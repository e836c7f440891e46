"""A chart of a reply as a picture, to be read on a phone. matplotlib loads on the first one."""

import io
import textwrap
import threading
from typing import TYPE_CHECKING

from core.dialogue.reply import Mark, Range, ScaleChart

if TYPE_CHECKING:
    from matplotlib.axes import Axes

WIDTH = 1080
"""Pixels across."""

_DOTS = 180
_INK, _SOFT, _BAND, _OWN = "#1b1b1f", "#5a5f6a", "#9db8d9", "#a3330b"
_PAPER = {"facecolor": "white", "edgecolor": "none", "pad": 1.5}
_LABEL_COLUMNS, _TITLE_COLUMNS, _SMALL_COLUMNS = 48, 40, 62

# matplotlib keeps its settings and font cache for the whole process.
_one_at_a_time = threading.Lock()


def draw_png(chart: ScaleChart) -> bytes:
    """The chart as a PNG; the same chart gives the same bytes.

    It takes tens of milliseconds of computing: call it in a thread, off the event loop.
    """
    with _one_at_a_time:
        return _drawn(chart)


def _drawn(chart: ScaleChart) -> bytes:
    from matplotlib import rc_context, rcdefaults, rcParams
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure
    from matplotlib.layout_engine import ConstrainedLayoutEngine

    with rc_context():
        rcdefaults()  # whatever the user's own settings file says
        rcParams.update({"font.family": "DejaVu Sans", "text.parse_math": False})
        title = textwrap.fill(chart.title, _TITLE_COLUMNS)
        rows = len(chart.ranges) + 0.62 * len(chart.marks)
        height = 2.3 + 1.05 * rows + 0.25 * title.count("\n")
        layout = ConstrainedLayoutEngine(w_pad=0.12, h_pad=0.12)
        figure = Figure(figsize=(WIDTH / _DOTS, height), dpi=_DOTS, layout=layout)
        FigureCanvasAgg(figure)
        axes = figure.add_subplot()
        _frame(axes, chart, title)
        for row, one in enumerate(reversed(chart.ranges), start=1):
            _range(axes, one, row)
        for place, mark in enumerate(chart.marks):
            _mark(axes, mark, 0.25 - 0.5 * place, len(chart.ranges))
        _own(axes, chart.own, len(chart.ranges))
        picture = io.BytesIO()
        figure.savefig(picture, format="png", metadata={"Software": None})
    return picture.getvalue()


def _frame(axes: "Axes", chart: ScaleChart, title: str) -> None:
    axes.set_title(title, fontsize=14, fontweight="bold", loc="left", color=_INK, pad=10)
    bars = ["Bar: lower to upper quarter. \u25c6: centre."] if chart.ranges else []
    said = [chart.axis, *bars, chart.source]
    small = "\n".join(textwrap.fill(line, _SMALL_COLUMNS) for line in said)
    axes.set_xlabel(small, fontsize=10, color=_SOFT)
    points = [value for one in chart.ranges for value in (one.low, one.high)]
    points += [mark.at for mark in (*chart.marks, chart.own)]
    spread = (max(points) - min(points)) or 1
    axes.set_xlim(min(points) - 0.12 * spread, max(points) + 0.12 * spread)
    axes.set_ylim(0.2 - 0.5 * len(chart.marks), len(chart.ranges) + 1.35)
    axes.set_yticks([])
    axes.tick_params(axis="x", labelsize=11, colors=_INK)
    for side in ("left", "right", "top"):
        axes.spines[side].set_visible(False)


def _range(axes: "Axes", one: Range, row: int) -> None:
    """A bar with its numbers at its ends and below its centre, and its label above."""
    axes.barh(row, one.high - one.low, left=one.low, height=0.2, color=_BAND, edgecolor=_INK)
    axes.plot(one.centre, row, marker="D", color=_INK, markersize=8, zorder=3)
    left, right = axes.get_xlim()
    far = (one.low + one.high) > left + right
    label = textwrap.fill(one.label, _LABEL_COLUMNS, max_lines=2, placeholder=" \u2026")
    axes.text(
        0.99 if far else 0.01,
        row + 0.17,
        label,
        fontsize=11.5,
        color=_INK,
        ha="right" if far else "left",
        transform=axes.get_yaxis_transform(),
        bbox=_PAPER,
    )
    for value, side, place in ((one.low, "right", -7), (one.high, "left", 7)):
        _number(axes, value, row, (place, 0), side, "center")
    _number(axes, one.centre, row, (0, -13), "center", "top")


def _number(
    axes: "Axes", value: float, row: int, place: tuple[float, float], ha: str, va: str
) -> None:
    axes.annotate(
        f"{value:g}",
        (value, row),
        place,
        textcoords="offset points",
        ha=ha,
        va=va,
        fontsize=11,
        color=_INK,
        bbox=_PAPER,
    )


def _mark(axes: "Axes", mark: Mark, height: float, rows: int) -> None:
    axes.plot([mark.at, mark.at], [height, rows + 0.6], color=_SOFT, linestyle="--", linewidth=1.5)
    _beside(axes, f"{mark.label}: {mark.at:g}", mark.at, height, _SOFT, "normal")


def _own(axes: "Axes", own: Mark, rows: int) -> None:
    """A thick line with an arrow head; it ends above the labels of the marks."""
    axes.plot([own.at, own.at], [0.55, rows + 0.9], color=_OWN, linewidth=3)
    axes.plot(own.at, rows + 0.95, marker="v", color=_OWN, markersize=14)
    _beside(axes, f"{own.label}: {own.at:g}", own.at, rows + 1.0, _OWN, "bold")


def _beside(axes: "Axes", said: str, at: float, height: float, colour: str, weight: str) -> None:
    """A label on that side of its line where there is more room."""
    left, right = axes.get_xlim()
    rightwards = at < (left + right) / 2
    axes.annotate(
        said,
        (at, height),
        (11 if rightwards else -11, 0),
        textcoords="offset points",
        ha="left" if rightwards else "right",
        va="center",
        fontsize=12,
        color=colour,
        fontweight=weight,
    )
