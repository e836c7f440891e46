"""What is typed without a command: heard for distress, answered kindly, kept nowhere."""

from core.commands.answering import saved_profile
from core.commands.heard import answer_words
from core.commands.visit import Visit
from core.dialogue.reply import Action, Actions, Paragraph, Refused, Reply
from core.dialogue.request import Asked
from core.dialogue.text import Code, text


async def run(asked: Asked, visit: Visit) -> Reply | Refused:
    """Answer words that are no command."""
    saved = await saved_profile(visit)
    profile = saved.profile if saved else None
    if offer := answer_words(asked.given.get("words", ""), profile, visit):
        return offer
    return Reply(
        text("I answer commands"),
        (
            Paragraph(
                text(
                    "I cannot read free sentences, and I keep none of them. ",
                    Code("/assess"),
                    " reads your profile, ",
                    Code("/topic evidence"),
                    " shows what is known of people like you, and ",
                    Code("/topic wellbeing"),
                    " is there when things feel heavy.",
                )
            ),
            Actions(
                (
                    Action("Read my profile", "assess"),
                    Action("Looking after yourself", "topic", {"name": "wellbeing"}),
                    Action("Privacy", "privacy"),
                    Action("Help", "help"),
                )
            ),
        ),
        {"offer": "nothing"},
    )
