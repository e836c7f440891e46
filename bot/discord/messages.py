"""A sheet as a message: discord.py's own components, and the files that go with them."""

import io
from dataclasses import dataclass

import discord
from discord import ui

from bot.discord.markdown import escaped
from bot.discord.parts import (
    Attachment,
    Beside,
    Button,
    ButtonRow,
    Divider,
    Drawing,
    Menu,
    Words,
)
from bot.discord.sheets import Sheet
from bot.drawing import draw_png
from bot.rendering.drawn import Draw, drawn
from bot.rendering.lines import in_one_line
from bot.rendering.shortening import within

_STYLES = {
    "primary": discord.ButtonStyle.primary,
    "secondary": discord.ButtonStyle.secondary,
    "danger": discord.ButtonStyle.danger,
}
_LONGEST_NAME = 80

_Item = ui.Item[ui.LayoutView]


@dataclass(frozen=True, slots=True)
class Built:
    """What a message is sent with; its view is stopped, so that the library keeps none of it."""

    view: ui.LayoutView
    contents: tuple[tuple[str, bytes], ...] = ()

    @property
    def files(self) -> list[discord.File]:
        """The files, to be read once: the library reads them to their end as it sends them."""
        return [discord.File(io.BytesIO(content), name) for name, content in self.contents]


async def build(sheet: Sheet, *, file_limit: int, draw: Draw = draw_png) -> Built:
    """The sheet as a message whose files have at most ``file_limit`` bytes each.

    A picture that cannot be drawn, or not in time, stands there in words.
    """
    contents: list[tuple[str, bytes]] = []
    container: ui.Container[ui.LayoutView] = ui.Container()
    for part in sheet.parts:
        if isinstance(part, Drawing | Attachment):
            container.add_item(await _with_file(part, contents, file_limit, draw))
        else:
            container.add_item(_item(part))
    view = ui.LayoutView(timeout=None)
    view.add_item(container)
    view.stop()
    return Built(view, tuple(contents))


def _item(part: Words | Beside | ButtonRow | Menu | Divider) -> _Item:
    match part:
        case Words():
            return ui.TextDisplay(part.markdown)
        case Beside():
            return ui.Section(ui.TextDisplay(part.markdown), accessory=_button(part.button))
        case ButtonRow():
            return ui.ActionRow(*map(_button, part.buttons))
        case Menu():
            return ui.ActionRow(_select(part))
        case Divider():
            return ui.Separator()


def _button(button: Button) -> ui.Button[ui.LayoutView]:
    return ui.Button(style=_STYLES[button.style], label=button.label, custom_id=button.identifier)


def _select(menu: Menu) -> ui.Select[ui.LayoutView]:
    options = [
        discord.SelectOption(label=choice.label, value=choice.identifier) for choice in menu.choices
    ]
    return ui.Select(custom_id=menu.identifier, placeholder="More", options=options)


async def _with_file(
    part: Drawing | Attachment, contents: list[tuple[str, bytes]], file_limit: int, draw: Draw
) -> _Item:
    """The picture or file, put to the contents; words instead of one that cannot be sent."""
    if isinstance(part, Drawing):
        content = await drawn(draw, part.chart)
    else:
        content = part.content.encode("utf-8", "replace")
    if content is None or len(content) > file_limit:
        return ui.TextDisplay(_in_words(part, len(content or b""), file_limit))
    contents.append((part.file_name, content))
    address = f"attachment://{part.file_name}"
    if isinstance(part, Attachment):
        return ui.File(address)
    return ui.MediaGallery(discord.MediaGalleryItem(address, description=part.description))


def _in_words(part: Drawing | Attachment, size: int, most: int) -> str:
    """A picture in words; of a file what it is, and who has it, in the room kept for that."""
    if isinstance(part, Drawing):
        return part.in_words
    name = escaped(in_one_line(within(part.name, _LONGEST_NAME)))
    return (
        f"{name} has {size:,} bytes, and {most:,} can be sent here. Nothing of it is lost: "
        "whoever runs this program can hand it to you."
    )
