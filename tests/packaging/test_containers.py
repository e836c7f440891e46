"""The container file, as far as it can be judged without building an image."""

import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.cli import readingroom
from bot.settings import WebSettings
from tests.docs.test_settings_pages import SETTINGS

CHECKOUT = Path(__file__).parents[2]
DEPLOY = CHECKOUT / "deploy"
IMAGES = r"[a-z]+:[0-9.]+-(slim|alpine)"


def steps() -> list[tuple[str, str]]:
    """Instructions and what they say, with lines that go on joined."""
    text = (DEPLOY / "Containerfile").read_text()
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    joined = "\n".join(lines).replace("\\\n", " ")
    return [
        (line.split(maxsplit=1)[0], line.split(maxsplit=1)[1])
        for line in joined.splitlines()
        if line.strip()
    ]


def last_stage() -> list[tuple[str, str]]:
    made = steps()
    begins = max(index for index, (name, _) in enumerate(made) if name == "FROM")
    return made[begins:]


def environment() -> dict[str, str]:
    (said,) = [what for name, what in last_stage() if name == "ENV"]
    return dict(pair.split("=", 1) for pair in shlex.split(said))


def compose() -> dict[str, Any]:
    read = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
    assert isinstance(read, dict)
    return read


def copied() -> list[str]:
    from_checkout = [shlex.split(what) for name, what in steps() if name == "COPY"]
    return [path for paths in from_checkout if not paths[0].startswith("--") for path in paths[:-1]]


def test_whatever_is_copied_is_there_and_gets_to_the_builder() -> None:
    ignored = (DEPLOY / "Containerfile.dockerignore").read_text().splitlines()
    assert ignored[1] == "*"
    for path in copied():
        assert (CHECKOUT / path).exists(), path
        assert f"!{path}" in ignored
    # No file with settings, and nothing of git, can come along.
    assert {line[1:] for line in ignored if line.startswith("!")} == set(copied())


def test_all_of_the_wheel_is_copied() -> None:
    project = (CHECKOUT / "pyproject.toml").read_text()
    packages = re.search(r"^packages = \[(.*)\]$", project, re.MULTILINE)
    assert packages is not None
    assert {name.strip().strip('"') for name in packages[1].split(",")} <= set(copied())


def test_the_image_is_small_and_of_two_stages() -> None:
    bases = [what.split()[0] for name, what in steps() if name == "FROM"]
    assert len(bases) == 2
    assert all(re.fullmatch(IMAGES, base) for base in bases)


def test_nothing_is_installed_but_what_the_lock_names_by_hash_and_from_no_named_index() -> None:
    text = (DEPLOY / "Containerfile").read_text()
    installs = re.findall(r"pip install [^\\\n&]*", text)
    assert len(installs) == 2
    assert "--require-hashes" in installs[0]
    assert "--no-index" in installs[1]
    assert "://" not in re.sub(r"sqlite:/+\S+", "", text)
    assert "index-url" not in text


def test_it_runs_as_nobody_special_and_writes_only_to_its_volume() -> None:
    said = dict(last_stage())
    assert re.fullmatch(r"[1-9]\d+:[1-9]\d+", said["USER"])
    names = [name for name, _ in last_stage()]
    assert names.index("USER") < names.index("ENTRYPOINT")
    assert names.index("RUN") < names.index("USER")
    variables = environment()
    assert variables["HOME"] == said["VOLUME"] == said["WORKDIR"]
    assert variables["READINGROOM_DATABASE"].startswith(f"sqlite:///{said['VOLUME']}/")


@pytest.mark.parametrize("instruction", ["CMD", "HEALTHCHECK"])
def test_what_it_runs_are_commands_that_there_are(instruction: str) -> None:
    said = dict(last_stage())[instruction]
    words = re.findall(r'"([^"]+)"', said)
    assert words[-1] in readingroom.commands
    assert '["readingroom"' in dict(last_stage())["ENTRYPOINT"]


def test_its_health_is_asked_where_it_listens() -> None:
    variables = environment()
    settings = WebSettings(
        port=int(variables["READINGROOM_WEB_PORT"]), host=variables["READINGROOM_WEB_HOST"]
    )
    assert str(settings.port) == dict(last_stage())["EXPOSE"]


def test_every_setting_named_for_a_container_is_one() -> None:
    named = {name for name in environment() if name.startswith("READINGROOM_")}
    bot = compose()["services"]["readingroom"]
    assert named | set(bot["environment"]) <= set(SETTINGS)


def test_compose_starts_with_sqlite_on_a_volume_and_postgresql_only_when_asked() -> None:
    made = compose()
    bot, postgresql = made["services"]["readingroom"], made["services"]["postgresql"]
    address = bot["environment"]["READINGROOM_DATABASE"]
    assert address == "${READINGROOM_DATABASE:-sqlite:////data/readingroom.db}"
    assert bot["volumes"] == ["data:/data"]
    assert "profiles" not in bot
    assert postgresql["profiles"] == ["postgresql"]
    assert bot["depends_on"]["postgresql"]["required"] is False
    assert set(made["volumes"]) == {"data", "postgresql"}
    assert re.fullmatch(IMAGES, postgresql["image"])


def test_compose_lets_nothing_be_written_or_reached_that_need_not() -> None:
    bot = compose()["services"]["readingroom"]
    assert bot["read_only"] is True
    assert bot["cap_drop"] == ["ALL"]
    assert bot["security_opt"] == ["no-new-privileges:true"]
    (port,) = bot["ports"]
    assert port.startswith("127.0.0.1:")
    assert (DEPLOY / bot["build"]["context"]).resolve() == CHECKOUT
    assert (CHECKOUT / bot["build"]["dockerfile"]).is_file()


def test_compose_waits_as_long_as_the_service_may_take_to_leave() -> None:
    unit = (DEPLOY / "readingroom.service").read_text()
    grace = compose()["services"]["readingroom"]["stop_grace_period"]
    assert f"TimeoutStopSec={grace}\n" in unit
