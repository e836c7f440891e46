"""What a button carries: ``version:route:arguments``, short and in ASCII, for every platform."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from core.dialogue.request import Asked

LONGEST_IDENTIFIER = 100
"""The most characters an identifier may have: Discord's limit, the tightest."""

_VERSION = "1"
_ROUTE = re.compile(r"[a-z][a-z0-9_-]*")


class DoesNotFitError(ValueError):
    """A request that no identifier can carry. The message names no value."""


@dataclass(frozen=True, slots=True)
class DrawAfresh:
    """An identifier of another version, or none of ours: draw the view anew instead.

    ``command`` is its route where one can be read, and empty otherwise.
    """

    command: str = ""


def write_identifier(command: str, arguments: Mapping[str, str]) -> str:
    """The identifier of pressing a button.

    Raises :class:`DoesNotFitError` for a route that is no command name, for text that cannot be
    written and for more than :data:`LONGEST_IDENTIFIER` characters.
    """
    if not _ROUTE.fullmatch(command):
        raise DoesNotFitError("the route is no command name")
    try:
        identifier = f"{_VERSION}:{command}:{urlencode(arguments)}"
    except UnicodeEncodeError:
        raise DoesNotFitError(f"an argument of {command} is no valid text") from None
    if len(identifier) > LONGEST_IDENTIFIER:
        raise DoesNotFitError(
            f"{command} with {', '.join(arguments)} needs {len(identifier)} characters "
            f"of {LONGEST_IDENTIFIER}"
        )
    return identifier


def read_identifier(identifier: str) -> Asked | DrawAfresh:
    """The request of an identifier, or the marker for one that is not readable any more."""
    version, _, rest = identifier.partition(":")
    route, _, written = rest.partition(":")
    if not _ROUTE.fullmatch(route):
        return DrawAfresh()
    if version != _VERSION or len(identifier) > LONGEST_IDENTIFIER:
        return DrawAfresh(route)
    try:
        pairs = parse_qsl(written, keep_blank_values=True, strict_parsing=True, errors="strict")
    except ValueError:
        pairs = []
    arguments = dict(pairs)
    broken = bool(written) and not pairs
    return DrawAfresh(route) if broken or len(arguments) < len(pairs) else Asked(route, arguments)
