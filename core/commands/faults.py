"""A fault: something broke on our side. It is logged under a reference, without any value."""

import logging
import traceback
from collections.abc import Iterator

from core.dialogue.reply import Fault
from core.dialogue.text import Code, text
from core.storage.errors import StoreError

_LOG = logging.getLogger("readingroom.faults")


def fault(error: BaseException, *, reference: str, command: str) -> Fault:
    """Log the error and give the sentence people see.

    Neither the message of the error nor any local value is logged, because both may hold an
    answer: the kinds of errors and the places in the code are enough to find it.
    """
    _LOG.error("fault %s in %s: %s", reference, command, " <- ".join(trail(error)))
    return Fault(
        reference,
        text(
            "Something broke on our side, and nothing was changed. Please try once more; if it "
            "happens again, tell the people who run this bot the reference ",
            Code(reference),
            ".",
        ),
    )


def unshown(error: BaseException, *, reference: str, command: str) -> Fault:
    """What was asked was done, and its answer cannot be shown: log the error, and say both."""
    fault(error, reference=reference, command=command)
    return Fault(
        reference,
        text(
            "What you asked for was done, but its answer could not be shown. Please ask to see it "
            "again; if that fails too, tell the people who run this bot the reference ",
            Code(reference),
            ".",
        ),
    )


def store_trouble(error: StoreError, *, reference: str, operator_asks: bool) -> Fault:
    """The store cannot be used; its own sentence names the file and what to do, and no value.

    That sentence is for who runs the program: others get the reference it is logged under.
    """
    _LOG.error("fault %s: %s", reference, error)
    if operator_asks:
        return Fault(reference, text(f"Nothing was changed. {error}"))
    return Fault(
        reference,
        text(
            "Nothing was changed: the bot cannot store anything at the moment. The people who run "
            "it can see why under the reference ",
            Code(reference),
            ".",
        ),
    )


def overtaken(reference: str) -> Fault:
    """Somebody else wrote at the same moment; nothing was changed, and trying again helps."""
    _LOG.info("fault %s: somebody else was writing at the same moment", reference)
    return Fault(
        reference,
        text(
            "Somebody else was writing at the same moment, so nothing was changed. "
            "Please send it once more."
        ),
    )


def trail(error: BaseException) -> Iterator[str]:
    """The error and its causes, each as its kind with the places it passed through."""
    seen: BaseException | None = error
    while seen is not None:
        frames = traceback.extract_tb(seen.__traceback__)
        places = ", ".join(f"{frame.name} ({frame.filename}:{frame.lineno})" for frame in frames)
        yield f"{type(seen).__qualname__} at {places or 'no place'}"
        seen = seen.__cause__ or seen.__context__
