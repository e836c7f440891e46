"""What Slack says of people: whose they are, their zone, and whether they administer here."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from cachetools import TTLCache
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.calling import ANSWERED_WITHIN, BROKEN, Cut, calling
from bot.slack.requests import DOOR, Asker
from core.commands.visit import Account

ADMINISTRATOR_FOR = 60.0
"""Seconds for which somebody's being an administrator is trusted."""

ZONE_FOR = 3600.0
"""Seconds for which somebody's zone is trusted; who travels is a day off for an hour at most."""

TOLD_WITHIN = 1.0
"""Seconds that an answer waits for a person's zone; it knows another one."""

_REMEMBERED = 20_000


@dataclass(frozen=True, slots=True)
class Member:
    """One person, as Slack describes them to a workspace.

    ``zone`` is an IANA name or empty. ``team`` is their own workspace, ``teams`` all those they
    are in, and ``enterprise`` their organisation, each empty where Slack names none.
    ``administrator`` says that they are one somewhere.
    """

    zone: str
    team: str
    teams: frozenset[str]
    enterprise: str
    administrator: bool
    told_at: float


class Members:
    """Asks Slack about people, and remembers it for as long as it is trusted.

    ``seconds`` is a clock that only goes on. What is lost in a restart is asked again.
    """

    def __init__(self, seconds: Callable[[], float]) -> None:
        self._seconds = seconds
        self._known: TTLCache[tuple[str, str], Member] = TTLCache(_REMEMBERED, ZONE_FOR, seconds)

    async def account(self, client: AsyncWebClient, asker: Asker) -> Account:
        """How this door knows a person, the same wherever they are.

        Raises as :func:`~bot.slack.calling.calling` does where neither the request nor Slack
        says whose they are: a wrong account would be worse than none.
        """
        tenant = asker.tenant
        if not tenant:
            known = self._known.get((asker.team, asker.user))
            tenant = _tenant(known or await self._ask(client, asker), asker)
        return Account(DOOR, tenant, asker.user)

    async def zone(self, client: AsyncWebClient, asker: Asker) -> str:
        """A person's zone; empty where Slack does not tell it in time."""
        known = self._known.get((asker.team, asker.user))
        if known is None:
            try:
                known = await self._ask(client, asker, within=TOLD_WITHIN)
            except BROKEN:
                return ""
        return known.zone

    async def administrator(self, client: AsyncWebClient, asker: Asker) -> bool:
        """Whether a person is an administrator or owner of the bot's workspace now.

        Who is one elsewhere is none here. Raises as :func:`~bot.slack.calling.calling` does
        where Slack does not tell.
        """
        known = self._known.get((asker.team, asker.user))
        if known is None or self._seconds() - known.told_at >= ADMINISTRATOR_FOR:
            known = await self._ask(client, asker)
        foreign = known.enterprise and known.enterprise != asker.enterprise
        return known.administrator and asker.team in known.teams and not foreign

    async def _ask(
        self, client: AsyncWebClient, asker: Asker, within: float = ANSWERED_WITHIN
    ) -> Member:
        answer = await calling(client.users_info(user=asker.user), within=within)
        member = _member(_mapping(answer, "user"), self._seconds())
        self._known[asker.team, asker.user] = member
        return member


def _member(told: dict[str, Any], at: float) -> Member:
    of_organisation = _mapping(told, "enterprise_user")
    team, enterprise = _text(told, "team_id"), _text(of_organisation, "enterprise_id")
    if team.startswith("E"):
        team, enterprise = "", enterprise or team
    listed = of_organisation.get("teams")
    teams = [one for one in listed if isinstance(one, str)] if isinstance(listed, list) else []
    return Member(
        zone=_text(told, "tz"),
        team=team,
        teams=frozenset({team, *teams} - {""}),
        enterprise=enterprise,
        administrator=_administers(told),
        told_at=at,
    )


def _tenant(member: Member, asker: Asker) -> str:
    if member.enterprise:
        return member.enterprise
    if member.team and member.team == asker.team:
        return asker.enterprise or asker.team
    if not member.team or asker.own not in {"", member.team}:
        raise Cut("a person of no workspace")
    return member.team


def _administers(told: dict[str, Any]) -> bool:
    gone = told.get("deleted") is True or told.get("is_stranger") is True
    ranks = ("is_admin", "is_owner", "is_primary_owner")
    return not gone and any(told.get(rank) is True for rank in ranks)


def _mapping(of: dict[str, Any], name: str) -> dict[str, Any]:
    held = of.get(name)
    return held if isinstance(held, dict) else {}


def _text(of: dict[str, Any], name: str) -> str:
    held = of.get(name)
    return held if isinstance(held, str) else ""
