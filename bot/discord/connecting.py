"""The Discord door opened, kept open through lost connections, and closed in good time."""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime

import aiohttp
import discord
from discord.backoff import ExponentialBackoff
from discord.gateway import DiscordWebSocket
from discord.http import Route
from yarl import URL

from bot.discord.client import DiscordClient
from bot.settings import DiscordSettings, SettingsRefused
from core.commands.desk import Desk

LEAVES_WITHIN = 8.0
"""Seconds for what is being answered when the bot is told to stop; systems wait for ten."""

_LOG = logging.getLogger("readingroom.discord")
REFUSED_BY_DISCORD = (
    "READINGROOM_DISCORD_TOKEN was refused by Discord; copy the bot's token again from the "
    "developer portal, page Bot."
)
"""What a wrong token, or one that was reset, means for the operator."""
_AUTHENTICATION_FAILED = 4004
UNREACHABLE = (
    OSError,
    TimeoutError,
    aiohttp.ClientError,
    discord.DiscordServerError,
    discord.GatewayNotFound,
)
"""What a lost connection raises; it comes back by itself."""


class DiscordRefused(SettingsRefused):
    """Discord does not take the settings; the message is the sentence for the operator."""


def point_at(settings: DiscordSettings) -> None:
    """Use other addresses than Discord's own, where the settings name them."""
    if settings.api is not None:
        Route.BASE = str(settings.api).rstrip("/")
    if settings.gateway is not None:
        DiscordWebSocket.DEFAULT_GATEWAY = URL(str(settings.gateway))


async def run_discord(
    desk: Desk,
    settings: DiscordSettings,
    *,
    now: Callable[[], datetime],
    stop: asyncio.Event,
) -> None:
    """Be on Discord until ``stop`` is set; what is being answered then is finished.

    Raises :class:`DiscordRefused`; a lost connection is waited for.
    """
    if settings.token is None:
        raise DiscordRefused("READINGROOM_DISCORD_TOKEN is not set.")
    point_at(settings)
    client = DiscordClient(desk, now=now, development_server=settings.development_server)
    async with client:
        connected = asyncio.create_task(_connected(client, settings))
        stopped = asyncio.create_task(stop.wait())
        try:
            await asyncio.wait({connected, stopped}, return_when=asyncio.FIRST_COMPLETED)
            if stopped.done():
                await client.leave(LEAVES_WITHIN)
                connected.cancel()
            await connected
        except asyncio.CancelledError:
            if not stopped.done():
                raise
        finally:
            connected.cancel()
            stopped.cancel()


async def _connected(client: DiscordClient, settings: DiscordSettings) -> None:
    """Log in and stay connected until the client is closed."""
    backoff: ExponentialBackoff[bool] = ExponentialBackoff()
    token = settings.token.get_secret_value() if settings.token else ""
    while not client.is_closed():
        try:
            await client.login(token)
            if settings.gateway is not None:
                # Asked for their number alone, the library goes where Discord says.
                client.shard_count, *_ = await client.http.get_bot_gateway()
            await client.connect()
        except discord.LoginFailure:
            raise DiscordRefused(REFUSED_BY_DISCORD) from None
        except discord.ConnectionClosed as closed:
            if closed.code == _AUTHENTICATION_FAILED:
                raise DiscordRefused(REFUSED_BY_DISCORD) from None
            raise
        except UNREACHABLE as error:
            wait = backoff.delay()
            _LOG.warning(
                "no connection to Discord (%s), again in %.0f s", type(error).__name__, wait
            )
            await asyncio.sleep(wait)
