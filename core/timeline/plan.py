"""A person's timeline: profile, facts and day in; the milestones of their season out."""

from collections import Counter
from collections.abc import Iterable
from datetime import date

from core.assessment.answers import Answers
from core.assessment.audiences import Audience, audience_of, concerns
from core.assessment.banding import banded
from core.assessment.case import Case, case_of
from core.assessment.conditions import Judged
from core.assessment.prepared import Prepared
from core.profile.applicant import Profile
from core.terms import MilestoneName, Phase
from core.timeline.personal import personal_day, unanswered
from core.timeline.prepared import PreparedRule, PreparedTimeline, place_of, prepare_timeline
from core.timeline.result import PlannedMilestone, Timeline

_INTERVIEWING = place_of(Phase.INTERVIEWING)


def timeline_for(profile: Profile, prepared: Prepared, today: date) -> Timeline:
    """The season's milestones for this person; the same arguments give the same timeline.

    What is past stays, with what can still be done for as long as it can. What the person has
    done already is there as done; what a day of theirs settles is left out.
    """
    case = case_of(profile, prepared.facts, today)
    planner = _Planner(case, prepare_timeline(prepared))
    milestones = sorted(planner.milestones(), key=lambda one: one.at.instant)
    return Timeline(
        season=case.season,
        phase=case.phase,
        milestones=tuple(milestones),
        missing=planner.missing(),
        undated=case.calendar is None,
        over=case.calendar is not None and case.calendar.is_over(today),
    )


class _Planner:
    """Goes through the rules once, and keeps which open answers they turn on."""

    def __init__(self, case: Case, ready: PreparedTimeline) -> None:
        self.case = case
        self.ready = ready
        bands = {aim: banded(case, aim).band for aim in case.profile.specialty}
        self.answers = Answers(ready.rulings, Judged(case, bands))
        self.place = place_of(case.phase)
        self.audience: Audience = audience_of(case)
        review = case.calendar.day(MilestoneName.REVIEW) if case.calendar else None
        self.looks_ahead = self.place >= _INTERVIEWING or review is None or case.today < review
        self.open_fields: Counter[str] = Counter()

    def milestones(self) -> Iterable[PlannedMilestone]:
        """The milestones of the rules that concern the person, in the order of the rules."""
        for ready in self.ready.rules:
            if self._is_in_sight(ready) and self._applies(ready):
                planned = self._planned(ready)
                if planned is not None and not self._is_behind(ready, planned):
                    yield planned

    def missing(self) -> tuple[str, ...]:
        """The open answers that rules turned on, those of most rules first."""
        return tuple(sorted(self.open_fields, key=lambda field: (-self.open_fields[field], field)))

    def _is_in_sight(self, ready: PreparedRule) -> bool:
        """Whether its phases have come, or are looked ahead to, and are not gone for good.

        Who has not applied when programs begin to read does not look ahead to interviews.
        """
        if self.place >= ready.first:
            return ready.rule.kept or self.place <= ready.last
        return ready.rule.ahead and (self.looks_ahead or ready.first < _INTERVIEWING)

    def _applies(self, ready: PreparedRule) -> bool:
        applies = ready.rule.applies
        if not concerns(applies, self.audience):
            if applies.applicants and self.case.profile.applicant is None:
                self._asks(ready, ("applicant",))
            return False
        holds = self.answers[ready.when]
        if holds is None:
            self._asks(ready, self.answers.missing(ready.when))
        return holds is True

    def _asks(self, ready: PreparedRule, fields: Iterable[str]) -> None:
        """Keep what a rule turns on, unless nothing would come of it any more."""
        if self.place <= ready.last:
            self.open_fields.update(fields)

    def _planned(self, ready: PreparedRule) -> PlannedMilestone | None:
        if ready.by_season is not None:
            held = ready.by_season.get(self.case.season)
        else:
            self._asks(ready, self._unknown_days(ready))
            held = ready.states(self.case.season, self.ready.anchors, self.case)
        if held is None:
            return None
        if self._is_settled(ready, held.open):
            return None
        if ready.done is not None and self.answers[ready.done] is True:
            return held.done
        gone = held.still_until is not None and held.still_until < self.case.today
        return held.spent if gone and held.open.is_past(self.case.today) else held.open

    def _unknown_days(self, ready: PreparedRule) -> Iterable[str]:
        days = [anchor.personal for anchor in ready.rule.at if anchor.personal is not None]
        return [field for day in days if (field := unanswered(self.case, day)) is not None]

    def _is_settled(self, ready: PreparedRule, milestone: PlannedMilestone) -> bool:
        if ready.rule.settled_by is None:
            return False
        day = personal_day(self.case, ready.rule.settled_by)
        return day is not None and day <= milestone.at.day

    def _is_behind(self, ready: PreparedRule, milestone: PlannedMilestone) -> bool:
        """Whether the person has passed it although its date has not come, or it is too far off."""
        if self.place > ready.last and not milestone.is_past(self.case.today):
            return True
        if not ready.rule.within_season or self.case.calendar is None:
            return False
        ends = self.case.calendar.day(MilestoneName.SEASON_ENDS)
        return ends is not None and milestone.at.day > ends
