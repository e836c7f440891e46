"""A form, asked question by question at the prompt."""

from typing import Protocol

from bot.console.pretty import Surface
from core.dialogue.documents import form_title
from core.dialogue.form import Asking, Form
from core.dialogue.question import UNKNOWN, Question, Unreadable
from core.dialogue.reply import Block, Fields, Paragraph, Refused, Reply, Row
from core.dialogue.text import Code, Strong, text
from core.dialogue.typed_words import visible

KEYS = (
    f"Enter keeps what stands in brackets, {UNKNOWN} clears it, ? says what is accepted, "
    "< goes back, save saves and reads now; Ctrl-C leaves and keeps nothing."
)
_MOST_SHOWN = 20


class Asker(Protocol):
    """The person who is asked."""

    async def ask(self, message: str, question: Question) -> str:
        """One line from them, with the question's choices on offer.

        Raises ``EOFError`` or ``KeyboardInterrupt`` when they leave.
        """
        ...

    async def hear(self, words: str) -> Reply | None:
        """The offer of people where an answer that cannot be read calls for it."""
        ...


async def fill_form(
    form: Form, asker: Asker, surface: Surface, first: str = ""
) -> dict[str, str] | Reply | None:
    """The typed answers by question name, every one readable; ``None`` if the person left.

    ``first`` names the question to begin with. An answer that cannot be read is told at once,
    and the question is asked again; where it calls for people, the form ends with their offer.
    """
    surface.say()
    surface.show(Reply(form_title(form), (Paragraph(text(KEYS), quiet=True),)))
    try:
        return await _Filling(form, asker, surface).run(first)
    except _HeardError as heard:
        return heard.offer
    except (EOFError, KeyboardInterrupt):
        return None


def first_refused(form: Form, refused: Refused) -> str:
    """The first question of the form that was refused; empty where none was."""
    names = {refusal.field for refusal in refused.refusals}
    return next((one.question.name for one in form.asked if one.question.name in names), "")


class _HeardError(Exception):
    """An answer was words of distress; ``offer`` is what is said to them."""

    def __init__(self, offer: Reply) -> None:
        super().__init__()
        self.offer = offer


class _Filling:
    """One form being answered."""

    def __init__(self, form: Form, asker: Asker, surface: Surface) -> None:
        self._asked = form.asked
        self._names = [asking.question.name for asking in form.asked]
        self._answers: dict[str, str] = {}
        self._asker = asker
        self._surface = surface

    async def run(self, first: str) -> dict[str, str]:
        place = self._names.index(first) if first in self._names else 0
        while True:
            while place < len(self._asked):
                place = await self._question(place)
            unread = self._unreadable()
            if unread is None:
                return {
                    name: self._current(asking)
                    for name, asking in zip(self._names, self._asked, strict=True)
                }
            place = unread

    async def _question(self, place: int) -> int:
        """Ask one question until it is answered or passed over; the place to go on from."""
        asking = self._asked[place]
        self._surface.say()
        self._surface.show(Reply((), _shown(asking.question)))
        while True:
            typed = visible(await self._asker.ask(self._prompt(asking), asking.question)).strip()
            match typed.lower():
                case "<":
                    return max(place - 1, 0)
                case "save":
                    return len(self._asked)
                case "?":
                    self._accepted(asking.question.accepted)
                    continue
            if await self._take(asking, typed):
                return place + 1

    def _prompt(self, asking: Asking) -> str:
        """The name with what Enter keeps; what is needed has to be typed once."""
        kept = self._current(asking) or ("" if asking.question.required else UNKNOWN)
        return f"{asking.question.name} [{kept}]: " if kept else f"{asking.question.name}: "

    async def _take(self, asking: Asking, typed: str) -> bool:
        """Keep the answer if it can be read; an empty line stands for what is known."""
        answer = typed or self._current(asking)
        try:
            asking.question.read(answer)
        except Unreadable as unreadable:
            if offer := await self._asker.hear(answer):
                raise _HeardError(offer) from None
            self._accepted(unreadable.accepted, answer)
            return False
        self._answers[asking.question.name] = "" if answer.lower() == UNKNOWN else answer
        return True

    def _current(self, asking: Asking) -> str:
        return self._answers.get(asking.question.name, asking.current)

    def _unreadable(self) -> int | None:
        """The first question whose answer cannot be sent; it is told what is accepted."""
        for place, asking in enumerate(self._asked):
            try:
                asking.question.read(self._current(asking))
            except Unreadable as unreadable:
                self._accepted(f"{unreadable.accepted} ({asking.question.name} is needed)")
                return place
        return None

    def _accepted(self, accepted: str, typed: str = "") -> None:
        """What is accepted; a wrong answer is repeated, because its line is gone."""
        given = (Code(typed), " was typed; accepted is ") if typed else ("Accepted is ",)
        self._surface.show(Reply((), (Paragraph(text(*given, f"{accepted}.")),)))


def _shown(question: Question) -> tuple[Block, ...]:
    """The label with its reason and, where they are few, the choices."""
    needed = " (needed)" if question.required else ""
    head = Paragraph(text(Strong(question.label), f"{needed}\n{question.reason}"))
    if not question.choices or len(question.choices) > _MOST_SHOWN:
        return (head,)
    return (head, Fields(tuple(Row(one.value, text(one.label)) for one in question.choices)))
