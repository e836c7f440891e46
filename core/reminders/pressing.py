"""The buttons of a message: each carries the delivery's id and what to do, and nothing else."""

from collections.abc import Iterable

from core.dialogue.reply import Action, Actions
from core.dialogue.request import Asked
from core.reminders.carried import SnoozeChoice

ROUTE = "reminder"
"""The command that answers a press."""

WHOLE, WHOLE_AGAIN = "0", "00"
"""Stand for a message's item where all of it is meant, as it came, and as it came once more."""

PICK = "pick"
"""A reminder is put off until a day that the person names."""


def single_actions(delivery_id: int, item: int, choices: Iterable[SnoozeChoice]) -> Actions:
    """Everything that answers one date."""
    snoozes = [
        _action(f"Snooze {choice.label}", delivery_id, item, "snooze", choice.id)
        for choice in choices
    ]
    snoozes.append(_action("Snooze until a day I pick", delivery_id, item, "snooze", PICK))
    drop = _action("Not for me", delivery_id, item, "drop")
    return Actions((done(delivery_id, item), drop), tuple(snoozes))


def done(delivery_id: int, item: int) -> Action:
    """The date is seen to."""
    return _action("Done", delivery_id, item, "done")


def about(delivery_id: int, item: int, title: str) -> Action:
    """One date of several by itself, with everything that answers it."""
    return _action(f"Snooze or more: {title}", delivery_id, item, "show")


def whole(delivery_id: int, *, maybe_again: bool = False) -> Asked:
    """The message itself, to turn its pages; ``maybe_again`` as it was sent with."""
    item = WHOLE_AGAIN if maybe_again else WHOLE
    return Asked(ROUTE, {"delivery": str(delivery_id), "item": item})


def check_actions(delivery_id: int) -> Actions:
    """What answers the question whether reminders are useful."""
    answers = (
        ("Keep them all", "keep"),
        ("What cannot be made up for", "hard"),
        ("Stop reminders", "off"),
    )
    return Actions(tuple(_action(words, delivery_id, 0, do) for words, do in answers))


def _action(words: str, delivery_id: int, item: int, do: str, until: str = "") -> Action:
    arguments = {"delivery": str(delivery_id), "item": str(item), "do": do}
    return Action(words, ROUTE, arguments | ({"until": until} if until else {}))
