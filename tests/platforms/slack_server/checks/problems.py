"""What is wrong with a body, with a pointer to where, as Slack answers it."""

from collections.abc import Collection, Iterator
from typing import Any

from tests.platforms.slack_server.wire import Json


class Problems:
    """Collects what is wrong; `at(key)` goes down one level of the body."""

    __slots__ = ("_path", "found")

    def __init__(self, found: list[str] | None = None, path: str = "") -> None:
        self.found: list[str] = [] if found is None else found
        self._path = path

    def at(self, *keys: str | int) -> "Problems":
        """The same problems, seen from deeper in the body."""
        return Problems(self.found, "".join([self._path, *(f"/{key}" for key in keys)]))

    def add(self, message: str) -> None:
        """Note a problem here."""
        self.found.append(f"[ERROR] {message} [json-pointer:{self._path}]")

    def thing(self, value: Any, needed: Collection[str], allowed: Collection[str] = ()) -> bool:
        """Demand an object with these fields and at most those others; whether it is one."""
        if not isinstance(value, dict):
            self.add("must be an object")
            return False
        for key in needed:
            if value.get(key) is None:
                self.add(f"missing required field: {key}")
        for key in value:
            if key not in needed and key not in allowed and key != "type":
                self.add(f"invalid additional property: {key}")
        return all(value.get(key) is not None for key in needed)

    def string(self, value: Any, most: int, least: int = 1) -> bool:
        """Demand a string of so many characters; whether it is one."""
        if not isinstance(value, str):
            self.add("must be a string")
        elif len(value) < least:
            self.add(f"must be more than {least - 1} characters")
        elif len(value) > most:
            self.add(f"must be less than {most + 1} characters")
        else:
            return True
        return False

    def strings(self, thing: Json, most: int, *keys: str, least: int = 0) -> None:
        """Demand that each of these fields, if it is there, is a string of so many characters."""
        for key in keys:
            if key in thing:
                self.at(key).string(thing[key], most, least)

    def number(self, value: Any, least: float, most: float = float("inf")) -> bool:
        """Demand a whole number in a range; whether it is one."""
        if not isinstance(value, int) or isinstance(value, bool):
            self.add("must be an integer")
        elif not least <= value <= most:
            self.add(f"must be between {least} and {most}")
        else:
            return True
        return False

    def flags(self, thing: Json, *keys: str) -> None:
        """Demand that each of these fields, if it is there, is true or false."""
        for key in keys:
            if key in thing and not isinstance(thing[key], bool):
                self.at(key).add("must be a boolean")

    def one_of(self, value: Any, allowed: Collection[str]) -> bool:
        """Demand one of these; whether it is."""
        if isinstance(value, str) and value in allowed:
            return True
        self.add(f"must be one of {', '.join(sorted(allowed))}")
        return False

    def each(self, value: Any, least: int, most: int) -> Iterator[tuple["Problems", Any]]:
        """Demand a list of so many entries; its entries, with the place of each."""
        if not isinstance(value, list):
            self.add("must be an array")
            return
        if len(value) < least:
            self.add(f"no fewer than {least} items")
        if len(value) > most:
            self.add(f"no more than {most} items allowed")
        for index, entry in enumerate(value):
            yield self.at(index), entry
