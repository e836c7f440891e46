"""What a modal carries along unseen: which form it is, and where its answer goes."""

import json
from dataclasses import dataclass, field
from typing import Any

from bot.slack.limits import PRIVATE_METADATA

_IDENTIFIER, _RESPONSE_URL, _CHANNEL, _IN_MODAL = "i", "r", "c", "m"


@dataclass(frozen=True, slots=True)
class Back:
    """Where the answer to a form goes.

    To ``response_url``, where the form was asked for; without one, to the conversation with
    the id ``channel``; ``in_modal`` says that it takes the place of the form itself. Nothing at
    all stands for the person's direct message with the bot.
    """

    response_url: str = field(default="", repr=False)
    channel: str = ""
    in_modal: bool = False

    @classmethod
    def read(cls, private_metadata: object) -> "Back":
        """The way back that stands in a view; the empty one for whatever was not written here."""
        held = _held(private_metadata)
        found = [held.get(name, "") for name in (_RESPONSE_URL, _CHANNEL)]
        response_url, channel = (one if isinstance(one, str) else "" for one in found)
        return cls(response_url, channel, held.get(_IN_MODAL) == 1)


def write_metadata(identifier: str, back: Back) -> str:
    """What a form's view carries: its identifier and the way back.

    An address that is too long to carry is left out.
    """
    held: dict[str, Any] = {_IDENTIFIER: identifier, _RESPONSE_URL: back.response_url}
    held[_CHANNEL] = back.channel
    if back.in_modal:
        held[_IN_MODAL] = 1
    written = _compact(held)
    return written if len(written) <= PRIVATE_METADATA else _compact({**held, _RESPONSE_URL: ""})


def identifier_in(private_metadata: object) -> str:
    """The identifier of the form; empty where there is none."""
    found = _held(private_metadata).get(_IDENTIFIER)
    return found if isinstance(found, str) else ""


def _compact(held: dict[str, Any]) -> str:
    return json.dumps(held, separators=(",", ":"))


def _held(private_metadata: object) -> dict[str, Any]:
    if not isinstance(private_metadata, str) or len(private_metadata) > PRIVATE_METADATA:
        return {}
    try:
        held = json.loads(private_metadata)
    except (ValueError, RecursionError):
        return {}
    return held if isinstance(held, dict) else {}
