"""A reading as a reply: the first answer, short enough for a phone."""

from datetime import date

from core.assessment.assess import Assessment
from core.assessment.plain_data import plain_data
from core.assessment.result import Evidence, Recommended, Standing
from core.commands.pages import asked_as, next_pages
from core.commands.visit import Visit
from core.commands.words import (
    SPECIALTY,
    TOPIC,
    due_words,
    nation_line,
    position_line,
    score_line,
)
from core.dialogue.reply import Action, Actions, Block, Heading, Item, Items, Paragraph, Reply
from core.dialogue.request import Asked
from core.dialogue.text import Strong, Text, text
from core.profile.applicant import Profile
from core.terms import Band, GateLevel, Topic

_GATES_SHOWN = 3
_MISSING_SHOWN = 4
# Remarks without which the line above them would mislead; the others stand with the evidence.
_TOLD_AT_ONCE = frozenset(
    {"printed_result_conflict", "below_todays_mark", "nearest_year_used", "needs_step2_date"}
)


def reading_reply(profile: Profile, reading: Assessment, visit: Visit) -> Reply:
    """Bottom line, what to settle, standing, five actions; then ways to open the rest."""
    blocks: list[Block] = [Paragraph(text(reading.bottom_line.text))]
    blocks += _gates(reading)
    blocks += [Heading(text("Where you stand")), Items(tuple(_standing_items(reading, visit)))]
    if reading.five:
        blocks += [
            Heading(text("What matters most now")),
            Items(
                tuple(action_item(action, reading.case.today) for action in reading.five),
                numbered=True,
            ),
        ]
    blocks += _missing(profile, reading, visit)
    blocks += [
        Paragraph(text("Educational, not advising. ", _whom(reading)), quiet=True),
        Actions(*_ways_on(profile, reading, visit)),
    ]
    again = Asked("topic", {"name": "reading"})
    return Reply(title(reading), tuple(blocks), plain_data(reading), again)


def title(reading: Assessment) -> Text:
    """Season and specialties of a reading."""
    aims = " and ".join(SPECIALTY[standing.specialty] for standing in reading.standing)
    return text(f"Reading for season {reading.season} · {aims}")


def action_item(action: Recommended, today: date) -> Item:
    """An action as a line, with why it is there and by when."""
    parts = [because.text for because in action.because[:2]]
    if action.on is not None:
        parts.append(due_words(action.on, today, estimated=action.estimated))
    if action.unless_done:
        parts.append("unless it is done already")
    return Item(text(Strong(action.advice.label)), text(" · ".join(parts)) if parts else None)


def _gates(reading: Assessment) -> list[Block]:
    shown = [gate for gate in reading.gates if gate.level is not GateLevel.KNOW][:_GATES_SHOWN]
    if not shown:
        return []
    return [
        Heading(text("Settle first")),
        Items(tuple(Item(text(gate.text)) for gate in shown)),
    ]


def _standing_items(reading: Assessment, visit: Visit) -> list[Item]:
    lines = [score_line(reading.standing[0])] if reading.standing else []
    several = len(reading.standing) > 1
    for standing in reading.standing:
        lines += _of_specialty(standing, reading, visit, named=several)
    if reading.standing and (nation := nation_line(reading.standing[0])):
        lines.append(nation)
    # What is said of the score holds for both specialties and is said once.
    return [Item(text(line)) for line in dict.fromkeys(lines)]


def _of_specialty(
    standing: Standing, reading: Assessment, visit: Visit, *, named: bool
) -> list[str]:
    lines = []
    if line := position_line(standing):
        lines.append(line)
    if standing.guide_words:
        word = standing.guide_words[-1]
        lines.append(f"A guide written for {word.written_for} {word.says}")
    if shown := _first_evidence(standing, reading, visit):
        lines.append(shown.text)
    prefix = f"{SPECIALTY[standing.specialty].capitalize()}: " if named else ""
    told = [note.text for note in standing.notes if note.id in _TOLD_AT_ONCE]
    return [*(f"{prefix}{line}" for line in lines), *told]


def _first_evidence(standing: Standing, reading: Assessment, visit: Visit) -> Evidence | None:
    """The count nearest to the person, or else that none is held; never the context.

    Beside a fail no count is shown, because all counts are of people who had passed. Where
    counts by score are held, the count of everybody does not stand in for a missing one.
    """
    if standing.band is Band.NOT_PASSING:
        return None
    rows = [row for row in reading.evidence if row.specialty is standing.specialty]
    for kind in _evidence_kinds(standing, reading, visit):
        for row in rows:
            if row.kind == kind:
                return row
    return None


def _evidence_kinds(standing: Standing, reading: Assessment, visit: Visit) -> tuple[str, ...]:
    if standing.score is None:
        return ("count", "not_held")
    applicant = reading.case.profile.applicant
    grounds = visit.library.prepared.grounds
    if applicant is not None and grounds.evidence[standing.specialty, applicant].bands:
        return ("score_count", "not_held")
    return ("count", "not_held")


def _missing(profile: Profile, reading: Assessment, visit: Visit) -> list[Block]:
    labels = dict.fromkeys(asked_as(one.field, visit).label for one in reading.unknowns)
    if not labels:
        return []
    said = " · ".join(list(labels)[:_MISSING_SHOWN])
    return [Paragraph(text("Not answered yet, and would change this most: ", said))]


def _whom(reading: Assessment) -> str:
    whom = list(dict.fromkeys(ask.whom for ask in reading.ask))
    return f"Talk it over with {'; '.join(whom)}." if whom else ""


def _ways_on(
    profile: Profile, reading: Assessment, visit: Visit
) -> tuple[tuple[Action, ...], tuple[Action, ...]]:
    pages = next_pages(profile, reading.phase, reading, visit)
    first = [
        Action("My timeline", "timeline"),
        Action("Application plan", "topic", {"name": "plan"}),
        Action("Evidence", "topic", {"name": "evidence"}),
    ]
    if pages:
        first.append(Action(f"Answer more: {pages[0].title}", "assess", {"page": pages[0].id}))
    first.append(Action("Sources", "topic", {"name": "sources"}))
    leading = {action.topic for action in reading.five}
    topics = [topic for topic in Topic if reading.by_topic.get(topic) or topic in leading]
    more = [Action(TOPIC[topic], "topic", {"name": topic.value}) for topic in topics]
    more += [
        Action("Questions for a mentor", "topic", {"name": "ask"}),
        Action("Where sources disagree", "topic", {"name": "disagreements"}),
        Action("All that is missing", "topic", {"name": "missing"}),
        Action("My answers", "profile"),
        Action("Privacy", "privacy"),
    ]
    return tuple(first), tuple(more)
