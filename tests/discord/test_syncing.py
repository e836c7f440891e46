from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any
from unittest.mock import create_autospec

import aiohttp
import discord
import pytest
from discord.http import HTTPClient

from bot.discord.registration import command_payloads
from bot.discord.syncing import DevelopmentServerRefused, synchronise
from bot.settings import SettingsRefused
from core.dialogue.command import Command
from core.storage.engine import Store

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
APPLICATION = 1234
COMMANDS = {"assess": Command("assess", "Reads."), "help": Command("help", "Helps.")}
FEWER = {"help": COMMANDS["help"]}


class Discord:
    """The two requests that overwrite commands, as the library makes them."""

    def __init__(self) -> None:
        self.requests: list[tuple[int | None, list[str]]] = []
        self.refusing: dict[int, int] = {}
        self.http: Any = create_autospec(HTTPClient, instance=True)
        self.http.bulk_upsert_global_commands.side_effect = self._everywhere
        self.http.bulk_upsert_guild_commands.side_effect = self._in_server

    async def _everywhere(self, application: int, payload: list[dict[str, Any]]) -> Any:
        assert application in {APPLICATION, APPLICATION + 1}
        self.requests.append((None, [one["name"] for one in payload]))

    async def _in_server(self, application: int, server: int, payload: list[dict[str, Any]]) -> Any:
        assert application == APPLICATION
        if status := self.refusing.get(server):
            response = create_autospec(aiohttp.ClientResponse, instance=True, status=status)
            kinds = {403: discord.Forbidden, 404: discord.NotFound}
            raise kinds.get(status, discord.HTTPException)(response, "no")
        self.requests.append((server, [one["name"] for one in payload]))

    def since(self) -> list[tuple[int | None, list[str]]]:
        """What was asked since the last look: the server, and the names."""
        seen, self.requests = self.requests, []
        return seen


@pytest.fixture
async def store() -> AsyncIterator[Store]:
    opened = await Store.open("sqlite://")
    yield opened
    await opened.close()


@pytest.fixture
def platform() -> Discord:
    return Discord()


async def sync(
    platform: Discord,
    store: Store,
    commands: dict[str, Command] = COMMANDS,
    *,
    server: int | None = None,
    application: int = APPLICATION,
) -> bool:
    return await synchronise(
        platform.http, application, commands, store, development_server=server, now=NOW
    )


async def test_commands_are_registered_once_and_again_when_they_change(
    platform: Discord, store: Store
) -> None:
    assert await sync(platform, store) is True
    assert platform.since() == [(None, ["assess", "help"])]
    assert await sync(platform, store) is False
    assert platform.since() == []
    assert await sync(platform, store, FEWER) is True
    assert platform.since() == [(None, ["help"])]


async def test_what_is_sent_is_the_whole_declaration(platform: Discord, store: Store) -> None:
    await sync(platform, store)
    platform.http.bulk_upsert_global_commands.assert_called_once_with(
        APPLICATION, command_payloads(COMMANDS)
    )


async def test_another_application_is_told_by_itself(platform: Discord, store: Store) -> None:
    await sync(platform, store)
    await sync(platform, store, server=7)
    platform.since()
    assert await sync(platform, store, application=APPLICATION + 1) is True
    assert platform.since() == [(None, ["assess", "help"])]
    assert await sync(platform, store, server=7) is False


async def test_a_development_server_has_commands_of_its_own(
    platform: Discord, store: Store
) -> None:
    assert await sync(platform, store, server=7) is True
    assert await sync(platform, store, server=7) is False
    assert platform.since() == [(7, ["assess", "help"])]


@pytest.mark.parametrize("then", [None, 8])
async def test_a_server_that_is_no_development_server_any_more_loses_its_commands(
    platform: Discord, store: Store, then: int | None
) -> None:
    await sync(platform, store, server=7)
    platform.since()
    assert await sync(platform, store, server=then) is True
    assert platform.since() == [(then, ["assess", "help"]), (7, [])]
    assert await sync(platform, store, server=then) is False
    assert platform.since() == []
    # Back again, it is registered anew.
    assert await sync(platform, store, server=7) is True
    assert (7, ["assess", "help"]) in platform.since()


async def test_commands_everywhere_stay_beside_those_of_a_development_server(
    platform: Discord, store: Store
) -> None:
    await sync(platform, store)
    await sync(platform, store, server=7)
    assert platform.since() == [(None, ["assess", "help"]), (7, ["assess", "help"])]
    assert await sync(platform, store) is False
    assert platform.since() == [(7, [])]


@pytest.mark.parametrize("status", [403, 404])
async def test_a_development_server_without_the_bot_is_named_by_its_setting(
    platform: Discord, store: Store, status: int
) -> None:
    platform.refusing[7] = status
    with pytest.raises(
        DevelopmentServerRefused, match=r"DEVELOPMENT_SERVER .* add the bot"
    ) as told:
        await sync(platform, store, server=7)
    assert isinstance(told.value, SettingsRefused)
    platform.refusing.clear()
    assert await sync(platform, store, server=7) is True


@pytest.mark.parametrize("status", [403, 404])
async def test_a_former_development_server_that_is_out_of_reach_is_forgotten(
    platform: Discord, store: Store, status: int
) -> None:
    await sync(platform, store, server=7)
    platform.refusing[7] = status
    assert await sync(platform, store) is True
    assert await sync(platform, store) is False
    platform.refusing.clear()
    platform.since()
    await sync(platform, store)
    assert platform.since() == []


async def test_what_discord_did_not_take_is_sent_again(platform: Discord, store: Store) -> None:
    platform.refusing[7] = 500
    with pytest.raises(discord.HTTPException):
        await sync(platform, store, server=7)
    platform.refusing.clear()
    assert await sync(platform, store, server=7) is True
