"""A conversation at the prompt."""

import sys
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, TextIO

from bot.console.answering import Answering
from bot.console.forms import fill_form, first_refused
from bot.console.keeping import Folder
from bot.console.leaving import leaves_prompt
from bot.console.pretty import Surface
from core.dialogue.buttons import buttons, pressed
from core.dialogue.documents import shown_reply
from core.dialogue.form import Form, refilled, submission
from core.dialogue.line import read_line
from core.dialogue.question import Question
from core.dialogue.reply import Fault, Outcome, Paragraph, Refused, Reply
from core.dialogue.request import Asked
from core.dialogue.text import Code, text
from core.dialogue.typed_words import visible

if TYPE_CHECKING:
    from prompt_toolkit.input import Input
    from prompt_toolkit.output import Output

    from bot.console.prompting import Prompt


async def converse(
    answering: Answering,
    *,
    out: TextIO | None = None,
    pictures: Path | None = None,
    width: int | None = None,
    colour: bool | None = None,
    input: "Input | None" = None,  # noqa: A002 - prompt_toolkit's own name
    output: "Output | None" = None,
) -> int:
    """Talk until the person leaves with ``/quit``, ``/exit`` or Ctrl-D; the exit status is 0.

    Nothing that is typed is written to disk here. Pictures and files go to ``pictures``;
    without it, pictures go to a folder that is removed at the end, and files are shown in full.
    ``colour`` and ``width`` are found out from ``out`` where they are not given.
    """
    from bot.console.prompting import Prompt

    with ExitStack() as stack:
        if pictures is None:
            passing = stack.enter_context(TemporaryDirectory(prefix="readingroom-"))
            folder = Folder(Path(passing), lasting=False)
        else:
            folder = Folder(pictures)
        surface = Surface(out or sys.stdout, width=width, colour=colour)
        prompt = Prompt(answering.commands, input, output)
        await _Conversation(answering, surface, folder, prompt).run()
    return 0


class _Conversation:
    """One sitting: the last reply's buttons, and the line that is offered again."""

    def __init__(
        self, answering: Answering, surface: Surface, folder: Folder, prompt: "Prompt"
    ) -> None:
        self._answering = answering
        self._surface = surface
        self._folder = folder
        self._prompt = prompt
        self._last: Reply | None = None

    async def run(self) -> None:
        self._greet()
        again = ""
        while True:
            try:
                line = visible(await self._prompt.line(again)).strip()
            except KeyboardInterrupt:
                again = ""
                continue
            except EOFError:
                return
            if leaves_prompt(line):
                return
            again = await self._answer(line)

    def _greet(self) -> None:
        words = text(
            "Reading Room. Type ",
            Code("/assess"),
            " to begin, ",
            Code("/help"),
            " for everything, a number to press that button, ",
            Code("/quit"),
            " to leave.",
        )
        self._surface.show(Reply((), (Paragraph(words),)))

    async def _answer(self, line: str) -> str:
        """Answer a line; what is given back is offered at the next prompt."""
        number = line.isascii() and line.isdigit()
        asked = self._pressed(line) if number else read_line(line, self._answering.commands)
        if asked is None:
            return ""
        if isinstance(asked, Asked):
            outcome = await self._outcome(asked)
        else:
            outcome = await self.hear(line) or asked
        if outcome is None:
            self._note("The form is closed, and nothing of it was kept.")
            return ""
        await self._show(outcome)
        return line if isinstance(outcome, Refused) and not number else ""

    def _pressed(self, number: str) -> Asked | None:
        """What the numbered button of the last reply asks."""
        found = buttons(self._last) if self._last else ()
        # Compared as words, because Python reads numbers of thousands of digits no more.
        for place, action in enumerate(found, start=1):
            if str(place) == number.lstrip("0"):
                return pressed(action)
        said = f"the last answer has 1 to {len(found)}" if found else "the last answer has none"
        self._note(f"There is no such button; {said}.")
        return None

    async def _outcome(self, asked: Asked) -> Reply | Refused | Fault | None:
        """The answer, through any form that opens; ``None`` if the person left a form.

        A refused form opens again at the first refused question with all that was typed. One
        that was left for the offer of people is not submitted.
        """
        outcome: Outcome = await self._answering.answer(asked)
        first = ""
        while isinstance(outcome, Form):
            form = outcome
            answers = await fill_form(form, self, self._surface, first)
            if answers is None or isinstance(answers, Reply):
                return answers
            outcome = await self._answering.answer(submission(form, answers))
            first = ""
            if isinstance(outcome, Refused):
                self._surface.say()
                self._surface.show(shown_reply(outcome))
                first = first_refused(form, outcome)
                outcome = refilled(form, answers)
        return outcome

    async def ask(self, message: str, question: Question) -> str:
        """An answer to a question of a form; an end of input or Ctrl-C is raised."""
        return await self._prompt.answer(message, question)

    async def hear(self, words: str) -> Reply | None:
        """The offer of people where words that cannot be read call for it."""
        return await self._answering.hear(words)

    async def _show(self, outcome: Reply | Refused | Fault) -> None:
        kept: Mapping[str, str] = {}
        note = ""
        if isinstance(outcome, Reply):
            self._last = outcome
            kept, note = await self._keep(outcome)
        self._surface.say()
        self._surface.show(shown_reply(outcome), kept)
        if note:
            self._note(note)

    async def _keep(self, reply: Reply) -> tuple[Mapping[str, str], str]:
        """Where the reply's pictures and files were put, and what is to be said about that."""
        try:
            kept = await self._folder.keep(reply)
        except OSError as wrong:
            place = wrong.filename or self._folder.path
            return {}, f"Nothing could be kept in {place}: {wrong.strerror or 'it is unusable'}."
        passing = kept and not self._folder.lasting
        return kept, "Pictures stay there until you leave." if passing else ""

    def _note(self, words: str) -> None:
        self._surface.show(Reply((), (Paragraph(text(words), quiet=True),)))
