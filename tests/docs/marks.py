"""Parts of a page that are made, between two marks in what is written by hand."""

from collections.abc import Iterable


def between(page: str, start: str, end: str, lines: Iterable[str]) -> str:
    """The page with these lines between the marks, each of which stands in it once."""
    before, _, rest = page.partition(start)
    _, _, after = rest.partition(end)
    return "\n".join((before + start, *lines, end)) + after
