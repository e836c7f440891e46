"""Messages shown to who asked: the first answer, what follows an acknowledgement, and the rest."""

import contextlib
import logging
from typing import Any

import aiohttp
import discord
from discord import ui

from bot.discord.messages import Built
from bot.discord.sending import BROKEN, Late, Taken, sending, sending_again

_LOG = logging.getLogger("readingroom.discord")

_Interaction = discord.Interaction[Any]


async def acknowledge(interaction: _Interaction, *, alone: bool) -> None:
    """Tell Discord that an answer comes, with the privacy that it will have.

    Where it is not known whether that arrived, the answer is sent all the same. Raises
    :class:`Late`.
    """
    try:
        await sending(interaction.response.defer(ephemeral=alone, thinking=True))
    except Taken:
        _LOG.info("an acknowledgement had arrived already")
    except BROKEN as error:
        _LOG.warning("an acknowledgement may not have arrived (%s)", type(error).__name__)


async def show(
    messages: list[Built], interaction: _Interaction, *, alone: bool, acknowledged: bool
) -> None:
    """Show the messages one after the other; each leaves the list when it has been sent.

    Raises :class:`Late`, :class:`Taken` and what the library raises.
    """
    if acknowledged:
        await _fill_in(messages[0], interaction, alone=alone)
    else:
        await _first(messages[0], interaction, alone=alone)
    messages.pop(0)
    while messages:
        one = messages[0]
        await sending(interaction.followup.send(view=one.view, files=one.files, ephemeral=alone))
        messages.pop(0)


async def _first(one: Built, interaction: _Interaction, *, alone: bool) -> None:
    """The first answer. A line that was cut before it arrived is tried again.

    Taken then, it had arrived.
    """
    respond = interaction.response
    try:
        await sending(respond.send_message(view=one.view, files=one.files, ephemeral=alone))
    except TimeoutError:
        # It may have arrived, and by now it is too late for another.
        raise
    except (aiohttp.ClientError, OSError) as cut:
        _LOG.warning("a first answer was cut off (%s), again", type(cut).__name__)
        with contextlib.suppress(Taken):
            await sending(respond.send_message(view=one.view, files=one.files, ephemeral=alone))


async def _fill_in(one: Built, interaction: _Interaction, *, alone: bool) -> None:
    """The answer in place of its acknowledgement, or beside one that was dismissed or lost."""
    try:
        await sending_again(
            lambda: interaction.edit_original_response(view=one.view, attachments=one.files)
        )
    except discord.NotFound:
        await sending(interaction.followup.send(view=one.view, files=one.files, ephemeral=alone))
    except Late:
        if interaction.response.is_done():
            raise
        await _first(one, interaction, alone=alone)


async def show_in(channel: discord.abc.Messageable, messages: list[Built]) -> None:
    """Send the messages to a channel; each leaves the list when it has been sent."""
    while messages:
        one = messages[0]
        await sending(channel.send(view=one.view, files=one.files))
        messages.pop(0)


async def say(words: str, interaction: _Interaction, *, alone: bool, shown: bool = False) -> None:
    """Say one sentence, where the answer itself could not be; a failure of that is no matter.

    With ``shown`` something of the answer stands there, and this comes after it.
    """
    view = plain_view(words)
    with contextlib.suppress(*BROKEN, Late, Taken):
        if shown:
            await sending(interaction.followup.send(view=view, ephemeral=alone))
        elif interaction.response.is_done():
            await sending(interaction.edit_original_response(view=view))
        else:
            await sending(interaction.response.send_message(view=view, ephemeral=alone))


def plain_view(words: str) -> ui.LayoutView:
    """Words of the bot's own, which need no laying out."""
    view = ui.LayoutView(timeout=None)
    view.add_item(ui.TextDisplay(words))
    view.stop()
    return view
