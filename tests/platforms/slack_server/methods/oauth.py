"""oauth.*: a code or a refresh token becomes a token."""

from tests.platforms.slack_server.core import Core
from tests.platforms.slack_server.installs import TOKEN_LIFE, Installation
from tests.platforms.slack_server.limits import TIERS
from tests.platforms.slack_server.web_api import Call, Method
from tests.platforms.slack_server.wire import Json, SlackError

CODE_LIFE = 600.0


def _access(core: Core, call: Call) -> Json:
    _check_client(core, call)
    if call.maybe("grant_type") == "refresh_token":
        installation = core.world.refreshers.get(call.text("refresh_token"))
        if installation is None or installation.ended is not None:
            raise SlackError("invalid_refresh_token")
        core.world.new_token(installation)
    else:
        installation = _from_code(core, call)
    return _answer(core, installation)


def _check_client(core: Core, call: Call) -> None:
    client_id, secret = call.client
    if call.maybe("client_id", client_id) != core.world.client_id:
        raise SlackError("invalid_client_id")
    if call.maybe("client_secret", secret) != core.world.client_secret:
        raise SlackError("bad_client_secret")


def _from_code(core: Core, call: Call) -> Installation:
    code = core.world.codes.get(call.maybe("code"))
    if code is None:
        raise SlackError("invalid_code")
    if code.used:
        raise SlackError("code_already_used")
    if core.clock.now() - code.born > CODE_LIFE:
        raise SlackError("code_expired")
    if code.redirect_uri is not None and call.maybe("redirect_uri") != code.redirect_uri:
        raise SlackError("bad_redirect_uri")
    code.used = True
    return core.world.install(
        code.team, scopes=code.scopes, installer=code.installer, org_wide=code.org_wide
    )


def _answer(core: Core, installation: Installation) -> Json:
    team, enterprise = installation.team, installation.enterprise
    answer: Json = {
        "access_token": installation.token,
        "token_type": "bot",
        "scope": ",".join(sorted(installation.scopes)),
        "bot_user_id": installation.bot.id,
        "app_id": core.world.app_id,
        "team": None if installation.org_wide else {"id": team.id, "name": team.name},
        "enterprise": None,
        "is_enterprise_install": installation.org_wide,
        "authed_user": {"id": installation.installer.id},
    }
    if enterprise is not None:
        answer["enterprise"] = {"id": enterprise.id, "name": enterprise.name}
    if core.world.rotation:
        answer |= {"refresh_token": installation.refresh_token, "expires_in": TOKEN_LIFE}
    return answer


METHODS = (Method("oauth.v2.access", _access, TIERS[4], caller="anybody"),)
