"""The answer to words of distress: people first, short and warm; then one quiet way on."""

from typing import NamedTuple

from core.commands.visit import Visit
from core.dialogue.reply import Action, Actions, Item, Items, Paragraph, Reply
from core.dialogue.text import Link, Strong, text
from core.facts.support import Finder, HelpLine, Support
from core.hearing import Heard, hear, lines_for
from core.profile.applicant import Profile


def answer_words(words: str, profile: Profile | None, visit: Visit) -> Reply | None:
    """The offer of people where the words call for it; ``None`` where they do not.

    ``profile`` is the saved one, where there is one. The words are neither repeated nor kept.
    """
    support = visit.library.facts.support
    heard = hear(words, support.phrases)
    return None if heard is Heard.NOTHING else offer_of_people(heard, profile, support)


def offer_of_people(heard: Heard, profile: Profile | None, support: Support) -> Reply:
    """People to turn to, for what was heard, and one quiet way on."""
    way_on = Action("Go on when you want to", "assess")
    if profile is not None:
        way_on = Action(way_on.label, "topic", {"name": "reading"})
    said = _SAID[heard]
    return Reply(
        text(said.title),
        (Paragraph(text(said.words)), people(profile, support), Actions((way_on,))),
        {"offer": heard.value},
        urgent=True,
    )


def people(profile: Profile | None, support: Support) -> Items:
    """The lines near the person; where the country is not known, those of the US and a finder."""
    country = profile.country if profile else None
    lines = lines_for(country or "US", support)
    return Items((*(_line(line) for line in lines), _finder(support.finder)))


class _Said(NamedTuple):
    title: str
    words: str


_SAID = {
    Heard.CRISIS: _Said(
        "People who listen, right now",
        "What you wrote matters more than any application. Please talk to a person now; you do "
        "not have to explain anything first. If you are in danger this minute, call your local "
        "emergency number.",
    ),
    Heard.LOW: _Said(
        "I hear you",
        "That sounds heavy, and it is not a small thing to say. A result is no measure of you. "
        "If you would like company in this, these people are there for it.",
    ),
}


def _line(line: HelpLine) -> Item:
    return Item(text(Strong(line.name), ": ", line.reach), text(f"{line.hours} · {line.for_whom}"))


def _finder(finder: Finder) -> Item:
    return Item(text("Anywhere else: ", Link(finder.name, finder.address)))
