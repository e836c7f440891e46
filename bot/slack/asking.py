"""A request put to the desk: by whom, from where, and with what rights."""

import hashlib
import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.calling import BROKEN, calling
from bot.slack.destinations import Exchange
from bot.slack.members import Members
from bot.slack.requests import DOOR, Incoming
from bot.slack.troubles import NOT_TOLD
from core.commands.desk import Desk
from core.commands.faults import fault
from core.commands.refusing import FIX, OF
from core.commands.visit import Account, Server, ServerKind, Where
from core.dialogue.command import Audience, Command, Place
from core.dialogue.documents import drawn_afresh, somebody_elses
from core.dialogue.form import Form
from core.dialogue.question import Kind
from core.dialogue.reply import Fault, Outcome, Refused
from core.dialogue.request import Asked
from core.dialogue.text import text

WORKSPACE = ServerKind("workspace", "person", "invite the bot there")
"""How a workspace is spoken of."""

_CHANNELS_A_PAGE = 1000
_LOG = logging.getLogger("readingroom.slack")


@dataclass(frozen=True, slots=True)
class Asking:
    """Puts requests to the desk. ``now`` is the clock, ``members`` what Slack says of people."""

    desk: Desk
    now: Callable[[], datetime]
    members: Members

    async def outcome(
        self, came: Incoming, exchange: Exchange, *, in_form: bool = False, drawing: bool = False
    ) -> Outcome:
        """What the desk says, or that the press is somebody else's; whatever breaks is a fault.

        With ``in_form`` what is refused still stands in front of the person, and no draft is
        kept of it; with ``drawing`` nothing can be written.
        """
        reference = reference_of(exchange, self.now())
        try:
            return await self._answered(came, exchange, in_form=in_form, drawing=drawing)
        except BROKEN as error:
            _LOG.warning("Slack did not tell what a person may do (%s)", type(error).__name__)
            # Nobody in danger is met with that, whosever words they are.
            words = " . ".join(came.asked.given.values())
            offer = await self.desk.hear(words, _nobody(exchange))
            return offer or Fault(reference, text(NOT_TOLD), came.asked)
        except Exception as error:  # noqa: BLE001 - nothing was done
            return fault(error, reference=reference, command=self.named(came.asked))

    async def heard(self, words: str, refused: Refused, exchange: Exchange) -> Outcome:
        """The refusal of what cannot be read, or people, where the words call for them.

        What was typed is handed back with it: Slack shows a command nowhere once it was sent.
        """
        try:
            offer = await self.desk.hear(words, await self._hears(exchange))
        except Exception as error:  # noqa: BLE001 - a refusal is an answer all the same
            fault(error, reference=reference_of(exchange, self.now()), command="words")
            offer = None
        return offer or replace(refused, hand_back=True)

    def command(self, asked: Asked) -> Command | None:
        """The declaration of what is asked, also behind ``fix``; ``None`` where there is none."""
        name = asked.given.get(OF, "") if asked.command == FIX else asked.command
        entry = self.desk.entries.get(name)
        return entry.command if entry else None

    def named(self, asked: Asked) -> str:
        """The command for the log; what there is no command for may have been typed."""
        return asked.command if asked.command in self.desk.entries else "no command"

    async def _hears(self, exchange: Exchange) -> Account:
        """Whose words are heard: people are offered also where Slack does not tell."""
        try:
            return await self.members.account(exchange.client, exchange.asker)
        except BROKEN:
            return _nobody(exchange)

    async def _answered(
        self, came: Incoming, exchange: Exchange, *, in_form: bool, drawing: bool
    ) -> Outcome:
        if not came.belongs_to(exchange.asker.user):
            return somebody_elses()
        asked = self.desk.afresh(came.asked.command) if came.afresh else came.asked
        desk = replace(self.desk, keeps_refused=False) if in_form else self.desk
        outcome = await desk.answer(
            asked,
            await self.members.account(exchange.client, exchange.asker),
            now=self.now(),
            where=await self._where(asked, exchange),
            drawing=drawing or came.afresh or came.page > 1,
        )
        if not came.afresh or isinstance(outcome, Form):
            return outcome
        return drawn_afresh(outcome)

    async def _where(self, asked: Asked, exchange: Exchange) -> Where:
        """The workspace, and what Slack says at this moment of the person in it.

        All of Slack is a workspace, also somebody's direct message. Only what the command
        depends on is asked.
        """
        asker, client = exchange.asker, exchange.client
        zone = await self.members.zone(client, asker)
        if not asker.team:
            return Where(zone=zone)
        command = self.command(asked)
        administrator, joined = False, frozenset[str]()
        if command is not None and command.audience is not Audience.EVERYBODY:
            administrator = await self.members.administrator(client, asker)
        if command is not None and any(one.kind is Kind.CHANNELS for one in command.options):
            joined = await _joined(client)
        server = Server(
            asker.team,
            administrator=administrator,
            may_post=joined.__contains__,
            ids=frozenset({asker.user}),
            kind=WORKSPACE,
        )
        return Where(Place.SERVER, server, zone)


def _nobody(exchange: Exchange) -> Account:
    """An account that nothing is saved of."""
    return Account(DOOR, "", exchange.asker.user)


async def _joined(client: AsyncWebClient) -> frozenset[str]:
    """The channels that the bot is in; raises as :func:`~bot.slack.calling.calling` does."""
    found: set[str] = set()
    cursor = ""
    while True:
        answer = await calling(
            client.users_conversations(
                types="public_channel,private_channel",
                exclude_archived=True,
                limit=_CHANNELS_A_PAGE,
                cursor=cursor,
            )
        )
        channels = answer.get("channels")
        found.update(str(one["id"]) for one in channels or ())
        following = answer.get("response_metadata")
        cursor = str(following.get("next_cursor") or "") if isinstance(following, dict) else ""
        if not cursor:
            return frozenset(found)


def reference_of(exchange: Exchange, now: datetime) -> str:
    """A short reference from when and where; nothing typed goes into it."""
    seed = f"{now.isoformat()}|{exchange.asker.team}|{exchange.spot.trigger}"
    return hashlib.sha256(seed.encode()).hexdigest()[:6]
