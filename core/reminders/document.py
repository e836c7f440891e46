"""A message as people read it, with the buttons that answer it."""

from collections.abc import Mapping

from core.dialogue.reply import (
    Action,
    Actions,
    Block,
    Item,
    Items,
    Paragraph,
    Reply,
    SourceLine,
    Sources,
)
from core.dialogue.spelling import spelled_out
from core.dialogue.strengths import STRENGTH
from core.dialogue.text import Link, Plain, Strong, Text, day_in_words, text
from core.reminders.carried import Carried, CarriedItem, CarriedKind
from core.reminders.other_documents import check_reply, welcome_reply
from core.reminders.pressing import about, done, single_actions, whole
from core.reminders.when import ahead_words, person_day, when_words
from core.reminders.wording import late_words, moved_words, titled

_NOTHING: Mapping[int, str] = {}
_AGAIN = "You may have this message already: whether the first one arrived could not be seen."


def reminder_reply(
    carried: Carried,
    delivery_id: int,
    *,
    maybe_again: bool = False,
    settled: Mapping[int, str] = _NOTHING,
) -> Reply:
    """The message with its buttons, which carry the delivery's id and an item's number.

    ``maybe_again`` says that it may have arrived before. ``settled`` are items, counted from 1,
    that were answered since, each with a word for it (``Done``); they have no buttons any more.
    """
    match carried.kind:
        case CarriedKind.WELCOME:
            reply = welcome_reply(carried)
        case CarriedKind.CHECK:
            reply = check_reply(carried, delivery_id, answer=settled.get(0, ""))
        case _ if len(carried.items) == 1:
            reply = _single(carried, delivery_id, 1, settled.get(1, ""))
        case _:
            reply = _several(carried, delivery_id, settled)
    blocks = reply.blocks
    if maybe_again:
        blocks = (Paragraph(text(_AGAIN), quiet=True), *blocks)
    # Its pages are turned to as it was sent, so that each begins where the one before it ends.
    turned = whole(delivery_id, maybe_again=maybe_again)
    reply = Reply(reply.title, blocks, reply.data, turned)
    return spelled_out(reply, carried.abbreviations)


def item_reply(carried: Carried, delivery_id: int, item: int, *, settled: str = "") -> Reply:
    """One item of a message by itself, counted from 1, with everything there is about it.

    Raises ``IndexError`` where there is none such.
    """
    if not 1 <= item <= len(carried.items):
        raise IndexError(item)
    return spelled_out(_single(carried, delivery_id, item, settled), carried.abbreviations)


def _single(carried: Carried, delivery_id: int, number: int, settled: str) -> Reply:
    item = carried.items[number - 1]
    blocks: list[Block] = [Paragraph(_when(item, carried))]
    blocks += [Paragraph(text(said)) for said in _said(item)]
    blocks += [Paragraph(text(said), quiet=True) for said in _notes(item, carried)]
    if settled:
        blocks.append(Paragraph(text(Strong(settled))))
    else:
        blocks.append(single_actions(delivery_id, number, carried.snoozes))
    if item.sources:
        blocks.append(Sources(_sources(item)))
    title = Plain(_headline(item, carried), as_typed=item.own)
    return Reply(text(title), tuple(blocks), _data(carried, delivery_id))


def _several(carried: Carried, delivery_id: int, settled: Mapping[int, str]) -> Reply:
    lines: list[Item] = []
    more: list[Action] = []
    for number, item in enumerate(carried.items, 1):
        answered = settled.get(number, "")
        action = None if answered else done(delivery_id, number)
        headline = Strong(_headline(item, carried), as_typed=item.own)
        lines.append(Item(text(headline), _detail(item, carried), action))
        if answered:
            lines[-1] = Item(text(Strong(item.title, as_typed=item.own), f": {answered}"))
        else:
            more.append(about(delivery_id, number, item.title))
    blocks: list[Block] = [Items(tuple(lines), numbered=True)]
    if more:
        blocks.append(Actions((), tuple(more)))
    return Reply(text(titled(carried)), tuple(blocks), _data(carried, delivery_id))


def _headline(item: CarriedItem, carried: Carried) -> str:
    if item.past:
        return f"Past: {item.title}"
    ahead = ahead_words(person_day(item.when, carried.zone), carried.today)
    if carried.kind is CarriedKind.MOVED and item.moved_from:
        return f"Moved: {item.title} ({ahead.lower()} now)"
    return f"{ahead}: {item.title}"


def _when(item: CarriedItem, carried: Carried) -> Text:
    guess = " (an estimate: nobody has published this date yet)" if item.estimated else ""
    return text(Strong(when_words(item.when, carried.zone)), guess)


def _said(item: CarriedItem) -> list[str]:
    """Why, and what to do; of what is past, what can still be done."""
    return [one for one in (item.why, _doing(item)) if one]


def _doing(item: CarriedItem) -> str:
    return item.still if item.past else item.todo


def _notes(item: CarriedItem, carried: Carried) -> list[str]:
    """That the date moved, and that the reminder is late."""
    return [one for one in (moved_words(item, carried.zone), late_words(item)) if one]


def _detail(item: CarriedItem, carried: Carried) -> Text:
    guess = ", an estimate" if item.estimated else ""
    said = [f"{when_words(item.when, carried.zone)}{guess}.", _doing(item), *_notes(item, carried)]
    return text(" ".join(one for one in said if one))


def _sources(item: CarriedItem) -> tuple[SourceLine, ...]:
    strength = STRENGTH[item.strength] if item.strength else ""
    checked = day_in_words(item.checked) if item.checked else ""
    return tuple(
        SourceLine(
            text(Link(one.title, one.address) if one.address else one.title), strength, checked
        )
        for one in item.sources
    )


def _data(carried: Carried, delivery_id: int) -> dict[str, object]:
    """The same for programs: which dates, without what people typed."""
    items = [{"key": item.key, "rung": item.rung, "at": item.at} for item in carried.items]
    return {"kind": carried.kind.value, "delivery": delivery_id, "items": items}
