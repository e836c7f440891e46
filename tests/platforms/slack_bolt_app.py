"""A bare slack-bolt app on the local Slack, over Socket Mode or HTTP."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient

from tests.platforms.slack_server import SlackServer

PING = 5.0


def new_app(slack: SlackServer) -> AsyncApp:
    """An app that finds the token of each workspace, as an installation store would."""
    client = AsyncWebClient(base_url=slack.api)

    async def authorize(
        team_id: str | None, enterprise_id: str | None, client: AsyncWebClient
    ) -> AuthorizeResult:
        for installation in reversed(slack.world.installations):
            org = installation.enterprise
            here = installation.team.id == team_id and not installation.org_wide
            wide = installation.org_wide and org is not None and org.id == enterprise_id
            if here or wide:
                answer = await client.auth_test(token=installation.token)
                return AuthorizeResult.from_auth_test_response(
                    auth_test_response=answer, bot_token=installation.token
                )
        raise LookupError("the app is not installed here")

    return AsyncApp(
        client=client,
        authorize=authorize,
        signing_secret=slack.signing_secret,
        request_verification_enabled=True,
    )


@asynccontextmanager
async def connected(
    slack: SlackServer, app: AsyncApp, ping: float = PING
) -> AsyncIterator[AsyncSocketModeHandler]:
    """The app with an open socket; closed in the end. `ping` is in seconds."""
    before = len(slack.sockets.connections)
    handler = AsyncSocketModeHandler(app, slack.app_token, ping_interval=ping)
    try:
        await handler.connect_async()  # type: ignore[no-untyped-call]
        await slack.sockets.connected(before + 1)
        yield handler
    finally:
        await handler.close_async()  # type: ignore[no-untyped-call]


@asynccontextmanager
async def served(slack: SlackServer, app: AsyncApp) -> AsyncIterator[str]:
    """The app behind an address of its own, to which the local Slack now posts."""

    async def handle(request: web.Request) -> web.Response:
        answer = await app.async_dispatch(await to_bolt_request(request))
        return await to_aiohttp_response(answer)

    site = web.Application()
    site.router.add_post("/slack/events", handle)
    runner = web.AppRunner(site, access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        host, port = runner.addresses[0][:2]
        slack.http.url = f"http://{host}:{port}/slack/events"
        slack.via = "http"
        yield slack.http.url
    finally:
        await runner.cleanup()
