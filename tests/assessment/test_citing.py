from datetime import date

from core.assessment.citing import Citations
from core.facts.guidance import GuideSection
from core.terms import Exam, Strength
from tests.assessment.cases import TODAY, facts, grounds

LATER = date(2040, 1, 1)


def test_a_fact_is_cited_with_its_title_strength_and_day() -> None:
    mark = facts().examinations.pass_mark(Exam.STEP2_CK, TODAY)
    assert mark is not None
    [cited] = Citations(facts()).of(mark, TODAY)
    source = facts().sources[mark.sources[0]]
    assert (cited.id, cited.title, cited.address) == (source.id, source.title, source.address)
    assert (cited.strength, cited.checked, cited.stale) == (mark.strength, mark.checked, False)


def test_a_fact_is_stale_from_the_day_after_its_check_is_due() -> None:
    mark = facts().examinations.pass_mark(Exam.STEP2_CK, TODAY)
    assert mark is not None
    citations = Citations(facts())
    assert not any(one.stale for one in citations.of(mark, mark.check_again))
    assert all(one.stale for one in citations.of(mark, LATER))


def test_several_facts_of_one_source_name_it_once() -> None:
    marks = [mark for mark in facts().examinations.pass_marks if mark.exam is Exam.STEP2_CK]
    cited = grounds().citations.all_of(TODAY, *marks, None)
    assert len({one.id for one in cited}) == len(cited)
    assert {one.id for one in cited} == {source for mark in marks for source in mark.sources}


def test_a_source_named_once_is_stale_if_any_fact_that_rests_on_it_is() -> None:
    due = sorted(facts().examinations.pass_marks, key=lambda mark: mark.check_again)
    first = due[0]
    day = date(first.check_again.year + 1, 1, 1)
    later = [mark for mark in due if mark.check_again > day]
    assert any(one.stale for one in grounds().citations.all_of(day, *later, first))


def test_a_guide_can_be_a_source_beside_publications() -> None:
    table = facts().bands.tables[0]
    cited = {one.id: one for one in grounds().citations.of(table, TODAY)}
    assert cited["dr"].title == facts().guides["dr"].title
    assert cited["dr"].address is None


def test_a_passage_of_a_guide_is_cited_by_its_heading() -> None:
    passage = GuideSection(guide="ir", section="Letters of Recommendation")
    cited = grounds().citations.section(passage)
    assert (cited.id, cited.section) == ("ir", "Letters of Recommendation")
    assert cited.strength is Strength.GUIDANCE


def test_a_publication_nothing_dated_rests_on_is_as_firm_as_the_list_of_sources_says() -> None:
    citations = grounds().citations
    unused = [source for id_, source in facts().sources.items() if not citations.due(id_)]
    assert unused
    for source in unused:
        assert citations.source(source.id, TODAY).strength is source.strength
    assert citations.source("reading_room_policy", TODAY).strength is Strength.GUIDANCE
    assert citations.source("general", TODAY).strength is Strength.GUIDANCE
