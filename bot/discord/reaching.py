"""What it means when Discord refuses: to wait for it, or to tell the operator."""

import aiohttp
import discord

UNREACHABLE = (
    OSError,
    TimeoutError,
    aiohttp.ClientError,
    discord.DiscordServerError,
    discord.GatewayNotFound,
)
"""What a lost connection raises; it comes back by itself."""

_TOO_MANY, _FORBIDDEN = 429, 403


def is_unreachable(error: BaseException) -> bool:
    """Whether it goes by itself: a lost connection, too many requests, or a guard before Discord.

    Discord numbers its own refusals; a 403 without a number comes from what stands before it.
    """
    if isinstance(error, discord.HTTPException):
        guarded = error.status == _FORBIDDEN and error.code == 0
        return guarded or error.status == _TOO_MANY or isinstance(error, UNREACHABLE)
    return isinstance(error, UNREACHABLE)
