"""A message with files: its words, or those of a short text file, as if they were typed."""

from collections.abc import Mapping, Sequence

from core.dialogue.command import Command
from core.dialogue.line import LONGEST_LINE, read_line
from core.dialogue.reply import Refused, Sentence
from core.dialogue.request import LARGEST_FILE, Asked, Attachment

_TEXT = "text/"


def read_received(
    words: str, files: Sequence[Attachment], commands: Mapping[str, Command]
) -> Asked | Refused | None:
    """What a message with files asks; ``None`` where it holds nothing.

    What stands beside a file counts before it. A platform may make a file of a text that is
    long, so that a text file alone is read as words; no command takes any other file.
    """
    asked = read_line(words, commands)
    if asked is not None or not files:
        return asked
    typed = text_of(files[0]) if len(files) == 1 else None
    if typed is not None and len(typed) <= LONGEST_LINE:
        return read_line(typed, commands)
    return Refused((Sentence("file", "", _why(files)),))


def passed_over(words: str, files: Sequence[Attachment]) -> str:
    """What is said of files beside words that were answered; empty where there are none."""
    if not files or not words.strip():
        return ""
    which = "the file" if len(files) == 1 else "the files"
    return f"I did not read {which} beside your words, and nothing of it was kept."


def text_of(file: Attachment) -> str | None:
    """The words of a text file in UTF-8; ``None`` for any other file."""
    if file.content is None or not file.media_type.startswith(_TEXT):
        return None
    try:
        return file.content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None


def _why(files: Sequence[Attachment]) -> str:
    if any(file.too_large for file in files):
        return f"Files up to {LARGEST_FILE:,} bytes can be looked at, and this one is larger"
    return (
        f"I cannot do anything with this file: what I read are words, {LONGEST_LINE:,} characters "
        "at most, typed or in one text file. Nothing of it was kept"
    )
