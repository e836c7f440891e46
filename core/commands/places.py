"""Where a request was made: which commands are welcome there, and which day it is."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from core.commands.visit import Library, Where
from core.dialogue.command import Audience, Command, Place
from core.dialogue.reply import Refusal, Refused
from core.dialogue.request import Asked
from core.storage.engine import Transaction


def unwelcome(asked: Asked, command: Command, where: Where) -> Refused | None:
    """The refusal of a command in a place, or for a person, that it is not meant for.

    What the platform says of who may see a command is a default that people override, so that
    it is looked at here each time.
    """
    if where.place not in command.places:
        only = "a server" if Place.SERVER in command.places else "a direct message"
        accepted = f"/{command.name} in {only}"
        return Refused((Refusal("place", "", accepted),), asked.given, asked.command)
    administrators = command.audience is Audience.ADMINISTRATORS
    if administrators and not (where.server and where.server.administrator):
        accepted = f"/{command.name} from somebody who may manage this server; ask one of them"
        return Refused((Refusal("permission", "", accepted),), asked.given, asked.command)
    return None


async def day_for(where: Where, now: datetime, library: Library, transaction: Transaction) -> date:
    """The day it is where the request was made."""
    return now.astimezone(ZoneInfo(library.zone)).date()
