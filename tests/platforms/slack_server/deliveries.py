"""What is sent to the app, and what it answers."""

from dataclasses import dataclass, field
from typing import Any, Literal

from tests.platforms.discord_server.watching import PATIENCE, Watch
from tests.platforms.slack_server.messages import Message
from tests.platforms.slack_server.people import Team, User
from tests.platforms.slack_server.views import View
from tests.platforms.slack_server.wire import Json

PATIENCE_OF_SLACK = 3.0

Kind = Literal["slash_commands", "interactive", "events_api"]


@dataclass(eq=False)
class Attempt:
    """One sending. Moments are seconds of the running machine's own steady clock.

    `status` is the HTTP status of the answer, 200 for an acknowledgement over Socket Mode; `body`
    is what came with it: an object, a text, or nothing.
    """

    at: float
    number: int
    envelope_id: str = ""
    answered_at: float | None = None
    status: int | None = None
    body: Any = None


@dataclass(eq=False)
class Act:
    """Something that a person did, or that happened, and what came of it.

    `shown` are the messages and views that appeared or changed for the person because of it.
    """

    kind: Kind
    payload: Json = field(repr=False)
    team: Team
    user: User | None
    watch: Watch = field(repr=False)
    takes_answer: bool = False
    trigger_id: str = ""
    response_url: str = ""
    view: View | None = None
    source: Message | None = None
    attempts: list[Attempt] = field(default_factory=list)
    shown: list[Message | View] = field(default_factory=list)
    shown_at: float | None = None
    options: list[Json] = field(default_factory=list)

    @property
    def type(self) -> str:
        """Slack's name for it: `block_actions`, `message`, or the command."""
        event = self.payload.get("event")
        name = (event or self.payload).get("type") or self.payload.get("command")
        return str(name)

    @property
    def event_id(self) -> str:
        """The id of an event; the same however often it is sent."""
        return str(self.payload.get("event_id", ""))

    @property
    def answer(self) -> Attempt | None:
        """The attempt that was answered first, or nothing."""
        return next((a for a in self.attempts if a.status is not None), None)

    @property
    def acknowledged(self) -> bool:
        """Whether the app has taken it."""
        return any(attempt.status == 200 for attempt in self.attempts)

    @property
    def status(self) -> int | None:
        """The HTTP status of the first answer, or nothing."""
        return self.answer.status if self.answer else None

    @property
    def ack(self) -> Any:
        """What the first answer carried: an object, a text, or nothing."""
        return self.answer.body if self.answer else None

    @property
    def seconds(self) -> float | None:
        """How long the first answer took."""
        answer = self.answer
        if answer is None or answer.answered_at is None:
            return None
        return answer.answered_at - answer.at

    @property
    def in_time(self) -> bool:
        """Whether the app answered within the three seconds that Slack waits."""
        return self.seconds is not None and self.seconds <= PATIENCE_OF_SLACK

    @property
    def seconds_to_see(self) -> float | None:
        """How long it took until the person saw something."""
        return None if self.shown_at is None else self.shown_at - self.attempts[0].at

    async def answered(self, times: int = 1, within: float = PATIENCE) -> Attempt:
        """Wait for so many answers; the last of them."""

        def look() -> Attempt | None:
            found = [a for a in self.attempts if a.status is not None]
            return found[-1] if len(found) >= times else None

        return await self.watch.until(look, f"answer {times} to {self.type}", within)

    async def messages(self, count: int, within: float = PATIENCE) -> list[Message]:
        """Wait until so many messages have appeared or changed because of it; those."""

        def look() -> list[Message] | None:
            found = list(dict.fromkeys(m for m in self.shown if isinstance(m, Message)))
            return found if len(found) >= count else None

        return await self.watch.until(look, f"{count} messages after {self.type}", within)

    async def message(self, within: float = PATIENCE) -> Message:
        """Wait for the first message."""
        return (await self.messages(1, within))[0]

    async def modal(self, within: float = PATIENCE) -> View:
        """Wait for a view that was opened, pushed, updated or published; the last of them."""

        def look() -> View | None:
            found = [view for view in self.shown if isinstance(view, View)]
            return found[-1] if found else None

        return await self.watch.until(look, f"a view after {self.type}", within)
