"""A form sent back as it came, where nobody can be asked."""

from bot.console.answering import Answering
from core.dialogue.form import Form, submission
from core.dialogue.reply import Fault, Outcome, Refused, Reply
from core.dialogue.request import Asked


async def answer_unattended(answering: Answering, asked: Asked) -> Reply | Refused | Fault | Form:
    """The answer to a request; a form is submitted as it came, and its answer is the answer.

    A second form in a row is given back, so that no chain of forms runs without a person.
    """
    outcome: Outcome = await answering.answer(asked)
    if isinstance(outcome, Form):
        outcome = await answering.answer(submission(outcome, {}))
    return outcome
