"""Research, and the conditions under which a research year pays; both views, no verdict."""

from core.assessment.conditions.words import RESEARCH, counted
from core.assessment.planning import Planning
from core.assessment.result import Note
from core.terms import ResearchKind

_PROJECTS = (
    "research_projects_dr",
    "research_projects_ir",
    "research_projects_ir_us_img",
    "research_finishable",
)
_FIELDS = tuple((kind, f"research_{kind.value}") for kind in ResearchKind)
_YEAR = ("research_year", "research_year_us_img")
_VIEWS = ("research_year_or_second_field", "research_gap_year", "research_year_use")


def research(planning: Planning) -> tuple[Note, ...]:
    """What is there, what guides ask for, and when a year for research is worth its price."""
    if not planning.open:
        return ()
    return (*_there(planning), *planning.notes(*_PROJECTS), *_year(planning))


def _there(planning: Planning) -> tuple[Note, ...]:
    told = [
        counted(pieces, *RESEARCH[kind])
        for kind, field in _FIELDS
        if (pieces := getattr(planning.profile, field)) is not None
    ]
    if not told:
        return (Note("research_count", "Your research is not answered yet."),)
    return (Note("research_count", f"So far: {', '.join(told)}."),)


def _year(planning: Planning) -> tuple[Note, ...]:
    profile = planning.profile
    if profile.research_year == "done":
        return (Note("research_year_done", "Your research year is done; let its people write."),)
    if profile.research_year == "not_possible":
        return (
            Note(
                "research_year_none",
                "A research year is not possible for you, and the plan does without one.",
            ),
        )
    views = planning.notes(*_YEAR)
    if not views and profile.research_year is None:
        return ()
    mentor = {
        True: "You have a mentor; ask what the year would produce and who would write for you.",
        False: "You have no mentor yet; find the person before you find the year.",
        None: "Whether you have a mentor is not answered yet, and a year turns on that person.",
    }[profile.mentor]
    return (
        *views,
        Note("research_year_mentor", mentor),
        Note(
            "research_year_price",
            "It pays where a mentor has time for you and finished work is likely. It costs a year "
            "of income, and a place in training afterwards is not promised.",
            tuple(source for view in views for source in view.sources),
        ),
        *planning.notes(*_VIEWS),
    )
