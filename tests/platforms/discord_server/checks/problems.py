"""A tree of what is wrong with a body, as Discord answers it."""

from typing import Any

from tests.platforms.discord_server.wire import ApiError, Json

INVALID_FORM_BODY = 50035
EMPTY_MESSAGE = 50006
TOO_LARGE = 40005


class Problems:
    """Collects what is wrong; `at(key)` goes down one level of the body."""

    __slots__ = ("_path", "tree")

    def __init__(self, tree: Json | None = None, path: tuple[str | int, ...] = ()) -> None:
        self.tree: Json = {} if tree is None else tree
        self._path = path

    def at(self, *keys: str | int) -> "Problems":
        """The same problems, seen from deeper in the body."""
        return Problems(self.tree, (*self._path, *keys))

    def add(self, code: str, message: str) -> None:
        """Note a problem here."""
        node = self.tree
        for key in self._path:
            node = node.setdefault(str(key), {})
        node.setdefault("_errors", []).append({"code": code, "message": message})

    def missing(self) -> None:
        """Note that something must be here."""
        self.add("BASE_TYPE_REQUIRED", "This field is required")

    def forbidden(self, message: str) -> None:
        """Note that something must not be here, or not like this."""
        self.add("BASE_TYPE_INVALID", message)

    def text(self, value: Any, least: int, most: int) -> bool:
        """Demand a text of so many characters; whether it is one."""
        if not isinstance(value, str):
            self.missing()
        elif not least <= len(value) <= most:
            bounds = f"between {least} and {most}" if least else f"{most} or fewer"
            self.add("BASE_TYPE_BAD_LENGTH", f"Must be {bounds} in length.")
        else:
            return True
        return False

    def text_or_nothing(self, value: Any, most: int, least: int = 0) -> bool:
        """Demand a text of so many characters, or nothing."""
        return value is None or self.text(value, least, most)

    def list(self, value: Any, least: int, most: int) -> bool:
        """Demand a list of so many entries; whether it is one."""
        if not isinstance(value, list):
            self.missing()
        elif not least <= len(value) <= most:
            self.add("BASE_TYPE_BAD_LENGTH", f"Must be between {least} and {most} in length.")
        else:
            return True
        return False

    def number(self, value: Any, least: int, most: int) -> bool:
        """Demand a whole number in a range; whether it is one."""
        if not isinstance(value, int) or isinstance(value, bool):
            self.add("NUMBER_TYPE_COERCE", f'Value "{value}" is not int.')
        elif value < least:
            self.add("NUMBER_TYPE_MIN", f"int value should be greater than or equal to {least}.")
        elif value > most:
            self.add("NUMBER_TYPE_MAX", f"int value should be less than or equal to {most}.")
        else:
            return True
        return False

    def one_of(self, value: Any, allowed: tuple[int, ...]) -> bool:
        """Demand one of these; whether it is."""
        if value in allowed:
            return True
        self.add("BASE_TYPE_CHOICES", f"Value must be one of {{{', '.join(map(str, allowed))}}}.")
        return False

    def settle(self) -> None:
        """Raise ApiError when anything was noted."""
        if self.tree:
            raise ApiError(400, INVALID_FORM_BODY, "Invalid Form Body", errors=self.tree)
