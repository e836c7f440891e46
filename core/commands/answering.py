"""Typed answers against the saved profile: what would be the profile, or what is refused."""

from collections.abc import Mapping
from dataclasses import asdict

from core.commands.visit import Visit
from core.dialogue.reply import Action, Actions, Paragraph, Refusal, Refused, Reply
from core.dialogue.text import text
from core.planning.replan import replan
from core.profile.answers import changed, read_answers, typed_answer
from core.profile.applicant import Profile
from core.profile.rules import impossible
from core.storage.people import person_for, touch
from core.storage.profiles import SavedProfile, read_profile, save_profile

_NEEDED = frozenset({"applicant", "specialty"})
_SAVED = "this was saved earlier, so give it again beside the new answer"


async def saved_profile(visit: Visit) -> SavedProfile | None:
    """The person's saved profile, where there is a person and a profile."""
    return None if visit.person is None else await read_profile(visit.transaction, visit.person)


def unknown_person() -> Reply:
    """What is said to somebody of whom nothing is saved yet, where a profile is needed."""
    return Reply(
        text("I do not know you yet"),
        (
            Paragraph(text("A first page of five questions is enough for a first reading.")),
            Actions((Action("Read my profile", "assess"),)),
        ),
        {"profile": None},
    )


def with_answers(
    profile: Profile, given: Mapping[str, str], visit: Visit, *, supposing: bool = False
) -> Profile | Refused:
    """The profile with the typed answers, or every field that cannot be taken.

    ``supposing`` allows a score for a test still to come, as of the day of that test.
    Where an answer given now contradicts one saved before, the refusal may name the saved one,
    and says that it was. Names that are no question are left to the command.
    """
    library = visit.library
    typed = {name: value for name, value in given.items() if name in library.bank.questions}
    answers = read_answers(typed, library.bank)
    if answers.refusals:
        return Refused(answers.refusals)
    after = changed(profile, answers.attributes)
    tested = after.step2_date if supposing else None
    on = max(visit.today, tested or visit.today)
    # What time alone has made impossible in the saved answers does not stand in the way.
    stale = {field for field, _ in impossible(profile, library.facts, on)} - typed.keys()
    found = [one for one in impossible(after, library.facts, on) if one[0] not in stale - _NEEDED]
    if not found:
        return after
    return Refused(
        tuple(
            Refusal(field, typed.get(field, ""), accepted)
            if field in typed or not typed_answer(after, field)
            else Refusal(field, typed_answer(after, field), f"{accepted}; {_SAVED}")
            for field, accepted in found
        )
    )


async def keep_profile(profile: Profile, saved: SavedProfile | None, visit: Visit) -> None:
    """Save the profile over the one that was read; the person is made on the first save.

    What follows from it, the dates and reminders, is planned anew in the same transaction.
    """
    person = await person_here(visit)
    expected = saved.row_version if saved else None
    await save_profile(visit.transaction, person, profile, now=visit.now, expected=expected)
    if visit.person is not None:
        await replan(visit.transaction, person, prepared=visit.library.prepared, now=visit.now)


async def person_here(visit: Visit) -> int:
    """The person who asks, made on their first save, and noted as here now."""
    person = await person_for(visit.transaction, **asdict(visit.account), now=visit.now)
    await touch(visit.transaction, person, now=visit.now)
    return person
