"""The desk: one request meets one command, in one transaction, and becomes one outcome."""

import hashlib
import logging
from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime

from core.commands.contact import has_news, noted, tells, with_notice
from core.commands.entry import Entry
from core.commands.faults import fault, overtaken, store_trouble
from core.commands.heard import offer_of_people
from core.commands.places import day_for, leads_nothing, unwelcome
from core.commands.refusing import (
    handed_back,
    keep_refused,
    labelled,
    unknown_command,
    unreadable,
)
from core.commands.shelf import Shelf
from core.commands.visit import ALONE, Account, Library, Visit, Where
from core.dialogue.command import Command
from core.dialogue.form import Form
from core.dialogue.reply import Fault, Outcome, Refused, Reply
from core.dialogue.request import Asked
from core.dialogue.spelling import spelled_out
from core.hearing import Heard, hear
from core.profile.applicant import Profile
from core.storage.contact import Contact, read_contact
from core.storage.engine import Store, Transaction
from core.storage.errors import StoreBusy, StoreError
from core.storage.milestones import MilestoneChanged
from core.storage.people import find_person
from core.storage.profiles import ProfileChanged, read_profile
from core.storage.reminder_settings import SettingsChanged
from core.storage.servers import ServerChanged

_CHANGED = (ProfileChanged, ServerChanged, SettingsChanged, MilestoneChanged)
"""Somebody else, or another press of the same person, came first."""

_LOG = logging.getLogger("readingroom.desk")


@dataclass(frozen=True, slots=True, repr=False)
class Desk:
    """Answers requests. ``entries`` are the commands by name, in the order help shows them.

    ``keeps_refused`` says that what was refused is kept for a while as a draft, for doors that
    cannot hand it back by themselves. ``operator_asks`` says that whoever asks runs the program
    too, as in the console, and is told which file is in trouble; people in a chat are not.
    ``wrote`` is called after each request that wrote: there may be a message to send.
    """

    entries: Mapping[str, Entry]
    store: Store
    shelf: Shelf
    keeps_refused: bool = False
    operator_asks: bool = True
    wrote: Callable[[], None] | None = None

    @property
    def library(self) -> Library:
        """The facts, and what is worked out from them, as they are now."""
        return self.shelf.library

    @property
    def commands(self) -> dict[str, Command]:
        """The declarations by name."""
        return {name: entry.command for name, entry in self.entries.items()}

    def afresh(self, command: str) -> Asked:
        """What shows, today, where a button of an earlier version led; help where nothing does."""
        entry = self.entries.get(command)
        if entry is None or entry.command.afresh is None:
            return Asked("help")
        return Asked(command, entry.command.afresh)

    async def answer(
        self,
        asked: Asked,
        account: Account,
        *,
        now: datetime,
        today: date | None = None,
        where: Where = ALONE,
        drawing: bool = False,
    ) -> Outcome:
        """Run the command; what is written is committed before the outcome is returned.

        ``today`` is the person's day; without it, the day it is where the request was made.
        With ``drawing`` nothing can be written, whatever the command is: of a request that might
        write, only what chooses what is shown counts. A refusal changes nothing. Whatever is
        raised is a fault, rolled back and logged under a reference; somebody else being faster,
        and a store in trouble, say so.
        """
        entry = self.entries.get(asked.command)
        if entry is None:
            return await self._refused(unknown_command(asked, self.commands), asked, account, now)
        if drawing:
            asked = _merely_shown(asked, entry.command)
        refused = unwelcome(asked, entry.command, where) or unreadable(asked, entry.command)
        if refused is not None:
            return await self._refused(refused, asked, account, now)
        call = _Call(entry, asked, account, where, now, today)
        outcome = await self._attempt(call, drawing)
        if isinstance(outcome, Refused):
            outcome = replace(outcome, given=asked.given, command=asked.command)
            return await self._refused(outcome, asked, account, now)
        if isinstance(outcome, Reply):
            if entry.command.only_views(asked.given):
                outcome = replace(outcome, again=asked)
            return spelled_out(outcome, self.library.facts.abbreviations)
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

    async def _refused(
        self, refused: Refused, asked: Asked, account: Account, now: datetime
    ) -> Outcome:
        """The refusal with its way out; people first, where the words call for them."""
        words = " . ".join((asked.command, *asked.given.values()))
        if offer := await self.hear(words, account):
            return offer
        refused = labelled(refused, self.commands)
        if not self.keeps_refused or not asked.given:
            return refused
        try:
            async with self.store.writing() as transaction:
                fix = await keep_refused(refused, self.entries, account, transaction, now)
        except StoreError:
            _LOG.warning("what was refused could not be kept as a draft")
            fix = None
        return handed_back(refused, self.entries) if fix is None else replace(refused, fix=fix)

    async def _attempt(self, call: "_Call", drawing: bool) -> Reply | Form | Refused | Fault:
        asked, reference = call.asked, call.reference
        try:
            try:
                return await self._run(call, drawing)
            except _CHANGED:
                # The answers are laid on what was saved meanwhile; a third in a row is rare.
                return await self._run(call, drawing)
        except (StoreBusy, *_CHANGED):
            return replace(overtaken(reference), asked=asked)
        except StoreError as error:
            told = store_trouble(error, reference=reference, operator_asks=self.operator_asks)
            return replace(told, asked=asked)
        except Exception as error:  # noqa: BLE001 - the one place where every failure ends
            return replace(fault(error, reference=reference, command=asked.command), asked=asked)

    async def _run(self, call: "_Call", drawing: bool) -> Reply | Form | Refused:
        if drawing:
            return (await self._within(self.store.reading(), call)).outcome
        if not call.entry.command.may_write(call.asked.given):
            return await self._met(await self._within(self.store.reading(), call), call)
        try:
            ran = await self._within(self.store.writing(), call, keeping=True)
        except _NothingToKeep as kept:
            return kept.outcome
        if self.wrote is not None:
            self.wrote()
        if ran.erased:
            await self._scrub()
        return await self._met(ran, call)

    async def _within(
        self,
        opened: AbstractAsyncContextManager[Transaction],
        call: "_Call",
        *,
        keeping: bool = False,
    ) -> "_Ran":
        """The outcome in one transaction, with how the person stands after it."""
        async with opened as transaction:
            person = await find_person(transaction, **asdict(call.account))
            account, where, now = call.account, call.where, call.now
            today = call.today or await day_for(where, account.door, now, self.library, transaction)
            visit = Visit(person, account, where, now, today, self.library, transaction, call.today)
            outcome = await leads_nothing(
                call.asked, call.entry.command, where, account.door, transaction
            ) or await call.entry.handler(call.asked, visit)
            if keeping and not isinstance(outcome, Reply):
                raise _NothingToKeep(outcome)
            met = None
            if person is not None and not visit.erased:
                met = await read_contact(transaction, person)
        return _Ran(outcome, person, met, erased=visit.erased)

    async def _met(self, ran: "_Ran", call: "_Call") -> Reply | Form | Refused:
        """The outcome, with what has to be told to somebody who comes by after a while.

        What they asked is done, so that trouble here is no trouble of theirs: the next answer
        tells them.
        """
        reply, met, command = ran.outcome, ran.met, call.entry.command
        if not isinstance(reply, Reply) or ran.person is None or met is None:
            return reply
        if not has_news(met, call.where, command):
            return reply
        telling = tells(met, reply, command)
        prepared = self.library.prepared
        try:
            async with self.store.writing() as transaction:
                await noted(
                    transaction, ran.person, met, call.where, prepared, now=call.now, told=telling
                )
        except (StoreError, SettingsChanged) as error:
            _LOG.warning("that somebody was here could not be noted (%s)", type(error).__name__)
            return reply
        except Exception as error:  # noqa: BLE001 - the answer itself is not in trouble
            fault(error, reference=call.reference, command=command.name)
            return reply
        if self.wrote is not None:
            self.wrote()
        return with_notice(reply, met) if telling else reply

    async def _scrub(self) -> None:
        """Take what was deleted out of the files; what cannot be done now is done at the start."""
        try:
            done = await self.store.scrub()
        except StoreError:
            done = False
        if not done:
            _LOG.warning("what was deleted is still in the database's spare pages until a restart")


@dataclass(frozen=True, slots=True)
class _Ran:
    """What a handler gave, of whom, and how they stand with their reminders."""

    outcome: Reply | Form | Refused
    person: int | None
    met: Contact | None
    erased: bool


@dataclass(frozen=True, slots=True)
class _Call:
    """One request on its way to its handler."""

    entry: Entry
    asked: Asked
    account: Account
    where: Where
    now: datetime
    today: date | None

    @property
    def reference(self) -> str:
        """A short reference from when, what and where; nothing typed goes into it."""
        account = self.account
        seed = f"{self.now.isoformat()}|{self.asked.command}|{account.door}|{account.tenant}"
        return hashlib.sha256(seed.encode()).hexdigest()[:6]


def _merely_shown(asked: Asked, command: Command) -> Asked:
    """The request without what might write."""
    if not command.may_write(asked.given):
        return asked
    shown = {name: typed for name, typed in asked.given.items() if name in command.views}
    return replace(asked, given=shown)


class _NothingToKeep(Exception):
    def __init__(self, outcome: Form | Refused) -> None:
        super().__init__()
        self.outcome = outcome
