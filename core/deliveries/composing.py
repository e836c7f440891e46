"""Makes the message of what a delivery carries."""

from collections.abc import Mapping
from typing import Any

from core.dialogue.reply import Reply
from core.reminders.carried import read_carried
from core.reminders.document import reminder_reply
from core.reminders.plain_document import plain_reply


def compose(carried: Mapping[str, Any], delivery_id: int, *, maybe_again: bool) -> Reply:
    """The message; with ``maybe_again`` it says that the person may have it already.

    Raises ``CarriedUnreadable`` for what was stored by nothing of this program.
    """
    read = read_carried(carried)
    if read.plain:
        return plain_reply(read, maybe_again=maybe_again)
    return reminder_reply(read, delivery_id, maybe_again=maybe_again)
