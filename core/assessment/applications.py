"""How many programs, by each guide, and what they cost; never one number, never an average."""

from core.assessment.plan_tree import Applications
from core.assessment.planning import Planning
from core.assessment.pricing import affordable, fee_for
from core.assessment.result import Note
from core.facts.application import ApplicationFee
from core.terms import Strength

_MIX = (
    "programs_reach_core_safety",
    "programs_community_core",
    "programs_famous_few",
    "programs_places",
    "programs_past_residents",
    "programs_read_pages",
)


def applications(planning: Planning) -> Applications:
    """Every guide's range that fits the person, priced by the fees of the season."""
    if not planning.open:
        return Applications()
    fee = fee_for(planning.case.facts.application.fees, planning.season)
    ranges = planning.prepared.ranges[fee.season]
    return Applications(
        tuple(one for id_, one in ranges.items() if id_ in planning.concerned),
        _fees(planning, fee),
        planning.notes(*_MIX),
    )


def _fees(planning: Planning, fee: ApplicationFee) -> tuple[Note, ...]:
    sources = planning.cite(fee)
    steps, before = [], 0
    for tier in fee.tiers:
        if tier.up_to is None:
            steps.append(f"${tier.each} from number {before + 1} on")
        else:
            steps.append(f"${tier.each} each for programs {before + 1} to {tier.up_to}")
            before = tier.up_to
    sure = "" if fee.strength is Strength.OFFICIAL else ", not yet read on AAMC's own page"
    told = f"ERAS counts each specialty by itself: {', '.join(steps)} (season {fee.season}{sure})."
    if fee.season != planning.season:
        told += f" Fees for season {planning.season} are not held yet."
    notes = [Note("fees", told, sources)]
    budget = planning.profile.budget
    if budget is not None:
        most = planning.case.facts.limits.applications
        bought = affordable(fee, budget, most)
        reach = f"at least {bought}" if bought == most else f"{bought}"
        notes.append(
            Note(
                "budget",
                f"Your ${budget:,} would pay ERAS for {reach} programs in one specialty. "
                "Exam transcripts, NRMP and a second specialty come on top.",
                sources,
            )
        )
    return tuple(notes)
