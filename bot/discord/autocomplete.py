"""What Discord offers while somebody types the value of an option."""

from collections.abc import Mapping
from typing import Any

from discord.app_commands import Choice

from bot.discord.limits import CHOICE_NAME, COMMAND_CHOICES, units
from bot.discord.options import options_in
from bot.rendering.shortening import within
from core.dialogue.command import Command
from core.dialogue.suggesting import suggestions


def completions(data: Mapping[str, Any], commands: Mapping[str, Command]) -> list[Choice[str]]:
    """The choices for the option being typed, as Discord takes them.

    ``data`` is the interaction's own. Nothing is offered for a command or an option that there
    is not, and for what has another shape.
    """
    name = data.get("name") if isinstance(data, Mapping) else None
    command = commands.get(name) if isinstance(name, str) else None
    for focused in options_in(data):
        typed = focused.get("value")
        if command is None or focused.get("focused") is not True or not isinstance(typed, str):
            continue
        return _offered(command, focused["name"], typed)
    return []


def _offered(command: Command, name: str, typed: str) -> list[Choice[str]]:
    for option in command.options:
        if option.name == name:
            return [
                Choice(name=within(one.label or one.value, CHOICE_NAME), value=one.value)
                for one in suggestions(option, typed, COMMAND_CHOICES)
                if units(one.value) <= CHOICE_NAME
            ]
    return []
