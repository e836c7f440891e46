"""The limits of slash commands."""

import re
from collections.abc import Iterable
from typing import Any

from tests.platforms.discord_server.checks.problems import Problems
from tests.platforms.discord_server.declared import (
    GROUP,
    INTEGER,
    NUMBER,
    STRING,
    SUBCOMMAND,
)
from tests.platforms.discord_server.wire import Json

CHAT_INPUT = 1
MOST_COMMANDS, MOST_OF_OTHER_KINDS = 100, 15
NAME = re.compile(r"^[-_'\w]{1,32}$")
DESCRIPTION = 100
OPTIONS = CHOICES = 25
CHOICE_TEXT = 100
CHARACTERS = 8_000
TEXT_LENGTH = 6_000
KINDS = tuple(range(SUBCOMMAND, 12))


def check_commands(body: Any) -> None:
    """Raise ApiError when the list of commands breaks a limit."""
    problems = Problems()
    if not isinstance(body, list):
        problems.missing()
        problems.settle()
    names: set[tuple[str, int]] = set()
    for index, command in enumerate(body):
        at = problems.at(index)
        kind = command.get("type") or CHAT_INPUT
        key = (str(command.get("name")), kind)
        if key in names:
            at.at("name").add(
                "APPLICATION_COMMANDS_DUPLICATE_NAME", "Application command names must be unique"
            )
        names.add(key)
        _check_command(at, command, kind)
    _check_count(problems, [kind for _, kind in names])
    problems.settle()


def _check_count(problems: Problems, kinds: list[int]) -> None:
    for kind in set(kinds):
        most = MOST_COMMANDS if kind == CHAT_INPUT else MOST_OF_OTHER_KINDS
        if kinds.count(kind) > most:
            problems.add("APPLICATION_COMMAND_TOO_MANY", f"At most {most} commands of this kind")


def _check_command(problems: Problems, command: Json, kind: int) -> None:
    if not problems.at("type").one_of(kind, (1, 2, 3)):
        return
    if kind != CHAT_INPUT:
        problems.at("name").text(command.get("name"), 1, 32)
        if command.get("description"):
            problems.at("description").forbidden("Only slash commands have a description")
        return
    _check_name(problems.at("name"), command.get("name"))
    problems.at("description").text(command.get("description"), 1, DESCRIPTION)
    _check_options(problems.at("options"), command.get("options") or [], depth=0)
    if _characters(command) > CHARACTERS:
        problems.add(
            "APPLICATION_COMMAND_TOO_LARGE", f"Command exceeds maximum size ({CHARACTERS})"
        )


def _check_name(problems: Problems, name: Any) -> None:
    if not problems.text(name, 1, 32):
        return
    if not NAME.match(name) or name != name.lower():
        problems.add("APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid")


def _check_options(problems: Problems, options: Any, *, depth: int) -> None:
    if not problems.list(options, 0, OPTIONS):
        return
    names: set[str] = set()
    optional_before = nested = False
    for index, option in enumerate(options):
        at, kind = problems.at(index), option.get("type")
        if not at.at("type").one_of(kind, KINDS):
            continue
        _check_name(at.at("name"), option.get("name"))
        at.at("description").text(option.get("description"), 1, DESCRIPTION)
        if option.get("name") in names:
            at.at("name").add(
                "APPLICATION_COMMAND_OPTIONS_NAME_INVALID", "Option names must be unique"
            )
        names.add(str(option.get("name")))
        if optional_before and option.get("required"):
            at.add(
                "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID",
                "Required options must be placed before non-required options",
            )
        optional_before = optional_before or not option.get("required")
        if kind in (SUBCOMMAND, GROUP):
            nested = True
            _check_nested(at, option, kind, depth)
        else:
            _check_value(at, option, kind)
    if nested and any(option.get("type") not in (SUBCOMMAND, GROUP) for option in options):
        problems.add(
            "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID",
            "Sub-command and sub-command group option types are mutually exclusive to others",
        )


def _check_nested(problems: Problems, option: Json, kind: int, depth: int) -> None:
    if depth >= 2 or (kind == GROUP and depth >= 1):
        problems.at("type").forbidden("Subcommands cannot be nested so deep")
        return
    _check_options(problems.at("options"), option.get("options") or [], depth=depth + 1)


def _check_value(problems: Problems, option: Json, kind: int) -> None:
    choices = option.get("choices") or []
    if choices and option.get("autocomplete"):
        problems.at("autocomplete").forbidden("Choices and autocomplete exclude each other")
    if (choices or option.get("autocomplete")) and kind not in (STRING, INTEGER, NUMBER):
        problems.at("type").forbidden("Only texts and numbers have choices or autocomplete")
    if option.get("options"):
        problems.at("options").forbidden("Only subcommands have options")
    for bound, least in (("min_length", 0), ("max_length", 1)):
        if option.get(bound) is not None:
            problems.at(bound).number(option[bound], least, TEXT_LENGTH)
    at = problems.at("choices")
    if at.list(choices, 0, CHOICES):
        _check_choices(at, choices, kind)


def _check_choices(problems: Problems, choices: list[Json], kind: int) -> None:
    names: set[str] = set()
    for index, choice in enumerate(choices):
        at, value = problems.at(index), choice.get("value")
        at.at("name").text(choice.get("name"), 1, CHOICE_TEXT)
        if kind == STRING:
            at.at("value").text(value, 1, CHOICE_TEXT)
        elif not isinstance(value, int | float):
            at.at("value").add("NUMBER_TYPE_COERCE", f'Value "{value}" is not a number.')
        if choice.get("name") in names:
            at.at("name").add(
                "APPLICATION_COMMAND_OPTIONS_CHOICES_NAME_DUPLICATED", "Choice names are unique"
            )
        names.add(str(choice.get("name")))


def _characters(part: Json) -> int:
    """Names, descriptions and values, with those of everything inside."""
    texts: Iterable[Any] = (part.get("name"), part.get("description"))
    count = sum(len(value) for value in texts if isinstance(value, str))
    for choice in part.get("choices") or ():
        values = (choice.get("name"), choice.get("value"))
        count += sum(len(value) for value in values if isinstance(value, str))
    return count + sum(_characters(option) for option in part.get("options") or ())
