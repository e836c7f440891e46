"""Text without what is not seen: nothing steers a terminal, reorders its neighbours or hides."""

import re

_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
_BLANKS = re.compile(r"[^\S\n]+")
_CONTROLS = r"\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff"
_BIDIRECTIONAL = r"\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
# Zero-width characters, fillers and tags, which make words that only look alike or look empty.
_INVISIBLE = (
    r"\u00ad\u115f\u1160\u180e\u200b\u2060-\u2065\u206a-\u206f\u2800\u3164\ufeff\uffa0"
    r"\ufff9-\ufffb\U000e0000-\U000e007f"
)
# Joiners shape letters and emoji between two others, and mean nothing at an edge.
_STRAY_JOINERS = r"(?:(?<=[\s\u200c\u200d])|^)[\u200c\u200d]|[\u200c\u200d](?=[\s\u200c\u200d]|$)"
_UNSEEN = re.compile(
    f"[{_CONTROLS}{_BIDIRECTIONAL}{_INVISIBLE}]|{_STRAY_JOINERS}", flags=re.MULTILINE
)


def harmless(text: str) -> str:
    """The text without control, bidirectional and zero-width characters.

    White space becomes single spaces; line breaks stay.
    """
    return harmless_content(_BLANKS.sub(" ", text.replace("\r\n", "\n")))


def harmless_content(content: str) -> str:
    """A file's content, as harmless, with its blanks, tabs and line breaks."""
    return _UNSEEN.sub(_REPLACEMENT, content.replace("\r\n", "\n"))
