"""apps.*: addresses for Socket Mode."""

from tests.platforms.slack_server.core import Core
from tests.platforms.slack_server.limits import TIERS
from tests.platforms.slack_server.web_api import Call, Method
from tests.platforms.slack_server.wire import Json, SlackError


def _open(core: Core, call: Call) -> Json:
    if core.new_address is None:
        raise SlackError("internal_error")
    return {"url": core.new_address()}


METHODS = (Method("apps.connections.open", _open, TIERS[1], caller="app"),)
