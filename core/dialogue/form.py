"""A form: pages of at most five questions, prefilled with what is known."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from core.dialogue.question import UNKNOWN, Question, Unreadable
from core.dialogue.request import Asked
from core.dialogue.text import Text

QUESTIONS_A_PAGE = 5

Chosen = tuple[str, ...] | None
"""The values of an answer as they are typed; ``None`` for one that cannot be read."""


@dataclass(frozen=True, slots=True)
class Asking:
    """A question on a page, with the current answer as it would be typed (empty: unknown)."""

    question: Question
    current: str = ""

    @property
    def chosen(self) -> Chosen:
        """The values answered so far, none where it is unknown."""
        if self.current.strip().lower() in {"", UNKNOWN}:
            return ()
        try:
            value = self.question.read(self.current)
        except Unreadable:
            return None
        match value:
            case tuple():
                return value
            case bool():
                return ("yes" if value else "no",)
            case _:
                return (str(value),)


@dataclass(frozen=True, slots=True)
class Form:
    """One page of a form.

    Submitting runs ``command`` with ``arguments`` and the typed answers. ``following`` opens
    the page after this one, for a door that leads on without an answer in between.
    """

    title: Text
    page: int
    pages: int
    asked: tuple[Asking, ...]
    command: str
    arguments: Mapping[str, str] = field(default_factory=dict)
    following: Asked | None = None

    def __post_init__(self) -> None:
        if len(self.asked) > QUESTIONS_A_PAGE:
            raise ValueError(f"a page holds {QUESTIONS_A_PAGE} questions at most")


def submission(form: Form, answers: Mapping[str, str]) -> Asked:
    """The request that submits a page; every question is answered, unknown ones with nothing."""
    typed = {
        asking.question.name: answers.get(asking.question.name, asking.current)
        for asking in form.asked
    }
    return Asked(form.command, {**form.arguments, **typed})


def refilled(form: Form, answers: Mapping[str, str]) -> Form:
    """The form with these answers in place of the ones it came with."""
    asked = tuple(
        replace(asking, current=answers.get(asking.question.name, asking.current))
        for asking in form.asked
    )
    return replace(form, asked=asked)
