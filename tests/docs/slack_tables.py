"""The tables of ``docs/slack.md`` that are made from the door itself."""

from collections.abc import Iterator

from bot.slack.scopes import EVENTS, ORGANISATION_EVENTS, SCOPES
from bot.slack.troubles import SENTENCES
from tests.docs.marks import between

MADE = "made by make docs"


def with_slack_tables(page: str) -> str:
    """The page with its tables as they are now."""
    page = between(page, f"<!-- scopes: {MADE} -->", "<!-- end of scopes -->", _scopes())
    return between(page, f"<!-- refusals: {MADE} -->", "<!-- end of refusals -->", _refusals())


def _scopes() -> Iterator[str]:
    yield from ("| Scope | Why |", "|---|---|")
    yield from (f"| `{scope.name}` | {scope.reason} |" for scope in SCOPES)
    yield from ("", "| Event | Why |", "|---|---|")
    yield from (f"| `{event.name}` | {event.reason} |" for event in EVENTS)
    yield from (
        f"| `{event.name}` | {event.reason} (with many workspaces) |"
        for event in ORGANISATION_EVENTS
    )


def _refusals() -> Iterator[str]:
    """Slack's words, those together that mean the same to a person."""
    yield from ("| Slack says | The person is told |", "|---|---|")
    for sentence in dict.fromkeys(SENTENCES.values()):
        words = [f"`{word}`" for word, said in SENTENCES.items() if said == sentence]
        yield f"| {', '.join(words)} | {sentence} |"
