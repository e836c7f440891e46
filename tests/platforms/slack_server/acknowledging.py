"""What an acknowledgement brings about: a reply, a closed or changed view, options."""

import time
from typing import Any

from tests.platforms.slack_server import showing
from tests.platforms.slack_server.checks.view import check_suggestions, check_view
from tests.platforms.slack_server.core import Core
from tests.platforms.slack_server.deliveries import Act, Attempt
from tests.platforms.slack_server.response_urls import put
from tests.platforms.slack_server.wire import Illegal, Json, SlackError


def answered(core: Core, act: Act, attempt: Attempt, status: int, body: Any) -> None:
    """Note an answer, and let the first good one take effect."""
    before = act.acknowledged
    attempt.answered_at = time.monotonic()
    attempt.status = status
    attempt.body = body
    if status == 200 and not before:
        try:
            _settle(core, act, body)
        except Illegal as error:
            core.refuse(f"answer to {act.type}", error, body)
    core.watch.changed()


def _settle(core: Core, act: Act, body: Any) -> None:
    if act.type == "view_submission":
        _submitted(core, act, body)
    elif not act.takes_answer or not body:
        return
    elif act.kind == "slash_commands":
        said: Json = {"text": body} if isinstance(body, str) else body
        address = core.response_urls[act.response_url.removeprefix(core.root)]
        try:
            put(core, address, said)
        except Illegal:
            return
    elif act.type == "block_suggestion":
        check_suggestions(body)
        act.options = list(body.get("options") or [])
        for group in body.get("option_groups") or []:
            act.options += group["options"]
        if act.view is not None:
            key = (act.payload["block_id"], act.payload["action_id"])
            act.view.suggested.setdefault(key, []).extend(act.options)


def _submitted(core: Core, act: Act, body: Any) -> None:
    view, user = act.view, act.user
    if view is None or user is None:
        return
    view.errors.clear()
    if not body:
        showing.close_top(core, user)
        return
    if not isinstance(body, dict) or "response_action" not in body:
        raise Illegal("invalid_response", ["[ERROR] missing required field: response_action"])
    what = body["response_action"]
    if what == "clear":
        showing.close_all(core, user)
    elif what == "errors":
        _show_errors(core, act, body.get("errors"))
    elif what in ("update", "push"):
        check_view(body.get("view"), "modal")
        _change(core, act, what, body["view"])
    else:
        raise Illegal("invalid_response", ["[ERROR] unknown response_action"])


def _change(core: Core, act: Act, what: str, body: Json) -> None:
    view = act.view
    if view is None:
        return
    try:
        if what == "update":
            showing.update_view(core, view, body, act)
        else:
            showing.push_modal(core, view.owner, view.team, body, act)
    except SlackError as error:
        raise Illegal(error.error) from error


def _show_errors(core: Core, act: Act, errors: Any) -> None:
    view = act.view
    if view is None:
        return
    places = {block["block_id"] for block in view.blocks if block["type"] == "input"}
    good = isinstance(errors, dict) and errors
    if not good or not all(isinstance(e, str) and e for e in errors.values()):
        raise Illegal("invalid_response", ["[ERROR] errors must be texts by block id"])
    unknown = set(errors) - places
    if unknown:
        raise Illegal("invalid_response", [f"[ERROR] no input block {sorted(unknown)}"])
    view.errors = dict(errors)
    core.show(view, act)
