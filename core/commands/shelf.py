"""The library in use: made of the package's facts and the operator's corrections of dates."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace

from core.assessment.prepared import prepare
from core.commands.faults import fault
from core.commands.visit import Library
from core.facts.corrected import Correction, corrected
from core.storage.engine import Store
from core.storage.errors import StoreError
from core.storage.season_corrections import Corrections, read_corrections

_LOG = logging.getLogger("readingroom.seasons")

Changed = Callable[[Library], Awaitable[None]]


class Shelf:
    """Holds the library that requests are answered from.

    A request that has begun keeps the library it began with. ``packaged`` is the library
    without any correction.
    """

    __slots__ = ("_found", "_library", "packaged")

    def __init__(self, packaged: Library) -> None:
        self.packaged = packaged
        self._library = packaged
        self._found = Corrections()

    @property
    def library(self) -> Library:
        """The library as it is now."""
        return self._library

    async def take_over(self, store: Store) -> bool:
        """Take over what was corrected since; whether anything was.

        The facts are made ready beside the event loop, because that takes a while. Raises the
        store's errors, and then the library stays as it is.
        """
        async with store.reading() as transaction:
            found = await read_corrections(transaction)
        if found == self._found:
            return False
        for season, name in found.unreadable:
            _LOG.warning("the correction of %s in season %s is not understood", name, season)
        made = await asyncio.to_thread(with_corrections, self.packaged, found.held)
        self._library, self._found = made, found
        _LOG.info("%d corrected dates of the seasons are in use", len(found.held))
        return True


def with_corrections(packaged: Library, corrections: tuple[Correction, ...]) -> Library:
    """The library with those dates.

    A correction changes dates of seasons that are held and adds no season: the questions, and
    with them the commands that platforms were told of, stay what they are.
    """
    facts = corrected(packaged.facts, corrections)
    if facts is packaged.facts:
        return packaged
    return replace(packaged, facts=facts, prepared=prepare(facts))


async def keep_up(
    shelf: Shelf, store: Store, *, every: float, changed: Changed | None = None
) -> None:
    """Look every so many seconds, for as long as this runs, for what was corrected meanwhile.

    ``changed`` is called with the new library after each change, and again the next time where
    it did not come to its end. Trouble is logged.
    """
    owed = False
    while True:
        await asyncio.sleep(every)
        try:
            owed = await shelf.take_over(store) or owed
            if owed and changed is not None:
                await changed(shelf.library)
            owed = False
        except StoreError as error:
            _LOG.warning("corrected dates are not followed up yet, again soon: %s", error)
        except Exception as error:  # noqa: BLE001 - looked at again the next time
            fault(error, reference="seasons", command="seasons")
