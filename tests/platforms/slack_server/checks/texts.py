"""Text objects, confirmations and options."""

from typing import Any

from tests.platforms.slack_server.checks.problems import Problems

PLAIN = ("plain_text",)
ANY = ("plain_text", "mrkdwn")
OPTION_TEXT = 75
OPTION_VALUE = 150
OPTION_URL = 3000


def check_text(problems: Problems, value: Any, most: int, kinds: tuple[str, ...] = ANY) -> None:
    """A text object of one of these kinds and at most so many characters."""
    if not problems.thing(value, ("type", "text"), ("emoji", "verbatim")):
        return
    if problems.at("type").one_of(value["type"], kinds):
        wrong = "verbatim" if value["type"] == "plain_text" else "emoji"
        if wrong in value:
            problems.add(f"invalid additional property: {wrong}")
    problems.at("text").string(value["text"], most)
    problems.flags(value, "emoji", "verbatim")


def check_plain(problems: Problems, thing: Any, key: str, most: int) -> None:
    """The plain text of a field, if it is there."""
    if key in thing:
        check_text(problems.at(key), thing[key], most, PLAIN)


def check_confirm(problems: Problems, thing: Any) -> None:
    """The question before an action, if there is one."""
    if "confirm" not in thing:
        return
    here, confirm = problems.at("confirm"), thing["confirm"]
    if not here.thing(confirm, ("title", "text", "confirm", "deny"), ("style",)):
        return
    check_text(here.at("title"), confirm["title"], 100, PLAIN)
    check_text(here.at("text"), confirm["text"], 300)
    check_text(here.at("confirm"), confirm["confirm"], 30, PLAIN)
    check_text(here.at("deny"), confirm["deny"], 30, PLAIN)
    if "style" in confirm:
        here.at("style").one_of(confirm["style"], ("primary", "danger"))


def check_option(
    problems: Problems, option: Any, kinds: tuple[str, ...] = PLAIN, *, link: bool = False
) -> None:
    """One option of a menu, of boxes or of radio buttons."""
    allowed = ("description", "url") if link else ("description",)
    if not problems.thing(option, ("text", "value"), allowed):
        return
    check_text(problems.at("text"), option["text"], OPTION_TEXT, kinds)
    problems.at("value").string(option["value"], OPTION_VALUE)
    if "description" in option:
        check_text(problems.at("description"), option["description"], OPTION_TEXT, kinds)
    problems.strings(option, OPTION_URL, "url", least=1)


def check_options(
    problems: Problems,
    options: Any,
    most: int,
    kinds: tuple[str, ...] = PLAIN,
    *,
    least: int = 1,
    link: bool = False,
) -> None:
    """A list of options with distinct values."""
    seen: set[Any] = set()
    for here, option in problems.each(options, least, most):
        check_option(here, option, kinds, link=link)
        value = option.get("value") if isinstance(option, dict) else None
        if isinstance(value, str) and value in seen:
            here.at("value").add("must be unique")
        seen.add(value if isinstance(value, str) else None)


def check_groups(problems: Problems, groups: Any, *, least: int = 1) -> None:
    """A list of groups of options."""
    for here, group in problems.each(groups, least, 100):
        if here.thing(group, ("label", "options")):
            check_text(here.at("label"), group["label"], 75, PLAIN)
            check_options(here.at("options"), group["options"], 100)


def check_initial(problems: Problems, element: Any, offered: list[Any]) -> None:
    """What is chosen at first is exactly among what is offered."""
    if "initial_option" in element and element["initial_option"] not in offered:
        problems.at("initial_option").add("must match an option")
    chosen = element.get("initial_options")
    if chosen is None:
        return
    for here, option in problems.at("initial_options").each(chosen, 1, 100):
        if option not in offered:
            here.add("must match an option")
        if chosen.count(option) > 1:
            here.add("must be unique")
