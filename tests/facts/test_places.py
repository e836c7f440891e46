import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.facts.places import countries, country, state, states


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("Texas", "TX"),
        ("  new   york ", "NY"),
        ("ny", "NY"),
        ("Puerto Rico", "PR"),
        ("U.S. Virgin Islands", "VI"),
        ("D.C.", "DC"),
        ("Washington, D.C.", "DC"),
        ("Washington", "WA"),
        ("District of Columbia", "DC"),
    ],
)
def test_a_state_is_found_by_name_or_code(typed: str, code: str) -> None:
    assert state(typed) == code


@pytest.mark.parametrize("typed", ["", "Ontario", "Bavaria", "Texass", "UM"])
def test_what_is_no_state_is_none(typed: str) -> None:
    assert state(typed) is None


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("Pakistan", "PK"),
        ("pk", "PK"),
        ("USA", "US"),
        ("U.S.", "US"),
        ("the United States", "US"),
        ("UK", "GB"),
        ("Turkey", "TR"),
        ("Türkiye", "TR"),
        ("South Korea", "KR"),
        ("Iran", "IR"),
        ("Cote d'Ivoire", "CI"),
        ("St. Kitts and Nevis", "KN"),
        ("Saint Lucia", "LC"),
        ("The Gambia", "GM"),
        ("Czech Republic", "CZ"),
        ("UAE", "AE"),
        ("Norway", "NO"),
    ],
)
def test_a_country_is_found_as_people_write_it(typed: str, code: str) -> None:
    assert country(typed) == code


@pytest.mark.parametrize("typed", ["", "Texas", "Atlantis", "zz"])
def test_what_is_no_country_is_none(typed: str) -> None:
    assert country(typed) is None


def test_choices_are_fifty_states_the_district_and_five_territories() -> None:
    assert len(states()) == 56
    assert [place.name for place in states()] == sorted(place.name for place in states())
    assert len({place.code for place in states()}) == 56


def test_every_choice_leads_back_to_itself() -> None:
    assert {state(place.name) for place in states()} == {place.code for place in states()}
    assert {country(place.name) for place in countries()} == {place.code for place in countries()}


@given(st.text(max_size=40))
def test_whatever_is_typed_is_read_without_complaint(typed: str) -> None:
    assert state(typed) is None or len(state(typed) or "") == 2
    assert country(typed) is None or len(country(typed) or "") == 2


def test_the_lists_are_read_when_first_asked_for_and_not_before() -> None:
    lines = "import sys, core.facts.places; sys.exit('pycountry' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", lines], check=False).returncode == 0
