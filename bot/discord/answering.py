"""An interaction answered: the first answer in time, the rest after it, and never twice."""

import asyncio
import hashlib
import logging
from collections.abc import Callable
from dataclasses import dataclass
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
from bot.discord.sending import BROKEN, CUT, Late, Taken, sending
from bot.discord.sheets import Sheet, lay_out
from bot.discord.showing import acknowledge, plain_view, say, show, show_in
from core.commands.desk import Desk
from core.commands.faults import fault, unshown
from core.dialogue.documents import drawn_afresh, form_offer, shown_reply, somebody_elses
from core.dialogue.form import Form
from core.dialogue.reply import Outcome, Reply
from core.dialogue.text import plain

FIRST_ANSWER_WITHIN = 1.5
"""Seconds after which a request is acknowledged, to be answered when it is ready.

Discord forgets an interaction that nobody acknowledged within 3 s; the rest is for the way.
"""

FILE_LIMIT = 10 * 1024 * 1024
"""Bytes of a file where Discord does not say how many it takes: its lowest limit."""

_LOG = logging.getLogger("readingroom.discord")
_NO_ANSWER = (
    "Something broke on our side. Please try once more; if it happens again, tell the people who "
    "run this bot the reference {reference}."
)
_NO_REST = (
    "The rest of this answer could not be sent. Please ask to see it again; if that fails too, "
    "tell the people who run this bot the reference {reference}."
)
_LEAVING = "The bot is being started again. Please try once more in a minute."


@dataclass(frozen=True, slots=True)
class Answering:
    """Answers interactions at the desk. ``now`` is the clock."""

    desk: Desk
    now: Callable[[], datetime]

    async def answer(self, interaction: discord.Interaction[Any]) -> None:
        """Answer a command, a press, a choice of a menu or a form; raises nothing.

        Returns when everything that was begun is done.
        """
        alone = shown_to_asker_alone(interaction, private=True)
        try:
            came = incoming(interaction)
            if came is None:
                await sending(interaction.response.defer())
            else:
                await self._answer(came, interaction)
        except Late:
            _LOG.info("an interaction was forgotten before its answer was ready")
        except Taken:
            _LOG.warning("an interaction was answered already, unheard or by another copy")
        except Exception as error:  # noqa: BLE001 - nobody is left without an answer
            reference = _reference(interaction)
            fault(error, reference=reference, command="an interaction")
            if not isinstance(error, CUT):
                words = _NO_ANSWER.format(reference=reference)
                await say(words, interaction, alone=alone)

    async def turn_away(self, interaction: discord.Interaction[Any]) -> None:
        """Say that the bot is about to stop, to who comes in that moment."""
        alone = shown_to_asker_alone(interaction, private=True)
        if interaction.type is not discord.InteractionType.autocomplete:
            await say(_LEAVING, interaction, alone=alone)

    async def _answer(self, came: Incoming, interaction: discord.Interaction[Any]) -> None:
        work = asyncio.create_task(self._prepared(came, interaction))
        alone = shown_to_asker_alone(interaction, private=self._private(came))
        messages: list[Built] = []
        shown = False
        try:
            done, _ = await asyncio.wait({work}, timeout=FIRST_ANSWER_WITHIN)
            if not done:
                await acknowledge(interaction, alone=alone)
            ready = await work
            if done and isinstance(ready, Form) and _takes_form(interaction):
                modal = modal_for(ready, owner=str(interaction.user.id))
                await sending(interaction.response.send_modal(modal))
                return
            messages += await _messages(ready, came, interaction)
            whole = len(messages)
            try:
                await show(messages, interaction, alone=alone, acknowledged=not done)
            finally:
                shown = len(messages) < whole
        except Late:
            # What was asked is done; in their own direct message they are still told.
            left = messages if shown else await _messages(await work, came, interaction)
            if not with_the_bot(interaction) or interaction.channel_id is None:
                raise
            await show_in(interaction.client.get_partial_messageable(interaction.channel_id), left)
        except BROKEN as error:
            await self._tell(error, came, interaction, shown=shown)
        finally:
            await asyncio.wait({work})

    async def _tell(
        self,
        error: Exception,
        came: Incoming,
        interaction: discord.Interaction[Any],
        *,
        shown: bool,
    ) -> None:
        """Say that the answer could not be shown, where Discord refused it.

        Where the line was cut it may have arrived, or nothing arrives.
        """
        reference = _reference(interaction)
        broken = unshown(error, reference=reference, command=self._named(came))
        if shown or not isinstance(error, CUT):
            words = plain(broken.text) if not shown else _NO_REST.format(reference=reference)
            alone = shown_to_asker_alone(interaction, private=True)
            await say(words, interaction, alone=alone, shown=shown)

    async def _prepared(
        self, came: Incoming, interaction: discord.Interaction[Any]
    ) -> Form | list[Built]:
        """A form, or the messages ready to send; whatever breaks becomes a fault."""
        try:
            outcome = await self._outcome(came, interaction)
        except Exception as error:  # noqa: BLE001 - nothing was done
            broken = fault(error, reference=_reference(interaction), command=self._named(came))
            return await _built(shown_reply(broken), came, interaction)
        if isinstance(outcome, Form):
            return outcome
        try:
            return await _built(shown_reply(outcome), came, interaction)
        except Exception as error:  # noqa: BLE001 - it was done, and cannot be drawn
            broken = unshown(error, reference=_reference(interaction), command=self._named(came))
            return [Built(plain_view(plain(broken.text)))]

    async def _outcome(self, came: Incoming, interaction: discord.Interaction[Any]) -> Outcome:
        """What the desk says, or that the press is somebody else's."""
        if not came.belongs_to(interaction.user.id):
            return somebody_elses()
        asked = self.desk.afresh(came.asked.command) if came.afresh else came.asked
        outcome = await self.desk.answer(
            asked,
            account_of(interaction.user),
            now=self.now(),
            where=where(interaction),
            drawing=came.afresh or came.page > 1,
        )
        if not came.afresh or isinstance(outcome, Form):
            return outcome
        return drawn_afresh(outcome)

    def _private(self, came: Incoming) -> bool:
        """What the command declares; what no command answers is private."""
        entry = self.desk.entries.get(came.asked.command)
        return entry is None or entry.command.private

    def _named(self, came: Incoming) -> str:
        """The command for the log; what there is no command for may have been typed."""
        return came.asked.command if came.asked.command in self.desk.entries else "no command"


def _reference(interaction: discord.Interaction[Any]) -> str:
    return hashlib.sha256(str(interaction.id).encode()).hexdigest()[:6]


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
