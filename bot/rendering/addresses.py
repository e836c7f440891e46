"""Web addresses that may be linked: nothing in them can end the link or lead past its host."""

import re
from urllib.parse import quote, urlsplit

_HOST = re.compile(r"[A-Za-z0-9.-]+(?::[0-9]+)?")
_SAFE_IN_ADDRESS = ":/?#@!$&'+,;=%~-._"


def safe_address(address: str) -> str | None:
    """A web address with everything encoded that could end a link; ``None`` for any other."""
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return None
    if parts.scheme.lower() not in {"http", "https"} or not _HOST.fullmatch(parts.netloc):
        return None
    return quote(address.strip(), safe=_SAFE_IN_ADDRESS, errors="replace")
