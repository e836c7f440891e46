"""``/whatif``: the same person with changed answers, beside today's. Nothing is saved."""

from core.assessment.assess import Assessment, assess
from core.assessment.plain_data import plain_data
from core.assessment.result import Standing
from core.commands.answering import saved_profile, unknown_person, with_answers
from core.commands.reading import action_item
from core.commands.visit import Visit
from core.commands.words import SPECIALTY, position_line
from core.dialogue.reply import (
    Action,
    Actions,
    Block,
    Heading,
    Item,
    Items,
    Paragraph,
    Refusal,
    Refused,
    Reply,
    Table,
)
from core.dialogue.request import Asked
from core.dialogue.text import Text, text
from core.terms import Band, GateLevel

# In our own words: what a guide says is quoted with its source, in the reading itself.
_BAND = {
    Band.AT_OR_ABOVE_MATCHED: "at or above the middle of those who matched",
    Band.BELOW_MATCHED: "under the middle of those who matched",
    Band.NOT_LOW: "not held against figures: none are held",
    Band.MILDLY_LOW: "low: first of three steps",
    Band.MODERATELY_LOW: "low: second of three steps",
    Band.SIGNIFICANTLY_LOW: "low: third of three steps",
    Band.NOT_PASSING: "not a pass",
    Band.UNKNOWN: "cannot be placed yet",
}


async def run(asked: Asked, visit: Visit) -> Reply | Refused:
    """Read the saved profile and the changed one, side by side."""
    saved = await saved_profile(visit)
    if saved is None:
        return unknown_person()
    if not asked.given:
        return Refused((Refusal("answers", "", "at least one changed answer, as step2_ck:235"),))
    changed = with_answers(saved.profile, asked.given, visit, supposing=True)
    if isinstance(changed, Refused):
        return changed
    prepared = visit.library.prepared
    today, then = (assess(one, prepared, visit.today) for one in (saved.profile, changed))
    return _beside(today, then)


def _beside(today: Assessment, then: Assessment) -> Reply:
    rows = tuple(row for row in _rows(today, then) if row[1] != row[2])
    blocks: list[Block] = [
        Paragraph(text(then.bottom_line.text)),
    ]
    if rows:
        blocks.append(Table(("", "Today", "Changed"), rows))
    else:
        blocks.append(Paragraph(text("None of this would change where you stand.")))
    new = [action for action in then.five if action.id not in {one.id for one in today.five}]
    if new:
        blocks += [
            Heading(text("What would join the five")),
            Items(tuple(action_item(action, then.case.today) for action in new)),
        ]
    gone = [action for action in today.five if action.id not in {one.id for one in then.five}]
    if gone:
        blocks += [
            Heading(text("What would leave the five")),
            Items(tuple(Item(text(action.advice.label)) for action in gone)),
        ]
    blocks += [
        Paragraph(text("Nothing was saved."), quiet=True),
        Actions((Action("The reading of today", "topic", {"name": "reading"}),)),
    ]
    return Reply(
        text("What if"), tuple(blocks), {"today": plain_data(today), "changed": plain_data(then)}
    )


def _rows(today: Assessment, then: Assessment) -> list[tuple[Text, ...]]:
    rows = [
        _row("Season", str(today.season), str(then.season)),
        _row("Settle first", str(_to_settle(today)), str(_to_settle(then))),
    ]
    before = {standing.specialty: standing for standing in today.standing}
    for standing in then.standing:
        name = SPECIALTY[standing.specialty].capitalize()
        was = before.get(standing.specialty)
        rows.append(_row(f"{name}: score", _score(was), _score(standing)))
        rows.append(_row(f"{name}: standing", _placed(was), _placed(standing)))
    return rows


def _row(label: str, before: str, after: str) -> tuple[Text, ...]:
    return (text(label), text(before), text(after))


def _to_settle(reading: Assessment) -> int:
    return sum(gate.level is not GateLevel.KNOW for gate in reading.gates)


def _score(standing: Standing | None) -> str:
    return "none" if standing is None or standing.score is None else str(standing.score)


def _placed(standing: Standing | None) -> str:
    if standing is None:
        return "not asked"
    placed = _BAND[standing.band]
    line = position_line(standing)
    return f"{placed}; {line}" if line else placed
