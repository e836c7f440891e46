"""People who tell of themselves at a door, question by question."""

from collections.abc import Mapping
from typing import Any

from core.dialogue.line import read_line
from core.dialogue.question import Kind, Question
from core.dialogue.reply import Reply
from core.dialogue.request import Asked
from tests.contract.visitor import NOON, Door, Seen, Visitor
from tests.docs.pages import scenarios

ADA = {
    "applicant": "us_img",
    "specialty": "dr",
    "step2_ck": "219",
    "step2_date": "2026-06-01",
}


def answers_of(title: str, door: Door) -> dict[str, str]:
    """The answers of the person of the documentation whose title begins so."""
    line = next(one.line for one in scenarios() if one.title.startswith(title))
    asked = read_line(line, door.desk.commands)
    assert isinstance(asked, Asked)
    return dict(asked.given)


async def tells(visitor: Visitor, door: Door, answers: Mapping[str, str]) -> Seen:
    """Give the answers by way of forms, each on its page; the whole reading."""
    first, *others = door.desk.library.bank.pages
    given = {name: answers[name] for name in first.names if name in answers}
    await visitor.fills(await visitor.types("assess"), **given)
    for page in others:
        given = {name: answers[name] for name in page.names if name in answers}
        if given:
            form = await visitor.presses(await visitor.types("profile"), page.title)
            await visitor.fills(form, **given)
    return await visitor.types("topic", name="reading")


async def asked_at_the_desk(door: Door, visitor: Visitor, command: str, **given: str) -> Reply:
    """What the core itself answers this person with."""
    outcome = await door.desk.answer(Asked(command, given), visitor.account, now=NOON)
    assert isinstance(outcome, Reply), outcome
    return outcome


async def saved(door: Door, visitor: Visitor) -> dict[str, Any]:
    """The profile as it is stored; empty where there is none."""
    profile: dict[str, Any] = (await asked_at_the_desk(door, visitor, "profile")).data["profile"]
    return profile


FITTING = {
    "ecfmg_expires": "2028-01-01",
    "graduation_date": "2024-06-01",
    "step3_status": "passed",
    "step1_score": "215",
    "step3_score": "220",
    "comlex2_score": "500",
    "budget": "3000",
    "school_average": "240",
}


def some_answer(question: Question) -> str:
    """An answer that nobody could object to."""
    if question.name in FITTING:
        return FITTING[question.name]
    match question.kind:
        case Kind.CHOICE | Kind.CHOICES:
            return question.choices[0].value
        case Kind.YES_NO:
            return "yes"
        case Kind.DAY:
            return "2026-05-01"
        case Kind.COUNTRY:
            return "Ireland"
        case _:
            return "1"
