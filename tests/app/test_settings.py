"""Settings come from the environment, and an error names the variable and never its value."""

import os
from pathlib import Path

import pytest

from bot.settings import (
    DiscordSettings,
    ServiceSettings,
    SettingsRefused,
    StorageSettings,
    read_settings,
)


@pytest.fixture(autouse=True)
def nowhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for name in os.environ:
        if name.startswith("READINGROOM_"):
            monkeypatch.delenv(name)


def test_without_a_setting_the_database_lies_in_the_users_data_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    assert (
        read_settings(StorageSettings).database
        == f"sqlite:///{tmp_path}/data/readingroom/readingroom.db"
    )


def test_the_environment_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("READINGROOM_DATABASE", "sqlite:///elsewhere.db")
    assert read_settings(StorageSettings).database == "sqlite:///elsewhere.db"


def test_a_file_of_settings_is_read_and_the_environment_wins(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / ".env").write_text(
        "READINGROOM_DATABASE=sqlite:///a.db\nREADINGROOM_BACKUP_DAYS=3\n"
    )
    monkeypatch.setenv("READINGROOM_DATABASE", "sqlite:///b.db")
    assert read_settings(StorageSettings).database == "sqlite:///b.db"
    assert read_settings(StorageSettings).backup_days == 3


def test_what_is_given_wins_over_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("READINGROOM_DATABASE", "sqlite:///b.db")
    assert read_settings(StorageSettings, database="sqlite:///c.db").database == "sqlite:///c.db"


def test_an_error_names_the_variable_and_not_its_value(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("READINGROOM_BACKUP_DAYS", "hunter2")
    with pytest.raises(SettingsRefused, match="READINGROOM_BACKUP_DAYS") as refused:
        read_settings(StorageSettings)
    assert "hunter2" not in str(refused.value)


@pytest.mark.parametrize(
    ("section", "name", "value"),
    [
        (ServiceSettings, "READINGROOM_ZONE", "Chicago time"),
        (ServiceSettings, "READINGROOM_LOG_LEVEL", "LOUD"),
        (DiscordSettings, "READINGROOM_DISCORD_DEVELOPMENT_SERVER", "my server"),
        (DiscordSettings, "READINGROOM_DISCORD_DEVELOPMENT_SERVER", "-3"),
        (DiscordSettings, "READINGROOM_DISCORD_API", "ftp://somewhere"),
        (DiscordSettings, "READINGROOM_DISCORD_GATEWAY", "https://somewhere"),
    ],
)
def test_every_section_names_its_variable_in_an_error(
    monkeypatch: pytest.MonkeyPatch, section: type[ServiceSettings], name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsRefused, match=f"^{name} cannot be used: ") as refused:
        read_settings(section)
    assert value not in str(refused.value)


def test_a_token_shows_itself_nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("READINGROOM_DISCORD_TOKEN", "hunter2")
    settings = read_settings(DiscordSettings)
    assert "hunter2" not in f"{settings!r} {settings}"
    assert settings.token is not None
    assert settings.token.get_secret_value() == "hunter2"


def test_without_a_token_there_is_no_discord_door(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("READINGROOM_DISCORD_TOKEN", "")
    assert read_settings(DiscordSettings).token is None


def test_a_file_that_is_no_text_is_named(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"READINGROOM_ZONE=\xff\xfe\n")
    with pytest.raises(SettingsRefused, match=r"\.env .* not text"):
        read_settings(ServiceSettings)
