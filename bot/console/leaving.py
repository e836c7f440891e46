"""The words that end a sitting, or a run of lines."""

LEAVING = ("/quit", "/exit")
"""The commands that leave; at the prompt they are understood without their slash too."""


def leaves(line: str) -> bool:
    """Whether the line is a command to leave."""
    return line.strip().lower() in LEAVING


def leaves_prompt(line: str) -> bool:
    """Whether a person at the prompt means to leave; nobody talks in that one word."""
    return leaves(line) or leaves(f"/{line.strip()}")
