"""A command as a person's client offers it: only what is declared can be entered."""

from collections.abc import Mapping
from typing import Any

from tests.platforms.discord_server.people import Role, User
from tests.platforms.discord_server.places import Channel
from tests.platforms.discord_server.wire import Json

SUBCOMMAND, GROUP = 1, 2
STRING, INTEGER, BOOLEAN, USER, CHANNEL, ROLE, MENTIONABLE, NUMBER = 3, 4, 5, 6, 7, 8, 9, 10
NAMES = {
    STRING: "text", INTEGER: "a whole number", BOOLEAN: "yes or no", USER: "a person",
    CHANNEL: "a channel", ROLE: "a role", MENTIONABLE: "a person or a role", NUMBER: "a number",
}  # fmt: skip
KINDS: dict[int, tuple[type, ...]] = {
    STRING: (str,),
    INTEGER: (int,),
    BOOLEAN: (bool,),
    USER: (User,),
    CHANNEL: (Channel,),
    ROLE: (Role,),
    MENTIONABLE: (User, Role),
    NUMBER: (int, float),
}

Options = Mapping[str, Any]


class NotOffered(AssertionError):
    """A person's client would not have let them do that."""


def guessed(value: Any) -> int:
    """The option type that a value looks like."""
    for kind in (BOOLEAN, INTEGER, NUMBER, USER, ROLE, CHANNEL):
        if isinstance(value, KINDS[kind]):
            return kind
    return STRING


def subcommand(command: Json, path: list[str]) -> list[Json]:
    """The options under a command's subcommands. Raises NotOffered when one is missing."""
    options: list[Json] = command["options"]
    for name in path:
        found = next((o for o in options if o["name"] == name and o["type"] in (1, 2)), None)
        if found is None:
            raise NotOffered(f"/{command['name']} has no subcommand {name!r}")
        options = found.get("options") or []
    if any(option["type"] in (SUBCOMMAND, GROUP) for option in options):
        raise NotOffered(f"/{command['name']} is used only with a subcommand")
    return options


def check(declared: list[Json], given: Options, focused: str | None = None) -> None:
    """Raise NotOffered when these options cannot be entered.

    While an option is `focused` it may hold anything, and required ones may still be missing.
    """
    known = {option["name"]: option for option in declared}
    for name in given:
        if name not in known:
            raise NotOffered(f"no option {name!r}; declared are {sorted(known)}")
    if focused is not None:
        if not known.get(focused, {}).get("autocomplete"):
            raise NotOffered(f"option {focused!r} does not autocomplete")
        given = {name: value for name, value in given.items() if name != focused}
    else:
        for option in declared:
            if option.get("required") and option["name"] not in given:
                raise NotOffered(f"option {option['name']!r} is required")
    for name, value in given.items():
        _check_value(known[name], value)


def _check_value(option: Json, value: Any) -> None:
    name, kind = option["name"], option["type"]
    fits = isinstance(value, KINDS[kind]) and (kind == BOOLEAN or not isinstance(value, bool))
    if not fits:
        raise NotOffered(f"option {name!r} takes {NAMES[kind]}, not {value!r}")
    choices = option.get("choices")
    if choices and value not in [choice["value"] for choice in choices]:
        raise NotOffered(f"option {name!r} offers no choice {value!r}")
    if kind == STRING:
        _check_size(name, len(value), option.get("min_length"), option.get("max_length"))
    else:
        _check_size(name, value, option.get("min_value"), option.get("max_value"))


def _check_size(name: str, size: Any, least: float | None, most: float | None) -> None:
    if (least is not None and size < least) or (most is not None and size > most):
        raise NotOffered(f"option {name!r} takes {least} to {most}, not {size}")


def written(
    declared: list[Json], given: Options, path: list[str], focused: str | None = None
) -> list[Json]:
    """The options as the interaction carries them, inside their subcommands."""
    kinds = {option["name"]: option["type"] for option in declared}
    options: list[Json] = [
        {
            "name": name,
            "type": kinds.get(name, guessed(value)),
            "value": str(value.id) if isinstance(value, User | Role | Channel) else value,
            **({"focused": True} if name == focused else {}),
        }
        for name, value in given.items()
    ]
    for depth, name in enumerate(reversed(path)):
        options = [{"name": name, "type": SUBCOMMAND if depth == 0 else GROUP, "options": options}]
    return options
