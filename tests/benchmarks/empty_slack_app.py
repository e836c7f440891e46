"""The least that slack-bolt can do: an app whose only command answers with one word."""

import asyncio
import os
import sys

from aiohttp import web
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient


async def main() -> None:
    """Run it with the tokens of the environment, over HTTP where there is a signing secret."""
    secret = os.environ.get("READINGROOM_SLACK_SIGNING_SECRET")
    token = os.environ["READINGROOM_SLACK_BOT_TOKEN"]
    client = AsyncWebClient(token, base_url=os.environ["READINGROOM_SLACK_API"])
    app = AsyncApp(client=client, signing_secret=secret)

    @app.command("/empty")
    async def empty(ack: AsyncAck, respond: AsyncRespond) -> None:
        await ack()
        await respond("Yes")

    if secret is None:
        handler = AsyncSocketModeHandler(app, os.environ["READINGROOM_SLACK_APP_TOKEN"])
        await handler.start_async()  # type: ignore[no-untyped-call]
        return
    runner = web.AppRunner(app.web_app(), access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    print(f"listening on 127.0.0.1, port {runner.addresses[0][1]}", file=sys.stderr)  # noqa: T201
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
