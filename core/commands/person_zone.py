"""The time zone somebody's dates are meant in and shown in, and what their clock shows."""

from datetime import datetime
from zoneinfo import ZoneInfo

from core.commands.places import settings_here
from core.commands.visit import Visit
from core.facts.zones import known_zone
from core.storage.reminder_settings import read_settings


async def person_zone(visit: Visit) -> str:
    """The IANA zone of their reminders; else what their platform tells, or the server's.

    A zone that this machine does not know counts as not told.
    """
    saved = await read_settings(visit.transaction, visit.person) if visit.person else None
    told = (
        saved.settings.preferences.zone if saved else "",
        visit.where.zone,
        (await settings_here(visit.where, visit.account.door, visit.transaction)).zone or "",
    )
    return next((zone for zone in told if known_zone(zone)), visit.library.zone)


def clock_in(zone: str, visit: Visit) -> datetime:
    """What the clock shows in a zone now; on the day that is read for, where it is another."""
    here = visit.now.astimezone(ZoneInfo(zone))
    return here if visit.read_for is None else datetime.combine(visit.read_for, here.timetz())
