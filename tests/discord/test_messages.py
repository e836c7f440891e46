"""A sheet as a message: files in their place, pictures with their words, nothing kept behind."""

import pytest

from bot.discord.limits import units
from bot.discord.messages import Built, build
from bot.discord.parts import TOO_LARGE_ROOM
from bot.discord.sheets import lay_out
from bot.drawing import draw_png
from bot.rendering.file_names import safe_name
from core.dialogue.reply import Action, Actions, Block, File, Paragraph, Picture, Reply
from core.dialogue.text import text
from tests.discord.message_rules import check_message, components_of, shown_markdown
from tests.rendering.made import CHART

FILE = File("reading-room.json", "application/json", '{"é": 1}\n')
PICTURE = Picture("step2", CHART, "You stand at 230, *20 under* the centre.")


async def built(*blocks: Block, file_limit: int = 10_000_000) -> Built:
    (sheet,) = lay_out(Reply(text("Title"), blocks)).sheets
    one = await build(sheet, file_limit=file_limit)
    check_message(one)
    return one


def kinds(one: Built) -> list[int]:
    (container,) = components_of(one)
    return [part["type"] for part in container["components"]]


async def test_files_and_pictures_stand_where_they_are_in_the_reply() -> None:
    before, after = Paragraph(text("before")), Paragraph(text("after"))
    one = await built(before, PICTURE, after, FILE, Actions((Action("Go", "topic"),)))
    assert kinds(one) == [10, 12, 10, 13, 14, 1]
    assert [file.filename for file in one.files] == ["step2.png", "reading-room.json"]


async def test_a_file_has_its_content_to_the_byte() -> None:
    (file,) = (await built(FILE)).files
    assert file.fp.read() == FILE.content.encode()


async def test_a_picture_is_drawn_and_says_in_words_what_it_shows() -> None:
    one = await built(PICTURE)
    (file,) = one.files
    assert file.fp.read() == draw_png(CHART)
    (container,) = components_of(one)
    (item,) = container["components"][1]["items"]
    assert item["description"] == PICTURE.alternative
    assert item["media"]["url"] == "attachment://step2.png"


async def test_a_file_that_is_too_large_is_spoken_of_in_its_place() -> None:
    large = File("a_" * 100 + ".json", "application/json", "x" * 1001)
    one = await built(large, file_limit=1000)
    assert one.files == []
    assert "has 1,001 bytes, and 1,000 can be sent here. Nothing of it is lost" in (
        shown_markdown(one)
    )
    assert units(shown_markdown(one).splitlines()[-1]) <= TOO_LARGE_ROOM


async def test_a_picture_that_is_too_large_is_said_in_words() -> None:
    one = await built(PICTURE, file_limit=1000)
    assert one.files == []
    assert shown_markdown(one).endswith("You stand at 230, \\*20 under\\* the centre.")


async def test_two_files_of_one_name_are_told_apart() -> None:
    one = await built(FILE, FILE, File("READING-ROOM.json", "application/json", ""))
    names = [file.filename for file in one.files]
    assert names == ["reading-room.json", "reading-room-2.json", "READING-ROOM-3.json"]


async def test_a_name_that_had_to_be_changed_stands_above_its_file() -> None:
    one = await built(File("my résumé.txt", "text/plain", ""))
    assert [file.filename for file in one.files] == ["my_r_sum_.txt"]
    assert "my résumé.txt" in shown_markdown(one)


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("a.json", "a.json"), ("../../etc/passwd", "etc_passwd"), ("SPOILER_a.txt", "a.txt"),
        ("spoiler_SPOILER_.a.txt", "a.txt"), ("...", "file"), ("", "file"), (".png", "file.png"),
        ("a" * 200 + ".json", "a" * 80 + ".json"), ("a\x00\u202eb.txt", "a_b.txt"),
    ],
)  # fmt: skip
def test_a_file_name_is_in_letters_that_discord_leaves(name: str, safe: str) -> None:
    assert safe_name(name, ()) == safe


async def test_the_library_keeps_nothing_of_a_message() -> None:
    one = await built(Actions((Action("Go", "topic"),)))
    assert one.view.is_finished()
    assert one.view.timeout is None
