"""The service's web addresses: listening, what is answered everywhere, and the end."""

import asyncio
import contextlib
import logging
import os
import socket
from collections.abc import AsyncIterator, Iterable
from dataclasses import asdict
from http import HTTPStatus

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.settings import SettingsRefused, WebSettings
from bot.web.health import Health
from core.commands.faults import fault

HEALTH = "/health"
"""Where a monitor asks."""
BODY_BYTES = 2 * 1024 * 1024
"""Bytes of a request's body. A view of Slack's may hold 250,000, three times as many when they
are written for a form, and comes with the message that it belongs to."""
ANSWERS_WITHIN = 30.0
"""Seconds for a whole request, from its head to its answer; Slack itself waits for three."""
LEAVES_WITHIN = 8.0
"""Seconds for what is being answered when the service ends; systems wait for ten."""

_LOG = logging.getLogger("readingroom.web")
_PROTOCOL = logging.getLogger("readingroom.web.protocol")
# What is no HTTP is logged by the library with the address of who sent it.
_PROTOCOL.setLevel(logging.CRITICAL)


@contextlib.asynccontextmanager
async def serving(
    routes: Iterable[web.AbstractRouteDef],
    settings: WebSettings,
    *,
    health: Health,
    stop: asyncio.Event,
) -> AsyncIterator[int]:
    """Answer at the web addresses while the block runs; gives the port that is listened at.

    Nothing new is taken once ``stop`` is set; what is being answered at the end is finished.
    Raises :class:`SettingsRefused` where the port cannot be had.
    """
    runner = web.AppRunner(
        application(routes, health),
        access_log=None,  # the codes with which somebody installs the app stand in addresses
        logger=_PROTOCOL,
        shutdown_timeout=LEAVES_WITHIN,
    )
    await runner.setup()
    try:
        await _listen(runner, settings)
    except BaseException:
        await runner.cleanup()
        raise
    port = int(runner.addresses[0][1])
    _LOG.info("listening on %s, port %d", settings.host, port)
    closing = asyncio.create_task(_closed_at(stop, runner))
    try:
        yield port
    finally:
        if not stop.is_set():
            closing.cancel()
            await runner.cleanup()
        await asyncio.wait({closing})


def application(routes: Iterable[web.AbstractRouteDef], health: Health) -> web.Application:
    """The addresses of the doors, and that of the service's health."""

    async def tell_health(request: web.Request) -> web.Response:
        condition = await health.condition()
        return web.json_response(
            {
                "status": "ok" if condition.well else "down",
                "database": condition.database,
                "doors": dict(condition.doors),
                "deliveries": {
                    door: asdict(standing) for door, standing in condition.deliveries.items()
                },
            },
            status=HTTPStatus.OK if condition.well else HTTPStatus.SERVICE_UNAVAILABLE,
            headers={"Cache-Control": "no-store"},
        )

    made = web.Application(middlewares=[_guarded], client_max_size=BODY_BYTES)
    made.add_routes([web.get(HEALTH, tell_health), *routes])
    made.on_response_prepare.append(_without_versions)
    return made


@web.middleware
async def _guarded(request: web.Request, handler: Handler) -> web.StreamResponse:
    """End what takes too long, and what breaks, without a word of what it was about."""
    try:
        async with asyncio.timeout(ANSWERS_WITHIN) as limit:
            return await handler(request)
    except web.HTTPException as told:
        if told.status < HTTPStatus.BAD_REQUEST:
            raise
        return _plain(HTTPStatus(told.status), allowed=told.headers.get("Allow"))
    except (ConnectionError, web.RequestPayloadError):
        return _plain(HTTPStatus.BAD_REQUEST)  # whoever sent it has gone, or sent half of it
    except Exception as error:  # noqa: BLE001 - whatever broke in a handler
        if limit.expired():
            return _plain(HTTPStatus.SERVICE_UNAVAILABLE)
        fault(error, reference="web", command=_path(request))
        return _plain(HTTPStatus.INTERNAL_SERVER_ERROR)


def _plain(status: HTTPStatus, *, allowed: str | None = None) -> web.Response:
    headers = {} if allowed is None else {"Allow": allowed}
    return web.Response(status=status, text=f"{status.phrase}.\n", headers=headers)


def _path(request: web.Request) -> str:
    """The address as it was declared; what somebody typed might be anything."""
    resource = request.match_info.route.resource
    return "an unknown address" if resource is None else resource.canonical


async def _without_versions(request: web.Request, response: web.StreamResponse) -> None:
    """Nobody outside needs to know what runs here in which version."""
    response.headers.pop("Server", None)


async def _listen(runner: web.AppRunner, settings: WebSettings) -> None:
    if settings.port is None:
        raise SettingsRefused("READINGROOM_WEB_PORT is not set.")
    try:
        await web.TCPSite(runner, settings.host, settings.port).start()
    except (socket.gaierror, UnicodeError):
        raise SettingsRefused(
            "READINGROOM_WEB_HOST is no name or address that this machine knows; without it, "
            "127.0.0.1 is listened at."
        ) from None
    except OSError as error:
        # What asyncio says holds the address; what the system said is enough.
        why = os.strerror(error.errno) if error.errno else type(error).__name__
        raise SettingsRefused(
            f"READINGROOM_WEB_PORT cannot be listened at ({why}); choose another port, or "
            "another READINGROOM_WEB_HOST."
        ) from None


async def _closed_at(stop: asyncio.Event, runner: web.AppRunner) -> None:
    await stop.wait()
    await runner.cleanup()
