"""Calendars that people subscribe to: each at a private address, read by their calendar program."""

import hashlib
from collections.abc import Callable, MutableMapping, Sequence
from datetime import datetime
from http import HTTPStatus
from zoneinfo import ZoneInfo

from aiohttp import ETag, web
from aiolimiter import AsyncLimiter
from cachetools import TTLCache

from core.commands.desk import Desk
from core.commands.timeline_calendar import written_calendar
from core.storage.errors import StoreError
from core.storage.subscriptions import subscriber
from core.timeline.calendar_file import MEDIA_TYPE

CALENDARS = "/calendars/"
"""What the path of every calendar begins with; its secret follows."""

READS_A_MINUTE = 6
"""How often one calendar is given out in a minute; programs ask every few hours."""
UNKNOWN_A_MINUTE = 60
"""How many addresses that were not read before are looked up in a minute, all together: a restart
makes those of all people new, whose programs come again, and whoever guesses gets no further."""
_MINUTE = 60.0
_REMEMBERED, _KNOWN_FOR = 4096, 86_400.0
_LONGEST = 128

_KEPT_BY_NOBODY = {"Cache-Control": "private, no-store", "X-Robots-Tag": "noindex"}


def calendar_routes(desk: Desk, *, now: Callable[[], datetime]) -> Sequence[web.AbstractRouteDef]:
    """The route of all private calendars.

    Whatever is no calendar's address is answered as any page that there is not, so that nobody
    learns whether an address was one. Nothing of an address is logged.
    """
    # Of those that are somebody's; one that is nobody's takes no place here.
    paces: MutableMapping[str, AsyncLimiter] = TTLCache(_REMEMBERED, _KNOWN_FOR)
    unknown = AsyncLimiter(UNKNOWN_A_MINUTE, _MINUTE)

    async def give(request: web.Request) -> web.Response:
        secret = request.match_info["secret"]
        if len(secret) > _LONGEST:
            raise web.HTTPNotFound
        # By a digest, so that no secret lies about in memory.
        digest = hashlib.sha256(secret.encode()).hexdigest()
        own = paces.get(digest)
        pace = own or unknown
        if not pace.has_capacity():
            headers = {"Retry-After": str(int(_MINUTE)), **_KEPT_BY_NOBODY}
            status = HTTPStatus.TOO_MANY_REQUESTS
            return web.Response(status=status, text=f"{status.phrase}.\n", headers=headers)
        await pace.acquire()
        try:
            found = await _calendar(desk, secret, now())
        except StoreError:
            raise web.HTTPServiceUnavailable from None
        if found is None:
            paces.pop(digest, None)
            raise web.HTTPNotFound
        if own is None:
            own = AsyncLimiter(READS_A_MINUTE, _MINUTE)
            await own.acquire()
        paces[digest] = own  # counts from its last use
        return _answer(request, *found)

    return [web.get(CALENDARS + "{secret}.ics", give)]


async def _calendar(desk: Desk, secret: str, now: datetime) -> tuple[str, datetime] | None:
    library = desk.library
    async with desk.store.reading() as transaction:
        person = await subscriber(transaction, secret)
        if person is None:
            return None
        today = now.astimezone(ZoneInfo(library.zone)).date()
        return await written_calendar(transaction, person, library, today)


def _answer(request: web.Request, content: str, changed_at: datetime) -> web.Response:
    """The calendar, or that it is as whoever asks knows it."""
    tag = hashlib.sha256(content.encode()).hexdigest()[:32]
    known = request.if_none_match
    same = known is not None and any(one.value in {tag, "*"} for one in known)
    answer = (
        web.Response(status=HTTPStatus.NOT_MODIFIED, headers=_KEPT_BY_NOBODY)
        if same
        else web.Response(
            text=content, content_type=MEDIA_TYPE, charset="utf-8", headers=_KEPT_BY_NOBODY
        )
    )
    answer.etag = ETag(tag)
    answer.last_modified = changed_at
    return answer
