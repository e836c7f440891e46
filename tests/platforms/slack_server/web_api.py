"""The Web API: arguments read, token and scopes checked, limits and faults applied."""

import base64
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Literal

from aiohttp import hdrs, web

from tests.platforms.slack_server.core import Core, Request
from tests.platforms.slack_server.installs import Installation, Token
from tests.platforms.slack_server.limits import Rate
from tests.platforms.slack_server.wire import HttpFailure, Illegal, Json, SlackError

STRUCTURED = ("blocks", "attachments", "metadata", "view", "files")


@dataclass
class Call:
    """A call of a method. `token` is the bot's, unless the method needs none."""

    method: str
    args: Json
    bearer: str
    token: Token | None = None
    client: tuple[str, str] = ("", "")

    @property
    def installation(self) -> Installation:
        """The installation that calls."""
        if self.token is None:
            raise SlackError("not_authed")
        return self.token.installation

    def text(self, name: str) -> str:
        """An argument that must be given. Raises SlackError."""
        value = self.args.get(name)
        if value in (None, ""):
            message = f"[ERROR] missing required field: {name}"
            raise SlackError("invalid_arguments", [message])
        return str(value)

    def maybe(self, name: str, otherwise: str = "") -> str:
        """An argument that may be left out."""
        value = self.args.get(name)
        return otherwise if value is None else str(value)

    def flag(self, name: str) -> bool:
        """An argument that is true or false."""
        return self.args.get(name) in (True, "true", "True", "1", 1)

    def number(self, name: str, otherwise: int) -> int:
        """A whole number."""
        value = self.args.get(name)
        if value in (None, ""):
            return otherwise
        try:
            return int(str(value))
        except ValueError:
            message = f"[ERROR] must be an integer [json-pointer:/{name}]"
            raise SlackError("invalid_arguments", [message]) from None

    def need(self, scope: str) -> None:
        """Demand a scope of the token. Raises SlackError."""
        scopes = self.installation.scopes
        if scope not in scopes:
            raise SlackError("missing_scope", needed=scope, provided=",".join(sorted(scopes)))


Handler = Callable[[Core, Call], Json]


@dataclass(frozen=True)
class Method:
    """A method: who answers, which scope it needs, how often it may be called.

    `caller` says whose token must come with it: the bot's, the app's own, or nobody's.
    """

    name: str
    handler: Handler
    rate: Rate
    scope: str = ""
    caller: Literal["bot", "app", "anybody"] = "bot"


async def handle(core: Core, methods: dict[str, Method], request: web.Request) -> web.Response:
    """Answer a call."""
    name = request.match_info["method"]
    call = await _read(request, name)
    record = Request(name, call.args)
    core.requests.append(record)
    headers: dict[str, str] = {}
    fault = core.faults.take(name)
    try:
        if fault is not None and not fault.acts:
            await fault.strike(request)
        answer = _act(core, methods, call, record, headers)
        if fault is not None and fault.acts:
            await fault.strike(request)
        record.status = 200
        return web.json_response({"ok": True, **answer}, headers=headers)
    except SlackError as error:
        record.status, record.error = 200, error.error
        return web.json_response(error.body(), headers=headers)
    except HttpFailure as failure:
        record.status, record.error = failure.status, failure.error
        return web.json_response(failure.body(), status=failure.status, headers=failure.headers)
    finally:
        core.watch.changed()


def _act(
    core: Core, methods: dict[str, Method], call: Call, record: Request, headers: dict[str, str]
) -> Json:
    method = methods.get(call.method)
    if method is None:
        core.unexpected.append(record)
        raise SlackError("unknown_method", req_method=call.method)
    _authorize(core, method, call)
    workspace = ""
    if call.token is not None:
        workspace = call.installation.key
        headers["x-oauth-scopes"] = ",".join(sorted(call.installation.scopes))
        headers["x-accepted-oauth-scopes"] = method.scope
        record.team = call.installation.team.id
    core.limits.admit(method.name, workspace, method.rate)
    if method.scope:
        call.need(method.scope)
    with _remembering(core, call):
        return method.handler(core, call)


@contextmanager
def _remembering(core: Core, call: Call) -> Iterator[None]:
    try:
        yield
    except Illegal as error:
        core.refuse(call.method, error, call.args)
        raise


def _authorize(core: Core, method: Method, call: Call) -> None:
    if method.caller == "anybody":
        return
    if not call.bearer:
        raise SlackError("not_authed")
    if method.caller == "app":
        if call.bearer != core.world.app_token:
            wrong = call.bearer in core.world.tokens
            raise SlackError("not_allowed_token_type" if wrong else "invalid_auth")
        return
    if call.bearer == core.world.app_token:
        raise SlackError("not_allowed_token_type")
    call.token = usable_token(core, call.bearer)


def usable_token(core: Core, value: str) -> Token:
    """The token of this value. Raises SlackError when it is none, or no longer."""
    token = core.world.tokens.get(value)
    if token is None:
        raise SlackError("invalid_auth")
    if token.installation.ended is not None:
        raise SlackError(token.installation.ended)
    if token.revoked:
        raise SlackError("token_revoked")
    if token.expires_at is not None and core.clock.now() >= token.expires_at:
        raise SlackError("token_expired")
    return token


async def _read(request: web.Request, name: str) -> Call:
    args: Json = dict(request.query)
    if request.content_type == "application/json":
        body = await request.text()
        args |= json.loads(body) if body else {}
    elif request.method == "POST":
        args |= dict(await request.post())
    args = {key: _structured(key, value) for key, value in args.items() if value is not None}
    token = str(args.pop("token", ""))
    scheme, _, given = request.headers.get(hdrs.AUTHORIZATION, "").partition(" ")
    client = ("", "")
    if scheme == "Bearer":
        token = given
    elif scheme == "Basic":
        login, _, password = base64.b64decode(given).decode().partition(":")
        client = (login, password)
    return Call(name, args, token, client=client)


def _structured(key: str, value: Any) -> Any:
    """What was written as JSON inside a form."""
    if key in STRUCTURED and isinstance(value, str):
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value
