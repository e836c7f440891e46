"""A reply as plain text, for pipes, files and programs."""

from collections.abc import Mapping

from bot.console.layout import layout
from bot.console.spans import Links
from core.dialogue.reply import Reply

DEFAULT_WIDTH = 80


def plain_text(
    reply: Reply, width: int = DEFAULT_WIDTH, kept: Mapping[str, str] | None = None
) -> str:
    """The reply wrapped to a width in terminal cells, without a line break at its end.

    Addresses stand behind their words; a line is longer than the width where a single word
    is, or a line of a file. ``kept`` says by name where pictures and files were put.
    """
    lines = layout(reply, width, Links.WRITTEN, kept or {})
    return "\n".join(line.plain for line in lines)
