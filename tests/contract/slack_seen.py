"""Slack's messages and views as the person in front of them reads, presses and fills them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from core.dialogue.question import UNKNOWN
from tests.contract.visitor import FormSeen, NotOffered, Seen, squeezed
from tests.platforms.slack_server import reading, showing
from tests.platforms.slack_server.messages import Message
from tests.platforms.slack_server.views import View

Json = dict[str, Any]
DIRECT = "Open in direct message"
PICTURES = ("png",)


@dataclass(frozen=True)
class Pressable:
    """A button, or with ``chosen`` the entry of a menu, on a message or in a view."""

    where: Message | View
    action_id: str
    value: str
    chosen: bool = False


def messages_seen(shown: Sequence[Message]) -> Seen:
    """Some messages, read from the first to the last."""
    assert shown, "nothing was answered"
    pressable: dict[str, Pressable] = {}
    labels: list[str] = []
    for one in shown:
        for label, pressed in pressables(one, one.blocks):
            labels.append(label)
            pressable.setdefault(label, pressed)
    files = [file for one in shown for file in one.files]
    words = [one.words for one in shown if not one.files]
    ephemeral = all(one.ephemeral for one in shown)
    return Seen(
        squeezed("\n".join(words)),
        private=all(one.ephemeral or one.channel.kind == "im" for one in shown),
        ephemeral=ephemeral,
        labels=tuple(labels),
        files={
            file.name: (file.data or b"").decode()
            for file in files
            if not file.name.endswith(PICTURES)
        },
        pictures=tuple(file.alt_text for file in files if file.name.endswith(PICTURES)),
        handle=pressable,
    )


def pressables(where: Message | View, blocks: list[Json]) -> Iterator[tuple[str, Pressable]]:
    """Everything that can be pressed, with the words on it."""
    for block, element in reading.elements(blocks):
        if block["type"] == "input":
            continue
        name = element["action_id"]
        if element["type"] == "button":
            yield element["text"]["text"], Pressable(where, name, element["value"])
        for option in element.get("options", ()):
            yield option["text"]["text"], Pressable(where, name, option["value"], chosen=True)


def pressable(seen: Seen, label: str) -> Pressable:
    """What has this label. Raises NotOffered where nothing has."""
    found: Pressable | None = None if seen.form else seen.handle.get(label)
    if found is None:
        raise NotOffered(f"{label!r} is none of {seen.labels}")
    return found


def view_seen(view: View, said: Iterable[str] = ()) -> Seen:
    """A modal: a form, or a reply that asks nothing. ``said`` is what else stands there."""
    words = squeezed("\n".join((*said, view.title, view.words)))
    if view.submit:
        filled = dict(_filled(view))
        return Seen(words, form=FormSeen(_heading(view), filled), handle=view)
    offered = dict(pressables(view, view.blocks))
    return Seen(words, labels=tuple(offered), handle=offered)


def _heading(view: View) -> str:
    """The whole title, which stands at the top of the form."""
    return str(view.blocks[0]["text"]["text"])


def _filled(view: View) -> Iterator[tuple[str, str]]:
    for block_id, held in showing.state(view).items():
        for value in held.values():
            yield block_id, as_typed(value)


def as_typed(held: Json) -> str:
    """What an input holds, as it would be typed."""
    option = held.get("selected_option")
    options = held.get("selected_options") or ()
    picked = (*held.get("selected_users", ()), *held.get("selected_conversations", ()))
    values = [one["value"] for one in ([option] if option else [*options])]
    values += [one for one in (held.get("value"), held.get("selected_date")) if one]
    typed = ",".join((*values, *picked))
    return "" if typed == UNKNOWN else typed


def entered(view: View, answers: Mapping[str, str]) -> dict[str, Any]:
    """What a client enters for typed answers. Raises NotOffered for what is not asked."""
    inputs = {block["block_id"]: block["element"] for block in view.inputs.values()}
    if unknown := answers.keys() - inputs.keys():
        raise NotOffered(f"{unknown}; there are {list(inputs)}")
    sent: dict[str, Any] = {}
    for name, typed in answers.items():
        kind = inputs[name]["type"]
        several = [one.strip() for one in typed.split(",") if one.strip() and one != UNKNOWN]
        if kind.startswith("multi_") or kind == "checkboxes":
            sent[name] = several
        else:
            sent[name] = typed or None
    return sent
