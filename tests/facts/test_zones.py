import subprocess
import sys
from importlib import resources
from zoneinfo import ZoneInfo

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from core.facts.zones import called, zone, zones


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("America/Chicago", "America/Chicago"),
        ("America/chicago", "America/Chicago"),
        (" chicago ", "America/Chicago"),
        ("new york", "America/New_York"),
        ("America/New York", "America/New_York"),
        ("Port-au-Prince", "America/Port-au-Prince"),
        ("Louisville", "America/Kentucky/Louisville"),
        ("Buenos Aires", "America/Argentina/Buenos_Aires"),
        ("Istanbul", "Europe/Istanbul"),
        ("Asia/Istanbul", "Asia/Istanbul"),
        ("UTC", "UTC"),
        ("Z", "UTC"),
    ],
)
def test_a_zone_is_found_by_name_or_city(typed: str, name: str) -> None:
    assert zone(typed) == name


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("EST", "America/New_York"),
        ("edt", "America/New_York"),
        ("E.S.T.", "America/New_York"),
        ("CST", "America/Chicago"),
        ("MST", "America/Denver"),
        ("PST", "America/Los_Angeles"),
        ("Pacific", "America/Los_Angeles"),
        ("US/Eastern", "America/New_York"),
    ],
)
def test_an_abbreviation_is_the_zone_people_mean_by_it(typed: str, name: str) -> None:
    assert zone(typed) == name


@pytest.mark.parametrize("typed", ["", "IST", "BST", "GMT", "Atlantis", "America", "Etc/GMT+5"])
def test_what_is_none_or_could_be_two_is_none(typed: str) -> None:
    assert zone(typed) is None


def test_the_zones_are_in_order_and_hold_no_technical_names() -> None:
    assert list(zones()) == sorted(set(zones()))
    assert "UTC" in zones()
    assert not [name for name in zones() if name.startswith(("Etc/", "posix", "right", "SystemV"))]
    assert [name for name in zones() if "/" not in name] == ["UTC"]
    assert len(zones()) > 400


def test_every_zone_leads_back_to_itself_and_can_be_used() -> None:
    for name in zones():
        assert zone(name) == name
        assert ZoneInfo(name).key == name


def test_every_other_name_means_a_zone_that_is_offered() -> None:
    names = yaml.safe_load((resources.files("core.facts") / "zones.yaml").read_text())
    assert set(names["names"].values()) <= set(zones())


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("CET", "Central European time"),
        ("EET", "Eastern European time"),
        ("EST", "US Eastern time"),
    ],
)
def test_a_zone_named_by_its_letters_is_called_by_what_they_stand_for(
    typed: str, said: str
) -> None:
    named = zone(typed)
    assert named is not None
    assert called(named) == said


@given(st.text(max_size=40))
def test_whatever_is_typed_is_read_without_complaint(typed: str) -> None:
    assert zone(typed) is None or zone(typed) in zones()


def test_the_zones_are_read_when_first_asked_for_and_not_before() -> None:
    lines = (
        "import core.facts.zones as held; import sys;"
        "sys.exit(held.zones.cache_info().currsize + held._held.cache_info().currsize)"
    )
    assert subprocess.run([sys.executable, "-c", lines], check=False).returncode == 0
