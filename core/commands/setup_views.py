"""A server's settings as a reply: what is chosen now, and who changed what lately."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import asdict
from types import MappingProxyType
from typing import Any, Literal
from zoneinfo import ZoneInfo

from core.commands.visit import Server, Visit
from core.dialogue.reply import (
    Action,
    Actions,
    Block,
    Fields,
    Heading,
    Item,
    Items,
    Paragraph,
    Reply,
    Row,
)
from core.dialogue.request import Asked
from core.dialogue.text import Moment, Named, Span, Text, text
from core.storage.audit import Change
from core.storage.servers import ServerSettings

_LABELS = MappingProxyType(
    {
        "zone": "Time zone",
        "season": "Season",
        "leader_roles": "Leaders",
        "checklist_channels": "Channels for checklists",
    }
)
_What = Literal["role", "person", "channel"]


def settings_reply(
    settings: ServerSettings, changes: tuple[Change, ...], visit: Visit, server: Server, said: str
) -> Reply:
    """The settings as they are, with the last changes; ``said`` stands before them, if anything."""
    blocks: list[Block] = [Paragraph(text(said))] if said else []
    blocks.append(Fields(tuple(_rows(settings, visit, server))))
    silent = [channel for channel in settings.checklist_channels if not server.may_post(channel)]
    if silent:
        blocks.append(Paragraph(may_not_post(silent, server)))
    if changes:
        zone = ZoneInfo(settings.zone or visit.library.zone)
        items = tuple(_change(change, zone, server) for change in changes)
        blocks += [Heading(text("Last changes")), Items(items)]
    blocks.append(Actions((Action("Change the settings", "setup"),)))
    data = {"settings": asdict(settings), "changes": [asdict(change) for change in changes]}
    again = Asked("setup", {"show": "yes"})
    return Reply(settings_title(server), tuple(blocks), data, again)


def settings_title(server: Server) -> Text:
    """What the settings are called, in the platform's own word."""
    return text(f"Settings of this {server.kind.called}")


def may_not_post(channels: Collection[str], server: Server) -> Text:
    """In which channels the bot cannot write, and what to do about it."""
    return text(
        "The bot may not post in ",
        *_listed("channel", channels),
        f": {server.kind.to_post}.",
    )


def _rows(settings: ServerSettings, visit: Visit, server: Server) -> Iterator[Row]:
    zone = settings.zone or f"none chosen, so {visit.library.zone}"
    yield Row(_LABELS["zone"], text(zone))
    yield Row(_LABELS["season"], text(_season(settings.season, visit)))
    for name, what in _named(server).items():
        named = _listed(what, getattr(settings, name))
        yield Row(_LABELS[name], named or text("none chosen"))


def _named(server: Server) -> Mapping[str, _What]:
    """What the settings that name something of the platform name."""
    return {"leader_roles": server.kind.leaders_are, "checklist_channels": "channel"}


def _season(season: int | None, visit: Visit) -> str:
    if season is None:
        return "none chosen"
    held = visit.library.facts.calendar.season(season)
    over = ", which is over" if held is not None and held.is_over(visit.today) else ""
    return f"residency from July {season}{over}"


def _change(change: Change, zone: ZoneInfo, server: Server) -> Item:
    """When and by whom; under it, setting by setting, what was changed."""
    who = Named("person", change.who) if change.who else "somebody no longer known here"
    told: list[str | Span] = []
    for name, after in change.after.items():
        told.append(f"{'; ' if told else ''}{_LABELS[name]}: ")
        told += _difference(change.before[name], after, _named(server).get(name))
    return Item(text(Moment(change.at.astimezone(zone)), ", ", who), text(*told))


def _difference(before: Any, after: Any, what: _What | None) -> Text:
    if what is None:
        return text(f"from {before or 'none'} to {after or 'none'}")
    added = _listed(what, [one for one in after if one not in before])
    removed = _listed(what, [one for one in before if one not in after])
    return text(
        *(("added ", *added) if added else ()),
        *((", ",) if added and removed else ()),
        *(("removed ", *removed) if removed else ()),
    )


def _listed(what: _What, ids: Collection[str]) -> Text:
    parts: list[str | Span] = []
    for one in ids:
        parts += [", ", Named(what, one)] if parts else [Named(what, one)]
    return text(*parts)
