"""Questions on this season: what was sent, who answered, and what comes beside radiology."""

from core.dialogue.question import Choice, Kind, Question
from core.facts.limits import Limits
from core.facts.places import countries, country, states
from core.profile.questions.kinds import choice, choices, count, yes_no

_KINDS = (
    ("dr", "DR"),
    ("ir", "IR"),
    ("prelim", "preliminary year"),
    ("second_field", "second field"),
)


def plans(limits: Limits) -> tuple[Question, ...]:
    """Second field, positions, places, couples."""
    return (
        choices(
            "second_field",
            "A second field you would be glad to work in",
            "A plan with two doors is safer than one.",
            ("none", "none"),
            ("undecided", "not decided"),
            ("internal_medicine", "internal medicine"),
            ("family_medicine", "family medicine"),
            ("neurology", "neurology"),
            ("physical_medicine", "physical medicine and rehabilitation"),
            ("psychiatry", "psychiatry"),
            ("pediatrics", "pediatrics"),
            ("pathology", "pathology"),
            ("anesthesiology", "anesthesiology"),
            ("surgery", "surgery"),
            ("transitional", "transitional or preliminary year"),
            ("other", "other"),
        ),
        choices(
            "positions",
            "Kinds of position in your plan",
            "They start in different years, and one needs a first year elsewhere.",
            ("categorical", "categorical: all years in one program"),
            ("advanced", "advanced: starts after a first year elsewhere"),
            ("reserved", "reserved: for physicians with training"),
        ),
        choice(
            "willing_to_move",
            "Would you move?",
            "A wider map means more programs that fit.",
            ("anywhere", "anywhere"),
            ("some_regions", "to some regions"),
            ("no", "no"),
        ),
        Question(
            "ties",
            "States you have ties to",
            "A tie is a reason that programs believe.",
            Kind.CHOICES,
            tuple(Choice(code, name) for code, name in states()),
        ),
        yes_no("couples", "Do you apply as a couple?", "Rank lists are then linked."),
    )


def interviews(limits: Limits) -> tuple[Question, ...]:
    """Interviews by kind, and registration."""
    asked = tuple(
        count(
            f"interviews_{kind}",
            f"Interviews offered or held: {words}",
            "From here interviews count for more than scores.",
            limits.count,
        )
        for kind, words in _KINDS
    )
    return (
        *asked,
        yes_no(
            "nrmp_registered",
            "Are you registered with the NRMP?",
            "Without it there is no rank list.",
        ),
    )


def applications(limits: Limits) -> tuple[Question, ...]:
    """Applications by kind."""
    return tuple(
        count(
            f"applications_{kind}",
            f"Applications: {words}",
            "For the balance and the price.",
            limits.applications,
        )
        for kind, words in _KINDS
    )


def signals(limits: Limits) -> tuple[Question, ...]:
    """Signals by kind."""
    return tuple(
        count(f"signals_{kind}", f"Signals used: {words}", "They are few, and final.", limits.count)
        for kind, words in _KINDS
    )


def feedback(limits: Limits) -> tuple[Question, ...]:
    """What an earlier season taught."""
    return (
        choices(
            "feedback",
            "What did feedback say last time?",
            "What is different now is the first question you will be asked.",
            ("scores", "scores"),
            ("letters", "letters"),
            ("interviews", "interviews"),
            ("few_programs", "too few or unfitting programs"),
            ("late", "sent or completed late"),
            ("fit", "interest or fit not shown"),
            ("no_feedback", "no feedback"),
        ),
    )


def practical(limits: Limits) -> tuple[Question, ...]:
    """Country, budget, school's average."""
    return (
        Question(
            "country",
            "Which country are you in now?",
            "For your time, and for help lines near you.",
            Kind.COUNTRY,
            aliases=country,
            known=_countries,
        ),
        count(
            "budget", "Budget for applications, US dollars", "To show what it buys.", limits.budget
        ),
        Question(
            "school_average",
            "Your school's average Step 2 CK",
            "Some programs read a score against its school.",
            Kind.WHOLE,
            minimum=limits.step_score.lowest,
            maximum=limits.step_score.highest,
        ),
    )


def _countries() -> tuple[Choice, ...]:
    return tuple(Choice(code, name) for code, name in countries())
