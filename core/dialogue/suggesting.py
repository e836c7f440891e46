"""What completes a half-typed answer, the likeliest first."""

from collections.abc import Sequence

from core.dialogue.matching import folded, matching, named, offered
from core.dialogue.question import UNKNOWN, Choice, Kind, Question, Unreadable

LONGEST_SUGGESTION = 100
"""The most characters of a suggested answer: Discord's limit, the tightest."""


def suggestions(question: Question, typed: str, most: int = 25) -> list[Choice]:
    """Answers that may be meant, at most so many; none where any words may be.

    First come those that begin with what is typed, by value or by the words people see, then
    those that contain it, and where there is none, those that are like it. In a list with
    commas the last part is completed and the parts before it stay. *Unknown* comes last, where
    it is an answer and nothing else is typed.
    """
    given = " ".join(typed.split())
    if len(given) > question.limit:
        return []
    match question.kind:
        case Kind.CHOICES:
            found = _lists(question, given)
        case Kind.WHOLE:
            found = _numbers(question, given)
        case Kind.CHOICE | Kind.YES_NO | Kind.COUNTRY | Kind.ZONE:
            found = matching(question, offered(question), given)
        case _:
            return []
    fitting = [one for one in found if 0 < len(one.value) <= LONGEST_SUGGESTION]
    if question.required or not UNKNOWN.startswith(folded(given)):
        return fitting[:most]
    return [*fitting[: most - 1], Choice(UNKNOWN, UNKNOWN)]


def _numbers(question: Question, given: str) -> list[Choice]:
    """The number that is typed, where it is accepted, before all that is said instead of one."""
    try:
        value = question.read(given)
    except Unreadable:
        value = None
    if isinstance(value, int):
        return [Choice(str(value), str(value)), *question.choices]
    return matching(question, question.choices, given)


def _lists(question: Question, given: str) -> list[Choice]:
    """The whole list, with its last part completed by what is not in it yet."""
    kept, part = _split(question, given)
    rest = [choice for choice in offered(question) if choice not in kept]
    found = matching(question, rest, part)
    if not found and "," in part:
        # Something that is no choice stands there as it was typed, to be told of when it is sent.
        *wrong, part = [piece.strip() for piece in part.split(",")]
        kept += [Choice(piece, piece) for piece in wrong]
        found = matching(question, rest, part)
    completed = [_list([*kept, choice]) for choice in found]
    whole = named(question, rest, part)
    if whole is not None:
        # It is typed out, so that the list may go on.
        completed += [_list([*kept, whole, more]) for more in rest if more is not whole]
    return completed


def _split(question: Question, given: str) -> tuple[list[Choice], str]:
    """The choices before the last part, and that part; words of a choice may hold commas."""
    choices = offered(question)
    pieces = [piece.strip() for piece in given.split(",")]
    pieces = [piece for piece in pieces[:-1] if piece] + pieces[-1:]
    longest = 1 + max((choice.label.count(",") for choice in choices), default=0)
    kept: list[Choice] = []
    at = 0
    while at < len(pieces) - 1:
        for end in range(at + 1, min(at + 1 + longest, len(pieces))):
            choice = named(question, choices, ", ".join(pieces[at:end]))
            if choice is not None:
                kept += [] if choice in kept else [choice]
                at = end
                break
        else:
            break
    return kept, ", ".join(pieces[at:])


def _list(parts: Sequence[Choice]) -> Choice:
    """Several choices as one answer.

    The words are readable as an answer, because people go on typing behind them.
    """
    value = ",".join(part.value for part in parts)
    words = ", ".join(part.label for part in parts)
    return Choice(value, words if len(words) <= LONGEST_SUGGESTION else value)
