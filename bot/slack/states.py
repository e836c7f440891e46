"""States of installations that were begun, kept in the store for Slack's library."""

import logging
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta

from slack_sdk.oauth.state_store.async_state_store import AsyncOAuthStateStore

from core.storage.engine import Store
from core.storage.oauth_states import consume_state, issue_state

LIVES = timedelta(minutes=10)
"""How long somebody may take between the install page and Slack's consent."""

_BYTES = 32  # of chance in a state: nobody guesses one


class StoredStates(AsyncOAuthStateStore):
    """Makes states up, and knows each of them once; what is stored is a digest."""

    def __init__(self, store: Store, *, now: Callable[[], datetime]) -> None:
        self._store = store
        self._now = now

    @property
    def logger(self) -> logging.Logger:
        """The door's own; nothing is written to it here."""
        return logging.getLogger("readingroom.slack")

    async def async_issue(self, *args: object, **kwargs: object) -> str:
        """A new state, good once and for ``LIVES``; raises ``StoreError``."""
        state = secrets.token_urlsafe(_BYTES)
        async with self._store.writing() as tx:
            await issue_state(tx, state, expires_at=self._now() + LIVES)
        return state

    async def async_consume(self, state: str) -> bool:
        """Use a state up; whether it was good. Raises ``StoreError``."""
        async with self._store.writing() as tx:
            return await consume_state(tx, state, now=self._now())
