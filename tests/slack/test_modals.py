from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.app import open_desk
from bot.settings import StorageSettings
from bot.slack.metadata import Back
from bot.slack.modals import FORM, closing_word, modal_for, working_view
from bot.slack.requests import NEXT
from bot.slack.submissions import field_errors, submission_in, submitted
from bot.slack.troubles import ELSEWHERE
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
from tests.docs.pages import scenarios
from tests.slack.unchanged import submitted_unchanged
from tests.slack.view_rules import check_view

Json = dict[str, Any]

TODAY = date(2026, 11, 22)
OWNER = "U0123456789"
ASIDE = Back("https://hooks.slack.com/commands/T1/2/abc", "C1")


def choices(number: int) -> tuple[Choice, ...]:
    return tuple(Choice(f"v{n}", f"Label {n}") for n in range(number))


def question(kind: Kind, **more: Any) -> Question:
    return Question("name", "Label", "Reason.", kind, **more)


def whole(**more: Any) -> Question:
    return question(Kind.WHOLE, minimum=1, maximum=300, **more)


def zones() -> tuple[Choice, ...]:
    return tuple(Choice(name, name) for name in ("America/Chicago", "Europe/Vienna"))


SPELT = {"vienna": "Europe/Vienna", "Europe/Vienna": "Europe/Vienna"}
ZONE = question(Kind.ZONE, known=zones, aliases=SPELT.get)
FAR_NAME = "x" * 151
FAR = question(Kind.ZONE, known=lambda: (Choice(FAR_NAME, "Far"),), aliases=lambda typed: typed)


def modal(form: Form, back: Back = ASIDE, **more: Any) -> Json:
    view = modal_for(form, owner=OWNER, back=back, **more)
    check_view(view)
    return view


def modal_of(asked: Question, current: str = "") -> Json:
    return modal(Form(text("A title"), 1, 2, (Asking(asked, current),), "assess"))


def inputs(view: Json) -> list[Json]:
    return [block for block in view["blocks"] if block["type"] == "input"]


def input_of(asked: Question, current: str = "") -> Json:
    [block] = inputs(modal_of(asked, current))
    found: Json = block["element"]
    return found


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (question(Kind.YES_NO), "radio_buttons"),
        (question(Kind.CHOICE, choices=choices(1), required=True), "radio_buttons"),
        (question(Kind.CHOICE, choices=choices(9)), "radio_buttons"),
        (question(Kind.CHOICE, choices=choices(10)), "static_select"),
        (question(Kind.CHOICE, choices=choices(10), required=True), "radio_buttons"),
        (question(Kind.CHOICE, choices=choices(100)), "static_select"),
        (question(Kind.CHOICE, choices=choices(101)), "plain_text_input"),
        (question(Kind.CHOICE, choices=(Choice("v" * 151, "Long"),)), "plain_text_input"),
        (question(Kind.CHOICE, choices=(Choice("", "None"),)), "plain_text_input"),
        (question(Kind.CHOICES, choices=choices(10)), "checkboxes"),
        (question(Kind.CHOICES, choices=choices(11), required=True), "multi_static_select"),
        (question(Kind.CHOICES, choices=choices(101)), "plain_text_input"),
        (question(Kind.LEADERS), "multi_users_select"),
        (question(Kind.CHANNELS, required=True), "multi_conversations_select"),
        (whole(), "number_input"),
        (whole(choices=choices(2)), "plain_text_input"),
        (question(Kind.WHOLE, minimum=1), "plain_text_input"),
        (question(Kind.DAY), "datepicker"),
        (question(Kind.COUNTRY), "external_select"),
        (ZONE, "external_select"),
        (question(Kind.WORDS, limit=9000), "plain_text_input"),
    ],
)
def test_a_question_gets_the_platforms_own_input(asked: Question, expected: str) -> None:
    assert input_of(asked)["type"] == expected


def test_unknown_is_a_choice_unless_the_question_is_required() -> None:
    def values(part: Json) -> list[str]:
        return [option["value"] for option in part["options"]]

    assert values(input_of(question(Kind.YES_NO))) == ["yes", "no", "unknown"]
    assert values(input_of(question(Kind.YES_NO, required=True))) == ["yes", "no"]
    assert len(values(input_of(question(Kind.CHOICE, choices=choices(100))))) == 100


@pytest.mark.parametrize(
    ("asked", "current", "shown_by"),
    [
        (question(Kind.YES_NO), "no", "radio_buttons"),
        (question(Kind.CHOICE, choices=choices(20)), "v19", "static_select"),
        (question(Kind.CHOICES, choices=choices(3)), "v0,v2", "checkboxes"),
        (question(Kind.CHOICES, choices=choices(20)), "v1,v5", "multi_static_select"),
        (question(Kind.LEADERS), "U012,W2", "multi_users_select"),
        (question(Kind.CHANNELS), "C0AB,G1", "multi_conversations_select"),
        (question(Kind.DAY), "2027-06-01", "datepicker"),
        (ZONE, "Europe/Vienna", "external_select"),
        (whole(), "300", "number_input"),
        (whole(choices=(Choice("pass", "Pass"),)), "pass", "plain_text_input"),
        (question(Kind.WORDS, limit=900), "two\nlines \U0001f600", "plain_text_input"),
        # Refused answers, as a draft brings them back.
        (question(Kind.YES_NO), "perhaps", "plain_text_input"),
        (question(Kind.CHOICE, choices=choices(3)), "v1, v2", "plain_text_input"),
        (question(Kind.CHOICES, choices=choices(3)), "v0, surgery", "plain_text_input"),
        (
            question(Kind.CHOICE, choices=choices(3), aliases={"late": "v9"}.get),
            "late",
            "plain_text_input",
        ),
        (whole(), "2190", "plain_text_input"),
        (whole(), "-1", "plain_text_input"),
        (question(Kind.DAY), "06/01/2027", "plain_text_input"),
        (question(Kind.DAY), "0202-06-01", "plain_text_input"),
        (ZONE, "EST5EDT?", "plain_text_input"),
        (question(Kind.COUNTRY, aliases={"here": "QQ"}.get), "here", "plain_text_input"),
        (FAR, FAR_NAME, "plain_text_input"),
        (question(Kind.LEADERS), "everyone", "plain_text_input"),
        (question(Kind.LEADERS), "123456789012345678", "plain_text_input"),
        (question(Kind.CHANNELS), "D0AB", "plain_text_input"),
        (question(Kind.WORDS, limit=10), "more than ten \U0001f600" * 9, "plain_text_input"),
    ],
)
def test_what_is_filled_in_comes_back_when_nothing_is_changed(
    asked: Question, current: str, shown_by: str
) -> None:
    view = modal_of(asked, current)
    assert submitted(submitted_unchanged(view)) == {"name": current}
    assert inputs(view)[0]["element"]["type"] == shown_by


@pytest.mark.parametrize(
    ("asked", "typed", "expected"),
    [
        (question(Kind.CHOICE, choices=choices(3)), "Label 1", "v1"),
        (question(Kind.CHOICE, choices=choices(3)), " V1 ", "v1"),
        (question(Kind.DAY), "1 June 2027", "2027-06-01"),
        (ZONE, "vienna", "Europe/Vienna"),
        (question(Kind.YES_NO), "Y", "yes"),
    ],
)
def test_an_answer_in_other_words_is_shown_as_what_it_means(
    asked: Question, typed: str, expected: str
) -> None:
    assert submitted(submitted_unchanged(modal_of(asked, typed))) == {"name": expected}


@pytest.mark.parametrize("current", ["", "unknown", " Unknown"])
@pytest.mark.parametrize("kind", [*Kind])
def test_an_unknown_answer_marks_nothing(kind: Kind, current: str) -> None:
    asked = question(kind, choices=choices(3) if kind in {Kind.CHOICE, Kind.CHOICES} else ())
    view = modal_of(asked, current)
    kept = current if inputs(view)[0]["element"]["type"] == "plain_text_input" else ""
    assert submitted(submitted_unchanged(view)) == {"name": kept}


def test_beside_a_refused_answer_stands_what_is_accepted() -> None:
    refused, fine = [inputs(modal_of(whole(), typed))[0] for typed in ("400", "200")]
    assert refused["hint"]["text"] == "Accepted is a whole number from 1 to 300, or unknown."
    assert fine["hint"]["text"] == "Reason."


def test_a_number_is_held_to_what_is_accepted() -> None:
    asked = input_of(question(Kind.WHOLE, minimum=None, maximum=18))
    assert (asked["min_value"], asked["max_value"], asked["is_decimal_allowed"]) == (
        "0",
        "18",
        False,
    )


def test_only_what_is_required_has_to_be_answered() -> None:
    optional = [
        inputs(modal_of(question(Kind.DAY, required=one)))[0]["optional"] for one in (True, False)
    ]
    assert optional == [False, True]


def test_channels_are_picked_and_no_direct_messages() -> None:
    assert input_of(question(Kind.CHANNELS))["filter"] == {"include": ["public", "private"]}


def test_the_words_of_an_option_go_on_below_it_and_then_in_the_hint() -> None:
    longer, longest = "word " * 20, "more " * 40
    asked = question(
        Kind.CHOICE, choices=(Choice("a", longer.strip()), Choice("b", longest.strip()))
    )
    block = inputs(modal_of(asked))[0]
    first, second, _ = block["element"]["options"]
    assert first["text"]["text"].endswith("word\u2026")
    assert first["description"]["text"].startswith("\u2026word")
    assert second["description"]["text"].endswith("\u2026")
    assert block["hint"]["text"] == f"Reason. {longest.strip()}"


def test_what_an_option_holds_is_not_said_again_in_the_hint() -> None:
    asked = question(Kind.CHOICE, choices=(Choice("a", "A", "d" * 75),))
    assert inputs(modal_of(asked))[0]["hint"]["text"] == "Reason."


@pytest.mark.parametrize(
    ("asked", "current", "several"),
    [
        (question(Kind.WORDS, limit=201), "", True),
        (question(Kind.WORDS, limit=200), "", False),
        (question(Kind.YES_NO), "two\nlines", True),
        (question(Kind.YES_NO), "w" * 201, True),
        (question(Kind.YES_NO), "perhaps", False),
    ],
)
def test_long_words_get_more_than_one_line(asked: Question, current: str, several: bool) -> None:
    assert input_of(asked, current)["multiline"] is several


def test_of_an_answer_that_no_input_holds_the_beginning_is_shown_and_it_is_said() -> None:
    block = inputs(modal_of(question(Kind.WORDS), "\U0001f600" * 1501))[0]
    assert block["element"]["initial_value"] == "\U0001f600" * 1500
    assert block["hint"]["text"].endswith("Only the beginning of your answer fits here.")


@pytest.mark.parametrize(
    ("title", "head", "short"),
    [
        ("Your examinations", "Your examinations \u00b7 2 of 14", "Your examinations"),
        ("Words " * 40, "Words\u2026 \u00b7 2 of 14", "Words Words Words Words\u2026"),
        ("Certificationofeverything there is", "there is \u00b7 2 of 14", "Reading Room"),
        ("A certificationofeverything", "everything \u00b7 2 of 14", "Reading Room"),
        ("x" * 24, "x \u00b7 2 of 14", "x" * 24),
    ],
)
def test_the_head_of_a_form_says_where_one_is_however_long_its_title_is(
    title: str, head: str, short: str
) -> None:
    view = modal(Form(text(title), 2, 14, (Asking(question(Kind.DAY)),), "assess"))
    assert view["blocks"][0]["text"]["text"].endswith(head)
    assert view["title"]["text"] == short


def test_a_form_carries_whose_it_is_and_where_its_answer_goes() -> None:
    form = Form(text("A"), 1, 1, (Asking(question(Kind.DAY), "2027-06-01"),), "fix", {"draft": "1"})
    view = modal(form)
    sent = submission_in(submitted_unchanged(view))
    assert view["callback_id"] == FORM
    assert sent.asked == Asked("fix", {"draft": "1", "name": "2027-06-01"})
    assert (sent.owner, sent.back) == (OWNER, ASIDE)


def test_a_page_before_another_has_a_button_that_opens_it() -> None:
    following = Asked("profile", {"page": "results"})
    form = Form(text("A"), 1, 2, (Asking(question(Kind.DAY)),), "profile", following=following)
    last = modal(form)["blocks"][-1]
    [button] = last["elements"]
    assert button["action_id"] == NEXT
    assert read_identifier(button["value"]) == Pressed(following, OWNER)
    assert modal(replace(form, following=None))["blocks"][-1]["type"] == "input"


def test_what_stands_where_a_form_was_says_where_the_answer_is() -> None:
    views = [working_view(), closing_word(ASIDE), closing_word(Back())]
    for view in views:
        check_view(view)
    assert views[1]["blocks"][0]["text"]["text"] == (
        "The answer is where you asked for it, and only you see it."
    )
    assert views[2]["blocks"][0]["text"]["text"] == ELSEWHERE


WORDS = st.text(min_size=1).filter(str.strip)
QUESTIONS = st.builds(
    Question,
    st.just("name"),
    st.text(),
    st.text(),
    st.sampled_from([*Kind]),
    st.lists(st.builds(Choice, WORDS, st.text(), st.text()), max_size=12).map(tuple),
    minimum=st.none() | st.integers(0, 20),
    maximum=st.none() | st.integers(20, 400),
    limit=st.integers(1, 5000),
    required=st.booleans(),
)


@given(QUESTIONS, st.text() | st.integers().map(str) | st.dates().map(str), WORDS)
def test_whatever_is_asked_and_answered_is_within_slacks_limits(
    asked: Question, current: str, title: str
) -> None:
    form = Form(text(title), 1, 2, (Asking(asked, current),), "assess")
    view = modal(form)
    element = inputs(view)[0]["element"]
    if element["type"] == "plain_text_input":
        assert submitted(submitted_unchanged(view)) == {"name": current}


@pytest.fixture
async def desk(shelf: Library) -> AsyncIterator[Desk]:
    settings = StorageSettings(database="sqlite://")
    now = datetime.combine(TODAY, time(12), UTC)
    async with open_desk(settings, now=now, loaded=shelf) as opened:
        yield replace(opened, keeps_refused=True)


async def answered(desk: Desk, asked: Asked, name: str, today: date = TODAY) -> Outcome:
    now = datetime.combine(today, time(12), UTC)
    return await desk.answer(asked, Account("slack", "T1", name), now=now, today=today)


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
            current = {asking.question.name: asking.current for asking in form.asked}
            assert submitted(submitted_unchanged(modal(form))) == current
            seen += any(current.values())
    assert seen > 2 * len(scenarios())


async def test_the_settings_of_a_workspace_fit_and_come_back_unchanged(desk: Desk) -> None:
    where = Where(Place.SERVER, Server("T1", administrator=True))
    now = datetime.combine(TODAY, time(12), UTC)

    async def asked(**given: str) -> Outcome:
        return await desk.answer(
            Asked("setup", given), Account("slack", "T1", "U1"), now=now, where=where
        )

    typed = {
        "default_zone": "America/Chicago",
        "default_season": "2028",
        "leaders": "U11,U12",
        "checklist_channels": "C21",
    }
    assert isinstance(await asked(**typed), Reply)
    form = await asked()
    assert isinstance(form, Form)
    view = modal(form)
    assert submitted(submitted_unchanged(view)) == typed
    assert "plain_text_input" not in {block["element"]["type"] for block in inputs(view)}


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
        sent = submitted_unchanged(modal(form))
        assert submitted(sent) == wrong
        errors = field_errors(refused, sent)
        assert errors is not None
        assert errors.keys() == wrong.keys()
