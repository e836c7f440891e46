"""The slash commands that the Slack app has: one for everything, and short names beside it."""

from collections.abc import Mapping

from bot.settings import SettingsRefused, SlackSettings
from bot.slack.limits import COMMAND_NAME, MANIFEST_COMMANDS
from core.dialogue.command import Command
from core.dialogue.line import UMBRELLA

SHORT_NAMES = "READINGROOM_SLACK_SHORT_NAMES"

# Slack's help article 201259356 lists its built-in commands. Those of earlier clients, and those
# for which a manifest was seen refused, are kept too: nothing is lost by leaving one alone.
_SLACKS = (
    "active apps archive away call canvas collapse dm dnd expand feed feedback giphy help "
    "huddle install invite invite_people join keys kick leave list me members msg mute open "
    "part people prefs pro remind remove rename search shortcuts shrug sleep star status todo "
    "topic unarchive unmute who workflow "
)
SLACKS_OWN = frozenset(_SLACKS.split())
"""Names that Slack keeps for itself: a manifest that holds one is refused whole, or Slack's own
command answers in its place."""

MAY_COME = frozenset({"checklist"})
"""Short names that count once there is such a command."""


def slash_names(settings: SlackSettings, commands: Mapping[str, Command]) -> tuple[str, ...]:
    """The names without their strokes, the one for everything first.

    Raises :class:`SettingsRefused` where one of the wanted short names cannot be had. What
    somebody wrote there is repeated only where it is a known name.
    """
    names = [UMBRELLA]
    for wanted in settings.wanted_short_names:
        if wanted in SLACKS_OWN:
            raise SettingsRefused(
                f"{SHORT_NAMES} holds {wanted}, which is a command of Slack's own; leave it out, "
                f"/{UMBRELLA} {wanted} works all the same."
            )
        if wanted in MAY_COME and wanted not in commands:
            continue
        if wanted not in possible(commands):
            raise SettingsRefused(
                f"{SHORT_NAMES} holds a name that no slash command can have; these can be listed "
                f"there: {', '.join(possible(commands))}."
            )
        if wanted in names:
            raise SettingsRefused(f"{SHORT_NAMES} holds {wanted} twice; name it once.")
        names.append(wanted)
    if len(names) > MANIFEST_COMMANDS:
        raise SettingsRefused(
            f"{SHORT_NAMES} holds more names than a Slack app can have; "
            f"{MANIFEST_COMMANDS - 1} are accepted."
        )
    return tuple(names)


def possible(commands: Mapping[str, Command]) -> list[str]:
    """The commands that can have a slash command of their own."""
    return [
        name
        for name, command in commands.items()
        if command.listed and name not in SLACKS_OWN and len(f"/{name}") <= COMMAND_NAME
    ]
