"""The answer to words of distress: people first, short and warm; then one quiet way on."""

from core.commands.visit import Visit
from core.dialogue.reply import Action, Actions, Item, Items, Paragraph, Reply
from core.dialogue.text import Link, Strong, text
from core.facts.support import Finder, HelpLine
from core.hearing import Heard, hear, lines_for
from core.profile.applicant import Profile


def answer_words(words: str, profile: Profile | None, visit: Visit) -> Reply | None:
    """The offer of people where the words call for it; ``None`` where they do not.

    ``profile`` is the saved one, where there is one. The words are neither repeated nor kept.
    """
    support = visit.library.facts.support
    heard = hear(words, support.phrases)
    if heard is Heard.NOTHING:
        return None
    country = profile.country if profile else None
    lines = lines_for(country, support)
    elsewhere = () if country else tuple(line for line in support.lines if line.country == "US")
    people = Items((*(_line(line) for line in (*lines, *elsewhere)), _finder(support.finder)))
    go_on = Action("Go on when you want to", "assess")
    if profile is not None:
        go_on = Action(go_on.label, "topic", {"name": "reading"})
    way_on = Actions((go_on,))
    if heard is Heard.CRISIS:
        first = Paragraph(
            text(
                "What you wrote matters more than any application. Please talk to a person now; "
                "you do not have to explain anything first. If you are in danger this minute, "
                "call your local emergency number."
            )
        )
        return Reply(text("People who listen, right now"), (first, people, way_on), _data(heard))
    first = Paragraph(
        text(
            "That sounds heavy, and it is not a small thing to say. A result is no measure of "
            "you. If you would like company in this, these people are there for it."
        )
    )
    return Reply(text("I hear you"), (first, people, way_on), _data(heard))


def _line(line: HelpLine) -> Item:
    return Item(text(Strong(line.name), ": ", line.reach), text(f"{line.hours} · {line.for_whom}"))


def _finder(finder: Finder) -> Item:
    return Item(text("Anywhere else: ", Link(finder.name, finder.address)))


def _data(heard: Heard) -> dict[str, str]:
    return {"offer": heard.value}
