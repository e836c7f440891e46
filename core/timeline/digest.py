"""A short name for the facts that plans are made from."""

from hashlib import sha256

from core.facts.catalogue import Facts


def rules_digest(facts: Facts) -> str:
    """Sixteen characters that change when dates, rules of the timeline or of reminders do.

    What was planned by another digest has to be planned again.
    """
    digest = sha256()
    for part in (facts.calendar, facts.timeline, facts.reminders):
        digest.update(part.model_dump_json().encode())
    return digest.hexdigest()[:16]
