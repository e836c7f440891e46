"""The command line: the console, the service, and what an operator sees to."""

from bot.cli.entry import main, readingroom

__all__ = ["main", "readingroom"]
