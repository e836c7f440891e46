"""Presses, choices, forms and suggestions on the local Discord."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import discord
import pytest
from discord import app_commands, ui

from tests.platforms.discord_client import Client, running
from tests.platforms.discord_server import DiscordServer, NotOffered
from tests.platforms.discord_server.interactions import Interaction, Modal
from tests.platforms.discord_server.people import User
from tests.platforms.discord_server.places import Channel

Asked = discord.Interaction[discord.Client]
Handler = Callable[[Asked], Awaitable[None]]


class Routing(Client):
    """Answers by command name or custom id, from the raw interaction."""

    def __init__(self, **handlers: Handler) -> None:
        super().__init__()
        self.handlers = handlers
        self.heard: list[dict[str, Any]] = []

    async def on_interaction(self, interaction: Asked) -> None:
        data: Any = interaction.data
        self.heard.append(data)
        await self.handlers[data.get("custom_id") or data["name"]](interaction)


class Survey(ui.Modal, title="Survey"):
    """One field of every kind that forms use."""

    name: ui.Label[Any] = ui.Label(
        text="Name",
        description="As you write it",
        component=ui.TextInput(custom_id="name", default="Ada", max_length=20),
    )
    kind: ui.Label[Any] = ui.Label(
        text="Kind",
        component=ui.RadioGroup(
            custom_id="kind",
            options=[discord.RadioGroupOption(label=text) for text in ("One", "Two")],
        ),
    )
    boxes: ui.Label[Any] = ui.Label(
        text="Boxes",
        component=ui.CheckboxGroup(
            custom_id="boxes",
            required=False,
            min_values=0,
            max_values=2,
            options=[discord.CheckboxGroupOption(label=text) for text in ("A", "B", "C")],
        ),
    )
    role: ui.Label[Any] = ui.Label(
        text="Role", component=ui.RoleSelect(custom_id="role", required=False)
    )
    pick: ui.Label[Any] = ui.Label(
        text="Pick",
        component=ui.Select(
            custom_id="pick", options=[discord.SelectOption(label=text) for text in ("X", "Y")]
        ),
    )


class Place:
    """A guild with Ada and Ben in it."""

    def __init__(self, server: DiscordServer) -> None:
        self.ada = server.user("Ada")
        self.ben = server.user("Ben")
        self.guild = server.guild("Radiology")
        self.role = self.guild.role("mentor")
        self.guild.member(self.ada)
        self.guild.member(self.ben)
        self.channel: Channel = self.guild.channel("advice")


@pytest.fixture
def place(local_discord: DiscordServer) -> Place:
    """Where these tests happen."""
    return Place(local_discord)


async def _open(interaction: Asked) -> None:
    await interaction.response.send_modal(Survey(custom_id="survey"))


async def _thanks(interaction: Asked) -> None:
    await interaction.response.send_message("thanks", ephemeral=True)


async def _buttons(interaction: Asked) -> None:
    view = ui.LayoutView()
    row: ui.ActionRow[ui.LayoutView] = ui.ActionRow()
    row.add_item(ui.Button(label="More", custom_id="more"))
    row.add_item(ui.Button(label="Off", custom_id="off", disabled=True))
    row.add_item(ui.Button(label="Site", url="https://example.org"))
    choice: ui.ActionRow[ui.LayoutView] = ui.ActionRow()
    options = [discord.SelectOption(label=text) for text in ("X", "Y", "Z")]
    choice.add_item(ui.Select(custom_id="pick", options=options, max_values=2))
    view.add_item(ui.Container(ui.TextDisplay("# Reading"), row, choice))
    await interaction.response.send_message(view=view, ephemeral=True)


async def _command(server: DiscordServer, user: User, name: str, place: Place) -> Interaction:
    return await server.command(user, name, channel=place.channel, forged=True)


async def _survey(server: DiscordServer, place: Place) -> Modal:
    opened = await _command(server, place.ada, "open", place)
    return await opened.modal()


async def test_a_press_edits_the_message_it_sits_on(
    local_discord: DiscordServer, place: Place
) -> None:
    async def more(interaction: Asked) -> None:
        view = ui.LayoutView()
        view.add_item(ui.TextDisplay("More of it"))
        await interaction.response.edit_message(view=view)

    async with running(local_discord, Routing(show=_buttons, more=more)):
        message = await (await _command(local_discord, place.ada, "show", place)).message()
        assert message.text.splitlines()[:2] == ["# Reading", "[More]"]
        assert message.pressable == {"More": "more"}
        assert message.links == {"Site": "https://example.org"}
        press = await local_discord.press(place.ada, message, "more")
        assert await press.message() is message
        assert message.text == "More of it"
        assert message.ephemeral
    assert local_discord.refused_bodies == []


async def test_a_deferred_press_edits_the_message_later(
    local_discord: DiscordServer, place: Place
) -> None:
    async def more(interaction: Asked) -> None:
        await interaction.response.defer()
        view = ui.LayoutView()
        view.add_item(ui.TextDisplay("Later"))
        await interaction.edit_original_response(view=view)

    async with running(local_discord, Routing(show=_buttons, more=more)):
        message = await (await _command(local_discord, place.ada, "show", place)).message()
        press = await local_discord.press(place.ada, message, "more")
        assert (await press.answered()).deferred
        assert (await press.message()).text == "Later"


async def test_only_what_is_there_can_be_pressed_and_only_by_who_sees_it(
    local_discord: DiscordServer, place: Place
) -> None:
    async with running(local_discord, Routing(show=_buttons, more=_thanks)):
        message = await (await _command(local_discord, place.ada, "show", place)).message()
        for user, custom_id, reason in (
            (place.ada, "nothing", "no such component"),
            (place.ada, "off", "is disabled"),
            (place.ben, "more", "does not see"),
        ):
            with pytest.raises(NotOffered, match=reason):
                await local_discord.press(user, message, custom_id)
        with pytest.raises(NotOffered, match="does not offer"):
            await local_discord.choose(place.ada, message, "pick", "W")
        with pytest.raises(NotOffered, match="takes 1 to 2"):
            await local_discord.choose(place.ada, message, "pick", ["X", "Y", "Z"])
        forged = await local_discord.press(place.ben, message, "more", forged=True)
        assert (await forged.answered()).text == "thanks"


async def test_a_choice_carries_its_values(local_discord: DiscordServer, place: Place) -> None:
    bot = Routing(show=_buttons, pick=_thanks)
    async with running(local_discord, bot):
        message = await (await _command(local_discord, place.ada, "show", place)).message()
        chosen = await local_discord.choose(place.ada, message, "pick", ["X", "Z"])
        await chosen.answered()
    assert bot.heard[-1]["values"] == ["X", "Z"]


async def test_a_form_is_read_filled_in_and_sent(
    local_discord: DiscordServer, place: Place
) -> None:
    received: asyncio.Future[Survey] = asyncio.get_running_loop().create_future()

    class Sent(Survey):
        async def on_submit(self, interaction: Asked) -> None:
            received.set_result(self)
            await _thanks(interaction)

    async def open_it(interaction: Asked) -> None:
        await interaction.response.send_modal(Sent(custom_id="survey"))

    async def ignore(_: Asked) -> None:
        return

    async with running(local_discord, Routing(open=open_it, survey=ignore)):
        modal = await _survey(local_discord, place)
        assert modal.title == "Survey"
        assert modal.labels["kind"] == "Kind"
        sent = await local_discord.submit(
            place.ada,
            modal,
            {"kind": "Two", "boxes": ["A", "C"], "role": place.role, "pick": ["Y"]},
        )
        assert (await sent.answered()).text == "thanks"
    survey = await received
    values: list[Any] = [
        survey.name.component,
        survey.kind.component,
        survey.boxes.component,
        survey.role.component,
        survey.pick.component,
    ]
    name, kind, boxes, role, pick = values
    assert (name.value, kind.value, boxes.values, pick.values) == ("Ada", "Two", ["A", "C"], ["Y"])
    assert [role.name for role in role.values] == ["mentor"]
    assert local_discord.refused_bodies == []


async def test_a_form_that_is_not_filled_in_is_not_sent(
    local_discord: DiscordServer, place: Place
) -> None:
    whole = {"kind": "One", "pick": "X"}
    wrong: list[tuple[dict[str, Any], str]] = [
        ({"pick": "X"}, "'kind' must be answered"),
        ({**whole, "name": ""}, "must be filled in"),
        ({**whole, "name": "x" * 21}, "takes 0 to 20"),
        ({**whole, "kind": "Three"}, "does not offer"),
        ({**whole, "boxes": ["A", "B", "C"]}, "takes 0 to 2"),
        ({**whole, "other": "x"}, "no field"),
    ]
    async with running(local_discord, Routing(open=_open)):
        modal = await _survey(local_discord, place)
        for entries, reason in wrong:
            with pytest.raises(NotOffered, match=reason):
                await local_discord.submit(place.ada, modal, entries)
        with pytest.raises(NotOffered, match="was opened for Ada"):
            await local_discord.submit(place.ben, modal, whole)


async def test_a_form_does_not_answer_a_form(local_discord: DiscordServer, place: Place) -> None:
    async def again(interaction: Asked) -> None:
        with pytest.raises(discord.HTTPException) as refused:
            await _open(interaction)
        await interaction.response.send_message(str(refused.value.code))

    async with running(local_discord, Routing(open=_open, survey=again)):
        modal = await _survey(local_discord, place)
        sent = await local_discord.submit(place.ada, modal, {"kind": "One", "pick": "X"})
        assert (await sent.message()).text == "50035"
        assert "type" in ((await sent.refused()).errors or {})


async def test_suggestions_follow_what_is_typed(local_discord: DiscordServer, place: Place) -> None:
    bot = Client()
    tree = app_commands.CommandTree(bot)

    @tree.command(description="Looks a program up")
    async def programs(interaction: Asked, name: str) -> None:
        await interaction.response.send_message(name)

    @programs.autocomplete("name")
    async def suggest(_: Asked, typed: str) -> list[app_commands.Choice[str]]:
        names = ("Mayo", "Michigan")
        return [app_commands.Choice(name=n, value=n) for n in names if n.startswith(typed)]

    async with running(local_discord, bot):
        await tree.sync()
        asked = await local_discord.autocomplete(
            place.ada, "programs", {"name": "Mi"}, "name", channel=place.channel
        )
        answer = await asked.answered()
        assert [choice["name"] for choice in answer.choices] == ["Michigan"]
