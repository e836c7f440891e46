"""A reply as a view: a modal that can only be closed, or App Home."""

import json

from slack_sdk.models.views import View

from bot.slack.sheets import Sheet, Surface, lay_out
from bot.slack.views import home_view, reply_view, said_view
from core.dialogue.reply import Paragraph, Reply
from core.dialogue.text import text


def sheet(title: str) -> Sheet:
    reply = Reply(text(title), (Paragraph(text("Your 219 is a pass.")),))
    (made,) = lay_out(reply, owner="U1", surface=Surface.VIEW, with_files=False).sheets
    return made


def test_a_modal_shows_a_reply_and_can_only_be_closed() -> None:
    made = sheet("Plan & <more>")
    view = reply_view(made, private_metadata="x")
    assert View(**view).to_dict() == view
    assert view["title"]["text"] == "Plan & <more>"
    assert (view["type"], view["callback_id"], view["private_metadata"]) == ("modal", "reply", "x")
    assert view["close"]["text"] == "Close"
    assert "submit" not in view
    assert view["blocks"] == list(made.blocks)


def test_a_modals_title_is_shortened_and_never_empty() -> None:
    assert reply_view(sheet("a"), title="w" * 24)["title"]["text"] == "w" * 24
    assert len(reply_view(sheet("Reading for season 2028"), title="w " * 20)["title"]["text"]) <= 24
    assert reply_view(sheet(""))["title"]["text"] == "Reading Room"


def test_a_modal_can_say_words_as_they_are() -> None:
    view = said_view("It is *on* its way, <!here>.", title="Saved")
    assert View(**view).to_dict() == view
    assert view["blocks"][0]["text"] == {
        "type": "plain_text", "text": "It is *on* its way, <!here>.", "emoji": False,
    }  # fmt: skip


def test_app_home_has_neither_title_nor_close() -> None:
    view = home_view(sheet("Plan"))
    assert View(**view).to_dict() == view
    assert view.keys() == {"type", "blocks"}
    assert json.loads(json.dumps(view)) == view
