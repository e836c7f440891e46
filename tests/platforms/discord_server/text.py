"""Components as a person reads them, and the parts of them that can be pressed."""

from collections.abc import Iterable, Iterator

from tests.platforms.discord_server.wire import Json

ROW, BUTTON, STRING_SELECT, TEXT_INPUT = 1, 2, 3, 4
USER_SELECT, ROLE_SELECT, MENTIONABLE_SELECT, CHANNEL_SELECT = 5, 6, 7, 8
SECTION, TEXT, THUMBNAIL, GALLERY, FILE, SEPARATOR = 9, 10, 11, 12, 13, 14
CONTAINER, LABEL, UPLOAD, RADIO, CHECKBOXES, CHECKBOX = 17, 18, 19, 21, 22, 23
SELECTS = {STRING_SELECT, USER_SELECT, ROLE_SELECT, MENTIONABLE_SELECT, CHANNEL_SELECT}
FIELDS = SELECTS | {TEXT_INPUT, UPLOAD, RADIO, CHECKBOXES, CHECKBOX}


def walk(components: Iterable[Json]) -> Iterator[Json]:
    """Every component with those inside it, in reading order."""
    for component in components:
        yield component
        yield from walk(component.get("components") or ())
        for key in ("accessory", "component"):
            if component.get(key):
                yield from walk([component[key]])


def _lines(component: Json) -> Iterator[str]:
    match component["type"]:
        case 10:
            yield component["content"]
        case 2:
            yield f"[{component.get('label') or (component.get('emoji') or {}).get('name')}]"
        case 3 | 5 | 6 | 7 | 8:
            if component.get("placeholder"):
                yield f"<{component['placeholder']}>"
            yield from (f"( ) {option['label']}" for option in component.get("options") or ())
        case 21 | 22:
            yield from (f"( ) {option['label']}" for option in component.get("options") or ())
        case 18:
            yield component["label"]
            if component.get("description"):
                yield component["description"]
        case 11:
            yield from filter(None, [component.get("description")])
        case 12:
            yield from filter(None, (item.get("description") for item in component["items"]))
        case 4:
            yield from filter(None, [component.get("label"), component.get("value")])


def flattened(components: Iterable[Json]) -> str:
    """The text of all components, one line each; buttons in brackets."""
    return "\n".join(line for component in walk(components) for line in _lines(component))


def flattened_embed(embed: Json) -> str:
    """The text of an embed."""
    fields = [
        part for field in embed.get("fields") or () for part in (field["name"], field["value"])
    ]
    footer = (embed.get("footer") or {}).get("text")
    parts = [embed.get("title"), embed.get("description"), *fields, footer]
    return "\n".join(part for part in parts if part)
