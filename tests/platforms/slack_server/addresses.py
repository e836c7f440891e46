"""The addresses beside the Web API: response addresses, uploads and downloads."""

from collections.abc import Awaitable, Callable

from aiohttp import hdrs, web

from tests.platforms.slack_server import response_urls
from tests.platforms.slack_server.core import Core, Request
from tests.platforms.slack_server.web_api import usable_token
from tests.platforms.slack_server.wire import HttpFailure, Json, SlackError

STATUS = {"expired_url": 404, "used_url": 404, "invalid_url": 404}
UPLOAD = "upload"
DOWNLOAD = "download"
RESPONSE = "response_url"

Serve = Callable[[Core, web.Request, Request], Awaitable[web.StreamResponse]]


async def respond(core: Core, request: web.Request) -> web.StreamResponse:
    """Something is posted to a response address."""
    return await _guarded(core, request, RESPONSE, _respond)


async def upload(core: Core, request: web.Request) -> web.StreamResponse:
    """The bytes of a file arrive."""
    return await _guarded(core, request, UPLOAD, _upload)


async def download(core: Core, request: web.Request) -> web.StreamResponse:
    """The bytes of a file are wanted. Without a good token there is a page to sign in."""
    return await _guarded(core, request, DOWNLOAD, _download)


async def sign_in(_core: Core, _request: web.Request) -> web.StreamResponse:
    """The page that somebody without a token is sent to."""
    return web.Response(text="<!DOCTYPE html><title>Sign in</title>", content_type="text/html")


async def _guarded(core: Core, request: web.Request, name: str, serve: Serve) -> web.StreamResponse:
    record = Request(name, {})
    core.requests.append(record)
    fault = core.faults.take(name)
    try:
        if fault is not None and not fault.acts:
            await fault.strike(request)
        answer = await serve(core, request, record)
        if fault is not None and fault.acts:
            await fault.strike(request)
        record.status = answer.status
        return answer
    except SlackError as error:
        record.error, record.status = error.error, STATUS.get(error.error, 400)
        return web.json_response(error.body(), status=record.status)
    except HttpFailure as failure:
        record.error, record.status = failure.error, failure.status
        return web.json_response(failure.body(), status=failure.status, headers=failure.headers)
    finally:
        core.watch.changed()


async def _respond(core: Core, request: web.Request, record: Request) -> web.StreamResponse:
    body: Json = await request.json()
    record.args = body
    response_urls.respond(core, request.path, body)
    return web.Response(text="ok")


async def _upload(core: Core, request: web.Request, record: Request) -> web.StreamResponse:
    address = f"{core.root}{request.path}"
    file = next((f for f in core.world.files.values() if f.upload_url == address), None)
    if file is None or file.complete:
        return web.Response(status=404, text="not found")
    data = await request.read()
    if request.content_type.startswith("multipart/"):
        form = await request.post()
        part = next((v for v in form.values() if isinstance(v, web.FileField)), None)
        data = part.file.read() if part is not None else b""
    record.args = {"file": file.id, "length": len(data)}
    if len(data) != file.length:
        return web.Response(status=400, text="length does not match")
    file.data = data
    return web.Response(text=f"OK - {len(data)}")


async def _download(core: Core, request: web.Request, record: Request) -> web.StreamResponse:
    file = core.world.files.get(request.match_info["file"].partition("-")[2])
    if file is None or file.data is None:
        return web.Response(status=404)
    record.args = {"file": file.id}
    scheme, _, value = request.headers.get(hdrs.AUTHORIZATION, "").partition(" ")
    try:
        installation = usable_token(core, value if scheme == "Bearer" else "").installation
    except SlackError:
        installation = None
    if (
        installation is None
        or not installation.covers(file.team)
        or "files:read" not in installation.scopes
    ):
        raise web.HTTPFound(f"{core.root}/signin")
    return web.Response(body=file.data, content_type=file.mimetype)
