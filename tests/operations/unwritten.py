"""Everything a process has written, and what must stand nowhere in it."""

import logging
import re
import traceback
from collections.abc import Iterable, Iterator

import pytest

SCORE, WORDS = "283", "marmalade"
"""A person's score, and a word of what they typed."""

_PLACE = re.compile(r"\.py:\d+")
_SCORE = re.compile(rf"(?<![\d.]){SCORE}(?!\d)")


def log_everything(caplog: pytest.LogCaptureFixture) -> None:
    """Every logger of every library says whatever it has to say."""
    caplog.set_level(logging.DEBUG)
    for name in ("sqlalchemy.engine", "prometheus_client", "aiohttp", "slack_sdk", "icalendar"):
        caplog.set_level(logging.DEBUG, name)


def logged(caplog: pytest.LogCaptureFixture) -> Iterator[str]:
    """Every line with its arguments, and its traceback as the service writes it.

    A traceback as Python writes it would hold the message of what was raised.
    """
    for record in caplog.records:
        raised = record.exc_info[1] if record.exc_info else None
        told = "" if raised is None else "".join(traceback.format_exception(raised))
        yield f"{record.name} {record.getMessage()} {record.args} {record.exc_text or ''} {told}"


def found(written: Iterable[str], unwritten: Iterable[str]) -> list[str]:
    """What should not be there, each line with what of it is wrong."""
    wrong = []
    secrets = [WORDS, *unwritten]
    for text in written:
        for line in text.splitlines():
            here = [secret for secret in secrets if secret in line]
            if _SCORE.search(_PLACE.sub("", line)):
                here.append(SCORE)
            wrong += [f"{secret}: {line}" for secret in here]
    return wrong
