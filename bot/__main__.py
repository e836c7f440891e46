"""``python -m bot`` is ``readingroom``."""

from bot.cli import main

main()
