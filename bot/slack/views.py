"""A sheet as a view: a modal that shows a reply, or App Home."""

from bot.rendering.lines import in_one_line
from bot.rendering.shortening import within
from bot.slack.composition import Json, plain_text
from bot.slack.limits import SECTION_TEXT, VIEW_TITLE
from bot.slack.sheets import Sheet

REPLY = "reply"
"""The callback id of a modal that shows something and asks nothing."""

_UNTITLED = "Reading Room"


def reply_view(sheet: Sheet, *, title: str = "", private_metadata: str = "") -> Json:
    """A modal that shows a sheet and can only be closed.

    Its title is the sheet's own where none is given, shortened to what fits.
    """
    return _modal(list(sheet.blocks), title or sheet.title, private_metadata)


def said_view(words: str, *, title: str = "", private_metadata: str = "") -> Json:
    """A modal that says some words, as they are."""
    said = {"type": "section", "text": plain_text(within(words, SECTION_TEXT))}
    return _modal([said], title, private_metadata)


def home_view(sheet: Sheet, *, private_metadata: str = "") -> Json:
    """App Home with a sheet on it."""
    return {"type": "home", "blocks": list(sheet.blocks), **_carried(private_metadata)}


def _modal(blocks: list[Json], title: str, private_metadata: str) -> Json:
    return {
        "type": "modal",
        "callback_id": REPLY,
        "title": plain_text(within(in_one_line(title), VIEW_TITLE) or _UNTITLED),
        "close": plain_text("Close"),
        "blocks": blocks,
        **_carried(private_metadata),
    }


def _carried(private_metadata: str) -> Json:
    return {"private_metadata": private_metadata} if private_metadata else {}
