"""Messages with files: words count first, a short text file is words, nothing else is read."""

import pytest

from core.commands.desk import Desk
from core.commands.received import read_received, text_of
from core.dialogue.reply import Refused
from core.dialogue.request import LARGEST_FILE, Asked, Attachment


def text_file(content: str, media_type: str = "text/plain") -> Attachment:
    return Attachment("a.txt", media_type, content.encode())


def test_a_message_without_words_or_files_asks_nothing(desk: Desk) -> None:
    assert read_received(" ", (), desk.commands) is None


def test_words_beside_a_file_count_before_it(desk: Desk) -> None:
    asked = read_received("/help", (text_file("/about"),), desk.commands)
    assert asked == Asked("help")


@pytest.mark.parametrize("media_type", ["text/plain", "text/markdown"])
def test_a_short_text_file_alone_is_read_as_words(desk: Desk, media_type: str) -> None:
    asked = read_received("", (text_file("\ufeff/topic plan", media_type),), desk.commands)
    assert asked == Asked("topic", {"name": "plan"})
    talk = read_received("", (text_file("I am so tired"),), desk.commands)
    assert talk == Asked("talk", {"words": "I am so tired"})


@pytest.mark.parametrize(
    "files",
    [
        (Attachment("a.png", "image/png", b"\x89PNG"),),
        (Attachment("a.txt", "text/plain", b"\xff\xfe\x00"),),
        (Attachment("a.txt", "text/plain", None),),
        (text_file("one"), text_file("two")),
        (text_file("x" * 4001),),
    ],
    ids=["picture", "not UTF-8", "not fetched", "two", "long"],
)
def test_any_other_file_is_refused_with_what_is_read(
    desk: Desk, files: tuple[Attachment, ...]
) -> None:
    refused = read_received("", files, desk.commands)
    assert isinstance(refused, Refused)
    assert "4,000 characters at most" in refused.refusals[0].accepted


def test_a_file_that_is_too_large_is_told_how_large_one_may_be(desk: Desk) -> None:
    refused = read_received(
        "", (Attachment("a.txt", "text/plain", None, too_large=True),), desk.commands
    )
    assert isinstance(refused, Refused)
    assert f"{LARGEST_FILE:,}" in refused.refusals[0].accepted


def test_the_words_of_a_file_can_be_heard_even_where_they_are_too_long_to_read() -> None:
    assert text_of(text_file("help " * 2000)) == "help " * 2000
    assert text_of(Attachment("a.pdf", "application/pdf", b"%PDF")) is None


def test_a_file_is_not_shown_where_it_is_printed() -> None:
    assert "secret" not in repr(text_file("secret"))
