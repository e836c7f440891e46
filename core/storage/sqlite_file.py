"""Looks at a SQLite file before it is opened for writing, so that nothing foreign is changed."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from core.storage.errors import StoreReadOnly, StoreUnreadable

_MAGIC = b"SQLite format 3\x00"
"""The first bytes of every SQLite database that is not empty."""


def prepare_file(file: Path) -> None:
    """Check an existing database file, or make an empty one (and its folder) where none is.

    An existing file is read and never written. Raises ``StoreUnreadable`` for a folder, a
    file that may not be read, is no database or is damaged; ``StoreReadOnly`` where file or
    folder may not be written.
    """
    try:
        if file.is_dir():
            raise StoreUnreadable(f"{file} is a folder; name a file for the database.")
        if file.exists():
            _check_existing(file)
        else:
            _create(file)
    except PermissionError:
        raise StoreUnreadable(
            f"{file} may not be read by this user; "
            "give this user access to it, or choose another place."
        ) from None
    except OSError as error:
        raise StoreUnreadable(
            f"{file} cannot be used ({error.strerror}); choose another place for the database."
        ) from None


def _create(file: Path) -> None:
    folder = file.parent
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError):
        raise StoreUnreadable(
            f"{folder} is not a folder; choose another place for the database."
        ) from None
    except PermissionError:
        raise StoreReadOnly(
            f"The folder {folder} cannot be made by this user; "
            "make it and give this user access, or choose another place."
        ) from None
    _check_folder(folder)
    # Profiles are private: the file is its owner's, and SQLite gives its side files the same mode.
    file.touch(mode=0o600)


def _check_existing(file: Path) -> None:
    with file.open("rb") as stream:
        start = stream.read(len(_MAGIC))
    if start and start != _MAGIC:
        raise StoreUnreadable(
            f"{file} is not a SQLite database; it was left as it is, choose another file."
        )
    if not _allowed(file, os.W_OK):
        raise StoreReadOnly(f"{file} is read-only; allow this user to write it.")
    _check_folder(file.parent)
    if start and not _is_whole(file):
        raise StoreUnreadable(f"{file} is damaged and was left as it is; restore it from a backup.")


def _check_folder(folder: Path) -> None:
    # SQLite keeps its log beside the database, so the folder must be writable too.
    if not _allowed(folder, os.W_OK | os.X_OK):
        raise StoreReadOnly(f"The folder {folder} is read-only; allow this user to write in it.")


def _allowed(path: Path, mode: int) -> bool:
    # As whom the process acts, where the system can tell that from who started it.
    return os.access(path, mode, effective_ids=os.access in os.supports_effective_ids)


def _is_whole(file: Path) -> bool:
    """Whether SQLite finds the structure sound; milliseconds for what one server gathers."""
    try:
        with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as connection:
            return connection.execute("PRAGMA quick_check(1)").fetchall() == [("ok",)]
    except sqlite3.OperationalError:
        # Held by somebody for this moment, or the like; opening it will say what.
        return True
    except sqlite3.DatabaseError:
        return False
