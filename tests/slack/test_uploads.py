"""Pictures and files: uploaded in the direct message, in words elsewhere, with a way there."""

from bot.slack.parts import Attachment, Drawing
from bot.slack.sheets import Sheet, Surface, lay_out
from core.dialogue.identifier import Pressed
from core.dialogue.reply import Block, File, Picture, Reply
from core.dialogue.request import Asked
from core.dialogue.text import text
from tests.rendering.made import CHART
from tests.slack.block_rules import check_sheet, lines_of, pressable, requests

AGAIN = Asked("privacy", {"what": "export"})
FILE = File("export.json", "application/json", "{}")
PICTURE = Picture("scale", CHART, "You are at 230; the mark is 218.")


def sheet(*blocks: Block, with_files: bool, again: Asked | None = AGAIN) -> Sheet:
    reply = Reply(text("Export"), blocks, again=again)
    laid = lay_out(reply, owner="U1", surface=Surface.MESSAGE, with_files=with_files)
    (made,) = laid.sheets
    check_sheet(made, Surface.MESSAGE)
    return made


def test_a_file_is_uploaded_and_named_where_it_stands_with_who_can_see_it() -> None:
    made = sheet(FILE, with_files=True)
    assert made.files == (Attachment("export.json", "export.json", "{}"),)
    (title, line) = lines_of(made.blocks)
    assert title == "# Export"
    assert line.startswith("~ export.json follows as a file. It is in our direct message only")
    assert "export this workspace's messages" in line
    assert not list(pressable(made.blocks))


def test_who_can_see_files_is_said_once() -> None:
    lines = lines_of(sheet(PICTURE, FILE, with_files=True).blocks)
    assert sum("direct message only" in line for line in lines) == 1
    assert "~ export.json follows as a file." in lines


def test_a_picture_is_drawn_with_its_words_at_hand() -> None:
    made = sheet(PICTURE, with_files=True)
    assert made.files == (Drawing("scale.png", CHART, "You are at 230; the mark is 218."),)
    assert not any("230" in line for line in lines_of(made.blocks))


def test_words_that_no_picture_can_carry_stand_in_the_answer() -> None:
    said = "You are here. " * 100
    made = sheet(Picture("scale", CHART, said), with_files=True)
    (drawing,) = made.files
    assert isinstance(drawing, Drawing)
    assert 950 < len(drawing.description) <= 1000
    assert " ".join(lines_of(made.blocks)).count("You are here.") == 100


def test_files_have_safe_names_of_their_own_and_people_read_the_name_they_know() -> None:
    odd = File("Z\u00fcge/../a b.txt", "text/plain", "x")
    made = sheet(odd, odd, with_files=True)
    assert [file.file_name for file in made.files] == ["Z_ge_.._a_b.txt", "Z_ge_.._a_b-2.txt"]
    assert sum("Z\u00fcge/../a b.txt follows" in line for line in lines_of(made.blocks)) == 2


def test_elsewhere_a_picture_is_words_and_a_file_is_named_and_a_button_opens_them() -> None:
    made = sheet(PICTURE, FILE, with_files=False)
    assert made.files == ()
    assert lines_of(made.blocks) == [
        "# Export", "You are at 230; the mark is 218.", "~ File: export.json", "---",
    ]  # fmt: skip
    (button,) = pressable(made.blocks)
    assert button["action_id"] == "direct"
    assert button["text"]["text"] == "Open in direct message"
    assert requests(made.blocks) == [Pressed(AGAIN, "U1")]


def test_what_no_button_can_open_is_said_in_words() -> None:
    long = Asked("topic", {"name": "x" * 100})
    lines = lines_of(sheet(FILE, with_files=False, again=long).blocks)
    assert lines[-1].endswith(f"write this in our direct message: `/topic name:{'x' * 100}`")
    lines = lines_of(sheet(FILE, with_files=False, again=None).blocks)
    assert lines[-1] == "~ Pictures and files are sent in our direct message: ask for this there."


def test_what_a_file_holds_is_not_in_its_description_for_programs() -> None:
    made = sheet(File("a.txt", "text/plain", "secret"), PICTURE, with_files=True)
    assert "secret" not in repr(made)
    assert "230" not in repr(made)
