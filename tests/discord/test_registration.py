from dataclasses import replace
from typing import Any

import pytest

from bot.discord.limits import COMMAND_CHARACTERS, COMMANDS
from bot.discord.registration import command_payloads, digest
from core.commands.registry import entries
from core.commands.visit import Library
from core.dialogue.command import Audience, Command, Place
from core.dialogue.question import Choice, Kind, Question
from tests.docs.fit import characters
from tests.platforms.discord_server.checks.commands import check_commands

TEXT, WHOLE, BOOLEAN, CHANNEL, ROLE = 3, 4, 5, 7, 8


@pytest.fixture(scope="module")
def shipped(shelf: Library) -> dict[str, Command]:
    return {name: entry.command for name, entry in entries(shelf).items()}


def choices(number: int) -> tuple[Choice, ...]:
    return tuple(Choice(f"v{n}", f"Label {n}") for n in range(number))


def question(kind: Kind, name: str = "name", **more: Any) -> Question:
    return Question(name, "Label", "Reason.", kind, **more)


def payload(*options: Question, **more: Any) -> dict[str, Any]:
    (made,) = command_payloads({"try": Command("try", "Tries.", options, **more)})
    check_commands([made])
    return made


def option(asked: Question) -> dict[str, Any]:
    others = [question(Kind.DAY, name, required=True) for name in ("one", "two")]
    found: dict[str, Any] = payload(asked, *others)["options"][0]
    return found


def test_every_shipped_command_is_within_discords_limits(shipped: dict[str, Command]) -> None:
    payloads = command_payloads(shipped)
    check_commands(payloads)
    assert len(payloads) <= COMMANDS
    assert max(map(characters, payloads)) <= COMMAND_CHARACTERS


def test_what_help_does_not_list_is_not_registered(shipped: dict[str, Command]) -> None:
    names = {one["name"] for one in command_payloads(shipped)}
    assert names == {name for name, command in shipped.items() if command.listed}
    assert names.isdisjoint({"talk", "fix"})


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (question(Kind.YES_NO, required=True), {"type": BOOLEAN}),
        (
            question(Kind.WHOLE, minimum=1, maximum=300),
            {"type": WHOLE, "min_value": 1, "max_value": 300},
        ),
        (question(Kind.WHOLE), {"type": WHOLE, "min_value": 0}),
        (question(Kind.LEADERS), {"type": ROLE}),
        (question(Kind.CHANNELS), {"type": CHANNEL, "channel_types": [0]}),
        (question(Kind.DAY), {"type": TEXT, "max_length": 200}),
        (question(Kind.WORDS, limit=900), {"type": TEXT, "max_length": 900}),
        (question(Kind.WORDS, limit=9000), {"type": TEXT, "max_length": 6000}),
    ],
)
def test_an_option_has_the_type_of_its_kind(asked: Question, expected: dict[str, Any]) -> None:
    made = option(asked)
    assert {name: made[name] for name in made if name not in {"name", "description"}} == expected


@pytest.mark.parametrize(
    "asked",
    [
        question(Kind.CHOICE, choices=choices(26)),
        question(Kind.CHOICES, choices=choices(2)),
        question(Kind.WHOLE, minimum=1, maximum=300, choices=choices(2)),
        question(Kind.COUNTRY),
        question(Kind.ZONE),
    ],
)
def test_what_cannot_be_offered_whole_is_completed_while_it_is_typed(asked: Question) -> None:
    made = option(asked)
    assert (made["type"], made["autocomplete"], "choices" in made) == (TEXT, True, False)


@pytest.mark.parametrize(
    ("asked", "values"),
    [
        (question(Kind.YES_NO), ["yes", "no", "unknown"]),
        (question(Kind.CHOICE, choices=choices(2)), ["v0", "v1", "unknown"]),
        (question(Kind.CHOICE, choices=choices(2), required=True), ["v0", "v1"]),
        (question(Kind.CHOICE, choices=choices(25)), [f"v{n}" for n in range(25)]),
    ],
)
def test_unknown_is_a_choice_where_it_is_an_answer_and_has_room(
    asked: Question, values: list[str]
) -> None:
    assert [choice["value"] for choice in option(asked)["choices"]] == values


def test_an_answer_with_a_form_of_its_own_says_so() -> None:
    said = "Label \u00b7 a day as 2027-06-01 or 1 June 2027, or unknown"
    assert option(question(Kind.DAY))["description"] == said
    assert option(question(Kind.YES_NO))["description"] == "Label"


def test_long_words_are_cut_between_words() -> None:
    made = payload(Question("name", "Ten chars " * 20, "", Kind.YES_NO))
    assert made["options"][0]["description"] == " ".join(["Ten chars"] * 10) + "\u2026"


def test_options_stand_as_declared_and_only_the_first_25() -> None:
    asked = [question(Kind.YES_NO, f"q{n}") for n in range(30)]
    assert [one["name"] for one in payload(*asked)["options"]] == [f"q{n}" for n in range(25)]


def test_the_one_option_that_is_needed_comes_first_and_must_be_given() -> None:
    one, two = question(Kind.DAY, "one"), question(Kind.DAY, "two", required=True)
    three = question(Kind.DAY, "three", required=True)

    def required(*options: Question, **more: Any) -> list[tuple[str, bool]]:
        made = payload(*options, **more)["options"]
        return [(option["name"], option.get("required", False)) for option in made]

    assert required(one, two) == [("two", True), ("one", False)]
    # A form asks for it by itself, and of several the command knows which it misses.
    assert required(one, two, opens_form=True) == [("one", False), ("two", False)]
    assert required(one, two, three) == [("one", False), ("two", False), ("three", False)]


@pytest.mark.parametrize(
    ("places", "contexts", "installs"),
    [
        (frozenset(Place), [0, 1, 2], [0, 1]),
        (frozenset({Place.SERVER}), [0], [0]),
        (frozenset({Place.DIRECT_MESSAGE}), [1, 2], [0, 1]),
    ],
)
def test_a_command_is_offered_where_it_may_be_used(
    places: frozenset[Place], contexts: list[int], installs: list[int]
) -> None:
    made = payload(places=places)
    assert (made["contexts"], made["integration_types"]) == (contexts, installs)


def test_a_command_for_administrators_is_offered_to_those_who_manage_the_server() -> None:
    assert payload(audience=Audience.ADMINISTRATORS)["default_member_permissions"] == "32"
    assert payload()["default_member_permissions"] is None


def test_a_digest_changes_with_a_command_and_with_nothing_else(shipped: dict[str, Command]) -> None:
    payloads = command_payloads(shipped)
    turned = [dict(reversed(one.items())) for one in payloads]
    assert digest(turned) == digest(payloads)
    renamed = {**shipped, "about": replace(shipped["about"], summary="Something else.")}
    assert digest(command_payloads(renamed)) != digest(payloads)
