"""Installations of the app, and the tokens they have."""

from dataclasses import dataclass, field

from tests.platforms.slack_server.people import Enterprise, Team, User

SCOPES = frozenset(
    {
        "channels:history", "channels:read", "chat:write", "commands", "files:read",
        "files:write", "groups:history", "groups:read", "im:history", "im:read", "im:write",
        "users:read",
    }
)  # fmt: skip
"""Scopes that an installation has unless told otherwise: all that the methods here ask for."""

TOKEN_LIFE = 43_200
"""Seconds for which a token lives when tokens are rotated."""


@dataclass(eq=False)
class Installation:
    """The app in one workspace, or in all of an organisation.

    `ended` is the error that its tokens are refused with once it is over; `granted` are the
    workspaces that an organisation has added it to.
    """

    team: Team
    enterprise: Enterprise | None
    installer: User
    scopes: frozenset[str]
    token: str = field(default="", repr=False)
    refresh_token: str | None = field(default=None, repr=False)
    org_wide: bool = False
    ended: str | None = None
    granted: list[Team] = field(default_factory=list)

    @property
    def bot(self) -> User:
        """The app's user."""
        return self.team.bot

    @property
    def key(self) -> str:
        """What its limits are counted by."""
        return self.enterprise.id if self.org_wide and self.enterprise else self.team.id

    def covers(self, team: Team) -> bool:
        """Whether it is an installation in this workspace."""
        if self.org_wide:
            return team in self.granted
        return team is self.team


@dataclass(eq=False)
class Token:
    """A bot token. It expires at `expires_at` on the server's clock, or never."""

    value: str = field(repr=False)
    installation: Installation
    expires_at: float | None = None
    revoked: bool = False


@dataclass(eq=False)
class Code:
    """A code that an administrator's consent gave."""

    value: str = field(repr=False)
    team: Team
    installer: User
    scopes: frozenset[str]
    org_wide: bool
    redirect_uri: str | None
    born: float
    used: bool = False
