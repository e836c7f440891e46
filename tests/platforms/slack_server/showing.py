"""Views opened, pushed, changed, published and closed."""

import copy

from tests.platforms.slack_server import state as entries
from tests.platforms.slack_server.core import Core
from tests.platforms.slack_server.deliveries import Act
from tests.platforms.slack_server.people import Team, User
from tests.platforms.slack_server.views import View
from tests.platforms.slack_server.wire import Json, SlackError

STACK = 3


def state(view: View) -> Json:
    """What is entered in a view, by block id and action id."""
    return entries.values(view.blocks, view.entered)


def open_modal(core: Core, user: User, team: Team, body: Json, act: Act | None) -> View:
    """A modal in the place of all that the person had open."""
    for view in user.modals:
        view.closed = True
    user.modals.clear()
    return _put(core, _new(core, user, team, body), act)


def push_modal(core: Core, user: User, team: Team, body: Json, act: Act | None) -> View:
    """A modal on top of the others. Raises SlackError at the third already open."""
    if not user.modals:
        raise SlackError("not_found")
    if len(user.modals) >= STACK:
        raise SlackError("push_limit_reached")
    view = _new(core, user, team, body)
    view.previous = user.modals[-1]
    view.root = user.modals[0]
    return _put(core, view, act)


def publish_home(core: Core, user: User, team: Team, body: Json) -> View:
    """App Home of a person, published for the first time."""
    view = _new(core, user, team, body)
    user.homes[team.id] = view
    core.show(view, None, user)
    return view


def update_view(core: Core, view: View, body: Json, act: Act | None) -> None:
    """Another content for a view; what was entered stays where the ids are the same."""
    if body["type"] != view.body["type"]:
        raise SlackError("invalid_arguments", ["[ERROR] the type of a view cannot change"])
    view.body = _settled(core, body)
    view.hash = core.fresh_hash()
    view.updates += 1
    view.errors.clear()
    kept = {(b["block_id"], a) for b in view.blocks for a in _actions(b)}
    view.entered = {key: value for key, value in view.entered.items() if key in kept}
    core.show(view, act, view.owner)


def close_top(core: Core, user: User) -> None:
    """Close the modal on top."""
    if user.modals:
        user.modals.pop().closed = True
        core.watch.changed()


def close_all(core: Core, user: User) -> None:
    """Close every modal of a person."""
    while user.modals:
        user.modals.pop().closed = True
    core.watch.changed()


def _new(core: Core, user: User, team: Team, body: Json) -> View:
    external = body.get("external_id")
    if external and any(v.body.get("external_id") == external for v in core.world.views.values()):
        raise SlackError("duplicate_external_id")
    view = View(
        core.ids.new("V"), user, team, core.world.app_id, team.bot_id,
        _settled(core, body), core.fresh_hash(),
    )  # fmt: skip
    core.world.views[view.id] = view
    return view


def _put(core: Core, view: View, act: Act | None) -> View:
    view.owner.modals.append(view)
    core.show(view, act, view.owner)
    return view


def _settled(core: Core, body: Json) -> Json:
    body = copy.deepcopy(body)
    core.settle(body["blocks"])
    return body


def _actions(block: Json) -> list[str]:
    if block["type"] == "input":
        return [block["element"]["action_id"]]
    found = [*block.get("elements", ()), block.get("accessory") or {}]
    return [element["action_id"] for element in found if "action_id" in element]
