"""Pictures and files: uploaded where that is private, and elsewhere in words."""

from collections.abc import Iterator

from bot.rendering.file_names import safe_name
from bot.rendering.lines import in_one_line
from bot.rendering.running import Gap
from bot.rendering.shortening import within
from bot.rendering.wording import picture_name, picture_words
from bot.slack.limits import ALTERNATIVE_TEXT
from bot.slack.parts import Attachment, Button, Drawing, Pressing, Uploaded
from bot.slack.pieces import Piece, begun, quiet, running
from core.dialogue.identifier import DoesNotFitError, write_identifier
from core.dialogue.line import write_line
from core.dialogue.reply import File, Picture
from core.dialogue.request import Asked
from core.dialogue.text import Code, text

WHO_SEES = (
    "It is in our direct message only, though people who may export this workspace's messages "
    "can see it too. It goes when you delete everything here, or after a day if nothing is saved "
    "about you."
)
_DIRECT = "Open in direct message"


class Uploads:
    """The pictures and files of one reply, met one after the other."""

    def __init__(self, *, with_files: bool) -> None:
        self._with_files = with_files
        self._names: set[str] = set()
        self._met = False

    def picture(self, picture: Picture) -> Iterator[Piece]:
        """The picture for upload with a line that names it, or what it says in words."""
        said = picture_words(picture)
        description = within(said, ALTERNATIVE_TEXT)
        if self._with_files:
            name = self._name(picture_name(picture))
            yield from self._uploaded(Drawing(name, picture.chart, description), name)
        self._met = True
        if not self._with_files or description != said:
            yield from running(text(said))

    def file(self, file: File) -> Iterator[Piece]:
        """The file for upload with a line that names it, or its name."""
        named = in_one_line(file.name) or "file"
        if self._with_files:
            yield from self._uploaded(Attachment(self._name(file.name), named, file.content), named)
        else:
            yield from quiet(text(f"File: {named}"))
        self._met = True

    def end(self, again: Asked | None, owner: str) -> Iterator[Piece]:
        """The way to the files, where there are any that are not sent here."""
        if self._with_files or not self._met:
            return
        if again is None:
            said = text("Pictures and files are sent in our direct message: ask for this there.")
            yield from begun(quiet(said), Gap.BLOCK, apart=True)
            return
        try:
            identifier = write_identifier(again.command, again.given, owner=owner)
        except DoesNotFitError:
            line = Code(in_one_line(write_line(again)))
            said = text("For the picture or file, write this in our direct message: ", line)
            yield from begun(running(said), Gap.BLOCK, apart=True)
        else:
            yield Piece(Pressing((Button(_DIRECT, identifier, direct=True),)))

    def _uploaded(self, upload: Uploaded, named: str) -> Iterator[Piece]:
        who = "" if self._met else f" {WHO_SEES}"
        note = list(quiet(text(f"{named} follows as a file.{who}")))
        yield from note
        yield Piece(upload, Gap.NONE)

    def _name(self, name: str) -> str:
        made = safe_name(name, self._names)
        self._names.add(made.lower())
        return made
