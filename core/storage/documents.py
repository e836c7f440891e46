"""Profiles as versioned documents: how one is written, and how an old one is read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from pydantic import ValidationError

from core.profile.applicant import Profile

DOCUMENT_VERSION = 1
"""The version that ``write`` writes; raised when an attribute changes name or meaning."""

_STEPS: Mapping[int, Callable[[dict[str, Any]], dict[str, Any]]] = MappingProxyType({})
"""By version: how a document of that version becomes one of the next."""


class DocumentNewer(Exception):
    """The profile was saved by a newer version of the program, which has to read it."""


class DocumentUnreadable(Exception):
    """What is stored is no profile document at all."""


@dataclass(frozen=True, slots=True)
class Upgraded:
    """A profile read from a document; ``dropped`` names what could not be read in it."""

    profile: Profile
    dropped: tuple[str, ...]


def write(profile: Profile) -> dict[str, Any]:
    """The document of a profile: its answers, and nothing for what is unknown."""
    return profile.model_dump(mode="json", exclude_defaults=True)


def upgrade(document: object, version: int) -> Upgraded:
    """Read a document of any version up to ``DOCUMENT_VERSION``.

    An attribute whose answer cannot be read becomes unknown, because one answer asked again
    is better than a profile lost. Raises ``DocumentNewer`` and ``DocumentUnreadable``; no
    message repeats an answer.
    """
    if version > DOCUMENT_VERSION:
        raise DocumentNewer(
            "This profile was saved by a newer version of Reading Room; use that one to read it."
        )
    if not isinstance(document, dict):
        raise DocumentUnreadable("What is stored for this person is not a profile.")
    for step in range(version, DOCUMENT_VERSION):
        document = _STEPS[step](document)
    return _readable(document)


def _readable(document: dict[str, Any]) -> Upgraded:
    try:
        return Upgraded(Profile.model_validate(document), ())
    except ValidationError as error:
        problems = error.errors(include_url=False, include_context=False, include_input=False)
    unreadable = {str(problem["loc"][0]) for problem in problems if problem["loc"]}
    kept = {name: answer for name, answer in document.items() if name not in unreadable}
    try:
        profile = Profile.model_validate(kept)
    except ValidationError:
        # Without the cause, which quotes the answers.
        raise DocumentUnreadable("What is stored for this person is not a profile.") from None
    return Upgraded(profile, tuple(sorted(unreadable)))
