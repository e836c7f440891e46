from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.app import open_desk
from bot.discord.modals import modal_for, submitted
from bot.settings import StorageSettings
from core.commands.desk import Desk
from core.commands.visit import Account, Library, Server, Where
from core.dialogue.command import Place
from core.dialogue.form import Asking, Form
from core.dialogue.identifier import Pressed, read_identifier
from core.dialogue.line import read_line
from core.dialogue.question import Choice, Kind, Question
from core.dialogue.reply import Outcome, Refused, Reply
from core.dialogue.request import Asked
from core.dialogue.text import text
from tests.discord.unchanged import (
    BOXES,
    CHANNELS,
    MENU,
    RADIO,
    ROLES,
    TEXT,
    submitted_unchanged,
)
from tests.docs.pages import scenarios
from tests.platforms.discord_server.checks.answers import check_modal

TODAY = date(2026, 11, 22)


def choices(number: int) -> tuple[Choice, ...]:
    return tuple(Choice(f"v{n}", f"Label {n}") for n in range(number))


def question(kind: Kind, **more: Any) -> Question:
    return Question("name", "Label", "Reason.", kind, **more)


async def modal_of(asked: Question, current: str = "") -> dict[str, Any]:
    form = Form(text("A title"), 1, 2, (Asking(asked, current),), "assess")
    modal = modal_for(form).to_dict()
    check_modal(modal)
    return modal


async def input_of(asked: Question, current: str = "") -> dict[str, Any]:
    found: dict[str, Any] = (await modal_of(asked, current))["components"][0]["component"]
    return found


def marked(part: dict[str, Any]) -> list[str]:
    return [option["value"] for option in part["options"] if option["default"]]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (question(Kind.YES_NO), RADIO),
        (question(Kind.YES_NO, required=True), RADIO),
        (question(Kind.CHOICE, choices=choices(1)), RADIO),
        (question(Kind.CHOICE, choices=choices(1), required=True), MENU),
        (question(Kind.CHOICE, choices=choices(9)), RADIO),
        (question(Kind.CHOICE, choices=choices(10)), MENU),
        (question(Kind.CHOICE, choices=choices(10), required=True), RADIO),
        (question(Kind.CHOICE, choices=choices(25)), MENU),
        (question(Kind.CHOICE, choices=choices(26)), TEXT),
        (question(Kind.CHOICE, choices=(Choice("v" * 101, "Long"), *choices(2))), TEXT),
        (question(Kind.CHOICES, choices=choices(10)), BOXES),
        (question(Kind.CHOICES, choices=choices(25), required=True), MENU),
        (question(Kind.CHOICES, choices=choices(26)), TEXT),
        (question(Kind.LEADERS), ROLES),
        (question(Kind.CHANNELS, required=True), CHANNELS),
        (question(Kind.WHOLE, minimum=1, maximum=300, choices=choices(2)), TEXT),
        (question(Kind.DAY), TEXT),
        (question(Kind.COUNTRY), TEXT),
        (question(Kind.WORDS, limit=9000), TEXT),
    ],
)
async def test_a_question_gets_the_platforms_own_input(asked: Question, expected: int) -> None:
    assert (await input_of(asked))["type"] == expected


async def test_unknown_is_a_choice_unless_the_question_is_required() -> None:
    def values(part: dict[str, Any]) -> list[str]:
        return [option["value"] for option in part["options"]]

    assert values(await input_of(question(Kind.YES_NO))) == ["yes", "no", "unknown"]
    assert values(await input_of(question(Kind.YES_NO, required=True))) == ["yes", "no"]
    menu = await input_of(question(Kind.CHOICE, choices=choices(25)))
    assert (len(menu["options"]), menu["min_values"]) == (25, 0)


@pytest.mark.parametrize(
    ("asked", "current"),
    [
        (question(Kind.YES_NO), "no"),
        (question(Kind.CHOICE, choices=choices(3)), "v1"),
        (question(Kind.CHOICE, choices=choices(20)), "v19"),
        (question(Kind.CHOICES, choices=choices(3)), "v0,v2"),
        (question(Kind.CHOICES, choices=choices(20)), "v1,v5"),
        (question(Kind.LEADERS), "123456789012345678,2"),
        (question(Kind.CHANNELS), "7"),
        (question(Kind.DAY), "2027-06-01"),
        (question(Kind.WORDS, limit=900), "two\nlines \U0001f600"),
        # Refused answers, as a draft brings them back.
        (question(Kind.YES_NO), "perhaps"),
        (question(Kind.CHOICE, choices=choices(3)), "v1, v2"),
        (question(Kind.CHOICES, choices=choices(3)), "v0, surgery"),
        (question(Kind.CHOICE, choices=choices(3), aliases={"late": "v9"}.get), "late"),
        (question(Kind.LEADERS), "everyone"),
        (question(Kind.LEADERS), "C0AB"),
        (question(Kind.WORDS, limit=10), "more than ten characters \U0001f600" * 9),
    ],
)
async def test_what_is_filled_in_comes_back_when_nothing_is_changed(
    asked: Question, current: str
) -> None:
    modal = await modal_of(asked, current)
    assert submitted(submitted_unchanged(modal)) == {"name": current}


@pytest.mark.parametrize("typed", ["Label 1", " V1 "])
async def test_an_answer_in_other_words_marks_its_choice(typed: str) -> None:
    assert marked(await input_of(question(Kind.CHOICE, choices=choices(3)), typed)) == ["v1"]


@pytest.mark.parametrize("current", ["", "unknown", " Unknown"])
async def test_an_unknown_answer_marks_nothing(current: str) -> None:
    modal = await modal_of(question(Kind.YES_NO), current)
    assert marked(modal["components"][0]["component"]) == []
    assert submitted(submitted_unchanged(modal)) == {"name": ""}


async def test_beside_a_refused_answer_stands_what_is_accepted() -> None:
    asked = question(Kind.WHOLE, minimum=1, maximum=300)
    refused, fine = [await modal_of(asked, typed) for typed in ("400", "200")]
    said = "Accepted is a whole number from 1 to 300, or unknown."
    assert refused["components"][0]["description"] == said
    assert fine["components"][0]["description"] == "Reason."


async def test_a_label_that_is_too_long_goes_on_in_the_description() -> None:
    label = "A question that needs far more words than a label of this platform has"
    asked = Question("name", label, "Reason.", Kind.DAY)
    part = (await modal_of(asked))["components"][0]
    assert part["label"] == "A question that needs far more words than a\u2026"
    assert part["description"] == "\u2026label of this platform has Reason."


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Your examinations", "Your examinations \u00b7 2 of 14"),
        ("Words " * 12, "Words Words Words Words Words\u2026 \u00b7 2 of 14"),
    ],
)
async def test_the_title_says_where_one_is_however_long_it_is(title: str, expected: str) -> None:
    form = Form(text(title), 2, 14, (Asking(question(Kind.DAY)),), "assess")
    assert modal_for(form).title == expected


async def test_the_modal_carries_whom_it_belongs_to_and_the_library_keeps_nothing() -> None:
    form = Form(text("A"), 1, 1, (Asking(question(Kind.DAY)),), "fix", {"draft": "d1"})
    modal = modal_for(form, owner="42")
    assert read_identifier(modal.custom_id) == Pressed(Asked("fix", {"draft": "d1"}), "42")
    assert modal.is_finished()


@pytest.fixture
async def desk(shelf: Library) -> AsyncIterator[Desk]:
    settings = StorageSettings(database="sqlite://")
    now = datetime.combine(TODAY, time(12), UTC)
    async with open_desk(settings, now=now, loaded=shelf) as opened:
        yield replace(opened, keeps_refused=True)


async def answered(desk: Desk, asked: Asked, name: str, today: date = TODAY) -> Outcome:
    now = datetime.combine(today, time(12), UTC)
    return await desk.answer(asked, Account("discord", "discord", name), now=now, today=today)


async def test_every_page_of_the_profile_fits_and_comes_back_unchanged(desk: Desk) -> None:
    seen = 0
    for person in scenarios():
        asked = read_line(person.line, desk.commands)
        assert isinstance(asked, Asked)
        assert isinstance(await answered(desk, asked, person.title, person.today), Reply)
        for page in desk.library.bank.pages:
            opening = Asked("profile", {"page": page.id})
            form = await answered(desk, opening, person.title, person.today)
            assert isinstance(form, Form)
            modal = modal_for(form, owner="9" * 20).to_dict()
            check_modal(modal)
            current = {asking.question.name: asking.current for asking in form.asked}
            assert submitted(submitted_unchanged(modal)) == current
            seen += any(current.values())
    assert seen > 2 * len(scenarios())


async def test_the_settings_of_a_server_fit_and_come_back_unchanged(desk: Desk) -> None:
    where = Where(Place.SERVER, Server("7", administrator=True))
    now = datetime.combine(TODAY, time(12), UTC)

    async def asked(**given: str) -> Outcome:
        return await desk.answer(
            Asked("setup", given), Account("discord", "discord", "1"), now=now, where=where
        )

    typed = {
        "default_zone": "America/Chicago",
        "default_season": "2028",
        "leaders": "11,12",
        "checklist_channels": "21",
    }
    assert isinstance(await asked(**typed), Reply)
    form = await asked()
    assert isinstance(form, Form)
    modal = modal_for(form, owner="9" * 20).to_dict()
    check_modal(modal)
    assert submitted(submitted_unchanged(modal)) == typed


async def test_every_refused_answer_stands_in_the_form_that_corrects_it(desk: Desk) -> None:
    for page in desk.library.bank.pages:
        wrong = {name: f"no answer to {name}" for name in page.names}
        wrong[page.names[0]] = "far too long, " * 20
        refused = await answered(desk, Asked("assess", wrong), page.id)
        assert isinstance(refused, Refused)
        assert refused.fix is not None
        fix = Asked(refused.fix.command, refused.fix.arguments)
        form = await answered(desk, fix, page.id)
        assert isinstance(form, Form)
        modal = modal_for(form, owner="9" * 20).to_dict()
        check_modal(modal)
        assert submitted(submitted_unchanged(modal)) == wrong


LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text()
NAMES = st.sampled_from(["components", "component", "custom_id", "value", "values", "type"])
SHAPES = st.recursive(
    LEAVES, lambda inner: st.lists(inner) | st.dictionaries(NAMES | st.text(), inner)
)


@given(st.dictionaries(NAMES, SHAPES) | SHAPES)
def test_any_shape_of_a_submit_is_read_as_texts_by_name(data: Any) -> None:
    answers = submitted(data)
    assert all(isinstance(one, str) for pair in answers.items() for one in pair)


def test_answers_in_rows_are_read_as_those_in_labels() -> None:
    row = {"type": 1, "components": [{"type": 4, "custom_id": "note", "value": "unknown"}]}
    assert submitted({"components": [row]}) == {"note": "unknown"}


def test_the_choice_unknown_is_no_answer() -> None:
    radio = {"type": 21, "custom_id": "mentor", "value": "unknown"}
    menu = {"type": 3, "custom_id": "stage", "values": ["unknown"]}
    labels = [{"type": 18, "component": one} for one in (radio, menu)]
    assert submitted({"components": labels}) == {"mentor": "", "stage": ""}
