"""Installations of the app, kept in the store for Slack's library: the bot's part of them alone.

No user's token is ever asked for. One that came all the same is dropped before anything is
saved, and so is who installed the app, which nobody needs to know.
"""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from slack_sdk.oauth.installation_store import Bot, Installation
from slack_sdk.oauth.installation_store.async_installation_store import AsyncInstallationStore

from bot.slack.requests import DOOR
from core.storage.engine import Store
from core.storage.installations import (
    find_installation,
    forget_installation,
    save_installation,
)


def written(bot: Bot) -> dict[str, Any]:
    """An installation as plain JSON data; instants are seconds since 1970."""
    return {
        **bot.to_dict(),
        "bot_token_expires_at": bot.bot_token_expires_at,
        "installed_at": bot.installed_at,
    }


def read(document: Mapping[str, Any]) -> Bot:
    """The installation that was written so."""
    return Bot(**document)


class StoredInstallations(AsyncInstallationStore):
    """The library's installation store over ours; every method raises ``StoreError``."""

    def __init__(self, store: Store, *, now: Callable[[], datetime]) -> None:
        self._store = store
        self._now = now

    @property
    def logger(self) -> logging.Logger:
        """The door's own; nothing is written to it here."""
        return logging.getLogger("readingroom.slack")

    async def async_save(self, installation: Installation) -> None:
        """Save a new installation over the one before; one without the bot's token is none."""
        if installation.bot_token is not None:
            await self.async_save_bot(installation.to_bot())

    async def async_save_bot(self, bot: Bot) -> None:
        """Save a new installation over the one before."""
        async with self._store.writing() as tx:
            await save_installation(
                tx,
                door=DOOR,
                enterprise_id=bot.enterprise_id or "",
                team_id="" if bot.is_enterprise_install else bot.team_id or "",
                document=written(bot),
                now=self._now(),
            )

    async def async_find_bot(
        self,
        *,
        enterprise_id: str | None,
        team_id: str | None,
        is_enterprise_install: bool | None = False,
    ) -> Bot | None:
        """The installation that serves a workspace; of a whole organisation, that one alone."""
        async with self._store.reading() as tx:
            found = await find_installation(
                tx,
                door=DOOR,
                enterprise_id=enterprise_id or "",
                team_id="" if is_enterprise_install else team_id or "",
            )
        return None if found is None else read(found.document)

    async def async_find_installation(
        self,
        *,
        enterprise_id: str | None,
        team_id: str | None,
        user_id: str | None = None,
        is_enterprise_install: bool | None = False,
    ) -> Installation | None:
        """As :meth:`async_find_bot`; a user has no installation of their own, and so ``None``."""
        if user_id is not None:
            return None
        bot = await self.async_find_bot(
            enterprise_id=enterprise_id,
            team_id=team_id,
            is_enterprise_install=is_enterprise_install,
        )
        return None if bot is None else Installation(user_id="", **bot.to_dict_for_copying())

    async def async_delete_bot(self, *, enterprise_id: str | None, team_id: str | None) -> None:
        """Forget an installation; without a workspace, the organisation's."""
        async with self._store.writing() as tx:
            await forget_installation(
                tx, door=DOOR, enterprise_id=enterprise_id or "", team_id=team_id or ""
            )

    async def async_delete_installation(
        self, *, enterprise_id: str | None, team_id: str | None, user_id: str | None = None
    ) -> None:
        """As :meth:`async_delete_bot`; for a user there is nothing to forget."""
        if user_id is None:
            await self.async_delete_bot(enterprise_id=enterprise_id, team_id=team_id)

    async def async_delete_all(self, *, enterprise_id: str | None, team_id: str | None) -> None:
        """Forget an installation, and nothing else that belongs to the workspace.

        What a workspace takes along that removed the bot is told by ``note_uninstalled``.
        """
        await self.async_delete_bot(enterprise_id=enterprise_id, team_id=team_id)
