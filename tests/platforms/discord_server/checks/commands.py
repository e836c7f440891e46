"""The limits of slash commands."""

from typing import Any


def check_commands(body: Any) -> None:
    """Raise ApiError when the list of commands breaks a limit."""
