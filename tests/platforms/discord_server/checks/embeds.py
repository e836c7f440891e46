"""The limits of embeds."""

from typing import Any

from tests.platforms.discord_server.checks.problems import Problems
from tests.platforms.discord_server.wire import Json

MOST = 10
TITLE, DESCRIPTION, FOOTER, AUTHOR = 256, 4_096, 2_048, 256
FIELDS, FIELD_NAME, FIELD_VALUE = 25, 256, 1_024
TOTAL = 6_000


def check_embeds(problems: Problems, embeds: Any) -> None:
    """At most ten, with 6,000 characters together."""
    if embeds is None or not problems.list(embeds, 0, MOST):
        return
    for index, embed in enumerate(embeds):
        _check(problems.at(index), embed)
    if sum(map(_size, embeds)) > TOTAL:
        problems.add("MAX_EMBED_SIZE_EXCEEDED", f"Embed size exceeds maximum size of {TOTAL}")


def _check(problems: Problems, embed: Json) -> None:
    problems.at("title").text_or_nothing(embed.get("title"), TITLE)
    problems.at("description").text_or_nothing(embed.get("description"), DESCRIPTION)
    footer, author = embed.get("footer") or {}, embed.get("author") or {}
    problems.at("footer", "text").text_or_nothing(footer.get("text"), FOOTER)
    problems.at("author", "name").text_or_nothing(author.get("name"), AUTHOR)
    fields = embed.get("fields") or []
    if problems.at("fields").list(fields, 0, FIELDS):
        for index, part in enumerate(fields):
            at = problems.at("fields", index)
            at.at("name").text(part.get("name"), 1, FIELD_NAME)
            at.at("value").text(part.get("value"), 1, FIELD_VALUE)


def _size(embed: Json) -> int:
    texts = [
        embed.get("title"),
        embed.get("description"),
        (embed.get("footer") or {}).get("text"),
        (embed.get("author") or {}).get("name"),
    ]
    for part in embed.get("fields") or ():
        texts += [part.get("name"), part.get("value")]
    return sum(len(text) for text in texts if isinstance(text, str))
