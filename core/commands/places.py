"""Where a request was made: which commands are welcome there, and which day it is."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from core.commands.visit import Library, Where
from core.dialogue.command import Audience, Command, Place
from core.dialogue.reply import Refused, Sentence
from core.dialogue.request import Asked
from core.storage.engine import Transaction
from core.storage.servers import ServerSettings, read_server


def unwelcome(asked: Asked, command: Command, where: Where) -> Refused | None:
    """The refusal of a command in a place, or for a person, that it is not meant for.

    What the platform says of who may see a command is a default that people override, so that
    it is looked at here each time.
    """
    if where.place not in command.places:
        only = "a server" if Place.SERVER in command.places else "a direct message"
        said = f"/{command.name} works in {only}"
        return Refused((Sentence("place", "", said),), asked.given, asked.command)
    administrators = command.audience is Audience.ADMINISTRATORS
    if administrators and not (where.server and where.server.administrator):
        said = f"/{command.name} is for people who may manage this server; ask one of them"
        return Refused((Sentence("permission", "", said),), asked.given, asked.command)
    return None


async def day_for(
    where: Where, door: str, now: datetime, library: Library, transaction: Transaction
) -> date:
    """The day it is where the request was made: in the server's zone, where it chose one."""
    zone = (await settings_here(where, door, transaction)).zone
    return now.astimezone(ZoneInfo(zone or library.zone)).date()


async def settings_here(where: Where, door: str, transaction: Transaction) -> ServerSettings:
    """The settings of the server a request was made in; nothing chosen, where there is none."""
    if where.server is None:
        return ServerSettings()
    platform_id = where.server.platform_id
    saved = await read_server(transaction, door=door, platform_id=platform_id)
    return saved.settings if saved else ServerSettings()
