"""Questions worth taking to a person, and to whom."""

import re
from typing import Self

from pydantic import Field, model_validator

from core.facts.conditions import Condition
from core.facts.guidance import Applies
from core.facts.provenance import Checked, Dated
from core.terms import Phase


class Asking(Checked):
    """A question for a mentor, shown where ``when`` holds; a lower ``order`` comes first.

    A question holds no figure: who is asked knows the present ones.
    """

    id: str = Field(pattern=r"^[a-z0-9_]+$", max_length=60)
    order: int = Field(ge=1)
    applies: Applies = Applies()
    when: Condition
    phases: tuple[Phase, ...] = Field(min_length=1)
    question: str = Field(max_length=240)
    whom: str = Field(max_length=80)

    @model_validator(mode="after")
    def _no_figures(self) -> Self:
        bare = re.sub(r"\b(Step [123]|Step 2 CK|PGY-[12]|[JH]-1B?)\b", "", self.question)
        if re.search(r"\d", bare):
            raise ValueError(f"{self.id}: a figure stands in the question")
        return self


class Asks(Dated):
    """Every question held, and how many are shown."""

    shown: int = Field(ge=1)
    questions: tuple[Asking, ...]
