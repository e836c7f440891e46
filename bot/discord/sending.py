"""One request to Discord, within a time, with its failures told apart."""

import asyncio
from collections.abc import Awaitable
from typing import TypeVar

import aiohttp
import discord

BROKEN = (discord.HTTPException, aiohttp.ClientError, OSError, TimeoutError)
"""What a request raises where Discord refuses it, or the line to Discord breaks."""

SENT_WITHIN = 8.0
"""Seconds for one request; the library's own limit is five minutes."""

_UNKNOWN_INTERACTION, _UNKNOWN_WEBHOOK, _UNKNOWN_MESSAGE = 10062, 10015, 10008
_TOKEN_EXPIRED, _ACKNOWLEDGED = 50027, 40060
_LATE = frozenset({_UNKNOWN_INTERACTION, _UNKNOWN_WEBHOOK, _UNKNOWN_MESSAGE, _TOKEN_EXPIRED})

_Answer = TypeVar("_Answer")


class Late(Exception):
    """Discord has forgotten the interaction: it was acknowledged, or finished, too late."""


class Taken(Exception):
    """Somebody else has answered the interaction already: another copy of the bot is running."""


async def sending(request: Awaitable[_Answer]) -> _Answer:
    """Wait for one request.

    Raises :class:`Late`, :class:`Taken`, and otherwise what the library raises, or
    ``TimeoutError``: then it may have arrived all the same and is not sent again.
    """
    try:
        async with asyncio.timeout(SENT_WITHIN):
            return await request
    except discord.HTTPException as refused:
        if refused.code in _LATE:
            raise Late from refused
        if refused.code == _ACKNOWLEDGED:
            raise Taken from refused
        raise
