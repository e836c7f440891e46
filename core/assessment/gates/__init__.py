"""What decides before advice does: gates that stand, and questions whose answer may raise one.

A gate stands on what the person has said. Where an unanswered question could take it away
again, it names that question in ``missing``; where the answers do not yet decide whether it
stands, it is among :func:`gates_asking` and not among :func:`gates`.
"""

from core.assessment.case import Case
from core.assessment.gates import asking, attempts, certificate, exams, season, step3, training
from core.assessment.gates.drawing import Draw
from core.assessment.grounds import Grounds
from core.assessment.result import Gate
from core.terms import GateLevel

__all__ = ["gates", "gates_asking"]

GATES: tuple[Draw, ...] = (
    exams.step2_below_pass_mark,
    attempts.attempt_limit,
    season.season_over,
    season.season_late,
    season.step2_score_in_time,
    exams.step2_missing,
    exams.comlex_only,
    attempts.last_attempt,
    certificate.ecfmg_needed,
    certificate.ecfmg_time_limit,
    certificate.ecfmg_certificate_expires,
    training.visa_needed,
    step3.step3_not_eligible,
    exams.exam_failed,
    season.decide_with_score,
    training.prelim_needed,
    exams.passed_exam_cannot_be_retaken,
)
_ORDER = {GateLevel.STOP: 0, GateLevel.SETTLE: 1, GateLevel.KNOW: 2}


def gates(case: Case, grounds: Grounds) -> tuple[Gate, ...]:
    """The gates that stand: what stops, then what to settle, then what to know."""
    return _drawn(GATES, case, grounds)


def gates_asking(case: Case, grounds: Grounds) -> tuple[Gate, ...]:
    """Gates that the answers leave open, each with the question that would decide it."""
    return _drawn(asking.ASKS, case, grounds)


def _drawn(draws: tuple[Draw, ...], case: Case, grounds: Grounds) -> tuple[Gate, ...]:
    found = [gate for draw in draws if (gate := draw(case, grounds)) is not None]
    return tuple(sorted(found, key=lambda gate: _ORDER[gate.level]))
