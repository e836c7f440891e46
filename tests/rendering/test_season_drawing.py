"""A season as a picture: as wide as a phone, the same for the same, different for what matters."""

import struct
from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.drawing import WIDTH, draw_png
from core.dialogue.reply import Bar, DayMark, SeasonChart

SEASON = SeasonChart(
    title="Your season 2027",
    begins=date(2026, 9, 1),
    ends=date(2027, 6, 30),
    today=date(2026, 11, 24),
    bars=(Bar("Interviews", date(2026, 10, 1), date(2027, 1, 31)),),
    deadlines=(
        DayMark("Registration", date(2027, 1, 29), fixed=True),
        DayMark("Season ends", date(2027, 5, 31), estimated=True),
    ),
)
_EMPTY = replace(SEASON, bars=(), deadlines=())
_DAY = date(2026, 9, 1)
_ONE_DAY = replace(_EMPTY, begins=_DAY, ends=_DAY, today=_DAY, bars=(Bar("A day", _DAY, _DAY),))
_LONG = replace(
    SEASON,
    title="A long title of a season " * 6,
    ends=date(2029, 12, 31),
    bars=tuple(
        Bar("$A span$ with a name [x] " * 5, _DAY + timedelta(days=n), date(2029, 1, n + 1), True)
        for n in range(3)
    ),
    deadlines=(DayMark("Averylongwordwithoutanyblank" * 4, date(2029, 12, 31), True, True),),
)


@pytest.mark.parametrize("chart", [SEASON, _EMPTY, _ONE_DAY, _LONG])
def test_a_season_is_a_picture_as_wide_as_a_phone(chart: SeasonChart) -> None:
    width, height = struct.unpack(">II", draw_png(chart)[16:24])
    assert width == WIDTH
    assert 300 < height < 2400


def test_the_same_season_gives_the_same_bytes() -> None:
    assert draw_png(SEASON) == draw_png(SEASON)


@pytest.mark.parametrize(
    "other",
    [
        replace(SEASON, today=date(2026, 11, 25)),
        replace(SEASON, today=date(2028, 11, 25)),
        replace(SEASON, bars=(replace(SEASON.bars[0], estimated=True),)),
        replace(SEASON, deadlines=(replace(SEASON.deadlines[0], estimated=True),)),
        replace(SEASON, deadlines=(replace(SEASON.deadlines[0], fixed=False),)),
    ],
)
def test_today_an_estimate_and_what_cannot_be_made_up_for_are_seen(other: SeasonChart) -> None:
    same = replace(SEASON, deadlines=SEASON.deadlines[:1]) if len(other.deadlines) == 1 else SEASON
    assert draw_png(other) != draw_png(same)


def test_the_order_in_which_things_are_told_changes_nothing() -> None:
    turned = replace(SEASON, deadlines=SEASON.deadlines[::-1])
    assert draw_png(turned) == draw_png(SEASON)
