"""``/topic``: one part of the saved reading in full."""

from collections.abc import Callable

from core.assessment.assess import Assessment, assess
from core.commands import topic_views as views
from core.commands.answering import saved_profile
from core.commands.plan_view import plan
from core.commands.reading import reading_reply
from core.commands.visit import Visit
from core.commands.words import TOPIC
from core.dialogue.question import Choice, Kind, Question
from core.dialogue.reply import Refusal, Refused, Reply
from core.dialogue.request import Asked
from core.terms import Topic

View = Callable[[Assessment, Visit], Reply]

WHOLE = "reading"
_PARTS: dict[str, tuple[str, View]] = {
    "plan": ("Application plan", plan),
    "evidence": ("Evidence", views.evidence),
    "gates": ("What to settle, in full", views.gates),
    "missing": ("What is missing", views.missing),
    "disagreements": ("Where sources disagree", views.disagreements),
    "ask": ("Questions for a mentor", views.ask),
    "sources": ("Sources", views.every_source),
}

NAME = Question(
    "name",
    "Which topic?",
    "To open one part of the reading.",
    Kind.CHOICE,
    (
        Choice(WHOLE, "The whole reading"),
        *(Choice(name, label) for name, (label, _) in _PARTS.items()),
        *(Choice(topic.value, TOPIC[topic]) for topic in Topic),
    ),
    required=True,
)


async def run(asked: Asked, visit: Visit) -> Reply | Refused:
    """Open a topic of the reading that the saved profile gives today."""
    if "name" not in asked.given:
        return Refused((Refusal("name", "", NAME.accepted),))
    saved = await saved_profile(visit)
    if saved is None:
        return Refused((Refusal("profile", "", "a saved profile; /assess makes one"),))
    reading = assess(saved.profile, visit.library.prepared, visit.today)
    name = str(NAME.read(asked.given["name"]))
    if name == WHOLE:
        return reading_reply(saved.profile, reading, visit)
    if name in _PARTS:
        return _PARTS[name][1](reading, visit)
    return views.guidance(Topic(name), reading, visit)
