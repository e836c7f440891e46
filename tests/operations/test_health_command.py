"""``readingroom health`` says what the running service's own address says, by its exit status."""

import asyncio
import json
import os
import sys
from pathlib import Path

import pytest

from bot.settings import WebSettings
from bot.web.health import Health
from bot.web.serving import serving
from core.storage.errors import StoreUnreadable


@pytest.mark.parametrize(("readable", "status"), [(True, 0), (False, 1)])
async def test_the_exit_status_is_whether_the_service_is_well(
    readable: bool, status: int, tmp_path: Path
) -> None:
    async def read() -> None:
        if not readable:
            raise StoreUnreadable("The database cannot be reached.")

    health, stop = Health(read), asyncio.Event()
    async with serving([], WebSettings(port=0), health=health, stop=stop) as port:
        asked = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", "health"),
            stdout=asyncio.subprocess.PIPE,
            env={
                "PATH": os.environ["PATH"],
                "HOME": str(tmp_path),
                "READINGROOM_WEB_PORT": str(port),
                # Where a container listens; it is asked on this machine all the same.
                "READINGROOM_WEB_HOST": "0.0.0.0",  # noqa: S104
            },
        )
        told, _ = await asked.communicate()
    assert asked.returncode == status
    assert json.loads(told)["database"] is readable
