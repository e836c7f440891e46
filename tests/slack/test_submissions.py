import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack.limits import FIELD_ERROR, units
from bot.slack.metadata import Back, identifier_in, write_metadata
from bot.slack.submissions import field_errors, submission_in, submitted
from core.dialogue.identifier import write_identifier
from core.dialogue.reply import Refusal, Refused, Sentence
from core.dialogue.request import Asked
from core.dialogue.text import Code, Link, Named, Text, text

Json = dict[str, Any]


def state(**values: Json) -> Json:
    return {"values": {name: {name: value} for name, value in values.items()}}


def view(private_metadata: object = "", **values: Json) -> Json:
    return {"private_metadata": private_metadata, "state": state(**values)}


def written(command: str, **arguments: str) -> str:
    return write_metadata(write_identifier(command, arguments, owner="U1"), Back("https://a", "C1"))


def option(value: str) -> Json:
    return {"text": {"type": "plain_text", "text": "Words"}, "value": value}


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"type": "plain_text_input", "value": " as typed, "}, " as typed, "),
        ({"type": "plain_text_input", "value": "unknown"}, "unknown"),
        ({"type": "plain_text_input", "value": None}, ""),
        ({"type": "number_input", "value": "231"}, "231"),
        ({"type": "datepicker", "selected_date": "2027-06-01"}, "2027-06-01"),
        ({"type": "datepicker", "selected_date": None}, ""),
        ({"type": "radio_buttons", "selected_option": option("yes")}, "yes"),
        ({"type": "radio_buttons", "selected_option": option("unknown")}, ""),
        ({"type": "radio_buttons", "selected_option": None}, ""),
        ({"type": "static_select", "selected_option": option("unknown")}, ""),
        ({"type": "external_select", "selected_option": option("DE")}, "DE"),
        ({"type": "checkboxes", "selected_options": [option("dr"), option("ir")]}, "dr,ir"),
        ({"type": "checkboxes", "selected_options": []}, ""),
        ({"type": "multi_users_select", "selected_users": ["U1", "W2"]}, "U1,W2"),
        ({"type": "multi_conversations_select", "selected_conversations": ["C1"]}, "C1"),
    ],
)
def test_what_stands_in_an_input_is_read_as_it_would_be_typed(value: Json, expected: str) -> None:
    assert submitted(view(name=value)) == {"name": expected}


def test_only_inputs_of_ours_are_read() -> None:
    values = {"x7Ab": {"menu:1": {"type": "static_select", "selected_option": option("1:help:")}}}
    assert submitted({"state": {"values": values}}) == {}


def test_a_form_asks_its_command_with_its_arguments_and_what_was_typed() -> None:
    sent = submission_in(view(written("fix", draft="d1"), note={"value": "typed"}))
    assert sent.asked == Asked("fix", {"draft": "d1", "note": "typed"})
    assert (sent.owner, sent.back) == ("U1", Back("https://a", "C1"))


@pytest.mark.parametrize(
    ("identifier", "command"),
    [
        ("0:profile:page=results", "profile"),
        ("0:fix:draft=d1", "assess"),
        ("2:help:", "assess"),
        ("", "assess"),
        ("nothing", "assess"),
    ],
)
def test_a_form_of_an_earlier_version_is_run_so_that_nothing_typed_is_lost(
    identifier: str, command: str
) -> None:
    sent = submission_in(view(write_metadata(identifier, Back()), note={"value": "typed"}))
    assert sent.asked == Asked(command, {"note": "typed"})
    assert sent.owner == ""


def test_what_was_typed_and_the_address_to_answer_stay_out_of_what_is_logged() -> None:
    sent = submission_in(view(written("assess"), note={"value": "typed"}))
    assert "typed" not in repr(sent)
    assert "https" not in repr(sent)


@pytest.mark.parametrize(
    "back",
    [Back(), Back("https://hooks.slack.com/x", "C1"), Back(channel="D1"), Back(in_modal=True)],
)
def test_the_way_back_is_carried_and_read_again(back: Back) -> None:
    carried = write_metadata("1:assess:", back)
    assert Back.read(carried) == back
    assert identifier_in(carried) == "1:assess:"


def test_an_address_that_is_too_long_to_carry_leaves_the_rest_as_it_was() -> None:
    carried = write_metadata("1:assess:", Back("https://" + "a" * 3000, "C1"))
    assert Back.read(carried) == Back("", "C1")
    assert identifier_in(carried) == "1:assess:"


@pytest.mark.parametrize(
    "hostile",
    [
        None,
        7,
        "",
        "no json",
        "[1]",
        "[" * 3000,
        json.dumps({"r": 7, "c": ["C1"], "m": "1"}),
        json.dumps({"r": "a" * 3000, "c": "C1", "m": 1}),
    ],
)
def test_metadata_that_was_not_written_here_leads_nowhere(hostile: object) -> None:
    assert Back.read(hostile) == Back()
    assert identifier_in(hostile) == ""


def refused(*refusals: Refusal) -> Refused:
    return Refused(refusals)


SENT = view(step2_ck={"value": "2190"}, step2_date={"value": "x"})
RANGE = "a whole number from 1 to 300"


def test_a_refused_answer_is_told_beside_its_field() -> None:
    said = field_errors(
        refused(
            Refusal("step2_ck", "2190", RANGE),
            Refusal("step2_date", "", "a day", hint=text("Look at ", Code("your report"), ".")),
        ),
        SENT,
    )
    assert said == {
        "step2_ck": "Accepted is a whole number from 1 to 300. 2190 was given.",
        "step2_date": "Accepted is a day. Look at your report.",
    }


def test_two_refusals_of_one_field_are_both_told() -> None:
    said = field_errors(
        refused(Refusal("step2_ck", "", "one"), Refusal("step2_ck", "", "two")), SENT
    )
    assert said == {"step2_ck": "Accepted is one. Accepted is two."}


@pytest.mark.parametrize(
    "beside",
    [
        Refusal("graduation_date", "x", "a day"),
        Sentence("", "", "Nothing can be saved here"),
        Sentence("step2_ck", "", "Nothing can be saved here"),
        Refusal("step2_ck", "", "channels", hint=text(Named("channel", "C1"))),
        Refusal("step2_ck", "", "a score", hint=text(Link("the report", "https://example.org"))),
    ],
)
def test_a_refusal_of_anything_else_has_to_be_shown_whole(beside: Refusal) -> None:
    assert field_errors(refused(Refusal("step2_ck", "2190", RANGE), beside), SENT) is None


def test_no_refusal_is_no_error() -> None:
    assert field_errors(refused(), SENT) is None


SPANS: st.SearchStrategy[Text] = st.lists(st.text().map(Code)).map(tuple)
REFUSALS = st.builds(Refusal, st.sampled_from(["step2_ck", "step2_date"]), st.text(), st.text())
HINTED = st.builds(Refusal, st.just("step2_ck"), st.text(), st.text(), hint=SPANS)


@given(st.lists(REFUSALS | HINTED, min_size=1), st.integers(1, 200))
def test_every_error_is_short_enough(refusals: list[Refusal], times: int) -> None:
    refusals = [Refusal(one.field, one.given, one.accepted * times) for one in refusals]
    said = field_errors(refused(*refusals), SENT)
    assert said is not None
    assert said.keys() == {one.field for one in refusals}
    assert all(0 < units(error) <= FIELD_ERROR for error in said.values())


LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text()
NAMES = st.sampled_from(
    [
        "state",
        "values",
        "value",
        "selected_option",
        "selected_options",
        "selected_users",
        "selected_date",
        "private_metadata",
        "i",
        "r",
    ]
)
SHAPES = st.recursive(
    LEAVES, lambda inner: st.lists(inner) | st.dictionaries(NAMES | st.text(), inner)
)
STATES = st.dictionaries(
    NAMES, st.dictionaries(NAMES, st.dictionaries(NAMES, SHAPES) | SHAPES) | SHAPES
)
VIEWS = st.fixed_dictionaries(
    {"state": st.fixed_dictionaries({"values": STATES | SHAPES}), "private_metadata": SHAPES}
)


@given(VIEWS | SHAPES)
def test_any_shape_of_a_view_is_read_as_texts_by_name(data: Any) -> None:
    sent = submission_in(data)
    assert all(isinstance(one, str) for pair in sent.asked.given.items() for one in pair)
    assert field_errors(refused(Refusal("no field", "", "x")), data) is None


@given(SHAPES.map(json.dumps) | st.text())
def test_any_metadata_is_read_as_a_way_back(written: str) -> None:
    back = Back.read(written)
    assert isinstance(back.response_url, str)
    assert isinstance(back.channel, str)
    assert isinstance(identifier_in(written), str)
