"""From typed answers to a changed profile, refusing field by field."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from core.dialogue.question import Unreadable, Value
from core.dialogue.reply import Refusal
from core.profile.applicant import Profile
from core.profile.questions.bank import QuestionBank
from core.terms import ExamStatus


@dataclass(frozen=True, slots=True)
class Answers:
    """What typed answers amount to: attributes to set, and what could not be read."""

    attributes: Mapping[str, Value]
    refusals: tuple[Refusal, ...]


def read_answers(given: Mapping[str, str], bank: QuestionBank) -> Answers:
    """Read typed answers by question name; names that are no question are the caller's affair."""
    attributes: dict[str, Value] = {}
    refusals: list[Refusal] = []
    for name, typed in given.items():
        question = bank.questions[name]
        try:
            value = question.read(typed)
        except Unreadable as unreadable:
            refusals.append(Refusal(name, typed, unreadable.accepted))
        else:
            attributes.update(_attributes(name, value))
    return Answers(attributes, tuple(refusals))


def _attributes(name: str, value: Value) -> dict[str, Value]:
    if name == "season_stage":
        if value is None:
            return {"season": None, "stage": None}
        season, _, stage = str(value).partition("_")
        return {"season": int(season), "stage": stage}
    if name == "step2_ck":
        return _step2(value)
    if value is None and name in _MANY:
        return {name: ()}
    return {name: value}


def _step2(value: Value) -> dict[str, Value]:
    if isinstance(value, str):
        return {"step2_ck": None, "step2_result": None, "step2_status": value}
    return {"step2_ck": value, "step2_status": None if value is None else ExamStatus.SCORED.value}


_MANY = frozenset(name for name, field in Profile.model_fields.items() if field.default == ())


def changed(profile: Profile, attributes: Mapping[str, Value]) -> Profile:
    """The profile with these attributes set; a later answer to the same field wins."""
    return Profile.model_validate({**profile.model_dump(), **attributes})


def typed_answer(profile: Profile, name: str) -> str:
    """The saved answer as it would be typed; empty where it is unknown."""
    if name == "season_stage":
        if profile.season is None or profile.stage is None:
            return ""
        return f"{profile.season}_{profile.stage.value}"
    if name == "step2_ck" and profile.step2_ck is None:
        status = profile.step2_status
        return status.value if status and status is not ExamStatus.SCORED else ""
    value = getattr(profile, name)
    if value is None or value == ():
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return ",".join(str(part) for part in value)
    return value.isoformat() if isinstance(value, date) else str(value)
