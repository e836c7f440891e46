"""People and roles."""

from dataclasses import dataclass, field

from tests.platforms.discord_server.wire import Json


@dataclass(eq=False)
class User:
    """A person, or the bot itself.

    `installed` says that they added the app to their own account. `dm_error` is the code that
    a direct message to them is refused with (50007: closed), or nothing.
    """

    id: int
    name: str
    locale: str = "en-US"
    bot: bool = False
    installed: bool = False
    dm_error: int | None = None

    def __post_init__(self) -> None:
        self.payload: Json = {
            "id": str(self.id),
            "username": self.name,
            "global_name": None if self.bot else self.name,
            "discriminator": "0",
            "avatar": None,
            "bot": self.bot,
            "system": False,
            "public_flags": 0,
            "flags": 0,
        }

    @property
    def mention(self) -> str:
        """How a message mentions them."""
        return f"<@{self.id}>"


@dataclass(eq=False)
class Role:
    """A role of one guild; the role with the guild's own id is everybody's."""

    id: int
    name: str
    permissions: int
    position: int
    managed: bool = False

    def payload(self) -> Json:
        """The role as Discord describes it."""
        return {
            "id": str(self.id),
            "name": self.name,
            "permissions": str(self.permissions),
            "position": self.position,
            "color": 0,
            "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
            "hoist": False,
            "icon": None,
            "unicode_emoji": None,
            "managed": self.managed,
            "mentionable": False,
            "flags": 0,
        }


@dataclass(eq=False)
class Member:
    """A person in one guild. `permissions` are bits that they hold beside their roles."""

    user: User
    roles: list[Role] = field(default_factory=list)
    permissions: int = 0
    nick: str | None = None
    joined_at: str = ""

    def payload(self) -> Json:
        """The member as Discord describes it."""
        return {
            "user": self.user.payload,
            "roles": [str(role.id) for role in self.roles],
            "nick": self.nick,
            "avatar": None,
            "joined_at": self.joined_at,
            "premium_since": None,
            "communication_disabled_until": None,
            "pending": False,
            "deaf": False,
            "mute": False,
            "flags": 0,
        }
