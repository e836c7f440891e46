import io
from collections.abc import Sequence
from pathlib import Path

import pytest
from prompt_toolkit.completion import CompleteEvent, Completer
from prompt_toolkit.document import Document
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from bot.console.prompting import AnswerCompleter, CommandHistory, LineCompleter
from bot.console.session import converse
from core.dialogue.request import Asked
from tests.console.fakes import (
    AGAIN,
    COMMANDS,
    EVERYTHING,
    FAULT,
    SPECIALTY,
    FakeAnswering,
    form,
    refusing,
)

CTRL_C, CTRL_D = "\x03", "\x04"


def names_in(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


async def sitting(
    answering: FakeAnswering,
    *typed: str,
    pictures: Path | None = None,
    leave: str = CTRL_D,
) -> str:
    """What a person sees who types these keys."""
    out = io.StringIO()
    with create_pipe_input() as keys:
        keys.send_text("".join(typed) + leave)
        status = await converse(
            answering,
            out=out,
            pictures=pictures,
            width=80,
            input=keys,
            output=DummyOutput(),
        )
    assert status == 0
    return out.getvalue()


async def test_lines_are_answered_until_the_person_leaves() -> None:
    answering = FakeAnswering()
    shown = await sitting(answering, "/help\r", "\r", "hello\r", leave="/quit\r")
    assert answering.asked == [Asked("help"), Asked("talk", {"words": "hello"})]
    assert "Type /assess to begin" in shown
    assert "answered help" in shown


@pytest.mark.parametrize("leave", ["quit", "exit", "/quit", " EXIT ", "/Exit"])
async def test_each_word_to_leave_leaves(leave: str) -> None:
    answering = FakeAnswering()
    await sitting(answering, leave="/help\r" + leave + "\r/help\r")
    assert answering.asked == [Asked("help")]


@pytest.mark.parametrize("line", ["/I want to die", '/help "want to die'])
async def test_a_line_that_cannot_be_read_is_heard_and_not_offered_again(line: str) -> None:
    answering = FakeAnswering()
    shown = await sitting(answering, f"{line}\r", "/help\r")
    assert "People who listen" in shown
    assert "Nothing was changed" not in shown
    assert answering.asked == [Asked("help")]


async def test_a_form_is_left_for_the_offer_of_people_and_keeps_nothing() -> None:
    answering = FakeAnswering(form())
    shown = await sitting(answering, "/assess\r", "dr\r", "I want to die\r", "/help\r")
    assert answering.asked == [Asked("assess"), Asked("help")]
    assert "People who listen" in shown


async def test_a_number_presses_that_button_of_the_last_reply() -> None:
    answering = FakeAnswering(EVERYTHING, FAULT)
    shown = await sitting(answering, "/help\r", "1\r", "02\r")
    assert answering.asked[1:] == [
        Asked("help", {"note": "two words"}),
        Asked("assess", {"again": "yes"}),
    ]
    assert "7f3a" in shown


@pytest.mark.parametrize("number", ["0", "4", "9" * 30])
async def test_a_number_without_a_button_is_told_which_there_are(number: str) -> None:
    answering = FakeAnswering(EVERYTHING)
    shown = await sitting(answering, "/help\r", f"{number}\r")
    assert "There is no such button; the last answer has 1 to 3." in shown
    assert len(answering.asked) == 1


async def test_a_number_before_any_answer_presses_nothing() -> None:
    answering = FakeAnswering()
    assert "the last answer has none" in await sitting(answering, "1\r")
    assert answering.asked == []


async def test_a_refused_line_is_offered_again_to_be_edited() -> None:
    answering = FakeAnswering(refusing("step2_ck"))
    shown = await sitting(answering, "/assess step2_ck:400\r", "\x7f\x7f\x7f214\r")
    assert "step2_ck: 400 was given; accepted is something else" in shown
    assert answering.asked[1] == Asked("assess", {"step2_ck": "214"})


async def test_a_line_that_could_not_be_read_is_offered_again() -> None:
    answering = FakeAnswering()
    await sitting(answering, '/help "topic\r', '"\r')
    assert answering.asked == [Asked("help", {"note": "topic"})]


async def test_ctrl_c_clears_the_line_and_goes_on() -> None:
    answering = FakeAnswering()
    await sitting(answering, "/assess", CTRL_C, "/help\r")
    assert answering.asked == [Asked("help")]


async def test_a_form_is_asked_and_submitted_as_filled_in() -> None:
    answering = FakeAnswering(form(step2_ck="214"))
    shown = await sitting(answering, "/assess\r", "dr\r", "\r", "yes\r")
    assert answering.asked[1] == Asked(
        "assess", {"page": "exams", "specialty": "dr", "step2_ck": "214", "again": "yes"}
    )
    assert "answered assess" in shown


@pytest.mark.parametrize("way_out", [CTRL_C, CTRL_D])
async def test_leaving_a_form_submits_nothing_and_the_conversation_goes_on(way_out: str) -> None:
    answering = FakeAnswering(form())
    shown = await sitting(answering, "/assess\r", "dr\r", way_out, "/help\r")
    assert answering.asked == [Asked("assess"), Asked("help")]
    assert "nothing of it was kept" in shown


async def test_after_a_wrong_answer_the_line_is_empty_and_the_answer_is_in_the_message() -> None:
    answering = FakeAnswering(form(specialty="dr"))
    typed = ["/assess\r", "\r", "2140\r", "?\r", "2150\r", "214\r", "maybe\r", "<\r", "save\r"]
    shown = await sitting(answering, *typed)
    assert "2140 was typed" in shown
    assert answering.asked[1].given["step2_ck"] == "214"
    assert answering.asked[1].given["again"] == ""


async def test_a_refused_form_opens_again_at_the_refused_question_with_what_was_typed() -> None:
    answering = FakeAnswering(form(), refusing("again"))
    shown = await sitting(answering, "/assess\r", "dr\r214\ryes\r", "no\r")
    assert "again: yes was given; accepted is something else" in shown
    assert answering.asked[2] == Asked(
        "assess", {"page": "exams", "specialty": "dr", "step2_ck": "214", "again": "no"}
    )


async def test_a_form_after_a_form_is_asked_too() -> None:
    answering = FakeAnswering(form(specialty="dr"), form(specialty="ir"))
    await sitting(answering, "/assess\r", "save\r", "save\r")
    assert [asked.given.get("specialty") for asked in answering.asked] == [None, "dr", "ir"]


async def test_pictures_go_to_a_folder_that_is_gone_when_the_person_has_left() -> None:
    shown = await sitting(FakeAnswering(EVERYTHING), "/help\r")
    assert "Pictures stay there until you leave" in shown
    assert "BEGIN:VCALENDAR" in shown
    kept = "".join(shown.partition("Kept as ")[2].partition("\n\n")[0].split("\n"))
    assert not Path(kept).parent.exists()


async def test_a_named_folder_stays(tmp_path: Path) -> None:
    shown = await sitting(FakeAnswering(EVERYTHING), "/help\r", pictures=tmp_path)
    assert "until you leave" not in shown
    assert names_in(tmp_path) == {"001-scale.png", "001-dates.ics"}
    assert "BEGIN:VCALENDAR" not in shown


async def test_a_folder_that_cannot_be_used_is_said_and_the_sitting_goes_on(
    tmp_path: Path,
) -> None:
    (tmp_path / "taken").write_text("")
    answering = FakeAnswering(EVERYTHING)
    place = tmp_path / "taken" / "pictures"
    shown = await sitting(answering, "/help\r", "/help note:x\r", pictures=place)
    said = "".join(shown.split("\n"))
    assert "Nothing could be kept in" in said
    assert "Not a directory" in said
    assert "BEGIN:VCALENDAR" in shown
    assert answering.asked == [Asked("help"), Asked("help", {"note": "x"})]


def test_command_lines_are_remembered_for_the_sitting_and_free_words_are_not() -> None:
    history = CommandHistory(COMMANDS)
    kept = ["/help", "/assess dr step2_ck:214"]
    free = ["/help note:x", "/help x", "/assess step2_ck:9 NOTE:x", "/assess note:x again:yes"]
    unread = ["I feel low", "214", "/I feel low", '/assess "note', "/readingroom help x", ""]
    for line in (*kept, *free, *unread):
        history.append_string(line)
    assert history.get_strings() == kept


async def test_answers_to_a_form_are_not_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    remembered: list[str] = []
    monkeypatch.setattr(
        CommandHistory, "append_string", lambda _, string: remembered.append(string)
    )
    await sitting(FakeAnswering(form()), "/assess\r", "dr\r214\ryes\r")
    assert remembered == ["/assess"]


def completions(completer: Completer, typed: str) -> Sequence[str]:
    found = completer.get_completions(Document(typed), CompleteEvent())
    return [typed[: len(typed) + one.start_position] + one.text for one in found]


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("/", ["/assess", "/help", "/quit", "/exit"]),
        ("/A", ["/assess"]),
        ("/assess s", ["/assess specialty:", "/assess step2_ck:"]),
        ("/assess specialty:dr s", ["/assess specialty:dr step2_ck:"]),
        ("/assess specialty:dr,i", ["/assess specialty:dr,ir"]),
        ("/assess again:", ["/assess again:yes", "/assess again:no"]),
        ("/assess again:u", ["/assess again:unknown"]),
        ("/nothing ", []),
        ("free words", []),
    ],
)
def test_what_could_follow_is_offered(typed: str, offered: list[str]) -> None:
    assert completions(LineCompleter(COMMANDS), typed) == offered


def test_the_choices_of_a_question_are_offered() -> None:
    assert completions(AnswerCompleter(SPECIALTY), "dr, ") == ["dr, dr", "dr, ir"]
    assert completions(AnswerCompleter(AGAIN), "y") == ["yes"]
