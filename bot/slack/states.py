"""States of installations: signed, so that beginning one writes nothing, and each good once."""

import hashlib
import hmac
import logging
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from slack_sdk.oauth.state_store.async_state_store import AsyncOAuthStateStore

from core.storage.engine import Store
from core.storage.oauth_states import use_state

LIVES = timedelta(minutes=10)
"""How long somebody may take between the install page and Slack's consent."""

_BYTES = 32  # of chance in a state: nobody guesses one
_PURPOSE = b"readingroom slack oauth state"
_EXPIRY = 10  # digits of an instant in seconds since 1970, until the year 2286


class SignedStates(AsyncOAuthStateStore):
    """Makes states up, and knows its own; of those that were used the digest is stored.

    A state is chance, the second in which it expires and a signature. The key comes from the
    client secret, so that every process knows the states of the others.
    """

    def __init__(self, store: Store, *, client_secret: str, now: Callable[[], datetime]) -> None:
        self._store = store
        self._now = now
        self._key = hmac.digest(client_secret.encode(), _PURPOSE, "sha256")

    @property
    def logger(self) -> logging.Logger:
        """The door's own; nothing is written to it here."""
        return logging.getLogger("readingroom.slack")

    async def async_issue(self, *args: object, **kwargs: object) -> str:
        """A new state, good once and for ``LIVES``."""
        expires = int((self._now() + LIVES).timestamp())
        claim = f"{secrets.token_urlsafe(_BYTES)}.{expires:0{_EXPIRY}}"
        return f"{claim}.{self._signature(claim)}"

    async def async_consume(self, state: str) -> bool:
        """Use a state up; whether it was good. Raises ``StoreError``."""
        claim, _, signature = state.rpartition(".")
        came = signature.encode("utf-8", "replace")
        if not hmac.compare_digest(self._signature(claim).encode(), came):
            return False
        expires_at = datetime.fromtimestamp(int(claim[-_EXPIRY:]), UTC)
        if expires_at <= self._now():
            return False
        digest = hashlib.sha256(state.encode("utf-8", "replace")).hexdigest()
        async with self._store.writing() as tx:
            return await use_state(tx, digest, expires_at)

    def _signature(self, claim: str) -> str:
        signed = hmac.digest(self._key, claim.encode("utf-8", "replace"), "sha256")
        return urlsafe_b64encode(signed).decode().rstrip("=")
