"""Step 3: by default it waits; open for few, and who is eligible comes first."""

from core.assessment.planning import Planning
from core.assessment.result import Note

_PASSED = frozenset({"passed"})


def step3(planning: Planning) -> tuple[Note, ...]:
    """Whether Step 3 belongs in the plan, and what it asks for beforehand."""
    profile = planning.profile
    if profile.step3_status in _PASSED:
        score = "" if profile.step3_score is None else f", with {profile.step3_score}"
        return (Note("step3_passed", f"Step 3 is passed{score}. It is part of your record now."),)
    if not planning.open:
        return ()
    notes = [_eligible(planning)]
    if is_option(planning):
        notes += planning.notes("step3_consider_when_eligible", "step3_target_us_img")
        notes.append(
            Note(
                "step3_option",
                "With several weak results behind you and the degree in hand it can be worth "
                "weighing, if practice results say that you would clearly do better. Decide with "
                "your dean's office or a radiologist.",
                planning.guides_on("step3_usually_wait"),
            )
        )
    else:
        notes.append(
            Note(
                "step3_waits",
                "For most people Step 3 waits until after the Match. Talk to your dean's office or "
                "a mentor before you plan otherwise.",
                planning.guides_on("step3_usually_wait"),
            )
        )
    return tuple(notes)


def is_option(planning: Planning) -> bool:
    """Whether Step 3 before the Match is worth weighing.

    Open for an IMG or somebody applying again who has graduated and has several weak results.
    """
    weak_results = planning.case.fails.known + planning.low
    return (
        (planning.img or planning.profile.reapplicant is True)
        and planning.case.graduated is True
        and planning.case.step2.passing is True
        and weak_results > 1
    )


def _eligible(planning: Planning) -> Note:
    rule = planning.case.facts.examinations.step3
    asks = [
        words
        for needed, words in (
            (rule.needs_degree, "the degree"),
            (rule.needs_both_steps, "Step 1 and Step 2 CK passed"),
            (rule.needs_ecfmg_certificate and planning.img, "the ECFMG certificate"),
        )
        if needed
    ]
    told = f"Step 3 asks for {'; '.join(asks)}." if asks else "Step 3 asks for nothing first."
    if rule.graduation_check_weeks:
        told += f" Proof of the degree can take up to {rule.graduation_check_weeks} weeks."
    return Note("step3_eligible", told, planning.cite(rule))
