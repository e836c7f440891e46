"""Discord's messages and forms as the person in front of them reads, presses and fills them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from core.dialogue.question import UNKNOWN
from tests.contract.visitor import FormSeen, NotOffered, Seen, squeezed
from tests.discord.reading import words_seen
from tests.platforms.discord_server.text import (
    BUTTON,
    CHANNEL_SELECT,
    CHECKBOXES,
    FIELDS,
    GALLERY,
    LABEL,
    RADIO,
    ROLE_SELECT,
    STRING_SELECT,
    TEXT,
    TEXT_INPUT,
    walk,
)

Json = dict[str, Any]
STRING, INTEGER, BOOLEAN, CHANNEL, ROLE = 3, 4, 5, 7, 8
"""Types of a command's option."""


@dataclass(frozen=True)
class Shown:
    """One message of the bot; ``message`` is what the door presses on."""

    components: list[Json]
    ephemeral: bool
    files: Mapping[str, bytes]
    message: Any


@dataclass(frozen=True)
class Pressable:
    """A button, or with ``value`` the entry of a menu, on a message."""

    message: Any
    identifier: str
    value: str | None = None


def messages_seen(shown: Sequence[Shown], *, in_server: bool) -> Seen:
    """Some messages, read from the first to the last."""
    assert shown, "nothing was answered"
    pressable: dict[str, Pressable] = {}
    labels: list[str] = []
    for one in shown:
        for label, pressed in _pressable(one):
            labels.append(label)
            pressable.setdefault(label, pressed)
    every = [part for one in shown for part in walk(one.components)]
    files = {name: content for one in shown for name, content in one.files.items()}
    ephemeral = all(one.ephemeral for one in shown)
    return Seen(
        squeezed("\n".join(words_seen(part["content"]) for part in every if part["type"] == TEXT)),
        private=ephemeral or not in_server,
        ephemeral=ephemeral,
        labels=tuple(labels),
        files={name: file.decode() for name, file in files.items() if not name.endswith(".png")},
        pictures=tuple(
            item["description"]
            for part in every
            if part["type"] == GALLERY
            for item in part["items"]
        ),
        handle=pressable,
    )


def _pressable(shown: Shown) -> Iterator[tuple[str, Pressable]]:
    for part in walk(shown.components):
        if part["type"] == BUTTON and not part.get("disabled"):
            yield part["label"], Pressable(shown.message, part["custom_id"])
        elif part["type"] == STRING_SELECT:
            for option in part["options"]:
                yield (
                    option["label"],
                    Pressable(shown.message, part["custom_id"], option["value"]),
                )


def pressable(seen: Seen, label: str) -> Pressable:
    """What has this label. Raises NotOffered where nothing has."""
    found: Pressable | None = None if seen.form else seen.handle.get(label)
    if found is None:
        raise NotOffered(f"{label!r} is none of {seen.labels}")
    return found


def form_seen(modal: Json, handle: Any) -> Seen:
    """A form that opened; nobody else sees it."""
    filled = {part["custom_id"]: _filled(part) for part in _fields(modal)}
    said = [modal["title"]]
    for part in walk(modal["components"]):
        if part["type"] == LABEL:
            said += [part["label"], part.get("description") or ""]
    return Seen(squeezed(" ".join(said)), form=FormSeen(modal["title"], filled), handle=handle)


def _fields(modal: Json) -> list[Json]:
    return [part for part in walk(modal["components"]) if part["type"] in FIELDS]


def _filled(part: Json) -> str:
    if part["type"] == TEXT_INPUT:
        return str(part.get("value") or "")
    chosen = [one["value"] for one in part.get("options") or () if one.get("default")]
    picked = [str(one["id"]) for one in part.get("default_values") or ()]
    return ",".join((*chosen, *picked))


def entries(
    modal: Json, answers: Mapping[str, str], picked: Callable[[str], Any]
) -> dict[str, Any]:
    """What a client sends for a form: all of it, whether touched or not.

    ``picked`` finds a role or channel by its id. Raises NotOffered for what is not asked.
    """
    fields = _fields(modal)
    names = {part["custom_id"] for part in fields}
    if unknown := answers.keys() - names:
        raise NotOffered(f"{unknown}; there are {names}")
    sent: dict[str, Any] = {}
    for part in fields:
        name = part["custom_id"]
        typed = answers.get(name) or _filled(part)
        several = [one.strip() for one in typed.split(",") if one.strip()]
        match part["type"]:
            case kind if kind == TEXT_INPUT:
                sent[name] = typed
            case kind if kind == RADIO:
                sent[name] = typed or None
            case kind if kind in (ROLE_SELECT, CHANNEL_SELECT):
                sent[name] = [picked(one) for one in several if one != UNKNOWN]
            case kind if kind == CHECKBOXES:
                sent[name] = [one for one in several if one != UNKNOWN]
            case _:
                sent[name] = several
    return sent


def option_values(
    declared: Sequence[Json], options: Mapping[str, str], picked: Callable[[str], Any]
) -> dict[str, Any]:
    """Typed options as a client sends them. Raises NotOffered for one there is not."""
    kinds = {one["name"]: one["type"] for one in declared}
    sent: dict[str, Any] = {}
    for name, typed in options.items():
        match kinds.get(name):
            case None:
                raise NotOffered(f"no option {name}")
            case kind if kind == INTEGER:
                if not typed.isdigit():
                    raise NotOffered(f"{name} takes a number")
                sent[name] = int(typed)
            case kind if kind == BOOLEAN:
                sent[name] = typed == "yes"
            case kind if kind in (ROLE, CHANNEL):
                sent[name] = picked(typed)
            case _:
                sent[name] = typed
    return sent


def sent_components(modal: Json, sent: Mapping[str, Any]) -> list[Json]:
    """The parts of a form as they are sent, for a form that nobody could send like this."""
    parts = []
    for part in _fields(modal):
        key = "value" if part["type"] in (TEXT_INPUT, RADIO) else "values"
        value = sent[part["custom_id"]]
        inner = {"type": part["type"], "custom_id": part["custom_id"], key: value}
        parts.append({"type": LABEL, "component": inner})
    return parts
