"""Settings, read from the environment and from ``.env``; every error names the variable."""

from pathlib import Path
from typing import Any

from platformdirs import user_data_path
from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

PREFIX = "READINGROOM_"


class SettingsRefused(Exception):
    """A setting that cannot be used; the message names its variable and never its value."""


class _Section(BaseSettings):
    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_file=".env", env_ignore_empty=True, extra="ignore", frozen=True
    )


def data_folder() -> Path:
    """The user's own data folder on this system."""
    return user_data_path("readingroom", appauthor=False)


class StorageSettings(_Section):
    """Where things are stored, and what the operator says of backups.

    ``READINGROOM_DATABASE``: the address of the database.
    ``READINGROOM_BACKUP_DAYS``: days that the operator's backups last, 0 for none.
    """

    database: str = Field(default_factory=lambda: f"sqlite:///{data_folder() / 'readingroom.db'}")
    backup_days: int | None = Field(default=None, ge=0)


def storage_settings(**given: Any) -> StorageSettings:
    """The settings of storage; ``given`` ones win over the environment.

    Raises :class:`SettingsRefused`.
    """
    try:
        return StorageSettings(
            **{name: value for name, value in given.items() if value is not None}
        )
    except ValidationError as wrong:
        first = wrong.errors(include_input=False, include_url=False)[0]
        name = PREFIX + "_".join(str(part) for part in first["loc"]).upper()
        raise SettingsRefused(f"{name} cannot be used: {first['msg'].lower()}.") from None
