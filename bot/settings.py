"""Settings, read from the environment and from ``.env``; every error names the variable."""

import logging
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
