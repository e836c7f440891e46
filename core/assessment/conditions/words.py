"""Names of the field's terms as people say them, and numbers with their nouns."""

from core.terms import (
    ApplicantType,
    Exam,
    ExamStatus,
    LetterKind,
    ResearchKind,
    RotationKind,
    Specialty,
    Stage,
)

APPLICANTS = {
    ApplicantType.US_MD_SENIOR: "a US MD senior",
    ApplicantType.US_MD_GRADUATE: "a US MD graduate",
    ApplicantType.US_DO_SENIOR: "a US DO senior",
    ApplicantType.US_DO_GRADUATE: "a US DO graduate",
    ApplicantType.US_IMG: "a US-citizen IMG",
    ApplicantType.NON_US_IMG: "a non-US IMG",
    ApplicantType.CANADIAN: "at, or from, a Canadian school",
}
SPECIALTIES = {
    Specialty.DR: "diagnostic radiology",
    Specialty.IR: "interventional radiology",
}
STAGES = {
    Stage.NOT_APPLIED: "you have not applied yet",
    Stage.APPLIED: "you have applied",
    Stage.INTERVIEWING: "you have interviews",
    Stage.RANKED: "your rank list is in",
}
EXAMS = {
    Exam.STEP1: "Step 1",
    Exam.STEP2_CK: "Step 2 CK",
    Exam.STEP3: "Step 3",
    Exam.COMLEX2: "COMLEX Level 2-CE",
}
EXAM_STATUSES = {
    ExamStatus.NOT_TAKEN: "you have not taken {exam} yet",
    ExamStatus.SCHEDULED: "your {exam} is still to come",
    ExamStatus.AWAITING_SCORE: "your {exam} score is still to come",
    ExamStatus.SCORED: "you have your {exam} result",
}
LETTERS = {
    LetterKind.RADIOLOGY: ("radiology letter", "radiology letters"),
    LetterKind.IR: ("interventional radiology letter", "interventional radiology letters"),
    LetterKind.CLINICAL: ("clinical letter", "clinical letters"),
    LetterKind.SECOND_FIELD: (
        "letter for your second field",
        "letters for your second field",
    ),
}
ROTATIONS = {
    RotationKind.RADIOLOGY: ("radiology rotation", "radiology rotations"),
    RotationKind.IR: ("interventional radiology rotation", "interventional radiology rotations"),
    RotationKind.AWAY: ("away rotation", "away rotations"),
    RotationKind.SUB_INTERNSHIP: ("sub-internship", "sub-internships"),
}
STATISTICS = {"median": "median", "mean": "average"}
RESEARCH = {
    ResearchKind.PROJECTS: ("research project", "research projects"),
    ResearchKind.ABSTRACTS: ("abstract or poster", "abstracts and posters"),
    ResearchKind.PAPERS: ("published paper", "published papers"),
    ResearchKind.RADIOLOGY: ("piece of radiology research", "pieces of radiology research"),
}


def counted(number: int, one: str, several: str) -> str:
    """A number with its noun; none is said in words."""
    if number == 0:
        return f"no {one}"
    return f"{number} {one if number == 1 else several}"


# The same kinds together, as the published figures count them.
MATCHED_AMONG = {
    ApplicantType.US_MD_SENIOR: "US MD seniors",
    ApplicantType.US_MD_GRADUATE: "US MD graduates",
    ApplicantType.US_DO_SENIOR: "US DO seniors",
    ApplicantType.US_DO_GRADUATE: "US DO graduates",
    ApplicantType.US_IMG: "US-citizen IMGs",
    ApplicantType.NON_US_IMG: "non-US IMGs",
    ApplicantType.CANADIAN: "Canadian applicants",
}
