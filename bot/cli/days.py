"""Days as options of the command line."""

from datetime import date

import click

from core.dialogue.days import UnclearDay, read_day

_YEARS = range(2000, 2101)
"""The years that an option may name: outside them a day is a slip of the finger."""


def day(context: click.Context, parameter: click.Parameter, typed: str | None) -> date | None:
    """A day that an option names, or ``None`` where it was not given."""
    if typed is None:
        return None
    try:
        read = read_day(typed.strip())
    except UnclearDay:
        raise click.BadParameter("a day as 2026-11-22 or 22 Nov 2026 is accepted") from None
    if read.year not in _YEARS:
        raise click.BadParameter(f"a day from {_YEARS[0]} to {_YEARS[-1]} is accepted")
    return read
