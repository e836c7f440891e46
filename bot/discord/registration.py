"""The commands as Discord is told of them, made from their declarations."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from discord import AppCommandType, Permissions

from bot.discord.command_options import option_payload
from bot.discord.limits import COMMAND_DESCRIPTION, COMMAND_OPTIONS
from bot.rendering.shortening import within
from core.dialogue.command import Audience, Command, Place

_SERVER, _BOT_DM, _PRIVATE_CHANNEL = 0, 1, 2
"""Discord's contexts: where a command is offered."""
_INSTALLED_IN_SERVER, _INSTALLED_BY_USER = 0, 1
_CONTEXTS = {Place.SERVER: (_SERVER,), Place.DIRECT_MESSAGE: (_BOT_DM, _PRIVATE_CHANNEL)}


def command_payloads(commands: Mapping[str, Command]) -> list[dict[str, Any]]:
    """The body that overwrites all commands of an application at once; only listed ones."""
    return [_payload(command) for command in commands.values() if command.listed]


def digest(payloads: Sequence[Mapping[str, Any]]) -> str:
    """The same for the same commands, whatever the order of names within them."""
    written = json.dumps(payloads, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(written.encode()).hexdigest()


def _payload(command: Command) -> dict[str, Any]:
    places = [place for place in Place if place in command.places]
    installs = [_INSTALLED_IN_SERVER]
    if Place.DIRECT_MESSAGE in places:
        installs.append(_INSTALLED_BY_USER)
    return {
        "type": AppCommandType.chat_input.value,
        "name": command.name,
        "description": within(command.summary, COMMAND_DESCRIPTION) or command.name,
        "options": _options(command),
        "contexts": [context for place in places for context in _CONTEXTS[place]],
        "integration_types": installs,
        "default_member_permissions": _permissions(command),
    }


def _options(command: Command) -> list[dict[str, Any]]:
    """As many as Discord takes, in declared order but for the needed one, which has to be first."""
    needed = command.needed
    ordered = sorted(command.options, key=lambda option: option is not needed)
    return [
        option_payload(option, required=option is needed) for option in ordered[:COMMAND_OPTIONS]
    ]


def _permissions(command: Command) -> str | None:
    """Who is offered it; administrators of a server may change that, so it is no protection."""
    if command.audience is not Audience.ADMINISTRATORS:
        return None
    return str(Permissions(manage_guild=True).value)
