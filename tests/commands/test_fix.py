"""What was refused can be put right: the form comes back with everything that was typed."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from core.commands.desk import Desk
from core.commands.entry import Entry
from core.commands.visit import Account, Visit
from core.dialogue.documents import refused_document
from core.dialogue.form import Form, submission
from core.dialogue.reply import Action, Fault, Outcome, Paragraph, Refused, Reply
from core.dialogue.request import Asked
from core.dialogue.text import plain
from core.storage.engine import Store
from core.storage.errors import StoreReadOnly
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


LETTERS = {"page": "letters", "letters_radiology": "-1"}


def answers_in(form: Form) -> dict[str, str]:
    return {asking.question.name: asking.current for asking in form.asked}


@pytest.mark.parametrize("other", ["assess", "profile"])
async def test_forms_that_were_refused_one_after_the_other_are_each_put_right(
    keeping: Desk, other: str
) -> None:
    await ask(keeping, Asked("assess", {"applicant": "us_img", "specialty": "ir"}))
    _, first = await refused(keeping, Asked("profile", LETTERS))
    _, second = await refused(keeping, Asked(other, WRONG))
    letters = await form(keeping, pressed(first))
    assert answers_in(letters)["letters_radiology"] == "-1"
    assert "step2_ck" not in answers_in(letters)
    assert isinstance(await ask(keeping, submission(letters, {"letters_radiology": "1"})), Reply)
    start = await form(keeping, pressed(second))
    assert answers_in(start)["step2_ck"] == "2190"
    assert answers_in(start)["specialty"] == "dr"
    assert isinstance(await ask(keeping, submission(start, {"step2_ck": "221"})), Reply)
    saved = await ask(keeping, Asked("profile"))
    assert isinstance(saved, Reply)
    assert saved.data["profile"]["letters_radiology"] == 1
    assert saved.data["profile"]["step2_ck"] == 221


async def test_a_second_mistake_on_another_page_leaves_what_was_refused_there(
    keeping: Desk,
) -> None:
    _, letters = await refused(keeping, Asked("assess", LETTERS))
    _, both = await refused(keeping, Asked("assess", {**WRONG, "letters_radiology": "-2"}))
    again = await form(keeping, pressed(both))
    _, rest = await refused(keeping, submission(again, {"step2_ck": "219"}))
    assert answers_in(await form(keeping, pressed(rest)))["letters_radiology"] == "-2"
    assert answers_in(await form(keeping, pressed(letters)))["letters_radiology"] == "-1"


async def test_a_draft_opens_the_form_of_its_own_command_alone(keeping: Desk) -> None:
    _, fix = await refused(keeping, Asked("assess", WRONG))
    assert "2190" in repr(await ask(keeping, pressed(fix)))
    other = await ask(keeping, Asked("fix", {**fix.arguments, "of": "profile"}))
    assert isinstance(other, Reply)
    assert "2190" not in repr(other)


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


async def copied(desk: Desk, asked: Asked) -> list[str]:
    """The lines that a refusal offers to copy."""
    outcome = await ask(desk, asked)
    assert isinstance(outcome, Refused)
    blocks = refused_document(outcome).blocks
    said = [plain(block.text) for block in blocks if isinstance(block, Paragraph)]
    return [line.removeprefix("What you sent, to copy: ") for line in said]


async def test_what_no_form_asks_for_is_handed_back_to_copy(keeping: Desk) -> None:
    lines = await copied(keeping, Asked("whatif", {"step2_ck": "2190", "aoa": "yes"}))
    assert lines == ["/whatif step2_ck:2190 aoa:yes"]


@pytest.mark.parametrize(
    "asked",
    [
        Asked("assess", WRONG),
        Asked("topic", {"name": "nothing"}),
        Asked("nothing", {"a": "b"}),
        Asked("talk", {"sung": "la"}),
        Asked("fix", {"of": "setup", "draft": "1"}),
    ],
)
async def test_nothing_is_handed_back_that_is_kept_or_that_nobody_typed(
    keeping: Desk, asked: Asked
) -> None:
    assert await copied(keeping, asked) == []


@pytest.fixture
def unwritable(keeping: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    def full(store: Store) -> None:
        raise StoreReadOnly(FILE_IN_TROUBLE)

    monkeypatch.setattr(Store, "writing", full)
    return keeping


FILE_IN_TROUBLE = "/home/somebody/people.db cannot be written."


async def test_what_could_not_be_kept_is_handed_back_to_copy(unwritable: Desk) -> None:
    line = "/assess applicant:us_img specialty:dr step2_ck:2190"
    assert await copied(unwritable, Asked("assess", WRONG)) == [line]
    again = Asked("fix", {"draft": "1", "of": "assess", **WRONG})
    assert await copied(unwritable, again) == [line]


async def test_a_door_that_hands_back_by_itself_shows_no_line_to_copy(desk: Desk) -> None:
    assert await copied(desk, Asked("whatif", {"step2_ck": "2190"})) == []


async def test_who_runs_the_program_is_told_which_file_is_in_trouble_and_others_are_not(
    unwritable: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    asked = Asked("assess", {**WRONG, "step2_ck": "219"})
    told = await ask(unwritable, asked)
    assert isinstance(told, Fault)
    assert plain(told.text) == f"Nothing was changed. {FILE_IN_TROUBLE}"
    caplog.clear()
    in_chat = await ask(replace(unwritable, operator_asks=False), asked)
    assert isinstance(in_chat, Fault)
    assert plain(in_chat.text) == (
        "Nothing was changed: the bot cannot store anything at the moment. The people who run it "
        f"can see why under the reference {in_chat.reference}."
    )
    assert f"{in_chat.reference}: {FILE_IN_TROUBLE}" in caplog.text


async def test_a_hundred_people_who_save_at_once_are_all_answered(desk: Desk) -> None:
    asked = Asked("assess", {**WRONG, "step2_ck": "219"})
    outcomes = await asyncio.gather(*(ask(desk, asked, f"one of {who}") for who in range(100)))
    assert all(isinstance(outcome, Reply) for outcome in outcomes)


async def test_refused_fields_are_named_as_people_know_them(keeping: Desk) -> None:
    outcome, _ = await refused(keeping, Asked("assess", WRONG))
    assert outcome.refusals[0].label == "Step 2 CK: score, or where you stand"


@pytest.mark.parametrize(
    ("command", "drawn"), [("assess", Form), ("profile", Reply), ("privacy", Reply)]
)
async def test_drawing_shows_what_can_be_seen_and_runs_nothing_that_writes(
    keeping: Desk, command: str, drawn: type[Outcome]
) -> None:
    asked = Asked(command, {**WRONG, "step2_ck": "219"})
    account = Account("console", "local", "me")
    outcome = await keeping.answer(asked, account, now=NOON, today=TODAY, drawing=True)
    assert isinstance(outcome, drawn)
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
