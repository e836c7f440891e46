"""People who are reminded: they opt in at a desk, and what falls due is frozen and delivered."""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time

from sqlalchemy import select

from core.commands.desk import Desk
from core.commands.visit import Account, Server, Where
from core.deliveries.freeze import Frozen
from core.deliveries.freezing import freeze
from core.dialogue.buttons import buttons, pressed
from core.dialogue.command import Place
from core.dialogue.form import Form, submission
from core.dialogue.line import read_line
from core.dialogue.reply import Outcome, Refused, Reply
from core.dialogue.request import Asked
from core.reminders.carried import CarriedKind, read_carried
from core.reminders.document import reminder_reply
from core.storage.deliveries import SavedDelivery, saved_delivery
from core.storage.occurrences import StoredOccurrence, planned_occurrences
from core.storage.people import find_person
from core.storage.reminder_settings import SavedSettings, note_sent, read_settings
from core.storage.tables import deliveries, destinations, occurrences

START = datetime(2026, 11, 22, 18, tzinfo=UTC)
LINE = "/assess specialty:dr applicant:us_md_senior step2_ck:231 season_stage:2028_not_applied"


@dataclass
class Reminded:
    """Somebody on Discord or Slack, at a clock that the tests turn."""

    desk: Desk
    name: str = "ada"
    door: str = "discord"
    now: datetime = START
    zone: str = ""
    server: Server | None = None
    seen: list[Outcome] = field(default_factory=list)

    @property
    def account(self) -> Account:
        return Account(self.door, "t1", self.name)

    @property
    def where(self) -> Where:
        place = Place.SERVER if self.server else Place.DIRECT_MESSAGE
        return Where(place, self.server, self.zone)

    async def asks(self, asked: Asked) -> Outcome:
        return await self.desk.answer(asked, self.account, now=self.now, where=self.where)

    async def says(self, line: str) -> Outcome:
        asked = read_line(line, self.desk.commands)
        assert isinstance(asked, Asked), asked
        return await self.asks(asked)

    async def reply(self, line: str) -> Reply:
        return replied(await self.says(line))

    async def form(self, line: str) -> Form:
        outcome = await self.says(line)
        assert isinstance(outcome, Form), outcome
        return outcome

    async def refused(self, line: str) -> Refused:
        outcome = await self.says(line)
        assert isinstance(outcome, Refused), outcome
        return outcome

    async def presses(self, reply: Reply, label: str) -> Outcome:
        found = [button for button in buttons(reply) if button.label.startswith(label)]
        assert found, [button.label for button in buttons(reply)]
        return await self.asks(pressed(found[0]))

    async def fills(self, form: Form, **answers: str) -> Outcome:
        return await self.asks(submission(form, answers))

    async def opts_in(self, zone: str = "America/Chicago") -> Reply:
        await self.reply(LINE)
        return await self.reply(f"/remind on zone:{zone}")

    async def person(self) -> int | None:
        known = {"door": self.door, "tenant": "t1", "platform_id": self.name}
        async with self.desk.store.reading() as tx:
            return await find_person(tx, **known)

    async def settings(self) -> SavedSettings | None:
        async with self.desk.store.reading() as tx:
            return await read_settings(tx, await self.person() or 0)

    async def planned(self) -> tuple[StoredOccurrence, ...]:
        async with self.desk.store.reading() as tx:
            return await planned_occurrences(tx, await self.person() or 0)

    async def messages(self) -> list[SavedDelivery]:
        person = await self.person() or 0
        query = select(deliveries).where(deliveries.c.person_id == person)
        async with self.desk.store.reading() as tx:
            rows = await tx.execute(query.order_by(deliveries.c.due_at, deliveries.c.id))
            return [saved_delivery(row) for row in rows]

    async def receives(self, until: datetime) -> list[Reply]:
        """Everything that is due until then, delivered at its time; the clock goes on to then."""
        got: list[Reply] = []
        while waiting := [
            one for one in await self.messages() if one.state == "waiting" and one.due_at <= until
        ]:
            got += await self._delivered(waiting[0])
        self.now = until
        return got

    async def next_reminder(self) -> Reply:
        """The next message that carries dates, at its time."""
        while True:
            waiting = [one for one in await self.messages() if one.state == "waiting"]
            assert waiting, "nothing is waiting"
            kind = waiting[0].kind
            self.now = max(self.now, waiting[0].due_at)
            got = await self._delivered(waiting[0])
            if got and kind is not CarriedKind.WELCOME:
                return got[0]

    async def _delivered(self, one: SavedDelivery) -> list[Reply]:
        at = max(one.due_at, START)
        prepared = self.desk.library.prepared
        async with self.desk.store.writing() as tx:
            decision = await freeze(tx, one, prepared=prepared, now=at)
            mine = deliveries.c.id == one.id
            if not isinstance(decision, Frozen):
                await tx.execute(deliveries.update().where(mine).values(state="withdrawn"))
                return []
            await tx.execute(
                deliveries.update()
                .where(mine)
                .values(
                    state="delivered", carried=decision.carried, first_attempt_at=at, settled_at=at
                )
            )
            carried = occurrences.c.delivery_id == one.id
            sent = occurrences.update().where(carried).values(state="sent", updated_at=at)
            await tx.execute(sent)
            opened = destinations.update().where(destinations.c.account_id == one.account_id)
            await tx.execute(opened.values(channel_id="dm"))
            if one.kind is not CarriedKind.WELCOME:
                await note_sent(tx, one.person_id or 0)
        return [reminder_reply(read_carried(decision.carried), one.id)]


def replied(outcome: Outcome) -> Reply:
    assert isinstance(outcome, Reply), outcome
    return outcome


def noon(day: date) -> datetime:
    return datetime.combine(day, time(18), UTC)


def somebody_else(one: Reminded, name: str) -> Reminded:
    return replace(one, name=name, seen=[])
