import io

import pytest

from bot.console.forms import fill_form, first_refused
from bot.console.pretty import Surface
from core.dialogue.form import Form, refilled
from core.dialogue.question import Question
from core.dialogue.reply import Refusal, Refused, Reply
from tests.console.fakes import OFFER, FakeAnswering, form


class Person:
    """Types the lines in turn, and notes what each prompt looked like."""

    def __init__(self, *lines: str | type[BaseException]) -> None:
        self._lines = list(lines)
        self.prompts: list[str] = []
        self.hear = FakeAnswering().hear

    async def ask(self, message: str, question: Question) -> str:
        self.prompts.append(message)
        line = self._lines.pop(0)
        if isinstance(line, str):
            return line
        raise line


async def filled(
    asked: Form, *lines: str | type[BaseException], first: str = ""
) -> tuple[dict[str, str] | Reply | None, Person, str]:
    out = io.StringIO()
    person = Person(*lines)
    answers = await fill_form(asked, person, Surface(out, width=80, colour=False), first)
    return answers, person, out.getvalue()


async def test_each_question_is_asked_with_its_reason_and_its_choices() -> None:
    answers, person, shown = await filled(form(), "dr", "214", "no")
    assert answers == {"specialty": "dr", "step2_ck": "214", "again": "no"}
    assert person.prompts == [
        "specialty: ",
        "step2_ck [unknown]: ",
        "again [unknown]: ",
    ]
    assert shown.startswith("\nYour exams \u00b7 2 of 4\n")
    assert "Which specialty? (needed)\nScores are read against it.\n\ndr  Diagnostic\n" in shown
    assert "Step 2 CK\nMost look at it.\n" in shown


async def test_enter_keeps_what_is_known_and_unknown_clears_it() -> None:
    asked = form(specialty="ir", step2_ck="214", again="yes")
    answers, person, _ = await filled(asked, "", "Unknown", "")
    assert answers == {"specialty": "ir", "step2_ck": "", "again": "yes"}
    assert person.prompts[1] == "step2_ck [214]: "


async def test_an_answer_that_cannot_be_read_is_repeated_at_once_with_what_is_accepted() -> None:
    answers, person, shown = await filled(form(specialty="dr"), "", "2140", "214", "save")
    assert person.prompts[2] == "step2_ck [unknown]: "
    assert "2140 was typed; accepted is a whole number from 1 to 300, or unknown." in shown
    assert answers == {"specialty": "dr", "step2_ck": "214", "again": ""}


async def test_what_is_needed_has_no_default_until_it_is_answered() -> None:
    answers, person, shown = await filled(form(), "", "unknown", "dr", "<", "save")
    assert person.prompts[:3] == ["specialty: "] * 3
    assert person.prompts[4] == "specialty [dr]: "
    assert "\nAccepted is one or more, with commas, of dr, ir." in shown
    assert answers == {"specialty": "dr", "step2_ck": "", "again": ""}


@pytest.mark.parametrize("typed", ["I want to die", "want to die " * 500])
async def test_an_answer_that_calls_for_people_ends_the_form_with_their_offer(typed: str) -> None:
    answers, person, shown = await filled(form(), "dr", typed)
    assert answers is OFFER
    assert len(person.prompts) == 2
    assert "want to die" not in shown
    assert "Accepted" not in shown


async def test_a_question_mark_says_what_is_accepted_and_asks_again() -> None:
    _, person, shown = await filled(form(specialty="dr"), "?", "save")
    assert "Accepted is one or more, with commas, of dr, ir." in shown
    assert person.prompts[1] == "specialty [dr]: "


async def test_one_can_go_back_and_finds_the_new_answer_there() -> None:
    answers, person, _ = await filled(form(), "dr", "<", "<", "ir", "save")
    assert person.prompts[2] == "specialty [dr]: "
    assert isinstance(answers, dict)
    assert answers["specialty"] == "ir"


async def test_save_keeps_the_rest_as_it_is() -> None:
    asked = form(specialty="dr", step2_ck="214", again="yes")
    answers, person, _ = await filled(asked, "ir", "SAVE")
    assert answers == {"specialty": "ir", "step2_ck": "214", "again": "yes"}
    assert len(person.prompts) == 2


async def test_what_is_needed_is_asked_before_anything_is_saved() -> None:
    answers, person, shown = await filled(form(), "save", "", "dr", "save")
    assert "(specialty is needed)" in shown
    assert answers == {"specialty": "dr", "step2_ck": "", "again": ""}
    assert len(person.prompts) == 4


async def test_leaving_gives_nothing() -> None:
    for way_out in (EOFError, KeyboardInterrupt):
        answers, _, _ = await filled(form(), "dr", way_out)
        assert answers is None


async def test_a_form_can_begin_at_a_refused_question_with_all_that_was_typed() -> None:
    refused = Refused(
        (Refusal("other", "", ""), Refusal("again", "", ""), Refusal("step2_ck", "", ""))
    )
    again = refilled(form(), {"specialty": "dr", "step2_ck": "9"})
    first = first_refused(again, refused)
    answers, person, _ = await filled(again, "214", "", first=first)
    assert person.prompts[0] == "step2_ck [9]: "
    assert answers == {"specialty": "dr", "step2_ck": "214", "again": ""}


async def test_invisible_characters_in_an_answer_are_dropped() -> None:
    answers, _, _ = await filled(form(specialty="dr"), "", "2\u200b14\x1b", "save")
    assert isinstance(answers, dict)
    assert answers["step2_ck"] == "214"
