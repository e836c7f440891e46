"""The pages of the documentation that are made from the product itself.

``python -m tests.docs.pages`` writes them again; a test fails when one is out of date.
"""

import asyncio
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path

import yaml

from bot.app import open_desk
from bot.console.plain import plain_text
from bot.settings import SlackSettings, StorageSettings, WebSettings
from bot.slack.manifest import as_yaml, manifest
from bot.slack.mode import Mode, Transport, Workspaces
from bot.slack.slash_names import slash_names
from core.commands.desk import Desk
from core.commands.visit import Account
from core.dialogue.line import read_line
from core.dialogue.reply import Reply
from core.dialogue.request import Asked
from core.dialogue.text import plain
from tests.docs.fit import fit_page
from tests.docs.marks import between
from tests.docs.reminder_replies import by_size, every_reminder
from tests.docs.season_replies import TITLES, every_season_reply
from tests.docs.slack_tables import with_slack_tables
from tests.docs.timeline_page import Person, timeline_page

CHECKOUT = Path(__file__).parents[2]
SCENARIOS = Path(__file__).with_name("scenarios.yaml")
START, END = "<!-- commands: made from the declarations -->", "<!-- end of commands -->"
TALK_START, TALK_END = "<!-- a conversation, made by make docs -->", "<!-- end of conversation -->"
TALK = (
    "/assess applicant:us_img specialty:dr season_stage:2028_not_applied step2_ck:219"
    " step2_date:2026-06-01 step2_result:pass failed_attempts:0 ecfmg:in_progress"
    " letters_radiology:0 letters_radiology_promised:0",
    "/whatif step2_ck:231",
)


@dataclass(frozen=True)
class Scenario:
    """Somebody whose reading stands in the documentation."""

    title: str
    line: str
    today: date


def scenarios() -> tuple[Scenario, ...]:
    """The people of ``scenarios.yaml``."""
    return tuple(Scenario(**one) for one in yaml.safe_load(SCENARIOS.read_text()))


async def answered(desk: Desk, line: str, *, name: str, today: date) -> Reply:
    """What a line is answered with."""
    asked = read_line(line, desk.commands)
    assert isinstance(asked, Asked), asked
    now = datetime.combine(today, time(12), UTC)
    outcome = await desk.answer(asked, Account("console", "local", name), now=now, today=today)
    assert isinstance(outcome, Reply), outcome
    return outcome


def models(desk: Desk) -> Iterator[Person]:
    """The model people with their answers as they are typed."""
    for one in scenarios():
        if one.title.startswith("Model "):
            asked = read_line(one.line, desk.commands)
            assert isinstance(asked, Asked), asked
            yield one.title, one.today, dict(asked.given)


async def pages() -> dict[Path, str]:
    """Every generated page by its path."""
    settings = StorageSettings(database="sqlite://")
    people = scenarios()
    async with open_desk(settings, now=datetime.combine(people[0].today, time(12), UTC)) as desk:
        replies = [
            await answered(desk, one.line, name=one.title, today=one.today) for one in people
        ]
        topics = [choice.value for choice in desk.commands["topic"].options[0].choices]
        every = {
            f"/topic {topic}": [
                await answered(desk, f"/topic {topic}", name=one.title, today=one.today)
                for one in people
            ]
            for topic in topics
        }
        talk = [await answered(desk, line, name="you", today=people[0].today) for line in TALK]
        readme, slack = CHECKOUT / "README.md", CHECKOUT / "docs" / "slack.md"
        return {
            CHECKOUT / "docs" / "readings.md": _readings(zip(people, replies, strict=True)),
            CHECKOUT / "docs" / "timeline.md": timeline_page(
                models(desk), desk.library.bank, desk.library.prepared
            ),
            CHECKOUT / "docs" / "fit-on-platforms.md": fit_page(
                desk.library.bank,
                desk.commands,
                {"/assess": replies, **every},
                _by_title(await every_season_reply(desk)),
                by_size(every_reminder(desk.library.facts)),
            ),
            CHECKOUT / "deploy" / "slack-manifest.yaml": _slack_manifest(desk),
            slack: with_slack_tables(slack.read_text()),
            readme: between(
                _with_commands(readme.read_text(), desk), TALK_START, TALK_END, _talk(talk)
            ),
        }


def _readings(read: Iterable[tuple[Scenario, Reply]]) -> str:
    def lines() -> Iterator[str]:
        yield "# Readings of the guides' scenarios and of six model profiles"
        yield ""
        yield (
            "Made by `make docs` from `tests/docs/scenarios.yaml`, and checked by a test. Each is "
            "the first answer to the line above it; `/topic NAME` opens the rest."
        )
        for scenario, reply in read:
            yield from ("", f"## {scenario.title}", "", f"On {scenario.today.isoformat()}:", "")
            yield from ("```text", scenario.line, "```", "")
            yield from ("```text", plain_text(reply, 80), "```")

    return "\n".join(lines()) + "\n"


def _by_title(replies: Iterable[Reply]) -> dict[str, list[Reply]]:
    """The replies that do not stand in the page by their lines already."""
    titled: dict[str, list[Reply]] = {}
    for reply in replies:
        title = plain(reply.title)
        if title.startswith(TITLES):
            titled.setdefault(title, []).append(reply)
    return titled


def _slack_manifest(desk: Desk) -> str:
    """The one for Socket Mode in one workspace, whatever is set where this is made."""
    defaults = SlackSettings.model_construct()
    return as_yaml(
        manifest(
            desk.commands,
            slash_names(defaults, desk.commands),
            Mode(Transport.SOCKET, Workspaces.ONE),
            WebSettings.model_construct(),
        )
    )


def _with_commands(readme: str, desk: Desk) -> str:
    table = ["| Command | What it does |", "|---|---|"]
    table += [
        f"| `/{name}` | {command.summary} |"
        for name, command in desk.commands.items()
        if command.listed
    ]
    return between(readme, START, END, table)


def _talk(replies: list[Reply]) -> list[str]:
    lines = ["```text"]
    for line, reply in zip(TALK, replies, strict=True):
        lines += [f"> {line}", "", plain_text(reply, 80), ""]
    return [*lines[:-1], "```"]


def main() -> None:
    """Write every page."""
    for path, content in asyncio.run(pages()).items():
        path.write_text(content)


if __name__ == "__main__":
    main()
