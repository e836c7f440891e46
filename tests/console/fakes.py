"""A product small enough to be read at a glance, and a reply with every kind of block."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from core.dialogue.command import Command
from core.dialogue.form import Asking, Form
from core.dialogue.question import Choice, Kind, Question
from core.dialogue.reply import (
    Action,
    Actions,
    Fault,
    Fields,
    File,
    Heading,
    Item,
    Items,
    Mark,
    Outcome,
    Paragraph,
    Picture,
    Range,
    Refusal,
    Refused,
    Reply,
    Row,
    ScaleChart,
    SourceLine,
    Sources,
    Table,
)
from core.dialogue.request import Asked
from core.dialogue.text import Code, Link, Moment, Strong, text

SPECIALTY = Question(
    "specialty",
    "Which specialty?",
    "Scores are read against it.",
    Kind.CHOICES,
    (Choice("dr", "Diagnostic"), Choice("ir", "Interventional")),
    required=True,
)
STEP2 = Question("step2_ck", "Step 2 CK", "Most look at it.", Kind.WHOLE, minimum=1, maximum=300)
AGAIN = Question("again", "Applied before?", "It is read with the first.", Kind.YES_NO)
NOTE = Question("note", "A note", "For a word beside.", Kind.WORDS)

COMMANDS = {
    "assess": Command("assess", "a reading", (SPECIALTY, STEP2, AGAIN, NOTE), writes=True),
    "help": Command("help", "what there is", (NOTE,), private=False),
    "talk": Command("talk", "", (Question("words", "", "", Kind.WORDS),), listed=False),
}

CHART = ScaleChart(
    "Step 2 CK beside a group",
    "score",
    (Range("A group", 240, 247, 255), Range("Another group", 241, 249, 257)),
    (Mark("pass mark", 218),),
    Mark("your score", 219),
    "A source, 2022",
)

EVERYTHING = Reply(
    text("Reading for season 2028"),
    (
        Paragraph(text("Your ", Strong("219"), " is a pass; type ", Code("/help"), ".")),
        Heading(text("Settle first")),
        Items(
            (
                Item(
                    text("Certification by ", Moment(date(2028, 3, 1))),
                    text("because the list closes then"),
                    Action("why", "help", {"note": "two words"}),
                ),
                Item(text("A second thing")),
            )
        ),
        Items(tuple(Item(text(f"step {number}")) for number in range(1, 12)), numbered=True),
        Fields(
            (
                Row("Exam", text("Step 2 CK")),
                Row(
                    "Due",
                    text(
                        Moment(datetime(2027, 1, 29, 23, 59, tzinfo=ZoneInfo("America/New_York")))
                    ),
                ),
            )
        ),
        Table(("Group", "n"), ((text("US seniors who matched"), text("900")),)),
        Picture("scale", CHART, "Your 219 beside a group."),
        File("dates.ics", "text/calendar", "BEGIN:VCALENDAR"),
        Actions((Action("Start", "assess", {"again": "yes"}),), (Action("More", "help"),)),
        Sources((SourceLine(text(Link("NRMP", "https://nrmp.org/a")), "official", "today"),)),
        Paragraph(text("Educational, not advising."), quiet=True),
    ),
    {"n": 900, "on": date(2028, 3, 1), "groups": ("a", "b")},
)


def form(**current: str) -> Form:
    asked = tuple(
        Asking(question, current.get(question.name, "")) for question in (SPECIALTY, STEP2, AGAIN)
    )
    return Form(text("Your exams"), 2, 4, asked, "assess", {"page": "exams"})


def echo(asked: Asked) -> Outcome:
    """The request as a reply."""
    rows = tuple(Row(name, text(value or "(empty)")) for name, value in asked.given.items())
    return Reply(text(f"answered {asked.command}"), (Fields(rows),), dict(asked.given))


def refusing(*fields: str) -> Callable[[Asked], Outcome]:
    def refuse(asked: Asked) -> Outcome:
        refusals = tuple(
            Refusal(field, asked.given.get(field, ""), "something else") for field in fields
        )
        return Refused(refusals, asked.given, asked.command)

    return refuse


OFFER = Reply(text("People who listen"), (Paragraph(text("Please call someone.")),))
"""What is said to words that hold DISTRESS."""

DISTRESS = "want to die"

FAULT = Fault("7f3a", text("Something broke on our side."))


class FakeAnswering:
    """Answers from a list, one outcome a request, and with an echo when it has run out."""

    def __init__(self, *outcomes: Outcome | Callable[[Asked], Outcome]) -> None:
        self._outcomes = list(outcomes)
        self.asked: list[Asked] = []

    @property
    def commands(self) -> Mapping[str, Command]:
        return COMMANDS

    async def answer(self, asked: Asked) -> Outcome:
        self.asked.append(asked)
        outcome = self._outcomes.pop(0) if self._outcomes else echo
        return outcome(asked) if callable(outcome) else outcome

    async def hear(self, words: str) -> Reply | None:
        return OFFER if DISTRESS in words else None
