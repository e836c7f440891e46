"""What Slack says of people: their zone, their rights, whose they are; and when it says nothing."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.slack import members
from bot.slack.members import Members
from core.commands.desk import Desk
from core.commands.visit import Library, Visit
from core.dialogue.form import Form
from core.dialogue.reply import Refused, Reply
from core.dialogue.request import Asked
from core.storage.servers import read_server
from tests.platforms.slack_scene import Scene, slack_scene
from tests.platforms.slack_server import SlackServer
from tests.platforms.slack_server.people import User

NEAR_MIDNIGHT = datetime(2026, 11, 23, 3, 30, tzinfo=UTC)
"""Sunday evening in New York, Monday everywhere east of it."""

SETUP = "setup default_zone:America/Chicago"
NOT_TOLD = "so nothing was changed. Please try again in a minute"


@dataclass
class Seconds:
    """A clock that only goes on when a test says so."""

    at: float = 1000.0

    def monotonic(self) -> float:
        return self.at


@pytest.fixture
def seconds(monkeypatch: pytest.MonkeyPatch) -> Seconds:
    clock = Seconds()
    made = Members.__init__
    monkeypatch.setattr(Members, "__init__", lambda of, _: made(of, clock.monotonic))
    return clock


class Days:
    """Which days it was, by what the bot believed."""

    def __init__(self) -> None:
        self.seen: list[int] = []

    def noted(self, desk: Desk) -> Desk:
        entry = desk.entries["about"]

        async def noting(asked: Asked, visit: Visit) -> Reply | Form | Refused:
            self.seen.append(visit.today.day)
            return await entry.handler(asked, visit)

        return replace(desk, entries={**desk.entries, "about": replace(entry, handler=noting)})


@pytest.fixture
def days() -> Days:
    return Days()


async def today(scene: Scene, days: Days, user: User) -> int:
    """The day that the bot believes it to be for somebody, who is answered."""
    scene.channel.join(user)
    shown = await (await scene.types("about", user=user)).message()
    assert "About Reading Room" in shown.words
    return days.seen[-1]


@pytest.fixture
async def late(
    local_slack: SlackServer, tmp_path: Path, shelf: Library, days: Days
) -> AsyncIterator[Scene]:
    """A scene shortly before midnight somewhere."""
    async with slack_scene(
        local_slack, tmp_path / "a.db", shelf, now=lambda: NEAR_MIDNIGHT, at=days.noted
    ) as scene:
        yield scene


async def test_the_zone_that_slack_knows_decides_which_day_it_is(late: Scene, days: Days) -> None:
    here = late.server.user("Ben", late.team, tz="America/New_York")
    there = late.server.user("Cem", late.team, tz="Europe/Berlin")
    assert await today(late, days, here) == 22
    assert await today(late, days, there) == 23


@pytest.mark.parametrize("trouble", ["refused", "cut", "slow", "nothing", "unknown"])
async def test_without_a_zone_it_is_the_day_of_the_workspace_and_the_answer_is_there(
    late: Scene, days: Days, trouble: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    late.ada.admin, late.ada.tz = True, "America/New_York"
    await late.types("setup default_zone:Europe/Berlin")
    ben = late.server.user("Ben", late.team, tz="America/New_York")
    if trouble == "refused":
        late.server.fail("users.info", "internal_error")
    elif trouble == "cut":
        late.server.reset("users.info", times=None)
    elif trouble == "slow":
        monkeypatch.setattr(members, "TOLD_WITHIN", 0.05)
        late.server.hang("users.info")
    else:
        ben.tz = None if trouble == "nothing" else "Mars/Olympus"
    assert await today(late, days, ben) == 23


async def test_a_zone_is_asked_once_an_hour(scene: Scene, seconds: Seconds) -> None:
    await scene.types("about")
    await scene.types("help")
    assert len(scene.server.matching("users.info")) == 1


async def test_administrators_and_owners_may_set_up_and_others_are_told_whom_to_ask(
    scene: Scene,
) -> None:
    boss = scene.server.user("Boss", scene.team, admin=True)
    owner = scene.server.user("Owner", scene.team, owner=True)
    scene.channel.join(boss, owner)
    assert "may manage this workspace" in await scene.asks(SETUP)
    for user in (boss, owner):
        shown = await (await scene.types(SETUP, user=user)).message()
        assert "America/Chicago" in shown.words


@pytest.fixture
async def timed(
    seconds: Seconds, local_slack: SlackServer, tmp_path: Path, shelf: Library
) -> AsyncIterator[Scene]:
    """A scene whose bot counts by the test's seconds."""
    async with slack_scene(local_slack, tmp_path / "a.db", shelf) as scene:
        yield scene


async def test_an_administrator_is_trusted_for_a_minute_and_then_asked_about_again(
    timed: Scene, seconds: Seconds
) -> None:
    timed.ada.admin = True
    assert "America/Chicago" in await timed.asks(SETUP)
    timed.ada.admin = False
    seconds.at += 59
    assert "America/Chicago" in await timed.asks("setup show:yes")
    assert len(timed.server.matching("users.info")) == 1
    seconds.at += 1
    assert "may manage this workspace" in await timed.asks("setup show:yes")
    assert len(timed.server.matching("users.info")) == 2


async def test_who_becomes_an_administrator_is_one_within_a_minute(
    timed: Scene, seconds: Seconds
) -> None:
    assert "may manage this workspace" in await timed.asks(SETUP)
    timed.ada.admin = True
    seconds.at += 60
    assert "America/Chicago" in await timed.asks(SETUP)


@pytest.mark.parametrize("trouble", ["refused", "cut", "room"])
async def test_where_slack_does_not_tell_who_administers_nothing_is_changed_and_that_is_said(
    timed: Scene, seconds: Seconds, trouble: str, caplog: pytest.LogCaptureFixture
) -> None:
    timed.ada.admin = True
    await timed.types("about")
    seconds.at += 60
    if trouble == "refused":
        timed.server.fail("users.info", "internal_error")
    elif trouble == "cut":
        timed.server.reset("users.info", times=None)
    else:
        timed.server.fail("users.info", status=429, retry_after=60)
    said = await timed.asks(SETUP)
    assert NOT_TOLD in said
    assert "What you sent, to copy" in said
    assert "America/Chicago" not in caplog.text
    timed.server.heal()
    async with timed.running.desk.store.reading() as tx:
        saved = await read_server(tx, door="slack", platform_id=timed.team.id)
    assert saved is None or saved.settings.zone is None


async def test_a_form_that_administers_looks_again_as_it_is_sent(
    timed: Scene, seconds: Seconds
) -> None:
    timed.ada.admin = True
    form = await timed.opens("setup")
    timed.ada.admin = False
    seconds.at += 60
    await timed.sends(form, {"default_season": "2028"})
    assert timed.ada.modal is not None
    assert "may manage this workspace" in timed.ada.modal.words


async def test_leaders_are_people_of_the_workspace_whom_the_form_offers(scene: Scene) -> None:
    scene.ada.admin = True
    ben = scene.server.user("Ben", scene.team)
    form = await scene.opens("setup")
    await scene.sends(form, {"leaders": ben.id})
    async with scene.running.desk.store.reading() as tx:
        saved = await read_server(tx, door="slack", platform_id=scene.team.id)
    assert saved is not None
    assert saved.settings.leader_roles == (ben.id,)
