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
# Names of options are words, so that these can be none.
_OWNER, _PAGE = "@", "#"
_FIRST_FORM, _NO_FORMS = "assess", frozenset({"", "help", "fix"})
_NUMBER = re.compile(r"[1-9][0-9]{0,3}")


class DoesNotFitError(ValueError):
    """A request that no identifier can carry. The message names no value."""


@dataclass(frozen=True, slots=True)
class Pressed:
    """What a press asks.

    ``owner`` is the platform's own id of the one person who may press; empty where anybody may.
    A ``page`` after the first asks for that page of the answer, which is drawn and never run.
    """

    asked: Asked
    owner: str = ""
    page: int = 1


@dataclass(frozen=True, slots=True)
class DrawAfresh:
    """An identifier of another version, or none of ours: draw the view anew instead.

    ``command`` is its route where one can be read, and empty otherwise.
    """

    command: str = ""


def write_identifier(
    command: str, arguments: Mapping[str, str], *, owner: str = "", page: int = 1
) -> str:
    """The identifier of pressing a button.

    Raises :class:`DoesNotFitError` for a route that is no command name, for text that cannot be
    written and for more than :data:`LONGEST_IDENTIFIER` characters.
    """
    if not _ROUTE.fullmatch(command):
        raise DoesNotFitError("the route is no command name")
    pairs = [*arguments.items()]
    pairs += [(_OWNER, owner)] if owner else []
    pairs += [(_PAGE, str(page))] if page > 1 else []
    try:
        identifier = f"{_VERSION}:{command}:{urlencode(pairs, safe=_OWNER)}"
    except UnicodeEncodeError:
        raise DoesNotFitError(f"an argument of {command} is no valid text") from None
    if len(identifier) > LONGEST_IDENTIFIER:
        raise DoesNotFitError(
            f"{command} with {', '.join(arguments)} needs {len(identifier)} characters "
            f"of {LONGEST_IDENTIFIER}"
        )
    return identifier


def read_form(identifier: str) -> Pressed:
    """What a form asks that was sent in, without its answers.

    One of an earlier version is run as it is, so that nothing typed is lost; one that nothing
    can be read of, or that only leads to a form, counts as the first form there is.
    """
    match read_identifier(identifier):
        case Pressed() as form:
            return form
        case DrawAfresh(route):
            return Pressed(Asked(_FIRST_FORM if route in _NO_FORMS else route))


def read_identifier(identifier: str) -> Pressed | DrawAfresh:
    """What an identifier asks, or the marker for one that is not readable any more."""
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
    owner, page = arguments.pop(_OWNER, ""), arguments.pop(_PAGE, "1")
    broken = bool(written) and not pairs
    if broken or len(dict(pairs)) < len(pairs) or not _NUMBER.fullmatch(page):
        return DrawAfresh(route)
    return Pressed(Asked(route, arguments), owner, int(page))
