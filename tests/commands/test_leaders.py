"""Leaders' commands: for those whom a server has named, looked at each time."""

from dataclasses import replace

import pytest

from core.commands.desk import Desk
from core.commands.entry import Entry
from core.commands.visit import Server, ServerKind, Visit, Where
from core.dialogue.command import Audience, Command, Place
from core.dialogue.reply import Paragraph, Reply
from core.dialogue.request import Asked
from core.dialogue.text import text
from tests.commands.conftest import Person

NAMED, OTHER = frozenset({"U1"}), frozenset({"U2"})


def there(ids: frozenset[str], *, administrator: bool = False, called: str = "workspace") -> Where:
    kind = ServerKind(called, "person", "invite it there")
    return Where(Place.SERVER, Server("T1", administrator, ids=ids, kind=kind))


@pytest.fixture
def led(desk: Desk) -> Desk:
    """A desk with a command for leaders."""

    async def run(asked: Asked, visit: Visit) -> Reply:
        return Reply(text("Posted"), (Paragraph(text("Done.")),))

    command = Command(
        "post", "For leaders.", audience=Audience.LEADERS, places=frozenset({Place.SERVER})
    )
    return replace(desk, entries={**desk.entries, "post": Entry(command, run)})


@pytest.fixture
async def leaders_named(led: Desk) -> Desk:
    await Person(led, "admin", where=there(OTHER, administrator=True)).reply("/setup leaders:U1")
    return led


async def test_a_leader_whom_the_server_has_named_may_use_them(leaders_named: Desk) -> None:
    await Person(leaders_named, "ada", where=there(NAMED)).reply("/post")


async def test_an_administrator_may_use_them_without_being_named(leaders_named: Desk) -> None:
    await Person(leaders_named, "ben", where=there(OTHER, administrator=True)).reply("/post")


async def test_anybody_else_is_told_whom_to_ask(leaders_named: Desk) -> None:
    refused = await Person(leaders_named, "cem", where=there(OTHER)).refused("/post")
    assert refused.refusals[0].accepted == (
        "/post is for the leaders whom this workspace has named; ask one of them"
    )


async def test_who_is_no_leader_any_more_has_lost_the_right_at_once(leaders_named: Desk) -> None:
    admin = Person(leaders_named, "admin", where=there(OTHER, administrator=True))
    await admin.reply("/setup leaders:unknown")
    await Person(leaders_named, "ada", where=there(NAMED)).refused("/post")


async def test_a_leader_of_another_server_is_none_here(leaders_named: Desk) -> None:
    where = there(NAMED)
    assert where.server is not None
    elsewhere = replace(where, server=replace(where.server, platform_id="T2"))
    await Person(leaders_named, "ada", where=elsewhere).refused("/post")


async def test_settings_are_spoken_of_in_the_platforms_own_words(desk: Desk) -> None:
    admin = Person(desk, "admin", where=there(OTHER, administrator=True))
    reply = await admin.reply("/setup leaders:U1")
    assert reply.title == text("Settings of this workspace")
    refused = await Person(desk, "ada", where=there(NAMED)).refused("/setup")
    assert "manage this workspace" in refused.refusals[0].accepted
