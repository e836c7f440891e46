"""What is written about Discord is what the code does: permissions, intents, days, steps."""

import re
from datetime import timedelta

import discord
import pytest

from bot.cli import readingroom
from bot.discord.checkup import PERMISSIONS, SCOPES, invite_link
from bot.discord.client import INTENTS
from bot.discord.connecting import LEAVES_WITHIN
from bot.settings import Section
from core.commands.refusing import _KEPT
from core.facts.catalogue import Facts
from tests.docs.pages import CHECKOUT

README = (CHECKOUT / "README.md").read_text()
PAGE = (CHECKOUT / "docs" / "discord.md").read_text()
DEPLOY = (CHECKOUT / "deploy" / "README.md").read_text()
UNIT = (CHECKOUT / "deploy" / "readingroom.service").read_text()
STEPS: list[tuple[str, str]] = re.findall(
    r"^(\d+)\. (.+)$", README.partition("\n## On Discord\n")[2].partition("\n## ")[0], re.MULTILINE
)
TITLES = {"view_channel": "View Channels", "send_messages": "Send Messages"}
DAYS = re.compile(r"after (\d+) days")


def step(*words: str) -> str:
    """The one step that has all these words."""
    (found,) = [said for _, said in STEPS if all(word in said for word in words)]
    return found


def test_the_first_run_takes_at_most_ten_steps() -> None:
    assert [int(number) for number, _ in STEPS] == list(range(1, len(STEPS) + 1))
    assert 1 <= len(STEPS) <= 10


def test_the_steps_name_the_scopes_and_permissions_of_the_link() -> None:
    link = invite_link(1)
    installation, doctor = step("**Installation**", "Guild Install"), step("readingroom doctor")
    for scope in SCOPES:
        assert f"`{scope}`" in installation
        assert f"`{scope}`" in doctor
        assert scope in link
    assert discord.Permissions(**dict.fromkeys(TITLES, True)) == PERMISSIONS
    for title in TITLES.values():
        assert f"**{title}**" in installation
        assert title in PAGE
    assert f"permissions {PERMISSIONS.value}," in doctor
    assert f"permissions={PERMISSIONS.value}" in link


def test_the_steps_name_a_variable_and_commands_that_there_are() -> None:
    assert "`READINGROOM_DISCORD_TOKEN=`" in step("`.env`")
    assert Section.model_config["env_file"] == ".env"
    typed = [name for _, said in STEPS for name in re.findall(r"bin/readingroom (\w+)", said)]
    assert typed == ["doctor", "run"]
    assert set(typed) <= set(readingroom.commands)


def test_the_page_says_of_every_intent_whether_it_is_asked_for() -> None:
    rows = dict(re.findall(r"^\| `(\w+)` \| (yes|no)", PAGE, re.MULTILINE))
    assert {name for name, said in rows.items() if said == "yes"} == {
        name for name, wanted in INTENTS if wanted
    }
    assert set(rows) <= set(discord.Intents.VALID_FLAGS)


def test_the_privileged_intents_are_left_off() -> None:
    privileged = {"members", "presences", "message_content"}
    assert not any(wanted for name, wanted in INTENTS if name in privileged)
    assert "three Privileged Gateway Intents switched off" in step("**Bot**")
    assert all(f"| `{name}` | no, privileged |" in PAGE for name in privileged)


@pytest.mark.parametrize("page", ["README.md", "CHANGELOG.md", "docs/discord.md"])
def test_a_removed_server_is_forgotten_after_the_days_that_are_written(
    page: str, facts: Facts
) -> None:
    said = DAYS.findall((CHECKOUT / page).read_text())
    assert said == [str(facts.calendar.margins.server_retention_days)]


def test_what_was_refused_is_kept_for_the_days_that_are_written() -> None:
    assert timedelta(days=2) == _KEPT
    decision = (CHECKOUT / "docs" / "decisions" / "0008-refused-forms-are-drafts.md").read_text()
    changes = (CHECKOUT / "CHANGELOG.md").read_text()
    for said in (PAGE, decision, changes):
        assert "two days" in said


def test_the_service_is_given_the_time_it_needs_to_leave() -> None:
    assert "within ten seconds" in DEPLOY
    assert LEAVES_WITHIN < 10
    found = re.search(r"^TimeoutStopSec=(\d+)s$", UNIT, re.MULTILINE)
    assert found is not None
    assert int(found[1]) > 10


def test_the_service_starts_less_often_than_discord_allows() -> None:
    pause = re.search(r"^RestartSec=(\d+)s$", UNIT, re.MULTILINE)
    written = re.search(r"at most (\d+) times a day", UNIT)
    assert pause is not None
    assert written is not None
    assert 86_400 // int(pause[1]) == int(written[1]) < 1000
