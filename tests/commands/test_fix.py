"""What was refused can be put right: the form comes back with everything that was typed."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from core.commands.desk import Desk, Entry
from core.commands.visit import Account, Visit
from core.dialogue.form import Form, submission
from core.dialogue.reply import Action, Fault, Outcome, Refused, Reply
from core.dialogue.request import Asked
from core.storage.profiles import ProfileChanged
from tests.commands.conftest import TODAY, Person

NOON = datetime.combine(TODAY, time(12), UTC)


@pytest.fixture
def keeping(desk: Desk) -> Desk:
    return replace(desk, keeps_refused=True)


async def ask(desk: Desk, asked: Asked, name: str = "me", now: datetime = NOON) -> Outcome:
    account = Account("console", "local", name)
    return await desk.answer(asked, account, now=now, today=now.date())


async def refused(desk: Desk, asked: Asked) -> tuple[Refused, Action]:
    outcome = await ask(desk, asked)
    assert isinstance(outcome, Refused), outcome
    assert outcome.fix is not None
    return outcome, outcome.fix


def pressed(action: Action) -> Asked:
    return Asked(action.command, dict(action.arguments))


async def form(desk: Desk, asked: Asked, name: str = "me", now: datetime = NOON) -> Form:
    outcome = await ask(desk, asked, name, now)
    assert isinstance(outcome, Form), outcome
    return outcome


WRONG = {"applicant": "us_img", "specialty": "dr", "step2_ck": "2190"}


async def test_the_form_comes_back_with_all_that_was_typed_and_its_answers_count(
    keeping: Desk,
) -> None:
    outcome, fix = await refused(keeping, Asked("assess", WRONG))
    assert [one.field for one in outcome.refusals] == ["step2_ck"]
    again = await form(keeping, pressed(fix))
    current = {asking.question.name: asking.current for asking in again.asked}
    assert current["step2_ck"] == "2190"
    assert current["applicant"] == "us_img"
    reply = await ask(keeping, submission(again, {"step2_ck": "219"}))
    assert isinstance(reply, Reply)
    assert reply.data["standing"]["dr"]["score"] == 219
    saved = await ask(keeping, Asked("profile"))
    assert isinstance(saved, Reply)
    assert saved.data["profile"]["applicant"] == "us_img"


async def test_the_page_that_opens_is_the_one_of_the_first_refused_field_and_others_are_kept(
    keeping: Desk,
) -> None:
    typed = {**WRONG, "step2_ck": "219", "letters_radiology": "-1"}
    _, fix = await refused(keeping, Asked("assess", typed))
    again = await form(keeping, pressed(fix))
    assert "letters_radiology" in {asking.question.name for asking in again.asked}
    reply = await ask(keeping, submission(again, {"letters_radiology": "1"}))
    assert isinstance(reply, Reply)
    assert reply.data["standing"]["dr"]["score"] == 219


async def test_a_second_mistake_loses_nothing_of_the_first_page(keeping: Desk) -> None:
    typed = {**WRONG, "step2_ck": "219", "letters_radiology": "-1"}
    _, fix = await refused(keeping, Asked("assess", typed))
    again = await form(keeping, pressed(fix))
    _, fix = await refused(keeping, submission(again, {"letters_radiology": "many"}))
    again = await form(keeping, pressed(fix))
    current = {asking.question.name: asking.current for asking in again.asked}
    assert current["letters_radiology"] == "many"
    reply = await ask(keeping, submission(again, {"letters_radiology": "2"}))
    assert isinstance(reply, Reply)
    saved = await ask(keeping, Asked("profile"))
    assert isinstance(saved, Reply)
    assert saved.data["profile"]["step2_ck"] == 219
    assert saved.data["profile"]["letters_radiology"] == 2


async def test_an_impossible_combination_is_fixed_as_an_unreadable_answer_is(
    keeping: Desk,
) -> None:
    typed = {"applicant": "us_img", "specialty": "dr", "step2_ck": "219"}
    _, fix = await refused(keeping, Asked("profile", {**typed, "step2_date": "2030-01-01"}))
    again = await form(keeping, pressed(fix))
    shown = await ask(keeping, submission(again, {"step2_date": "2026-06-01"}))
    assert isinstance(shown, Reply)
    assert shown.data["profile"]["step2_date"] == "2026-06-01"


async def test_a_draft_is_its_persons_alone(keeping: Desk) -> None:
    _, fix = await refused(keeping, Asked("assess", WRONG))
    theirs = await form(keeping, pressed(fix), name="somebody else")
    assert not [asking for asking in theirs.asked if asking.current]


async def test_a_draft_that_expired_or_was_used_opens_the_form_as_it_is_today(
    keeping: Desk,
) -> None:
    _, fix = await refused(keeping, Asked("assess", WRONG))
    late = await form(keeping, pressed(fix), now=NOON + timedelta(days=3))
    assert not [asking for asking in late.asked if asking.current]
    again = await form(keeping, pressed(fix))
    assert isinstance(await ask(keeping, submission(again, {"step2_ck": "219"})), Reply)
    after = await form(keeping, pressed(fix))
    current = {asking.question.name: asking.current for asking in after.asked}
    assert current["step2_ck"] == "219"
    assert after.command == "assess"


async def test_free_words_are_not_kept(keeping: Desk) -> None:
    typed = {**WRONG, "note": "marmalade"}
    await refused(keeping, Asked("assess", typed))
    exported = await ask(keeping, Asked("privacy", {"what": "export"}))
    assert isinstance(exported, Reply)
    assert "2190" in repr(exported.data)
    assert "marmalade" not in repr(exported.data)


async def test_a_door_that_hands_back_what_was_typed_keeps_no_draft(desk: Desk) -> None:
    outcome = await ask(desk, Asked("assess", WRONG))
    assert isinstance(outcome, Refused)
    assert outcome.fix is None
    exported = await ask(desk, Asked("privacy", {"what": "export"}))
    assert isinstance(exported, Reply)
    assert exported.data["stored"] == {}


@pytest.mark.parametrize(
    "asked",
    [
        Asked("topic", {"name": "nothing"}),
        Asked("nothing", {"a": "b"}),
        Asked("fix", {"of": "talk", "draft": "1"}),
        Asked("fix", {"of": "nothing", "draft": "1"}),
    ],
)
async def test_what_no_form_asks_for_is_refused_without_a_way_to_fix_it(
    keeping: Desk, asked: Asked
) -> None:
    outcome = await ask(keeping, asked)
    assert isinstance(outcome, Refused)
    assert outcome.fix is None


async def test_refused_fields_are_named_as_people_know_them(keeping: Desk) -> None:
    outcome, _ = await refused(keeping, Asked("assess", WRONG))
    assert outcome.refusals[0].label == "Step 2 CK: score, or where you stand"


async def test_drawing_runs_nothing_that_writes(keeping: Desk) -> None:
    asked = Asked("assess", {**WRONG, "step2_ck": "219"})
    account = Account("console", "local", "me")
    outcome = await keeping.answer(asked, account, now=NOON, today=TODAY, drawing=True)
    assert isinstance(outcome, Fault)
    shown = await ask(keeping, Asked("profile"))
    assert isinstance(shown, Reply)
    assert shown.data["profile"] == {}


@pytest.mark.parametrize(
    ("asked", "again"),
    [
        (Asked("assess", {"step2_ck": "221"}), Asked("topic", {"name": "reading"})),
        (Asked("topic", {"name": "plan"}), Asked("topic", {"name": "plan"})),
        (Asked("profile", {"step2_ck": "221"}), Asked("profile")),
        (Asked("help"), Asked("help")),
        (Asked("whatif", {"step2_ck": "221"}), None),
        (Asked("privacy", {"what": "delete", "confirm": "no"}), None),
    ],
)
async def test_a_reply_says_what_draws_it_again_and_never_with_an_answer(
    desk: Desk, somebody: Callable[[str, date], Person], asked: Asked, again: Asked | None
) -> None:
    await ask(desk, Asked("assess", {**WRONG, "step2_ck": "219"}))
    outcome = await ask(desk, asked)
    assert isinstance(outcome, Reply)
    assert outcome.again == again


async def test_a_save_that_was_overtaken_once_is_laid_on_what_was_saved_meanwhile(
    desk: Desk,
) -> None:
    entries = dict(desk.entries)
    tries = 0

    async def overtaken_once(asked: Asked, visit: Visit) -> Reply | Form | Refused:
        nonlocal tries
        tries += 1
        if tries == 1:
            raise ProfileChanged
        return await entries["assess"].handler(asked, visit)

    entries_now = {**entries, "assess": Entry(entries["assess"].command, overtaken_once)}
    outcome = await ask(
        replace(desk, entries=entries_now), Asked("assess", {**WRONG, "step2_ck": "219"})
    )
    assert isinstance(outcome, Reply)
    assert tries == 2


async def test_a_fault_gives_back_what_was_sent(desk: Desk) -> None:
    async def breaks(asked: Asked, visit: Visit) -> Reply | Form | Refused:
        raise RuntimeError

    entries = {**desk.entries, "assess": Entry(desk.entries["assess"].command, breaks)}
    asked = Asked("assess", {**WRONG, "step2_ck": "219"})
    outcome = await ask(replace(desk, entries=entries), asked)
    assert isinstance(outcome, Fault)
    assert outcome.asked == asked
