import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.dialogue.command import Command
from core.dialogue.line import LONGEST_LINE, UnknownName, meant, read_line, write_line
from core.dialogue.question import Choice, Kind, Question
from core.dialogue.reply import Refused
from core.dialogue.request import Asked


def option(name: str, kind: Kind, *choices: str) -> Question:
    return Question(
        name,
        name,
        "",
        kind,
        tuple(Choice(value, value) for value in choices),
        minimum=1,
        maximum=300,
    )


ASSESS = Command(
    "assess",
    "",
    (
        option("applicant", Kind.CHOICE, "us_md", "us_img"),
        option("specialty", Kind.CHOICES, "dr", "ir"),
        option("step2_ck", Kind.WHOLE),
        option("graduation_date", Kind.DAY),
        option("note", Kind.WORDS),
    ),
)
COMMANDS = {
    "assess": ASSESS,
    "help": Command("help", "", (option("topic", Kind.WORDS),)),
    "privacy": Command("privacy", ""),
    "talk": Command("talk", "", (option("words", Kind.WORDS),), listed=False),
}


def asked(line: str) -> dict[str, str]:
    found = read_line(line, COMMANDS)
    assert isinstance(found, Asked)
    return dict(found.given)


def refused(line: str) -> Refused:
    found = read_line(line, COMMANDS)
    assert isinstance(found, Refused)
    return found


def test_names_colons_and_double_quotes_make_options() -> None:
    found = read_line('/assess specialty:dr,ir step2_ck:214 note:"two words"', COMMANDS)
    assert found == Asked("assess", {"specialty": "dr,ir", "step2_ck": "214", "note": "two words"})


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("/help assess", {"topic": "assess"}),
        ("/help application  plan", {"topic": "application plan"}),
        ("/assess us_img step2_ck:214", {"applicant": "us_img", "step2_ck": "214"}),
        ("/assess step2_ck:214 us_img", {"applicant": "us_img", "step2_ck": "214"}),
        ("/help it's o'clock", {"topic": "it's o'clock"}),
        ("/help 10:30", {"topic": "10:30"}),
        ("/help https://example.org/a:b", {"topic": "https://example.org/a:b"}),
        ("/assess note:https://example.org", {"note": "https://example.org"}),
        ("/assess note:at:10:30", {"note": "at:10:30"}),
        ("/assess note:I am tired step2_ck:214", {"note": "I am tired", "step2_ck": "214"}),
        ("/assess note: I am tired", {"note": "I am tired"}),
        ("/assess applicant:us img", {"applicant": "us img"}),
        ("/assess specialty: dr, ir step2_ck: 214", {"specialty": "dr, ir", "step2_ck": "214"}),
        ("/assess graduation_date:1 June 2027", {"graduation_date": "1 June 2027"}),
        ("/assess Step2-CK:214", {"step2_ck": "214"}),
        ('/assess note:"say ""hello"""', {"note": 'say "hello"'}),
        ("/assess note:\u201ctwo words\u201d us_md", {"note": "two words", "applicant": "us_md"}),
        ('/assess note:5"2', {"note": '5"2'}),
        ('/assess step2_ck:""', {"step2_ck": ""}),
        ('/help "name: value"', {"topic": "name: value"}),
        ("/readingroom help assess", {"topic": "assess"}),
        ("/readingroom /assess step2_ck:9", {"step2_ck": "9"}),
        ("/READINGROOM Assess step2_ck:9", {"step2_ck": "9"}),
    ],
)
def test_what_is_typed_lands_where_it_was_meant(typed: str, expected: dict[str, str]) -> None:
    assert asked(typed) == expected


def test_the_umbrella_alone_asks_for_help() -> None:
    assert read_line("/readingroom", COMMANDS) == Asked("help")


@pytest.mark.parametrize("typed", ["", "   ", "\u200b"])
def test_empty_lines_and_comments_are_passed_over(typed: str) -> None:
    assert read_line(typed, COMMANDS) is None


def test_a_line_without_a_slash_is_talk_word_for_word() -> None:
    line = "note:\"I don't know what to do"
    assert read_line(f"  {line} ", COMMANDS) == Asked("talk", {"words": line})


def test_control_and_zero_width_characters_are_dropped_and_odd_spaces_separate() -> None:
    line = "\ufeff/ass\u200bess\u00a0step2_ck:2\u200d14\tnote:a\x00\x1bb\u202e"
    assert asked(line) == {"step2_ck": "214", "note": "ab"}


def test_an_unknown_command_is_refused_with_what_exists_and_what_was_meant() -> None:
    found = refused("/asess step2_ck:214")
    assert found.refusals[0].field == "command"
    assert found.refusals[0].given == "/asess"
    assert found.refusals[0].accepted == (
        "I know no command /asess; did you mean /assess? There are /assess, /help, /privacy"
    )
    assert found.given == {"line": "/asess step2_ck:214"}


def test_an_unknown_option_is_refused_with_the_guess_and_without_a_list() -> None:
    near, far = refused("/assess step_2:214 zork:1").refusals
    assert isinstance(near, UnknownName)
    assert (near.field, near.given) == ("step_2", "214")
    assert near.accepted == (
        "I know no field step_2; did you mean step2_ck? /help assess lists all"
    )
    assert far.accepted == "I know no field zork; /help assess lists all"


def test_a_long_unknown_name_is_repeated_shortened() -> None:
    (refusal,) = refused(f"/assess {'x' * 900}:1").refusals
    assert refusal.accepted == f"I know no field {'x' * 40}\u2026; /help assess lists all"


def test_nothing_near_means_no_guess() -> None:
    assert meant("zzzz", ["assess", "help"]) is None
    assert "did you mean" not in refused("/zzzz").refusals[0].accepted


def test_every_wrong_option_of_a_line_is_refused_at_once() -> None:
    found = refused("/assess stpe2:1 nte:hello step2_ck:9 step2_ck:8")
    assert [refusal.field for refusal in found.refusals] == ["stpe2", "nte", "step2_ck"]
    assert found.command == "assess"


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ("/assess step2_ck:1 step2_ck:2", "step2_ck"),
        ("/assess applicant:us_md us_img", "line"),
        ('/assess note:"two words', "line"),
        ('/assess "two words', "line"),
        ("/assess step2_ck:", "step2_ck"),
        ("/assess step2_ck: note:hello", "step2_ck"),
        ("/privacy now", "line"),
        ("/privacy day:now", "day"),
        ("/", "command"),
        ("/readingroom nothing", "command"),
        ("x" * (LONGEST_LINE + 1), "line"),
        ("/help " + "x" * LONGEST_LINE, "line"),
    ],
)
def test_what_cannot_be_read_is_refused_by_name_and_nothing_typed_is_lost(
    typed: str, field: str
) -> None:
    found = refused(typed)
    assert [refusal.field for refusal in found.refusals] == [field]
    assert found.given == {"line": typed}


@given(st.text())
def test_any_text_is_read_or_refused(typed: str) -> None:
    read_line(typed, COMMANDS)
    read_line(f"/assess {typed}", COMMANDS)


@given(
    st.dictionaries(
        st.sampled_from([option.name for option in ASSESS.options]),
        st.text(st.characters(exclude_categories=("Cc", "Cf", "Cs")), max_size=60),
    )
)
def test_a_written_line_is_read_back_as_the_same_request(arguments: dict[str, str]) -> None:
    request = Asked("assess", arguments)
    assert read_line(write_line(request), COMMANDS) == request


def test_a_written_line_quotes_what_needs_it() -> None:
    assert write_line(Asked("help")) == "/help"
    assert write_line(Asked("assess", {"page": "a", "note": 'b "c"'})) == (
        '/assess page:a note:"b ""c"""'
    )
