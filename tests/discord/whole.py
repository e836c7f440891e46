"""Whether all that a reply says is in the messages that were made of it."""

from datetime import datetime

from bot.discord.messages import Built
from core.dialogue.reply import Reply
from core.dialogue.text import Moment, Named, Plain, Span
from tests.discord.message_rules import shown_elsewhere, shown_markdown
from tests.discord.reading import words_seen
from tests.rendering import whole


def missing(reply: Reply, built: list[Built]) -> set[str]:
    """The words of the reply that none of its messages shows."""
    running = " ".join(words_seen(shown_markdown(one)) for one in built)
    return whole.missing(reply, running, " ".join(map(shown_elsewhere, built)), _told)


def _told(span: Moment | Named) -> Span:
    """An instant and a name as Discord is told of them."""
    if isinstance(span, Moment):
        return Plain(str(int(span.at.timestamp()))) if isinstance(span.at, datetime) else span
    if not span.id.isdigit():
        return span
    return Plain({"person": "@", "role": "@&", "channel": "#"}[span.what] + span.id)
