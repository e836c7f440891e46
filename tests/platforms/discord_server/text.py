"""Components as a person reads them, and the parts of them that can be pressed."""

from collections.abc import Iterable, Iterator

from tests.platforms.discord_server.wire import Json

ROW, BUTTON, STRING_SELECT, TEXT_INPUT = 1, 2, 3, 4
USER_SELECT, ROLE_SELECT, MENTIONABLE_SELECT, CHANNEL_SELECT = 5, 6, 7, 8
SECTION, TEXT, THUMBNAIL, GALLERY, FILE, SEPARATOR = 9, 10, 11, 12, 13, 14
CONTAINER, LABEL, UPLOAD, RADIO, CHECKBOXES, CHECKBOX = 17, 18, 19, 21, 22, 23
SELECTS = {STRING_SELECT, USER_SELECT, ROLE_SELECT, MENTIONABLE_SELECT, CHANNEL_SELECT}
SAYS = {
    TEXT: ("content",),
    THUMBNAIL: ("description",),
    LABEL: ("label", "description"),
    TEXT_INPUT: ("label", "value"),
    **dict.fromkeys(SELECTS, ("placeholder",)),
}
"""Where the text of a component stands."""

FIELDS = SELECTS | {TEXT_INPUT, UPLOAD, RADIO, CHECKBOXES, CHECKBOX}


def walk(components: Iterable[Json]) -> Iterator[Json]:
    """Every component with those inside it, in reading order."""
    for component in components:
        yield component
        yield from walk(component.get("components") or ())
        for key in ("accessory", "component"):
            if component.get(key):
                yield from walk([component[key]])


def number(components: Iterable[Json]) -> None:
    """Give the components that have none an id that no other has."""
    found = list(walk(components))
    used = {component["id"] for component in found if component.get("id")}
    following = 1
    for component in found:
        if not component.get("id"):
            while following in used:
                following += 1
            component["id"] = following
            following += 1


def _lines(component: Json) -> Iterator[str]:
    kind = component["type"]
    if kind == BUTTON:
        yield f"[{component.get('label') or (component.get('emoji') or {}).get('name')}]"
    elif kind == GALLERY:
        yield from filter(None, (item.get("description") for item in component["items"]))
    else:
        yield from filter(None, map(component.get, SAYS.get(kind, ())))
        yield from (f"( ) {option['label']}" for option in component.get("options") or ())


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
