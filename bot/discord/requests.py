"""What a Discord interaction asks: one reading for commands, presses, menus and forms."""

from dataclasses import dataclass
from typing import Any

import discord

from bot.discord.modals import submitted
from bot.discord.options import read_options
from core.commands.visit import Account, Server, ServerKind, Where
from core.dialogue.command import Place
from core.dialogue.identifier import DrawAfresh, Pressed, read_form, read_identifier
from core.dialogue.request import Asked

DOOR = TENANT = "discord"
"""All of Discord is one tenant: a person has one id there, whatever the server."""

MENU = "menu"
"""The route of a menu; what is asked stands in the value that was chosen."""


_SERVER = ServerKind("server", "role", "give it View Channel and Send Messages there")


@dataclass(frozen=True, slots=True)
class Incoming:
    """A request from Discord.

    ``page`` is the page of its answer to draw, 1 for a request that is to be run; ``afresh``
    says that what was pressed could not be read any more and this stands for it; ``owner`` is
    whose button it was, empty where anybody may press.
    """

    asked: Asked
    page: int = 1
    afresh: bool = False
    owner: str = ""

    def belongs_to(self, user_id: int) -> bool:
        """Whether this person may press it."""
        return self.owner in {"", str(user_id)}


def incoming(interaction: discord.Interaction[Any]) -> Incoming | None:
    """What is asked; ``None`` where a menu was left without a choice."""
    data: Any = interaction.data or {}
    match interaction.type:
        case discord.InteractionType.application_command:
            return Incoming(read_options(data))
        case discord.InteractionType.modal_submit:
            return _sent_in(data.get("custom_id"), submitted(data))
        case _:
            return _pressed(data)


def _sent_in(identifier: object, answers: dict[str, str]) -> Incoming:
    """A submitted form with its answers."""
    form = read_form(identifier if isinstance(identifier, str) else "")
    asked = Asked(form.asked.command, {**form.asked.given, **answers})
    return Incoming(asked, owner=form.owner)


def _pressed(data: Any) -> Incoming | None:
    read = _read(data.get("custom_id"))
    if read.asked.command != MENU or read.afresh:
        return read
    values = data.get("values")
    return _read(values[0]) if isinstance(values, list) and values else None


def _read(identifier: object) -> Incoming:
    match read_identifier(identifier if isinstance(identifier, str) else ""):
        case Pressed(asked, owner, page):
            return Incoming(asked, page, owner=owner)
        case DrawAfresh(command):
            return Incoming(Asked(command or "help"), afresh=True)


def account_of(user: discord.abc.User) -> Account:
    """How this door knows a person."""
    return Account(DOOR, TENANT, str(user.id))


def where(interaction: discord.Interaction[Any]) -> Where:
    """The place of a request, and what Discord says at this moment of person and server."""
    if interaction.guild_id is None:
        return Where(Place.DIRECT_MESSAGE)
    rights = interaction.permissions
    server = Server(
        str(interaction.guild_id),
        administrator=rights.administrator or rights.manage_guild,
        may_post=_Posting(interaction.guild),
        ids=_roles(interaction.user),
        kind=_SERVER,
    )
    return Where(Place.SERVER, server)


def _roles(user: discord.User | discord.Member) -> frozenset[str]:
    """The roles that Discord says the person has, as it names them in this very request."""
    roles = user.roles if isinstance(user, discord.Member) else ()
    return frozenset(str(role.id) for role in roles)


@dataclass(frozen=True, slots=True)
class _Posting:
    """Answers whether the bot may post in a channel of a server."""

    guild: discord.Guild | None

    def __call__(self, channel_id: str) -> bool:
        """Whether the channel is there, and the bot may see it and write in it."""
        if self.guild is None or not channel_id.isdigit():
            return False
        channel = self.guild.get_channel_or_thread(int(channel_id))
        if channel is None:
            return False
        allowed = channel.permissions_for(self.guild.me)
        return allowed.view_channel and allowed.send_messages


def shown_to_asker_alone(interaction: discord.Interaction[Any], *, private: bool) -> bool:
    """Whether an answer has to be ephemeral: private ones are, but in a direct message.

    A direct message with somebody else, where the bot is installed for one of them, is none.
    """
    return private and not with_the_bot(interaction)


def with_the_bot(interaction: discord.Interaction[Any]) -> bool:
    """Whether this is the person's direct message with the bot."""
    return interaction.guild_id is None and interaction.context.dm_channel is True
