"""views.*: modals and App Home."""

from tests.platforms.slack_server import showing
from tests.platforms.slack_server.checks.view import check_view
from tests.platforms.slack_server.core import Core
from tests.platforms.slack_server.limits import TIERS
from tests.platforms.slack_server.posting import reachable_user
from tests.platforms.slack_server.triggers import exchange
from tests.platforms.slack_server.views import View
from tests.platforms.slack_server.web_api import Call, Method
from tests.platforms.slack_server.wire import Json, SlackError


def _open(core: Core, call: Call) -> Json:
    body = _body(call, "modal")
    trigger = exchange(core, call.text("trigger_id"))
    _check_trigger(call, call.installation.covers(trigger.team))
    view = showing.open_modal(core, trigger.user, trigger.team, body, trigger.act)
    return {"view": view.payload(showing.state(view))}


def _push(core: Core, call: Call) -> Json:
    body = _body(call, "modal")
    trigger = exchange(core, call.text("trigger_id"))
    _check_trigger(call, call.installation.covers(trigger.team))
    view = showing.push_modal(core, trigger.user, trigger.team, body, trigger.act)
    return {"view": view.payload(showing.state(view))}


def _update(core: Core, call: Call) -> Json:
    view = _named(core, call)
    if view.closed or not call.installation.covers(view.team):
        raise SlackError("not_found")
    body = _body(call, "modal", "home")
    _check_hash(call, view)
    showing.update_view(core, view, body, None)
    return {"view": view.payload(showing.state(view))}


def _publish(core: Core, call: Call) -> Json:
    body = _body(call, "home")
    if not core.world.home_tab:
        raise SlackError("not_enabled")
    user = reachable_user(core, call, call.text("user_id"))
    team = call.installation.team
    if call.installation.covers(user.home_team):
        team = user.home_team
    shown = user.homes.get(team.id)
    if shown is not None:
        _check_hash(call, shown)
        showing.update_view(core, shown, body, None)
    else:
        if call.maybe("hash"):
            raise SlackError("hash_conflict")
        shown = showing.publish_home(core, user, team, body)
    return {"view": shown.payload(showing.state(shown))}


def _body(call: Call, *kinds: str) -> Json:
    body = call.args.get("view")
    if body is None:
        raise SlackError("invalid_arguments", ["[ERROR] missing required field: view"])
    if kinds == ("home",):
        check_view(body, "home")
    elif kinds == ("modal",):
        check_view(body, "modal")
    else:
        check_view(body, "modal", "home")
    view: Json = body
    return view


def _named(core: Core, call: Call) -> View:
    view_id, external = call.maybe("view_id"), call.maybe("external_id")
    for view in core.world.views.values():
        if view.id == view_id or (external and view.body.get("external_id") == external):
            return view
    raise SlackError("not_found")


def _check_hash(call: Call, view: View) -> None:
    if call.maybe("hash") and call.maybe("hash") != view.hash:
        raise SlackError("hash_conflict")


def _check_trigger(call: Call, *conditions: bool) -> None:
    if not all(conditions):
        raise SlackError("invalid_trigger_id")


METHODS = (
    Method("views.open", _open, TIERS[4]),
    Method("views.push", _push, TIERS[4]),
    Method("views.update", _update, TIERS[4]),
    Method("views.publish", _publish, TIERS[4]),
)
