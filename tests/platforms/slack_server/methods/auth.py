"""auth.* and api.*: who calls, and no longer."""

from tests.platforms.slack_server.core import Core
from tests.platforms.slack_server.limits import OFTEN, TIERS
from tests.platforms.slack_server.web_api import Call, Method
from tests.platforms.slack_server.wire import Json, SlackError


def _test(core: Core, call: Call) -> Json:
    installation = call.installation
    team = installation.team
    answer: Json = {
        "url": team.url,
        "team": team.name,
        "user": team.bot.username,
        "team_id": team.id,
        "user_id": team.bot.id,
        "bot_id": team.bot_id,
        "is_enterprise_install": installation.org_wide,
    }
    if team.enterprise is not None:
        answer["enterprise_id"] = team.enterprise.id
    return answer


def _revoke(core: Core, call: Call) -> Json:
    if call.token is not None and not call.flag("test"):
        call.token.revoked = True
    return {"revoked": not call.flag("test")}


def _api_test(core: Core, call: Call) -> Json:
    if call.maybe("error"):
        raise SlackError(call.maybe("error"))
    return {"args": call.args}


def _teams(core: Core, call: Call) -> Json:
    """The workspaces that a token is good in, a page of them."""
    installation = call.installation
    covered = installation.granted if installation.org_wide else [installation.team]
    start, most = int(call.maybe("cursor") or 0), call.number("limit", 100)
    more = str(start + most) if start + most < len(covered) else ""
    return {
        "teams": [{"id": team.id, "name": team.name} for team in covered[start : start + most]],
        "response_metadata": {"next_cursor": more},
    }


METHODS = (
    Method("auth.teams.list", _teams, TIERS[2]),
    Method("auth.test", _test, OFTEN),
    Method("auth.revoke", _revoke, TIERS[3]),
    Method("api.test", _api_test, TIERS[4], caller="anybody"),
)
