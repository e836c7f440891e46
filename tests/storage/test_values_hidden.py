"""No error and no log says what was stored: neither what was sent nor what the database answers."""

import logging
import traceback
from collections.abc import Mapping
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from core.storage.engine import Store
from core.storage.errors import StoreError
from core.storage.installations import find_installation, save_installation
from core.storage.people import person_for
from core.storage.tables import drafts
from tests.storage.conftest import NOW

MARKER = "score-of-197"
DRAFT = {"id": MARKER, "kind": MARKER, "content": {"a": MARKER}}
TIMES = {"expires_at": NOW, "updated_at": NOW}


def told(error: BaseException) -> str:
    chain = "".join(traceback.format_exception(error))
    seen: BaseException | None = error
    while seen is not None:
        chain += f"{seen!s} {seen!r} {seen.args!r}"
        seen = seen.__cause__ or seen.__context__
    return chain


async def insert(store: Store, *rows: Mapping[str, Any]) -> None:
    async with store.writing() as tx:
        person = await person_for(tx, door="d", tenant="t", platform_id="p", now=NOW)
        for row in rows:
            await tx.execute(drafts.insert().values({"person_id": person, **DRAFT, **TIMES, **row}))


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param({"person_id": 404}, id="a row that points nowhere"),
        pytest.param({"expires_at": None}, id="a missing value"),
        pytest.param({"expires_at": NOW.replace(tzinfo=None)}, id="a naive instant"),
        pytest.param({"content": {MARKER: object()}}, id="what is no JSON"),
        pytest.param({"kind": {"a": MARKER}}, id="a value of the wrong type"),
    ],
)
async def test_a_refused_row_is_not_quoted(store: Store, wrong: Mapping[str, Any]) -> None:
    with pytest.raises((SQLAlchemyError, StoreError)) as caught:
        await insert(store, wrong)
    assert MARKER not in told(caught.value)


async def test_a_row_that_is_there_already_is_not_quoted(store: Store) -> None:
    with pytest.raises(SQLAlchemyError) as caught:
        await insert(store, {}, {})
    assert MARKER not in told(caught.value)
    assert "IntegrityError" in told(caught.value)


async def test_a_value_that_cannot_be_converted_is_not_quoted(store: Store) -> None:
    query = text("SELECT json_extract(:value, '$.a')")
    if store._engine.dialect.name == "postgresql":
        query = text("SELECT CAST(CAST(:value AS text) AS integer)")
    with pytest.raises(SQLAlchemyError) as caught:
        async with store.reading() as tx:
            (await tx.execute(query, {"value": MARKER})).all()
    assert MARKER not in told(caught.value)


async def test_a_refused_row_still_says_which_statement_and_which_rule(store: Store) -> None:
    with pytest.raises(SQLAlchemyError) as caught:
        await insert(store, {"person_id": 404})
    assert "INSERT INTO drafts" in str(caught.value)
    assert "ForeignKey" in str(caught.value) or "FOREIGNKEY" in str(caught.value)


async def test_the_most_talkative_log_holds_no_value(
    ready_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    store = await Store.open(ready_url)
    await insert(store, {})
    await store.close()
    assert MARKER not in caplog.text


async def test_an_installation_that_is_written_out_shows_no_token(store: Store) -> None:
    place = {"door": "slack", "enterprise_id": "", "team_id": "T1"}
    async with store.writing() as tx:
        await save_installation(tx, **place, document={"bot_token": MARKER}, now=NOW)
        saved = await find_installation(tx, **place)
    assert saved is not None
    assert saved.document == {"bot_token": MARKER}
    assert MARKER not in repr(saved)


async def test_an_installation_that_cannot_be_saved_is_not_quoted(store: Store) -> None:
    with pytest.raises((SQLAlchemyError, StoreError)) as caught:
        async with store.writing() as tx:
            await save_installation(
                tx,
                door="slack",
                enterprise_id="",
                team_id="T1",
                document={"bot_token": MARKER, "at": NOW},
                now=NOW,
            )
    assert MARKER not in told(caught.value)
