"""Channels: public, private, and the direct messages with the app."""

from dataclasses import dataclass, field
from typing import Literal

from tests.platforms.slack_server.messages import Message
from tests.platforms.slack_server.people import Team, User
from tests.platforms.slack_server.wire import Json

Kind = Literal["public", "private", "im"]


@dataclass(eq=False)
class Channel:
    """A channel of `team`, perhaps shared with the workspaces in `shared_with`.

    In direct messages `partner` is the person the app talks with.
    """

    id: str
    name: str
    kind: Kind
    team: Team
    members: list[User] = field(default_factory=list)
    shared_with: list[Team] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)
    partner: User | None = None
    archived: bool = False

    def join(self, *users: User) -> None:
        """Let people of the workspaces that it belongs to come in."""
        for user in users:
            here = user.workspace_in(self)
            if here is not self.team and here not in self.shared_with:
                raise ValueError(f"{self.name} is not shared with {user.home_team.name}")
            if user not in self.members:
                self.members.append(user)

    def share(self, team: Team) -> None:
        """Share it with another workspace."""
        self.shared_with.append(team)

    @property
    def shown_name(self) -> str:
        """The name that interactions carry."""
        return {"im": "directmessage", "private": "privategroup"}.get(self.kind, self.name)

    @property
    def external(self) -> bool:
        """Whether people of another organisation are in it."""
        return bool(self.shared_with)

    def visible(self) -> list[Message]:
        """Its messages that are not deleted, the oldest first."""
        return [message for message in self.messages if not message.deleted]

    def find(self, ts: str) -> Message | None:
        """The message of this time stamp, unless it is deleted."""
        return next((m for m in self.messages if m.ts == ts and not m.deleted), None)

    def payload(self) -> Json:
        """The channel as conversations.info describes it."""
        if self.kind == "im":
            return {
                "id": self.id,
                "created": 1,
                "is_archived": self.archived,
                "is_im": True,
                "is_org_shared": False,
                "user": self.partner.id if self.partner else "",
                "is_user_deleted": bool(self.partner and self.partner.deactivated),
            }
        return {
            "id": self.id,
            "name": self.name,
            "is_channel": self.kind == "public",
            "is_group": self.kind == "private",
            "is_im": False,
            "is_private": self.kind == "private",
            "is_mpim": False,
            "is_archived": self.archived,
            "is_member": self.team.bot in self.members,
            "is_ext_shared": self.external,
            "is_shared": self.external,
            "is_org_shared": False,
            "context_team_id": self.team.id,
            "shared_team_ids": [self.team.id, *(team.id for team in self.shared_with)],
            "num_members": len(self.members),
        }
