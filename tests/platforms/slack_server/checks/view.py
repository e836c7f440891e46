"""Views as a whole, and the options that are suggested while somebody types."""

import json
from typing import Any

from tests.platforms.slack_server.checks import texts
from tests.platforms.slack_server.checks.blocks import Surface, check_blocks
from tests.platforms.slack_server.checks.problems import Problems
from tests.platforms.slack_server.wire import Illegal

BYTES = 250_000
TITLE = 24
ALWAYS = ("private_metadata", "callback_id", "external_id")
OF_MODALS = ("title", "submit", "close", "clear_on_close", "notify_on_close", "submit_disabled")


def check_view(view: Any, *surfaces: Surface) -> None:
    """A view for one of these surfaces. Raises Illegal."""
    if len(json.dumps(view, ensure_ascii=False).encode()) > BYTES:
        raise Illegal("view_too_large")
    problems = Problems().at("view")
    if not isinstance(view, dict) or view.get("type") not in surfaces:
        problems.at("type").add(f"must be one of {', '.join(surfaces)}")
    elif view["type"] == "modal":
        _check_modal(problems, view)
    elif problems.thing(view, ("blocks",), ALWAYS):
        check_blocks(problems.at("blocks"), view["blocks"], "home")
        _check_strings(problems, view)
    if problems.found:
        raise Illegal("invalid_arguments", problems.found)


def _check_modal(problems: Problems, view: Any) -> None:
    if not problems.thing(view, ("title", "blocks"), (*ALWAYS, *OF_MODALS)):
        return
    for key in ("title", "submit", "close"):
        texts.check_plain(problems, view, key, TITLE)
    problems.flags(view, "clear_on_close", "notify_on_close", "submit_disabled")
    _check_strings(problems, view)
    blocks = view["blocks"]
    check_blocks(problems.at("blocks"), blocks, "modal")
    inputs = isinstance(blocks, list) and any(
        isinstance(block, dict) and block.get("type") == "input" for block in blocks
    )
    if inputs and not view.get("submit"):
        problems.add("missing required field: submit, when there is an input")


def _check_strings(problems: Problems, view: Any) -> None:
    problems.strings(view, 3000, "private_metadata")
    problems.strings(view, 255, "callback_id", "external_id")


def check_suggestions(answer: Any) -> None:
    """The answer to a block_suggestion. Raises Illegal."""
    problems = Problems()
    if problems.thing(answer, (), ("options", "option_groups")):
        if ("options" in answer) == ("option_groups" in answer):
            problems.add("must have exactly one of options and option_groups")
        elif "options" in answer:
            texts.check_options(problems.at("options"), answer["options"], 100, least=0)
        else:
            texts.check_groups(problems.at("option_groups"), answer["option_groups"], least=0)
    if problems.found:
        raise Illegal("invalid_options", problems.found)
