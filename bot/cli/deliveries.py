"""``readingroom deliveries``: where messages stand, without a word of what they say."""

import asyncio
import json
from dataclasses import asdict
from datetime import UTC, datetime

import click

from bot.settings import StorageSettings, read_settings
from core.storage.backlog import Backlog, Listed, backlog, listed
from core.storage.engine import Store

_MOST = 1000


@click.command(short_help="Show which messages wait, are late or were not taken.")
@click.option("--database", help="The database's address (READINGROOM_DATABASE).")
@click.option("--json", "as_json", is_flag=True, help="As one JSON object.")
@click.option(
    "--list",
    "most",
    type=click.IntRange(0, _MOST),
    default=0,
    help="So many of the messages that wait too, the oldest first.",
)
def deliveries(database: str | None, *, as_json: bool, most: int) -> None:
    """Show how many messages wait at each door, the oldest that is late, and the last success.

    Nothing is shown of what they say or to whom they go, and no database is made or migrated.
    """
    url = read_settings(StorageSettings, database=database).database
    now = datetime.now(UTC)
    standing, messages = asyncio.run(_read(url, now, most))
    if as_json:
        data = {"doors": [_plain(one) for one in standing], "messages": [*map(_plain, messages)]}
        click.echo(json.dumps(data))
        return
    if not standing:
        click.echo("Nobody is written to yet.")
    for one in standing:
        click.echo(_told(one, now))
    for message in messages:
        reason = f", {message.reason}" if message.reason else ""
        click.echo(
            f"  {message.id} {message.door} {message.kind} {message.state}, due "
            f"{_minute(message.due_at)}, tries {message.attempts}{reason}"
        )


async def _read(
    url: str, now: datetime, most: int
) -> tuple[tuple[Backlog, ...], tuple[Listed, ...]]:
    store = await Store.open_present(url)
    try:
        async with store.reading() as tx:
            return await backlog(tx, now), await listed(tx, limit=most) if most else ()
    finally:
        await store.close()


def _told(one: Backlog, now: datetime) -> str:
    parts = [f"{one.door}: {one.waiting} waiting, {one.sending} on their way"]
    if one.unknown:
        parts.append(f"{one.unknown} may have arrived")
    if one.oldest_overdue is None:
        parts.append("none overdue")
    else:
        late = int((now - one.oldest_overdue).total_seconds())
        parts.append(
            f"{one.overdue} overdue, the oldest since {_minute(one.oldest_overdue)} ({late} s)"
        )
    last = one.last_success
    parts.append(f"last arrived {_minute(last)}" if last else "none has arrived yet")
    return "; ".join(parts) + "."


def _minute(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M} UTC"


def _plain(one: Backlog | Listed) -> dict[str, object]:
    return {
        name: value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value
        for name, value in asdict(one).items()
    }
