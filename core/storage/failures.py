"""Turns the drivers' errors into the store's, and keeps stored values out of all of them."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import DBAPIError, StatementError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from core.storage.errors import StoreBusy, StoreError, StoreReadOnly, StoreUnreadable

# SQLite's primary result codes (https://www.sqlite.org/rescode.html).
_SQLITE = {
    5: StoreBusy,  # BUSY
    6: StoreBusy,  # LOCKED
    8: StoreReadOnly,  # READONLY
    10: StoreUnreadable,  # IOERR
    11: StoreUnreadable,  # CORRUPT
    13: StoreReadOnly,  # FULL
    14: StoreUnreadable,  # CANTOPEN
    26: StoreUnreadable,  # NOTADB
}
# PostgreSQL's SQLSTATE codes, whole or by their class.
_POSTGRESQL = {
    "25006": StoreReadOnly,  # read-only transaction
    "40001": StoreBusy,  # serialization failure
    "40P01": StoreBusy,  # deadlock
    "55P03": StoreBusy,  # lock not available in time
    "53300": StoreBusy,  # too many connections
    "53100": StoreReadOnly,  # disk full
    "08": StoreUnreadable,  # connection
    "28": StoreUnreadable,  # user or password
    "3D": StoreUnreadable,  # no such database
    "57P": StoreUnreadable,  # shutting down or starting
}
_SENTENCES = {
    StoreBusy: "{name} is busy; try again in a moment.",
    StoreReadOnly: (
        "{name} cannot be written; see that the disk has room "
        "and that this user may write the database."
    ),
    StoreUnreadable: (
        "{name} cannot be reached or read{code}; "
        "see that it is there, that it is sound and that this user may open it."
    ),
}


@contextmanager
def explained(name: str) -> Iterator[None]:
    """Raise ``StoreError`` in place of a driver's error that has to do with the store itself.

    Errors in a statement (a broken constraint, say) pass through as SQLAlchemy's own.
    """
    try:
        yield
    except PoolTimeout as error:
        raise busy(name) from error
    except DBAPIError as error:
        kind, code = _kind(error)
        if kind is None:
            raise
        raise _sentence(kind, name, code) from error


@contextmanager
def explained_sqlite(name: str) -> Iterator[None]:
    """Like ``explained``, where SQLite is used without SQLAlchemy."""
    try:
        yield
    except sqlite3.Error as error:
        kind, code = _of_sqlite(error)
        if kind is None:
            raise
        raise _sentence(kind, name, code) from error


def busy(name: str) -> StoreError:
    """What whoever's turn does not come is told."""
    return _sentence(StoreBusy, name)


@contextmanager
def reached(name: str) -> Iterator[None]:
    """Like ``explained``, and for a server that does not answer at all."""
    try:
        with explained(name):
            yield
    except OSError as error:  # includes the time-out
        raise _sentence(StoreUnreadable, name, error.strerror) from error


def without_values(context: ExceptionContext) -> None:
    """Take everything a database or its driver says about values out of an error.

    ``hide_parameters`` hides what was sent; what comes back quotes rows all the same
    (PostgreSQL's *Key (x)=(value) already exists*, the driver's *invalid input 'value'*).
    What stays is the statement, the kind of error and the names of table and constraint.
    """
    original = context.original_exception
    raised = context.sqlalchemy_exception
    told: BaseException | None = original
    said = ""
    while told is not None:
        said = _named(told)
        _rewrite(told, said)
        told = told.__cause__ or told.__context__
    if isinstance(raised, StatementError):
        raised.args = (f"({type(original).__name__}) {said}",)


def _named(error: BaseException) -> str:
    code = getattr(error, "sqlite_errorname", None) or getattr(error, "sqlstate", None)
    names = [getattr(error, f"{kind}_name", None) for kind in ("table", "column", "constraint")]
    return " ".join(str(part) for part in [type(error).__name__, code, *names] if part)


def _rewrite(error: BaseException, said: str) -> None:
    error.args = (said,)
    fields: dict[str, Any] = getattr(error, "__dict__", {})
    for field in ("detail", "hint", "internal_query", "where"):
        if field in fields:
            fields[field] = None


def _kind(error: DBAPIError) -> tuple[type[StoreError] | None, str | None]:
    origin = error.orig
    if isinstance(origin, BaseException) and hasattr(origin, "sqlite_errorcode"):
        return _of_sqlite(origin)
    state = getattr(origin, "sqlstate", None)
    if isinstance(state, str):
        for length in (5, 3, 2):
            if kind := _POSTGRESQL.get(state[:length]):
                return kind, state
        return None, state
    return (StoreUnreadable if error.connection_invalidated else None), None


def _of_sqlite(error: BaseException) -> tuple[type[StoreError] | None, str | None]:
    number = getattr(error, "sqlite_errorcode", None)
    if not isinstance(number, int):
        return None, None
    # The low byte is the primary code, the rest says more exactly what happened.
    return _SQLITE.get(number & 0xFF), getattr(error, "sqlite_errorname", None)


def _sentence(kind: type[StoreError], name: str, code: str | None = None) -> StoreError:
    detail = f" ({code})" if code else ""
    sentence = _SENTENCES[kind].format(name=name, code=detail)
    return kind(sentence[0].upper() + sentence[1:])
