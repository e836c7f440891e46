"""Names for the files of a message, in letters that every platform leaves as they are."""

import re
from collections.abc import Collection

_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")
_ENDING = re.compile(r"\.[A-Za-z0-9]{1,8}$")
_HIDING = re.compile(
    r"^(?:SPOILER_|[._-])+", re.IGNORECASE
)  # Discord veils a file named so; a point hides it
_LONGEST = 80


def safe_name(name: str, taken: Collection[str]) -> str:
    """The name made safe, and numbered where it is taken already; ``taken`` is in small letters."""
    plain = _UNSAFE.sub("_", name)
    found = _ENDING.search(plain)
    ending = found[0] if found else ""
    stem = _HIDING.sub("", plain.removesuffix(ending))[:_LONGEST] or "file"
    made, number = f"{stem}{ending}", 1
    while made.lower() in taken:
        number += 1
        made = f"{stem}-{number}{ending}"
    return made
