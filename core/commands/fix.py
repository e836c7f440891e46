"""``fix``: the form of what was refused, with everything that was typed, to send once more."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from core.commands.entry import Entry, Handler
from core.commands.places import leads_nothing, unwelcome
from core.commands.refusing import DRAFT, FIX, OF, fields_in, given_in, refused_draft
from core.commands.visit import Visit
from core.dialogue.form import Form, refilled
from core.dialogue.question import Kind, Question
from core.dialogue.reply import Refusal, Refused, Reply
from core.dialogue.request import Asked
from core.storage.drafts import Draft, drop_draft

DRAFT_ID = Question(
    DRAFT, "Which draft?", "To find what was typed.", Kind.WORDS, limit=40, required=True
)
COMMAND = Question(
    OF, "Of which command?", "To open its form.", Kind.WORDS, limit=40, required=True
)


def handler(entries: Callable[[], Mapping[str, Entry]]) -> Handler:
    """The handler of ``fix`` over the commands there are."""

    async def run(asked: Asked, visit: Visit) -> Reply | Form | Refused:
        """Open the form with the draft; with answers, lay them on the draft and run the command.

        Where the draft is gone the form opens as it would today, and answers stand alone.
        """
        entry = entries().get(asked.given.get(OF, ""))
        if entry is None or entry.opening is None:
            return Refused((Refusal(OF, "", "a command with a form"),))
        # This way in is open to everybody; the command behind it may not be.
        refused = unwelcome(asked, entry.command, visit.where) or await leads_nothing(
            asked, entry.command, visit.where, visit.account.door, visit.transaction
        )
        if refused:
            return refused
        answers = {name: typed for name, typed in asked.given.items() if name not in {DRAFT, OF}}
        draft = await _draft(asked, visit)
        typed = {**(given_in(draft) if draft else {}), **answers}
        if not answers:
            return await _opened(entry, asked, draft, visit)
        outcome = await entry.handler(Asked(entry.command.name, typed), visit)
        if draft is not None and isinstance(outcome, Reply) and visit.person is not None:
            await drop_draft(visit.transaction, visit.person, draft.kind)
        return outcome

    return run


async def _draft(asked: Asked, visit: Visit) -> Draft | None:
    if visit.person is None:
        return None
    return await refused_draft(visit.transaction, visit.person, asked.given, visit.now)


async def _opened(
    entry: Entry, asked: Asked, draft: Draft | None, visit: Visit
) -> Reply | Form | Refused:
    if entry.opening is None:
        raise LookupError("the command has no form")
    fields = fields_in(draft) if draft else ()
    form = await entry.handler(entry.opening(fields) or Asked(entry.command.name), visit)
    if draft is None or not isinstance(form, Form):
        return form
    return replace(
        refilled(form, given_in(draft)),
        command=FIX,
        arguments={DRAFT: draft.id, OF: entry.command.name},
    )
