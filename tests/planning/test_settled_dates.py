"""Dates that are done by what the person answered, booked or pressed: nothing comes of them."""

from datetime import date, timedelta

import pytest

from core.planning.current import current_plan
from core.storage.milestones import set_state
from core.terms import ApplicantType, ExamStatus, MilestoneState, Stage
from core.timeline.result import PlannedMilestone
from tests.planning.conftest import NOW, SENIOR, Planned

SUMMER = NOW.replace(year=2027, month=6, day=1)
AUTUMN = NOW.replace(year=2027, month=10, day=20)


async def milestone(ada: Planned, key: str, today: date) -> PlannedMilestone:
    async with ada.store.reading() as tx:
        plan = await current_plan(tx, ada.person, prepared=ada.prepared, today=today)
    found = plan.milestone(key)
    assert found is not None
    return found


async def to_come(ada: Planned, key: str) -> list[str]:
    found = [one.occurrence for one in await ada.planned()]
    return [one.rung for one in found if one.milestone_key == key]


async def presses(ada: Planned, key: str, state: MilestoneState, now: date) -> None:
    at = (await milestone(ada, key, now)).at
    async with ada.store.writing() as tx:
        await set_state(tx, ada.person, key, state, at=at, now=AUTUMN)
    await ada.replans(AUTUMN)


@pytest.mark.parametrize("test_day", [date(2027, 7, 29), date(2027, 8, 10)])
async def test_who_has_booked_a_test_is_not_told_to_test_by_another_day(
    ada: Planned, test_day: date
) -> None:
    await ada.opts_in(SUMMER)
    booked = {"step2_status": ExamStatus.SCHEDULED, "step2_date": test_day}
    await ada.is_now(SENIOR.model_copy(update={"step2_status": ExamStatus.NOT_TAKEN}))
    await ada.replans(SUMMER)
    assert await to_come(ada, "step2_latest_safe@2028")
    await ada.is_now(SENIOR.model_copy(update=booked))
    await ada.replans(SUMMER + timedelta(hours=1))
    assert await to_come(ada, "step2_latest_safe@2028") == []
    shown = await milestone(ada, "step2_latest_safe@2028", SUMMER.date())
    assert shown.state is MilestoneState.DONE


async def test_an_answer_ends_the_reminders_of_a_date_that_was_planned_before(
    ada: Planned,
) -> None:
    profile = SENIOR.model_copy(update={"stage": Stage.INTERVIEWING})
    await ada.is_now(profile)
    await ada.opts_in(AUTUMN)
    assert await to_come(ada, "nrmp_standard@2028")
    await ada.is_now(profile.model_copy(update={"nrmp_registered": True}))
    await ada.replans(AUTUMN)
    assert await to_come(ada, "nrmp_standard@2028") == []


@pytest.mark.parametrize(
    ("state", "later"),
    [
        (MilestoneState.DONE, MilestoneState.DONE),
        (MilestoneState.DROPPED, MilestoneState.OPEN),
    ],
)
async def test_done_of_an_earlier_date_is_done_of_the_later_one_for_the_same(
    ada: Planned, state: MilestoneState, later: MilestoneState
) -> None:
    await ada.is_now(SENIOR.model_copy(update={"stage": Stage.INTERVIEWING}))
    await ada.opts_in(AUTUMN)
    assert "last" in await to_come(ada, "nrmp_late@2028")
    await presses(ada, "nrmp_standard@2028", state, AUTUMN.date())
    assert (await milestone(ada, "nrmp_late@2028", AUTUMN.date())).state is later
    assert bool(await to_come(ada, "nrmp_late@2028")) is (later is MilestoneState.OPEN)


async def test_a_later_date_is_open_again_once_the_earlier_is_put_back(ada: Planned) -> None:
    img = {"applicant": ApplicantType.NON_US_IMG, "stage": Stage.INTERVIEWING}
    await ada.is_now(SENIOR.model_copy(update=img))
    await ada.opts_in(AUTUMN)
    for state in (MilestoneState.DONE, MilestoneState.OPEN):
        await presses(ada, "pathways_aim@2028", state, AUTUMN.date())
        assert (await milestone(ada, "pathways_deadline@2028", AUTUMN.date())).state is state
