"""``/topic``: one part of the saved reading in full."""

from collections.abc import Callable

from core.assessment.assess import Assessment, assess
from core.commands import topic_views as views
from core.commands.answering import saved_profile, unknown_person
from core.commands.plan_view import plan
from core.commands.reading import reading_reply
from core.commands.visit import Visit
from core.commands.words import TOPIC
from core.dialogue.question import Choice, Kind, Question
from core.dialogue.reply import Refusal, Refused, Reply
from core.dialogue.request import Asked
from core.profile.applicant import Profile
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
        # Near the top, so that a short list of suggestions has it too.
        Choice(Topic.WELLBEING.value, TOPIC[Topic.WELLBEING]),
        *(Choice(name, label) for name, (label, _) in _PARTS.items()),
        *(Choice(one.value, TOPIC[one]) for one in Topic if one is not Topic.WELLBEING),
    ),
    required=True,
)


async def run(asked: Asked, visit: Visit) -> Reply | Refused:
    """Open a topic of the reading that the saved profile gives today."""
    if "name" not in asked.given:
        return Refused((Refusal("name", "", NAME.accepted),))
    saved = await saved_profile(visit)
    name = str(NAME.read(asked.given["name"]))
    if saved is None and name != Topic.WELLBEING:
        return unknown_person()
    profile = saved.profile if saved else Profile()
    reading = assess(profile, visit.library.prepared, visit.today)
    if name == WHOLE:
        return reading_reply(profile, reading, visit)
    if name in _PARTS:
        return _PARTS[name][1](reading, visit)
    return views.guidance(Topic(name), reading, visit)
