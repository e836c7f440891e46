"""How firmly something is known, as people read it."""

from core.terms import Strength

STRENGTH = {
    Strength.OFFICIAL: "official",
    Strength.TRANSCRIBED: "copied from an official document by a third party",
    Strength.SECOND_HAND: "second-hand",
    Strength.ESTIMATE: "estimate",
    Strength.GUIDANCE: "guidance, not a rule",
}
