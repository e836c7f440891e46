"""What holds of every timeline."""

import re
from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given, settings

from core.facts.timeline import TimelineRule
from core.profile.applicant import Profile
from core.terms import Ladder, MilestoneName, MilestoneState, Phase, Strength
from core.timeline.plan import timeline_for
from core.timeline.result import PlannedMilestone
from tests.assessment.profiles import days, held, profiles
from tests.timeline.planned import facts

RULES: dict[str, TimelineRule] = {rule.id: rule for rule in facts().timeline.rules}
PLACES = {phase: place for place, phase in enumerate(Phase)}
UNWELCOME = re.compile(r"\b(only|just|red flag|mildly|too late)\b", re.IGNORECASE)
IDENTIFIER = re.compile(r"\w_\w|[{}]")
EXAMPLES = settings(max_examples=300, deadline=None)


def seasons_milestones(rule: TimelineRule) -> bool:
    """Whether dates of the season alone decide when a rule is due."""
    return all(
        anchor.milestone is not None
        or anchor.calendar is not None
        or (anchor.rule is not None and seasons_milestones(RULES[anchor.rule]))
        for anchor in rule.at
    )


def planned(profile: Profile, today: date) -> tuple[PlannedMilestone, ...]:
    return timeline_for(profile, held(), today).milestones


@EXAMPLES
@given(profiles(), days)
def test_keys_are_unique_and_name_rule_and_season(profile: Profile, today: date) -> None:
    plan = timeline_for(profile, held(), today)
    keys = [one.key for one in plan.milestones]
    assert len(set(keys)) == len(keys)
    assert keys == [f"{one.rule}@{plan.season}" for one in plan.milestones]


@EXAMPLES
@given(profiles(), days)
def test_milestones_are_in_the_order_of_their_instants(profile: Profile, today: date) -> None:
    for earlier, later in pairwise(planned(profile, today)):
        assert earlier.at.instant <= later.at.instant


@EXAMPLES
@given(profiles(), days)
def test_a_timeline_is_the_same_whenever_it_is_asked_for(profile: Profile, today: date) -> None:
    assert timeline_for(profile, held(), today) == timeline_for(profile, held(), today)


@EXAMPLES
@given(profiles(), days)
def test_every_text_is_filled_and_free_of_identifiers(profile: Profile, today: date) -> None:
    for one in planned(profile, today):
        assert one.title
        assert one.why
        assert one.todo
        for text in (one.title, one.why, one.todo, one.still):
            assert not IDENTIFIER.search(text), text
            assert not UNWELCOME.search(text), text


@EXAMPLES
@given(profiles(), days)
def test_figures_of_a_text_are_parameters_of_its_rule(profile: Profile, today: date) -> None:
    for one in planned(profile, today):
        known = set(re.findall(r"\d+", str(RULES[one.rule].parameters.values())))
        for text in (one.title, one.why, one.todo, one.still):
            bare = re.sub(r"\b(Step [123]|R3)\b", "", text)
            assert set(re.findall(r"\d+", bare)) <= known


@EXAMPLES
@given(profiles(), days)
def test_nothing_irreversible_lies_after_the_season(profile: Profile, today: date) -> None:
    plan = timeline_for(profile, held(), today)
    season = facts().calendar.season(plan.season)
    ends = season.day(MilestoneName.SEASON_ENDS) if season else None
    for one in plan.milestones:
        if one.ladder is Ladder.IRREVERSIBLE and ends is not None:
            assert one.at.day <= ends


@EXAMPLES
@given(profiles(), days)
def test_an_estimate_is_called_one_and_nothing_else_is(profile: Profile, today: date) -> None:
    for one in planned(profile, today):
        assert one.estimated is (one.strength is Strength.ESTIMATE)


@EXAMPLES
@given(profiles(), days)
def test_what_is_done_or_past_is_not_offered_as_work(profile: Profile, today: date) -> None:
    plan = timeline_for(profile, held(), today)
    for one in plan.milestones:
        if one.is_open_on(today):
            assert one.state is MilestoneState.OPEN
            assert one.at.day >= today
            assert PLACES[plan.phase] <= max(PLACES[phase] for phase in RULES[one.rule].phases)


@EXAMPLES
@given(profiles(), days)
def test_a_beginning_lies_before_its_date(profile: Profile, today: date) -> None:
    for one in planned(profile, today):
        assert one.begins is None or one.begins < one.at.day


@EXAMPLES
@given(profiles(), days)
def test_sources_exist_and_a_date_of_the_season_names_its_own(
    profile: Profile, today: date
) -> None:
    for one in planned(profile, today):
        assert set(one.sources) <= facts().sources.keys()
        assert one.sources[: len(RULES[one.rule].sources)] == RULES[one.rule].sources
        assert one.checked is not None
        assert one.checked <= RULES[one.rule].checked


@EXAMPLES
@given(profiles(), days)
def test_tomorrow_moves_no_date_of_the_season(profile: Profile, today: date) -> None:
    profile = profile.model_copy(update={"season": profile.season or 2028})
    now, later = planned(profile, today), planned(profile, today + timedelta(days=1))
    then = {one.key: one.at for one in later}
    for one in now:
        if seasons_milestones(RULES[one.rule]) and one.key in then:
            assert then[one.key] == one.at


@EXAMPLES
@given(profiles(), days)
def test_missing_fields_are_open_questions_of_the_profile(profile: Profile, today: date) -> None:
    plan = timeline_for(profile, held(), today)
    assert len(set(plan.missing)) == len(plan.missing)
    for field in plan.missing:
        assert getattr(profile, field) in (None, ()), field


@EXAMPLES
@given(profiles(), days)
def test_the_match_of_independent_programs_is_in_nobodys_timeline(
    profile: Profile, today: date
) -> None:
    for one in planned(profile, today):
        assert "independent" not in f"{one.rule} {one.title} {one.why} {one.todo}"
