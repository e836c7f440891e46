"""Words that are no answer: distress brings people first, slips are guessed, nothing pings."""

import pytest

from tests.contract.people import ADA, saved, tells
from tests.contract.visitor import Door

CRISIS = "I want to kill myself"


def offers_people(text: str) -> bool:
    return "People who listen, right now" in text and "988" in text


async def test_words_of_distress_bring_people_first(door: Door) -> None:
    ada = await door.visitor("Ada")
    offer = await ada.writes(CRISIS)
    assert offer.private
    assert offers_people(offer.text)
    assert (await ada.presses(offer, "Go on when you want to")).form is not None


async def test_words_of_distress_in_a_form_bring_people_first_and_are_not_kept(
    door: Door,
) -> None:
    ada = await door.visitor("Ada")
    offer = await ada.fills(await ada.types("assess"), **{**ADA, "step2_ck": CRISIS})
    assert offers_people(offer.text)
    assert "kill" not in offer.text
    assert await saved(door, ada) == {}


async def test_words_of_distress_in_a_note_bring_people_first(door: Door) -> None:
    ada = await door.visitor("Ada")
    offer = await ada.types("assess", **ADA, note=CRISIS)
    assert offers_people(offer.text)
    reading = await ada.presses(offer, "Go on when you want to")
    assert reading.text.startswith("Reading for season")


async def test_words_of_distress_in_an_option_bring_people_first(door: Door) -> None:
    ada = await door.visitor("Ada")
    offer = await ada.types("assess", step2_ck=CRISIS)
    assert offers_people(offer.text)


async def test_other_words_are_told_what_can_be_asked(door: Door) -> None:
    ada = await door.visitor("Ada")
    told = await ada.writes("what are my chances with a 219?")
    assert "I cannot read free sentences" in told.text
    assert (await ada.presses(told, "Read my profile")).form is not None


async def test_a_command_can_be_written_as_words(door: Door) -> None:
    ada = await door.visitor("Ada")
    reading = await ada.writes("/assess applicant:us_img specialty:dr step2_ck:219")
    assert reading.text.startswith("Reading for season")
    opened = await ada.writes("/assess")
    if opened.form is None:
        opened = await ada.presses(opened, "Open the form")
    assert opened.opened.filled["step2_ck"] == "219"


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        ("/asses", "/assess"),
        ("/topic evidense", "evidence"),
        ("/assess step2:219", "step2_ck"),
        ("/readingroom hlp", "/help"),
    ],
)
async def test_an_unknown_name_is_met_with_what_was_probably_meant(
    door: Door, line: str, meant: str
) -> None:
    ada = await door.visitor("Ada")
    await tells(ada, door, ADA)
    refused = await ada.writes(line)
    assert refused.private
    assert "Nothing was changed" in refused.text
    assert (door.typed(meant[1:]) if meant[0] == "/" else meant) in refused.text


async def test_what_is_typed_is_shown_as_typed(door: Door) -> None:
    ada = await door.visitor("Ada")
    for typed in ("@everyone", "<@123> **b**", "[a](https://a.b)", "# ||x|| `y`"):
        refused = await ada.types("assess", **{**ADA, "step2_ck": typed})
        assert f"{typed} was given" in refused.text
