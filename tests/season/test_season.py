"""A season of eight people in eight zones, from July to March, on a virtual clock.

Everything is real but the clock and the platform: planning, the database, the deliverer, restarts.
What each person should get is worked out apart, minute by minute (``expected.py``). Many more
people, in twelve zones, have theirs with ``make season``.
"""

import pytest

from tests.season.running import Report, season


@pytest.fixture(scope="module")
def report() -> Report:
    return season(8, seed=3, restart_every=20)


def test_every_reminder_of_a_season_arrives_once_at_its_minute_and_nothing_else_does(
    report: Report,
) -> None:
    assert report.verdict.wrong == []
    assert report.verdict.arrived > 250
    assert report.verdict.in_time > report.verdict.arrived * 0.7


def test_the_season_had_clocks_that_changed_faults_restarts_and_corrected_dates(
    report: Report,
) -> None:
    assert report.skipped > 0
    assert report.doubled > 0
    assert report.tried_again > 0
    assert report.restarts > 10
    assert report.moved > 0
    assert report.put_off > 0
    assert report.checks > 0
    assert report.late_digests > 0
