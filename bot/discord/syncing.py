"""Discord told of the commands, when they have changed since it was told last."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import discord
from discord.http import HTTPClient

from bot.discord.registration import command_payloads, digest
from bot.discord.requests import DOOR
from bot.settings import SettingsRefused
from core.dialogue.command import Command
from core.storage.engine import Store
from core.storage.registrations import forget_registered, note_registered, registered

_LOG = logging.getLogger("readingroom.discord")
_EVERYWHERE = "global"


class DevelopmentServerRefused(SettingsRefused):
    """Discord takes no commands for the development server; the message says what to do."""


async def synchronise(
    http: HTTPClient,
    application_id: int,
    commands: Mapping[str, Command],
    store: Store,
    *,
    development_server: int | None,
    now: datetime,
) -> bool:
    """Register the commands, everywhere or in the development server alone; whether they changed.

    All commands are overwritten at once, so that renamed and removed ones go. A server that was
    the development server earlier loses its own. What was registered is noted after Discord has
    taken it: cut off in between, it is registered once more.

    Raises :class:`DevelopmentServerRefused`, what the library raises, and ``StoreError``.
    """
    payloads = command_payloads(commands)
    wanted = _Scope(application_id, development_server)
    noted, told = digest(payloads), False
    async with store.reading() as tx:
        before = await registered(tx, door=DOOR)
    if before.get(str(wanted)) != noted:
        await _register(http, wanted, payloads)
        async with store.writing() as tx:
            await note_registered(tx, door=DOOR, scope=str(wanted), digest=noted, now=now)
        told = True
    for scope in before:
        former = _Scope.read(scope)
        if former.application == application_id and former.server not in (None, wanted.server):
            await _clear(http, former)
            async with store.writing() as tx:
                await forget_registered(tx, door=DOOR, scope=scope)
    return told


async def forget_server(store: Store, application_id: int, server: int) -> None:
    """Forget what was registered in a server: a bot that was removed took its commands along."""
    async with store.writing() as tx:
        await forget_registered(tx, door=DOOR, scope=str(_Scope(application_id, server)))


@dataclass(frozen=True, slots=True)
class _Scope:
    """Where commands stand: in one server of an application, or in all."""

    application: int
    server: int | None

    def __str__(self) -> str:
        return f"{self.application}:{_EVERYWHERE if self.server is None else self.server}"

    @classmethod
    def read(cls, written: str) -> "_Scope":
        application, _, server = written.partition(":")
        return cls(int(application), None if server == _EVERYWHERE else int(server))


async def _register(http: HTTPClient, scope: _Scope, payloads: list[dict[str, object]]) -> None:
    if scope.server is None:
        await http.bulk_upsert_global_commands(scope.application, payloads)
        return
    try:
        await http.bulk_upsert_guild_commands(scope.application, scope.server, payloads)
    except (discord.Forbidden, discord.NotFound):
        raise DevelopmentServerRefused(
            "READINGROOM_DISCORD_DEVELOPMENT_SERVER names a server in which the bot may not "
            "register commands; add the bot there with the link that readingroom doctor prints, "
            "or unset it to register the commands everywhere."
        ) from None


async def _clear(http: HTTPClient, scope: _Scope) -> None:
    if scope.server is None:
        raise ValueError("commands that stand everywhere are never cleared")
    try:
        await http.bulk_upsert_guild_commands(scope.application, scope.server, [])
    except (discord.Forbidden, discord.NotFound):
        # The bot is not there any more, and its commands went with it.
        _LOG.info("the former development server is out of reach; it has no commands of the bot")
