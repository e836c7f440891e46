"""Workspaces, organisations and people."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.platforms.slack_server.messages import Message
from tests.platforms.slack_server.views import View
from tests.platforms.slack_server.wire import Json

if TYPE_CHECKING:
    from tests.platforms.slack_server.places import Channel

HOURS = {"Etc/UTC": 0, "Europe/London": 0, "Europe/Berlin": 1, "America/New_York": -5}


@dataclass(eq=False)
class Enterprise:
    """An organisation of several workspaces."""

    id: str
    name: str
    bot: "User"


@dataclass(eq=False)
class Team:
    """A workspace. `bot` is the app's user in it; `url` its address."""

    id: str
    name: str
    domain: str
    bot: "User"
    bot_id: str
    enterprise: Enterprise | None = None
    users: list["User"] = field(default_factory=list)
    channels: list["Channel"] = field(default_factory=list)

    @property
    def url(self) -> str:
        """Its address in the web."""
        return f"https://{self.domain}.slack.com/"

    def payload(self) -> Json:
        """The workspace as interactions name it."""
        body: Json = {"id": self.id, "domain": self.domain}
        if self.enterprise is not None:
            body["enterprise_id"] = self.enterprise.id
            body["enterprise_name"] = self.enterprise.name
        return body

    def enterprise_payload(self) -> Json | None:
        """The organisation as interactions name it, or nothing."""
        if self.enterprise is None:
            return None
        return {"id": self.enterprise.id, "name": self.enterprise.name}


@dataclass(eq=False)
class User:
    """A person, or the app's own user.

    `dm_error` is the error that opening a direct message with them, or writing in it, is refused
    with, and `also` the other workspaces of their organisation that they are in. What they have
    on the screen: `modals` (the lowest first), `homes` (App Home by
    workspace id), `ephemerals` (what only they see, by time).
    """

    id: str
    name: str
    team: Team | None = None
    tz: str | None = "Etc/UTC"
    admin: bool = False
    owner: bool = False
    deactivated: bool = False
    bot: bool = False
    dm_error: str | None = None
    also: list[Team] = field(default_factory=list)
    modals: list[View] = field(default_factory=list)
    homes: dict[str, View] = field(default_factory=dict)
    ephemerals: list[Message] = field(default_factory=list)

    @property
    def home_team(self) -> Team:
        """Their own workspace."""
        if self.team is None:
            raise LookupError(f"{self.name} belongs to no workspace")
        return self.team

    def workspace_in(self, channel: "Channel") -> Team:
        """The workspace in which they see a channel."""
        return channel.team if channel.team in self.also else self.home_team

    @property
    def modal(self) -> View | None:
        """The modal that they have before them, or nothing."""
        return self.modals[-1] if self.modals else None

    @property
    def home(self) -> View | None:
        """App Home as they see it in their own workspace, or nothing."""
        return self.homes.get(self.home_team.id)

    @property
    def username(self) -> str:
        """The name that interactions carry."""
        return self.name.lower().replace(" ", ".")

    def payload(self) -> Json:
        """The person as interactions name them."""
        return {
            "id": self.id,
            "username": self.username,
            "name": self.username,
            "team_id": self.home_team.id,
        }

    def info(self, *, stranger: bool = False) -> Json:
        """The person as users.info describes them.

        Of a stranger it tells no zone, and what they are at home is no right here.
        """
        team = self.home_team
        body: Json = {
            "id": self.id,
            "team_id": team.id,
            "name": self.username,
            "deleted": self.deactivated,
            "is_bot": self.bot,
            "is_app_user": False,
            "is_stranger": stranger,
            "updated": 1,
            "profile": {"real_name": self.name, "display_name": self.name, "team": team.id},
        }
        if not self.deactivated:
            body |= {
                "real_name": self.name,
                "is_admin": self.admin or self.owner,
                "is_owner": self.owner,
                "is_primary_owner": False,
                "is_restricted": False,
                "is_ultra_restricted": False,
            }
            if self.tz is not None and not stranger:
                hours = HOURS.get(self.tz, 0)
                body |= {"tz": self.tz, "tz_label": self.tz, "tz_offset": hours * 3600}
        if team.enterprise is not None:
            body["enterprise_user"] = {
                "id": self.id,
                "enterprise_id": team.enterprise.id,
                "enterprise_name": team.enterprise.name,
                "is_admin": self.admin,
                "is_owner": self.owner,
                "teams": [one.id for one in (team, *self.also)],
            }
        return body
