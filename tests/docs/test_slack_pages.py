"""What is written about Slack is what the code does: tokens, pages, commands, days, steps."""

import inspect
import re
from datetime import timedelta

import pytest
from pydantic import SecretStr

from bot.cli import readingroom
from bot.settings import Section, SettingsRefused, SlackSettings, read_settings
from bot.slack import home, limits, members, socket, states
from bot.slack.addresses import EVENTS_PATH, INSTALL_PATH, REDIRECT_PATH
from bot.slack.modals import _NEXT_LABEL
from bot.slack.refused_tokens import _PAGES, APP_TOKEN, BOT_TOKEN
from bot.slack.scopes import EVENTS, ORGANISATION_EVENTS, SCOPES
from bot.slack.slash_names import SLACKS_OWN, slash_names
from bot.slack.troubles import SENTENCES
from bot.slack.uploads import _DIRECT
from core.commands.registry import entries
from core.commands.visit import Library
from core.dialogue.request import LARGEST_FILE
from core.facts.catalogue import Facts
from core.storage import handled_events, uploads
from tests.docs.pages import CHECKOUT

README = (CHECKOUT / "README.md").read_text()
SECTION = README.partition("\n## On Slack\n")[2].partition("\n## ")[0]
PAGE = (CHECKOUT / "docs" / "slack.md").read_text()
DEPLOY = (CHECKOUT / "deploy" / "README.md").read_text()
STEPS: list[tuple[str, str]] = re.findall(r"^(\d+)\. (.+)$", SECTION, re.MULTILINE)
STARTS = {BOT_TOKEN: "xoxb-", APP_TOKEN: "xapp-"}


def step(*words: str) -> str:
    """The one step that has all these words."""
    (found,) = [said for _, said in STEPS if all(word in said for word in words)]
    return found


def test_the_first_run_takes_at_most_eight_steps() -> None:
    assert [int(number) for number, _ in STEPS] == list(range(1, len(STEPS) + 1))
    assert 1 <= len(STEPS) <= 8


def test_the_steps_type_commands_that_there_are_in_an_order_that_works() -> None:
    typed = [name for _, said in STEPS for name in re.findall(r"bin/readingroom ([\w-]+)", said)]
    assert typed == ["slack-manifest", "doctor", "run"]
    assert set(typed) <= set(readingroom.commands)


@pytest.mark.parametrize("variable", STARTS)
def test_the_steps_name_each_token_its_page_and_how_it_starts(variable: str) -> None:
    start = STARTS[variable]
    copied = step(f"`{start}`")
    assert f"`{variable}=`" in step("`.env`")
    page, _, _ = _PAGES[variable].partition(", ")
    assert f"**{page}**" in copied
    with pytest.raises(SettingsRefused, match=start):
        read_settings(SlackSettings, **{variable.rpartition("SLACK_")[2].lower(): SecretStr("x")})


def test_the_steps_name_what_each_token_is_called_and_its_scope() -> None:
    assert "**Bot User OAuth Token**" in step(STARTS[BOT_TOKEN])
    assert "Bot User OAuth Token" in _PAGES[BOT_TOKEN]
    generated = step(STARTS[APP_TOKEN])
    assert "**App-Level Tokens**" in generated
    assert "App-Level Tokens" in _PAGES[APP_TOKEN]
    assert "`connections:write`" in generated
    assert "connections:write" in _PAGES[APP_TOKEN]


def test_the_steps_make_the_app_as_the_manifest_says_above_itself() -> None:
    head = (CHECKOUT / "deploy" / "slack-manifest.yaml").read_text().partition("\ndisplay")[0]
    made = step("api.slack.com/apps")
    for said in ("Create New App", "From a manifest"):
        assert said in head
        assert f"**{said}**" in made


def test_the_settings_are_read_from_the_file_that_the_steps_make() -> None:
    assert Section.model_config["env_file"] == ".env"


def test_what_the_log_says_when_it_is_connected_is_what_is_waited_for() -> None:
    assert "`connected in Socket Mode`" in step("bin/readingroom run")
    assert '"connected in Socket Mode"' in inspect.getsource(socket)


def test_what_is_typed_there_are_commands_for(shelf: Library) -> None:
    commands = {name: entry.command for name, entry in entries(shelf).items()}
    typed = re.findall(r"`/readingroom ([a-z]+)", SECTION + PAGE)
    assert typed
    assert set(typed) <= set(commands)
    assert "assess" in slash_names(SlackSettings.model_construct(), commands)
    assert "Type `/assess`" in STEPS[-1][1]
    assert "`/topic` is Slack's own" in PAGE
    assert "topic" in SLACKS_OWN


def test_the_page_names_every_scope_and_event_and_every_refusal() -> None:
    for need in (*SCOPES, *EVENTS, *ORGANISATION_EVENTS):
        assert f"| `{need.name}` | {need.reason}" in PAGE
    for word, sentence in SENTENCES.items():
        (row,) = [line for line in PAGE.splitlines() if f"`{word}`" in line]
        assert row.endswith(f"| {sentence} |")


@pytest.mark.parametrize("address", [EVENTS_PATH, INSTALL_PATH, REDIRECT_PATH])
def test_every_address_is_written_down(address: str) -> None:
    assert f"`{address}`" in DEPLOY
    assert f"`{address}`" in PAGE or address == REDIRECT_PATH


def test_times_and_numbers_are_those_of_the_code(facts: Facts) -> None:
    days = facts.calendar.margins.server_retention_days
    assert re.findall(r"after (\d+) days", PAGE) == [str(days)]
    assert f"at most once in {home.APART:.0f} seconds" in PAGE
    assert f"at most {home.A_MINUTE} times a minute" in PAGE
    assert f"trusted for {members.ADMINISTRATOR_FOR:.0f} seconds" in PAGE
    assert f"no larger than {LARGEST_FILE:,} bytes" in PAGE
    assert timedelta(hours=48) == handled_events.KEPT
    assert "its id for 48 hours" in PAGE
    assert timedelta(days=1) == uploads.KEPT
    assert "deleted after one day" in PAGE
    assert timedelta(minutes=10) == states.LIVES
    assert "good once, for ten minutes" in PAGE
    assert limits.RESPONSE_URL_USES == 5
    assert "answered five times within 30 minutes" in PAGE


@pytest.mark.parametrize("label", [_NEXT_LABEL, _DIRECT])
def test_the_buttons_that_are_named_are_called_so(label: str) -> None:
    assert f"**{label}**" in PAGE


def test_what_was_not_tried_is_said_once() -> None:
    assert PAGE.count("None of this was tried on Slack itself") == 1
