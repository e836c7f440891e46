"""A file of which a message says nothing but its id: Slack is asked for the rest."""

from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.slack.calling import Clients, open_session
from bot.slack.files import fetch_files

HIDDEN = {"files": [{"id": "F1", "file_access": "check_file_info"}]}


@pytest.fixture
async def clients() -> AsyncIterator[Clients]:
    async def info(request: web.Request) -> web.Response:
        if "F1" not in (await request.text() + request.query_string):
            return web.json_response({"ok": False, "error": "file_not_found"})
        address = str(request.url.with_path("/a.txt").with_query(None))
        file = {"name": "a.txt", "mimetype": "text/plain", "size": 8, "url_private": address}
        return web.json_response({"ok": True, "file": file})

    async def content(request: web.Request) -> web.Response:
        return web.Response(text="step 240")

    app = web.Application()
    app.router.add_route("*", "/api/files.info", info)
    app.router.add_get("/a.txt", content)
    async with TestServer(app) as server, open_session() as session:
        yield Clients(session, str(server.make_url("/api/")))


async def test_a_file_that_is_only_named_is_described_and_fetched(clients: Clients) -> None:
    (file,) = await fetch_files(clients, "xoxb-1", HIDDEN)
    assert (file.name, file.content) == ("a.txt", b"step 240")


async def test_a_file_that_slack_does_not_describe_comes_without_content(
    clients: Clients,
) -> None:
    unknown = {"files": [{"id": "F2", "file_access": "check_file_info"}]}
    (file,) = await fetch_files(clients, "xoxb-1", unknown)
    assert file.content is None
