import pytest

from core.facts.catalogue import Facts
from core.terms import ApplicantType, Band, Specialty

DR, IR = Specialty.DR, Specialty.IR
TYPE = ApplicantType
AT, BELOW, NOT_LOW = Band.AT_OR_ABOVE_MATCHED, Band.BELOW_MATCHED, Band.NOT_LOW
MILD, MODERATE, SIGNIFICANT = Band.MILDLY_LOW, Band.MODERATELY_LOW, Band.SIGNIFICANTLY_LOW
MEAN = 251


def _band(facts: Facts, specialty: Specialty, applicant: ApplicantType, score: int) -> Band:
    table = facts.bands.table(specialty, applicant)
    assert table is not None
    for cut in table.cuts:
        floor = cut.points if cut.points is not None else MEAN + (cut.from_mean or 0)
        if score >= floor:
            return cut.band
    return table.lowest


@pytest.mark.parametrize(
    ("applicant", "edges"),
    [
        (TYPE.US_MD_SENIOR, {257: AT, 256: BELOW, 235: BELOW, 234: MILD, 220: MILD}),
        (TYPE.US_DO_SENIOR, {252: AT, 251: BELOW, 235: BELOW, 234: MILD, 220: MILD}),
        (TYPE.US_IMG, {247: AT, 246: BELOW, 230: BELOW, 229: MILD, 220: MILD}),
        (TYPE.NON_US_IMG, {250: AT, 249: BELOW, 230: BELOW, 229: MILD, 220: MILD}),
        (TYPE.US_MD_GRADUATE, {260: NOT_LOW, 235: NOT_LOW, 234: MILD, 220: MILD}),
        (TYPE.US_DO_GRADUATE, {260: NOT_LOW, 235: NOT_LOW, 234: MILD, 220: MILD}),
        (TYPE.CANADIAN, {260: NOT_LOW, 230: NOT_LOW, 229: MILD, 220: MILD}),
    ],
)
def test_diagnostic_radiology_is_cut_where_it_was_decided(
    facts: Facts, applicant: ApplicantType, edges: dict[int, Band]
) -> None:
    lower = {219: MODERATE, 210: MODERATE, 209: SIGNIFICANT}
    for score, band in {**edges, **lower}.items():
        assert _band(facts, DR, applicant, score) is band, score


@pytest.mark.parametrize(
    ("applicant", "centre", "top"),
    [
        (TYPE.US_MD_SENIOR, 255, BELOW),
        (TYPE.US_DO_SENIOR, 253, BELOW),
        (TYPE.NON_US_IMG, 260, BELOW),
        (TYPE.US_IMG, None, NOT_LOW),
        (TYPE.US_MD_GRADUATE, None, NOT_LOW),
        (TYPE.US_DO_GRADUATE, None, NOT_LOW),
        (TYPE.CANADIAN, None, NOT_LOW),
    ],
)
def test_interventional_radiology_is_cut_by_the_mean(
    facts: Facts, applicant: ApplicantType, centre: int | None, top: Band
) -> None:
    if centre is not None:
        assert _band(facts, IR, applicant, centre) is AT
        assert _band(facts, IR, applicant, centre - 1) is BELOW
    edges = {-4: top, -5: MILD, -10: MILD, -11: MODERATE, -20: MODERATE, -21: SIGNIFICANT}
    for from_mean, band in edges.items():
        assert _band(facts, IR, applicant, MEAN + from_mean) is band, from_mean


@pytest.mark.parametrize(
    ("specialty", "applicant", "quartiles", "n"),
    [
        (DR, TYPE.US_MD_SENIOR, (249, 257), 629),
        (DR, TYPE.NON_US_IMG, (243, 250), 75),
        (IR, TYPE.US_MD_SENIOR, (246, 255), 128),
        (IR, TYPE.NON_US_IMG, (253, 260), 11),
    ],
)
def test_quartiles_stand_with_the_number_of_people_behind_them(
    facts: Facts,
    specialty: Specialty,
    applicant: ApplicantType,
    quartiles: tuple[int, int],
    n: int,
) -> None:
    table = facts.bands.table(specialty, applicant)
    assert table is not None
    centre = table.centre
    assert centre is not None
    assert (centre.lower_quarter, centre.points) == quartiles
    assert (centre.statistic, centre.n) == ("median", n)


def test_a_centre_agrees_with_the_published_spread_of_its_year(facts: Facts) -> None:
    for table in facts.bands.tables:
        if table.centre is None:
            continue
        (spread,) = [
            spread
            for spread in facts.outcomes.spreads
            if spread.specialty is table.specialty
            and set(spread.applicants) & set(table.applicants)
            and spread.years == str(table.centre.year)
        ]
        assert (spread.matched_centre, spread.matched_n) == (table.centre.points, table.centre.n)
        assert spread.sources == table.centre.sources


def test_a_guides_word_is_claimed_for_those_it_was_written_for(facts: Facts) -> None:
    for table in facts.bands.tables:
        for band, guide in table.words.items():
            written_for = facts.guides[guide].applicants
            assert table.specialty in facts.guides[guide].specialties
            assert not written_for or set(table.applicants) <= set(written_for), band


def test_guide_words_are_attributed_within_the_guides_audience(facts: Facts) -> None:
    assert {word.guide for word in facts.bands.guide_words} == {
        "dr",
        "dr_us_img",
        "ir",
        "ir_us_img",
    }
    for word in facts.bands.guide_words:
        guide = facts.guides[word.guide]  # type: ignore[index]
        assert word.specialty in guide.specialties
        assert not guide.applicants or set(word.applicants) == set(guide.applicants)


def test_guidance_for_low_scores_begins_below_the_usual(facts: Facts) -> None:
    assert set(facts.bands.low_bands) == {MILD, MODERATE, SIGNIFICANT, Band.NOT_PASSING}


def test_disputed_stretches_lie_the_right_way_round(facts: Facts) -> None:
    for disputed in facts.bands.disputed:
        assert disputed.applicants
        for low, high in (
            (disputed.low, disputed.high),
            (disputed.low_from_mean, disputed.high_from_mean),
        ):
            assert (low is None) == (high is None)
            assert low is None or high is None or low <= high
