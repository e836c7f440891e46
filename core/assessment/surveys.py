"""What a survey found about signals, beside its fair comparator and with its limits."""

from core.assessment.citing import ByDay, Citations
from core.assessment.result import Note
from core.facts.catalogue import Facts
from core.facts.outcomes import SignalEvidence


def surveys(facts: Facts, citations: Citations) -> ByDay[tuple[Note, ...]]:
    """Every survey held; no number of interviews is worked out from one."""
    held = facts.outcomes.signals
    return ByDay(
        (one.check_again for one in held),
        lambda day: tuple(
            Note(f"signal_survey_{place}", _told(one), citations.of(one, day))
            for place, one in enumerate(held, start=1)
        ),
    )


def _told(one: SignalEvidence) -> str:
    return (
        f"In a survey ({one.year}, n {one.n}, {one.answered_percent:g} % answered) "
        f"applicants were invited by {one.signalled_percent:g} % of the programs they signalled, "
        f"by {one.next_choice_percent:g} % of those they would have signalled next and by "
        f"{one.other_percent:g} % of the others. Its limits: {one.limits}."
    )
