"""Somebody on the local Slack in front of the running bot, and handlers that wait or break."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from core.commands.desk import Desk
from core.commands.visit import Account, Library, Visit
from core.dialogue.form import Form
from core.dialogue.reply import Refused, Reply
from core.dialogue.request import Asked
from tests.contract.slack_seen import entered
from tests.platforms.slack_bot import NOON, Running, running_slack
from tests.platforms.slack_server import Act, SlackServer
from tests.platforms.slack_server.messages import Message
from tests.platforms.slack_server.people import Team, User
from tests.platforms.slack_server.places import Channel
from tests.platforms.slack_server.views import View

ANSWERS = {"applicant": "us_img", "specialty": "dr", "step2_ck": "219"}
READ = "applicant:us_img specialty:dr step2_ck:219"


@dataclass(frozen=True)
class Scene:
    """Ada in a channel that the bot is not in, and the bot, which is running."""

    running: Running
    team: Team
    ada: User
    channel: Channel

    @property
    def server(self) -> SlackServer:
        return self.running.server

    @property
    def direct(self) -> Channel:
        """Ada's direct messages with the bot."""
        return self.server.dm(self.ada)

    async def types(
        self, line: str, *, user: User | None = None, channel: Channel | None = None
    ) -> Act:
        """Type behind the bot's name, in the channel unless told otherwise; all is answered."""
        user, channel = user or self.ada, channel or self.channel
        act = await self.server.command(user, "/readingroom", line, channel=channel)
        await self.finished()
        return act

    async def asks(self, line: str) -> str:
        """What Ada is then told."""
        return (await (await self.types(line)).message()).words

    async def reads(self, **answers: str) -> Message:
        """Ada's first reading, in the channel."""
        typed = " ".join(f"{name}:{value}" for name, value in {**ANSWERS, **answers}.items())
        return await (await self.types(f"assess {typed}")).message()

    async def opens(self, line: str = "assess", *, channel: Channel | None = None) -> View:
        """A form that a line opens."""
        return await (await self.types(line, channel=channel)).modal()

    async def sends(self, view: View, answers: Mapping[str, str] = ANSWERS) -> Act:
        """Fill in a form as somebody types, and send it in."""
        act = await self.server.submit(self.ada, view, entered(view, answers))
        await self.finished()
        return act

    async def presses(self, where: Message | View, label: str) -> Act:
        """Press a button by the words on it."""
        name = where.pressable[label]
        if isinstance(where, View):
            act = await self.server.press_in_view(self.ada, where, name)
        else:
            act = await self.server.press(self.ada, where, name)
        await self.finished()
        return act

    async def saved(self, user: User | None = None) -> dict[str, Any]:
        """The answers that are stored of somebody; empty where there are none."""
        account = Account("slack", self.team.id, (user or self.ada).id)
        shown = await self.running.desk.answer(Asked("profile"), account, now=NOON)
        assert isinstance(shown, Reply)
        profile: dict[str, Any] = shown.data["profile"]
        return profile

    async def finished(self) -> None:
        """Wait until everything that was begun is answered."""
        await self.running.door.finished()

    def told(self, user: User | None = None) -> list[str]:
        """Everything that the bot has said to somebody, in the channel and directly."""
        user = user or self.ada
        directly = [one for one in self.server.dm(user).visible() if one.author is not user]
        whispered = [one for one in user.ephemerals if not one.deleted]
        return [one.words for one in sorted(directly + whispered, key=lambda one: one.ts)]


def scene_in(running: Running, team: Team) -> Scene:
    """Ada in a channel of a workspace."""
    ada = running.server.user("Ada", team)
    return Scene(running, team, ada, running.server.channel("general", team, ada, bot=False))


@asynccontextmanager
async def slack_scene(
    server: SlackServer,
    database: Path,
    shelf: Library,
    *,
    now: Callable[[], datetime] = lambda: NOON,
    at: Callable[[Desk], Desk] = lambda desk: desk,
) -> AsyncIterator[Scene]:
    """A scene; nothing that the bot sent in it was beyond what Slack documents."""
    team = server.team("Radiology")
    async with running_slack(server, database, shelf, team=team, now=now, at=at) as running:
        yield scene_in(running, team)
        server.assert_clean()


def top(scene: Scene) -> View:
    """The modal that Ada has before her."""
    assert scene.ada.modal is not None
    return scene.ada.modal


async def from_home(scene: Scene, label: str = "Read my profile") -> View:
    """The form that a button on App Home opens."""
    await scene.server.open_home(scene.ada)
    await scene.server.until(lambda: scene.ada.home)
    assert scene.ada.home is not None
    await scene.presses(scene.ada.home, label)
    return top(scene)


class Gate:
    """A handler that waits until it is let through, around the one that was there."""

    def __init__(self) -> None:
        self.opened = asyncio.Event()
        self.reached = asyncio.Event()

    def before(self, command: str) -> Callable[[Desk], Desk]:
        """Put it in front of a command."""

        def changed(desk: Desk) -> Desk:
            entry = desk.entries[command]

            async def gated(asked: Asked, visit: Visit) -> Reply | Form | Refused:
                self.reached.set()
                await self.opened.wait()
                return await entry.handler(asked, visit)

            return replace(desk, entries={**desk.entries, command: replace(entry, handler=gated)})

        return changed


def breaking(command: str) -> Callable[[Desk], Desk]:
    """A command that breaks after it has written."""

    def changed(desk: Desk) -> Desk:
        entry = desk.entries[command]

        async def broken(asked: Asked, visit: Visit) -> Reply | Form | Refused:
            if asked.given:
                await entry.handler(asked, visit)
                raise RuntimeError("marmalade")
            return await entry.handler(asked, visit)

        return replace(desk, entries={**desk.entries, command: replace(entry, handler=broken)})

    return changed


def without_waiting(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Let the library wait for room without any time going by; how long it would have waited."""
    waited: list[float] = []

    async def sleep(seconds: float) -> None:
        waited.append(seconds)
        await asyncio.sleep(0)

    name = "slack_sdk.http_retry.builtin_async_handlers.asyncio"
    monkeypatch.setattr(name, SimpleNamespace(sleep=sleep))
    return waited
