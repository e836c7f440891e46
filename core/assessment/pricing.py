"""What applications cost: ERAS counts each specialty by itself, in tiers of programs."""

from core.assessment.plan_tree import Price, ProgramRange
from core.assessment.result import Advice
from core.facts.application import ApplicationFee
from core.facts.guidance import GuidanceEntry

_TEN = 10


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


def is_range(entry: GuidanceEntry) -> bool:
    """Whether an entry is a guide's word on how many programs to apply to."""
    named = entry.id.startswith("applications_") or entry.id.endswith("_list")
    return named and isinstance(entry.parameters.get("low"), int)


def priced(entry: GuidanceEntry, advice: Advice, fee: ApplicationFee) -> ProgramRange:
    """A guide's range with its price; a guide that names a floor alone has no upper end."""
    low = price(fee, int(entry.parameters["low"]))
    highest = entry.parameters.get("high")
    high = price(fee, highest) if isinstance(highest, int) else None
    if high is None:
        words = f"In one specialty {_cost(low)}, and ten more ${low.next_ten:,}."
    elif low.next_ten == high.next_ten:
        words = (
            f"In one specialty {_cost(low)}, {_cost(high)}, and each ten more ${low.next_ten:,}."
        )
    else:
        words = (
            f"In one specialty {_cost(low)}, {_cost(high)}; ten more cost ${low.next_ten:,} after"
            f" the first number and ${high.next_ten:,} after the second."
        )
    return ProgramRange(advice.id, f"{advice.label}.", words, low, high, advice.sources)


def _cost(price: Price) -> str:
    return f"{price.programs} programs cost ${price.dollars:,}"
