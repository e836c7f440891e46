"""Long forms before abbreviations, in the answers of commands."""

from core.dialogue.spelling import spelled_out

__all__ = ["spelled_out"]
