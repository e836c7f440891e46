"""What a Prometheus monitor reads: numbers by door, outcome and reason, and nothing of anybody."""

from collections.abc import Iterator, Sequence

from aiohttp import web
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.metrics_core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from bot.web.health import Condition, Health, Standing
from core.deliveries.figures import Figures

METRICS = "/metrics"
"""Where a monitor reads them, where that is allowed."""

_GAUGES = {
    "waiting": "Messages that are to come or to be tried again.",
    "overdue": "Messages that were to arrive by now.",
    "sending": "Messages that are on their way.",
    "unknown": "Messages that may have arrived.",
    "oldest_overdue_seconds": "Seconds since the oldest overdue message was to arrive.",
    "last_success_seconds": "Seconds since the newest message arrived.",
    "holds": "Whether this process sends the door's messages; else it stands by.",
}


class Metrics:
    """The numbers of one process; ``figures`` are what it counted since it started.

    Each of them counts for doors of its own. Those that join the list later count too.
    """

    def __init__(self, health: Health, figures: Sequence[Figures]) -> None:
        self._health = health
        self._figures = figures

    @property
    def route(self) -> web.RouteDef:
        """The address at which they are read."""
        return web.get(METRICS, self._answer)

    async def page(self) -> bytes:
        """All numbers, as Prometheus reads them."""
        registry = CollectorRegistry(auto_describe=False)
        registry.register(_Now(await self._health.condition(), self._figures))
        return generate_latest(registry)

    async def _answer(self, request: web.Request) -> web.Response:
        headers = {"Content-Type": CONTENT_TYPE_LATEST, "Cache-Control": "no-store"}
        return web.Response(body=await self.page(), headers=headers)


class _Now(Collector):
    """The numbers at one moment."""

    def __init__(self, condition: Condition, figures: Sequence[Figures]) -> None:
        self._condition = condition
        self._figures = figures

    def collect(self) -> Iterator[Metric]:
        """Every number with what it means."""
        database = float(self._condition.database)
        yield GaugeMetricFamily("readingroom_database_up", "Whether it can be read.", database)
        connected = GaugeMetricFamily(
            "readingroom_door_connected", "Whether a platform is connected.", labels=["door"]
        )
        for door, is_connected in self._condition.doors.items():
            connected.add_metric([door], float(is_connected))
        yield connected
        for name, meaning in _GAUGES.items():
            yield self._gauge(name, meaning)
        in_flight = GaugeMetricFamily(
            "readingroom_deliveries_in_flight", "Messages this process is sending.", labels=["door"]
        )
        for figures in self._figures:
            for door, number in figures.in_flight.items():
                in_flight.add_metric([door], number)
        yield in_flight
        outcomes = CounterMetricFamily(
            "readingroom_deliveries_outcomes",
            "How sendings of this process ended.",
            labels=["door", "outcome", "reason"],
        )
        for figures in self._figures:
            for labels, number in sorted(figures.outcomes.items()):
                outcomes.add_metric(labels, number)
        yield outcomes

    def _gauge(self, name: str, meaning: str) -> Metric:
        gauge = GaugeMetricFamily(f"readingroom_deliveries_{name}", meaning, labels=["door"])
        for door, standing in self._condition.deliveries.items():
            value = _value(standing, name)
            if value is not None:
                gauge.add_metric([door], value)
        return gauge


def _value(standing: Standing, name: str) -> float | None:
    value = getattr(standing, name)
    return None if value is None else float(value)
