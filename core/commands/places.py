"""Where a request was made: which commands are welcome there, and which day it is."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from core.commands.visit import Library, Where
from core.dialogue.command import Audience, Command, Place
from core.dialogue.reply import Refused, Sentence
from core.dialogue.request import Asked
from core.facts.zones import known_zone
from core.storage.engine import Transaction
from core.storage.servers import ServerSettings, read_server


def unwelcome(asked: Asked, command: Command, where: Where) -> Refused | None:
    """The refusal of a command in a place, or for a person, that it is not meant for.

    What the platform says of who may see a command is a default that people override, so that
    it is looked at here each time.
    """
    if where.place not in command.places:
        only = "a server or workspace" if Place.SERVER in command.places else "a direct message"
        said = f"/{command.name} works in {only}"
        return Refused((Sentence("place", "", said),), asked.given, asked.command)
    administrators = command.audience is Audience.ADMINISTRATORS
    if administrators and not (where.server and where.server.administrator):
        called = where.server.kind.called if where.server else "server"
        said = f"/{command.name} is for people who may manage this {called}; ask one of them"
        return Refused((Sentence("permission", "", said),), asked.given, asked.command)
    return None


async def leads_nothing(
    asked: Asked, command: Command, where: Where, door: str, transaction: Transaction
) -> Refused | None:
    """The refusal of a leaders' command to somebody who is neither leader nor administrator here.

    Looked at each time: who has lost the role has lost the right at once.
    """
    if command.audience is not Audience.LEADERS:
        return None
    leaders = (await settings_here(where, door, transaction)).leader_roles
    server = where.server
    if server is not None and (server.administrator or server.ids.intersection(leaders)):
        return None
    called = server.kind.called if server else "server"
    said = f"/{command.name} is for the leaders whom this {called} has named; ask one of them"
    return Refused((Sentence("permission", "", said),), asked.given, asked.command)


async def day_for(
    where: Where, door: str, now: datetime, library: Library, transaction: Transaction
) -> date:
    """The day it is for the person: in their own zone, or else where the request was made.

    A zone that this machine does not know counts as not told.
    """
    zone = where.zone if known_zone(where.zone) else ""
    zone = zone or (await settings_here(where, door, transaction)).zone or library.zone
    return now.astimezone(ZoneInfo(zone)).date()


async def settings_here(where: Where, door: str, transaction: Transaction) -> ServerSettings:
    """The settings of the server a request was made in; nothing chosen, where there is none."""
    if where.server is None:
        return ServerSettings()
    platform_id = where.server.platform_id
    saved = await read_server(transaction, door=door, platform_id=platform_id)
    return saved.settings if saved else ServerSettings()
