"""Rules of the timeline that name other rules: those have to exist, and counting to end."""

from collections.abc import Iterator, Mapping

from core.facts.timeline import TimelineRule, TimelineRules


def wrong_anchors(timeline: TimelineRules) -> Iterator[tuple[str, str]]:
    """What is wrong with the rules that a rule names: its id, and a sentence."""
    rules = {rule.id: rule for rule in timeline.rules}
    for rule in timeline.rules:
        if unknown := sorted(_named(rule) - rules.keys()):
            yield rule.id, f"there is no rule {unknown[0]!r}"
        elif _reaches(rule.id, rules):
            yield rule.id, "is counted from itself"


def _named(rule: TimelineRule) -> set[str]:
    anchors = (*rule.at, *rule.begins, *rule.still_until)
    named = {anchor.rule for anchor in anchors} | {rule.done_with}
    return {one for one in named if one is not None}


def _reaches(wanted: str, rules: Mapping[str, TimelineRule]) -> bool:
    """Whether a date is counted from itself, over any number of others.

    A beginning or an end is counted from dates alone, so it leads nowhere round.
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
