"""Which unanswered questions are named, and in which order."""

from core.assessment.assess import assess
from core.profile.applicant import Profile
from tests.assessment.profiles import TODAY, held, seeded, varied


def unknowns(**answers: object) -> dict[str, tuple[str, ...]]:
    given = {"applicant": "us_img", "specialty": ("dr",), **answers}
    reading = assess(Profile.model_validate(given), held(), TODAY)
    return {unknown.field: unknown.changes for unknown in reading.unknowns}


def test_the_score_comes_first_while_it_is_not_known() -> None:
    assert next(iter(unknowns())) in {"step2_ck", "step2_status"}


def test_a_band_that_waits_names_its_specialty() -> None:
    assert "band:dr" in unknowns()["step2_ck"]
    assert "band:dr" in unknowns(step2_ck=212)["step2_result"]


def test_a_gate_that_asks_is_counted() -> None:
    assert any(change.startswith("gate:ecfmg") for change in unknowns()["ecfmg"])


def test_an_action_that_may_be_done_already_is_counted() -> None:
    assert "action:letters_radiology" in unknowns()["letters_radiology"]


def test_only_unanswered_fields_are_named_most_telling_first() -> None:
    rng = seeded(11)
    for _ in range(200):
        profile = varied(rng)
        found = assess(profile, held(), TODAY).unknowns
        assert all(getattr(profile, one.field) in (None, ()) for one in found)
        weights = [one.weight for one in found]
        assert weights == sorted(weights, reverse=True)
        assert all(one.weight > 0 and one.changes for one in found)


def test_an_answered_question_is_no_longer_named() -> None:
    assert "mentor" in unknowns()
    assert "mentor" not in unknowns(mentor=True)
