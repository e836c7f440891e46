import io
import stat
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

CTRL_A, CTRL_C, CTRL_D, CTRL_K = "\x01", "\x03", "\x04", "\x0b"


def names_in(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


async def sitting(
    answering: FakeAnswering,
    *typed: str,
    history: Path | None = None,
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
            history=history,
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


async def test_a_wrong_answer_stays_on_the_line() -> None:
    answering = FakeAnswering(form(specialty="dr"))
    await sitting(answering, "/assess\r", "\r", "2140\r", "\x7f\r", "save\r")
    assert answering.asked[1].given["step2_ck"] == "214"


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
    assert "stay there until you leave" in shown
    kept = "".join(shown.partition("Kept as ")[2].partition("\n\n")[0].split("\n"))
    assert not Path(kept).parent.exists()


async def test_a_named_folder_stays(tmp_path: Path) -> None:
    shown = await sitting(FakeAnswering(EVERYTHING), "/help\r", pictures=tmp_path)
    assert "until you leave" not in shown
    assert names_in(tmp_path) == {"001-scale.png", "001-dates.ics"}


def test_command_lines_are_remembered_for_the_sitting_and_free_words_are_not() -> None:
    history = CommandHistory(COMMANDS)
    for line in ("/help note:x", "I feel low", "214"):
        history.append_string(line)
    assert history.get_strings() == ["/help note:x"]


async def test_answers_to_a_form_are_not_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    remembered: list[str] = []
    monkeypatch.setattr(
        CommandHistory, "append_string", lambda _, string: remembered.append(string)
    )
    await sitting(FakeAnswering(form()), "/assess\r", "dr\r214\ryes\r")
    assert remembered == ["/assess"]


async def test_the_history_file_holds_names_of_commands_and_no_answer(tmp_path: Path) -> None:
    history = tmp_path / "new" / "history"
    typed = ["/assess step2_ck:214 note:secret\r", "I feel low\r", "/nothing 214\r"]
    clear = CTRL_A + CTRL_K
    await sitting(
        FakeAnswering(form()),
        typed[0],
        "dr\r213\ryes\r",
        typed[1],
        typed[2],
        clear,
        history=history,
    )
    kept = [line for line in history.read_text().splitlines() if line and line[0] != "#"]
    assert kept == ["+/assess"]
    assert stat.S_IMODE(history.stat().st_mode) == 0o600


async def test_the_next_sitting_finds_the_names(tmp_path: Path) -> None:
    history = tmp_path / "history"
    await sitting(FakeAnswering(), "/help note:secret\r", "/assess\r", history=history)
    found = [line async for line in CommandHistory(COMMANDS, history).load()]
    assert found == ["/assess", "/help"]


async def test_a_history_that_cannot_be_written_is_done_without(tmp_path: Path) -> None:
    answering = FakeAnswering()
    await sitting(answering, "/help\r", history=tmp_path)
    assert answering.asked == [Asked("help")]
    assert list(CommandHistory(COMMANDS).load_history_strings()) == []


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
