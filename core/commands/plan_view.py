"""The application plan as a reply."""

from collections.abc import Iterator

from core.assessment.assess import Assessment
from core.assessment.plain_data import plain_data
from core.assessment.plan_tree import Letters, Plan
from core.assessment.result import Cited, Note
from core.commands.citations import sources
from core.commands.visit import Visit
from core.dialogue.reply import Action, Actions, Block, Heading, Item, Items, Reply
from core.dialogue.text import Strong, text

_PARTS: tuple[tuple[str, str], ...] = (
    ("rotations", "Rotations"),
    ("us_experience", "US clinical experience"),
    ("research", "Research, and a research year"),
    ("step3", "Step 3"),
    ("story", "Telling your story"),
    ("signals", "Signals"),
    ("circumstances", "What else bears on the plan"),
)


def plan(reading: Assessment, visit: Visit) -> Reply:
    """Every part of the plan that this time of the year leaves open."""
    tree = reading.plan
    blocks: list[Block] = []
    blocks += _part("How many programs, by each guide", _applications(tree))
    blocks += _part("Other ways beside it", tree.other_ways.ways)
    blocks += _items("Kinds of position", [Item(text(track.text)) for track in tree.positions])
    blocks += _letters(tree.letters)
    for name, heading in _PARTS:
        blocks += _part(heading, getattr(tree, name))
    blocks.append(sources(cited_plan(tree)))
    blocks.append(
        Actions(
            (
                Action("The whole reading", "topic", {"name": "reading"}),
                Action("Questions for a mentor", "topic", {"name": "ask"}),
            )
        )
    )
    return Reply(text("Application plan"), tuple(blocks), {"plan": plain_data(reading)["plan"]})


def _applications(tree: Plan) -> list[Note]:
    notes: list[Note] = []
    for one in tree.applications.ranges:
        notes.append(Note(one.id, f"{one.text} {one.price_text}", one.sources))
    return [*notes, *tree.applications.fees, *tree.applications.mix]


def _letters(letters: Letters) -> list[Block]:
    items: list[Item] = []
    for group in letters.sets:
        items.append(Item(text(Strong(group.title), f" (at most {group.cap} to one program)")))
        items += [Item(text(part.text)) for part in group.parts]
    items += [Item(text(note.text)) for note in letters.notes]
    return _items("Letters", items)


def _part(heading: str, notes: tuple[Note, ...] | list[Note]) -> list[Block]:
    return _items(heading, [Item(text(note.text)) for note in notes])


def _items(heading: str, items: list[Item]) -> list[Block]:
    return [Heading(text(heading)), Items(tuple(items))] if items else []


def cited_plan(tree: Plan) -> Iterator[Cited]:
    """Every source of a plan."""
    for one in tree.applications.ranges:
        yield from one.sources
    groups = [tree.applications.fees, tree.applications.mix, tree.other_ways.ways]
    groups += [getattr(tree, name) for name, _ in _PARTS]
    for group in (*groups, tree.letters.notes):
        for note in group:
            yield from note.sources
    for track in tree.positions:
        yield from track.sources
    for letters in tree.letters.sets:
        for part in letters.parts:
            yield from part.sources
