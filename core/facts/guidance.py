"""Guidance: what guides and published rules advise, in our own words, with conditions.

An entry's sentences hold no numbers: a figure stands in ``parameters`` and is named in the
text as ``{parameter}``, so that it can be corrected, checked and traced.
"""

from typing import Literal, Self

from pydantic import Field, model_validator

from core.facts.conditions import Condition
from core.facts.figures import check_figures
from core.facts.provenance import Checked
from core.terms import ApplicantType, MilestoneName, Phase, Specialty, Topic

GuideId = Literal["dr", "dr_us_img", "ir", "ir_us_img", "general"]


class GuideSection(Checked):
    """A passage of a guide: the guide's id and the heading it stands under."""

    guide: GuideId
    section: str = Field(min_length=3)


class Applies(Checked):
    """For whom a guide wrote the advice; empty means everybody."""

    specialties: tuple[Specialty, ...] = ()
    applicants: tuple[ApplicantType, ...] = ()


class Due(Checked):
    """When the action should be done: so many weeks before a date of the season."""

    milestone: MilestoneName
    weeks_before: int = Field(ge=0)


class GuidanceEntry(Checked):
    """One piece of guidance.

    The entry applies where ``when`` holds and ``done_when`` does not: the first says for whom
    it matters, the second that it is already done.
    ``form`` is ``action`` for something to do, ``note`` for something to know or an example.
    ``effort`` and ``effect`` run from 1 (small) to 3 (large). ``phases`` are those in which
    the entry can still be acted on (or is worth knowing). ``sources`` are passages of the
    guides; ``rests_on`` names publications by their ids, such as a published rule.
    """

    id: str = Field(pattern=r"^[a-z0-9_]+$", max_length=60)
    topic: Topic
    form: Literal["action", "note"]
    applies: Applies = Applies()
    when: Condition
    done_when: Condition | None = None
    phases: tuple[Phase, ...] = Field(min_length=1)
    label: str = Field(max_length=70)
    advice: str = Field(max_length=420)
    reason: str = Field(max_length=300)
    parameters: dict[str, int | str] = Field(default_factory=dict)
    effort: Literal[1, 2, 3] = 2
    effect: Literal[1, 2, 3] = 2
    due: Due | None = None
    sources: tuple[GuideSection, ...] = ()
    rests_on: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _rests_on_something(self) -> Self:
        if not self.sources and not self.rests_on:
            raise ValueError(f"{self.id}: needs a section of a guide or a source it rests on")
        return self

    @model_validator(mode="after")
    def _figures_are_parameters(self) -> Self:
        check_figures(self.id, (self.label, self.advice, self.reason), self.parameters)
        return self

    def _filled(self, sentence: str) -> str:
        return sentence.format_map(self.parameters)

    @property
    def label_text(self) -> str:
        """The label with its figures filled in."""
        return self._filled(self.label)

    @property
    def advice_text(self) -> str:
        """The advice with its figures filled in."""
        return self._filled(self.advice)

    @property
    def reason_text(self) -> str:
        """The reason with its figures filled in."""
        return self._filled(self.reason)


class Guide(Checked):
    """One of the five source guides, as people see it."""

    id: GuideId
    title: str
    publisher: str
    specialties: tuple[Specialty, ...]
    applicants: tuple[ApplicantType, ...] = ()
    written_for: str = Field(description="in words, for attribution")
    file: str = Field(description="the file the ledger's lines refer to")
