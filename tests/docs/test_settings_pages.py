"""What is written about settings names every one that there is, and no other."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from dotenv import dotenv_values

from bot.settings import PREFIX, Section
from tests.docs.pages import CHECKOUT

DEPLOY = CHECKOUT / "deploy"
EXAMPLE = DEPLOY / "env.example"
UNIT = DEPLOY / "readingroom.service"
VARIABLE = re.compile(rf"{PREFIX}[A-Z_]*[A-Z]")
PROSE = [CHECKOUT / "README.md", CHECKOUT / "CHANGELOG.md", *sorted(CHECKOUT.glob("docs/**/*.md"))]


def settings() -> Iterator[tuple[str, object]]:
    """Every variable with its default; ``None`` where it has none that can be written down."""
    for section in Section.__subclasses__():
        prefix = section.model_config["env_prefix"]
        for name, field in section.model_fields.items():
            default = None if field.default_factory else field.default
            yield f"{prefix}{name}".upper(), default


def named(path: Path) -> set[str]:
    return set(VARIABLE.findall(path.read_text()))


SETTINGS = dict(settings())


@pytest.mark.parametrize("path", [DEPLOY / "README.md", EXAMPLE], ids=lambda path: path.name)
def test_every_setting_is_named_and_no_other(path: Path) -> None:
    assert named(path) == set(SETTINGS)


@pytest.mark.parametrize("path", [*PROSE, UNIT], ids=lambda path: path.name)
def test_whatever_is_named_elsewhere_is_a_setting(path: Path) -> None:
    assert named(path) <= set(SETTINGS)


def test_every_section_says_in_its_docstring_what_its_variables_are() -> None:
    said = " ".join(section.__doc__ or "" for section in Section.__subclasses__())
    assert set(VARIABLE.findall(said)) == set(SETTINGS)


@pytest.mark.parametrize(
    ("name", "default"), [(name, value) for name, value in SETTINGS.items() if value is not None]
)
def test_a_default_is_the_one_that_is_written_down(name: str, default: object) -> None:
    assert f"#{name}={default}\n" in EXAMPLE.read_text()
    rows = [line for line in (DEPLOY / "README.md").read_text().splitlines() if f"`{name}`" in line]
    assert any(line.endswith(f"| `{default}` |") for line in rows), rows


def test_the_example_can_be_used_with_every_line_of_it_switched_on(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in SETTINGS:
        monkeypatch.delenv(name, raising=False)
    switched_on = re.sub(r"^#(?=[A-Z_]+=)", "", EXAMPLE.read_text(), flags=re.MULTILINE)
    (tmp_path / ".env").write_text(switched_on)
    assert set(dotenv_values(".env")) == set(SETTINGS)
    for section in Section.__subclasses__():
        section()


def test_as_it_is_the_example_sets_nothing() -> None:
    assert not dotenv_values(EXAMPLE)


def test_the_service_unit_reads_the_settings_and_starts_the_service() -> None:
    unit = UNIT.read_text()
    assert "EnvironmentFile=/etc/readingroom.env\n" in unit
    assert "ExecStart=/opt/readingroom/bin/readingroom run\n" in unit
