"""Times of day as people type them."""

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.commands.clock_times import UnclearClock, read_hours, read_time, time_words


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("07:30", time(7, 30)),
        ("7:30 pm", time(19, 30)),
        ("7:30pm", time(19, 30)),
        ("7 P.M.", time(19)),
        ("12 am", time(0)),
        ("12pm", time(12)),
        ("21", time(21)),
        ("0730", time(7, 30)),
        (" 7.30 ", time(7, 30)),
    ],
)
def test_a_time_is_read_as_it_is_typed(typed: str, meant: time) -> None:
    assert read_time(typed) == meant


@pytest.mark.parametrize(
    "typed", ["", "24:00", "7:60", "13 pm", "0 am", "seven", "7:3", "-7", "\u0667", "07:30:00"]
)
def test_what_is_no_time_is_refused(typed: str) -> None:
    with pytest.raises(UnclearClock):
        read_time(typed)


@given(st.times().map(lambda at: at.replace(second=0, microsecond=0)))
def test_a_time_as_it_is_shown_is_read_as_itself(at: time) -> None:
    assert read_time(time_words(at)) == at


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("21:00-07:00", (time(21), time(7))),
        ("9 pm to 7 am", (time(21), time(7))),
        ("21:00 \u2013 7", (time(21), time(7))),
        ("none", (time(0), time(0))),
    ],
)
def test_quiet_hours_are_two_times(typed: str, meant: tuple[time, time]) -> None:
    assert read_hours(typed) == meant


@pytest.mark.parametrize("typed", ["", "21:00", "21:00-", "1-2-3", "a-b"])
def test_what_is_not_two_times_is_refused(typed: str) -> None:
    with pytest.raises(UnclearClock, match="two times"):
        read_hours(typed)
