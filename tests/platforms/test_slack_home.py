"""App Home: a person's own page, as they open it and after their changes, and never too often."""

import copy
import logging

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack import home
from tests.platforms.slack_scene import ANSWERS, Scene, top
from tests.platforms.slack_server.people import User

PUBLISH = "views.publish"
WELCOME = "Five questions are enough"


async def opened(scene: Scene, user: User | None = None) -> str:
    """What somebody reads who opens App Home."""
    user, before = user or scene.ada, len(scene.server.matching(PUBLISH))
    await scene.server.open_home(user)
    await scene.server.saw(PUBLISH, before + 1)
    return shown(user)


def shown(user: User) -> str:
    assert user.home is not None
    return user.home.words


async def test_the_page_is_published_as_it_is_opened_and_after_a_change(scene: Scene) -> None:
    assert WELCOME in await opened(scene)
    await scene.reads()
    assert WELCOME in shown(scene.ada)
    scene.running.pauses.end()
    await scene.server.saw(PUBLISH, 2)
    assert "219" in shown(scene.ada)
    assert "What is next" in shown(scene.ada)
    assert "What matters most now" in shown(scene.ada)


async def test_several_changes_in_five_seconds_are_one_publication_with_the_last_of_them(
    scene: Scene,
) -> None:
    await opened(scene)
    for score in ("219", "225", "231"):
        await scene.reads(step2_ck=score)
    await scene.running.pauses.begun()
    (wait,) = scene.running.pauses.asked
    assert 0 < wait <= home.APART
    assert len(scene.server.matching(PUBLISH)) == 1
    scene.running.pauses.end()
    await scene.server.saw(PUBLISH, 2)
    assert "231" in shown(scene.ada)
    assert len(scene.running.pauses.asked) == 1


async def test_what_changes_while_a_page_is_published_is_published_too(scene: Scene) -> None:
    held = scene.server.hold(PUBLISH)
    await scene.server.open_home(scene.ada)
    await held.caught()
    await scene.reads()
    scene.running.pauses.end()
    held.release()
    await scene.server.saw(PUBLISH, 2)
    assert "219" in shown(scene.ada)


async def test_looking_changes_nothing_and_publishes_nothing(scene: Scene) -> None:
    await opened(scene)
    for line in ("about", "help", "privacy", "profile", "topic name:evidence"):
        await scene.types(line)
    await scene.types("assess step2_ck:9999")
    assert not scene.running.pauses.asked
    assert len(scene.server.matching(PUBLISH)) == 1


async def test_a_page_that_another_copy_published_is_published_again_as_it_is_now(
    scene: Scene,
) -> None:
    await opened(scene)
    other = AsyncWebClient(scene.server.token(scene.team), base_url=scene.server.api)
    view = {"type": "home", "blocks": [{"type": "divider"}]}
    await other.views_publish(user_id=scene.ada.id, view=view)
    await scene.reads()
    scene.running.pauses.end()
    calls = await scene.server.saw(PUBLISH, 4)
    assert [one.error for one in calls] == ["", "", "hash_conflict", ""]
    assert "hash" in calls[2].args
    assert "hash" not in calls[3].args
    assert "219" in shown(scene.ada)


async def test_the_page_that_stood_there_before_a_restart_is_replaced(scene: Scene) -> None:
    other = AsyncWebClient(scene.server.token(scene.team), base_url=scene.server.api)
    view = {"type": "home", "blocks": [{"type": "divider"}]}
    await other.views_publish(user_id=scene.ada.id, view=view)
    assert scene.ada.home is not None
    stood = scene.ada.home.hash
    await scene.server.open_home(scene.ada)
    calls = await scene.server.saw(PUBLISH, 2)
    assert calls[1].args["hash"] == stood
    assert WELCOME in shown(scene.ada)


async def test_the_tab_of_messages_publishes_nothing(scene: Scene) -> None:
    await opened(scene)
    payload = copy.deepcopy(scene.server.acts[-1].payload)
    payload["event_id"] = "Ev0MESSAGES"
    payload["event"]["tab"] = "messages"
    act = await scene.server.forge("events_api", payload, scene.team, scene.ada)
    await scene.finished()
    assert act.status == 200
    assert not scene.running.pauses.asked
    assert len(scene.server.matching(PUBLISH)) == 1


async def test_a_page_opened_twice_by_one_event_is_published_once(scene: Scene) -> None:
    await opened(scene)
    await scene.server.deliver_again(scene.server.acts[-1])
    await scene.finished()
    assert not scene.running.pauses.asked
    assert len(scene.server.matching(PUBLISH)) == 1


async def test_who_deletes_everything_is_welcomed_as_if_new(scene: Scene) -> None:
    await scene.reads()
    await scene.server.saw(PUBLISH)
    assert "219" in shown(scene.ada)
    await scene.types("privacy what:delete confirm:yes")
    scene.running.pauses.end()
    await scene.server.until(lambda: WELCOME in shown(scene.ada))
    assert "219" not in shown(scene.ada)


@pytest.mark.parametrize("trouble", ["internal_error", "not_enabled", "cut", "status"])
async def test_a_page_that_cannot_be_published_breaks_no_answer_and_is_tried_at_the_next_change(
    scene: Scene, trouble: str, caplog: pytest.LogCaptureFixture
) -> None:
    if trouble == "cut":
        scene.server.reset(PUBLISH)
    elif trouble == "status":
        scene.server.fail(PUBLISH, status=503)
    else:
        scene.server.fail(PUBLISH, trouble)
    assert "Your 219 is a pass" in (await scene.reads()).words
    await scene.server.saw(PUBLISH, 1)
    scene.running.pauses.end()
    await scene.reads(step2_ck="225")
    await scene.server.until(lambda: scene.ada.home and "225" in shown(scene.ada))
    warned = [one.getMessage() for one in caplog.records if one.levelno >= logging.WARNING]
    assert len(warned) == 1
    assert "App Home could not be published" in warned[0]
    assert scene.ada.id not in caplog.text


async def test_two_people_never_see_one_anothers_page(scene: Scene) -> None:
    ben = scene.server.user("Ben", scene.team)
    await scene.reads()
    await scene.server.saw(PUBLISH)
    assert "219" in shown(scene.ada)
    assert WELCOME in await opened(scene, ben)
    assert "219" not in shown(ben)
    assert "219" in shown(scene.ada)


async def test_buttons_of_the_page_open_answers_and_forms_over_it(scene: Scene) -> None:
    await opened(scene)
    assert scene.ada.home is not None
    await scene.presses(scene.ada.home, "Privacy")
    assert "Nothing is stored about you" in top(scene).words
    await scene.presses(scene.ada.home, "Read my profile")
    form = top(scene)
    await scene.sends(form, ANSWERS)
    assert "Your 219 is a pass" in form.words
    assert not scene.told()


async def test_a_button_of_the_page_whose_answer_breaks_is_told_so(
    scene: Scene, caplog: pytest.LogCaptureFixture
) -> None:
    await opened(scene)
    assert scene.ada.home is not None
    scene.server.fail("views.open", "marmalade_spilt")
    await scene.presses(scene.ada.home, "Privacy")
    (logged,) = [one for one in caplog.records if one.levelno >= logging.ERROR]
    reference = logged.getMessage().split()[1]
    assert reference in " ".join([*scene.told(), *(one.words for one in scene.ada.modals)])
