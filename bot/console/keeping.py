"""Pictures and files of replies, put into a folder."""

import asyncio
import os
import re
from dataclasses import dataclass
from pathlib import Path

from bot.drawing import draw_png
from core.dialogue.reply import File, Picture, Reply

_UNSAFE = re.compile(r"[^\w.-]+")


@dataclass(slots=True)
class Folder:
    """A folder for pictures and files; every reply's are numbered, so that none is overwritten.

    The folder and what is in it can be read by its owner alone. One that does not last is for
    pictures alone: a file is there to be kept, and is shown in full instead.
    """

    path: Path
    lasting: bool = True
    _replies: int = 0

    async def keep(self, reply: Reply) -> dict[str, str]:
        """Write what the reply carries, and say by name where it is.

        Raises :class:`OSError` where the folder cannot be written to.
        """
        wanted = Picture | File if self.lasting else Picture
        attached = [block for block in reply.blocks if isinstance(block, wanted)]
        if not attached:
            return {}
        self._replies += 1
        self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        kept: dict[str, str] = {}
        for block in attached:
            path = self.path / f"{self._replies:03d}-{_file_name(block)}"
            await asyncio.to_thread(_write, path, block)
            kept[block.name] = str(path)
        return kept


def _file_name(block: Picture | File) -> str:
    name = _UNSAFE.sub("_", block.name).lstrip(".") or "unnamed"
    return f"{name}.png" if isinstance(block, Picture) and not name.endswith(".png") else name


def _write(path: Path, block: Picture | File) -> None:
    drawn = draw_png(block.chart) if isinstance(block, Picture) else block.content.encode()
    with open(path, "wb", opener=_private) as file:
        file.write(drawn)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
