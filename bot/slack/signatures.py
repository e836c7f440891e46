"""Slack's signature under a request over HTTP, looked at before anything in it is read."""

import logging
from collections.abc import Callable, Mapping

from slack_sdk.signature import SignatureVerifier

TOLD_EVERY = 3600.0
"""Seconds between two lines of the log about refused requests; anybody may send any number."""

_LOG = logging.getLogger("readingroom.slack")


class Signatures:
    """Knows Slack's requests by the signing secret; ``seconds`` is a clock that only goes on."""

    def __init__(self, secret: str, seconds: Callable[[], float]) -> None:
        self._verifier = SignatureVerifier(secret)
        self._seconds = seconds
        self._told: float | None = None

    def good(self, body: bytes, headers: Mapping[str, str]) -> bool:
        """Whether Slack signed this, within the last five minutes."""
        try:
            if self._verifier.is_valid_request(body, dict(headers)):
                return True
        except (ArithmeticError, TypeError, ValueError):
            pass  # no time, no text, or no signature at all
        self._tell()
        return False

    def _tell(self) -> None:
        now = self._seconds()
        if self._told is None or now - self._told >= TOLD_EVERY:
            self._told = now
            _LOG.warning(
                "a request without a good signature was refused; if commands in Slack get no "
                "answer, compare READINGROOM_SLACK_SIGNING_SECRET with the page Basic "
                "Information, and this machine's clock with the right time"
            )
