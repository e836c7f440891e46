"""A season as one person has it: a calendar from its first month to its last, today marked."""

import textwrap
from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING

from bot.drawing.paper import BAND, INK, OWN, PAPER, SMALL_COLUMNS, SOFT, TITLE_COLUMNS, sheet
from core.dialogue.reply import Bar, DayMark, SeasonChart

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_LABEL_COLUMNS, _BESIDE_COLUMNS = 46, 30
_BAR_ROW, _MARK_ROW = 1.5, 1.0
_ROW_INCHES = 0.44
_MONTHS_NAMED = 14
"""As many months as have room for their names; of more, every second or third is named."""
_SAID = (
    "\u25c6 nothing makes up for missing it. \u25cf a date to keep. "
    "Hatched or hollow: an estimate, nobody has published it yet."
)


def season_figure(chart: SeasonChart) -> "Figure":
    """Spans first, then days, each in the order of time, a row for each."""
    bars = sorted(chart.bars, key=lambda bar: (bar.begins, bar.ends, bar.label))
    marks = sorted(chart.deadlines, key=lambda mark: (mark.on, mark.label))
    title = textwrap.fill(chart.title, TITLE_COLUMNS)
    rows = _BAR_ROW * len(bars) + _MARK_ROW * len(marks)
    figure, axes = sheet(2.0 + _ROW_INCHES * rows + 0.25 * title.count("\n"))
    _frame(axes, chart, title, rows)
    row = 0.0
    for bar in bars:
        _bar(axes, bar, chart, row)
        row += _BAR_ROW
    for mark in marks:
        _mark(axes, mark, chart, row)
        row += _MARK_ROW
    return figure


def _frame(axes: "Axes", chart: SeasonChart, title: str, rows: float) -> None:
    axes.set_title(title, fontsize=14, fontweight="bold", loc="left", color=INK, pad=10)
    axes.set_xlim(-3, max((chart.ends - chart.begins).days, 1) + 3)
    axes.set_ylim(max(rows, 1), -0.3)  # the first row is on top
    firsts = list(_months(chart))
    step = -(-len(firsts) // _MONTHS_NAMED)
    named = firsts[::step] or [chart.begins]
    axes.set_xticks([(first - chart.begins).days for first in named])
    axes.set_xticklabels([_month(first, first is named[0]) for first in named], fontsize=10)
    axes.tick_params(axis="x", colors=INK, top=True, labeltop=True, bottom=False, labelbottom=False)
    axes.grid(visible=True, axis="x", color="#e4e6ea", linewidth=1)
    axes.set_axisbelow(True)
    axes.set_yticks([])
    for side in ("left", "right", "bottom"):
        axes.spines[side].set_visible(False)
    said = [_SAID]
    if chart.begins <= chart.today <= chart.ends:
        at = (chart.today - chart.begins).days
        axes.axvline(at, color=OWN, linewidth=2.5, zorder=1)
        said = [f"Red line: today, {_day(chart.today)} {chart.today.year}.", _SAID]
    small = "\n".join(textwrap.fill(line, SMALL_COLUMNS) for line in said)
    axes.set_xlabel(small, fontsize=10, color=SOFT, loc="left", labelpad=8)


def _months(chart: SeasonChart) -> Iterator[date]:
    """The first days of the months within the chart."""
    first = chart.begins.replace(day=1)
    while first <= chart.ends:
        if first >= chart.begins:
            yield first
        first = (first + timedelta(days=31)).replace(day=1)


def _month(first: date, leads: bool) -> str:
    return f"{first:%b}\n{first.year}" if leads or first.month == 1 else f"{first:%b}"


def _day(day: date) -> str:
    return f"{day.day} {day:%b}"


def _bar(axes: "Axes", bar: Bar, chart: SeasonChart, row: float) -> None:
    """A span, with its label and its days above it."""
    begins, ends = ((day - chart.begins).days for day in (bar.begins, bar.ends))
    axes.barh(
        row + 1.05,
        max(ends - begins, 1),
        left=begins,
        height=0.5,
        color="white" if bar.estimated else BAND,
        edgecolor=INK,
        hatch="////" if bar.estimated else None,
        linestyle="--" if bar.estimated else "-",
        zorder=2,
    )
    far = begins + ends > (chart.ends - chart.begins).days
    said = f"{bar.label}: {_day(bar.begins)} to {_day(bar.ends)}"
    axes.text(
        0.99 if far else 0.01,
        row + 0.42,
        textwrap.shorten(said, _LABEL_COLUMNS + 10, placeholder=" \u2026"),
        fontsize=11,
        color=INK,
        ha="right" if far else "left",
        va="center",
        transform=axes.get_yaxis_transform(),
        bbox=PAPER,
    )


def _mark(axes: "Axes", mark: DayMark, chart: SeasonChart, row: float) -> None:
    """A day, with its label on that side where there is more room."""
    at = (mark.on - chart.begins).days
    axes.plot(
        at,
        row + 0.5,
        marker="D" if mark.fixed else "o",
        markersize=9,
        color=INK,
        markerfacecolor="white" if mark.estimated else INK,
        markeredgewidth=1.8,
        zorder=3,
    )
    rightwards = 2 * at < (chart.ends - chart.begins).days
    said = f"{_day(mark.on)} \u00b7 {mark.label}"
    axes.annotate(
        textwrap.fill(said, _BESIDE_COLUMNS, max_lines=2, placeholder=" \u2026"),
        (at, row + 0.5),
        (12 if rightwards else -12, 0),
        textcoords="offset points",
        ha="left" if rightwards else "right",
        va="center",
        fontsize=11,
        fontweight="bold" if mark.fixed else "normal",
        color=INK,
        bbox=PAPER,
        zorder=2,
    )
