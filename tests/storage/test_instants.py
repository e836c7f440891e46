from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import StatementError

from core.storage.engine import Store
from core.storage.instant import Instant
from core.storage.tables import people


async def test_a_datetime_without_a_zone_is_refused(store: Store) -> None:
    naive = datetime(2026, 9, 1, 12)  # noqa: DTZ001 - the point of the test
    async with store.writing() as tx:
        with pytest.raises(StatementError, match="NaiveInstant"):
            await tx.execute(people.insert().values(created_at=naive, last_seen_at=naive))


async def test_a_naive_datetime_is_refused_in_a_condition_too(store: Store) -> None:
    naive = datetime(2026, 9, 1, 12)  # noqa: DTZ001 - the point of the test
    async with store.reading() as tx:
        with pytest.raises(StatementError, match="NaiveInstant"):
            await tx.execute(select(people).where(people.c.created_at < naive))


async def test_an_instant_of_another_zone_comes_back_as_the_same_moment_in_utc(
    store: Store,
) -> None:
    eastern = datetime(2026, 9, 1, 20, 0, 0, 7, tzinfo=timezone(timedelta(hours=-4)))
    async with store.writing() as tx:
        await tx.execute(people.insert().values(created_at=eastern, last_seen_at=eastern))
        found = (await tx.execute(select(people.c.created_at))).scalar_one()
    assert found == datetime(2026, 9, 2, 0, 0, 0, 7, tzinfo=UTC)
    assert found.tzinfo is UTC


async def test_moments_are_compared_as_moments_whatever_their_zones(store: Store) -> None:
    early = datetime(2026, 9, 1, 23, 0, tzinfo=timezone(timedelta(hours=9)))
    late = datetime(2026, 9, 1, 15, 0, tzinfo=UTC)
    async with store.writing() as tx:
        await tx.execute(people.insert().values(created_at=early, last_seen_at=late))
        query = select(people).where(people.c.created_at < late, people.c.last_seen_at > early)
        assert len((await tx.execute(query)).all()) == 1


@given(
    st.datetimes(
        min_value=datetime(1900, 1, 2),  # noqa: DTZ001 - hypothesis adds the zone
        max_value=datetime(2200, 1, 1),  # noqa: DTZ001 - hypothesis adds the zone
        timezones=st.integers(-840, 840).map(lambda m: timezone(timedelta(minutes=m))),
    )
)
def test_every_zoned_datetime_survives_the_type_even_when_the_zone_is_dropped(
    moment: datetime,
) -> None:
    kind, dialect = Instant(), sqlite.dialect()
    bound = kind.process_bind_param(moment, dialect)
    assert bound is not None
    assert kind.process_result_value(bound.replace(tzinfo=None), dialect) == moment
