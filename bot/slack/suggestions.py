"""What Slack offers while somebody types into a menu of a form that has too many to list."""

from collections.abc import Mapping
from typing import Any

from bot.slack.composition import option
from bot.slack.limits import SELECT_OPTIONS
from bot.slack.submissions import submission_in
from core.dialogue.command import Command
from core.dialogue.suggesting import suggestions


def suggested(payload: object, commands: Mapping[str, Command]) -> dict[str, Any]:
    """The options for what is typed, as the acknowledgement of a ``block_suggestion``.

    There are none for a form or a question that there is not, and for what has another shape.
    """
    if not isinstance(payload, Mapping):
        return {"options": []}
    name, typed = payload.get("action_id"), payload.get("value")
    command = commands.get(submission_in(payload.get("view")).asked.command)
    questions = command.options if command is not None and isinstance(typed, str) else ()
    found = [
        option(one)
        for question in questions
        if question.name == name
        for one in suggestions(question, str(typed), SELECT_OPTIONS)
    ]
    return {"options": found}
