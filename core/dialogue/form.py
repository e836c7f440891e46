"""A form: pages of at most five questions, prefilled with what is known."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from core.dialogue.question import Question
from core.dialogue.text import Text

QUESTIONS_A_PAGE = 5


@dataclass(frozen=True, slots=True)
class Asking:
    """A question on a page, with the current answer as it would be typed (empty: unknown)."""

    question: Question
    current: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """One page of a form.

    Submitting runs ``command`` with ``arguments`` and the typed answers.
    """

    title: Text
    page: int
    pages: int
    asked: tuple[Asking, ...]
    command: str
    arguments: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if len(self.asked) > QUESTIONS_A_PAGE:
            raise ValueError(f"a page holds {QUESTIONS_A_PAGE} questions at most")
