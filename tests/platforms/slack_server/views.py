"""Modals and App Home."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.platforms.slack_server import reading
from tests.platforms.slack_server.wire import Json

if TYPE_CHECKING:
    from tests.platforms.slack_server.people import Team, User

OPTIONAL = ("close", "submit", "title")


@dataclass(eq=False)
class View:
    """A view that somebody has before them.

    `body` is what the app gave, with ids settled. `entered` is what the person has typed and
    chosen so far, by block id and action id. `errors` are those of the last submission.
    """

    id: str
    owner: "User"
    team: "Team"
    app_id: str
    bot_id: str
    body: Json
    hash: str
    root: "View | None" = None
    previous: "View | None" = None
    updates: int = 0
    closed: bool = False
    entered: dict[tuple[str, str], Json] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    suggested: dict[tuple[str, str], list[Json]] = field(default_factory=dict)

    @property
    def blocks(self) -> list[Json]:
        """Its blocks."""
        blocks: list[Json] = self.body["blocks"]
        return blocks

    @property
    def title(self) -> str:
        """Its title, or nothing in App Home."""
        return self._text("title")

    @property
    def submit(self) -> str:
        """The label of the button that sends it, or nothing."""
        return self._text("submit")

    @property
    def words(self) -> str:
        """What a person reads in it, but for the title."""
        return reading.words(self.blocks)

    @property
    def pressable(self) -> dict[str, str]:
        """Its buttons: label and action id."""
        return reading.labels(self.blocks)

    @property
    def inputs(self) -> dict[str, Json]:
        """Its input blocks, by the action id of what is in them."""
        return {b["element"]["action_id"]: b for b in self.blocks if b["type"] == "input"}

    def payload(self, state: Json | None = None) -> Json:
        """The view as Slack gives it."""
        body: Json = {
            "id": self.id,
            "team_id": self.owner.home_team.id,
            "type": self.body["type"],
            "blocks": self.blocks,
            "private_metadata": self.body.get("private_metadata", ""),
            "callback_id": self.body.get("callback_id", ""),
            "state": {"values": state or {}},
            "hash": self.hash,
            "clear_on_close": self.body.get("clear_on_close", False),
            "notify_on_close": self.body.get("notify_on_close", False),
            "root_view_id": (self.root or self).id,
            "previous_view_id": self.previous.id if self.previous else None,
            "app_id": self.app_id,
            "app_installed_team_id": self.team.id,
            "external_id": self.body.get("external_id", ""),
            "bot_id": self.bot_id,
        }
        return body | {key: self.body.get(key) for key in OPTIONAL}

    def _text(self, key: str) -> str:
        part: Any = self.body.get(key)
        return str(part["text"]) if part else ""
