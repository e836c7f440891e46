"""A sheet as a view: a modal that shows a reply, or App Home."""

from bot.rendering.lines import in_one_line
from bot.rendering.shortening import within
from bot.slack.composition import Json, plain_text
from bot.slack.limits import VIEW_TITLE
from bot.slack.sheets import Sheet

REPLY = "reply"
"""The callback id of a modal that shows a reply and asks nothing."""

_UNTITLED = "Reading Room"


def reply_modal(sheet: Sheet, *, title: str = "", private_metadata: str = "") -> Json:
    """A modal that shows a sheet and can only be closed; its title is shortened to what fits."""
    return {
        "type": "modal",
        "callback_id": REPLY,
        "title": plain_text(within(in_one_line(title), VIEW_TITLE) or _UNTITLED),
        "close": plain_text("Close"),
        "blocks": list(sheet.blocks),
        "private_metadata": private_metadata,
    }


def home_view(sheet: Sheet, *, private_metadata: str = "") -> Json:
    """App Home with a sheet on it."""
    return {"type": "home", "blocks": list(sheet.blocks), "private_metadata": private_metadata}
