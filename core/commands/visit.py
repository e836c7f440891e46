"""What a command is given beside the request: who, when, the facts, and the open transaction."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from core.assessment.prepared import Prepared
from core.dialogue.command import Place
from core.facts.catalogue import Facts
from core.profile.questions.bank import QuestionBank
from core.storage.engine import Transaction


@dataclass(frozen=True, slots=True)
class Keeping:
    """How long things are kept, in days.

    ``backup_days`` is ``None`` where the operator has said nothing about backups.
    """

    backup_days: int | None = None


# Megabytes of facts are nothing to print, and what a visit holds is nobody else's business.
@dataclass(frozen=True, slots=True, repr=False)
class Library:
    """What is loaded once; another one takes its place where the operator corrects a date.

    ``zone`` is the IANA zone whose day it is where nothing nearer to the person is known.
    ``calendar_address`` is what private addresses of calendars begin with from outside, and
    empty where nobody can subscribe.
    """

    facts: Facts
    prepared: Prepared
    bank: QuestionBank
    keeping: Keeping
    zone: str = "UTC"
    calendar_address: str = ""


@dataclass(frozen=True, slots=True)
class Account:
    """How a door knows a person: the door, the tenant there, and the platform's own id."""

    door: str
    tenant: str
    platform_id: str


@dataclass(frozen=True, slots=True)
class ServerKind:
    """How a platform's servers are spoken of.

    ``called`` is its word for one, ``leaders_are`` what it names leaders by, and ``to_post``
    what lets the bot post in a channel, as the end of a sentence.
    """

    called: str = "server"
    leaders_are: Literal["role", "person"] = "role"
    to_post: str = "let it post there"


@dataclass(frozen=True, slots=True)
class Server:
    """The server a request came from, as its platform describes it at that moment.

    ``administrator`` says whether the person may change its settings there; ``may_post``
    answers, for a channel's id, whether the bot may post in it; ``ids`` are those by which
    the server may name this person a leader.
    """

    platform_id: str
    administrator: bool = False
    may_post: Callable[[str], bool] = lambda channel: True
    ids: frozenset[str] = frozenset()
    kind: ServerKind = ServerKind()


@dataclass(frozen=True, slots=True)
class Where:
    """Where a request was made; ``server`` is there when the place is one.

    ``zone`` is the person's own IANA zone, where their platform tells it; empty otherwise.
    """

    place: Place = Place.DIRECT_MESSAGE
    server: Server | None = None
    zone: str = ""


ALONE = Where()


@dataclass(frozen=True, slots=True, repr=False)
class Visit:
    """One person's request in one transaction. ``now`` is aware; ``today`` the person's day.

    ``read_for`` is the day that the answer was asked to be for, where one was named; then it is
    ``today``, in every zone.

    ``person`` is ``None`` as long as nothing is stored about them; ``erasures`` takes the people
    whom the command deleted.
    """

    person: int | None
    account: Account
    where: Where
    now: datetime
    today: date
    library: Library
    transaction: Transaction
    read_for: date | None = None
    erasures: list[int] = field(default_factory=list)

    @property
    def erased(self) -> bool:
        """Whether somebody was deleted, so that the files have to be cleaned after it."""
        return bool(self.erasures)
