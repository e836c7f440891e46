"""How many programs, by each guide, and what they cost; never one number, never an average."""

from core.assessment.plan_tree import Applications, Price, ProgramRange
from core.assessment.planning import Planning
from core.assessment.prepared import PreparedEntry
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
_TEN = 10


def applications(planning: Planning) -> Applications:
    """Every guide's range that fits the person, priced by the fees of the season."""
    if not planning.open:
        return Applications()
    fee = fee_for(planning.case.facts.application.fees, planning.season)
    ranges = tuple(
        found
        for entry in planning.concerned.values()
        if is_range(entry) and (found := _priced(entry, fee)) is not None
    )
    return Applications(ranges, _fees(planning, fee), planning.notes(*_MIX))


def is_range(entry: PreparedEntry) -> bool:
    """Whether an entry is a guide's word on how many programs to apply to."""
    id_ = entry.advice.id
    return id_.startswith("applications_") or id_.endswith("_list")


def fee_for(fees: tuple[ApplicationFee, ...], season: int) -> ApplicationFee:
    """The fees of the season, else the latest held before it, else the earliest held."""
    held = sorted(fees, key=lambda fee: fee.season)
    return next((fee for fee in reversed(held) if fee.season <= season), held[0])


def price(fee: ApplicationFee, programs: int) -> Price:
    """What so many programs of one specialty cost, and ten more."""
    dollars = fee.price(programs)
    return Price(programs, dollars, fee.price(programs + _TEN) - dollars)


def affordable(fee: ApplicationFee, dollars: int, most: int) -> int:
    """How many programs of one specialty a sum pays for, up to ``most``."""
    bought = 0
    for tier in fee.tiers:
        room = most - bought if tier.up_to is None else min(tier.up_to, most) - bought
        here = min(room, dollars // tier.each)
        bought, dollars = bought + here, dollars - here * tier.each
        if here < room:
            break
    return bought


def _priced(entry: PreparedEntry, fee: ApplicationFee) -> ProgramRange | None:
    lowest, highest = entry.figure("low"), entry.figure("high")
    if lowest is None:
        return None
    low = price(fee, lowest)
    high = price(fee, highest) if highest is not None else None
    if high is None:
        words = f"{_cost(low)} in one specialty; ten more cost ${low.next_ten:,}."
    else:
        words = (
            f"{_cost(low)} and {_cost(high)} in one specialty; "
            f"ten more cost ${low.next_ten:,} from there and ${high.next_ten:,} beyond."
        )
    return ProgramRange(entry.advice.id, entry.advice.label, words, low, high, entry.advice.sources)


def _cost(price: Price) -> str:
    return f"{price.programs} programs cost ${price.dollars:,}"


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
