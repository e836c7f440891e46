"""The Discord door opened, kept open through lost connections, and closed in good time."""

import asyncio
import contextlib
import logging
from collections.abc import Callable
from datetime import datetime

import discord
from discord.backoff import ExponentialBackoff
from discord.gateway import DiscordWebSocket
from discord.http import Route
from yarl import URL

from bot.discord.client import DiscordClient
from bot.discord.delivering import DiscordSender
from bot.discord.pace import Pace
from bot.discord.reaching import is_unreachable
from bot.discord.requests import DOOR
from bot.settings import DiscordSettings, SettingsRefused
from bot.web.health import Health
from core.commands.desk import Desk

LEAVES_WITHIN = 8.0
"""Seconds for what is being answered when the bot is told to stop; systems wait for ten."""

_LOG = logging.getLogger("readingroom.discord")
REFUSED_BY_DISCORD = (
    "READINGROOM_DISCORD_TOKEN was refused by Discord; copy the bot's token again from the "
    "developer portal, page Bot."
)
"""What a wrong token, or one that was reset, means for the operator."""
_AUTHENTICATION_FAILED, _SHARDING_REQUIRED, _INTENTS_DISALLOWED = 4004, 4011, 4014


class DiscordRefused(SettingsRefused):
    """Discord does not take the settings; the message is the sentence for the operator."""


class _Unreachable(Exception):
    """There is no connection for now; the message names what was raised or answered."""


def point_at(settings: DiscordSettings) -> None:
    """Use other addresses than Discord's own, where the settings name them."""
    if settings.api is not None:
        Route.BASE = str(settings.api).rstrip("/")
    if settings.gateway is not None:
        DiscordWebSocket.DEFAULT_GATEWAY = URL(str(settings.gateway))


def refused_with(status: int) -> str:
    """What a status with which Discord keeps the bot out means for the operator."""
    return (
        f"Discord refused the bot with status {status}, and waiting does not help; look at the "
        "application in the developer portal, and start the bot again."
    )


def closed_with(code: int) -> str:
    """What a code with which Discord ends the connection means for the operator."""
    if code == _AUTHENTICATION_FAILED:
        return REFUSED_BY_DISCORD
    return (
        f"Discord closed the connection with code {code}, and waiting does not help; look the "
        "code up in Discord's documentation, Gateway Close Event Codes, and start the bot again."
    )


async def run_discord(
    desk: Desk,
    settings: DiscordSettings,
    *,
    now: Callable[[], datetime],
    stop: asyncio.Event,
    health: Health | None = None,
    sender: DiscordSender | None = None,
) -> None:
    """Be on Discord until ``stop`` is set; what is being answered then is finished.

    ``sender`` sends with the client while it is logged in. Raises :class:`DiscordRefused`; a lost
    connection is waited for.
    """
    if settings.token is None:
        raise DiscordRefused("READINGROOM_DISCORD_TOKEN is not set.")
    point_at(settings)
    sender = sender or DiscordSender(Pace())
    backoff: ExponentialBackoff[bool] = ExponentialBackoff()
    while not stop.is_set():
        try:
            # A client logs in once: a second time it would lose hold of its connections.
            async with DiscordClient(
                desk,
                now=now,
                development_server=settings.development_server,
                health=health,
                pace=sender.pace,
            ) as client:
                await _until_stopped(client, settings, stop, sender)
            return
        except _Unreachable as trouble:
            if health is not None:
                health.report(DOOR, connected=False)
            wait = backoff.delay()
            _LOG.warning("no connection to Discord (%s), again in %.0f s", trouble, wait)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(wait):
                    await stop.wait()


async def _until_stopped(
    client: DiscordClient, settings: DiscordSettings, stop: asyncio.Event, sender: DiscordSender
) -> None:
    """Stay connected until the connection is lost or ``stop`` is set; then leave."""
    connected = asyncio.create_task(_connected(client, settings, sender))
    stopped = asyncio.create_task(stop.wait())
    try:
        await asyncio.wait({connected, stopped}, return_when=asyncio.FIRST_COMPLETED)
        if connected.done():
            await connected
        else:
            await client.leave(LEAVES_WITHIN, sender.finished())
    finally:
        sender.close()
        connected.cancel()
        stopped.cancel()
        await asyncio.wait({connected, stopped})


async def _connected(
    client: DiscordClient, settings: DiscordSettings, sender: DiscordSender
) -> None:
    """Log in and stay connected until the client is closed.

    Raises :class:`DiscordRefused` and :class:`_Unreachable`.
    """
    token = settings.token.get_secret_value() if settings.token else ""
    try:
        await client.login(token)
        sender.open(client)
        if settings.gateway is not None:
            # Asked for their number alone, the library goes where Discord says.
            client.shard_count, *_ = await client.http.get_bot_gateway()
        await client.connect()
    except discord.LoginFailure:
        raise DiscordRefused(REFUSED_BY_DISCORD) from None
    except discord.PrivilegedIntentsRequired:
        raise DiscordRefused(closed_with(_INTENTS_DISALLOWED)) from None
    except discord.ConnectionClosed as closed:
        if closed.code == _SHARDING_REQUIRED:
            # How many shards there should be is asked again by the next client.
            raise _Unreachable(f"code {closed.code}") from None
        raise DiscordRefused(closed_with(closed.code)) from None
    except Exception as error:
        if is_unreachable(error):
            raise _Unreachable(_named(error)) from None
        if isinstance(error, discord.HTTPException):
            raise DiscordRefused(refused_with(error.status)) from None
        raise


def _named(error: Exception) -> str:
    """The kind of an error, with the status where there is one, and no value."""
    if isinstance(error, discord.HTTPException):
        return f"{type(error).__name__}, status {error.status}"
    return type(error).__name__
