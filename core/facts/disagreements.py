"""Where the guides disagree with each other, or with a rule in force today."""

from typing import Literal

from pydantic import Field

from core.facts.conditions import Condition
from core.facts.guidance import GuideSection
from core.facts.provenance import Checked
from core.terms import Topic


class Side(Checked):
    """What one guide or one rule says. Exactly one of ``guide`` and ``source`` is given."""

    says: str
    guide: GuideSection | None = None
    source: str | None = None


class Disagreement(Checked):
    """Two or more sides, shown with their sources; never averaged.

    ``ruled_by`` names the source of the rule that overrules the guides; then ``reading`` says
    what holds. ``number`` keys it to the review of the guides.
    """

    id: str = Field(pattern=r"^[a-z0-9_]+$")
    number: str
    topic: Topic
    kind: Literal["between_guides", "overruled"]
    when: Condition
    question: str
    sides: tuple[Side, ...] = Field(min_length=2)
    reading: str = Field(description="how we read it, and why")
    ruled_by: str | None = None
