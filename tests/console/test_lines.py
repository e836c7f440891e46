import io
import json
import stat
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.console.lines import answer_lines
from bot.console.plain import plain_text
from core.dialogue.reply import Fault, File, Paragraph, Reply
from core.dialogue.request import Asked
from core.dialogue.text import Code, text
from tests.console.fakes import EVERYTHING, FAULT, FakeAnswering, form, refusing


async def objects(answering: FakeAnswering, *lines: str) -> tuple[int, list[dict[str, object]]]:
    out = io.StringIO()
    status = await answer_lines(answering, lines, out, as_json=True)
    written = out.getvalue()
    assert written.endswith("\n")
    return status, [json.loads(line) for line in written.split("\n")[:-1]]


async def plain(answering: FakeAnswering, *lines: str, width: int = 80) -> tuple[int, str]:
    out = io.StringIO()
    status = await answer_lines(answering, lines, out, as_json=False, width=width)
    return status, out.getvalue()


async def test_every_line_is_answered_in_order_and_the_rest_is_passed_over() -> None:
    answering = FakeAnswering()
    status, shown = await plain(answering, "# first\n", "/help note:x\n", "\n", "hello you\n")
    assert status == 0
    assert answering.asked == [Asked("help", {"note": "x"}), Asked("talk", {"words": "hello you"})]
    assert shown.split("\n\n") == [
        f"answered help\n{chr(0x2550) * 13}\nnote  x",
        f"answered talk\n{chr(0x2550) * 13}\nwords  hello you\n",
    ]


async def test_lines_may_come_one_by_one() -> None:
    async def coming() -> AsyncIterator[str]:
        yield "/help"

    answering = FakeAnswering()
    assert await answer_lines(answering, coming(), io.StringIO(), as_json=True) == 0
    assert answering.asked == [Asked("help")]


async def test_one_line_that_fails_makes_the_status_1_and_the_rest_is_still_answered() -> None:
    status, shown = await plain(FakeAnswering(), "/nothing", "/help")
    assert status == 1
    assert "I know no command /nothing; there are /assess, /help." in shown
    assert "answered help" in shown


@pytest.mark.parametrize("leaving", ["/quit", " /EXIT\n", "/quit --json"])
@pytest.mark.parametrize(("first", "expected"), [("/help", 0), ("/nothing", 1)])
async def test_leaving_ends_the_run_with_the_status_so_far(
    leaving: str, first: str, expected: int
) -> None:
    answering = FakeAnswering()
    status, shown = await plain(answering, first, leaving, "/help note:later")
    assert status == expected
    assert "later" not in shown
    assert Asked("help", {"note": "later"}) not in answering.asked


async def test_a_word_to_leave_without_its_slash_is_talk_where_nobody_sits() -> None:
    answering = FakeAnswering()
    await plain(answering, "quit")
    assert answering.asked == [Asked("talk", {"words": "quit"})]


UNREADABLE = [
    "/I want to die",
    '/help "I want to die',
    "/assess I:want to die",
    "want to die" * 999,
]


@pytest.mark.parametrize("line", UNREADABLE)
async def test_a_line_that_cannot_be_read_is_heard_before_it_is_refused(line: str) -> None:
    status, shown = await plain(FakeAnswering(), line)
    assert status == 0
    assert shown.startswith("People who listen\n")
    assert "want to die" not in shown


@pytest.mark.parametrize("line", UNREADABLE)
async def test_the_offer_of_people_is_private_whatever_the_line_began_with(line: str) -> None:
    _, (found,) = await objects(FakeAnswering(), line)
    assert (found["command"], found["private"], found["ok"]) == ("talk", True, True)
    assert "want to die" not in json.dumps(found)


async def test_a_fault_makes_the_status_1_and_shows_its_reference() -> None:
    status, shown = await plain(FakeAnswering(FAULT), "/help")
    assert status == 1
    assert "7f3a" in shown


async def test_a_reference_stands_once() -> None:
    named = Fault("7f3a", text("Something broke; the reference is ", Code("7f3a"), "."))
    _, shown = await plain(FakeAnswering(named), "/help")
    assert shown.count("7f3a") == 1


async def test_a_form_is_submitted_as_it_came() -> None:
    answering = FakeAnswering(form(specialty="dr"))
    status, _ = await plain(answering, "/assess")
    assert status == 0
    assert answering.asked[1] == Asked(
        "assess", {"page": "exams", "specialty": "dr", "step2_ck": "", "again": ""}
    )


async def test_a_submitted_form_that_is_refused_is_refused() -> None:
    status, (found,) = await objects(FakeAnswering(form(), refusing("specialty")), "/assess")
    assert status == 1
    assert found["error"] == {"refusals": [{"field": "specialty", "accepted": "something else"}]}


async def test_a_second_form_is_shown_and_not_submitted_for_ever() -> None:
    answering = FakeAnswering(form(), form(), form())
    status, shown = await plain(answering, "/assess")
    assert status == 0
    assert len(answering.asked) == 2
    assert "Your exams \u00b7 2 of 4" in shown
    assert "/assess page:exams name:value" in shown


async def test_an_object_holds_the_answer_in_words_as_a_document_and_as_data() -> None:
    status, (found,) = await objects(FakeAnswering(EVERYTHING), "/help")
    assert status == 0
    assert list(found) == ["command", "private", "ok", "text", "reply", "data"]
    assert (found["command"], found["private"], found["ok"]) == ("help", False, True)
    assert found["text"] == plain_text(EVERYTHING, 80)
    assert found["data"] == {"n": 900, "on": "2028-03-01", "groups": ["a", "b"]}


async def test_the_document_has_kinds_and_iso_days_and_no_data() -> None:
    _, (found,) = await objects(FakeAnswering(EVERYTHING), "/help")
    document = found["reply"]
    assert isinstance(document, dict)
    assert list(document) == ["title", "blocks"]
    kinds = [block["kind"] for block in document["blocks"]]
    assert kinds == [getattr(block, "kind", None) for block in EVERYTHING.blocks]
    assert document["title"] == [{"kind": "plain", "text": "Reading for season 2028"}]
    item = document["blocks"][2]["items"][0]
    assert item["text"][1] == {"kind": "moment", "at": "2028-03-01"}
    due = document["blocks"][4]["rows"][1]["text"][0]["at"]
    assert due == "2027-01-29T23:59:00-05:00"


async def test_a_refusal_names_the_refused_field_and_nothing_else_that_was_typed() -> None:
    line = '/assess step2_ck:400 note:"my secret"'
    status, (found,) = await objects(FakeAnswering(refusing("step2_ck")), line)
    assert status == 1
    assert (found["ok"], found["reply"], found["data"]) == (False, None, None)
    assert found["error"] == {
        "refusals": [{"field": "step2_ck", "given": "400", "accepted": "something else"}]
    }
    assert "secret" not in json.dumps(found)


async def test_a_line_that_cannot_be_read_is_not_repeated() -> None:
    _, found = await objects(FakeAnswering(), '/assess note:"my secret', "x" * 5000)
    assert "secret" not in json.dumps(found)
    assert "xxx" not in json.dumps(found)
    assert [one["private"] for one in found] == [True, True]


async def test_a_fault_is_its_reference() -> None:
    _, (found,) = await objects(FakeAnswering(FAULT), "/help")
    assert list(found) == ["command", "private", "ok", "text", "reply", "data", "error"]
    assert found["error"] == {"reference": "7f3a"}


async def test_the_same_lines_give_the_same_bytes_and_letters_stay_letters() -> None:
    written = []
    for _ in range(2):
        out = io.StringIO()
        reply = Reply(text("\u00e9t\u00e9"), (), {"groups": {"b", "a", "c"}})
        await answer_lines(FakeAnswering(reply), ["/help"], out, as_json=True)
        written.append(out.getvalue())
    assert written[0] == written[1]
    assert "\u00e9t\u00e9" in written[0]


async def test_an_object_stays_on_its_line_and_can_be_written_as_utf_8() -> None:
    out = io.StringIO()
    reply = Reply((), (Paragraph(text("one\ntwo \udc80")),), {"said": "\ud800\n"})
    await answer_lines(FakeAnswering(reply), ["/help"], out, as_json=True)
    assert out.getvalue().encode().count(b"\n") == 1
    assert json.loads(out.getvalue())["data"] == {"said": "\ud800\n"}


async def test_pictures_and_files_go_to_the_folder_and_the_answer_names_them(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "new" / "pictures"
    out = io.StringIO()
    answering = FakeAnswering(EVERYTHING, EVERYTHING)
    await answer_lines(
        answering, ["/help", "/help"], out, as_json=False, width=200, pictures=folder
    )
    names = ["001-dates.ics", "001-scale.png", "002-dates.ics", "002-scale.png"]
    assert sorted(path.name for path in folder.iterdir()) == names
    assert all(f"Kept as {folder / name}" in out.getvalue() for name in names)
    assert (folder / "001-scale.png").read_bytes().startswith(b"\x89PNG")
    assert (folder / "001-dates.ics").read_text() == "BEGIN:VCALENDAR"
    assert stat.S_IMODE((folder / "001-scale.png").stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


async def test_without_a_folder_nothing_is_drawn() -> None:
    _, shown = await plain(FakeAnswering(EVERYTHING), "/help")
    assert "Picture: Your 219 beside a group." in shown
    assert "Kept as" not in shown


async def test_without_a_folder_a_file_is_printed_in_full() -> None:
    content = '{\n  "note": "' + "long " * 40 + '",\n\t"end":   1  \n}\n'
    reply = Reply(text("All"), (File("a.json", "application/json", content), *EVERYTHING.blocks))
    _, shown = await plain(FakeAnswering(reply), "/help", width=40)
    assert f"File: a.json ({len(content)} bytes)\n{content}\nYour 219" in shown


async def test_a_folder_that_cannot_be_used_is_an_error_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("")
    with pytest.raises(OSError, match="taken"):
        await answer_lines(
            FakeAnswering(EVERYTHING),
            ["/help"],
            io.StringIO(),
            as_json=False,
            pictures=tmp_path / "taken" / "pictures",
        )
