"""``/about``: what this is, what it is not, and how to correct it."""

from core.commands.visit import Visit
from core.dialogue.reply import Action, Actions, Heading, Item, Items, Paragraph, Reply
from core.dialogue.request import Asked
from core.dialogue.text import Code, text


async def run(asked: Asked, visit: Visit) -> Reply:
    """Say what Reading Room is."""
    facts = visit.library.facts
    titles = tuple(
        Item(text(guide.title, f" ({guide.publisher})")) for guide in facts.guides.values()
    )
    return Reply(
        text("About Reading Room"),
        (
            Paragraph(
                text(
                    "Reading Room helps medical students who want a radiology residency and whose "
                    "board scores are not their strongest card. It reads a profile against "
                    "published figures and guides, and says where each sentence comes from."
                )
            ),
            Heading(text("What it does not do")),
            Items(
                (
                    Item(
                        text(
                            "It computes no chance of matching: it shows counts, with who is "
                            "in them and who is missing."
                        )
                    ),
                    Item(text("It knows no program's secret cut-off and ranks no program.")),
                    Item(
                        text(
                            "It writes no statement for you and replaces no adviser. Take its "
                            "questions to your dean's office and to a radiologist."
                        )
                    ),
                )
            ),
            Heading(text("What it rests on")),
            Items(
                (
                    *titles,
                    Item(
                        text(
                            "published figures of the NRMP, AAMC, USMLE, FSMB and "
                            "ECFMG, many of them at second hand, which each says"
                        )
                    ),
                )
            ),
            Paragraph(
                text(
                    "Is something wrong? Every fact is a line in a file with its source: ",
                    Code("readingroom facts check"),
                    " lists them, and a correction is a change of that line.",
                )
            ),
            Paragraph(
                text(
                    f"Facts as of {facts.version}. Educational, not advising. Independent of the "
                    "organisations it cites."
                ),
                quiet=True,
            ),
            Actions((Action("Read my profile", "assess"), Action("Privacy", "privacy"))),
        ),
        {
            "facts_version": facts.version,
            "guides": [guide.title for guide in facts.guides.values()],
        },
    )
