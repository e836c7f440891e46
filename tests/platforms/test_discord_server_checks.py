"""Bodies that break a documented limit are refused as Discord refuses them, and noted."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from tests.platforms.discord_server import DiscordServer
from tests.platforms.discord_server.buckets import Rule
from tests.platforms.discord_server.checks.answers import check_choices, check_modal
from tests.platforms.discord_server.checks.commands import check_commands
from tests.platforms.discord_server.checks.message import check_message
from tests.platforms.discord_server.core import Upload
from tests.platforms.discord_server.wire import COMPONENTS_V2, ApiError, Json

LIMIT = 10 << 20
TEXT = {"type": 10, "content": "x"}
BUTTON = {"type": 2, "style": 1, "label": "Press", "custom_id": "a"}


def _errors(tree: Json, path: str = "") -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for key, value in tree.items():
        if key == "_errors":
            found[path] = [error["code"] for error in value]
        else:
            found |= _errors(value, f"{path}.{key}" if path else key)
    return found


def _refused(body: Json, files: dict[int, Any] | None = None) -> dict[str, list[str]]:
    """Where the body is wrong, with Discord's codes; nothing when it is right."""
    try:
        check_message(body, files or {}, LIMIT)
    except ApiError as refusal:
        return _errors(refusal.errors or {"_errors": [{"code": refusal.code}]})
    return {}


def _layout(*components: Json) -> Json:
    return {"flags": COMPONENTS_V2, "components": list(components)}


def _row(*components: Json) -> Json:
    return {"type": 1, "components": list(components)}


def _buttons(count: int) -> list[Json]:
    return [{**BUTTON, "custom_id": str(number)} for number in range(count)]


def _select(**changes: Any) -> Json:
    options = [{"label": str(number), "value": str(number)} for number in range(3)]
    return {"type": 3, "custom_id": "pick", "options": options, **changes}


def _file(size: int = 1) -> Upload:
    return Upload("a.png", b"x" * size, "image/png")


RIGHT: list[Json] = [
    {"content": "x" * 2000},
    {"content": "x", "nonce": "x" * 25},
    {"content": "x", "components": [_row(*_buttons(5))]},
    {"content": "x", "allowed_mentions": {"parse": ["users"], "roles": ["1"]}},
    {"embeds": [{"title": "x" * 256, "description": "x" * 4096}]},
    _layout(*[TEXT] * 40),
    _layout({**TEXT, "content": "x" * 4000}),
    _layout({"type": 9, "components": [TEXT] * 3, "accessory": BUTTON}),
    _layout({"type": 17, "components": [TEXT, _row(*_buttons(5)), {"type": 14}]}),
    _layout(_row({"type": 2, "style": 5, "label": "Site", "url": "https://example.org"})),
    _layout(_row(_select(max_values=3, placeholder="x" * 150))),
    _layout(_row({"type": 6, "custom_id": "role"})),
]

WRONG: list[tuple[Json, str, str]] = [
    ({"content": "x" * 2001}, "content", "BASE_TYPE_BAD_LENGTH"),
    ({"content": "x", "nonce": "x" * 26}, "nonce", "NONCE_TYPE_TOO_LONG"),
    (
        {"content": "x", "components": [_row(*_buttons(6))]},
        "components.0.components",
        "BASE_TYPE_BAD_LENGTH",
    ),
    ({"content": "x", "components": [_row()] * 6}, "components", "BASE_TYPE_BAD_LENGTH"),
    ({"content": "x", "components": [TEXT]}, "components.0.type", "BASE_TYPE_CHOICES"),
    (
        {"content": "x", "allowed_mentions": {"parse": ["users"], "users": ["1"]}},
        "allowed_mentions",
        "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE",
    ),
    (
        {"content": "x", "allowed_mentions": {"parse": ["all"]}},
        "allowed_mentions.parse.0",
        "BASE_TYPE_CHOICES",
    ),
    ({"embeds": [{"title": "x" * 257}]}, "embeds.0.title", "BASE_TYPE_BAD_LENGTH"),
    ({"embeds": [{"description": "x" * 3001}] * 2}, "embeds", "MAX_EMBED_SIZE_EXCEEDED"),
    (
        {**_layout(TEXT), "content": "x"},
        "content",
        "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2",
    ),
    (_layout(), "components", "BASE_TYPE_BAD_LENGTH"),
    (_layout(*[_row(*_buttons(5))] * 6, *[TEXT] * 5), "components", "BASE_TYPE_BAD_LENGTH"),
    (
        _layout({**TEXT, "content": "x" * 4000}, TEXT),
        "components",
        "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED",
    ),
    (_layout({**TEXT, "content": ""}), "components.0.content", "BASE_TYPE_BAD_LENGTH"),
    (
        _layout({"type": 9, "components": [TEXT] * 4, "accessory": BUTTON}),
        "components.0.components",
        "BASE_TYPE_BAD_LENGTH",
    ),
    (
        _layout({"type": 9, "components": [TEXT]}),
        "components.0.accessory",
        "BASE_TYPE_REQUIRED",
    ),
    (
        _layout(_row({**BUTTON, "label": "x" * 81})),
        "components.0.components.0.label",
        "BASE_TYPE_BAD_LENGTH",
    ),
    (
        _layout(_row({**BUTTON, "custom_id": "x" * 101})),
        "components.0.components.0.custom_id",
        "BASE_TYPE_BAD_LENGTH",
    ),
    (
        _layout(_row(BUTTON), _row(BUTTON)),
        "components.1.components.0.custom_id",
        "COMPONENT_CUSTOM_ID_DUPLICATED",
    ),
    (
        _layout(_row({**BUTTON, "style": 5, "url": "https://example.org"})),
        "components.0.components.0.custom_id",
        "BASE_TYPE_INVALID",
    ),
    (
        _layout(_row({"type": 2, "style": 5, "label": "Site", "url": "javascript://x"})),
        "components.0.components.0.url",
        "URL_TYPE_INVALID_SCHEME",
    ),
    (
        _layout(_row(BUTTON, _select())),
        "components.0.components",
        "BASE_TYPE_INVALID",
    ),
    (
        _layout(_row(_select(options=[{"label": "x", "value": "x"}] * 26))),
        "components.0.components.0.options",
        "BASE_TYPE_BAD_LENGTH",
    ),
    (
        _layout(_row(_select(options=[{"label": "x", "value": "x"}] * 2))),
        "components.0.components.0.options.1.value",
        "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED",
    ),
    (
        _layout(_row(_select(options=[{"label": "x" * 101, "value": "x"}]))),
        "components.0.components.0.options.0.label",
        "BASE_TYPE_BAD_LENGTH",
    ),
    (
        _layout(_row(_select(placeholder="x" * 151))),
        "components.0.components.0.placeholder",
        "BASE_TYPE_BAD_LENGTH",
    ),
    (
        _layout(_row(_select(max_values=4))),
        "components.0.components.0.max_values",
        "BASE_TYPE_INVALID",
    ),
    (_layout({"type": 12, "items": []}), "components.0.items", "BASE_TYPE_BAD_LENGTH"),
    (
        _layout({"type": 12, "items": [{"media": {"url": "attachment://b.png"}}]}),
        "components.0.items.0.media.url",
        "UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND",
    ),
    (
        {"content": "x", "attachments": [{"id": 0, "filename": "a.png"}]},
        "attachments.0.id",
        "BASE_TYPE_INVALID",
    ),
    ({}, "", "50006"),
]


@pytest.mark.parametrize("body", RIGHT, ids=range(len(RIGHT)))
def test_a_body_at_its_limits_is_taken(body: Json) -> None:
    assert _refused(body) == {}


@pytest.mark.parametrize(("body", "where", "code"), WRONG, ids=range(len(WRONG)))
def test_a_body_beyond_a_limit_is_refused_where_it_is_wrong(
    body: Json, where: str, code: str
) -> None:
    errors = _refused(body)
    assert where in errors
    assert code in map(str, errors[where])


def test_a_file_beyond_the_limit_is_too_large() -> None:
    assert _refused({}, {0: _file(LIMIT)}) == {}
    with pytest.raises(ApiError) as refused:
        check_message({}, {0: _file(LIMIT + 1)}, LIMIT)
    assert (refused.value.status, refused.value.code) == (413, 40005)


def _label(component: Json, **changes: Any) -> Json:
    return {"type": 18, "label": "Question", "component": component, **changes}


def _input(**changes: Any) -> Json:
    return {"type": 4, "custom_id": "a", "style": 1, **changes}


def _group(kind: int, count: int, **changes: Any) -> Json:
    options = [{"label": str(number), "value": str(number)} for number in range(count)]
    return {"type": kind, "custom_id": "g", "options": options, **changes}


def _form(*components: Json, **changes: Any) -> Json:
    return {"custom_id": "f", "title": "Form", "components": list(components), **changes}


FORMS_RIGHT = [
    _form(_label(_input(max_length=4000, value="x" * 4000)), title="x" * 45),
    _form(*[_label(_input(custom_id=str(number))) for number in range(5)]),
    _form(_label(_group(21, 10)), _label(_group(22, 10, custom_id="h", max_values=10))),
    _form(_label(_group(22, 3, required=False, min_values=0))),
    _form(_label(_select(required=False, min_values=0)), TEXT),
    _form(_label({"type": 8, "custom_id": "c"}, description="x" * 100)),
]

FORMS_WRONG = [
    (_form(_label(_input()), title="x" * 46), "title"),
    (_form(), "components"),
    (_form(*[_label(_input(custom_id=str(number))) for number in range(6)]), "components"),
    (_form(_input()), "components.0.type"),
    (_form(_label(_input(), label="x" * 46)), "components.0.label"),
    (_form(_label(_input(), description="x" * 101)), "components.0.description"),
    (_form(_label(BUTTON)), "components.0.component.type"),
    (_form(_label(_input(min_length=5, max_length=4))), "components.0.component.min_length"),
    (_form(_label(_input(max_length=4, value="x" * 5))), "components.0.component.value"),
    (_form(_label(_input(max_length=4001))), "components.0.component.max_length"),
    (_form(_label(_input(placeholder="x" * 101))), "components.0.component.placeholder"),
    (_form(_label(_input()), _label(_input())), "components.1.component.custom_id"),
    (_form(_label(_group(21, 1))), "components.0.component.options"),
    (_form(_label(_group(21, 11))), "components.0.component.options"),
    (_form(_label(_group(22, 11))), "components.0.component.options"),
    (_form(_label(_group(22, 3, min_values=0))), "components.0.component.min_values"),
    (_form(_label(_group(22, 3, max_values=4))), "components.0.component.max_values"),
    (_form(_label(_select(min_values=0))), "components.0.component.min_values"),
    (_form(_label(_select(disabled=True))), "components.0.component.disabled"),
    (
        _form(
            _label(
                {
                    **_group(21, 2),
                    "options": [
                        {"label": text, "value": text, "default": True} for text in ("a", "b")
                    ],
                }
            )
        ),
        "components.0.component.options",
    ),
]


@pytest.mark.parametrize("form", FORMS_RIGHT, ids=range(len(FORMS_RIGHT)))
def test_a_form_at_its_limits_is_taken(form: Json) -> None:
    check_modal(form)


@pytest.mark.parametrize(("form", "where"), FORMS_WRONG, ids=range(len(FORMS_WRONG)))
def test_a_form_beyond_a_limit_is_refused_where_it_is_wrong(form: Json, where: str) -> None:
    with pytest.raises(ApiError) as refused:
        check_modal(form)
    assert f"data.{where}" in _errors(refused.value.errors or {})


def _command(**changes: Any) -> Json:
    return {"name": "assess", "description": "Reads a profile", **changes}


def _option(name: str = "name", **changes: Any) -> Json:
    return {"type": 3, "name": name, "description": "d", **changes}


def _choices(count: int, size: int = 1) -> list[Json]:
    return [{"name": str(number).zfill(size), "value": str(number)} for number in range(count)]


COMMANDS_RIGHT = [
    [_command(name="x" * 32, description="x" * 100)],
    [_command(name=f"c{number}") for number in range(100)],
    [_command(options=[_option(f"o{number}") for number in range(25)])],
    [_command(options=[_option(required=True), _option("other", choices=_choices(25))])],
    [_command(options=[_option(autocomplete=True, choices=[])])],
    [_command(options=[_option("post", type=1, options=[_option()])])],
]

COMMANDS_WRONG = [
    ([_command(name="Assess")], "0.name"),
    ([_command(name="as sess")], "0.name"),
    ([_command(name="x" * 33)], "0.name"),
    ([_command(description="x" * 101)], "0.description"),
    ([_command(), _command()], "1.name"),
    ([_command(name=f"c{number}") for number in range(101)], ""),
    ([_command(options=[_option(f"o{number}") for number in range(26)])], "0.options"),
    ([_command(options=[_option(), _option("other", required=True)])], "0.options.1"),
    ([_command(options=[_option(choices=_choices(26))])], "0.options.0.choices"),
    ([_command(options=[_option(choices=_choices(1, 101))])], "0.options.0.choices.0.name"),
    (
        [_command(options=[_option(choices=_choices(1), autocomplete=True)])],
        "0.options.0.autocomplete",
    ),
    ([_command(options=[_option(type=99)])], "0.options.0.type"),
    (
        [
            _command(
                options=[_option(f"o{number}", choices=_choices(25, 100)) for number in range(4)]
            )
        ],
        "0",
    ),
    ([_command(options=[_option(), _option("post", type=1)])], "0.options"),
]


@pytest.mark.parametrize("body", COMMANDS_RIGHT, ids=range(len(COMMANDS_RIGHT)))
def test_commands_at_their_limits_are_taken(body: list[Json]) -> None:
    check_commands(body)


@pytest.mark.parametrize(("body", "where"), COMMANDS_WRONG, ids=range(len(COMMANDS_WRONG)))
def test_commands_beyond_a_limit_are_refused_where_they_are_wrong(
    body: list[Json], where: str
) -> None:
    with pytest.raises(ApiError) as refused:
        check_commands(body)
    assert where in _errors(refused.value.errors or {})


@pytest.mark.parametrize(
    "choices", [_choices(26), _choices(1, 101), [{"name": "x", "value": "x" * 101}]]
)
def test_suggestions_beyond_a_limit_are_refused(choices: list[Json]) -> None:
    check_choices({"choices": _choices(25, 100)})
    with pytest.raises(ApiError):
        check_choices({"choices": choices})


@pytest.fixture
async def session(local_discord: DiscordServer) -> AsyncIterator[aiohttp.ClientSession]:
    """Plain HTTP with the bot's token."""
    headers = {"Authorization": f"Bot {local_discord.token}"}
    async with aiohttp.ClientSession(headers=headers) as opened:
        yield opened


async def test_a_refused_body_is_answered_with_a_tree_of_errors_and_noted(
    local_discord: DiscordServer, session: aiohttp.ClientSession
) -> None:
    channel = local_discord.guild("Radiology").channel("advice")
    address = f"{local_discord.api}/channels/{channel.id}/messages"
    async with session.post(address, json={"content": "x" * 2001}) as response:
        assert response.status == 400
        assert response.headers["Content-Type"] == "application/json"
        body = await response.json()
    assert (body["code"], body["message"]) == (50035, "Invalid Form Body")
    (error,) = body["errors"]["content"]["_errors"]
    assert error == {
        "code": "BASE_TYPE_BAD_LENGTH",
        "message": "Must be 2000 or fewer in length.",
    }
    (refused,) = local_discord.refused_bodies
    assert str(refused.request) == f"POST /channels/{channel.id}/messages"


async def test_buckets_are_told_in_headers(
    local_discord: DiscordServer, session: aiohttp.ClientSession
) -> None:
    channel = local_discord.guild("Radiology").channel("advice")
    local_discord.limits.rules.clear()
    async with session.get(f"{local_discord.api}/channels/{channel.id}") as response:
        assert response.status == 200
        told = {name.lower() for name in response.headers}
    wanted = {"limit", "remaining", "reset", "reset-after", "bucket"}
    assert {f"x-ratelimit-{name}" for name in wanted} <= told


async def test_one_request_too_many_is_refused_with_what_to_wait_for(
    local_discord: DiscordServer, session: aiohttp.ClientSession
) -> None:
    channel = local_discord.guild("Radiology").channel("advice")
    local_discord.limits.rules["POST /channels/{channel}/messages"] = Rule(1, 5.0)
    address = f"{local_discord.api}/channels/{channel.id}/messages"
    async with session.post(address, json={"content": "x"}) as response:
        assert response.headers["X-RateLimit-Remaining"] == "0"
    async with session.post(address, json={"content": "x"}) as response:
        body, headers = await response.json(), response.headers
        assert response.status == 429
    assert 0 < body["retry_after"] <= 5
    assert body["global"] is False
    assert (headers["X-RateLimit-Scope"], headers["Via"]) == ("user", "1.1 google")
    assert 1 <= int(headers["Retry-After"]) <= 6
    local_discord.clock.advance(5)
    async with session.post(address, json={"content": "x"}) as response:
        assert response.status == 200


async def test_a_message_in_a_channel_is_never_private(
    local_discord: DiscordServer, session: aiohttp.ClientSession
) -> None:
    channel = local_discord.guild("Radiology").channel("advice")
    address = f"{local_discord.api}/channels/{channel.id}/messages"
    async with session.post(address, json={"content": "x", "flags": 64}) as response:
        assert (await response.json())["flags"] == 0
    assert len(channel.messages) == 1


async def test_a_late_answer_is_late(
    local_discord: DiscordServer, session: aiohttp.ClientSession
) -> None:
    local_discord.delay("GET /users/@me", 0.02)
    loop = asyncio.get_running_loop()
    asked = loop.time()
    async with session.get(f"{local_discord.api}/users/@me") as response:
        assert response.status == 200
    assert loop.time() - asked >= 0.02


async def test_a_stranger_is_unauthorized(local_discord: DiscordServer) -> None:
    async with (
        aiohttp.ClientSession() as stranger,
        stranger.get(f"{local_discord.api}/users/@me") as response,
    ):
        assert response.status == 401
        assert (await response.json())["code"] == 0
    assert local_discord.limits.invalid == 1
