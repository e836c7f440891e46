"""Messages as a whole: size, metadata, attachments, and that they say something."""

import json
from collections.abc import Iterator
from typing import Any

from tests.platforms.slack_server.checks.blocks import check_blocks
from tests.platforms.slack_server.checks.problems import Problems
from tests.platforms.slack_server.wire import Illegal, Json

TEXT = 40_000
CHARACTERS = 13_200
TABLE_CHARACTERS = 10_000
ATTACHMENTS = 100
METADATA_BYTES = 8_000


def check_message(body: Json, *, has_files: bool = False) -> None:
    """A message that is to be posted. Raises Illegal."""
    text, blocks = body.get("text"), body.get("blocks")
    attachments = body.get("attachments")
    if not (text or blocks or attachments or has_files):
        raise Illegal("no_text")
    if text is not None and (not isinstance(text, str) or len(text) > TEXT):
        raise Illegal("msg_too_long")
    if blocks:
        _check(blocks)
    _check_attachments(attachments)
    if body.get("metadata"):
        _check_metadata(body["metadata"])


def _check(blocks: Any) -> None:
    problems = Problems().at("blocks")
    check_blocks(problems, blocks, "message")
    if problems.found:
        raise Illegal("invalid_blocks", problems.found)
    tables = [block for block in blocks if block["type"] == "table"]
    if characters(tables) > TABLE_CHARACTERS:
        problems.add(f"no more than {TABLE_CHARACTERS} characters in tables")
        raise Illegal("invalid_blocks", problems.found)
    if characters(blocks) > CHARACTERS:
        raise Illegal("msg_blocks_too_long")


def characters(value: Any) -> int:
    """How many characters of text there are in blocks."""
    return sum(map(len, _texts(value)))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for part in value:
            yield from _texts(part)
    elif isinstance(value, dict):
        for key, part in value.items():
            if key in ("text", "alt_text", "fallback", "url") and isinstance(part, str):
                yield part
            else:
                yield from _texts(part)


def _check_attachments(attachments: Any) -> None:
    if attachments is None:
        return
    if not isinstance(attachments, list) or not all(isinstance(a, dict) for a in attachments):
        raise Illegal("invalid_attachments")
    if len(attachments) > ATTACHMENTS:
        raise Illegal("too_many_attachments")
    for index, attachment in enumerate(attachments):
        if "blocks" in attachment:
            problems = Problems().at("attachments", index, "blocks")
            check_blocks(problems, attachment["blocks"], "message")
            if problems.found:
                raise Illegal("invalid_blocks", problems.found)


def _check_metadata(metadata: Any) -> None:
    if not isinstance(metadata, dict) or not isinstance(metadata.get("event_type"), str):
        raise Illegal("invalid_metadata_format")
    if not isinstance(metadata.get("event_payload"), dict):
        raise Illegal("invalid_metadata_format")
    if len(json.dumps(metadata)) > METADATA_BYTES:
        raise Illegal("metadata_too_large")
