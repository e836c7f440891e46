"""Reading YAML into checked models, with errors that name the file, the entry and what is wrong."""

from collections.abc import Hashable
from importlib.resources.abc import Traversable
from typing import Any, TypeVar

import yaml
from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from core.facts.broken import FactsBroken

T = TypeVar("T")

# What an entry is called in an error, from the first of its keys that it has.
_NAMES = ("id", "number", "name", "season", "exam", "specialty", "country", "applicant")


class _OnceLoader(yaml.CSafeLoader):
    """The C loader, except that a key given twice is an error instead of the last one winning."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            if key.value in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"the key {key.value!r} is given twice", key.start_mark
                )
            seen.add(key.value)
        return super().construct_mapping(node, deep)


def read_yaml(file: Traversable, shape: TypeAdapter[T], *, named: str) -> T:
    """The content of a YAML file as ``shape``.

    Raises :class:`FactsBroken`, calling the file ``named``.
    """
    try:
        raw = yaml.load(file.read_text("utf-8"), Loader=_OnceLoader)  # noqa: S506 - a safe loader
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        line = f"line {mark.line + 1}" if mark else ""
        raise FactsBroken(named, line, error.problem or "is not YAML") from error
    except FileNotFoundError as error:
        raise FactsBroken(named, "", "the file is missing") from error
    try:
        return shape.validate_python(raw)
    except ValidationError as error:
        raise _broken(named, raw, error) from error


def _broken(named: str, raw: object, error: ValidationError) -> FactsBroken:
    first = error.errors(include_url=False, include_context=True)[0]
    entry, rest = _entry(raw, first["loc"])
    where = ".".join(str(part) for part in rest)
    more = error.error_count() - 1
    wrong = f"{where}: {_said(first)}" if where else _said(first)
    return FactsBroken(named, entry, f"{wrong} (and {more} more)" if more else wrong)


def _entry(raw: object, path: tuple[int | str, ...]) -> tuple[str, tuple[int | str, ...]]:
    """The innermost list item on the path, by its name, and what of the path is left after it."""
    entry, left, here = "", path, raw
    for depth, part in enumerate(path):
        if isinstance(here, list) and isinstance(part, int) and part < len(here):
            here = here[part]
            if isinstance(here, dict):
                entry, left = _called(here, part), path[depth + 1 :]
        elif isinstance(here, dict) and part in here:
            here = here[part]
    return entry, left


def _called(item: dict[str, object], position: int) -> str:
    for name in _NAMES:
        if name in item:
            return f"{name} {item[name]}"
    return f"entry {position + 1}"


def _said(error: ErrorDetails) -> str:
    if error["type"] == "union_tag_invalid":
        return f"there is no condition of kind {error['ctx']['tag']!r}"
    return error["msg"].removeprefix("Value error, ")
