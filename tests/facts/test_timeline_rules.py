"""The rules of the timeline: what is refused, and what they have in common with other facts."""

import re
from datetime import date

import pytest

from core.facts.broken import FactsBroken
from core.facts.catalogue import Facts
from core.facts.check import check_facts, unknown_fields
from core.facts.load import load_facts
from core.facts.timeline import Anchor, TimelineRule
from core.profile.applicant import Profile
from core.terms import Exam, Ladder, MilestoneName, Strength
from tests.facts.conftest import Changed

# What the issue of the timeline and the decided domain ask for, by the rules that answer it.
ASKED_FOR = {
    "Step 2 CK": {"step2_run_up", "step2_dedicated", "step2_practice", "step2_go", "step2_window"},
    "its last days": {
        "step2_last_risky",
        "step2_decide",
    },
    "its score": {"step2_test", "step2_score"},
    "away rotations": {"vslo_papers", "vslo_catalogues", "away_rotation"},
    "letters": {
        "letters_ask",
        "letters_packet",
        "letters_nudge",
        "letters_upload",
        "letters_assign",
    },
    "the application": {"statement_draft", "statement_final", "experiences", "program_list"},
    "money and signals": {"money_ready", "signals", "certify"},
    "interviews": {"interview_offers", "interview_practice", "checkin_december", "checkin_january"},
    "giving back": {"interview_withdraw", "prelim_interviews"},
    "the Match": {"nrmp_standard", "nrmp_late", "couples_link", "rank_list", "rank_list_first"},
    "the first year": {"prelim_programs", "supplemental_lists", "prelim_at_foot"},
    "Match Week": {"soap_ready", "match_week", "match_week_person", "match_day"},
    "IMGs": {"img_token", "img_documents", "pathways_aim", "pathways_deadline", "img_verified"},
    "the certificate": {"certificate_renew", "certificate_ends", "seven_years"},
    "Step 3": {"step3_decide", "step3_latest", "step3_test", "step3_score"},
    "others": {"military_board", "military_results", "visa_programs", "visa_papers"},
    "afterwards": {"matched_papers", "unmatched_feedback", "next_season", "next_letters"},
    "again": {"reapply_feedback", "reapply_different", "reapply_letters", "reserved_positions"},
}


def _rule(facts: Facts, id_: str) -> TimelineRule:
    return next(rule for rule in facts.timeline.rules if rule.id == id_)


def _refusal(changed: Changed, old: str, new: str) -> FactsBroken:
    with pytest.raises(FactsBroken) as refused:
        load_facts(changed("timeline.yaml", old, new))
    assert refused.value.file == "timeline.yaml"
    return refused.value


@pytest.mark.parametrize("what", ASKED_FOR)
def test_everything_that_is_asked_for_has_its_rules(facts: Facts, what: str) -> None:
    assert {rule.id for rule in facts.timeline.rules} >= ASKED_FOR[what]


def test_a_figure_in_a_sentence_is_refused(changed: Changed) -> None:
    broken = _refusal(changed, "Settle your signals", "Settle your 6 signals")
    assert broken.entry == "id signals"
    assert "a figure stands in the text" in broken.wrong


def test_a_figure_that_nobody_gave_is_refused(changed: Changed) -> None:
    broken = _refusal(changed, "weeks: -go_weeks}, {rule", "weeks: -no_weeks}, {rule")
    assert "no whole number '-no_weeks' among the parameters" in broken.wrong


def test_an_anchor_on_two_things_is_refused(changed: Changed) -> None:
    broken = _refusal(
        changed, "[{milestone: match_day}]", "[{milestone: match_day, rule: rank_list}]"
    )
    assert "an anchor is a milestone, a personal day, a calendar day or a rule" in broken.wrong


def test_a_personal_day_of_another_season_is_refused(changed: Changed) -> None:
    broken = _refusal(
        changed, "[{personal: step3_test}]", "[{personal: step3_test, seasons_later: 1}]"
    )
    assert "only a milestone is taken from a later season" in broken.wrong


def test_a_rule_that_nobody_wrote_is_refused_as_an_anchor(changed: Changed) -> None:
    broken = _refusal(changed, "{rule: letters_ask, weeks: 1}", "{rule: letters_begged, weeks: 1}")
    assert (broken.entry, broken.wrong) == ("letters_packet", "there is no rule 'letters_begged'")


def test_a_rule_that_nobody_wrote_is_refused_as_the_earlier_one(changed: Changed) -> None:
    broken = _refusal(changed, "done_with: nrmp_standard", "done_with: nrmp_early")
    assert (broken.entry, broken.wrong) == ("nrmp_late", "there is no rule 'nrmp_early'")


def test_a_rule_that_is_counted_from_itself_is_refused(changed: Changed) -> None:
    broken = _refusal(changed, "[{personal: step2_test}]", "[{rule: step2_score}]")
    assert broken.wrong == "is counted from itself"


def test_a_rule_given_twice_is_refused(changed: Changed) -> None:
    broken = _refusal(changed, "- id: match_day", "- id: match_week")
    assert (broken.entry, broken.wrong) == ("match_week", "is given twice")


def test_a_source_that_is_not_held_is_refused(changed: Changed) -> None:
    broken = _refusal(changed, "[aamc_tokens]", "[nobody]")
    assert broken.wrong == "there is no source 'nobody'"


def test_a_ladder_of_peoples_own_dates_is_refused(changed: Changed) -> None:
    assert "nobody's own" in _refusal(changed, "ladder: irreversible", "ladder: own").wrong


def test_a_zone_that_does_not_exist_is_refused(changed: Changed) -> None:
    broken = _refusal(changed, "zone: America/New_York", "zone: America/Old_York")
    assert "there is no zone America/Old_York" in broken.wrong


def test_rules_are_looked_through_with_the_other_facts(facts: Facts) -> None:
    report = check_facts(facts, today=date(2040, 1, 1))
    named = {found.name for found in report.stale if found.file == "timeline.yaml"}
    assert named == {f"rules {rule.id} {rule.ladder}" for rule in facts.timeline.rules}


def test_conditions_of_rules_name_answers_of_the_profile(facts: Facts, changed: Changed) -> None:
    assert not list(unknown_fields(facts, set(Profile.model_fields)))
    wrong = load_facts(changed("timeline.yaml", "field: couples", "field: couple"))
    problems = list(unknown_fields(wrong, set(Profile.model_fields)))
    assert [(one.file, one.entry) for one in problems] == [("timeline.yaml", "couples_link")]


def test_no_rule_is_counted_from_the_match_of_independent_programs(facts: Facts) -> None:
    anchors: list[Anchor] = [
        anchor for rule in facts.timeline.rules for anchor in (*rule.at, *rule.begins)
    ]
    assert all(a.milestone is not MilestoneName.IR_INDEPENDENT_MATCH_DAY for a in anchors)


def test_what_cannot_be_made_up_for_is_a_short_list(facts: Facts) -> None:
    assert {rule.id for rule in facts.timeline.rules if rule.ladder is Ladder.IRREVERSIBLE} == {
        "certify",
        "nrmp_standard",
        "nrmp_late",
        "rank_list",
        "pathways_deadline",
        "seven_years",
    }


def test_figures_that_other_facts_hold_are_the_same_here(facts: Facts) -> None:
    margins, report = facts.calendar.margins, facts.examinations.report(Exam.STEP2_CK)
    assert report is not None
    for rule in ("step2_latest_safe", "step2_decide", "step2_before_ranks", "step3_latest"):
        assert _rule(facts, rule).parameters["weeks"] == margins.score_safe_weeks
    for rule in ("step2_last_risky", "step2_before_ranks_risky"):
        assert _rule(facts, rule).parameters["weeks"] == margins.score_risky_weeks
    for rule in ("step2_score", "step3_score"):
        assert _rule(facts, rule).parameters["typical"] == report.typical_weeks
        assert _rule(facts, rule).parameters["allow"] == report.allow_weeks
    assert _rule(facts, "step2_run_up").parameters["months_high"] == margins.step2_run_up_months
    assert _rule(facts, "seven_years").parameters["years"] == (
        facts.examinations.ecfmg.exams_within_years
    )
    assert _rule(facts, "letters_assign").parameters["cap"] == (
        facts.application.letters.per_program
    )
    statement = facts.application.statement
    assert _rule(facts, "statement_draft").parameters == {
        "words_low": statement.words_low,
        "words_high": statement.words_high,
    }
    late = next(fee for fee in facts.application.flat_fees if fee.id == "nrmp_late")
    assert _rule(facts, "nrmp_late").parameters["dollars"] == late.dollars


def test_figures_that_guidance_names_are_the_same_here(facts: Facts) -> None:
    guidance = {entry.id: entry.parameters for entry in facts.guidance}
    for rule, entry in {
        "step2_run_up": "step2_start_early",
        "step2_dedicated": "step2_protected_weeks",
        "step2_practice": "step2_practice_exams",
        "us_experience": "us_experience_weeks",
        "interview_offers": "season_answer_offers",
        "interview_practice": "season_mock_interviews",
        "interview_withdraw": "season_withdraw_in_time",
        "reapply_feedback": "reapply_ask_for_feedback",
        "unmatched_feedback": "reapply_ask_for_feedback",
        "reapply_letters": "reapply_new_letters",
    }.items():
        assert _rule(facts, rule).parameters == guidance[entry], rule


def test_our_own_advice_is_called_guidance(facts: Facts) -> None:
    for rule in facts.timeline.rules:
        if "reading_room_policy" in rule.sources:
            assert rule.strength is Strength.GUIDANCE, rule.id


def test_no_rule_uses_an_unwelcome_word(facts: Facts) -> None:
    unwelcome = re.compile(r"\b(only|just|red flag|mildly|too late|congrat\w*)\b", re.IGNORECASE)
    for rule in facts.timeline.rules:
        for text in (rule.title, rule.why, rule.todo, rule.still):
            assert not unwelcome.search(text), (rule.id, text)


# What is true of its past for as long as the season lasts, whatever it speaks of.
ALL_SEASON = {
    "step2_score",
    "mentor",
    "nrmp_late",
    "soap_round_4",
    "match_day",
    "seven_years",
    "certificate_ends",
    "img_diploma",
    "step3_decide",
    "step3_score",
    "visa_papers",
    "matched_papers",
    "unmatched_feedback",
    "reserved_positions",
}


def test_what_is_said_of_the_past_ends_with_what_it_speaks_of(facts: Facts) -> None:
    without = {rule.id for rule in facts.timeline.rules if not rule.still_until}
    assert without == ALL_SEASON
    ending = re.compile(
        r"\b(until|before you|rank lists? close|interview|invite|certify|round|letters|"
        r"later dates|last day|stays open|upload)",
        re.IGNORECASE,
    )
    speaking = {rule.id for rule in facts.timeline.rules if ending.search(rule.still)}
    assert speaking & without == {"seven_years", "img_diploma", "step3_decide"}
    assert len(speaking) > 20


def test_nothing_is_said_of_the_past_beyond_the_season_it_is_for(facts: Facts) -> None:
    assert [anchor.milestone for anchor in facts.timeline.still_until] == [
        MilestoneName.SEASON_ENDS
    ]
    for season in facts.calendar.seasons:
        assert season.day(MilestoneName.SEASON_ENDS) is not None


def test_an_end_that_no_season_has_is_refused_as_the_one_for_all(changed: Changed) -> None:
    broken = _refusal(
        changed, "still_until: [{milestone: season_ends}]", "still_until: [{rule: match_day}]"
    )
    assert "ends on a milestone of the season" in broken.wrong


def test_an_end_by_a_rule_that_nobody_wrote_is_refused(changed: Changed) -> None:
    broken = _refusal(
        changed, "still_until: [{rule: checkin_january}]", "still_until: [{rule: checkin_may}]"
    )
    assert (broken.entry, broken.wrong) == (
        "checkin_december",
        "there is no rule 'checkin_may'",
    )
