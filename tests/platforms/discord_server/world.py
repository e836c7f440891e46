"""Everything that exists on this Discord: the application, people, guilds, channels."""

from collections.abc import Callable, Iterator

from tests.platforms.discord_server import permissions as may
from tests.platforms.discord_server.clock import Clock, Snowflakes
from tests.platforms.discord_server.people import User
from tests.platforms.discord_server.permissions import Bits, bits
from tests.platforms.discord_server.places import DIRECT, GROUP, Announce, Channel, Guild
from tests.platforms.discord_server.wire import Json

GUILD_INSTALL, USER_INSTALL = "0", "1"


class World:
    """The application and whatever it can meet."""

    def __init__(self, clock: Clock, ids: Snowflakes) -> None:
        self.clock = clock
        self.ids = ids
        self.bot = User(ids.old(), "Reading Room", bot=True)
        self.application_id = self.bot.id
        self.application_flags = 0
        self.owner = User(ids.old(), "owner")
        self.integration_types: Json = {
            GUILD_INSTALL: {
                "oauth2_install_params": {
                    "scopes": ["bot", "applications.commands"],
                    "permissions": str(may.EVERYONE),
                }
            },
            USER_INSTALL: {
                "oauth2_install_params": {"scopes": ["applications.commands"], "permissions": "0"}
            },
        }
        self.install_params: Json | None = None
        self.interactions_endpoint_url: str | None = None
        self.users: dict[int, User] = {self.bot.id: self.bot, self.owner.id: self.owner}
        self.guilds: dict[int, Guild] = {}
        self.channels: dict[int, Channel] = {}
        self.direct: dict[int, Channel] = {}
        self.announce: Announce = lambda *_: None
        self.appeared: Callable[[Guild], None] = lambda _: None

    def user(self, name: str, *, locale: str = "en-US", installed: bool = False) -> User:
        """A new person."""
        user = User(self.ids.old(), name, locale, installed=installed)
        self.users[user.id] = user
        return user

    def guild(
        self,
        name: str,
        *,
        owner: User | None = None,
        locale: str = "en-US",
        bot: bool = True,
        bot_permissions: Bits = may.EVERYONE,
    ) -> Guild:
        """A new guild with one channel, `general`, and with the bot in it unless told otherwise."""
        holder = owner or self.user(f"owner of {name}")
        guild = Guild(self.ids.guild(), name, holder, clock=self.clock, ids=self.ids, locale=locale)
        guild.announce = lambda *event: self.announce(*event)
        guild.register = self._register
        self.guilds[guild.id] = guild
        guild.member(holder)
        guild.channel("general")
        if bot:
            self.add_bot(guild, bot_permissions)
        return guild

    def add_bot(self, guild: Guild, permissions: Bits = may.EVERYONE) -> None:
        """Let the bot join a guild, with a role of its own."""
        role = guild.role(self.bot.name, bits(permissions), managed=True)
        guild.member(self.bot, roles=[role])
        guild.has_bot = True
        self.appeared(guild)

    def take_bot_away(self, guild: Guild) -> None:
        """Let the bot leave a guild, with its role."""
        guild.has_bot = False
        for role in guild.members[self.bot.id].roles:
            del guild.roles[role.id]
        guild.leave(self.bot)

    def dm(self, user: User) -> Channel:
        """The direct message channel between the bot and this person."""
        channel = self.direct.get(user.id)
        if channel is None:
            channel = Channel(self.ids.new(), user.name, kind=DIRECT, recipients=(user,))
            self.direct[user.id] = channel
            self._register(channel)
        return channel

    def private(self, *people: User, name: str = "private") -> Channel:
        """A channel between people, without the bot."""
        kind = DIRECT if len(people) == 2 else GROUP
        channel = Channel(self.ids.new(), name, kind=kind, recipients=people)
        self._register(channel)
        return channel

    def _register(self, channel: Channel) -> None:
        self.channels[channel.id] = channel

    def shared_guilds(self, user: User) -> Iterator[Guild]:
        """The guilds that hold both the bot and this person."""
        return (
            guild for guild in self.guilds.values() if guild.has_bot and user.id in guild.members
        )

    def reachable(self, user: User) -> bool:
        """Whether the bot and this person can meet outside a guild."""
        return user.installed or any(self.shared_guilds(user))

    def application(self) -> Json:
        """The application as Discord describes it to its bot."""
        return {
            "id": str(self.application_id),
            "name": self.bot.name,
            "icon": None,
            "description": "",
            "bot_public": True,
            "bot_require_code_grant": False,
            "bot": self.bot.payload,
            "verify_key": "0" * 64,
            "owner": self.owner.payload,
            "team": None,
            "flags": self.application_flags,
            "tags": [],
            "redirect_uris": [],
            "interactions_endpoint_url": self.interactions_endpoint_url,
            "role_connections_verification_url": None,
            "approximate_guild_count": sum(guild.has_bot for guild in self.guilds.values()),
            "approximate_user_install_count": sum(user.installed for user in self.users.values()),
            "integration_types_config": self.integration_types,
            **({"install_params": self.install_params} if self.install_params else {}),
        }
