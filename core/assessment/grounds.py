"""What a reading stands on, worked out once per facts: sources, rows of evidence, disputes."""

from dataclasses import dataclass
from datetime import date

from core.assessment.citing import ByDay, Citations
from core.assessment.conditions import Test, compiled
from core.assessment.evidence_rows import Audience, EvidenceRows, evidence_rows
from core.assessment.result import Cited, DisagreementShown, GuideSays, Note
from core.facts.bands import Disputed, GuideWord
from core.facts.catalogue import Facts
from core.facts.disagreements import Disagreement, Side
from core.facts.examinations import MeasurementError, Percentiles, ScoreReport
from core.terms import Exam, Specialty


@dataclass(frozen=True, slots=True)
class DisagreementHeld:
    """A disagreement ready to be shown: whom it concerns, and how it reads by day."""

    test: Test
    shown: ByDay[DisagreementShown]


@dataclass(frozen=True, slots=True)
class Grounds:
    """Everything the reading needs of the facts that depends neither on person nor on day."""

    facts: Facts
    citations: Citations
    evidence: dict[Audience, EvidenceRows]
    disagreements: tuple[DisagreementHeld, ...]
    guide_words: dict[Specialty, tuple[tuple[GuideWord, GuideSays], ...]]
    disputed: dict[Specialty, tuple[tuple[Disputed, ByDay[Note]], ...]]
    percentiles: Percentiles | None
    report: ScoreReport | None
    error: MeasurementError | None


def grounds_of(facts: Facts, citations: Citations | None = None) -> Grounds:
    """Work the grounds out; done once, when the facts are loaded."""
    cited = citations or Citations(facts)
    return Grounds(
        facts=facts,
        citations=cited,
        evidence=evidence_rows(facts.outcomes, cited),
        disagreements=tuple(_held(one, cited) for one in facts.disagreements),
        guide_words={aim: tuple(_words(facts, cited, aim)) for aim in Specialty},
        disputed={aim: tuple(_disputes(facts, cited, aim)) for aim in Specialty},
        percentiles=facts.examinations.newest_percentiles(Exam.STEP2_CK),
        report=facts.examinations.report(Exam.STEP2_CK),
        error=next((e for e in facts.examinations.errors if e.exam is Exam.STEP2_CK), None),
    )


def _words(
    facts: Facts, citations: Citations, specialty: Specialty
) -> list[tuple[GuideWord, GuideSays]]:
    written_for: dict[str, str] = {guide.id: guide.written_for for guide in facts.guides.values()}
    return [
        (word, GuideSays(word.says, written_for[word.guide], citations.section(word)))
        for word in facts.bands.guide_words
        if word.specialty is specialty
    ]


def _disputes(
    facts: Facts, citations: Citations, specialty: Specialty
) -> list[tuple[Disputed, ByDay[Note]]]:
    return [
        (dispute, _dispute(dispute, citations))
        for dispute in facts.bands.disputed
        if dispute.specialty is specialty
    ]


def _dispute(dispute: Disputed, citations: Citations) -> ByDay[Note]:
    return ByDay(
        (day for source in dispute.sources for day in citations.due(source)),
        lambda day: Note(
            dispute.id,
            dispute.why,
            tuple(citations.source(source, day) for source in dispute.sources),
        ),
    )


def _held(disagreement: Disagreement, citations: Citations) -> DisagreementHeld:
    publications = [side.source for side in disagreement.sides if side.source is not None]
    rule = disagreement.ruled_by
    if rule is not None:
        publications.append(rule)
    return DisagreementHeld(
        test=compiled(disagreement.when),
        shown=ByDay(
            (day for source in publications for day in citations.due(source)),
            lambda day: DisagreementShown(
                id=disagreement.id,
                topic=disagreement.topic,
                kind=disagreement.kind,
                question=disagreement.question,
                sides=tuple(
                    (side.says, _said_by(side, citations, day)) for side in disagreement.sides
                ),
                reading=disagreement.reading,
                rule=None if rule is None else citations.source(rule, day),
            ),
        ),
    )


def _said_by(side: Side, citations: Citations, day: date) -> Cited:
    if side.guide is not None:
        return citations.section(side.guide)
    if side.source is None:
        raise ValueError("a side of a disagreement names neither guide nor source")
    return citations.source(side.source, day)
