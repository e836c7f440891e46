"""The limits of a message's components, old rows and Components V2."""

from dataclasses import dataclass, field
from typing import Any

from tests.platforms.discord_server import text
from tests.platforms.discord_server.checks.parts import (
    check_custom_id,
    check_id,
    check_select,
)
from tests.platforms.discord_server.checks.problems import Problems
from tests.platforms.discord_server.wire import Json

MOST_COMPONENTS = 40
MOST_TEXT = 4_000
MOST_ROWS = 5
ROW_BUTTONS = 5
LABEL = 80
URL = 512
DESCRIPTION = 1_024
GALLERY_ITEMS = 10
SECTION_TEXTS = 3
LINK, PREMIUM = 5, 6

IN_CONTAINER = {text.ROW, text.TEXT, text.SECTION, text.GALLERY, text.SEPARATOR, text.FILE}
ON_TOP = IN_CONTAINER | {text.CONTAINER}


@dataclass
class Tally:
    """What is counted over the whole message."""

    filenames: set[str]
    custom_ids: set[str] = field(default_factory=set)
    ids: set[int] = field(default_factory=set)
    components: int = 0
    characters: int = 0


def check_rows(problems: Problems, components: Any) -> None:
    """At most five rows of buttons or selects."""
    if not problems.list(components, 0, MOST_ROWS):
        return
    tally = Tally(set())
    for index, component in enumerate(components):
        _check(problems.at(index), component, {text.ROW}, tally)


def check_layout(problems: Problems, components: Any, filenames: set[str]) -> None:
    """Components V2: at most 40 with those inside others, 4,000 characters of text."""
    if not problems.list(components, 1, MOST_COMPONENTS):
        return
    tally = Tally(filenames)
    for index, component in enumerate(components):
        _check(problems.at(index), component, ON_TOP, tally)
    if tally.components > MOST_COMPONENTS:
        problems.add(
            "BASE_TYPE_BAD_LENGTH",
            f"The total number of components is {tally.components}, the limit {MOST_COMPONENTS}",
        )
    if tally.characters > MOST_TEXT:
        problems.add(
            "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED",
            f"Displayable text has {tally.characters} characters, the limit is {MOST_TEXT}",
        )


def _check(problems: Problems, component: Any, allowed: set[int], tally: Tally) -> None:
    kind = component.get("type") if isinstance(component, dict) else None
    if kind not in allowed:
        problems.at("type").one_of(kind, tuple(sorted(allowed)))
        return
    tally.components += 1
    check_id(problems, component, tally.ids)
    if kind in text.SELECTS:
        check_select(problems, component, tally.custom_ids, needed=False)
    else:
        CHECKS[kind](problems, component, tally)


def _row(problems: Problems, row: Json, tally: Tally) -> None:
    at, inner = problems.at("components"), row.get("components")
    if not at.list(inner, 1, ROW_BUTTONS) or not isinstance(inner, list):
        return
    for index, component in enumerate(inner):
        _check(at.at(index), component, text.SELECTS | {text.BUTTON}, tally)
    if len(inner) > 1 and any(part.get("type") in text.SELECTS for part in inner):
        at.forbidden("A select fills a row of its own")


def _button(problems: Problems, button: Json, tally: Tally) -> None:
    style = button.get("style")
    if not problems.at("style").one_of(style, (1, 2, 3, 4, 5, 6)):
        return
    problems.at("label").text_or_nothing(button.get("label"), LABEL)
    if style != PREMIUM and not button.get("label") and not button.get("emoji"):
        problems.forbidden("A button must have a label or an emoji")
    if style in (LINK, PREMIUM):
        if "custom_id" in button:
            problems.at("custom_id").forbidden("A button of this style cannot have a custom id")
        if style == LINK and problems.at("url").text(button.get("url"), 1, URL):
            _check_address(problems.at("url"), button["url"], ("http", "https", "discord"))
        return
    if button.get("url"):
        problems.at("url").forbidden("Only a link button has a url")
    check_custom_id(problems, button, tally.custom_ids)


def _check_address(problems: Problems, address: str, schemes: tuple[str, ...]) -> None:
    scheme, _, rest = address.partition("://")
    if scheme not in schemes or not rest:
        allowed = ", ".join(schemes)
        problems.add(
            "URL_TYPE_INVALID_SCHEME", f'Scheme "{scheme}" is not supported: use one of {allowed}.'
        )


def _text(problems: Problems, display: Json, tally: Tally) -> None:
    content = display.get("content")
    if problems.at("content").text(content, 1, MOST_TEXT):
        tally.characters += len(display["content"])


def _section(problems: Problems, section: Json, tally: Tally) -> None:
    at, inner = problems.at("components"), section.get("components")
    if at.list(inner, 1, SECTION_TEXTS) and isinstance(inner, list):
        for index, component in enumerate(inner):
            _check(at.at(index), component, {text.TEXT}, tally)
    accessory = section.get("accessory")
    if accessory is None:
        problems.at("accessory").missing()
    else:
        _check(problems.at("accessory"), accessory, {text.BUTTON, text.THUMBNAIL}, tally)


def _thumbnail(problems: Problems, thumbnail: Json, tally: Tally) -> None:
    _check_media(problems.at("media"), thumbnail.get("media"), tally)
    problems.at("description").text_or_nothing(thumbnail.get("description"), DESCRIPTION)


def _gallery(problems: Problems, gallery: Json, tally: Tally) -> None:
    at, items = problems.at("items"), gallery.get("items")
    if not at.list(items, 1, GALLERY_ITEMS) or not isinstance(items, list):
        return
    for index, item in enumerate(items):
        _check_media(at.at(index, "media"), item.get("media"), tally)
        at.at(index, "description").text_or_nothing(item.get("description"), DESCRIPTION)


def _file(problems: Problems, component: Json, tally: Tally) -> None:
    at, media = problems.at("file"), component.get("file")
    _check_media(at, media, tally)
    if media and not str(media.get("url")).startswith("attachment://"):
        at.at("url").forbidden("Only an attachment:// reference is supported")


def _check_media(problems: Problems, media: Any, tally: Tally) -> None:
    if not isinstance(media, dict):
        problems.missing()
        return
    at, url = problems.at("url"), media.get("url")
    if not at.text(url, 1, 2048) or not isinstance(url, str):
        return
    scheme, _, name = url.partition("://")
    if scheme != "attachment":
        _check_address(at, url, ("http", "https", "attachment"))
    elif name not in tally.filenames:
        at.add("UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND", f"No attachment {name!r}")


def _separator(problems: Problems, separator: Json, _: Tally) -> None:
    problems.at("spacing").one_of(separator.get("spacing", 1), (1, 2))


def _container(problems: Problems, container: Json, tally: Tally) -> None:
    at, inner = problems.at("components"), container.get("components")
    if container.get("accent_color") is not None:
        problems.at("accent_color").number(container["accent_color"], 0, 0xFFFFFF)
    if not at.list(inner, 1, MOST_COMPONENTS) or not isinstance(inner, list):
        return
    for index, component in enumerate(inner):
        _check(at.at(index), component, IN_CONTAINER, tally)


CHECKS = {
    text.ROW: _row,
    text.BUTTON: _button,
    text.TEXT: _text,
    text.SECTION: _section,
    text.THUMBNAIL: _thumbnail,
    text.GALLERY: _gallery,
    text.FILE: _file,
    text.SEPARATOR: _separator,
    text.CONTAINER: _container,
}
