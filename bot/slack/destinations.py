"""Where an answer goes: aside to who asked, into their direct message, or into a view."""

from dataclasses import dataclass
from typing import Any

from cachetools import LRUCache
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.calling import BROKEN, calling
from bot.slack.metadata import Back
from bot.slack.requests import Asker, Spot

_REMEMBERED = 20_000


@dataclass(frozen=True, slots=True, repr=False)
class Exchange:
    """One request on its way: who asks, where they are, and the client of their workspace."""

    asker: Asker
    spot: Spot
    client: AsyncWebClient


@dataclass(frozen=True, slots=True, repr=False)
class Aside:
    """For the asker's eyes alone, where they asked; gone when they load the channel again."""

    address: str
    channel: str


@dataclass(frozen=True, slots=True)
class Direct:
    """The bot's own direct message with the asker; it stays there. Empty while it is not open."""

    channel: str = ""


@dataclass(frozen=True, slots=True)
class InView:
    """The modal that was pressed in, or one over the App Home that was."""

    view: str
    trigger: str
    kind: str


Destination = Aside | Direct | InView


class DirectMessages:
    """Opens direct messages, and remembers which channel each person's is."""

    def __init__(self) -> None:
        self._known: LRUCache[tuple[str, str], str] = LRUCache(_REMEMBERED)

    async def open(self, client: AsyncWebClient, asker: Asker) -> str:
        """The channel of a person's direct message with the bot, opened where it is not yet.

        Raises as :func:`~bot.slack.calling.calling` does.
        """
        known = self._known.get((asker.team, asker.user))
        if known is not None:
            return known
        return self._remember(asker, await calling(client.conversations_open(users=asker.user)))

    async def _find(self, exchange: Exchange) -> str:
        """The channel of a person's direct message, if there is one; none is opened for it."""
        asker = exchange.asker
        known = self._known.get((asker.team, asker.user))
        if known is not None:
            return known
        answer = await calling(
            exchange.client.conversations_open(users=asker.user, prevent_creation=True)
        )
        return self._remember(asker, answer)

    def _remember(self, asker: Asker, answer: dict[str, Any]) -> str:
        channel = answer.get("channel")
        found = str(channel.get("id", "")) if isinstance(channel, dict) else ""
        if found:
            self._known[asker.team, asker.user] = found
        return found

    async def is_where(self, exchange: Exchange) -> bool:
        """Whether somebody asked in their own direct message with the bot."""
        spot = exchange.spot
        if not spot.one_to_one or spot.lasting:
            return spot.one_to_one
        try:
            return await self._find(exchange) == spot.channel
        except BROKEN:
            return False  # an answer for their eyes alone is right in any case

    async def destination(self, exchange: Exchange) -> Destination:
        """Where the answer to a request goes."""
        spot = exchange.spot
        if spot.view:
            return InView(spot.view, spot.trigger, spot.kind)
        if await self.is_where(exchange):
            return Direct(spot.channel)
        return Aside(spot.address, spot.channel)


def way_back(to: Destination) -> Back:
    """What a form carries, so that its answer goes where it was asked for."""
    match to:
        case Aside():
            return Back(to.address, to.channel)
        case Direct():
            return Back(channel=to.channel)
        case InView():
            return Back(in_modal=True)


def from_way_back(back: Back, spot: Spot) -> Destination:
    """Where the answer of a form goes that was sent in."""
    if back.in_modal:
        return InView(spot.view, spot.trigger, "modal")
    if back.response_url:
        return Aside(back.response_url, back.channel)
    return Direct(back.channel)
