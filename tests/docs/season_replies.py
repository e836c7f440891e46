"""The replies that go by the season: timelines, dates of one's own, reminders, seasons."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from core.commands.desk import Desk
from core.commands.visit import Server, ServerKind, Where
from core.dialogue.buttons import buttons
from core.dialogue.command import Place
from core.dialogue.form import Form
from core.dialogue.reply import Reply
from core.dialogue.request import Asked
from core.storage.tables import destinations
from tests.commands.reminding import Reminded
from tests.docs.reminder_replies import HOSTILE

VIEWS = ("next", "all", "past", "picture", "calendar", "own")
TITLES = (
    "Your timeline",
    "Your own dates",
    "Your calendar",
    "Your reminders",
    "Keep this date?",
    "Dates of season",
    "Proposed",
)
"""What replies are titled that many dates make long."""
DAYS = (0, 300)
SERVER = "100000000000000001"
START = datetime(2026, 11, 22, 12, tzinfo=UTC)
FULLEST = (
    # Everything that adds a date of its own: both specialties, every examination ahead, a
    # certificate, a visa and letters to see to, and an application of two.
    "/assess applicant:non_us_img specialty:ir,dr season_stage:2028_not_applied "
    "step2_ck:scheduled step2_date:2027-05-20 step1_result:pass failed_attempts:1 "
    "graduation_date:2023-07-01 ecfmg:in_progress us_clinical_weeks:0 letters_radiology:0",
    "/assess applicant:us_md_senior specialty:dr season_stage:2028_not_applied",
    "/assess applicant:us_do_senior specialty:dr season_stage:2027_interviewing step2_ck:238 "
    "step2_result:pass interviews_dr:4 interviews_prelim:2 nrmp_registered:no",
)
"""Of these the first has most before them."""


async def every_season_reply(desk: Desk) -> list[Reply]:
    """Every reply, of people without a date and of people with as many as there can be."""
    shown: list[Reply] = []
    for number, line in enumerate(("", *FULLEST)):
        person = Reminded(desk, f"season-{number}", "console", now=START)
        if line:
            shown.append(await person.reply(line))
        if number == 1:
            shown += await _own_dates(person)
        shown += await _timeline(person)
    shown += await _reminders(desk)
    for choice in desk.commands["season"].options[0].choices:
        shown.append(await person.reply(f"/season {choice.value}"))
    shown.append(await _proposed(desk))
    return shown


async def _timeline(person: Reminded) -> list[Reply]:
    """Every view before the season and in it, each date by itself, and one in every state."""
    shown: dict[str, Reply] = {}
    for days in DAYS:
        later = replace(person, now=person.now + timedelta(days=days))
        views = {view: await later.reply(f"/timeline {view}") for view in VIEWS}
        shown |= {f"{view} {days}": reply for view, reply in views.items()}
        asked = [(one.command, one.arguments) for view in views.values() for one in buttons(view)]
        keys = sorted({given["key"] for command, given in asked if command == "milestone"})
        for key in keys:
            if key not in shown:
                shown[key] = await _date(later, key)
        for do in ("done", "drop", "back") if keys else ():
            shown[f"{do} {days}"] = await _date(later, keys[0], do=do)
    return [*shown.values()]


async def _date(person: Reminded, key: str, **do: str) -> Reply:
    outcome = await person.asks(Asked("milestone", {"key": key, **do}))
    assert isinstance(outcome, Reply), outcome
    return outcome


async def _own_dates(person: Reminded) -> list[Reply]:
    """As many dates as there may be, with the longest and most hostile titles."""
    shown = []
    for number in range(person.desk.library.facts.limits.own_dates):
        what = HOSTILE[number % len(HOSTILE)]
        when = (START + timedelta(days=30 + number)).date().isoformat()
        given = {"show": "add", "what": what, "when": f"{when} 17:00 America/Argentina/Catamarca"}
        person.now += timedelta(seconds=1)
        echo = await person.asks(Asked("timeline", given))
        assert isinstance(echo, Reply), echo
        kept = await person.presses(echo, "Keep")
        assert isinstance(kept, Reply), kept
        shown += [echo, kept]
    return shown


async def _reminders(desk: Desk) -> list[Reply]:
    """How reminders stand, and what is said as they are turned on, off and over."""
    shown = []
    nobody = Reminded(desk, "nobody", "discord", now=START)
    shown += [await nobody.reply("/remind"), await nobody.reply(FULLEST[1])]
    shown.append(await nobody.reply("/remind"))
    console = Reminded(desk, "here", "console", now=START)
    shown.append(await console.reply("/remind"))
    person = Reminded(desk, "reminded", "slack", now=START)
    shown.append(await person.reply(FULLEST[0]))
    for line in (
        "/remind on zone:America/Argentina/ComodRivadavia hour:06:30",
        "/remind",
        "/remind quiet:23:15-05:45 digest:sunday kinds:own",
        '/remind pause until:"5 January 2027"',
        "/remind",
        "/remind resume",
        "/remind off",
        "/remind",
        "/remind on",
    ):
        shown.append(await person.reply(line))
    form = await person.asks(Asked("remind", {"show": "settings"}))
    assert isinstance(form, Form)
    async with desk.store.writing() as tx:
        closed = {"unreachable_at": START, "reason": "forbidden"}
        await tx.execute(destinations.update().values(**closed))
    shown += [await person.reply("/remind"), await person.reply("/timeline")]
    return shown


async def _proposed(desk: Desk) -> Reply:
    kind = ServerKind("workspace", "person", "invite it there")
    server = Server(SERVER, administrator=True, ids=frozenset({"1"}), kind=kind)
    leader = Reminded(desk, "leader", "discord", now=START, server=server)
    source = f"{'s' * 60} https://example.org/{'p' * 60}"
    given = {
        "for_season": "2027",
        "milestone": "rank_list_deadline",
        "proposed_date": "3 March 2027 20:00",
        "proposed_source": source,
    }
    where = Where(Place.SERVER, server, "UTC")
    outcome = await desk.answer(Asked("propose", given), leader.account, now=START, where=where)
    assert isinstance(outcome, Reply), outcome
    return outcome
