"""What reaches the log: where something broke, and never what was said."""

import asyncio
import gc
import logging
from collections.abc import Iterator

import pytest

from bot.logs import configure_logging


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    root, ours = logging.getLogger(), logging.getLogger("readingroom")
    kept = root.handlers[:], root.level, ours.level
    of_loop = logging.getLogger("asyncio")
    filters = of_loop.filters[:]
    yield
    of_loop.filters[:] = filters
    root.handlers[:], level, our_level = kept
    root.setLevel(level)
    ours.setLevel(our_level)


def test_a_traceback_names_the_error_and_its_places_and_no_value(
    capsys: pytest.CaptureFixture[str],
) -> None:
    configure_logging(logging.DEBUG)
    typed = "marmalade"
    try:
        raise ValueError(f"{typed} is no score")
    except ValueError:
        logging.getLogger("some.library").exception("it failed")
    line = capsys.readouterr().err
    assert "it failed" in line
    assert "ValueError at test_a_traceback_names" in line
    assert typed not in line


def test_libraries_are_held_at_info_whatever_is_wanted_of_our_own(
    capsys: pytest.CaptureFixture[str],
) -> None:
    configure_logging(logging.DEBUG)
    logging.getLogger("some.library").debug("a whole request")
    logging.getLogger("readingroom.desk").debug("ours")
    logged = capsys.readouterr().err
    assert "a whole request" not in logged
    assert "ours" in logged


def test_a_quiet_service_is_quiet(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging(logging.ERROR)
    logging.getLogger("readingroom.desk").warning("a warning")
    logging.getLogger("some.library").warning("another")
    talkative = logging.getLogger("a.talkative.library")
    talkative.setLevel(logging.INFO)
    talkative.info("a third")
    assert capsys.readouterr().err == ""


def test_a_task_that_breaks_unseen_is_told_by_its_places_and_no_value(
    capsys: pytest.CaptureFixture[str],
) -> None:
    configure_logging(logging.DEBUG)

    async def breaks() -> None:
        raise ValueError("marmalade")

    async def leaves_it() -> None:
        await asyncio.wait({asyncio.create_task(breaks())})
        gc.collect()

    asyncio.run(leaves_it())
    said = capsys.readouterr().err
    assert "Task exception was never retrieved" in said
    assert "ValueError at breaks" in said
    assert "marmalade" not in said
