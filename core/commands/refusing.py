"""What is refused: why, in words people know, and how nothing of it is lost."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from core.commands.entry import Entry
from core.commands.visit import Account
from core.dialogue.command import Command
from core.dialogue.question import Unreadable
from core.dialogue.reply import Action, Refusal, Refused
from core.dialogue.request import Asked
from core.storage.drafts import Draft, read_draft_by_id, save_draft
from core.storage.engine import Transaction
from core.storage.people import person_for

FIX, DRAFT, OF = "fix", "draft", "of"
_KIND = "refused:"
"""What the kind of a draft begins with; the command and the page it opens follow."""
_KEPT = timedelta(days=2)
"""Long enough to come back to a form tomorrow; what is in it is as private as a profile."""
_NEVER_KEPT = frozenset({"note", DRAFT, OF})


def unknown_command(asked: Asked, commands: Mapping[str, Command]) -> Refused:
    """The refusal of a command that there is not."""
    listed = ", ".join(f"/{name}" for name, command in commands.items() if command.listed)
    return Refused((Refusal("command", asked.command, listed),), asked.given, asked.command)


def unreadable(asked: Asked, command: Command) -> Refused | None:
    """Every option that the command does not have or whose text it does not accept."""
    options = {option.name: option for option in command.options}
    refusals = []
    for name, typed in asked.given.items():
        if name not in options:
            known = f"a field of /{command.name}; /help {command.name} lists them"
            refusals.append(Refusal(name, typed, known))
            continue
        try:
            options[name].read(typed)
        except Unreadable as wrong:
            refusals.append(Refusal(name, typed, wrong.accepted))
    return Refused(tuple(refusals), asked.given, asked.command) if refusals else None


def labelled(refused: Refused, commands: Mapping[str, Command]) -> Refused:
    """The refusal with the words by which people know its fields."""
    command = commands.get(refused.command)
    labels = {option.name: option.label for option in command.options} if command else {}
    return replace(
        refused,
        refusals=tuple(
            replace(one, label=one.label or labels.get(one.field, "")) for one in refused.refusals
        ),
    )


async def keep_refused(
    refused: Refused,
    entries: Mapping[str, Entry],
    account: Account,
    transaction: Transaction,
    now: datetime,
) -> Action | None:
    """Keep what was typed as a draft; the action opens the form with it.

    ``None`` where no form asks for what was refused. Each form has a draft of its own, over the
    one before of the same form. Free words are never kept.
    """
    command = _command_of(refused)
    entry = entries.get(command)
    fields = tuple(one.field for one in refused.refusals)
    opened = entry.opening(fields) if entry and entry.opening else None
    if opened is None:
        return None
    kind = _kind(command, *opened.given.values())
    person = await person_for(
        transaction,
        door=account.door,
        tenant=account.tenant,
        platform_id=account.platform_id,
        now=now,
    )
    typed = {name: value for name, value in refused.given.items() if name not in _NEVER_KEPT}
    if refused.command == FIX:
        before = await refused_draft(transaction, person, refused.given, now)
        if before is not None:
            # Also where another page is refused now: its own draft holds other answers.
            kind = before.kind
            typed = {**given_in(before), **typed}
    draft = await save_draft(
        transaction,
        person,
        kind,
        {"given": typed, "fields": list(fields)},
        now=now,
        expires_at=now + _KEPT,
    )
    return Action("Fix this", FIX, {DRAFT: draft.id, OF: command})


async def refused_draft(
    transaction: Transaction, person: int, given: Mapping[str, str], now: datetime
) -> Draft | None:
    """A person's draft that options of ``fix`` name; ``None`` where it is gone or of another."""
    draft = await read_draft_by_id(transaction, person, given.get(DRAFT, ""), now=now)
    if draft is None or not f"{draft.kind}:".startswith(_kind(given.get(OF, ""), "")):
        return None
    return draft


def handed_back(refused: Refused, entries: Mapping[str, Entry]) -> Refused:
    """The refusal with what was typed beside it, to copy, where there is anything to send again.

    Nobody types a command that help does not list, nor what merely chooses what is shown.
    """
    entry = entries.get(_command_of(refused))
    given = refused.given
    if refused.command == FIX:
        given = {name: typed for name, typed in given.items() if name not in {DRAFT, OF}}
    if entry is None or not entry.command.listed or entry.command.only_views(given):
        return refused
    return replace(refused, command=entry.command.name, given=given, hand_back=True)


def _command_of(refused: Refused) -> str:
    """The command whose answers were refused, also behind ``fix``."""
    return refused.given.get(OF, "") if refused.command == FIX else refused.command


def _kind(command: str, *page: str) -> str:
    return _KIND + ":".join((command, *page))


def given_in(draft: Draft) -> dict[str, str]:
    """What was typed."""
    return dict(draft.content["given"])


def fields_in(draft: Draft) -> tuple[str, ...]:
    """The fields that were refused."""
    return tuple(draft.content["fields"])
