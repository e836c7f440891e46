"""The package works installed as a wheel: facts and migrations travel with it."""

import json
import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, CHECKOUT],
        check=True,
        capture_output=True,
    )
    return next(folder.glob("*.whl"))


def test_the_wheel_holds_the_facts_and_the_migrations(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    facts = {str(path.relative_to(CHECKOUT)) for path in CHECKOUT.glob("core/facts/**/*.yaml")}
    versions = {str(path.relative_to(CHECKOUT)) for path in CHECKOUT.glob("migrations/**/*.py")}
    assert facts
    assert facts <= names
    assert versions <= names


def test_an_empty_environment_with_the_wheel_answers_an_assessment(
    wheel: Path, tmp_path: Path
) -> None:
    environment = tmp_path / "environment"
    venv.create(environment, with_pip=False)
    site = next(environment.glob("lib/python*/site-packages"))
    zipfile.ZipFile(wheel).extractall(site)
    # The libraries it needs, without this checkout: a path in a .pth file brings no other .pth.
    (site / "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n")
    line = "/assess applicant:us_img specialty:dr step2_ck:226 step2_date:2026-06-10\n"
    answered = subprocess.run(
        [
            environment / "bin" / "python",
            "-c",
            "import core, bot.cli; print(core.__file__); bot.cli.main()",
            *("console", "--json", "--today", "2026-11-22"),
            *("--database", f"sqlite:///{tmp_path / 'people.db'}"),
        ],
        input=line,
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"], "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert answered.returncode == 0, answered.stderr
    imported, reply = answered.stdout.splitlines()
    assert imported.startswith(str(site))
    assert json.loads(reply)["ok"] is True
