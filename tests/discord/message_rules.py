"""What Discord refuses in a message with components, and what a person reads in one."""

from collections.abc import Iterable, Iterator
from typing import Any

from bot.discord import limits
from bot.discord.messages import Built

ROW, BUTTON, SELECT, SECTION, TEXT, GALLERY, FILE, SEPARATOR, CONTAINER = (
    1, 2, 3, 9, 10, 12, 13, 14, 17,
)  # fmt: skip

Json = dict[str, Any]


def components_of(built: Built) -> list[Json]:
    """What Discord is sent."""
    sent: list[Json] = built.view.to_components()  # type: ignore[no-untyped-call]
    return sent


def walked(components: Iterable[Json]) -> Iterator[Json]:
    """Every component and those inside it."""
    for component in components:
        yield component
        yield from walked(component.get("components", ()))
        if "accessory" in component:
            yield from walked([component["accessory"]])


def check_message(built: Built) -> None:
    assert built.view.is_finished(), "discord.py would keep it"
    every = list(walked(components_of(built)))
    assert [part["type"] for part in components_of(built)] == [CONTAINER]
    assert len(every) <= limits.COMPONENTS
    texts = [part["content"] for part in every if part["type"] == TEXT]
    assert all(text.strip() for text in texts)
    assert sum(map(limits.units, texts)) <= limits.TEXT
    pressed = [part["custom_id"] for part in every if part["type"] in {BUTTON, SELECT}]
    assert len(set(pressed)) == len(pressed)
    assert all(1 <= len(one) <= limits.CUSTOM_ID for one in pressed)
    for part in every:
        _check_part(part)
    _check_files(built, every)


def _check_part(part: Json) -> None:
    match part["type"]:
        case 17 | 1 | 9:
            inside = part["components"]
            assert inside
            assert len(inside) <= {ROW: limits.ROW_BUTTONS, SECTION: limits.SECTION_TEXTS}.get(
                part["type"], limits.COMPONENTS
            )
        case 2:
            assert 1 <= limits.units(part["label"].strip()) <= limits.BUTTON_LABEL
        case 3:
            _check_select(part)
        case 12:
            assert 1 <= len(part["items"]) <= limits.MEDIA
            for item in part["items"]:
                assert 1 <= limits.units(item["description"]) <= limits.MEDIA_DESCRIPTION


def _check_select(select: Json) -> None:
    assert len(select["placeholder"]) <= limits.PLACEHOLDER
    options = select["options"]
    assert 1 <= len(options) <= limits.SELECT_OPTIONS
    assert len({option["value"] for option in options}) == len(options)
    for option in options:
        assert 1 <= limits.units(option["label"].strip()) <= limits.OPTION_LABEL
        assert 1 <= len(option["value"]) <= limits.OPTION_VALUE


def _check_files(built: Built, every: list[Json]) -> None:
    names = [file.filename for file in built.files]
    assert len(names) <= limits.FILES
    assert len({name.lower() for name in names}) == len(names)
    shown = [part["file"]["url"] for part in every if part["type"] == FILE]
    for part in every:
        if part["type"] == GALLERY:
            shown += [item["media"]["url"] for item in part["items"]]
    assert sorted(shown) == sorted(f"attachment://{name}" for name in names)


def shown_markdown(built: Built) -> str:
    """All running text."""
    every = walked(components_of(built))
    return "\n".join(part["content"] for part in every if part["type"] == TEXT)


def shown_elsewhere(built: Built) -> str:
    """Labels, alternative texts and names of files."""
    said: list[str] = [file.filename for file in built.files]
    for part in walked(components_of(built)):
        said += [part["label"]] if part["type"] == BUTTON else []
        said += [option["label"] for option in part.get("options", ())]
        said += [item["description"] for item in part.get("items", ())]
    return "\n".join(said)
