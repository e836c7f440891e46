"""``readingroom doctor``: what is missing or wrong, in plain words."""

from typing import TypeVar

from bot.app import library
from bot.discord.checkup import check_discord
from bot.findings import Finding, good, wrong
from bot.settings import (
    DiscordSettings,
    Section,
    ServiceSettings,
    SettingsRefused,
    SlackSettings,
    StorageSettings,
    WebSettings,
    read_settings,
)
from bot.slack.checkup import check_slack
from bot.slack.slash_names import slash_names
from core.commands.registry import entries
from core.facts.broken import FactsBroken
from core.facts.load import load_facts
from core.storage.engine import Store
from core.storage.errors import StoreError

_Settings = TypeVar("_Settings", bound=Section)
_NO_PLATFORM = (
    "READINGROOM_DISCORD_TOKEN is not set, nor READINGROOM_SLACK_APP_TOKEN and "
    "READINGROOM_SLACK_BOT_TOKEN, so there is no platform to be on; copy the token from "
    "Discord's developer portal, page Bot, or the two from the Slack app's pages Basic Information "
    "and OAuth & Permissions."
)


async def examine() -> list[Finding]:
    """Look at everything ``run`` needs; nothing that is found wrong stops the rest."""
    found = _facts()
    found += await _storage()
    found += _service()
    discord, slack = _read(DiscordSettings, found), _read(SlackSettings, found)
    web = _read(WebSettings, found)
    if discord is not None and discord.token is not None:
        found += await check_discord(discord)
    if slack is not None and slack.is_configured:
        found += _short_names(slack)
        found += await check_slack(slack, web) if web is not None else []
    if (
        discord is not None
        and discord.token is None
        and slack is not None
        and not slack.is_configured
    ):
        found.append(wrong(_NO_PLATFORM))
    return found


def _read(section: type[_Settings], found: list[Finding]) -> _Settings | None:
    """A section of the settings; where it cannot be used, that is found."""
    try:
        return read_settings(section)
    except SettingsRefused as refused:
        found.append(wrong(str(refused)))
        return None


def _short_names(slack: SlackSettings) -> list[Finding]:
    try:
        made_of = entries(library(StorageSettings(database="sqlite://", backup_days=None)))
        slash_names(slack, {name: entry.command for name, entry in made_of.items()})
    except SettingsRefused as refused:
        return [wrong(str(refused))]
    except FactsBroken:  # said already
        return []
    return []


def _facts() -> list[Finding]:
    try:
        facts = load_facts()
    except FactsBroken as broken:
        return [wrong(str(broken))]
    return [good(f"The facts can be read, as of {facts.version}.")]


async def _storage() -> list[Finding]:
    try:
        settings = read_settings(StorageSettings)
        store = await Store.open(settings.database)
        await store.close()
    except SettingsRefused as refused:
        return [wrong(str(refused))]
    except StoreError as error:
        return [wrong(f"READINGROOM_DATABASE: {error}")]
    return [good("The database can be opened and written.")]


def _service() -> list[Finding]:
    try:
        read_settings(ServiceSettings)
    except SettingsRefused as refused:
        return [wrong(str(refused))]
    return []
