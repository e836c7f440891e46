"""Sentences without figures: each figure stands in parameters, and is named in the text."""

import re
from collections.abc import Iterable, Mapping
from string import Formatter

# Names that carry a digit without being a figure.
_NAMES_WITH_DIGITS = re.compile(
    r"\b(Step [123]|Steps [123] and [123]|Level [123](-CE)?|PGY-[1-7]|[JHO]-1B?|COMLEX [123]|R3)\b"
)


def check_figures(
    called: str, sentences: Iterable[str], parameters: Mapping[str, int | str]
) -> None:
    """See that sentences hold no figures and that what they name is there.

    Raises ``ValueError`` about the entry that is ``called`` so.
    """
    for sentence in sentences:
        bare = _NAMES_WITH_DIGITS.sub("", sentence)
        named = {name for _, name, _, _ in Formatter().parse(bare) if name is not None}
        if missing := named - parameters.keys():
            raise ValueError(f"{called}: no parameter {sorted(missing)} for {sentence!r}")
        if re.search(r"\d", re.sub(r"\{[^}]*\}", "", bare)):
            raise ValueError(
                f"{called}: a figure stands in the text, not in parameters: {sentence!r}"
            )
