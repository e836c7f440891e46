"""What Slack says of people: their zone, and whether they administer the workspace."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from cachetools import TTLCache
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.calling import BROKEN, calling

ADMINISTRATOR_FOR = 60.0
"""Seconds for which somebody's being an administrator is trusted."""

ZONE_FOR = 3600.0
"""Seconds for which somebody's zone is trusted; who travels is a day off for an hour at most."""

TOLD_WITHIN = 1.0
"""Seconds that an answer waits for a person's zone; it knows another one."""

_REMEMBERED = 20_000


@dataclass(frozen=True, slots=True)
class Member:
    """One person of a workspace, as Slack describes them: ``zone`` is an IANA name or empty."""

    zone: str
    administrator: bool
    told_at: float


class Members:
    """Asks Slack about people, and remembers it for as long as it is trusted.

    ``seconds`` is a clock that only goes on. What is lost in a restart is asked again.
    """

    def __init__(self, seconds: Callable[[], float]) -> None:
        self._seconds = seconds
        self._known: TTLCache[tuple[str, str], Member] = TTLCache(_REMEMBERED, ZONE_FOR, seconds)

    async def zone(self, client: AsyncWebClient, team: str, user: str) -> str:
        """A person's zone; empty where Slack does not tell it in time."""
        known = self._known.get((team, user))
        if known is None:
            try:
                known = await self._ask(client, team, user, within=TOLD_WITHIN)
            except BROKEN:
                return ""
        return known.zone

    async def administrator(self, client: AsyncWebClient, team: str, user: str) -> bool:
        """Whether a person is an administrator or owner now.

        Raises as :func:`~bot.slack.calling.calling` does where Slack does not tell.
        """
        known = self._known.get((team, user))
        if known is None or self._seconds() - known.told_at >= ADMINISTRATOR_FOR:
            known = await self._ask(client, team, user)
        return known.administrator

    async def _ask(
        self, client: AsyncWebClient, team: str, user: str, within: float = 8.0
    ) -> Member:
        answer = await calling(client.users_info(user=user), within=within)
        told = answer.get("user")
        told = told if isinstance(told, dict) else {}
        member = Member(_zone(told), _administers(told), self._seconds())
        self._known[team, user] = member
        return member


def _zone(told: dict[str, Any]) -> str:
    zone = told.get("tz")
    return zone if isinstance(zone, str) else ""


def _administers(told: dict[str, Any]) -> bool:
    gone = told.get("deleted") is True
    ranks = ("is_admin", "is_owner", "is_primary_owner")
    return not gone and any(told.get(rank) is True for rank in ranks)
