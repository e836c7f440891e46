"""What a door hands to the core: a command's name and what was typed for it, or a file."""

from collections.abc import Mapping
from dataclasses import dataclass, field

LARGEST_FILE = 1_000_000
"""The most bytes of a file that a door fetches; lists and letters are a fraction of it."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A request: the command, and its options as they were typed, by name."""

    command: str
    given: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, repr=False)
class Attachment:
    """A file that somebody sent.

    ``content`` is ``None`` where the file is larger than :data:`LARGEST_FILE` or could not be
    fetched.
    """

    name: str
    media_type: str
    content: bytes | None
    too_large: bool = False
