"""The parts of a reading as replies of their own."""

from collections.abc import Iterator
from datetime import date

from core.assessment.assess import Assessment
from core.assessment.plain_data import plain_data
from core.assessment.result import Cited, Evidence, Recommended, Unknown
from core.assessment.scale_chart import scale_chart
from core.commands.citations import sources
from core.commands.heard import people
from core.commands.pages import asked_as, next_pages
from core.commands.plan_view import cited_plan
from core.commands.visit import Visit
from core.commands.words import SPECIALTY, TOPIC, due_words, listed
from core.dialogue.reply import (
    Action,
    Actions,
    Block,
    Heading,
    Item,
    Items,
    Paragraph,
    Reply,
)
from core.dialogue.text import Strong, text
from core.terms import GateLevel, Topic

_BACK = Actions((Action("The whole reading", "topic", {"name": "reading"}),))


def guidance(topic: Topic, reading: Assessment, visit: Visit) -> Reply:
    """Everything that guidance says to this person on a topic."""
    leading = tuple(action for action in reading.five if action.topic is topic)
    entries = (*leading, *reading.by_topic.get(topic, ()))
    to_do = [entry for entry in entries if entry.advice.form == "action"]
    to_know = [entry for entry in entries if entry.advice.form == "note"]
    blocks: list[Block] = []
    for heading, part in (("What you can do", to_do), ("Good to know", to_know)):
        if part:
            items = tuple(_entry(entry, reading.case.today) for entry in part)
            blocks += [Heading(text(heading)), Items(items)]
    if not entries:
        blocks.append(
            Paragraph(
                text(
                    "Nothing here needs doing now. It opens at another time of the year, or "
                    "with other answers."
                )
            )
        )
    if because := dict.fromkeys(b.text for entry in entries for b in entry.because):
        blocks.append(Paragraph(text(f"Chosen because {listed(tuple(because))}."), quiet=True))
    blocks += _disagreements(reading, topic)
    if topic is Topic.WELLBEING:
        support = visit.library.facts.support
        blocks += [
            Heading(text("People who listen")),
            people(reading.case.profile, support),
        ]
    if entries:
        blocks.append(sources(source for entry in entries for source in entry.advice.sources))
    blocks.append(_BACK)
    data = plain_data(reading)["actions"]
    ids = {action.id for action in leading}
    return Reply(
        text(TOPIC[topic]),
        tuple(blocks),
        {
            "topic": topic.value,
            "actions": [
                *(action for action in data["five"] if action["id"] in ids),
                *data["by_topic"].get(topic.value, []),
            ],
        },
    )


def _entry(entry: Recommended, today: date) -> Item:
    detail = [entry.advice.text, entry.advice.reason]
    if entry.on is not None:
        due = due_words(entry.on, today, estimated=entry.estimated)
        detail.append(f"{due[0].upper()}{due[1:]}.")
    return Item(text(Strong(entry.advice.label)), text(" ".join(detail)))


def _disagreements(reading: Assessment, topic: Topic | None = None) -> list[Block]:
    shown = [one for one in reading.disagreements if topic is None or one.topic is topic]
    blocks: list[Block] = []
    for one in shown:
        blocks.append(Heading(text(one.question)))
        blocks.append(
            Items(
                (
                    *(Item(text(says), text(_cited(source))) for says, source in one.sides),
                    Item(text(Strong("How we read it: "), one.reading)),
                )
            )
        )
    return blocks


def _cited(source: Cited) -> str:
    return f"{source.title}, \u201c{source.section}\u201d" if source.section else source.title


def disagreements(reading: Assessment, visit: Visit) -> Reply:
    """Where the sources disagree about something that concerns this person."""
    blocks = _disagreements(reading) or [Paragraph(text("Nothing that concerns you is disputed."))]
    data = plain_data(reading)["disagreements"]
    return Reply(text("Where sources disagree"), (*blocks, _BACK), {"disagreements": data})


def evidence(reading: Assessment, visit: Visit) -> Reply:
    """The published figures, with who is in them and who is missing, and the picture."""
    blocks: list[Block] = []
    for standing in reading.standing:
        rows = [row for row in reading.evidence if row.specialty is standing.specialty]
        blocks.append(Heading(text(SPECIALTY[standing.specialty].capitalize())))
        remarks = dict.fromkeys(note.text for note in (*standing.notes, *standing.disputed))
        words = [f"A guide written for {w.written_for} {w.says}." for w in standing.guide_words]
        told = [Item(text(one)) for one in (*words, *remarks)]
        blocks.append(Items((*(_row(row) for row in rows), *told)))
        picture = scale_chart(reading.case, visit.library.prepared.grounds, standing.specialty)
        if picture is not None:
            blocks.append(picture)
    blocks.append(sources(_cited_evidence(reading)))
    blocks.append(_BACK)
    data = plain_data(reading)
    return Reply(
        text("Evidence"),
        tuple(blocks),
        {"evidence": data["evidence"], "standing": data["standing"]},
    )


def _cited_evidence(reading: Assessment) -> Iterator[Cited]:
    for row in reading.evidence:
        yield from row.sources
    for standing in reading.standing:
        yield from standing.sources
        yield from (word.source for word in standing.guide_words)
        for note in (*standing.notes, *standing.disputed):
            yield from note.sources


def _row(row: Evidence) -> Item:
    missing = f"{row.missing[0].upper()}{row.missing[1:]}." if row.missing else ""
    return Item(text(row.text), text(missing) if missing else None)


def gates(reading: Assessment, visit: Visit) -> Reply:
    """Every gate, and what an answer would settle."""
    words = {
        GateLevel.STOP: "Before anything else",
        GateLevel.SETTLE: "Settle first",
        GateLevel.KNOW: "Good to know",
    }
    blocks: list[Block] = []
    for level, heading in words.items():
        here = [gate for gate in reading.gates if gate.level is level]
        if here:
            blocks += [
                Heading(text(heading)),
                Items(tuple(Item(text(gate.text)) for gate in here)),
            ]
    if reading.asks_for:
        blocks += [
            Heading(text("Answers that would settle something")),
            Items(tuple(Item(text(gate.text)) for gate in reading.asks_for)),
        ]
    if not blocks:
        blocks.append(Paragraph(text("Nothing stands in the way that your answers show.")))
    blocks.append(sources(source for gate in reading.gates for source in gate.sources))
    blocks.append(_BACK)
    return Reply(text("What to settle"), tuple(blocks), {"gates": plain_data(reading)["gates"]})


def missing(reading: Assessment, visit: Visit) -> Reply:
    """Unanswered questions that would change the reading, first what would change it most."""
    items = tuple(
        Item(
            text(asked_as(one.field, visit).label),
            text(_changes(one)),
        )
        for one in reading.unknowns
    )
    profile = reading.case.profile
    pages = next_pages(profile, reading.phase, reading, visit)
    return Reply(
        text("What is missing, and would change this most"),
        (
            Items(items) if items else Paragraph(text("Nothing that would change the reading.")),
            Actions(
                tuple(Action(page.title, "assess", {"page": page.id}) for page in pages[:3]),
                tuple(Action(page.title, "assess", {"page": page.id}) for page in pages[3:]),
            ),
        ),
        {"unknowns": plain_data(reading)["unknowns"]},
    )


_KINDS = {
    "gate": ("something to settle", "things to settle"),
    "band": ("where your score stands", "where your score stands"),
    "action": ("one piece of advice", "pieces of advice"),
}


def _changes(unknown: Unknown) -> str:
    """What an answer could change, as kinds of things: their names mean nothing to people."""
    kinds = [change.partition(":")[0] for change in unknown.changes]
    parts = []
    for kind, (one, several) in _KINDS.items():
        number = kinds.count(kind)
        if number:
            parts.append(one if number == 1 or kind == "band" else f"{number} {several}")
    return f"would change {listed(parts)}" if parts else ""


def ask(reading: Assessment, visit: Visit) -> Reply:
    """Three questions to take to a person."""
    items = tuple(Item(text(one.question), text("for ", one.whom)) for one in reading.ask)
    return Reply(
        text("Questions to take to a person"),
        (Items(items, numbered=True), _BACK),
        {"ask": plain_data(reading)["ask"]},
    )


def every_source(reading: Assessment, visit: Visit) -> Reply:
    """Everything the reading rests on."""
    return Reply(
        text("Sources of this reading"),
        (
            sources(_all_cited(reading)),
            Paragraph(text(f"Facts as of {visit.library.facts.version}."), quiet=True),
            _BACK,
        ),
        {"facts_version": visit.library.facts.version},
    )


def _all_cited(reading: Assessment) -> Iterator[Cited]:
    for gate in (*reading.gates, *reading.asks_for):
        yield from gate.sources
    yield from _cited_evidence(reading)
    for entry in reading.five:
        yield from entry.advice.sources
    for entries in reading.by_topic.values():
        for entry in entries:
            yield from entry.advice.sources
    yield from cited_plan(reading.plan)
    for one in reading.disagreements:
        yield from (source for _, source in one.sides)
