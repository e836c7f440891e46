"""The limits of a message."""

from typing import Any

from tests.platforms.discord_server.checks.components import check_layout, check_rows
from tests.platforms.discord_server.checks.embeds import check_embeds
from tests.platforms.discord_server.checks.problems import EMPTY_MESSAGE, TOO_LARGE, Problems
from tests.platforms.discord_server.messages import Message
from tests.platforms.discord_server.wire import COMPONENTS_V2, ApiError, Json

CONTENT = 2_000
NONCE = 25
FILES = 10
FILE_DESCRIPTION = 1_024
MENTIONS = 100
PARSED = ("everyone", "roles", "users")


def check_message(
    body: Json, files: dict[int, Any], upload_limit: int, existing: Message | None = None
) -> None:
    """Raise ApiError when a body to create or edit a message breaks a limit."""
    problems = Problems()
    flags = body.get("flags") or 0
    layout = bool(flags & COMPONENTS_V2) or (existing is not None and existing.is_v2)
    content = body.get("content")
    if content is not None:
        problems.at("content").text(content, 0, CONTENT)
    check_embeds(problems.at("embeds"), body.get("embeds"))
    _check_nonce(problems.at("nonce"), body.get("nonce"))
    _check_mentions(problems.at("allowed_mentions"), body.get("allowed_mentions"))
    filenames = _check_files(problems.at("attachments"), body, files, existing)
    if layout:
        _check_layout(problems, body, filenames, existing)
    elif body.get("components") is not None:
        check_rows(problems.at("components"), body["components"])
    problems.settle()
    if any(len(upload.data) > upload_limit for upload in files.values()):
        raise ApiError(413, TOO_LARGE, "Request entity too large")
    if existing is None and not layout:
        _check_not_empty(body, files)


def _check_not_empty(body: Json, files: dict[int, Any]) -> None:
    parts = ("content", "embeds", "components", "sticker_ids", "poll")
    if not files and not any(body.get(part) for part in parts):
        raise ApiError(400, EMPTY_MESSAGE, "Cannot send an empty message")


def _check_layout(
    problems: Problems, body: Json, filenames: set[str], existing: Message | None
) -> None:
    for part in ("content", "embeds", "poll", "sticker_ids"):
        if body.get(part):
            problems.at(part).add(
                "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2",
                f"The '{part}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2",
            )
    if existing is not None and not existing.is_v2:
        for part, held in (("content", existing.content), ("embeds", existing.embeds)):
            if held and part not in body:
                problems.at(part).forbidden("Must be emptied when components take its place")
    if existing is None or "components" in body:
        check_layout(problems.at("components"), body.get("components") or [], filenames)


def _check_nonce(problems: Problems, nonce: Any) -> None:
    if nonce is None or isinstance(nonce, int):
        return
    if isinstance(nonce, str) and len(nonce) <= NONCE:
        return
    problems.add("NONCE_TYPE_TOO_LONG", f"Must be {NONCE} or fewer in length.")


def _check_mentions(problems: Problems, allowed: Any) -> None:
    if allowed is None:
        return
    if not isinstance(allowed, dict):
        problems.add("MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType")
        return
    parse = allowed.get("parse") or []
    for index, kind in enumerate(parse):
        if kind not in PARSED:
            problems.at("parse", index).add(
                "BASE_TYPE_CHOICES", f"Value must be one of {{{', '.join(PARSED)}}}."
            )
    for kind in ("users", "roles"):
        ids = allowed.get(kind) or []
        problems.at(kind).list(ids, 0, MENTIONS)
        if not all(str(number).isdigit() for number in ids):
            problems.at(kind).add("NUMBER_TYPE_COERCE", "Value is not snowflake.")
        if ids and kind in parse:
            problems.add(
                "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE",
                f'parse:["{kind}"] and {kind}: [ids...] are mutually exclusive.',
            )


def _check_files(
    problems: Problems, body: Json, files: dict[int, Any], existing: Message | None
) -> set[str]:
    """The names of the files that the message will have."""
    listed = body.get("attachments")
    held = {a.id: a.filename for a in existing.attachments} if existing is not None else {}
    names = {index: upload.filename for index, upload in files.items()}
    if listed is None:
        names |= held
    else:
        problems.list(listed, 0, FILES)
        for index, item in enumerate(listed):
            number = int(item.get("id", -1))
            at = problems.at(index)
            if number not in files and number not in held:
                at.at("id").forbidden(f"No file and no attachment with the id {number}")
                continue
            at.at("description").text_or_nothing(item.get("description"), FILE_DESCRIPTION)
            names[number] = item.get("filename") or names.get(number) or held[number]
    if len(files) > FILES:
        problems.add("BASE_TYPE_MAX_LENGTH", f"Must be {FILES} or fewer in length.")
    return set(names.values())
