"""``/help``: the commands, and every field of one of them."""

from collections.abc import Callable, Mapping

from core.commands.visit import Visit
from core.dialogue.command import Command
from core.dialogue.question import Kind, Question
from core.dialogue.reply import (
    Action,
    Actions,
    Block,
    Item,
    Items,
    Paragraph,
    Refusal,
    Refused,
    Reply,
)
from core.dialogue.request import Asked
from core.dialogue.text import Code, text

COMMAND = Question("command", "Which command?", "To show its fields.", Kind.WORDS, limit=40)


def handler(commands: Callable[[], Mapping[str, Command]]):  # type: ignore[no-untyped-def]
    """The handler of ``/help`` over the commands there are."""

    async def run(asked: Asked, visit: Visit) -> Reply | Refused:
        wanted = asked.given.get("command", "").strip().lstrip("/").lower()
        listed = {name: command for name, command in commands().items() if command.listed}
        if not wanted:
            return _all(listed)
        if wanted not in listed:
            return Refused((Refusal("command", wanted, ", ".join(listed)),))
        return _one(listed[wanted])

    return run


def _all(listed: Mapping[str, Command]) -> Reply:
    return Reply(
        text("Commands"),
        (
            Items(
                tuple(
                    Item(
                        text(Code(f"/{name}"), f"  {command.summary}"),
                        action=Action(f"Help on /{name}", "help", {"command": name})
                        if command.options
                        else None,
                    )
                    for name, command in listed.items()
                )
            ),
            Paragraph(
                text(
                    "Every field can be given as ",
                    Code("name:value"),
                    ", with double quotes around a value that has spaces, and every answer may be ",
                    Code("unknown"),
                    ".",
                )
            ),
            Actions((Action("Read my profile", "assess"), Action("About", "about"))),
        ),
        {"commands": [_command(command) for command in listed.values()]},
    )


def _one(command: Command) -> Reply:
    blocks: list[Block] = [Paragraph(text(command.summary))]
    if command.options:
        blocks.append(
            Items(
                tuple(
                    Item(text(Code(option.name), f"  {option.label}"), text(option.accepted))
                    for option in command.options
                )
            )
        )
    if command.examples:
        blocks.append(Items(tuple(Item(text(Code(example))) for example in command.examples)))
    return Reply(text(f"/{command.name}"), tuple(blocks), _command(command))


def _command(command: Command) -> dict[str, object]:
    return {
        "name": command.name,
        "summary": command.summary,
        "private": command.private,
        "writes": command.writes,
        "fields": [_field(option) for option in command.options],
    }


def _field(option: Question) -> dict[str, object]:
    return {
        "name": option.name,
        "label": option.label,
        "kind": option.kind.value,
        "accepted": option.accepted,
        "values": [choice.value for choice in option.choices],
        "minimum": option.minimum,
        "maximum": option.maximum,
        "limit": option.limit,
        "required": option.required,
    }
