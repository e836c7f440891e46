"""Administrators choose for their server, and it can be seen who chose what."""

import asyncio
from dataclasses import replace
from datetime import date

import pytest

from bot.console.plain import plain_text
from core.commands.desk import Desk
from core.commands.visit import Server, Where
from core.dialogue.buttons import buttons, pressed
from core.dialogue.command import Place
from core.dialogue.documents import refused_document
from core.dialogue.form import Form, submission
from core.dialogue.question import Kind
from core.dialogue.reply import Fault, Fields, Items, Refused, Reply
from core.dialogue.request import Asked
from core.dialogue.text import Moment, Named, Text, plain
from core.storage.audit import newest_changes
from core.storage.people import find_person
from core.storage.servers import SavedServer, ServerChanged, ServerSettings, read_server
from tests.commands.conftest import Person

OPEN = frozenset({"21", "22"})
NOTHING = {"zone": None, "season": None, "leader_roles": (), "checklist_channels": ()}


def at_server(*, administrator: bool) -> Where:
    server = Server("s1", administrator=administrator, may_post=lambda channel: channel in OPEN)
    return Where(Place.SERVER, server)


@pytest.fixture
def admin(desk: Desk) -> Person:
    return Person(desk, "admin", where=at_server(administrator=True))


@pytest.fixture
def member(desk: Desk) -> Person:
    return Person(desk, "member", where=at_server(administrator=False))


async def stored(desk: Desk) -> SavedServer | None:
    async with desk.store.reading() as tx:
        return await read_server(tx, door="console", platform_id="s1")


async def chosen(desk: Desk) -> ServerSettings:
    saved = await stored(desk)
    assert saved is not None
    return saved.settings


def rows(reply: Reply) -> dict[str, Text]:
    fields = next(block for block in reply.blocks if isinstance(block, Fields))
    return {row.label: row.text for row in fields.rows}


def said(reply: Reply) -> dict[str, str]:
    return {label: plain(shown) for label, shown in rows(reply).items()}


def changes(reply: Reply) -> list[str]:
    items = [block for block in reply.blocks if isinstance(block, Items)]
    return [plain(item.detail or ()) for block in items for item in block.items]


async def test_without_choices_the_form_asks_for_four(admin: Person) -> None:
    form = await admin.form("/setup")
    assert (form.page, form.pages, form.command) == (1, 1, "setup")
    kinds = [asking.question.kind for asking in form.asked]
    assert kinds == [Kind.ZONE, Kind.CHOICE, Kind.LEADERS, Kind.CHANNELS]
    assert [asking.current for asking in form.asked] == [""] * 4
    assert await stored(admin.desk) is None


async def test_what_is_chosen_is_saved_and_shown_as_it_is_now(admin: Person) -> None:
    reply = await admin.reply(
        "/setup default_zone:chicago default_season:2028 leaders:12,11 checklist_channels:21"
    )
    assert await chosen(admin.desk) == ServerSettings(
        "America/Chicago", 2028, ("11", "12"), ("21",)
    )
    assert said(reply) == {
        "Time zone": "America/Chicago",
        "Season": "residency from July 2028",
        "Leaders": "role 11, role 12",
        "Channels for checklists": "channel 21",
    }
    assert rows(reply)["Leaders"][0] == Named("role", "11")
    assert reply.again == Asked("setup", {"show": "yes"})


async def test_the_form_comes_filled_in_and_sent_back_as_it_came_changes_nothing(
    admin: Person,
) -> None:
    await admin.reply("/setup EST default_season:2028 leaders:11,12 checklist_channels:22,21")
    before = await stored(admin.desk)
    form = await admin.form("/setup")
    assert [asking.current for asking in form.asked] == [
        "America/New_York",
        "2028",
        "11,12",
        "21,22",
    ]
    sent = submission(form, {"leaders": "12,11"}).given
    reply = await admin.reply("/setup " + " ".join(f"{name}:{sent[name]}" for name in sent))
    assert await stored(admin.desk) == before
    assert len(reply.data["changes"]) == 1


async def test_the_settings_can_be_seen_without_the_form(admin: Person) -> None:
    reply = await admin.reply("/setup show:yes")
    assert reply.data == {"settings": NOTHING, "changes": []}
    assert said(reply)["Time zone"] == "none chosen, so UTC"
    assert await stored(admin.desk) is None
    (change,) = buttons(reply)
    assert pressed(change) == Asked("setup")
    await admin.form("/setup show:no")


async def test_what_is_not_named_stays_and_unknown_clears_it(admin: Person) -> None:
    await admin.reply("/setup default_zone:UTC default_season:2028 leaders:11")
    await admin.reply("/setup leaders:unknown default_season:2027")
    assert await chosen(admin.desk) == ServerSettings("UTC", 2027)
    await admin.reply("/setup default_zone:unknown default_season:unknown")
    assert await chosen(admin.desk) == ServerSettings()


async def test_who_changed_what_is_told_with_the_newest_first(admin: Person) -> None:
    other = replace(admin, name="other", today=date(2026, 11, 23))
    await admin.reply("/setup default_zone:America/Chicago leaders:11,12 checklist_channels:21")
    reply = await other.reply("/setup leaders:12,13 checklist_channels:unknown default_season:2028")
    assert changes(reply) == [
        "Season: from none to 2028; Leaders: added role 13, removed role 11; "
        "Channels for checklists: removed channel 21",
        "Time zone: from none to America/Chicago; Leaders: added role 11, role 12; "
        "Channels for checklists: added channel 21",
    ]
    newest = next(block for block in reply.blocks if isinstance(block, Items)).items[0].text
    moment, _, who = newest
    assert isinstance(moment, Moment)
    assert moment.at.isoformat() == "2026-11-23T06:00:00-06:00"
    assert who == Named("person", "other")
    assert [change["who"] for change in reply.data["changes"]] == ["other", "admin"]


async def test_only_the_last_few_changes_are_told(admin: Person) -> None:
    for role in range(8):
        reply = await admin.reply(f"/setup leaders:{role}")
    told = changes(reply)
    assert len(told) == 5
    assert told[0] == "Leaders: added role 7, removed role 6"


@pytest.mark.parametrize("line", ["/setup", "/setup show:yes", "/setup leaders:11"])
async def test_nobody_but_an_administrator_sees_or_changes_it(member: Person, line: str) -> None:
    refused = await member.refused(line)
    assert [refusal.field for refusal in refused.refusals] == ["permission"]
    assert "ask one of them" in refused.refusals[0].accepted
    assert await stored(member.desk) is None


async def test_outside_a_server_it_says_where_it_belongs(person: Person) -> None:
    refused = await person.refused("/setup default_zone:UTC")
    shown = plain_text(refused_document(refused), 80)
    assert "/setup works in a server" in shown


async def test_a_form_that_was_refused_is_no_way_around_the_permission(
    admin: Person, member: Person
) -> None:
    await admin.reply("/setup leaders:11")
    for line in ("/fix of:setup draft:x", "/fix of:setup draft:x leaders:99"):
        refused = await member.refused(line)
        assert [refusal.field for refusal in refused.refusals] == ["permission"]
    assert (await chosen(admin.desk)).leader_roles == ("11",)


async def test_what_was_refused_comes_back_in_the_form_of_those_who_may(
    admin: Person, member: Person
) -> None:
    desk = replace(admin.desk, keeps_refused=True)
    admin, member = replace(admin, desk=desk), replace(member, desk=desk)
    assert (await member.refused("/setup default_zone:IST")).fix is None
    refused = await admin.refused("/setup default_zone:IST leaders:11")
    assert refused.fix is not None
    form = await press(admin, refused)
    assert [asking.current for asking in form.asked] == ["IST", "", "11", ""]
    sent = submission(form, {"default_zone": "Asia/Kolkata"})
    line = "/fix " + " ".join(f'{name}:"{typed}"' for name, typed in sent.given.items())
    await admin.reply(line)
    assert await chosen(desk) == ServerSettings("Asia/Kolkata", None, ("11",))


async def press(person: Person, refused: Refused) -> Form:
    assert refused.fix is not None
    given = " ".join(f"{name}:{value}" for name, value in refused.fix.arguments.items())
    return await person.form(f"/{refused.fix.command} {given}")


async def test_a_channel_where_the_bot_may_not_post_is_refused_by_name(admin: Person) -> None:
    refused = await admin.refused("/setup leaders:11 checklist_channels:21,31,32")
    (refusal,) = refused.refusals
    assert refusal.field == "checklist_channels"
    assert Named("channel", "31") in refusal.hint
    assert Named("channel", "21") not in refusal.hint
    shown = " ".join(plain_text(refused_document(refused), 80).split())
    assert ("The bot may not post in channel 31, channel 32: let it post there.") in shown
    assert await stored(admin.desk) is None


async def test_a_channel_that_was_closed_since_is_told_and_stands_in_nobodys_way(
    admin: Person,
) -> None:
    await admin.reply("/setup checklist_channels:21,22")
    closed = Where(Place.SERVER, Server("s1", administrator=True, may_post=lambda one: one == "21"))
    later = replace(admin, where=closed)
    shown = " ".join(plain_text(await later.reply("/setup show:yes"), 80).split())
    assert "The bot may not post in channel 22" in shown
    await later.reply("/setup default_zone:UTC")


async def test_a_season_that_is_over_is_neither_offered_nor_taken(admin: Person) -> None:
    form = await admin.form("/setup")
    assert [choice.value for choice in form.asked[1].question.choices] == ["2027", "2028"]
    refused = await admin.refused("/setup default_season:2026")
    assert refused.refusals[0].accepted == "one of 2027, 2028, or unknown"


async def test_a_season_that_has_ended_since_is_said_to_be_over(admin: Person) -> None:
    await admin.reply("/setup default_season:2027")
    later = replace(admin, today=date(2027, 6, 1))
    reply = await later.reply("/setup show:yes")
    assert said(reply)["Season"] == "residency from July 2027, which is over"
    assert (await later.form("/setup")).asked[1].current == ""


async def test_two_administrators_at_once_lose_neither_change(admin: Person) -> None:
    other = replace(admin, name="other")
    await asyncio.gather(admin.reply("/setup leaders:11"), other.reply("/setup default_zone:UTC"))
    assert await chosen(admin.desk) == ServerSettings("UTC", None, ("11",))


async def test_whoever_was_overtaken_twice_is_told_and_has_changed_nothing(admin: Person) -> None:
    times: list[str] = []

    async def overtaken(*_: object) -> Reply:
        times.append("tried")
        raise ServerChanged

    entries = dict(admin.desk.entries)
    entries["setup"] = replace(entries["setup"], handler=overtaken)
    fault = await replace(admin, desk=replace(admin.desk, entries=entries)).says("/setup leaders:1")
    assert isinstance(fault, Fault)
    assert "once more" in plain(fault.text)
    assert len(times) == 2
    assert await stored(admin.desk) is None


async def test_who_made_a_change_is_forgotten_with_them_and_the_change_is_not(
    admin: Person,
) -> None:
    other = replace(admin, name="other")
    await admin.reply("/setup leaders:11")
    assert "changes you made to a server" in repr((await admin.reply("/privacy")).blocks)
    exported = (await admin.reply("/privacy export")).data["stored"]["audit"]
    assert [change["change"]["after"] for change in exported] == [{"leader_roles": ["11"]}]
    await admin.reply("/privacy what:delete confirm:yes")
    reply = await other.reply("/setup show:yes")
    assert "somebody no longer known here" in repr(reply.blocks)
    assert changes(reply) == ["Leaders: added role 11"]
    async with admin.desk.store.reading() as tx:
        assert await find_person(tx, door="console", tenant="local", platform_id="admin") is None
        server = await read_server(tx, door="console", platform_id="s1")
        assert server is not None
        assert len(await newest_changes(tx, server.id, limit=9)) == 1


async def test_help_names_its_fields(person: Person) -> None:
    assert "default_zone" in repr((await person.reply("/help setup")).blocks)


def test_no_two_options_of_a_command_have_one_name(desk: Desk) -> None:
    for command in desk.commands.values():
        names = [option.name for option in command.options]
        assert len(set(names)) == len(names), command.name
