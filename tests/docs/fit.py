"""The form and the replies laid out against the limits of Discord and Slack."""

from collections.abc import Iterator, Mapping
from typing import Any

from bot.console.plain import plain_text
from bot.discord.limits import (
    CHECKBOX_OPTIONS,
    COMMAND_CHARACTERS,
    COMMAND_OPTIONS,
    COMPONENTS,
    ROW_BUTTONS,
    SELECT_OPTIONS,
    TEXT,
)
from bot.discord.registration import command_payloads
from bot.discord.sheets import lay_out as on_discord
from bot.slack.inputs import input_block
from bot.slack.limits import (
    MESSAGE_BLOCKS,
    MESSAGE_CHARACTERS,
    OPTION_TEXT,
    SECTION_TEXT,
    TABLE_CHARACTERS,
    VIEW_BLOCKS,
    VIEW_TITLE,
)
from bot.slack.sheets import Surface
from bot.slack.sheets import lay_out as on_slack
from core.dialogue.command import Command
from core.dialogue.form import Asking
from core.dialogue.question import Kind, Question
from core.dialogue.reply import Actions, Reply
from core.profile.questions.bank import QuestionBank

DISCORD_BOXES = CHECKBOX_OPTIONS[-1]
OWNER = "U0123456789"
WIDE = 100_000


def fit_page(
    bank: QuestionBank,
    commands: Mapping[str, Command],
    replies: Mapping[str, list[Reply]],
    by_the_season: Mapping[str, list[Reply]],
    reminders: Mapping[str, list[Reply]],
) -> str:
    """The page as Markdown.

    ``by_the_season`` are replies, by their titles, of people with as many dates as there may be.
    """
    parts = (
        *_intro(),
        *_form(bank),
        *_options(bank, commands),
        *_answers(replies),
        *_by_the_season(by_the_season),
        *_reminders(reminders),
    )
    return "\n".join(parts) + "\n"


def _intro() -> Iterator[str]:
    yield "# The dialogue, laid out against both platforms' limits"
    yield ""
    yield (
        "Made by `make docs`, and checked by a test: nothing the core says or asks is out of "
        "reach of a door. Limits: a "
        f"Discord message with components holds {TEXT:,} characters and "
        f"{COMPONENTS} components, a row {ROW_BUTTONS} buttons, a menu {SELECT_OPTIONS} "
        f"choices, a modal 5 questions with labels of 45 and descriptions of 100 characters; a "
        f"Slack message {MESSAGE_BLOCKS} blocks and here {MESSAGE_CHARACTERS:,} characters, a "
        f"block of text {SECTION_TEXT:,}, a table {TABLE_CHARACTERS:,}, a modal or App Home "
        f"{VIEW_BLOCKS} blocks, a modal's title {VIEW_TITLE} characters, an option {OPTION_TEXT}."
    )


def _form(bank: QuestionBank) -> Iterator[str]:
    yield from ("", "## The form", "")
    yield "| Page | Title | Questions | Longest label | On Discord | On Slack |"
    yield "|---|---|---|---|---|---|"
    for number, page in enumerate(bank.pages, start=1):
        asked = [bank.questions[name] for name in page.names]
        longest = max(len(question.label) for question in asked)
        discord = ", ".join(dict.fromkeys(_on_discord(question) for question in asked))
        slack = ", ".join(dict.fromkeys(_on_slack(question) for question in asked))
        yield f"| {number} | {page.title} | {len(asked)} | {longest} | {discord} | {slack} |"


def _on_discord(question: Question) -> str:
    match question.kind:
        case Kind.CHOICE | Kind.YES_NO if len(question.choices) <= DISCORD_BOXES:
            return "radio group"
        case Kind.CHOICES if len(question.choices) <= DISCORD_BOXES:
            return "checkbox group"
        case Kind.CHOICE | Kind.CHOICES if len(question.choices) <= SELECT_OPTIONS:
            return "select"
        case _:
            return "text input"


def _on_slack(question: Question) -> str:
    kind: str = input_block(Asking(question))["element"]["type"]
    names = {
        "datepicker": "date picker",
        "plain_text_input": "text input",
        "multi_static_select": "multi-select",
    }
    return names.get(kind, kind.replace("_", " "))


def _options(bank: QuestionBank, commands: Mapping[str, Command]) -> Iterator[str]:
    (assess,) = [one for one in command_payloads(commands) if one["name"] == "assess"]
    names = [option["name"] for option in assess["options"]]
    beside = [name for name in names if name not in bank.questions]
    asked = len(names) - len(beside)
    yield ""
    yield (
        f"As a Discord command, /assess has {len(names)} options of {COMMAND_OPTIONS}: {asked} "
        f"questions beside {' and '.join(beside)}, {characters(assess):,} of "
        f"{COMMAND_CHARACTERS:,} characters; the other {len(bank.questions) - asked} questions "
        "are reached by the form."
    )


def characters(part: Mapping[str, Any]) -> int:
    """Characters of a command as Discord counts them: names, descriptions and choices."""
    told = (part.get("name"), part.get("description"), part.get("value"))
    inner = [*part.get("options", ()), *part.get("choices", ())]
    return sum(len(one) for one in told if isinstance(one, str)) + sum(map(characters, inner))


def _answers(replies: Mapping[str, list[Reply]]) -> Iterator[str]:
    yield from ("", "## The replies", "")
    yield (
        "The longest reply to each line among the readings of `docs/readings.md`, laid out by "
        "the doors themselves: how many messages it takes, and how many blocks of Slack's."
    )
    yield from _longest({f"`{line}`": all_of_it for line, all_of_it in replies.items()}, "Line")


def _by_the_season(replies: Mapping[str, list[Reply]]) -> Iterator[str]:
    yield from ("", "## Timelines, dates and the settings of reminders", "")
    yield (
        "The longest reply of each title, of people with as many dates as the rules give, and as "
        "many of their own as there may be, with the longest titles. Pages are turned by a button."
    )
    yield from _longest(replies, "Title")


def _reminders(reminders: Mapping[str, list[Reply]]) -> Iterator[str]:
    yield from ("", "## Reminders", "")
    yield (
        "One message each, with every date's buttons; where it says more, the first page is sent "
        "and the others are turned to. The longest of every rule, and of the longest titles that "
        "people may give their own dates."
    )
    yield from _longest(reminders, "Message")


def _longest(replies: Mapping[str, list[Reply]], what: str) -> Iterator[str]:
    yield ""
    yield (
        f"| {what} | Characters | Longest line | Discord messages | Slack messages | Slack blocks |"
    )
    yield "|---|---|---|---|---|---|"
    for name, all_of_it in replies.items():
        reply = max(all_of_it, key=_characters)
        longest = max(len(one) for one in plain_text(reply, WIDE).splitlines())
        discord = len(on_discord(reply).sheets)
        sheets = on_slack(reply, owner=OWNER, surface=Surface.MESSAGE, with_files=False).sheets
        blocks = sum(len(sheet.blocks) for sheet in sheets)
        yield (
            f"| {name} | {_characters(reply):,} | {longest:,} | {discord} | {len(sheets)} "
            f"| {blocks} |"
        )


def _characters(reply: Reply) -> int:
    """Characters of text, without rules, indents and buttons."""
    shown = Reply(reply.title, tuple(b for b in reply.blocks if not isinstance(b, Actions)))
    lines = (line.strip(" \u2500\u2550") for line in plain_text(shown, WIDE).splitlines())
    return sum(len(line) + 1 for line in lines if line)
