"""What a payload of Slack asks, and of whom: one reading for commands, presses and menus."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from core.dialogue.command import Command
from core.dialogue.identifier import DrawAfresh, Pressed, read_identifier
from core.dialogue.line import UMBRELLA, read_line
from core.dialogue.reply import Refused
from core.dialogue.request import Asked

DOOR = "slack"
DIRECT, NEXT = "direct", "next"
"""What the names of two buttons begin with: one that sends the answer to the direct message, and
one that saves a page of a form and opens the next."""

_DIRECT_CHANNEL = "D"
_ESCAPED = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))


@dataclass(frozen=True, slots=True)
class Incoming:
    """A request from Slack.

    ``page`` is the page of its answer to draw, 1 for a request that is to be run; ``afresh``
    says that what was pressed could not be read any more and this stands for it; ``owner`` is
    whose button it was, empty where anybody may press.
    """

    asked: Asked
    page: int = 1
    afresh: bool = False
    owner: str = ""

    def belongs_to(self, user_id: str) -> bool:
        """Whether this person may press it."""
        return self.owner in {"", user_id}


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks, and by which installation of the app.

    ``tenant`` is the organisation or workspace that their account belongs to, empty where the
    request does not say it and Slack has to be asked. ``own`` is the workspace or organisation
    that it names as theirs, empty where it names none. ``team`` and ``enterprise`` are those of
    the bot that was asked, whoever asks, and empty where Slack does not say.
    """

    user: str
    tenant: str
    team: str
    enterprise: str = ""
    own: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class Spot:
    """Where somebody was as they asked, and so where an answer can go.

    ``address`` can be answered a few times for half an hour, ``trigger`` opens a view within
    3 s, and ``view`` is the view that was pressed in, of the given ``kind``: ``modal`` or
    ``home``. ``lasting`` says that the message pressed stays in the channel for everybody
    there, as nothing of the bot does but in its own direct messages.
    """

    channel: str = ""
    address: str = ""
    trigger: str = ""
    view: str = ""
    kind: str = ""
    lasting: bool = False

    @property
    def one_to_one(self) -> bool:
        """Whether the channel is somebody's direct message, though not always the bot's."""
        return self.channel.startswith(_DIRECT_CHANNEL)


def asker(
    body: Mapping[str, Any], team: str | None, enterprise: str | None, installed: str | None = None
) -> Asker | None:
    """Who sent a payload; ``None`` where it names nobody.

    ``team`` and ``enterprise`` are what the library reads in it, and ``installed`` is the
    organisation that the installation is known to belong to.
    """
    event, view, place = (_mapping(body, name) for name in ("event", "view", "team"))
    user = _mapping(body, "user")
    who = _first_text(body.get("user_id"), user.get("id"), event.get("user"))
    if not who:
        return None
    # An event for an app that a whole organisation installed names its workspace only here.
    here = _first_text(team, body.get("context_team_id"), body.get("team_id"))
    own = _first_text(user.get("team_id"), event.get("user_team"), event.get("team"))
    if "command" in body:
        # Slack offers commands to people of the workspace alone, and names no other.
        own = here
    named = _first_text(view.get("app_installed_team_id"), place.get("id"))
    vague = _is_organisation(here) or (bool(user) and not named)
    if vague:
        # A press or form of an organisation's app may not say in which workspace it was made.
        here = next((id_ for id_ in (_text(place.get("id")), own) if _is_workspace(id_)), "")
    # In a view from a shared channel the workspace and the organisation are the person's.
    of_ours = not vague and (not place or place.get("id") == here)
    organisation = (enterprise if of_ours else "") or installed or ""
    if _is_organisation(own):
        return Asker(who, own, here, organisation, own)
    known = own == here and not vague
    return Asker(who, (organisation or here) if known else "", here, organisation, own)


def spot(body: Mapping[str, Any]) -> Spot:
    """Where a payload comes from."""
    container, view = _mapping(body, "container"), _mapping(body, "view")
    return Spot(
        channel=_first_text(
            body.get("channel_id"), container.get("channel_id"), _mapping(body, "channel").get("id")
        ),
        address=_text(body.get("response_url")),
        trigger=_text(body.get("trigger_id")),
        view=_text(view.get("id")),
        kind=_text(view.get("type")),
        lasting=container.get("type") == "message" and container.get("is_ephemeral") is not True,
    )


def spoken(body: Mapping[str, Any], commands: Mapping[str, Command]) -> Asked | Refused:
    """The line of a slash command; nothing but the bot's own name asks for help."""
    name, words = _text(body.get("command")), unescaped(_text(body.get("text")))
    typed = f"/{UMBRELLA} {words}"
    if name.removeprefix("/") in commands:
        typed = f"{name} {words}"
    return read_line(typed, commands) or Asked("help")


def pressed(body: Mapping[str, Any]) -> tuple[str, Incoming] | None:
    """The name of what was pressed or chosen, and what it asks; ``None`` without a choice."""
    actions = body.get("actions")
    first = actions[0] if isinstance(actions, list) and actions else None
    if not isinstance(first, Mapping):
        return None
    name = _text(first.get("action_id"))
    identifier = first.get("value")
    if identifier is None:
        identifier = _mapping(first, "selected_option").get("value")
    return (name, read(unescaped(identifier))) if isinstance(identifier, str) else None


def unescaped(text: str) -> str:
    """Text as it was typed or sent: Slack writes three signs in another way.

    What a button carries holds none of the three written so.
    """
    for written, sign in _ESCAPED:
        text = text.replace(written, sign)
    return text


def read(identifier: str) -> Incoming:
    """What an identifier asks, or what stands for one of an earlier version."""
    match read_identifier(identifier):
        case Pressed(asked, owner, page):
            return Incoming(asked, page, owner=owner)
        case DrawAfresh(command):
            return Incoming(Asked(command or "help"), afresh=True)


def _is_organisation(slack_id: str) -> bool:
    return slack_id.startswith("E")


def _is_workspace(slack_id: str) -> bool:
    return slack_id.startswith("T")


def _mapping(of: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    held = of.get(name)
    return held if isinstance(held, Mapping) else {}


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _first_text(*values: object) -> str:
    return next((value for value in values if isinstance(value, str) and value), "")
