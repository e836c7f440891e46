"""What a monitor reads: numbers by door, outcome and reason, none of them about anybody."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import aiohttp
import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.doors import run_doors
from bot.settings import WebSettings
from bot.web.health import Health
from bot.web.metrics import Metrics
from bot.web.serving import serving
from core.deliveries.figures import Figures
from core.deliveries.outcome import Delivered, Reason, Retry
from core.storage.backlog import Backlog
from core.storage.errors import StoreUnreadable

NOW = datetime(2026, 9, 1, 12, tzinfo=UTC)
LATE = Backlog("discord", 3, 2, 1, 0, NOW - timedelta(seconds=90), None)


def made(*, readable: bool = True) -> tuple[Metrics, Figures, Health]:
    async def read() -> None:
        if not readable:
            raise StoreUnreadable("The database cannot be reached.")

    async def backlog() -> tuple[Backlog, ...]:
        return (LATE,)

    health = Health(read, backlog=backlog, now=lambda: NOW)
    figures = Figures()
    return Metrics(health, [figures]), figures, health


async def values(metrics: Metrics) -> dict[tuple[str, ...], float]:
    families = text_string_to_metric_families((await metrics.page()).decode())
    return {
        (sample.name.removeprefix("readingroom_"), *sample.labels.values()): sample.value
        for family in families
        for sample in family.samples
    }


async def test_outcomes_are_counted_by_door_outcome_and_reason() -> None:
    metrics, figures, _ = made()
    figures.count("discord", Delivered("5", "7"), now=NOW)
    for _ in range(2):
        figures.count("slack", Retry(timedelta(seconds=3), Reason.RATE_LIMITED), now=NOW)
    read = await values(metrics)
    assert read["deliveries_outcomes_total", "discord", "delivered", ""] == 1
    assert read["deliveries_outcomes_total", "slack", "retry", "rate_limited"] == 2


async def test_what_waits_and_how_late_it_is_are_gauges() -> None:
    metrics, figures, health = made()
    figures.in_flight["discord"] = 4
    health.report("discord", connected=True)
    health.report_holding("discord", holds=False)
    read = await values(metrics)
    assert read["database_up",] == 1
    assert read["door_connected", "discord"] == 1
    assert read["deliveries_waiting", "discord"] == 3
    assert read["deliveries_overdue", "discord"] == 2
    assert read["deliveries_oldest_overdue_seconds", "discord"] == 90
    assert read["deliveries_in_flight", "discord"] == 4
    assert read["deliveries_holds", "discord"] == 0
    # None arrived yet, so there is no time since one did.
    assert ("deliveries_last_success_seconds", "discord") not in read


async def test_a_database_that_cannot_be_read_is_a_number_too() -> None:
    metrics, _, _ = made(readable=False)
    read = await values(metrics)
    assert read["database_up",] == 0
    assert ("deliveries_waiting", "discord") not in read


async def test_no_label_can_name_anybody() -> None:
    metrics, figures, health = made()
    health.report("discord", connected=True)
    figures.count("discord", Delivered("812345678901234567", "912345678901234567"), now=NOW)
    page = (await metrics.page()).decode()
    names = {
        name
        for family in text_string_to_metric_families(page)
        for sample in family.samples
        for name in sample.labels
    }
    assert names == {"door", "outcome", "reason"}
    assert "12345678901234567" not in page


@pytest.mark.parametrize(("allowed", "status"), [(True, 200), (False, 404)])
async def test_numbers_are_read_at_their_address_where_that_is_allowed(
    allowed: bool, status: int, unused_tcp_port_factory: Callable[[], int]
) -> None:
    metrics, _, health = made()
    port, stop = unused_tcp_port_factory(), asyncio.Event()
    settings = WebSettings(port=port, metrics=allowed)

    class Door:
        name, routes = "discord", ()
        answered = 0

        async def run(self, stop: asyncio.Event) -> None:
            address = f"http://127.0.0.1:{port}/metrics"
            async with aiohttp.ClientSession() as client, client.get(address) as answer:
                self.answered = answer.status
            stop.set()

    door = Door()
    await run_doors([door], settings, health=health, stop=stop, metrics=metrics)
    assert door.answered == status


async def test_nothing_is_kept_by_whoever_passes_it_on() -> None:
    metrics, _, health = made()
    settings, stop = WebSettings(port=0), asyncio.Event()
    async with serving([metrics.route], settings, health=health, stop=stop) as port:
        address = f"http://127.0.0.1:{port}/metrics"
        async with aiohttp.ClientSession() as client, client.get(address) as answer:
            assert answer.headers["Cache-Control"] == "no-store"
            assert answer.headers["Content-Type"].startswith("text/plain")
