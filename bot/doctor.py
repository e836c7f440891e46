"""``readingroom doctor``: what is missing or wrong, in plain words."""

from bot.discord.checkup import check_discord
from bot.findings import Finding, good, wrong
from bot.settings import (
    DiscordSettings,
    ServiceSettings,
    SettingsRefused,
    StorageSettings,
    read_settings,
)
from core.facts.broken import FactsBroken
from core.facts.load import load_facts
from core.storage.engine import Store
from core.storage.errors import StoreError


async def examine() -> list[Finding]:
    """Look at everything ``run`` needs; nothing that is found wrong stops the rest."""
    found = _facts()
    found += await _storage()
    found += _service()
    try:
        discord = read_settings(DiscordSettings)
    except SettingsRefused as refused:
        return [*found, wrong(str(refused))]
    return [*found, *await check_discord(discord)]


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
