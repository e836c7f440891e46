"""Where the Step 2 CK score stands for each specialty aimed at."""

from core.assessment.banding import Banded, banded, is_low_pass, position_of
from core.assessment.case import Case
from core.assessment.grounds import Grounds
from core.assessment.result import GuideSays, Standing
from core.assessment.standing_notes import counts_say_more, disputes, notes
from core.assessment.stretches import breadth, lies_in
from core.terms import Band, Specialty


def standings(case: Case, grounds: Grounds) -> tuple[Standing, ...]:
    """The standing for every specialty the person aims for, in the order they named them."""
    return tuple(_standing(case, grounds, aim) for aim in case.profile.specialty)


def bands_of(standings: tuple[Standing, ...]) -> dict[Specialty, Band]:
    """The bands alone, which is what conditions ask about."""
    return {standing.specialty: standing.band for standing in standings}


def _standing(case: Case, grounds: Grounds, specialty: Specialty) -> Standing:
    found = banded(case, specialty)
    counts = counts_say_more(case, grounds, specialty, found.band)
    step2, score = case.step2, case.step2.score
    centre = found.table.centre if found.table else None
    norm = step2.norm if score is not None else None
    return Standing(
        specialty=specialty,
        band=found.band,
        position=position_of(case, found.table),
        disputed=disputes(case, grounds, specialty, counts),
        counts_say_more=counts is not None,
        record=case.fails.record,
        notes=notes(case, grounds, found, specialty),
        guide_words=_guide_words(case, grounds, specialty),
        ours=_ours(case, found),
        score=score,
        percentile=step2.percentile,
        centre=centre.points if centre else None,
        centre_statistic=centre.statistic if centre else None,
        centre_year=centre.year if centre else None,
        from_centre=score - centre.points if centre and score is not None else None,
        mean=norm.mean if norm else None,
        from_mean=score - norm.mean if norm and score is not None else None,
        trend=step2.trend,
        sources=grounds.citations.all_of(
            case.today,
            centre,
            norm,
            step2.mark,
            grounds.percentiles if score is not None else None,
            found.table,
        ),
    )


def _ours(case: Case, found: Banded) -> bool:
    """Whether the word for the band is ours: a low pass that no guide names for this audience."""
    if not is_low_pass(case, found.band):
        return False
    return found.table is None or found.band not in found.table.words


def _guide_words(case: Case, grounds: Grounds, specialty: Specialty) -> tuple[GuideSays, ...]:
    """What guides call this score, for whom they wrote it alone; the most particular last."""
    step2, applicant = case.step2, case.profile.applicant
    if step2.score is None or step2.passing is not True:
        return ()
    means = [norm.mean for norm in step2.norms]
    scale = case.facts.limits.step_score
    said = [
        (breadth(word, means, scale.lowest, scale.highest), says)
        for word, says in grounds.guide_words[specialty]
        if (not word.applicants or applicant in word.applicants)
        and lies_in(word, step2.score, means)
    ]
    said.sort(key=lambda one: -one[0])
    return tuple(says for _, says in said)
