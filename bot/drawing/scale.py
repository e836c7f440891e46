"""A person's value on a scale, beside those of others."""

import textwrap
from typing import TYPE_CHECKING

from bot.drawing.paper import BAND, INK, OWN, PAPER, SMALL_COLUMNS, SOFT, TITLE_COLUMNS, sheet
from core.dialogue.reply import Mark, Range, ScaleChart

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_LABEL_COLUMNS = 48


def scale_figure(chart: ScaleChart) -> "Figure":
    """The ranges under one another, the marks below them, and the person's own value."""
    title = textwrap.fill(chart.title, TITLE_COLUMNS)
    rows = len(chart.ranges) + 0.62 * len(chart.marks)
    figure, axes = sheet(2.3 + 1.05 * rows + 0.25 * title.count("\n"))
    _frame(axes, chart, title)
    for row, one in enumerate(reversed(chart.ranges), start=1):
        _range(axes, one, row)
    for place, mark in enumerate(chart.marks):
        _mark(axes, mark, 0.25 - 0.5 * place, len(chart.ranges))
    _own(axes, chart.own, len(chart.ranges))
    return figure


def _frame(axes: "Axes", chart: ScaleChart, title: str) -> None:
    axes.set_title(title, fontsize=14, fontweight="bold", loc="left", color=INK, pad=10)
    bars = ["Bar: lower to upper quarter. \u25c6: centre."] if chart.ranges else []
    said = [chart.axis, *bars, chart.source]
    small = "\n".join(textwrap.fill(line, SMALL_COLUMNS) for line in said)
    axes.set_xlabel(small, fontsize=10, color=SOFT)
    points = [value for one in chart.ranges for value in (one.low, one.high)]
    points += [mark.at for mark in (*chart.marks, chart.own)]
    spread = (max(points) - min(points)) or 1
    axes.set_xlim(min(points) - 0.12 * spread, max(points) + 0.12 * spread)
    axes.set_ylim(0.2 - 0.5 * len(chart.marks), len(chart.ranges) + 1.35)
    axes.set_yticks([])
    axes.tick_params(axis="x", labelsize=11, colors=INK)
    for side in ("left", "right", "top"):
        axes.spines[side].set_visible(False)


def _range(axes: "Axes", one: Range, row: int) -> None:
    """A bar with its numbers at its ends and below its centre, and its label above."""
    axes.barh(row, one.high - one.low, left=one.low, height=0.2, color=BAND, edgecolor=INK)
    axes.plot(one.centre, row, marker="D", color=INK, markersize=8, zorder=3)
    left, right = axes.get_xlim()
    far = (one.low + one.high) > left + right
    label = textwrap.fill(one.label, _LABEL_COLUMNS, max_lines=2, placeholder=" \u2026")
    axes.text(
        0.99 if far else 0.01,
        row + 0.17,
        label,
        fontsize=11.5,
        color=INK,
        ha="right" if far else "left",
        transform=axes.get_yaxis_transform(),
        bbox=PAPER,
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
        color=INK,
        bbox=PAPER,
    )


def _mark(axes: "Axes", mark: Mark, height: float, rows: int) -> None:
    axes.plot([mark.at, mark.at], [height, rows + 0.6], color=SOFT, linestyle="--", linewidth=1.5)
    _beside(axes, f"{mark.label}: {mark.at:g}", mark.at, height, SOFT, "normal")


def _own(axes: "Axes", own: Mark, rows: int) -> None:
    """A thick line with an arrow head; it ends above the labels of the marks."""
    axes.plot([own.at, own.at], [0.55, rows + 0.9], color=OWN, linewidth=3)
    axes.plot(own.at, rows + 0.95, marker="v", color=OWN, markersize=14)
    _beside(axes, f"{own.label}: {own.at:g}", own.at, rows + 1.0, OWN, "bold")


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
