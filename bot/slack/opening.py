"""The parts of the door, put together as it opens."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from slack_bolt.async_app import AsyncApp

from bot.settings import SlackSettings, WebSettings
from bot.slack.afterwards import Afterwards
from bot.slack.answering import Answering
from bot.slack.asking import Asking
from bot.slack.at_work import AtWork
from bot.slack.authorizing import Authorizing, ManyWorkspaces, OneWorkspace
from bot.slack.calling import Clients
from bot.slack.chores import Pause
from bot.slack.delivering import SlackSender
from bot.slack.destinations import DirectMessages
from bot.slack.events import Events
from bot.slack.home import Homes
from bot.slack.installing import Installing
from bot.slack.listening import Listening
from bot.slack.members import Members
from bot.slack.pace import Pace
from bot.slack.rotating import TokenRotation
from bot.slack.scopes import SCOPE_NAMES
from bot.slack.sent_files import SentFiles
from bot.slack.showing import Showing
from bot.slack.signatures import Signatures
from bot.slack.slash_names import slash_names
from bot.slack.typed_here import TypedHere
from core.commands.desk import Desk


@dataclass(frozen=True, slots=True, repr=False)
class Opened:
    """What is there while the door is open.

    ``rotation`` and ``installing`` are there with many workspaces, ``signatures`` over HTTP.
    """

    app: AsyncApp
    at_work: AtWork
    pages: AtWork
    files: SentFiles
    authorizing: Authorizing
    clients: Clients
    sender: SlackSender
    rotation: TokenRotation | None = None
    installing: Installing | None = None
    signatures: Signatures | None = None


def put_together(
    desk: Desk,
    settings: SlackSettings,
    addresses: WebSettings,
    clients: Clients,
    *,
    now: Callable[[], datetime],
    pause: Pause,
) -> Opened:
    """The parts over one desk; ``pause`` waits for so many seconds."""
    authorizing, rotation, installing = _workspaces(desk, settings, addresses, clients, now)
    channels, at_work, pages = DirectMessages(), AtWork(), AtWork()
    members = Members(time.monotonic)
    asking = Asking(desk, now, members)
    files = SentFiles(desk.store, clients, now, members)
    typed_here = TypedHere(desk.commands, slash_names(settings, desk.commands))
    homes = Homes(asking, typed_here=typed_here, at_work=pages, seconds=time.monotonic, pause=pause)
    showing = Showing(clients, channels, files, typed_here)
    answering = Answering(asking, showing, channels, Afterwards(desk, homes, files, authorizing))
    events = Events(asking, answering, homes, clients)
    signed = settings.signing_secret
    secret = signed.get_secret_value() if signed else ""
    app = Listening(asking, answering, events, at_work).app(clients, authorizing, secret)
    signatures = Signatures(secret, time.monotonic) if secret else None
    sender = SlackSender(desk.store, authorizing, typed_here, Pace())
    return Opened(
        app, at_work, pages, files, authorizing, clients, sender, rotation, installing, signatures
    )


def _workspaces(
    desk: Desk,
    settings: SlackSettings,
    addresses: WebSettings,
    clients: Clients,
    now: Callable[[], datetime],
) -> tuple[Authorizing, TokenRotation | None, Installing | None]:
    """One workspace by its token, or those that installed the app."""
    if settings.bot_token is not None:
        return OneWorkspace(clients, settings.bot_token.get_secret_value()), None, None
    client_id, secret = settings.client_id or "", settings.client_secret
    client_secret = secret.get_secret_value() if secret else ""
    rotation = TokenRotation(
        desk.store, clients, client_id=client_id, client_secret=client_secret, now=now
    )
    authorizing = ManyWorkspaces(desk.store, clients, rotation, now=now)
    installing = Installing(
        desk.store,
        clients,
        authorizing,
        client_id=client_id,
        client_secret=client_secret,
        scopes=SCOPE_NAMES,
        address=str(addresses.address or "").rstrip("/"),
        now=now,
    )
    return authorizing, rotation, installing
