from pathlib import Path

import pytest

from bot.console.keeping import Folder
from core.dialogue.reply import File, Reply
from tests.console.fakes import EVERYTHING


def files_below(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


@pytest.mark.parametrize("name", ["../../outside.txt", "/etc/outside", "..", "a\x00b", ".hidden"])
async def test_a_file_stays_in_the_folder_whatever_its_name(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "kept"
    await Folder(folder).keep(Reply((), (File(name, "text/plain", "words"),)))
    (written,) = files_below(tmp_path)
    assert written.parent == folder
    assert written.name.startswith("001-")


async def test_a_folder_that_does_not_last_takes_no_file(tmp_path: Path) -> None:
    assert (await Folder(tmp_path, lasting=False).keep(EVERYTHING)).keys() == {"scale"}
    assert [path.name for path in files_below(tmp_path)] == ["001-scale.png"]


async def test_a_reply_without_attachments_makes_no_folder(tmp_path: Path) -> None:
    assert await Folder(tmp_path / "kept").keep(Reply((), ())) == {}
    assert not (tmp_path / "kept").exists()
