from collections.abc import Callable
from importlib import resources
from pathlib import Path

import pytest

from core.facts.catalogue import Facts
from core.facts.load import load_facts

Changed = Callable[[str, str, str], Path]


@pytest.fixture(scope="session")
def facts() -> Facts:
    return load_facts()


@pytest.fixture
def changed(tmp_path: Path) -> Changed:
    """A copy of the facts' folder in which, in one file, ``old`` (once there) reads ``new``."""
    packaged = Path(str(resources.files("core.facts")))
    for file in packaged.rglob("*.yaml"):
        copy = tmp_path / file.relative_to(packaged)
        copy.parent.mkdir(exist_ok=True)
        copy.write_text(file.read_text("utf-8"), "utf-8")

    def change(file: str, old: str, new: str) -> Path:
        there = tmp_path / file
        text = there.read_text("utf-8") if there.exists() else ""
        assert old in text, f"{file} does not say {old!r}"
        there.write_text(text.replace(old, new, 1), "utf-8")
        return tmp_path

    return change
