"""The page of timelines: what each of the model people has before them, by the rules alone."""

from collections.abc import Iterable, Iterator
from datetime import date

from core.assessment.prepared import Prepared
from core.dialogue.text import day_in_words
from core.profile.answers import changed, read_answers
from core.profile.applicant import Profile
from core.profile.questions.bank import QuestionBank
from core.terms import MilestoneState
from core.timeline.plan import timeline_for
from core.timeline.result import PlannedMilestone

Person = tuple[str, date, dict[str, str]]
"""Title, day, and the answers as they are typed."""


def timeline_page(people: Iterable[Person], bank: QuestionBank, prepared: Prepared) -> str:
    """The whole page."""

    def lines() -> Iterator[str]:
        yield "# Timelines of six model profiles"
        yield ""
        yield (
            "Made by `make docs` from the rules in `core/facts/timeline.yaml` and the people of "
            "`tests/docs/scenarios.yaml`, and checked by a test. Times are those of the eastern "
            "United States; *about* marks a date that nobody has published, worked out from "
            "earlier seasons. What is past says what can still be done."
        )
        for title, today, typed in people:
            profile = changed(Profile(), read_answers(typed, bank).attributes)
            planned = timeline_for(profile, prepared, today)
            yield from ("", f"## {title}", "")
            yield f"Season {planned.season}, on {day_in_words(today)}."
            yield from ("", "| When | What | What to do |", "|---|---|---|")
            yield from (_row(one, today) for one in planned.milestones)

    return "\n".join(lines()) + "\n"


def _row(one: PlannedMilestone, today: date) -> str:
    if one.state is MilestoneState.DONE:
        what = "Done, or settled by what you told."
    else:
        what = f"Past. {one.still}" if one.is_past(today) else one.todo
    return f"| {_when(one)} | {one.title} | {what} |"


def _when(one: PlannedMilestone) -> str:
    at = day_in_words(one.at.day) + (f", {one.at.time:%H:%M}" if one.at.time else "")
    until = f"{day_in_words(one.begins)} to {at}" if one.begins is not None else at
    return f"about {until}" if one.estimated else until
