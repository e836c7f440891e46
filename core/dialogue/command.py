"""A command, declared once: doors, help and documentation are made from it."""

from dataclasses import dataclass
from enum import StrEnum

from core.dialogue.question import Question


class Place(StrEnum):
    """Where a command may be used."""

    SERVER = "server"
    DIRECT_MESSAGE = "direct_message"


EVERYWHERE = frozenset(Place)


@dataclass(frozen=True, slots=True)
class Command:
    """The declaration of a slash command.

    ``private`` says that the answer is for the asker's eyes; ``writes`` that running it may
    change what is stored; ``opens_form`` that without options it answers with a form;
    ``listed`` whether help names it. Words without a name (``/help assess``) answer the first
    option.
    """

    name: str
    summary: str
    options: tuple[Question, ...] = ()
    private: bool = True
    writes: bool = False
    opens_form: bool = False
    places: frozenset[Place] = EVERYWHERE
    listed: bool = True
    examples: tuple[str, ...] = ()
