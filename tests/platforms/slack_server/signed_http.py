"""Signed requests to the app's own addresses."""

import hashlib
import hmac
import json
import time
import urllib.parse
from typing import Any, Literal

import aiohttp

from tests.platforms.slack_server.acknowledging import answered
from tests.platforms.slack_server.core import Core
from tests.platforms.slack_server.deliveries import Act, Attempt
from tests.platforms.slack_server.wire import Json, NotOffered

Forgery = Literal["wrong", "missing", "old", "no_timestamp"]

TOO_OLD = 600


class SignedHttp:
    """Posts acts to the app. A test sets `url`, and `forgery` to sign wrongly."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._session: aiohttp.ClientSession | None = None
        self.url = ""
        self.forgery: Forgery | None = None

    async def send(self, act: Act, number: int, reason: str) -> None:
        """Post an act; its answer is noted when it comes. A line that breaks is status 0."""
        if not self.url:
            raise NotOffered("the app has no request address")
        attempt = Attempt(time.monotonic(), number)
        act.attempts.append(attempt)
        body, kind = _written(act)
        headers = self._signed(body) | {"Content-Type": kind}
        if number:
            headers |= {"X-Slack-Retry-Num": str(number), "X-Slack-Retry-Reason": reason}
        status, answer = await self._post(body, headers)
        answered(self._core, act, attempt, status, answer)

    async def verify(self) -> tuple[int, Any]:
        """Ask the address for the challenge, as when it is entered in the app's settings."""
        body = json.dumps(
            {
                "token": self._core.world.verification_token,
                "challenge": "3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P",
                "type": "url_verification",
            }
        )
        headers = self._signed(body) | {"Content-Type": "application/json"}
        return await self._post(body, headers)

    async def close(self) -> None:
        """Give back the connections."""
        if self._session is not None:
            await self._session.close()

    async def _post(self, body: str, headers: dict[str, str]) -> tuple[int, Any]:
        if self._session is None:
            self._session = aiohttp.ClientSession()
        try:
            async with self._session.post(self.url, data=body.encode(), headers=headers) as got:
                text = await got.text()
                if text and got.content_type == "application/json":
                    return got.status, json.loads(text)
                return got.status, text or None
        except aiohttp.ClientError:
            return 0, None

    def _signed(self, body: str) -> dict[str, str]:
        """The headers that prove who sends; by real time, which is what they are checked by."""
        at = int(time.time()) - (TOO_OLD if self.forgery == "old" else 0)
        secret = self._core.world.signing_secret.encode()
        if self.forgery == "wrong":
            secret = b"not the secret"
        digest = hmac.new(secret, f"v0:{at}:{body}".encode(), hashlib.sha256).hexdigest()
        headers = {
            "X-Slack-Request-Timestamp": str(at),
            "X-Slack-Signature": f"v0={digest}",
            "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
        }
        if self.forgery == "missing":
            del headers["X-Slack-Signature"]
        if self.forgery == "no_timestamp":
            del headers["X-Slack-Request-Timestamp"]
        return headers


def _written(act: Act) -> tuple[str, str]:
    """The body and its content type."""
    if act.kind == "events_api":
        return json.dumps(act.payload), "application/json"
    fields: Json = act.payload
    if act.kind == "interactive":
        fields = {"payload": json.dumps(act.payload)}
    return urllib.parse.urlencode(fields), "application/x-www-form-urlencoded"
