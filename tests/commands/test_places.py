"""What a server's settings do for the people in it."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from core.commands.desk import Desk
from core.commands.places import day_for
from core.commands.visit import ALONE, Server, Where
from core.dialogue.command import Place
from tests.commands.conftest import Person

HERE = Where(Place.SERVER, Server("s1", administrator=True))
ELSEWHERE = Where(Place.SERVER, Server("s2"))
LATE = datetime(2026, 11, 23, 3, 30, tzinfo=UTC)


@pytest.fixture
def here(desk: Desk) -> Person:
    return Person(desk, where=HERE)


async def season_asked(person: Person, line: str = "/assess") -> str:
    form = await person.form(line)
    return next(one.current for one in form.asked if one.question.name == "season_stage")


async def day(desk: Desk, where: Where, door: str = "console") -> date:
    async with desk.store.reading() as tx:
        return await day_for(where, door, LATE, desk.library, tx)


async def test_the_day_is_that_of_the_servers_zone(here: Person) -> None:
    await here.reply("/setup default_zone:America/Chicago")
    assert await day(here.desk, HERE) == date(2026, 11, 22)


async def test_where_no_zone_was_chosen_the_day_is_that_of_the_program(here: Person) -> None:
    await here.reply("/setup default_zone:America/Chicago")
    for where, door in ((ALONE, "console"), (ELSEWHERE, "console"), (HERE, "slack")):
        assert await day(here.desk, where, door) == date(2026, 11, 23)
    await here.reply("/setup default_zone:unknown default_season:2028")
    assert await day(here.desk, HERE) == date(2026, 11, 23)


async def test_the_servers_season_is_offered_where_it_can_be_one_answer_only(
    here: Person,
) -> None:
    assert await season_asked(here) == ""
    await here.reply("/setup default_season:2028")
    assert await season_asked(here) == "2028_not_applied"
    assert await season_asked(here, "/profile page:start") == "2028_not_applied"
    assert await season_asked(replace(here, where=ALONE)) == ""
    assert await season_asked(replace(here, where=ELSEWHERE)) == ""


async def test_a_season_that_many_have_applied_in_is_left_to_the_person(here: Person) -> None:
    await here.reply("/setup default_season:2027")
    assert await season_asked(here) == ""


async def test_a_season_that_is_over_is_not_offered(here: Person) -> None:
    await here.reply("/setup default_season:2027")
    assert await season_asked(replace(here, today=date(2027, 6, 1))) == ""


@pytest.mark.parametrize(
    ("answer", "asked"),
    [
        ("season_stage:2027_applied", "2027_applied"),
        ("season:2029", ""),
        ("stage:interviewing", ""),
    ],
)
async def test_what_a_person_said_of_their_season_always_wins(
    here: Person, answer: str, asked: str
) -> None:
    await here.reply("/setup default_season:2028")
    await here.reply(f"/assess applicant:us_img specialty:dr {answer}")
    assert await season_asked(here, "/assess page:start") == asked
