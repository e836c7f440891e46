"""Showing guarded: where Slack refuses an answer, the person is told so where that may arrive."""

import logging
from collections.abc import Awaitable

from bot.slack.afterwards import Afterwards
from bot.slack.asking import Asking, reference_of
from bot.slack.calling import BROKEN, Late, SlackRefused
from bot.slack.destinations import Aside, Destination, DirectMessages, Exchange
from bot.slack.showing import Showing
from bot.slack.troubles import BROKEN_OFF, SENTENCES
from core.commands.faults import fault, unshown
from core.dialogue.request import Asked
from core.dialogue.text import plain

_LOG = logging.getLogger("readingroom.slack")


class Telling:
    """Does pieces of showing, so that whatever breaks in them becomes a sentence."""

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

    async def guarded(
        self,
        showing: Awaitable[None],
        asked: Asked,
        exchange: Exchange,
        to: Destination | None = None,
        *,
        done: bool = False,
    ) -> None:
        """Do a piece of showing and raise nothing; what breaks is told at ``to``.

        Without it, where the request was made. ``done`` says that what was asked has been done,
        and only its answer is still to be shown.
        """
        try:
            await showing
        except Late:
            _LOG.info("an answer came too late to be shown")
        except BROKEN as error:
            await self._tell(error, asked, exchange, to, done=done)
        except Exception as error:  # noqa: BLE001 - nobody is left without an answer
            await self._say(self.words(error, asked, exchange, done=done), exchange, to)

    async def _tell(
        self,
        error: Exception,
        asked: Asked,
        exchange: Exchange,
        to: Destination | None,
        *,
        done: bool,
    ) -> None:
        """Say why an answer could not be shown, or that it may not have been."""
        words = BROKEN_OFF
        if isinstance(error, SlackRefused):
            _LOG.warning("Slack did not show an answer (%s)", error.error)
            words = SENTENCES.get(error.error) or self.words(error, asked, exchange, done=done)
            await self._afterwards.note_refused(error.error, exchange)
        else:
            self.words(error, asked, exchange, done=done)
        await self._say(words, exchange, to)

    def words(self, error: Exception, asked: Asked, exchange: Exchange, *, done: bool) -> str:
        """Log what broke, and give the sentence about it."""
        told = unshown if done else fault
        reference = reference_of(exchange, self._asking.now())
        return plain(told(error, reference=reference, command=self._asking.named(asked)).text)

    async def _say(self, words: str, exchange: Exchange, to: Destination | None) -> None:
        """Say a sentence at the address of the request rather than where showing has failed."""
        spot = exchange.spot
        if spot.address:
            to = Aside(spot.address, spot.channel)
        try:
            to = to or await self._channels.destination(exchange)
            await self._showing.say(words, to, exchange)
        except BROKEN as error:
            _LOG.info("a sentence could not be said either (%s)", type(error).__name__)
