"""The form and the replies laid out against the limits of Discord and Slack."""

from collections.abc import Iterator, Mapping
from math import ceil
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
from bot.discord.sheets import lay_out
from core.dialogue.command import Command
from core.dialogue.question import Kind, Question
from core.dialogue.reply import Actions, Items, Reply
from core.profile.questions.bank import QuestionBank

# Slack's published limits, as of November 2026; Discord's are those of its door.
DISCORD_BOXES = CHECKBOX_OPTIONS[-1]
SLACK_BLOCKS, SLACK_SECTION, SLACK_MESSAGE, SLACK_BOXES, SLACK_MENU = 50, 3000, 13200, 10, 100
WIDE = 100_000


def fit_page(
    bank: QuestionBank, commands: Mapping[str, Command], replies: Mapping[str, list[Reply]]
) -> str:
    """The page as Markdown."""
    parts = (*_intro(), *_form(bank), *_options(bank, commands), *_answers(replies))
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
        f"Slack message {SLACK_BLOCKS} blocks and about {SLACK_MESSAGE:,} characters, a section "
        f"{SLACK_SECTION:,}, a modal title 24, an option 75."
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
    match question.kind:
        case Kind.CHOICE | Kind.YES_NO if len(question.choices) <= SLACK_BOXES:
            return "radio buttons"
        case Kind.CHOICES if len(question.choices) <= SLACK_BOXES:
            return "checkboxes"
        case Kind.CHOICE | Kind.CHOICES if len(question.choices) <= SLACK_MENU:
            return "static select"
        case Kind.DAY:
            return "date picker"
        case _:
            return "text input"


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
        "The longest reply to each line among the readings of `docs/readings.md`. A part is a "
        "title, a heading with what follows it, or a row of buttons; buttons that may be folded "
        "away go into one menu. Messages on Discord are those that its door makes; for Slack they "
        "are estimated."
    )
    yield ""
    yield "| Line | Characters | Parts | Longest line | Discord messages | Slack messages |"
    yield "|---|---|---|---|---|---|"
    for line, all_of_it in replies.items():
        reply = max(all_of_it, key=_characters)
        characters, parts = _characters(reply), _parts(reply)
        discord = len(lay_out(reply).sheets)
        slack = max(ceil(characters / SLACK_MESSAGE), ceil(parts / SLACK_BLOCKS))
        longest = max(len(one) for one in plain_text(reply, WIDE).splitlines())
        yield f"| `{line}` | {characters:,} | {parts} | {longest:,} | {discord} | {slack} |"


def _characters(reply: Reply) -> int:
    """Characters of text, without rules, indents and buttons."""
    shown = Reply(reply.title, tuple(b for b in reply.blocks if not isinstance(b, Actions)))
    lines = (line.strip(" \u2500\u2550") for line in plain_text(shown, WIDE).splitlines())
    return sum(len(line) + 1 for line in lines if line)


def _parts(reply: Reply) -> int:
    parts = 1
    for block in reply.blocks:
        if isinstance(block, Actions):
            parts += ceil(len(block.actions) / ROW_BUTTONS) + (1 if block.more else 0)
        elif isinstance(block, Items):
            parts += max(1, sum(item.action is not None for item in block.items))
        else:
            parts += 1
    return parts
