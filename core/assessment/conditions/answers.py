"""Conditions on one answer of the profile: yes or no, or a choice."""

from operator import attrgetter

from core.assessment.conditions.ruling import Answer, Judged, Ruling, ruling_on, unanswered
from core.assessment.conditions.told import YES_NO, choice_told
from core.assessment.result import Because
from core.facts import conditions as kinds


@ruling_on.register
def _(condition: kinds.AnswerIs) -> Ruling:
    field, wanted = condition.field, condition.value
    read = attrgetter(field)

    def test(judged: Judged) -> Answer:
        value = read(judged.profile)
        return None if value is None else value is wanted

    def reasons(judged: Judged) -> tuple[Because, ...]:
        value = read(judged.profile)
        if value is None:
            return ()
        yes, no = YES_NO[field]
        return (Because(yes if value else no, field),)

    return Ruling(test, reasons, unanswered(field))


@ruling_on.register
def _(condition: kinds.AnswerAmong) -> Ruling:
    field, among = condition.field, frozenset(condition.among)
    read = attrgetter(field)

    def test(judged: Judged) -> Answer:
        value = read(judged.profile)
        if value is None or value == ():
            return None
        if isinstance(value, tuple):
            return not among.isdisjoint(value)
        return value in among

    def reasons(judged: Judged) -> tuple[Because, ...]:
        value = read(judged.profile)
        if value is None:
            return ()
        chosen = value if isinstance(value, tuple) else (value,)
        told = [one for one in chosen if one in among] or chosen
        return tuple(Because(choice_told(field, str(one)), field) for one in told)

    return Ruling(test, reasons, unanswered(field))
