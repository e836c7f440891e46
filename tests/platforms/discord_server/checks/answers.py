"""The limits of first answers to interactions."""

from tests.platforms.discord_server.wire import Json


def check_modal(data: Json) -> None:
    """Raise ApiError when a form breaks a limit."""


def check_choices(data: Json) -> None:
    """Raise ApiError when the suggestions break a limit."""
