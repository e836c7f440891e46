"""The connection to Discord: what it listens to, and what it does with what it hears."""

import asyncio
import logging
import sys
from collections.abc import Callable, Coroutine
from datetime import datetime
from functools import partial
from typing import Any

import discord

from bot.discord.answering import Answering
from bot.discord.autocomplete import completions
from bot.discord.direct_messages import answer_message
from bot.discord.library_log import quieten
from bot.discord.pace import Pace
from bot.discord.reaching import is_unreachable
from bot.discord.requests import DOOR
from bot.discord.sending import BROKEN, Late, Taken, sending
from bot.discord.syncing import forget_server, synchronise
from bot.findings import counted
from bot.web.health import Health
from core.commands.desk import Desk
from core.commands.faults import fault
from core.commands.servers import note_gone, note_joined, note_present
from core.storage.errors import StoreError

INTENTS = discord.Intents(
    guilds=True,  # to learn that the bot was added or removed, and where it may post
    dm_messages=True,  # to answer, and to hear, what a person writes to the bot alone
)
"""The least that works: neither is privileged, and no message of a server is ever read."""

_LOG = logging.getLogger("readingroom.discord")

# Voice is not used here; without this the library advises to install it.
discord.VoiceClient.warn_nacl = False
discord.VoiceClient.warn_dave = False
quieten()


class DiscordClient(discord.AutoShardedClient):
    """One bot on Discord, with as many shards as Discord asks for.

    It keeps no members, no messages and no views: what a press means stands in its identifier,
    and one route handles every interaction.
    """

    def __init__(
        self,
        desk: Desk,
        *,
        now: Callable[[], datetime],
        development_server: int | None = None,
        shard_count: int | None = None,
        health: Health | None = None,
        pace: Pace | None = None,
    ) -> None:
        super().__init__(
            intents=INTENTS,
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_messages=None,
            allowed_mentions=discord.AllowedMentions.none(),
            shard_count=shard_count,
            http_trace=(pace or Pace()).trace(),
        )
        self._desk = desk
        self._now = now
        self._answering = Answering(desk, now)
        self._development_server = development_server
        self._health = health
        self._at_work: set[asyncio.Task[None]] = set()
        self._leaving = False
        self._noting = asyncio.Lock()
        for event, read in self._connection.parsers.items():
            if event != "READY":  # without it there is no bot
                self._connection.parsers[event] = partial(_read, event, read)

    async def setup_hook(self) -> None:
        """Register the commands where they have changed, before the first is asked.

        Where Discord does not take them the bot runs all the same, with those it has.
        """
        try:
            changed = await synchronise(
                self.http,
                self._registered_as,
                self._desk.commands,
                self._desk.store,
                development_server=self._development_server,
                now=self._now(),
            )
        except discord.HTTPException as error:
            if is_unreachable(error):
                raise
            _LOG.warning(
                "Discord did not take the commands (status %d); those it has stay, and the next "
                "start tries again",
                error.status,
            )
            return
        _LOG.info("commands %s", "registered" if changed else "are as they were registered")

    async def on_interaction(self, interaction: discord.Interaction[Any]) -> None:
        """Answer whatever was typed, pressed, chosen or sent in."""
        if self._leaving:
            await self._answering.turn_away(interaction)
        elif interaction.type is discord.InteractionType.autocomplete:
            await self._complete(interaction)
        elif interaction.type is not discord.InteractionType.ping:
            await self._work(self._answering.answer(interaction))

    async def on_message(self, message: discord.Message) -> None:
        """Answer words in the person's own direct message with the bot."""
        if message.guild is None and not message.author.bot:
            await self._work(answer_message(self._desk, message, now=self._now()))

    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Note a server that has added the bot; the development server has lost its commands."""
        await self._note_server(guild)
        if guild.id == self._development_server:
            await forget_server(self._desk.store, self._registered_as, guild.id)
            await self.setup_hook()

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Note a server that has removed the bot; one with an outage comes by another event."""
        await self._note_server(guild)

    async def on_connect(self) -> None:
        """Say that the connection is there."""
        self._report(connected=True)

    async def on_resumed(self) -> None:
        """Say that the connection is there again."""
        self._report(connected=True)

    async def on_disconnect(self) -> None:
        """Say that the connection is lost; the library opens it again."""
        self._report(connected=False)

    async def on_ready(self) -> None:
        """Note removals that nobody was there to hear of; servers with an outage are listed."""
        async with self._noting:
            present = frozenset(str(guild.id) for guild in self.guilds)
            await self._note(note_present(self._desk.store, DOOR, present, self._now()))
        shards, servers = counted(len(self.shards), "shard"), counted(len(present), "server")
        _LOG.info("connected with %s, in %s", shards, servers)

    async def on_error(self, event_method: str, /, *args: object, **kwargs: object) -> None:
        """Log what broke in an event, without the values that the library would log."""
        error = sys.exc_info()[1]
        if error is not None:
            fault(error, reference="event", command=event_method)

    @property
    def _registered_as(self) -> int:
        """The application's id, known once Discord has taken the token."""
        if self.application_id is None:
            raise RuntimeError("Discord did not say which application this is")
        return self.application_id

    def _report(self, *, connected: bool) -> None:
        if self._health is not None:
            self._health.report(DOOR, connected=connected)

    async def leave(self, within: float, *others: Coroutine[Any, Any, None]) -> None:
        """Take nothing new, let what is being answered finish for so many seconds, and close.

        ``others`` are waited for beside it, and given up as it is.
        """
        self._leaving = True
        waiting = {asyncio.ensure_future(other) for other in others}
        if self._at_work or waiting:
            await asyncio.wait(self._at_work | waiting, timeout=within)
        for other in waiting:
            other.cancel()
        await self.close()

    async def _work(self, answer: Coroutine[Any, Any, None]) -> None:
        """Do a piece of work that leaving waits for."""
        if self._leaving:
            answer.close()
            return
        task = asyncio.ensure_future(answer)
        self._at_work.add(task)
        task.add_done_callback(self._at_work.discard)
        await task

    async def _complete(self, interaction: discord.Interaction[Any]) -> None:
        """Complete a half-typed option; a suggestion that comes too late is no loss."""
        data: Any = interaction.data or {}
        try:
            offered = completions(data, self._desk.commands)
            await sending(interaction.response.autocomplete(offered))
        except (*BROKEN, Late, Taken):
            _LOG.debug("a suggestion came too late")

    async def _note_server(self, guild: discord.Guild) -> None:
        """Write down whether the bot is in a server now; events overtake each other."""
        async with self._noting:
            note = note_gone if self.get_guild(guild.id) is None else note_joined
            await self._note(note(self._desk.store, DOOR, str(guild.id), self._now()))

    async def _note(self, writing: Coroutine[Any, Any, object]) -> None:
        """Write down something about a server; what cannot be written is found at the start."""
        try:
            await writing
        except StoreError as error:
            _LOG.warning("a server's coming or going could not be noted: %s", error)


def _read(event: str, read: Callable[[Any], None], data: Any) -> None:
    """Let the library read an event; one that it cannot read does not end the connection."""
    try:
        read(data)
    except Exception as error:  # noqa: BLE001 - whatever the library trips over
        fault(error, reference="event", command=event)
