"""Slack's settings and web addresses: what belongs together, and what a mistake is told as."""

import os
from pathlib import Path

import pytest

from bot.settings import SettingsRefused, SlackSettings, WebSettings, read_settings
from bot.slack.mode import Mode, Transport, Workspaces, slack_mode

APP, BOT = {"APP_TOKEN": "xapp-1-A-hunter2"}, {"BOT_TOKEN": "xoxb-1-hunter2"}
SIGNED = {"SIGNING_SECRET": "hunter2"}
CLIENT = {"CLIENT_ID": "12.34", "CLIENT_SECRET": "hunter2"}
PORT, ADDRESS = {"PORT": "8080"}, {"ADDRESS": "https://bot.example.org"}


@pytest.fixture(autouse=True)
def nowhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for name in os.environ:
        if name.startswith("READINGROOM_"):
            monkeypatch.delenv(name)


def mode_of(
    monkeypatch: pytest.MonkeyPatch, slack: dict[str, str], web: dict[str, str]
) -> Mode | None:
    for section, given in (("SLACK", slack), ("WEB", web)):
        for name, value in given.items():
            monkeypatch.setenv(f"READINGROOM_{section}_{name}", value)
    return slack_mode(read_settings(SlackSettings), read_settings(WebSettings))


@pytest.mark.parametrize(
    ("slack", "web", "expected"),
    [
        (APP | BOT, {}, Mode(Transport.SOCKET, Workspaces.ONE)),
        (APP | BOT | SIGNED, {}, Mode(Transport.SOCKET, Workspaces.ONE)),
        (SIGNED | BOT, PORT, Mode(Transport.HTTP, Workspaces.ONE)),
        (APP | CLIENT, PORT | ADDRESS, Mode(Transport.SOCKET, Workspaces.MANY)),
        (SIGNED | CLIENT, PORT | ADDRESS, Mode(Transport.HTTP, Workspaces.MANY)),
    ],
)
def test_what_is_set_says_how_the_door_is_open(
    monkeypatch: pytest.MonkeyPatch, slack: dict[str, str], web: dict[str, str], expected: Mode
) -> None:
    assert mode_of(monkeypatch, slack, web) == expected


@pytest.mark.parametrize(
    "slack", [{}, {"SHORT_NAMES": "assess"}, {"API": "http://127.0.0.1:9/api/"}]
)
def test_without_a_token_or_a_secret_there_is_no_slack_door(
    monkeypatch: pytest.MonkeyPatch, slack: dict[str, str]
) -> None:
    assert mode_of(monkeypatch, slack, PORT) is None


@pytest.mark.parametrize(
    ("slack", "web", "missing"),
    [
        (APP, {}, ["SLACK_BOT_TOKEN", "SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET"]),
        (SIGNED, PORT, ["SLACK_BOT_TOKEN"]),
        (BOT, PORT, ["SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET"]),
        (SIGNED | BOT, {}, ["WEB_PORT", "SLACK_APP_TOKEN"]),
        (APP | BOT | CLIENT, PORT | ADDRESS, ["SLACK_BOT_TOKEN", "SLACK_CLIENT_ID"]),
        (APP | BOT | {"CLIENT_ID": "12.34"}, {}, ["SLACK_BOT_TOKEN", "SLACK_CLIENT_ID"]),
        (APP | {"CLIENT_ID": "12.34"}, PORT | ADDRESS, ["SLACK_CLIENT_SECRET"]),
        (APP | {"CLIENT_SECRET": "hunter2"}, PORT | ADDRESS, ["SLACK_CLIENT_ID"]),
        (APP | CLIENT, ADDRESS, ["WEB_PORT"]),
        (APP | CLIENT, PORT, ["WEB_ADDRESS"]),
        (CLIENT, PORT | ADDRESS, ["SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET"]),
    ],
)
def test_what_does_not_belong_together_is_a_sentence_that_names_the_variables(
    monkeypatch: pytest.MonkeyPatch, slack: dict[str, str], web: dict[str, str], missing: list[str]
) -> None:
    with pytest.raises(SettingsRefused) as refused:
        mode_of(monkeypatch, slack, web)
    said = str(refused.value)
    assert all(f"READINGROOM_{name}" in said for name in missing), said
    assert said.endswith(".")
    assert "hunter2" not in said


@pytest.mark.parametrize(
    ("slack", "said"),
    [
        (
            {"APP_TOKEN": "xoxb-hunter2"},
            "APP_TOKEN cannot be used: it starts with xoxb-, so it is a bot",
        ),
        (
            {"BOT_TOKEN": "xapp-hunter2"},
            "BOT_TOKEN cannot be used: it starts with xapp-, so it is an",
        ),
        ({"BOT_TOKEN": "xoxp-hunter2"}, "BOT_TOKEN cannot be used: it starts with xoxp-"),
        ({"BOT_TOKEN": "xoxe.xoxb-hunter2"}, "that expires within hours"),
        ({"BOT_TOKEN": "hunter2"}, "a token that starts with xoxb- is accepted"),
        ({"BOT_TOKEN": "xoxb-hunter2\nX-Evil: 1"}, "BOT_TOKEN cannot be used: it holds a space"),
        ({"SIGNING_SECRET": "hunter2 and more"}, "SIGNING_SECRET cannot be used: it holds a space"),
        ({"CLIENT_SECRET": "hunter2é"}, "no secret of Slack has; copy the whole secret again"),
        ({"APP_TOKEN": "xoxb-hunter2"}, "an app-level token starts with xapp-"),
        ({"SIGNING_SECRET": "  "}, "SIGNING_SECRET cannot be used: there is nothing in it"),
        ({"API": "ftp://hunter2"}, "API cannot be used"),
    ],
)
def test_a_token_that_is_another_one_is_told_and_not_shown(
    monkeypatch: pytest.MonkeyPatch, slack: dict[str, str], said: str
) -> None:
    with pytest.raises(SettingsRefused) as refused:
        mode_of(monkeypatch, slack, {})
    assert said in str(refused.value)
    assert "hunter2" not in str(refused.value)


def test_what_was_copied_with_space_around_it_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("READINGROOM_SLACK_BOT_TOKEN", " xoxb-1-hunter2\n")
    settings = read_settings(SlackSettings)
    assert settings.bot_token is not None
    assert settings.bot_token.get_secret_value() == "xoxb-1-hunter2"
    assert "hunter2" not in f"{settings!r} {settings}"


@pytest.mark.parametrize(
    ("given", "base"),
    [
        ("", "https://slack.com/api/"),
        ("http://127.0.0.1:9/api", "http://127.0.0.1:9/api/"),
        ("http://127.0.0.1:9/api/", "http://127.0.0.1:9/api/"),
        ("http://127.0.0.1:9", "http://127.0.0.1:9/"),
    ],
)
def test_slacks_address_ends_with_a_stroke(
    monkeypatch: pytest.MonkeyPatch, given: str, base: str
) -> None:
    monkeypatch.setenv("READINGROOM_SLACK_API", given)
    assert read_settings(SlackSettings).base_url == base


@pytest.mark.parametrize(
    ("given", "names"),
    [
        ("", ("assess", "timeline", "checklist")),
        ("assess", ("assess",)),
        (" /assess , topic,", ("assess", "topic")),
        ("none", ()),
    ],
)
def test_short_names_are_a_list(
    monkeypatch: pytest.MonkeyPatch, given: str, names: tuple[str, ...]
) -> None:
    monkeypatch.setenv("READINGROOM_SLACK_SHORT_NAMES", given)
    assert read_settings(SlackSettings).wanted_short_names == names


@pytest.mark.parametrize(
    ("given", "at"),
    [
        ("https://bot.example.org", "https://bot.example.org/slack/install"),
        ("https://bot.example.org/room/", "https://bot.example.org/room/slack/install"),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080/slack/install"),
        ("http://[::1]:8080", "http://[::1]:8080/slack/install"),
        ("http://localhost", "http://localhost/slack/install"),
    ],
)
def test_the_outside_address_is_put_before_a_path(
    monkeypatch: pytest.MonkeyPatch, given: str, at: str
) -> None:
    monkeypatch.setenv("READINGROOM_WEB_ADDRESS", given)
    assert read_settings(WebSettings).at("/slack/install") == at


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("ADDRESS", "http://bot.example.org"),
        ("ADDRESS", "http://10.0.0.1"),
        ("ADDRESS", "https://bot.example.org/?code=hunter2"),
        ("ADDRESS", "https://ada:hunter2@bot.example.org"),
        ("ADDRESS", "bot.example.org"),
        ("PORT", "70000"),
        ("PORT", "-1"),
        ("PORT", "http"),
    ],
)
def test_an_address_or_port_that_cannot_be_used_is_named(
    monkeypatch: pytest.MonkeyPatch, name: str, given: str
) -> None:
    monkeypatch.setenv(f"READINGROOM_WEB_{name}", given)
    with pytest.raises(SettingsRefused, match=f"^READINGROOM_WEB_{name} cannot be used: ") as told:
        read_settings(WebSettings)
    assert given not in str(told.value)
    assert "hunter2" not in str(told.value)


@pytest.mark.parametrize(
    ("name", "given", "said"),
    [
        ("PORT", "eighty", "it has to be a number, as 8080."),
        ("ADDRESS", "bot.example.org", "it has to begin with https://."),
        ("ADDRESS", "http://bot.example.org", "it has to begin with https://."),
    ],
)
def test_what_a_port_or_an_address_has_to_be_is_said(
    monkeypatch: pytest.MonkeyPatch, name: str, given: str, said: str
) -> None:
    monkeypatch.setenv(f"READINGROOM_WEB_{name}", given)
    with pytest.raises(SettingsRefused) as told:
        read_settings(WebSettings)
    assert str(told.value) == f"READINGROOM_WEB_{name} cannot be used: {said}"


def test_whoever_has_only_the_bots_token_is_told_where_the_other_one_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with pytest.raises(SettingsRefused, match=r"page Basic Information .* App-Level Tokens"):
        mode_of(monkeypatch, BOT, {})
