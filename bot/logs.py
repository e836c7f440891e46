"""What the running service writes to its log, and what never gets there."""

import logging
import sys
from types import TracebackType

from core.commands.faults import trail

_Raised = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class PlacesOnly(logging.Formatter):
    """Log lines whose tracebacks say what was raised and where, and nothing else.

    Neither the message of an exception nor a local value is written: both may hold an answer
    of a person, or a token.
    """

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")

    def formatException(self, ei: _Raised) -> str:  # noqa: N802 - the name in the base class
        """The kinds of the errors and the places they passed through."""
        return " <- ".join(trail(ei[1])) if ei[1] is not None else ""


class _FirstLine(logging.Filter):
    """Lets asyncio say what happened, without the tasks, results and errors that it writes out."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = str(record.msg).partition("\n")[0], None
        return True


def configure_logging(level: int) -> None:
    """Send log lines of the whole process to standard error.

    Libraries are held at INFO: what they log below it is what they send and receive.
    """
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(PlacesOnly())
    handler.setLevel(level)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(max(level, logging.INFO))
    logging.getLogger("readingroom").setLevel(level)
    _without_tasks(logging.getLogger("asyncio"))
    for talkative in ("alembic", "matplotlib"):
        # They tell of every part of themselves that they set up.
        logging.getLogger(talkative).setLevel(logging.WARNING)


def _without_tasks(log: logging.Logger) -> None:
    if not any(isinstance(held, _FirstLine) for held in log.filters):
        log.addFilter(_FirstLine())
