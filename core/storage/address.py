"""Database addresses as people write them, read into what the drivers accept."""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from core.storage.errors import StoreAddress

_FORMS = (
    "use sqlite:///PATH for a file, sqlite:// for memory, "
    "or postgresql://USER:PASSWORD@HOST/DATABASE"
)
_SQLITE = frozenset({"sqlite", "sqlite+aiosqlite"})
_POSTGRESQL = frozenset({"postgres", "postgresql", "postgresql+asyncpg"})
_POSTGRESQL_OPTIONS = frozenset({"host", "port", "ssl", "target_session_attrs"})


@dataclass(frozen=True, slots=True)
class Address:
    """Where the database is: the driver's ``url``, its ``file`` where it is one.

    ``name`` is how messages call it: without user and password.
    """

    url: URL
    file: Path | None
    name: str


def read_address(text: str) -> Address:
    """Read an address; raises ``StoreAddress``, which never repeats what was typed."""
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        # Without the cause: it may repeat the text, and the text may hold a password.
        raise StoreAddress(f"The database address cannot be read; {_FORMS}.") from None
    if url.drivername in _SQLITE:
        return _sqlite(url)
    if url.drivername in _POSTGRESQL:
        return _postgresql(url)
    raise StoreAddress(f"The database address is of a kind that is not supported; {_FORMS}.")


def file_address(file: Path) -> Address:
    """The address of a SQLite file, whatever characters its path has."""
    file = file.absolute()
    return Address(URL.create("sqlite+aiosqlite", database=str(file)), file, str(file))


def _sqlite(url: URL) -> Address:
    if url.host or url.username or url.port:
        raise StoreAddress(
            "The SQLite address has too few slashes; "
            "use sqlite:///PATH, or sqlite:////PATH for an absolute path."
        )
    if url.query:
        raise StoreAddress("The SQLite address takes no options; leave out what follows the “?”.")
    url = url.set(drivername="sqlite+aiosqlite")
    if not url.database or url.database == ":memory:":
        return Address(url, None, "the database in memory")
    file = Path(url.database).absolute()
    return Address(url.set(database=str(file)), file, str(file))


def _postgresql(url: URL) -> Address:
    query = dict(url.query)
    if "sslmode" in query:
        # The usual spelling of PostgreSQL addresses; the driver calls the same thing ssl.
        query["ssl"] = query.pop("sslmode")
    unknown = sorted(query.keys() - _POSTGRESQL_OPTIONS)
    if unknown:
        raise StoreAddress(
            "The PostgreSQL address has an option that is not supported; "
            "supported are host, port, sslmode and target_session_attrs."
        )
    if not url.database:
        raise StoreAddress(f"The PostgreSQL address names no database; {_FORMS}.")
    host = url.host or query.get("host") or "this machine"
    port = f":{url.port}" if url.port else ""
    name = f"the PostgreSQL database {url.database} at {host}{port}"
    return Address(url.set(drivername="postgresql+asyncpg", query=query), None, name)
