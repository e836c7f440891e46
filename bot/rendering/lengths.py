"""How long a text is by the count of a chat platform."""


def units(text: str) -> int:
    """The UTF-16 code units of a text, which is never less than what a platform counts."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2
