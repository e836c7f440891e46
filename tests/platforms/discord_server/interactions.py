"""An interaction as its person sees it: the first answer, what was shown, the form opened."""

import time
from dataclasses import dataclass, field

from tests.platforms.discord_server import text
from tests.platforms.discord_server.messages import Message
from tests.platforms.discord_server.people import User
from tests.platforms.discord_server.places import Channel
from tests.platforms.discord_server.watching import PATIENCE, Watch
from tests.platforms.discord_server.wire import EPHEMERAL, ApiError, Json

COMMAND, COMPONENT, AUTOCOMPLETE, SUBMIT = 2, 3, 4, 5
PONG, MESSAGE, DEFERRED, DEFERRED_UPDATE, UPDATE, CHOICES, MODAL = 1, 4, 5, 6, 7, 8, 9

FIRST_ANSWER = 3.0
TOKEN_LIFE = 15 * 60.0


@dataclass(eq=False)
class Modal:
    """A form that the bot opened for one person."""

    interaction: "Interaction"
    custom_id: str
    title: str
    components: list[Json]

    @property
    def fields(self) -> dict[str, Json]:
        """The inputs by their custom id."""
        return {
            component["custom_id"]: component
            for component in text.walk(self.components)
            if component["type"] in text.FIELDS
        }

    @property
    def labels(self) -> dict[str, str]:
        """The label above each input, by custom id."""
        return {
            component["component"]["custom_id"]: component["label"]
            for component in self.components
            if component["type"] == text.LABEL
        }

    @property
    def text(self) -> str:
        """Everything to read on it."""
        return "\n".join([self.title, text.flattened(self.components)])


@dataclass(eq=False)
class Answer:
    """The first answer to an interaction, as it was sent, and how long it took."""

    kind: int
    data: Json
    seconds: float
    message: Message | None = None
    modal: Modal | None = None

    @property
    def deferred(self) -> bool:
        """Whether it only acknowledged."""
        return self.kind in (DEFERRED, DEFERRED_UPDATE)

    @property
    def ephemeral(self) -> bool:
        """Whether what it shows, or will show, is for one person only."""
        if self.message is not None:
            return self.message.ephemeral
        return bool((self.data.get("flags") or 0) & EPHEMERAL)

    @property
    def choices(self) -> list[Json]:
        """The suggestions of an autocomplete."""
        return list(self.data.get("choices") or ())

    @property
    def text(self) -> str:
        """Everything to read on the message or the form."""
        if self.modal is not None:
            return self.modal.text
        return self.message.text if self.message is not None else ""


@dataclass(eq=False)
class Interaction:
    """One press, choice, command or submitted form, from its making to its last message.

    `shown` holds the messages that it made or changed, in order; a message that is still
    "thinking" is not in it. `refusals` are the errors that the bot got for trying to answer.
    """

    id: int
    token: str
    kind: int
    name: str
    user: User
    channel: Channel
    payload: Json
    born: float
    source: Message | None = None
    opened_from: "Interaction | None" = None
    bot_present: bool = True
    sent: float = field(default_factory=time.monotonic)
    answer: Answer | None = None
    original: Message | None = None
    loading: bool = False
    shown: list[Message] = field(default_factory=list)
    followups: int = 0
    refusals: list[ApiError] = field(default_factory=list)
    watch: Watch = field(default_factory=Watch)

    async def answered(self, within: float = PATIENCE) -> Answer:
        """The first answer. Raises AssertionError when none came in time."""
        return await self.watch.until(lambda: self.answer, self._what("answered"), within)

    async def messages(self, count: int, within: float = PATIENCE) -> list[Message]:
        """The first `count` messages that were shown, waiting for them."""
        return await self.watch.until(
            lambda: self.shown[:count] if len(self.shown) >= count else None,
            self._what(f"showed {count} messages"),
            within,
        )

    async def message(self, within: float = PATIENCE) -> Message:
        """The first message that was shown, waiting for it."""
        return (await self.messages(1, within))[0]

    async def modal(self, within: float = PATIENCE) -> Modal:
        """The form that was opened. Raises AssertionError when the answer is something else."""
        answer = await self.answered(within)
        if answer.modal is None:
            raise AssertionError(f"{self._what('opened no form')}, but answered {answer.data}")
        return answer.modal

    async def edited(self, times: int = 1, within: float = PATIENCE) -> Message:
        """The original message once it has been edited so often."""
        return await self.watch.until(
            lambda: self.original if self.original and self.original.edits >= times else None,
            self._what(f"edited {times} times"),
            within,
        )

    async def refused(self, within: float = PATIENCE) -> ApiError:
        """The first refusal that the bot met when it answered."""
        return await self.watch.until(
            lambda: self.refusals[0] if self.refusals else None,
            self._what("refused"),
            within,
        )

    def show(self, message: Message) -> None:
        """Note that the person sees this message now."""
        if message not in self.shown:
            self.shown.append(message)
        self.watch.changed()

    def _what(self, what: str) -> str:
        return f"{self.name!r} of {self.user.name} {what}"
