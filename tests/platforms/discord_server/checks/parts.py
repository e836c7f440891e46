"""What messages and forms share: identifiers, options, selects."""

from typing import Any

from tests.platforms.discord_server import text
from tests.platforms.discord_server.checks.problems import Problems
from tests.platforms.discord_server.wire import Json

CUSTOM_ID = 100
OPTION_TEXT = 100
PLACEHOLDER = 150
SELECT_OPTIONS = 25
SELECT_VALUES = 25


def check_custom_id(problems: Problems, component: Json, seen: set[str]) -> None:
    """An identifier of 1 to 100 characters that no other component has."""
    custom_id = component.get("custom_id")
    at = problems.at("custom_id")
    if at.text(custom_id, 1, CUSTOM_ID):
        if custom_id in seen:
            at.add("COMPONENT_CUSTOM_ID_DUPLICATED", "Component custom id cannot be duplicated")
        seen.add(str(custom_id))


def check_id(problems: Problems, component: Json, seen: set[int]) -> None:
    """A number that no other component has, or none."""
    number = component.get("id")
    if not number:
        return
    if problems.at("id").number(number, 0, 2**31 - 1):
        if number in seen:
            problems.at("id").forbidden("Component id cannot be duplicated")
        seen.add(number)


def check_options(problems: Problems, options: Any, least: int, most: int) -> int:
    """A list of options with distinct values; how many are chosen by default."""
    at = problems.at("options")
    if not at.list(options, least, most):
        return 0
    values: set[Any] = set()
    for index, option in enumerate(options):
        here = at.at(index)
        here.at("label").text(option.get("label"), 1, OPTION_TEXT)
        here.at("value").text(option.get("value"), 1, OPTION_TEXT)
        here.at("description").text_or_nothing(option.get("description"), OPTION_TEXT, 1)
        if option.get("value") in values:
            here.at("value").add(
                "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED",
                "The specified option value is already used",
            )
        values.add(option.get("value"))
    return sum(bool(option.get("default")) for option in options)


def check_bounds(
    problems: Problems, component: Json, *, most: int, options: int | None, needed: bool
) -> tuple[int, int]:
    """How many values may be chosen; both ends. `needed` says that something must be."""
    lower, upper = component.get("min_values"), component.get("max_values")
    lower = 1 if lower is None else lower
    upper = 1 if upper is None else upper
    if not problems.at("min_values").number(lower, 0, most):
        return 0, most
    if not problems.at("max_values").number(upper, 1, most):
        return 0, most
    if lower > upper:
        problems.at("min_values").forbidden("Cannot be more than max_values")
    if needed and lower == 0:
        problems.at("min_values").forbidden("Must be at least 1 when an answer is required")
    if options is not None and upper > options:
        problems.at("max_values").forbidden("Cannot be more than the number of options")
    return lower, upper


def check_select(problems: Problems, select: Json, seen: set[str], *, needed: bool) -> None:
    """A select of any kind."""
    check_custom_id(problems, select, seen)
    problems.at("placeholder").text_or_nothing(select.get("placeholder"), PLACEHOLDER)
    of_text = select["type"] == text.STRING_SELECT
    chosen = 0
    if of_text:
        chosen = check_options(problems, select.get("options"), 1, SELECT_OPTIONS)
    count = len(select.get("options") or ()) if of_text else None
    lower, upper = check_bounds(problems, select, most=SELECT_VALUES, options=count, needed=needed)
    defaults = select.get("default_values")
    if defaults:
        chosen = len(defaults)
    if chosen and not lower <= chosen <= upper:
        at = problems.at("options" if of_text else "default_values")
        at.forbidden("The number of default values is outside min_values and max_values")
