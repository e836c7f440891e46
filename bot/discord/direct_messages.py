"""Words in a direct message with the bot: read as a line is read in a terminal."""

from datetime import datetime

import discord

from bot.discord.answering import FILE_LIMIT, sheets_to_send
from bot.discord.messages import build
from bot.discord.requests import account_of
from bot.discord.sending import sending
from core.commands.desk import Desk
from core.dialogue.documents import form_offer, shown_reply
from core.dialogue.form import Form
from core.dialogue.line import read_line
from core.dialogue.reply import Outcome, Refused
from core.dialogue.request import Asked


async def answer_message(desk: Desk, message: discord.Message, *, now: datetime) -> None:
    """Answer a message, there; one without words is passed over.

    Raises what Discord and the network raise.
    """
    asked = read_line(message.content, desk.commands)
    if asked is None:
        return
    outcome = await _outcome(desk, asked, message, now)
    if isinstance(outcome, Form) and isinstance(asked, Asked):
        document = form_offer(outcome, asked)
    else:
        document = shown_reply(outcome)
    for sheet in sheets_to_send(document, 1, owner=str(message.author.id)):
        built = await build(sheet, file_limit=FILE_LIMIT)
        await sending(message.channel.send(view=built.view, files=built.files))


async def _outcome(
    desk: Desk, asked: Asked | Refused, message: discord.Message, now: datetime
) -> Outcome:
    """The answer; nobody in danger is met with a refusal of what cannot be read."""
    account = account_of(message.author)
    if isinstance(asked, Asked):
        return await desk.answer(asked, account, now=now)
    return await desk.hear(message.content, account) or asked
