"""Commands and presses answered, wherever they were made."""

import asyncio
import logging
from collections.abc import Awaitable
from typing import Any

from bot.slack.afterwards import Afterwards
from bot.slack.asking import Asking
from bot.slack.calling import Cut, Late, calling
from bot.slack.destinations import (
    Aside,
    Destination,
    Direct,
    DirectMessages,
    Exchange,
    InView,
    way_back,
)
from bot.slack.modals import modal_for
from bot.slack.requests import DIRECT, NEXT, Incoming
from bot.slack.showing import Showing
from bot.slack.submitting import Submitting
from bot.slack.telling import Telling
from bot.slack.troubles import ELSEWHERE, ONE_MOMENT
from core.dialogue.documents import form_offer, shown_reply
from core.dialogue.form import Form
from core.dialogue.reply import Outcome, Refused, Reply
from core.dialogue.request import Asked

MOMENT_AFTER = 1.5
"""Seconds after which a person is told that an answer takes longer."""

_LOG = logging.getLogger("readingroom.slack")


class Answering:
    """Answers what was typed and pressed.

    Its methods raise nothing, and return when everything that was begun is done.
    """

    def __init__(
        self,
        asking: Asking,
        showing: Showing,
        channels: DirectMessages,
        afterwards: Afterwards,
    ) -> None:
        self._asking = asking
        self._showing = showing
        self._channels = channels
        self._afterwards = afterwards
        self._telling = Telling(asking, showing, channels, afterwards)
        self.forms = Submitting(asking, showing, self._telling, afterwards)

    async def command(self, asked: Asked | Refused, line: str, exchange: Exchange) -> None:
        """Answer a slash command; ``line`` is what was typed, which may be a call for help."""
        if isinstance(asked, Refused):
            came = Incoming(Asked(asked.command))
            await self._answer(came, self._asking.heard(line, asked, exchange), exchange)
        else:
            came = Incoming(asked)
            await self._answer(came, self._asking.outcome(came, exchange), exchange)

    async def add(self, words: str, exchange: Exchange) -> None:
        """Say one more sentence after an answer."""

        async def say() -> None:
            await self._showing.say(words, await self._channels.destination(exchange), exchange)

        await self._telling.guarded(say(), Asked("talk"), exchange, done=True)

    async def press(self, name: str, came: Incoming, exchange: Exchange, view: Any) -> None:
        """Answer a button or a choice; ``view`` is the one it stands in, if it does."""
        if name == NEXT:
            await self.forms.lead_on(came, exchange, view)
        elif name == DIRECT:
            await self._telling.guarded(self._directly(came, exchange), came.asked, exchange)
        else:
            await self._answer(came, self._asking.outcome(came, exchange), exchange)

    async def _answer(self, came: Incoming, asking: Awaitable[Outcome], exchange: Exchange) -> None:
        """Show what the desk says, with a word before it where that takes long."""
        work = asyncio.ensure_future(asking)
        placing = asyncio.ensure_future(self._channels.destination(exchange))
        asked, spot = came.asked, exchange.spot
        _, late = await asyncio.wait({work, placing}, timeout=MOMENT_AFTER)
        if late and not spot.view:
            moment = self._showing.say(ONE_MOMENT, Aside(spot.address, spot.channel), exchange)
            await self._telling.guarded(moment, asked, exchange)
        to, outcome = await placing, await work
        done = isinstance(outcome, Reply)
        shown = self._shown(outcome, came, to, exchange)
        await self._telling.guarded(shown, asked, exchange, to, done=done)
        if done:
            await self._afterwards.note_answered(asked, exchange)

    async def _shown(
        self, outcome: Outcome, came: Incoming, to: Destination, exchange: Exchange
    ) -> None:
        if isinstance(outcome, Form):
            await self._open(outcome, came, to, exchange)
            return
        # Whatever goes wrong with an open command is between the bot and who asked.
        private = self._private(came) or not isinstance(outcome, Reply)
        reply = shown_reply(outcome)
        await self._showing.show(reply, to, exchange, page=came.page, private=private)

    async def _open(self, form: Form, came: Incoming, to: Destination, exchange: Exchange) -> None:
        """Open a form where it can be opened; otherwise give a button that opens it."""
        client, trigger = exchange.client, exchange.spot.trigger
        view = modal_for(form, owner=exchange.asker.user, back=way_back(to))
        try:
            if isinstance(to, InView) and to.kind == "modal":
                await calling(client.views_update(view_id=to.view, view=view))
                return
            if trigger:
                await calling(client.views_open(trigger_id=trigger, view=view))
                return
        except (Late, Cut) as closed:
            # Where it was opened all the same, the button opens it once more.
            _LOG.info("a form could not be opened (%s)", type(closed).__name__)
        elsewhere = Direct() if isinstance(to, InView) else to
        await self._showing.show(form_offer(form, came.asked), elsewhere, exchange, private=True)

    async def _directly(self, came: Incoming, exchange: Exchange) -> None:
        """Draw the answer once more, into the direct message, and say that it is there."""
        outcome = await self._asking.outcome(came, exchange, drawing=True)
        channel = await self._channels.open(exchange.client, exchange.asker)
        reply = shown_reply(outcome)
        await self._showing.show(reply, Direct(channel), exchange, private=True)
        to = await self._channels.destination(exchange)
        if not isinstance(to, Direct):
            await self._showing.say(ELSEWHERE, to, exchange)

    def _private(self, came: Incoming) -> bool:
        """What the command declares; what no command answers is private."""
        entry = self._asking.desk.entries.get(came.asked.command)
        return entry is None or entry.command.private
