"""Which scopes Slack granted: it says so in a header of its answers, and nowhere else."""

from collections.abc import Awaitable
from typing import Any

from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.slack.scopes import SCOPE_NAMES

_HEADER = "x-oauth-scopes"


class Granted:
    """The scopes with which one request was answered; ``None`` until Slack has said them."""

    def __init__(self) -> None:
        self.scopes: frozenset[str] | None = None

    async def noting(self, asked: Awaitable[AsyncSlackResponse]) -> AsyncSlackResponse:
        """The answer, once the scopes in its headers are noted."""
        answer = await asked
        told: Any = answer.headers
        said = {name.lower(): value for name, value in told.items()}.get(_HEADER)
        if said is not None:
            self.scopes = frozenset(scope.strip() for scope in said.split(",") if scope.strip())
        return answer

    @property
    def lacking(self) -> list[str]:
        """The scopes that the bot needs and does not have; none where Slack did not say."""
        return [] if self.scopes is None else [one for one in SCOPE_NAMES if one not in self.scopes]
