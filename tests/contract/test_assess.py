"""A profile read: the form, what is saved, what is refused, and what else can be answered."""

from tests.contract.visitor import Door

ANSWERS = {
    "applicant": "us_img",
    "specialty": "dr",
    "step2_ck": "219",
    "step2_date": "2026-06-01",
}


async def test_assess_opens_five_questions_whose_answers_are_read_in_private(door: Door) -> None:
    ada = await door.visitor("Ada")
    first = await ada.types("assess")
    assert first.opened.title.startswith("You and your season")
    assert list(first.opened.filled) == [
        "applicant",
        "specialty",
        "season_stage",
        "step2_ck",
        "step2_date",
    ]
    reading = await ada.fills(first, **ANSWERS)
    assert reading.private
    assert "Your 219 is a pass" in reading.text
    assert "Evidence" in reading.labels
    evidence = await ada.presses(reading, "Evidence")
    assert evidence.private
    assert "Step 2 CK" in evidence.text
    assert any("219" in said for said in evidence.pictures)


async def test_what_was_saved_is_filled_in_the_next_time(door: Door) -> None:
    ada = await door.visitor("Ada")
    await ada.fills(await ada.types("assess"), **ANSWERS)
    again = await ada.types("assess")
    assert again.opened.filled == {**ANSWERS, "season_stage": ""}
