"""What a door hands to the core: a command's name and what was typed for it."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Asked:
    """A request: the command, and its options as they were typed, by name."""

    command: str
    given: Mapping[str, str] = field(default_factory=dict)
