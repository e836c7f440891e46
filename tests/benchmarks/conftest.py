"""What takes many minutes is measured by ``make benchmark`` and is no part of the other tests."""

from pathlib import Path

import pytest

MINUTES = frozenset(
    {
        "test_delivery_discord.py",
        "test_delivery_slack.py",
        "test_slack_speed.py",
        "test_due_rows.py",
    }
)


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave these out unless speed is asked for."""
    if collection_path.name in MINUTES and not config.getoption("benchmark_enable"):
        return True
    return None
