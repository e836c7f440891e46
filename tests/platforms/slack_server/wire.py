"""What goes over the wire: JSON objects, and the refusals that Slack answers."""

from collections.abc import Iterable
from typing import Any

Json = dict[str, Any]


class SlackError(Exception):
    """A refusal in Slack's manner: HTTP 200 with ``ok: false`` and the name of the error.

    `messages` say what was wrong with a body; such a refusal is kept in `server.refused`.
    """

    def __init__(self, error: str, messages: Iterable[str] = (), **more: Any) -> None:
        super().__init__(error)
        self.error = error
        self.messages = list(messages)
        self.more = more

    def body(self) -> Json:
        """The JSON body of the refusal."""
        body: Json = {"ok": False, "error": self.error, **self.more}
        if self.messages:
            body["response_metadata"] = {"messages": self.messages}
        return body


class Illegal(SlackError):
    """A refusal of a body that breaks a documented limit or form."""


class HttpFailure(Exception):
    """An answer with another status than 200: too many requests, or a server out of order."""

    def __init__(self, status: int, error: str, retry_after: int | None = None) -> None:
        super().__init__(f"{status} {error}")
        self.status = status
        self.error = error
        self.headers = {} if retry_after is None else {"Retry-After": str(retry_after)}

    def body(self) -> Json:
        """The JSON body."""
        return {"ok": False, "error": self.error}


class NotOffered(Exception):
    """What a person's Slack would not let them do."""
