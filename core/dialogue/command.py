"""A command, declared once: doors, help and documentation are made from it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from core.dialogue.question import Question


class Place(StrEnum):
    """Where a command may be used."""

    SERVER = "server"
    DIRECT_MESSAGE = "direct_message"


EVERYWHERE = frozenset(Place)


class Audience(StrEnum):
    """Who may use a command; administrators may whatever leaders may."""

    EVERYBODY = "everybody"
    LEADERS = "leaders"
    ADMINISTRATORS = "administrators"


@dataclass(frozen=True, slots=True)
class Command:
    """The declaration of a slash command.

    ``private`` says that the answer is for the asker's eyes; ``writes`` that running it may
    change what is stored, except with nothing but ``views`` given: those options choose what
    is shown and hold no answer. ``opens_form`` says that without further options it answers
    with a form; ``audience`` and ``places`` who may use it and where; ``listed`` whether help
    names it; ``afresh`` the options with which it shows something without being told what, or
    ``None`` where it cannot.
    Words without a name (``/help assess``) answer the first option.
    """

    name: str
    summary: str
    options: tuple[Question, ...] = ()
    private: bool = True
    writes: bool = False
    views: frozenset[str] = frozenset()
    opens_form: bool = False
    audience: Audience = Audience.EVERYBODY
    places: frozenset[Place] = EVERYWHERE
    listed: bool = True
    afresh: Mapping[str, str] | None = field(default_factory=dict)
    examples: tuple[str, ...] = ()

    @property
    def needed(self) -> Question | None:
        """The one option without which there is nothing to answer; ``None`` where it answers.

        Several options that cannot be unknown are asked for by and by; a form asks by itself.
        """
        required = [option for option in self.options if option.required]
        return required[0] if len(required) == 1 and not self.opens_form else None

    def may_write(self, given: Iterable[str]) -> bool:
        """Whether running it with these options may change what is stored."""
        return self.writes and not self.only_views(given)

    def only_views(self, given: Iterable[str]) -> bool:
        """Whether these options merely choose what is shown."""
        return self.views.issuperset(given)
