import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.dialogue.identifier import (
    LONGEST_IDENTIFIER,
    DoesNotFitError,
    DrawAfresh,
    Pressed,
    read_form,
    read_identifier,
    write_identifier,
)
from core.dialogue.request import Asked

COMMANDS = st.from_regex(r"[a-z][a-z0-9_-]{0,20}", fullmatch=True)
NAMES = st.text(max_size=8).filter(lambda name: name not in {"@", "#"})
ARGUMENTS = st.dictionaries(NAMES, st.text(max_size=12), max_size=3)


@given(COMMANDS, ARGUMENTS, st.text("0123456789UW", max_size=20), st.integers(1, 9999))
def test_what_fits_comes_back_and_the_rest_is_refused(
    command: str, arguments: dict[str, str], owner: str, page: int
) -> None:
    try:
        identifier = write_identifier(command, arguments, owner=owner, page=page)
    except DoesNotFitError:
        return
    assert identifier.isascii()
    assert len(identifier) <= LONGEST_IDENTIFIER
    assert read_identifier(identifier) == Pressed(Asked(command, arguments), owner, page)


def test_an_identifier_is_version_route_and_arguments() -> None:
    assert write_identifier("assess", {"page": "start"}) == "1:assess:page=start"
    assert write_identifier("help", {}) == "1:help:"


def test_owner_and_page_stand_behind_the_arguments() -> None:
    whole = write_identifier("topic", {"name": "plan"}, owner="80351110224678912", page=3)
    assert whole == "1:topic:name=plan&@=80351110224678912&%23=3"


def test_the_longest_that_fits_is_taken_and_one_more_is_refused() -> None:
    room = LONGEST_IDENTIFIER - len("1:help:topic=")
    assert len(write_identifier("help", {"topic": "a" * room})) == LONGEST_IDENTIFIER
    with pytest.raises(DoesNotFitError, match=f"help with topic needs {LONGEST_IDENTIFIER + 1}"):
        write_identifier("help", {"topic": "a" * (room + 1)})


def test_a_refusal_names_no_value() -> None:
    with pytest.raises(DoesNotFitError) as refused:
        write_identifier("help", {"topic": "secret" * 30})
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize("command", ["", "As sess", "a:b", "\u00e9tude"])
def test_a_route_that_is_no_command_name_is_refused(command: str) -> None:
    with pytest.raises(DoesNotFitError, match="route"):
        write_identifier(command, {})


def test_half_a_character_is_refused() -> None:
    with pytest.raises(DoesNotFitError, match="no valid text"):
        write_identifier("help", {"topic": "\ud800"})


@pytest.mark.parametrize(
    ("identifier", "command"),
    [
        ("2:assess:page=start", "assess"),
        ("0:assess:", "assess"),
        ("1:assess:page", "assess"),
        ("1:assess:page=a&page=b", "assess"),
        ("1:assess:page=%ff", "assess"),
        ("1:assess:%23=0", "assess"),
        ("1:assess:%23=two", "assess"),
        ("1:assess:%23=99999", "assess"),
        ("1:assess:@=1&@=2", "assess"),
        ("1:assess:page=" + "a" * 100, "assess"),
        ("nothing of ours", ""),
        ("", ""),
    ],
)
def test_what_cannot_be_read_is_drawn_afresh(identifier: str, command: str) -> None:
    assert read_identifier(identifier) == DrawAfresh(command)


@given(st.text())
def test_any_text_is_an_identifier_or_drawn_afresh(identifier: str) -> None:
    assert isinstance(read_identifier(identifier), Pressed | DrawAfresh)


@pytest.mark.parametrize(
    ("identifier", "asked"),
    [
        ("1:profile:page=results", Asked("profile", {"page": "results"})),
        ("0:profile:page=results", Asked("profile")),
        ("0:fix:draft=1", Asked("assess")),
        ("0:help:", Asked("assess")),
        ("nonsense", Asked("assess")),
        ("", Asked("assess")),
    ],
)
def test_a_form_that_was_sent_in_is_run_whatever_its_version(identifier: str, asked: Asked) -> None:
    assert read_form(identifier).asked == asked
