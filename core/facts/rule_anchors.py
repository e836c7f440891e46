"""Rules of the timeline that count from other rules: those have to exist, and to end somewhere."""

from collections.abc import Iterator, Mapping

from core.facts.timeline import TimelineRule, TimelineRules


def wrong_anchors(timeline: TimelineRules) -> Iterator[tuple[str, str]]:
    """What is wrong with the anchors of a rule: its id, and a sentence."""
    rules = {rule.id: rule for rule in timeline.rules}
    for rule in timeline.rules:
        if unknown := sorted(_named(rule) - rules.keys()):
            yield rule.id, f"there is no rule {unknown[0]!r}"
        elif _reaches(rule.id, rules):
            yield rule.id, "is counted from itself"


def _named(rule: TimelineRule) -> set[str]:
    return {anchor.rule for anchor in (*rule.at, *rule.begins) if anchor.rule is not None}


def _reaches(wanted: str, rules: Mapping[str, TimelineRule]) -> bool:
    """Whether a date is counted from itself, over any number of others.

    A beginning is counted from dates alone, so it leads nowhere round.
    """
    seen: set[str] = set()
    ahead = [wanted]
    while ahead:
        rule = rules.get(ahead.pop())
        for anchor in rule.at if rule is not None else ():
            if anchor.rule == wanted:
                return True
            if anchor.rule is not None and anchor.rule not in seen:
                seen.add(anchor.rule)
                ahead.append(anchor.rule)
    return False
