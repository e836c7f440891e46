"""Settings, read from the environment and from ``.env``; every error names the variable."""

import logging
import re
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar
from zoneinfo import available_timezones

from platformdirs import user_data_path
from pydantic import AnyUrl, Field, SecretStr, UrlConstraints, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

PREFIX = "READINGROOM_"

_Section = TypeVar("_Section", bound="Section")
_Rest = Annotated[AnyUrl, UrlConstraints(allowed_schemes=["http", "https"])]
_Socket = Annotated[AnyUrl, UrlConstraints(allowed_schemes=["ws", "wss"])]

SLACK_API = "https://slack.com/api/"
"""Slack's own address."""
NO_SHORT_NAMES = "none"
"""What stands for an empty list, as an empty variable counts as not set."""
_SLACK_TOKENS = {
    "xoxb-": "a bot's token",
    "xapp-": "an app-level token",
    "xoxp-": "a person's token",
    "xoxe": "a token that expires within hours",
}
"""How Slack's tokens start, by what they are."""
_WITH_SCHEME = "it has to begin with https://"
_BEYOND_HEADERS = re.compile(r"[^!-~]")
"""What cannot stand in a header; a library's complaint would show the token."""


class SettingsRefused(Exception):
    """A setting that cannot be used; the message names its variable and never its value."""


class Section(BaseSettings):
    """Settings that belong together; each is the variable of its prefix and its name."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_file=".env", env_ignore_empty=True, extra="ignore", frozen=True
    )


def data_folder() -> Path:
    """The user's own data folder on this system."""
    return user_data_path("readingroom", appauthor=False)


class StorageSettings(Section):
    """Where things are stored, and what the operator says of backups.

    ``READINGROOM_DATABASE``: the address of the database.
    ``READINGROOM_BACKUP_DAYS``: days that the operator's backups last, 0 for none.
    """

    database: str = Field(default_factory=lambda: f"sqlite:///{data_folder() / 'readingroom.db'}")
    backup_days: int | None = Field(default=None, ge=0)


class ServiceSettings(Section):
    """How the running service behaves.

    ``READINGROOM_ZONE``: the IANA zone whose day it is for somebody whose own is not known.
    ``READINGROOM_LOG_LEVEL``: how much is logged.
    """

    zone: str = "America/New_York"
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"

    @field_validator("zone")
    @classmethod
    def _zone_exists(cls, zone: str) -> str:
        if zone not in available_timezones():
            raise ValueError("a zone of the IANA database, as America/New_York, is accepted")
        return zone

    @property
    def logging_level(self) -> int:
        """The level as the standard library counts it."""
        return logging.getLevelNamesMapping()[self.log_level]


class DiscordSettings(Section):
    """The Discord door.

    ``READINGROOM_DISCORD_TOKEN``: the bot's token; without it there is no Discord door.
    ``READINGROOM_DISCORD_DEVELOPMENT_SERVER``: a server's id, to have commands there at once.
    ``READINGROOM_DISCORD_API``, ``READINGROOM_DISCORD_GATEWAY``: other addresses than Discord's
    own, for a proxy that keeps the rate limits of many processes.
    """

    model_config = SettingsConfigDict(env_prefix=f"{PREFIX}DISCORD_")

    token: SecretStr | None = None
    development_server: int | None = Field(default=None, gt=0, lt=2**64)
    api: _Rest | None = None
    gateway: _Socket | None = None


class SlackSettings(Section):
    """The Slack door: Socket Mode with an app-level token, else HTTP; one workspace, or many.

    ``READINGROOM_SLACK_APP_TOKEN``: the app-level token (``xapp-``), for Socket Mode.
    ``READINGROOM_SLACK_SIGNING_SECRET``: what Slack signs requests with, for HTTP.
    ``READINGROOM_SLACK_BOT_TOKEN``: the bot's token (``xoxb-``) in the one workspace.
    ``READINGROOM_SLACK_CLIENT_ID``, ``READINGROOM_SLACK_CLIENT_SECRET``: what many workspaces
    install the app with, instead.
    ``READINGROOM_SLACK_SHORT_NAMES``: commands that have a slash command of their own beside
    ``/readingroom``, with commas between, or ``none``.
    ``READINGROOM_SLACK_API``: another address than Slack's own, for a proxy.

    Which of them belong together is told by :func:`bot.slack.mode.slack_mode`.
    """

    model_config = SettingsConfigDict(env_prefix=f"{PREFIX}SLACK_")

    app_token: SecretStr | None = None
    bot_token: SecretStr | None = None
    signing_secret: SecretStr | None = None
    client_id: str | None = None
    client_secret: SecretStr | None = None
    short_names: str = "assess,timeline,checklist"
    api: _Rest | None = None

    @field_validator("app_token")
    @classmethod
    def _is_app_token(cls, token: SecretStr | None) -> SecretStr | None:
        return _slack_token(token, "xapp-")

    @field_validator("bot_token")
    @classmethod
    def _is_bot_token(cls, token: SecretStr | None) -> SecretStr | None:
        return _slack_token(token, "xoxb-")

    @field_validator("signing_secret", "client_secret")
    @classmethod
    def _fits_a_header(cls, secret: SecretStr | None) -> SecretStr | None:
        if secret is None:
            return None
        return SecretStr(_header_text(secret.get_secret_value(), "secret"))

    @field_validator("client_id")
    @classmethod
    def _is_an_id(cls, client_id: str | None) -> str | None:
        return None if client_id is None else _header_text(client_id, "ID")

    @property
    def is_configured(self) -> bool:
        """Whether anything was set without which there would be no Slack door."""
        return any(
            (
                self.app_token,
                self.bot_token,
                self.signing_secret,
                self.client_id,
                self.client_secret,
            )
        )

    @property
    def base_url(self) -> str:
        """Where Slack's methods are, with a stroke at its end."""
        return SLACK_API if self.api is None else str(self.api).rstrip("/") + "/"

    @property
    def wanted_short_names(self) -> tuple[str, ...]:
        """The short names as they were listed, without their strokes."""
        if self.short_names.strip().lower() == NO_SHORT_NAMES:
            return ()
        listed = (name.strip().removeprefix("/") for name in self.short_names.split(","))
        return tuple(name for name in listed if name)


class WebSettings(Section):
    """The web addresses of the service; behind a web server that speaks HTTPS.

    ``READINGROOM_WEB_PORT``: the port listened at, 0 for any that is free; without it there is
    no web server.
    ``READINGROOM_WEB_HOST``: the name or address listened at; this machine alone by default.
    ``READINGROOM_WEB_ADDRESS``: the address at which it is reached from outside.
    ``READINGROOM_WEB_METRICS``: whether a monitor may read numbers there, for whoever gets at it.
    """

    model_config = SettingsConfigDict(env_prefix=f"{PREFIX}WEB_")

    port: int | None = Field(default=None, ge=0, lt=2**16)
    host: str = "127.0.0.1"
    address: _Rest | None = None
    metrics: bool = False

    @field_validator("port", mode="before")
    @classmethod
    def _is_a_number(cls, port: object) -> object:
        if isinstance(port, str) and not port.strip().removeprefix("-").isdecimal():
            raise ValueError("it has to be a number, as 8080")
        return port

    @field_validator("address", mode="before")
    @classmethod
    def _has_a_scheme(cls, address: object) -> object:
        if isinstance(address, str) and "://" not in address:
            raise ValueError(_WITH_SCHEME)
        return address

    @field_validator("address")
    @classmethod
    def _is_safe(cls, address: AnyUrl | None) -> AnyUrl | None:
        if address is None:
            return None
        if address.scheme != "https" and not _is_this_machine(address.host or ""):
            raise ValueError(_WITH_SCHEME)
        if address.query or address.fragment or address.username or address.password:
            raise ValueError("an address without a name, a question mark or a hash is accepted")
        return address

    def at(self, path: str) -> str | None:
        """The outside address of a path that starts with a stroke; ``None`` where none is set."""
        return None if self.address is None else str(self.address).rstrip("/") + path


def _slack_token(token: SecretStr | None, start: str) -> SecretStr | None:
    """The token without the space around it; raises ``ValueError`` where it is another one."""
    if token is None:
        return None
    written = _header_text(token.get_secret_value(), "token")
    if written.startswith(start):
        return SecretStr(written)
    for other, what in _SLACK_TOKENS.items():
        if written.startswith(other):
            raise ValueError(
                f"it starts with {other}, so it is {what}; "
                f"{_SLACK_TOKENS[start]} starts with {start}"
            )
    raise ValueError(f"a token that starts with {start} is accepted")


def _header_text(written: str, what: str) -> str:
    written = written.strip()
    if not written:
        raise ValueError("there is nothing in it but spaces")
    if _BEYOND_HEADERS.search(written):
        raise ValueError(
            f"it holds a space or a character that no {what} of Slack has; "
            f"copy the whole {what} again"
        )
    return written


def _is_this_machine(host: str) -> bool:
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


def read_settings(section: type[_Section], **given: Any) -> _Section:
    """One section of the settings; ``given`` ones win over the environment.

    Raises :class:`SettingsRefused`.
    """
    prefix = section.model_config.get("env_prefix", PREFIX)
    try:
        return section(**{name: value for name, value in given.items() if value is not None})
    except UnicodeDecodeError:
        raise SettingsRefused("The file .env in this folder is not text in UTF-8.") from None
    except ValidationError as wrong:
        first = wrong.errors(include_input=False, include_url=False, include_context=False)[0]
        name = prefix + "_".join(str(part) for part in first["loc"][:1]).upper()
        said = first["msg"].removeprefix("Value error, ")
        said = said[:1].lower() + said[1:]
        raise SettingsRefused(f"{name} cannot be used: {said}.") from None
