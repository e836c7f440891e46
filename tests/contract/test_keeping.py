"""What is stored about a person: shown, changed, exported, deleted, and theirs alone."""

import json

from tests.contract.console_door import ConsoleDoor
from tests.contract.people import ADA, saved, tells
from tests.contract.visitor import Door


async def test_whatif_shows_a_change_and_saves_nothing(door: Door) -> None:
    ada = await door.visitor("Ada")
    await tells(ada, door, ADA)
    before = await saved(door, ada)
    supposed = await ada.types("whatif", step2_ck="245")
    assert supposed.private
    assert "Nothing was saved." in supposed.text
    assert "245" in supposed.text
    assert await saved(door, ada) == before
    today = await ada.presses(supposed, "The reading of today")
    assert "Your 219 is a pass" in today.text


async def test_whatif_without_a_profile_leads_to_its_first_page(door: Door) -> None:
    ada = await door.visitor("Ada")
    unknown = await ada.types("whatif", step2_ck="245")
    assert "I do not know you yet" in unknown.text
    opened = await ada.presses(unknown, "Read my profile")
    assert opened.form is not None


async def test_profile_shows_what_is_saved_and_changes_it(door: Door) -> None:
    ada = await door.visitor("Ada")
    assert "Nothing is saved about you yet" in (await ada.types("profile")).text
    await tells(ada, door, ADA)
    shown = await ada.types("profile")
    assert shown.private
    assert "219" in shown.text
    assert "US citizen at, or from, a school abroad" in shown.text
    changed = await ada.types("profile", step2_ck="221")
    assert "221" in changed.text
    form = await ada.presses(changed, "Your examinations")
    changed = await ada.fills(form, failed_attempts="1")
    assert changed.text.startswith("Your profile")
    after = await saved(door, ada)
    assert (after["step2_ck"], after["failed_attempts"]) == (221, 1)
    cleared = await ada.types("profile", step2_date="unknown")
    assert "1 June 2026" not in cleared.text
    assert "step2_date" not in await saved(door, ada)


async def test_privacy_shows_and_exports_what_is_stored(door: Door) -> None:
    ada = await door.visitor("Ada")
    assert "Nothing is stored about you." in (await ada.types("privacy")).text
    await tells(ada, door, ADA)
    shown = await ada.types("privacy")
    assert "Nothing is stored" not in shown.text
    exported = await ada.presses(shown, "Export")
    assert exported.private
    stored = json.loads(exported.files["reading-room.json"])
    assert stored["profiles"][0]["document"]["step2_ck"] == 219


async def test_privacy_deletes_only_after_it_was_confirmed(door: Door) -> None:
    ada, ben = await door.visitor("Ada"), await door.visitor("Ben")
    await tells(ada, door, ADA)
    await tells(ben, door, {**ADA, "step2_ck": "251"})
    question = await ada.presses(await ada.types("privacy"), "Delete everything")
    assert "cannot be undone" in question.text
    assert (await saved(door, ada))["step2_ck"] == 219
    gone = await ada.presses(question, "Delete everything")
    assert "Nothing about you is stored here any more" in gone.text
    assert await saved(door, ada) == {}
    assert "Nothing is stored about you." in (await ada.types("privacy")).text
    assert (await saved(door, ben))["step2_ck"] == 251


async def test_two_people_never_see_or_change_one_anothers_profile(door: Door) -> None:
    ada, ben = await door.visitor("Ada"), await door.visitor("Ben")
    await tells(ada, door, ADA)
    assert "219" not in (await ben.types("profile")).text
    assert not any((await ben.types("assess")).opened.filled.values())
    await tells(ben, door, {**ADA, "step2_ck": "251"})
    await ada.types("profile", step2_ck="221")
    assert "251" in (await ben.types("profile")).text
    assert "221" in (await ada.types("profile")).text
    assert (await ben.types("assess")).opened.filled["step2_ck"] == "251"


async def test_what_was_saved_is_there_after_a_restart(door: Door) -> None:
    ada = await door.visitor("Ada")
    await tells(ada, door, ADA)
    account = ada.account
    await door.restart()
    if isinstance(door, ConsoleDoor):
        ada = await door.visitor("Ada")
    assert ada.account == account
    assert (await ada.types("assess")).opened.filled["step2_ck"] == "219"
