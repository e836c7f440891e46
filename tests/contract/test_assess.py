"""A profile read: the form, what is saved, what is refused, and what else can be answered."""

import pytest

from tests.contract.people import ADA, answers_of, saved, some_answer, tells
from tests.contract.visitor import Door, NotOffered


async def test_assess_opens_five_questions_whose_answers_are_read_in_private(door: Door) -> None:
    ada = await door.visitor("Ada")
    first = await ada.types("assess")
    assert first.private
    assert first.opened.title.startswith("You and your season")
    assert list(first.opened.filled) == [
        "applicant",
        "specialty",
        "season_stage",
        "step2_ck",
        "step2_date",
    ]
    reading = await ada.fills(first, **ADA)
    assert reading.private
    assert "Your 219 is a pass" in reading.text
    evidence = await ada.presses(reading, "Evidence")
    assert evidence.private
    assert "Step 2 CK" in evidence.text


async def test_what_was_saved_is_filled_in_the_next_time(door: Door) -> None:
    ada = await door.visitor("Ada")
    await ada.fills(await ada.types("assess"), **ADA)
    again = await ada.types("assess")
    assert again.opened.filled == {**ADA, "season_stage": ""}


async def test_answers_given_with_the_command_are_read_at_once(door: Door) -> None:
    ada = await door.visitor("Ada")
    reading = await ada.types("assess", **ADA)
    assert "Your 219 is a pass" in reading.text
    assert (await ada.types("assess")).opened.filled["step2_ck"] == "219"


@pytest.mark.parametrize(
    ("field", "wrong", "accepted", "right"),
    [
        ("step2_ck", "2190", "a whole number from", "219"),
        ("step2_date", "2030-01-01", "a day up to today", "2026-06-01"),
    ],
)
async def test_a_wrong_answer_is_named_changes_nothing_and_all_that_was_typed_comes_back(
    door: Door, field: str, wrong: str, accepted: str, right: str
) -> None:
    ada = await door.visitor("Ada")
    refused = await ada.fills(await ada.types("assess"), **{**ADA, field: wrong})
    assert refused.private
    assert field in refused.text
    assert wrong in refused.text
    assert accepted in refused.text
    assert await saved(door, ada) == {}
    again = await ada.mends(refused)
    typed = {name: answer for name, answer in ADA.items() if name != field}
    kept = (
        typed
        if field == "step2_date"
        else {**typed, "step2_date": again.opened.filled["step2_date"]}
    )
    assert kept.items() <= again.opened.filled.items()
    reading = await ada.fills(again, **{field: right, "step2_date": ADA["step2_date"]})
    assert "Your 219 is a pass" in reading.text
    assert (await saved(door, ada))["applicant"] == "us_img"


async def test_a_wrong_option_of_a_command_is_named_and_changes_nothing(door: Door) -> None:
    ada = await door.visitor("Ada")
    refused = await ada.types("assess", **{**ADA, "step2_ck": "2190"})
    assert "step2_ck" in refused.text
    assert "2190 was given; accepted is a whole number from" in refused.text
    assert await saved(door, ada) == {}


async def test_what_was_refused_in_a_command_opens_as_a_form_with_all_of_it(
    discord_door: Door,
) -> None:
    ada = await discord_door.visitor("Ada")
    refused = await ada.types("assess", **{**ADA, "step2_ck": "2190"})
    again = await ada.mends(refused)
    assert again.opened.filled == {**ADA, "step2_ck": "2190", "season_stage": ""}
    twice = await ada.fills(again, step2_ck="21900")
    again = await ada.mends(twice)
    assert again.opened.filled == {**ADA, "step2_ck": "21900", "season_stage": ""}
    reading = await ada.fills(again, step2_ck="219")
    assert "Your 219 is a pass" in reading.text


async def test_every_further_page_can_be_opened_and_filled_in_and_is_then_answered(
    door: Door,
) -> None:
    ada = await door.visitor("Ada")
    await tells(ada, door, answers_of("Model 3", door))
    bank = door.desk.library.bank
    titles = {page.title: page for page in bank.pages}
    before = await ada.types("topic", name="missing")
    offered = [label for label in before.labels if label in titles]
    assert len(offered) > 5
    readings = set()
    for title in offered:
        missing = await ada.types("topic", name="missing")
        if title not in missing.labels:
            continue  # answered on a page before it
        form = await ada.presses(missing, title)
        assert form.opened.title.startswith(title[:20])
        questions = [bank.questions[name] for name in titles[title].names]
        assert list(form.opened.filled) == [one.name for one in questions]
        given = {
            one.name: some_answer(one) for one in questions if not form.opened.filled[one.name]
        }
        reading = await ada.fills(form, **given)
        assert reading.text.startswith("Reading for season"), (title, reading.text)
        readings.add(reading.text)
        with pytest.raises(NotOffered):
            await ada.presses(await ada.types("topic", name="missing"), title)
    assert len(readings) > 5
