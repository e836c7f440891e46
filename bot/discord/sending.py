"""One request to Discord, within a time, with its failures told apart."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

import aiohttp
import discord

BROKEN = (discord.HTTPException, aiohttp.ClientError, OSError, TimeoutError)
"""What a request raises where Discord refuses it, or the line to Discord breaks."""

SENT_WITHIN = 8.0
"""Seconds for one request; the library's own limit is five minutes."""

_UNKNOWN_INTERACTION, _UNKNOWN_WEBHOOK = 10062, 10015
_TOKEN_EXPIRED, _ACKNOWLEDGED = 50027, 40060
_LATE = frozenset({_UNKNOWN_INTERACTION, _UNKNOWN_WEBHOOK, _TOKEN_EXPIRED})
CUT = (discord.DiscordServerError, aiohttp.ClientError, OSError, TimeoutError)
"""What is raised where a request may have arrived, or nothing arrives for now."""

_TRIES = 3

_Answer = TypeVar("_Answer")


class Late(Exception):
    """Discord has forgotten the interaction: it was acknowledged, or finished, too late."""


class Taken(Exception):
    """The interaction was answered already: by this bot, unheard, or by another copy of it."""


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


async def sending_again(request: Callable[[], Awaitable[_Answer]]) -> _Answer:
    """Wait for a request that does the same when it is made twice; a cut line is tried again.

    Raises as :func:`sending` does.
    """
    for _ in range(_TRIES - 1):
        try:
            return await sending(request())
        except CUT:
            continue
    return await sending(request())
