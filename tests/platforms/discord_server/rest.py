"""The REST interface: reading requests, limits, faults, and writing answers."""

import json
from typing import Any

from aiohttp import web

from tests.platforms.discord_server.buckets import VIA
from tests.platforms.discord_server.checks.problems import EMPTY_MESSAGE, INVALID_FORM_BODY
from tests.platforms.discord_server.core import Core, RefusedBody, Request, Upload
from tests.platforms.discord_server.faults import Fault
from tests.platforms.discord_server.routes import ROUTER
from tests.platforms.discord_server.routing import Call, Reply, Route, major
from tests.platforms.discord_server.wire import ApiError, unauthorized

PREFIX = "/api/v10"
BODY_CODES = (INVALID_FORM_BODY, EMPTY_MESSAGE)


async def handle(core: Core, request: web.Request) -> web.StreamResponse:
    """Answer one request."""
    if core.limits.banned:
        return web.Response(status=429, text="<h1>error code: 1015</h1>", content_type="text/html")
    method, path = request.method, request.path.removeprefix(PREFIX)
    try:
        body, files = await _read(request)
    except ValueError:
        body, files = None, {}
    entry = Request(method, path, dict(request.query), body, files, core.clock.now())
    fault = core.faults.take(str(entry))
    headers: dict[str, str] = {}
    try:
        if fault is not None and not fault.acts:
            await _suffer(core, fault, request, entry)
        status, payload = _dispatch(core, request, entry, headers)
        if fault is not None and fault.acts:
            await _suffer(core, fault, request, entry)
    except ApiError as refusal:
        status, payload = refusal.status, refusal.body()
        headers.update(refusal.headers)
        entry.code = refusal.code
        _note_refusal(core, entry, refusal)
    if entry.status == 0:
        entry.status = status
        _note(core, entry)
    return _written(status, payload, headers)


async def _suffer(core: Core, fault: Fault, request: web.Request, entry: Request) -> None:
    if fault.acts:
        # What took effect can be waited for, although its answer is still to suffer.
        entry.status = 200
        _note(core, entry)
    await fault.strike(request)


def _dispatch(core: Core, request: web.Request, entry: Request, headers: dict[str, str]) -> Reply:
    found = ROUTER.find(entry.method, entry.path)
    if found is None:
        core.unexpected.append(entry)
        raise ApiError(404, 0, "404: Not Found")
    route, params = found
    if not route.open and request.headers.get("Authorization") != f"Bot {core.token}":
        raise unauthorized()
    if route.limited:
        headers.update(_admitted(core, route, params))
    call = Call(params, entry.query, entry.body, entry.files)
    return route.handler(core, call)


def _admitted(core: Core, route: Route, params: dict[str, str]) -> dict[str, str]:
    return core.limits.admit(route.key, major(params), exempt=route.open)


def _note(core: Core, entry: Request) -> None:
    core.requests.append(entry)
    core.watch.changed()


def _note_refusal(core: Core, entry: Request, refusal: ApiError) -> None:
    if refusal.status in (401, 403, 429):
        core.limits.count_invalid()
    if refusal.code in BODY_CODES:
        core.refused_bodies.append(RefusedBody(entry, refusal.code, refusal.errors or {}))


def _written(status: int, payload: Any, headers: dict[str, str]) -> web.Response:
    if payload is None:
        return web.Response(status=status, headers={**VIA, **headers})
    return web.Response(
        status=status,
        body=json.dumps(payload).encode(),
        headers={**VIA, **headers, "Content-Type": "application/json"},
    )


async def _read(request: web.Request) -> tuple[Any, dict[int, Upload]]:
    """The JSON body and the files of a request. Raises ValueError when it is not readable."""
    if request.content_type == "multipart/form-data":
        return await _read_form(request)
    raw = await request.read()
    return (json.loads(raw) if raw else None), {}


async def _read_form(request: web.Request) -> tuple[Any, dict[int, Upload]]:
    body: Any = None
    files: dict[int, Upload] = {}
    for name, value in (await request.post()).items():
        if isinstance(value, web.FileField):
            index = int(name.removeprefix("files[").removesuffix("]"))
            with value.file as opened:
                files[index] = Upload(value.filename, opened.read(), value.content_type)
        elif name == "payload_json":
            body = json.loads(value if isinstance(value, str) else bytes(value))
    return body, files
