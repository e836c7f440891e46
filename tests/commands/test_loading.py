"""What is slow to load is loaded ahead where many are served, and nowhere else."""

import subprocess
import sys

SLOW = ("dateparser", "icalendar")
AHEAD = "from core.commands.loading import load_ahead; load_ahead(datetime.now(UTC))"
CONSOLE = "import bot.cli.entry, bot.app, bot.console.session"


def loaded_by(code: str) -> list[str]:
    """Which of the slow ones a fresh program has loaded after it ran this."""
    code = f"import sys; from datetime import *; {code}"
    code += f"; print(*[name for name in {SLOW} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout.split()


def test_loading_ahead_leaves_nothing_for_the_first_question() -> None:
    assert loaded_by(AHEAD) == list(SLOW)


def test_the_console_does_not_wait_for_it() -> None:
    assert loaded_by(CONSOLE) == []
