"""Installed where it may write nothing but its data folder, as a container or a unit runs it."""

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import venv
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.packaging.test_containers import CHECKOUT, copied

NOBODY = 65534
STARTED = "import bot.cli; bot.cli.main()"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """What the container file copies, built and installed into a tree that nobody may write."""
    build = tmp_path_factory.mktemp("build")
    for name in copied():
        source, target = CHECKOUT / name, build / name
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copyfile(source, target)
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", build, build],
        check=True,
        capture_output=True,
    )
    # Unlike a test's own folder, one that every user can reach.
    root = Path(tempfile.mkdtemp(prefix="readingroom-installed-"))
    root.chmod(0o755)
    installed = root / "installed"
    venv.create(installed, with_pip=False)
    site = next(installed.glob("lib/python*/site-packages"))
    zipfile.ZipFile(next(build.glob("*.whl"))).extractall(site)
    (site / "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n")
    for folder, _, files in os.walk(installed):
        Path(folder).chmod(0o555)
        for name in files:
            if not (file := Path(folder, name)).is_symlink():
                file.chmod(0o555 if file.parent.name == "bin" else 0o444)
    data = root / "data"
    data.mkdir(mode=0o700)
    if os.geteuid() == 0:
        os.chown(data, NOBODY, NOBODY)
    yield root
    for folder, _, _ in os.walk(installed):
        Path(folder).chmod(0o755)
    shutil.rmtree(root)


def run(
    place: Path, *arguments: str, lines: str = "", **environment: str
) -> "subprocess.CompletedProcess[str]":
    privileged = os.geteuid() == 0
    user: dict[str, Any] = {"user": NOBODY, "group": NOBODY, "extra_groups": []}
    return subprocess.run(
        [place / "installed" / "bin" / "python", "-c", STARTED, *arguments],
        input=lines,
        capture_output=True,
        encoding="utf-8",
        check=False,
        cwd=place / "data",
        env={
            "PATH": os.environ["PATH"],
            "HOME": str(place / "data"),
            "PYTHONDONTWRITEBYTECODE": "1",
            "MPLCONFIGDIR": str(place / "data" / "matplotlib"),
            "READINGROOM_DATABASE": f"sqlite:///{place / 'data' / 'room.db'}",
            **environment,
        },
        **(user if privileged else {}),
    )


def names(place: Path) -> set[str]:
    return {str(path) for path in (place / "installed").rglob("*")}


def test_the_console_answers_and_writes_to_the_data_folder_alone(place: Path) -> None:
    before = names(place)
    line = "/assess applicant:us_img specialty:dr step2_ck:226 step2_date:2026-06-10\n"
    answered = run(place, "console", "--json", "--today", "2026-11-22", lines=line)
    assert (answered.returncode, answered.stderr) == (0, "")
    assert json.loads(answered.stdout)["ok"] is True
    assert names(place) == before
    assert (place / "data" / "room.db").exists()


def test_the_doctor_finds_nothing_wrong_but_that_there_is_no_platform(place: Path) -> None:
    examined = run(place, "doctor")
    wrong = [line for line in examined.stdout.splitlines() if line.strip().startswith("wrong")]
    assert len(wrong) == 1, examined.stdout + examined.stderr
    assert "there is no platform" in wrong[0]


def test_a_backup_is_made_and_restored(place: Path) -> None:
    assert run(place, "console", lines="/about\n").returncode == 0
    file = str(place / "data" / "backup.db")
    for arguments in (("backup", file, "--force"), ("check", file), ("restore", file)):
        done = run(place, "db", *arguments)
        assert (done.returncode, done.stderr) == (0, ""), arguments


def test_a_picture_is_drawn(place: Path) -> None:
    line = "/assess applicant:us_img specialty:dr step2_ck:226\n/topic evidence\n"
    pictures = str(place / "data" / "pictures")
    answered = run(place, "console", "--json", "--pictures", pictures, lines=line)
    assert (answered.returncode, answered.stderr) == (0, "")
    assert list((place / "data" / "pictures").glob("*.png"))


def test_health_says_that_nobody_answers(place: Path) -> None:
    asked = run(place, "health", READINGROOM_WEB_PORT="9")
    assert asked.returncode == 1
    assert "does not answer" in asked.stderr
    unset = run(place, "health")
    assert unset.returncode == 1
    assert "READINGROOM_WEB_PORT" in unset.stderr
