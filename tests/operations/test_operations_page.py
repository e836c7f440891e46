"""What an operator is told to type exists, and what the pages promise is what the code does."""

import re
from pathlib import Path

import click
import pytest

from bot.cli import readingroom
from bot.slack.addresses import EVENTS_PATH, INSTALL_PATH, REDIRECT_PATH
from bot.web.calendars import CALENDARS
from core.deliveries.holding import LENGTH
from core.deliveries.outcome import Reason
from core.facts.catalogue import Facts
from core.facts.load import load_facts
from core.storage.tables import metadata

CHECKOUT = Path(__file__).parents[2]
PAGE = CHECKOUT / "docs" / "operations.md"
DEPLOY = CHECKOUT / "deploy" / "README.md"
TYPED = re.compile(r"(?:^|`|readingroom )readingroom ([a-z][^`#\n]*)", re.MULTILINE)


@pytest.fixture(scope="module")
def facts() -> Facts:
    return load_facts()


def typed() -> list[str]:
    found = [line.strip() for page in (PAGE, DEPLOY) for line in TYPED.findall(page.read_text())]
    return sorted(set(found))


def test_the_page_names_commands() -> None:
    assert len(typed()) > 10


@pytest.mark.parametrize("line", typed())
def test_every_command_on_the_pages_is_one_with_these_options(line: str) -> None:
    command: click.Command = readingroom
    words = line.split()
    while isinstance(command, click.Group):
        name = words.pop(0)
        assert name in command.commands, line
        command = command.commands[name]
    options = {name for one in command.params for name in one.opts if name.startswith("-")}
    assert {word for word in words if word.startswith("-")} <= options, line


def test_links_to_other_parts_lead_somewhere() -> None:
    for page in (PAGE, DEPLOY):
        for target, anchor in re.findall(r"\]\(([^)#:]*)#([^)]+)\)", page.read_text()):
            led = (page.parent / target).resolve() if target else page
            heads = re.findall(r"^#+ (.+)$", led.read_text(), re.MULTILINE)
            slugs = {re.sub(r"[^a-z0-9 -]", "", head.lower()).replace(" ", "-") for head in heads}
            assert anchor in slugs, (page.name, target, anchor)


def test_the_web_servers_lines_pass_on_what_people_and_platforms_reach_and_nothing_else() -> None:
    page = DEPLOY.read_text()
    passed = tuple(re.findall(r"^location (\S+) \{", page, re.MULTILINE))
    assert all(path.endswith("/") for path in passed)
    outside = (EVENTS_PATH, INSTALL_PATH, REDIRECT_PATH, f"{CALENDARS}secret.ics")
    assert all(path.startswith(passed) for path in outside)
    assert not any(path.startswith(passed) for path in ("/health", "/metrics"))
    listed = re.findall(r"`(/[a-z_/]+)…?`", page[page.index("### Web addresses") :])
    assert {EVENTS_PATH, INSTALL_PATH, REDIRECT_PATH, CALENDARS} <= set(listed)


def test_what_is_said_of_times_reasons_and_tables_is_so(facts: Facts) -> None:
    page = PAGE.read_text()
    assert f"has not run out ({LENGTH.total_seconds():.0f} seconds)" in page
    for reason in ("rate_limited", "not_installed", "closed"):
        assert f"`{reason}`" in page
        assert reason in set(Reason)
    assert "the table `erasures`" in page
    assert "erasures" in metadata.tables
    days = facts.calendar.margins.erasure_days
    assert f"where the setting is missing, for {days} days" in DEPLOY.read_text()
