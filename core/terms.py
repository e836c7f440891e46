"""The field's own words, as closed sets; every other module spells them from here."""

from enum import StrEnum


class Specialty(StrEnum):
    """The two radiology specialties a person may aim for."""

    DR = "dr"
    IR = "ir"


class ApplicantType(StrEnum):
    """How the match and its tables count an applicant.

    A *senior* is still enrolled; a *graduate* holds the degree. An international medical
    graduate (IMG) attends or attended a school outside the United States and Canada,
    whatever the citizenship; the two IMG kinds differ in citizenship alone.
    """

    US_MD_SENIOR = "us_md_senior"
    US_MD_GRADUATE = "us_md_graduate"
    US_DO_SENIOR = "us_do_senior"
    US_DO_GRADUATE = "us_do_graduate"
    US_IMG = "us_img"
    NON_US_IMG = "non_us_img"
    CANADIAN = "canadian"


SENIORS = frozenset({ApplicantType.US_MD_SENIOR, ApplicantType.US_DO_SENIOR})
GRADUATES = frozenset({ApplicantType.US_MD_GRADUATE, ApplicantType.US_DO_GRADUATE})
OSTEOPATHIC = frozenset({ApplicantType.US_DO_SENIOR, ApplicantType.US_DO_GRADUATE})
INTERNATIONAL = frozenset({ApplicantType.US_IMG, ApplicantType.NON_US_IMG})


class Stage(StrEnum):
    """How far the person has come in the season they name."""

    NOT_APPLIED = "not_applied"
    APPLIED = "applied"
    INTERVIEWING = "interviewing"
    RANKED = "ranked"


class Phase(StrEnum):
    """Where in the year the person stands; it decides which actions are still possible."""

    BUILDING = "building"
    STEP2 = "step2"
    APPLYING = "applying"
    INTERVIEWING = "interviewing"
    RANKING = "ranking"
    MATCH_WEEK = "match_week"
    AFTER = "after"


class Exam(StrEnum):
    """The licensing examinations the profile knows."""

    STEP1 = "step1"
    STEP2_CK = "step2_ck"
    STEP3 = "step3"
    COMLEX2 = "comlex2"


class ExamStatus(StrEnum):
    """Where a person stands with an examination that may not have a score yet."""

    NOT_TAKEN = "not_taken"
    SCHEDULED = "scheduled"
    AWAITING_SCORE = "awaiting_score"
    SCORED = "scored"


NOT_SCORED = frozenset({ExamStatus.NOT_TAKEN, ExamStatus.SCHEDULED, ExamStatus.AWAITING_SCORE})


class Result(StrEnum):
    """The result as the score report prints it."""

    PASS = "pass"  # noqa: S105 - an examination result
    FAIL = "fail"


class Band(StrEnum):
    """Where a Step 2 CK score stands for a specialty; best first."""

    AT_OR_ABOVE_MATCHED = "at_or_above_matched"
    BELOW_MATCHED = "below_matched"
    NOT_LOW = "not_low"
    MILDLY_LOW = "mildly_low"
    MODERATELY_LOW = "moderately_low"
    SIGNIFICANTLY_LOW = "significantly_low"
    NOT_PASSING = "not_passing"
    UNKNOWN = "unknown"


class Position(StrEnum):
    """Where a score lies among those who matched, as far as quartiles are held."""

    ABOVE_CENTRE = "above_centre"
    MIDDLE_HALF = "middle_half"
    UNDER_LOWER_QUARTER = "under_lower_quarter"
    NO_QUARTILE = "no_quartile"


class Record(StrEnum):
    """The examination record as a whole."""

    CLEAN = "clean"
    ONE_FAIL = "one_fail"
    SEVERAL_FAILS = "several_fails"
    UNKNOWN = "unknown"


class Trend(StrEnum):
    """From Step 1 to Step 2 CK, where both have numbers."""

    UP = "up"
    LEVEL = "level"
    DOWN = "down"
    UNKNOWN = "unknown"


class GateLevel(StrEnum):
    """How a gate bears on the plan."""

    STOP = "stop"
    SETTLE = "settle"
    KNOW = "know"


class LetterKind(StrEnum):
    """Who writes a letter of recommendation."""

    RADIOLOGY = "radiology"
    IR = "ir"
    CLINICAL = "clinical"
    SECOND_FIELD = "second_field"


class RotationKind(StrEnum):
    """Rotations the profile counts, done and planned."""

    RADIOLOGY = "radiology"
    IR = "ir"
    AWAY = "away"
    SUB_INTERNSHIP = "sub_internship"


class ResearchKind(StrEnum):
    """Scholarly work the profile counts."""

    PROJECTS = "projects"
    ABSTRACTS = "abstracts"
    PAPERS = "papers"
    RADIOLOGY = "radiology"


class Topic(StrEnum):
    """What guidance is about; the topics an assessment opens."""

    SCORES = "scores"
    STEP2 = "step2"
    STEP3 = "step3"
    CLINICAL = "clinical"
    ROTATIONS = "rotations"
    US_EXPERIENCE = "us_experience"
    LETTERS = "letters"
    RESEARCH = "research"
    MENTORS = "mentors"
    PROGRAMS = "programs"
    APPLICATIONS = "applications"
    SIGNALS = "signals"
    SECOND_FIELD = "second_field"
    POSITIONS = "positions"
    STORY = "story"
    STATEMENT = "statement"
    APPLICATION_FORM = "application_form"
    INTERVIEWS = "interviews"
    RANKING = "ranking"
    AFTER_MATCH = "after_match"
    REAPPLYING = "reapplying"
    WELLBEING = "wellbeing"


class MilestoneName(StrEnum):
    """The dates of a season, in the usual order.

    ``SOAP_OFFERS`` is the first round of offers. The match of independent interventional
    radiology is data about the season and no date of a student's.
    """

    VSLO_OPENS = "vslo_opens"
    ERAS_OPENS = "eras_opens"
    IR_INDEPENDENT_MATCH_DAY = "ir_independent_match_day"
    IMG_TOKEN = "img_token"  # noqa: S105 - a date
    SUBMIT = "submit"
    IMG_DOCUMENTS = "img_documents"
    NRMP_OPENS = "nrmp_opens"
    REVIEW = "review"
    MILITARY_RESULTS = "military_results"
    NRMP_STANDARD_DEADLINE = "nrmp_standard_deadline"
    PATHWAYS_DEADLINE = "pathways_deadline"
    RANKING_OPENS = "ranking_opens"
    NRMP_LATE_DEADLINE = "nrmp_late_deadline"
    RANK_LIST_DEADLINE = "rank_list_deadline"
    MATCH_WEEK = "match_week"
    SOAP_APPLICATIONS = "soap_applications"
    SOAP_REVIEW = "soap_review"
    SOAP_OFFERS = "soap_offers"
    SOAP_ROUND_2 = "soap_round_2"
    SOAP_ROUND_3 = "soap_round_3"
    SOAP_ROUND_4 = "soap_round_4"
    SOAP_ENDS = "soap_ends"
    MATCH_DAY = "match_day"
    SEASON_ENDS = "season_ends"


class Strength(StrEnum):
    """How firmly a fact is known."""

    OFFICIAL = "official"
    TRANSCRIBED = "transcribed"
    SECOND_HAND = "second_hand"
    ESTIMATE = "estimate"
    GUIDANCE = "guidance"


class Ladder(StrEnum):
    """How often, and how long before, a person is reminded of a date.

    ``IRREVERSIBLE`` is what cannot be made up for, ``PERSON`` depends on somebody else,
    ``PREPARATION`` stands in the weekly digest alone, ``OWN`` is a date of the person's own, and
    of ``NONE`` nobody is reminded.
    """

    IRREVERSIBLE = "irreversible"
    PERSON = "person"
    PREPARATION = "preparation"
    OWN = "own"
    NONE = "none"


class MilestoneState(StrEnum):
    """Where a person stands with a date of their timeline."""

    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"
