"""The desk: one request meets one command, in one transaction, and becomes one outcome."""

import hashlib
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime

from core.commands.faults import fault, overtaken, store_trouble
from core.commands.heard import offer_of_people
from core.commands.spelling import spelled_out
from core.commands.visit import Account, Library, Visit
from core.dialogue.command import Command
from core.dialogue.form import Form
from core.dialogue.question import Unreadable
from core.dialogue.reply import Outcome, Refusal, Refused, Reply
from core.dialogue.request import Asked
from core.hearing import Heard, hear
from core.profile.applicant import Profile
from core.storage.engine import Store
from core.storage.errors import StoreBusy, StoreError
from core.storage.people import find_person
from core.storage.profiles import ProfileChanged, read_profile

_LOG = logging.getLogger("readingroom.desk")

Handler = Callable[[Asked, Visit], Awaitable[Reply | Form | Refused]]


@dataclass(frozen=True, slots=True)
class Entry:
    """A command's declaration with what runs it."""

    command: Command
    handler: Handler


@dataclass(frozen=True, slots=True)
class Desk:
    """Answers requests. ``entries`` are the commands by name, in the order help shows them."""

    entries: Mapping[str, Entry]
    store: Store
    library: Library

    @property
    def commands(self) -> dict[str, Command]:
        """The declarations by name."""
        return {name: entry.command for name, entry in self.entries.items()}

    async def answer(
        self, asked: Asked, account: Account, *, now: datetime, today: date
    ) -> Outcome:
        """Run the command; what is written is committed before the outcome is returned.

        A refusal changes nothing. Whatever is raised is a fault, rolled back and logged under
        a reference; somebody else being faster, and a store in trouble, say so.
        """
        entry = self.entries.get(asked.command)
        if entry is None:
            return await self._heard_or(_refused_command(asked, self.entries), asked, account)
        if refused := _unreadable(asked, entry.command):
            return await self._heard_or(refused, asked, account)
        try:
            outcome = await self._run(entry, asked, account, now, today)
        except (StoreBusy, ProfileChanged):
            return overtaken(_reference(asked, account, now))
        except StoreError as error:
            return store_trouble(error, reference=_reference(asked, account, now))
        except Exception as error:  # noqa: BLE001 - the one place where every failure ends
            return fault(error, reference=_reference(asked, account, now), command=asked.command)
        if isinstance(outcome, Refused):
            outcome = replace(outcome, given=asked.given, command=asked.command)
            return await self._heard_or(outcome, asked, account)
        if isinstance(outcome, Reply):
            outcome = spelled_out(outcome, self.library.facts.abbreviations)
        return outcome

    async def hear(self, words: str, account: Account) -> Reply | None:
        """The offer of people where words call for it at once; nothing of them is kept.

        For what cannot be taken as a request: nobody in danger is met with a refusal.
        """
        support = self.library.facts.support
        if hear(words, support.phrases) is not Heard.CRISIS:
            return None
        return offer_of_people(Heard.CRISIS, await self._profile_of(account), support)

    async def _profile_of(self, account: Account) -> Profile | None:
        try:
            async with self.store.reading() as transaction:
                person = await find_person(transaction, **asdict(account))
                saved = await read_profile(transaction, person) if person is not None else None
        except StoreError:
            return None
        return saved.profile if saved else None

    async def _heard_or(self, refused: Refused, asked: Asked, account: Account) -> Outcome:
        words = " . ".join((asked.command, *asked.given.values()))
        return await self.hear(words, account) or refused

    async def _run(
        self, entry: Entry, asked: Asked, account: Account, now: datetime, today: date
    ) -> Reply | Form | Refused:
        if not entry.command.writes:
            async with self.store.reading() as transaction:
                person = await find_person(transaction, **asdict(account))
                visit = Visit(person, account, now, today, self.library, transaction)
                return await entry.handler(asked, visit)
        try:
            async with self.store.writing() as transaction:
                person = await find_person(transaction, **asdict(account))
                visit = Visit(person, account, now, today, self.library, transaction)
                outcome = await entry.handler(asked, visit)
                if not isinstance(outcome, Reply):
                    raise _NothingToKeep(outcome)
        except _NothingToKeep as kept:
            return kept.outcome
        if visit.erased:
            await self._scrub()
        return outcome

    async def _scrub(self) -> None:
        """Take what was deleted out of the files; what cannot be done now is done at the start."""
        try:
            done = await self.store.scrub()
        except StoreError:
            done = False
        if not done:
            _LOG.warning("what was deleted is still in the database's spare pages until a restart")


class _NothingToKeep(Exception):
    def __init__(self, outcome: Form | Refused) -> None:
        super().__init__()
        self.outcome = outcome


def _refused_command(asked: Asked, entries: Mapping[str, Entry]) -> Refused:
    listed = ", ".join(f"/{name}" for name, entry in entries.items() if entry.command.listed)
    return Refused((Refusal("command", asked.command, listed),), asked.given, asked.command)


def _unreadable(asked: Asked, command: Command) -> Refused | None:
    """Every option that the command does not have or whose text it does not accept."""
    options = {option.name: option for option in command.options}
    refusals = []
    for name, typed in asked.given.items():
        if name not in options:
            known = f"a field of /{command.name}; /help {command.name} lists them"
            refusals.append(Refusal(name, typed, known))
            continue
        try:
            options[name].read(typed)
        except Unreadable as unreadable:
            refusals.append(Refusal(name, typed, unreadable.accepted))
    return Refused(tuple(refusals), asked.given, asked.command) if refusals else None


def _reference(asked: Asked, account: Account, now: datetime) -> str:
    """A short reference from when, what and where; nothing typed goes into it."""
    seed = f"{now.isoformat()}|{asked.command}|{account.door}|{account.tenant}"
    return hashlib.sha256(seed.encode()).hexdigest()[:6]
