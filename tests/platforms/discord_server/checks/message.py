"""The limits of a message."""

from typing import Any

from tests.platforms.discord_server.messages import Message
from tests.platforms.discord_server.wire import Json


def check_message(
    body: Json, files: dict[int, Any], upload_limit: int, existing: Message | None = None
) -> None:
    """Raise ApiError when the body breaks a limit."""
