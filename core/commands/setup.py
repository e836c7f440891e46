"""``/setup``: what administrators choose for their server, and who changed it."""

from dataclasses import asdict

from core.commands.answering import person_here
from core.commands.setup_questions import (
    CHANNELS,
    KEPT_AS,
    SHOW,
    settings_questions,
    typed_choice,
    with_choices,
)
from core.commands.setup_views import may_not_post, settings_reply, settings_title
from core.commands.visit import Server, Visit
from core.dialogue.command import Audience, Command, Place
from core.dialogue.form import Asking, Form
from core.dialogue.question import Question
from core.dialogue.reply import Refusal, Refused, Reply
from core.dialogue.request import Asked
from core.storage.audit import add_change, newest_changes
from core.storage.servers import (
    SavedServer,
    ServerSettings,
    read_server,
    save_settings,
    server_joined,
)

_CHANGES_SHOWN = 5
_KIND = "settings"


def declared(questions: tuple[Question, ...]) -> Command:
    """The declaration of ``/setup``, which asks these questions."""
    return Command(
        "setup",
        "For administrators: time zone, season, leaders and channels.",
        (*questions, SHOW),
        writes=True,
        views=frozenset({SHOW.name}),
        opens_form=True,
        audience=Audience.ADMINISTRATORS,
        places=frozenset({Place.SERVER}),
        examples=("/setup", "/setup show:yes", "/setup default_zone:America/Chicago"),
    )


def opening(fields: tuple[str, ...]) -> Asked | None:
    """The request that opens the form, where it asks for one of the fields."""
    return Asked("setup") if KEPT_AS.keys() & set(fields) else None


async def run(asked: Asked, visit: Visit) -> Reply | Form | Refused:
    """Answer with the form; with choices, save them; with ``show``, show what is saved.

    The desk has seen to it that an administrator asks, in a server. Raises ``ServerChanged``
    where another administrator saved at the same moment.
    """
    server = visit.where.server
    if server is None:
        raise LookupError("there is no server here")
    saved = await _saved(server, visit)
    before = saved.settings if saved else ServerSettings()
    questions = settings_questions(visit.library.facts.calendar, visit.today)
    given = {name: typed for name, typed in asked.given.items() if name in KEPT_AS}
    if not given:
        if SHOW.read(asked.given.get(SHOW.name, "no")):
            return await _shown(saved, visit, server)
        askings = tuple(Asking(one, typed_choice(before, one)) for one in questions)
        return Form(settings_title(server), 1, 1, askings, "setup")
    after, refusals = with_choices(before, given, questions)
    # One that was closed since stays as it was, and the answer says so.
    added = set(after.checklist_channels) - set(before.checklist_channels)
    silent = [one for one in after.checklist_channels if one in added and not server.may_post(one)]
    if silent and CHANNELS.name in given:
        accepted = "channels in which the bot may post"
        refusals += (Refusal(CHANNELS.name, "", accepted, hint=may_not_post(silent, server)),)
    if refusals:
        return Refused(refusals)
    if after == before:
        return await _shown(saved, visit, server, "Everything was as you chose it already.")
    await _keep(after, saved, visit, server)
    return await _shown(await _saved(server, visit), visit, server, "Saved.")


async def _saved(server: Server, visit: Visit) -> SavedServer | None:
    door = visit.account.door
    return await read_server(visit.transaction, door=door, platform_id=server.platform_id)


async def _keep(
    after: ServerSettings, saved: SavedServer | None, visit: Visit, server: Server
) -> None:
    """Save the settings and, in the audit, who changed which of them."""
    # Asked from there, the bot is there, whether or not its door was told.
    await server_joined(
        visit.transaction,
        door=visit.account.door,
        platform_id=server.platform_id,
        now=visit.now,
    )
    here = saved or await _saved(server, visit)
    if here is None:
        raise LookupError("the server was removed while its settings were saved")
    was = asdict(saved.settings if saved else ServerSettings())
    changed = {name: value for name, value in asdict(after).items() if value != was[name]}
    expected = saved.row_version if saved else 0
    await save_settings(visit.transaction, here.id, after, now=visit.now, expected=expected)
    await add_change(
        visit.transaction,
        here.id,
        await person_here(visit),
        _KIND,
        before={name: was[name] for name in changed},
        after=changed,
        now=visit.now,
    )


async def _shown(saved: SavedServer | None, visit: Visit, server: Server, said: str = "") -> Reply:
    if saved is None:
        return settings_reply(ServerSettings(), (), visit, server, said)
    changes = await newest_changes(visit.transaction, saved.id, limit=_CHANGES_SHOWN)
    return settings_reply(saved.settings, changes, visit, server, said)
