"""Words in a direct message with the bot: read as a line is read in a terminal."""

import contextlib
import hashlib
import logging
from datetime import datetime

import discord

from bot.discord.answering import FILE_LIMIT, sheets_to_send
from bot.discord.messages import Built, build
from bot.discord.requests import account_of
from bot.discord.sending import BROKEN, CUT, Late, Taken, sending
from bot.discord.showing import plain_view, show_in
from core.commands.desk import Desk
from core.commands.faults import unshown
from core.dialogue.documents import form_offer, shown_reply
from core.dialogue.form import Form
from core.dialogue.line import read_line
from core.dialogue.reply import Outcome, Refused
from core.dialogue.request import Asked
from core.dialogue.text import plain

_LOG = logging.getLogger("readingroom.discord")
_CLOSED = frozenset({50007, 50278})
"""The person takes no messages of the bot, or shares no server with it any more."""


async def answer_message(desk: Desk, message: discord.Message, *, now: datetime) -> None:
    """Answer a message, there; one without words is passed over. Raises nothing."""
    asked = read_line(message.content, desk.commands)
    if asked is None:
        return
    try:
        outcome = await _outcome(desk, asked, message, now)
        await show_in(message.channel, await _messages(outcome, asked, message))
    except (Late, Taken):
        _LOG.info("a direct message could not be answered any more")
    except Exception as error:  # noqa: BLE001 - nobody is left without an answer
        await _tell(error, message)


async def _outcome(
    desk: Desk, asked: Asked | Refused, message: discord.Message, now: datetime
) -> Outcome:
    """The answer; nobody in danger is met with a refusal of what cannot be read."""
    account = account_of(message.author)
    if isinstance(asked, Asked):
        return await desk.answer(asked, account, now=now)
    return await desk.hear(message.content, account) or asked


async def _messages(
    outcome: Outcome, asked: Asked | Refused, message: discord.Message
) -> list[Built]:
    document = shown_reply(outcome)
    if isinstance(outcome, Form) and isinstance(asked, Asked):
        document = form_offer(outcome, asked)
    sheets = sheets_to_send(document, 1, owner=str(message.author.id))
    return [await build(sheet, file_limit=FILE_LIMIT) for sheet in sheets]


async def _tell(error: Exception, message: discord.Message) -> None:
    """Say that the answer could not be shown, where that may arrive; a closed door is no fault."""
    if isinstance(error, discord.HTTPException) and error.code in _CLOSED:
        _LOG.info("a person's direct messages are closed")
        return
    reference = hashlib.sha256(str(message.id).encode()).hexdigest()[:6]
    broken = unshown(error, reference=reference, command="a direct message")
    if not isinstance(error, CUT):
        with contextlib.suppress(*BROKEN, Late, Taken):
            await sending(message.channel.send(view=plain_view(plain(broken.text))))
