"""An interaction answered: the first answer in time, the rest after it, and never twice."""

import asyncio
import contextlib
import hashlib
import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import discord

from bot.discord.messages import Built, build
from bot.discord.modals import modal_for
from bot.discord.requests import (
    Incoming,
    account_of,
    incoming,
    shown_to_asker_alone,
    where,
    with_the_bot,
)
from bot.discord.sending import BROKEN, Late, Taken, sending
from bot.discord.sheets import Sheet, lay_out
from core.commands.desk import Desk
from core.commands.faults import fault
from core.dialogue.documents import form_offer, shown_reply
from core.dialogue.form import Form
from core.dialogue.reply import Fault, Outcome, Paragraph, Reply
from core.dialogue.text import text

FIRST_ANSWER_WITHIN = 1.5
"""Seconds after which a request is acknowledged, to be answered when it is ready.

Discord forgets an interaction that nobody acknowledged within 3 s; the rest is for the way.
"""

FILE_LIMIT = 10 * 1024 * 1024
"""Bytes of a file where Discord does not say how many it takes: its lowest limit."""

_TROUBLE_THERE = (discord.DiscordServerError, discord.RateLimited)

_LOG = logging.getLogger("readingroom.discord")
_NOT_YOURS = (
    "This button belongs to somebody else's answer. Type the command yourself and you get your "
    "own, which nobody else sees."
)
_AFRESH = "What you pressed is from an earlier version; this is what it leads to today."


@dataclass(frozen=True, slots=True)
class Answering:
    """Answers interactions at the desk. ``now`` is the clock."""

    desk: Desk
    now: Callable[[], datetime]

    async def answer(self, interaction: discord.Interaction[Any]) -> None:
        """Answer a command, a press, a choice of a menu or a form.

        Raises nothing that Discord or the network does: there is nobody left to tell.
        """
        came = incoming(interaction)
        try:
            if came is None:
                await sending(interaction.response.defer())
            else:
                await self._answer(came, interaction)
        except Late:
            _LOG.info("an interaction was forgotten before its answer was ready")
        except Taken:
            _LOG.warning("an interaction was answered by another copy of this bot")
        except BROKEN as error:
            await self._tell(self._fault(error, came, interaction), error, interaction)

    async def _tell(
        self, broken: Fault, error: Exception, interaction: discord.Interaction[Any]
    ) -> None:
        """Say what went wrong where Discord refused the answer, and not the connection failed.

        What may have arrived, or cannot arrive, is not followed by another message.
        """
        if not isinstance(error, discord.HTTPException) or isinstance(error, _TROUBLE_THERE):
            return
        alone = shown_to_asker_alone(interaction, private=True)
        (sheet,) = lay_out(shown_reply(replace(broken, asked=None))).sheets
        with contextlib.suppress(*BROKEN, Late, Taken):
            await _send([await build(sheet, file_limit=FILE_LIMIT)], interaction, alone=alone)

    async def _answer(self, came: Incoming, interaction: discord.Interaction[Any]) -> None:
        work = asyncio.create_task(self._prepared(came, interaction))
        alone = shown_to_asker_alone(interaction, private=self._private(came))
        try:
            done, _ = await asyncio.wait({work}, timeout=FIRST_ANSWER_WITHIN)
            if not done:
                await sending(interaction.response.defer(ephemeral=alone, thinking=True))
            ready = await work
            if isinstance(ready, Form) and _takes_form(interaction):
                modal = modal_for(ready, owner=str(interaction.user.id))
                await sending(interaction.response.send_modal(modal))
            else:
                messages = await _messages(ready, came, interaction)
                await _send(messages, interaction, alone=alone)
        except Late:
            ready = await work
            if not with_the_bot(interaction) or interaction.channel_id is None:
                raise
            # What was asked has been done; in their own direct message they are still told.
            channel = interaction.client.get_partial_messageable(interaction.channel_id)
            for one in await _messages(ready, came, interaction):
                await sending(channel.send(view=one.view, files=one.files))

    async def _prepared(
        self, came: Incoming, interaction: discord.Interaction[Any]
    ) -> Form | list[Built]:
        """A form, or the messages ready to send; whatever breaks becomes a fault."""
        try:
            outcome = await self._outcome(came, interaction)
            if isinstance(outcome, Form):
                return outcome
            return await _built(shown_reply(outcome), came, interaction)
        except Exception as error:  # noqa: BLE001 - the door's one place where a failure ends
            broken = self._fault(error, came, interaction)
            return await _built(shown_reply(broken), came, interaction)

    async def _outcome(self, came: Incoming, interaction: discord.Interaction[Any]) -> Outcome:
        """What the desk says, or that the press is somebody else's."""
        if not came.belongs_to(interaction.user.id):
            return Reply(text("Somebody else's button"), (Paragraph(text(_NOT_YOURS)),))
        outcome = await self.desk.answer(
            came.asked,
            account_of(interaction.user),
            now=self.now(),
            where=where(interaction),
            drawing=came.afresh or came.page > 1,
        )
        if came.afresh and isinstance(outcome, Reply):
            said = Paragraph(text(_AFRESH), quiet=True)
            return replace(outcome, blocks=(said, *outcome.blocks))
        return outcome

    def _private(self, came: Incoming) -> bool:
        """What the command declares; what no command answers is private."""
        entry = self.desk.entries.get(came.asked.command)
        return entry is None or entry.command.private

    def _fault(
        self, error: BaseException, came: Incoming | None, interaction: discord.Interaction[Any]
    ) -> Fault:
        reference = hashlib.sha256(str(interaction.id).encode()).hexdigest()[:6]
        known = came is not None and came.asked.command in self.desk.entries
        command = came.asked.command if came is not None and known else "an interaction"
        return fault(error, reference=reference, command=command)


def _takes_form(interaction: discord.Interaction[Any]) -> bool:
    """Whether a form may be the answer: to nothing acknowledged, and not to another form."""
    submitted = interaction.type is discord.InteractionType.modal_submit
    return not submitted and not interaction.response.is_done()


async def _messages(
    ready: Form | list[Built], came: Incoming, interaction: discord.Interaction[Any]
) -> list[Built]:
    """The messages; for a form that cannot be shown, one with the button that opens it."""
    if not isinstance(ready, Form):
        return ready
    return await _built(form_offer(ready, came.asked), came, interaction)


async def _built(
    document: Reply, came: Incoming, interaction: discord.Interaction[Any]
) -> list[Built]:
    limit = interaction.filesize_limit or FILE_LIMIT
    sheets = sheets_to_send(document, came.page, owner=str(interaction.user.id))
    return [await build(sheet, file_limit=limit) for sheet in sheets]


def sheets_to_send(document: Reply, page: int, *, owner: str) -> tuple[Sheet, ...]:
    """The page that was asked for, or all of a document that has no pages to turn."""
    laid = lay_out(document, owner)
    if not laid.turned:
        return laid.sheets
    # A page that is not there any more, because the answer has become shorter, is the last.
    return (laid.sheets[min(page, len(laid.sheets)) - 1],)


async def _send(
    messages: list[Built], interaction: discord.Interaction[Any], *, alone: bool
) -> None:
    """Send the first answer, or what follows an acknowledgement, and the rest after it."""
    first, *rest = messages
    if interaction.response.is_done():
        await sending(interaction.edit_original_response(view=first.view, attachments=first.files))
    else:
        await sending(
            interaction.response.send_message(view=first.view, files=first.files, ephemeral=alone)
        )
    for one in rest:
        await sending(interaction.followup.send(view=one.view, files=one.files, ephemeral=alone))
