"""What is stored can be seen, taken along and deleted, at once and wholly."""

import json
from datetime import UTC, date, datetime, time
from pathlib import Path

from bot.app import open_desk
from bot.settings import StorageSettings
from core.dialogue.buttons import buttons
from core.dialogue.line import write_line
from core.dialogue.reply import File
from core.dialogue.request import Asked
from tests.commands.conftest import Person

LINE = "/assess specialty:dr applicant:us_img step2_ck:219 ties:NV budget:83197"


async def test_asking_stores_nobody(person: Person) -> None:
    for line in ("/help", "/about", "/assess", "/assess step2_ck:400", "hello", "/privacy"):
        await person.says(line)
    assert (await person.reply("/privacy")).data["stored"] == {}


async def test_the_export_holds_every_answer_as_json(person: Person) -> None:
    await person.reply(LINE)
    reply = await person.reply("/privacy export")
    file = next(block for block in reply.blocks if isinstance(block, File))
    assert json.loads(file.content)["profiles"][0]["document"]["budget"] == 83197


async def test_what_is_said_of_words_people_type_is_what_is_stored(person: Person) -> None:
    await person.reply(f'{LINE} note:"my words of a note"')
    await person.reply("my words of a message")
    echo = await person.reply('/timeline add what:"my words of a date" when:tomorrow')
    keep = next(action for action in buttons(echo) if action.label == "Keep")
    await person.reply(write_line(Asked(keep.command, keep.arguments)))
    export = await person.reply("/privacy export")
    file = next(block for block in export.blocks if isinstance(block, File))
    assert "my words of a date" in file.content
    assert "a note" not in file.content
    assert "a message" not in file.content
    said = repr((await person.reply("/privacy")).blocks)
    assert "dates of your timeline, the season's and your own" in said
    assert "read once and not stored. What you call your own dates is stored" in said


async def test_deleting_asks_once_and_then_leaves_nothing(person: Person, tmp_path: Path) -> None:
    await person.reply(LINE)
    assert (await person.reply("/privacy delete")).data == {"deleted": False}
    assert (await person.reply("/profile")).data["profile"]
    assert (await person.reply("/privacy delete confirm:yes")).data == {"deleted": True}
    assert (await person.reply("/privacy")).data["stored"] == {}
    left = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"83197" not in left


async def test_one_persons_deletion_leaves_the_other(person: Person) -> None:
    other = Person(person.desk, "other")
    await person.reply(LINE)
    await other.reply(LINE)
    await person.reply("/privacy delete confirm:yes")
    assert (await other.reply("/profile")).data["profile"]["budget"] == 83197


async def test_an_untouched_profile_removes_itself_long_after_its_season(tmp_path: Path) -> None:
    settings = StorageSettings(database=f"sqlite:///{tmp_path / 'people.db'}")

    def noon(day: date) -> datetime:
        return datetime.combine(day, time(12), UTC)

    async with open_desk(settings, now=noon(date(2026, 11, 22))) as desk:
        await Person(desk).reply(f"{LINE} season_stage:2027_applied")
    async with open_desk(settings, now=noon(date(2028, 6, 1))) as desk:
        assert (await Person(desk).reply("/profile")).data["profile"]
    async with open_desk(settings, now=noon(date(2028, 9, 1))) as desk:
        assert (await Person(desk).reply("/profile")).data["profile"] == {}


async def test_people_are_told_how_long_backups_last(tmp_path: Path) -> None:
    settings = StorageSettings(database=f"sqlite:///{tmp_path / 'people.db'}", backup_days=35)
    async with open_desk(settings, now=datetime(2026, 11, 22, 12, tzinfo=UTC)) as desk:
        reply = await Person(desk).reply("/privacy")
    assert "35 days" in repr(reply.blocks)
