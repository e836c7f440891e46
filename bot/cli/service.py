"""``readingroom run``."""

import asyncio
from datetime import UTC, datetime

import click

from bot.logs import configure_logging
from bot.settings import (
    DiscordSettings,
    ServiceSettings,
    SlackSettings,
    StorageSettings,
    WebSettings,
    read_settings,
)


@click.command(short_help="Be on every platform that has settings.")
def run() -> None:
    """Be on every platform that has settings, until told to stop."""
    from bot.service import serve  # the chat libraries are slow to load, and the console waits

    service = read_settings(ServiceSettings)
    configure_logging(service.logging_level)
    asyncio.run(
        serve(
            read_settings(StorageSettings),
            service,
            read_settings(DiscordSettings),
            read_settings(SlackSettings),
            read_settings(WebSettings),
            now=lambda: datetime.now(UTC),
        )
    )
