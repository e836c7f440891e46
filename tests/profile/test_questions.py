"""Every answer of the profile can be asked, in pages that a person can bear."""

from core.dialogue.form import QUESTIONS_A_PAGE
from core.facts.catalogue import Facts
from core.profile.answers import changed, read_answers, typed_answer
from core.profile.applicant import Profile
from core.profile.questions.bank import QuestionBank
from core.terms import ApplicantType, Phase


def test_every_attribute_of_a_profile_can_be_given_by_name(bank: QuestionBank) -> None:
    # Where one stands with Step 2 CK is given in the place of its score.
    assert set(Profile.model_fields) - set(bank.questions) == {"step2_status"}


def test_every_question_sets_an_attribute_of_the_profile(bank: QuestionBank) -> None:
    assert set(bank.questions) - set(Profile.model_fields) == {"season_stage"}


def test_the_first_page_asks_the_five_that_carry_the_reading(bank: QuestionBank) -> None:
    assert bank.pages[0].names == (
        "applicant",
        "specialty",
        "season_stage",
        "step2_ck",
        "step2_date",
    )


def test_the_second_page_asks_what_is_left_of_the_first_list(bank: QuestionBank) -> None:
    assert {"step2_result", "failed_attempts", "step1_result", "graduation_date"} <= set(
        bank.pages[1].names
    )


def test_no_page_asks_more_than_five_questions(bank: QuestionBank) -> None:
    assert max(len(page.names) for page in bank.pages) <= QUESTIONS_A_PAGE


def test_every_question_stands_on_one_page(bank: QuestionBank) -> None:
    asked = [name for page in bank.pages for name in page.names]
    assert len(asked) == len(set(asked))
    # Season and stage are one question on a page and two for those who type.
    assert set(bank.questions) - set(asked) == {"season", "stage"}


def test_applicant_and_specialty_are_the_required_ones(bank: QuestionBank) -> None:
    required = {name for name, question in bank.questions.items() if question.required}
    assert required == {"applicant", "specialty"}


def test_every_question_says_why_it_is_asked(bank: QuestionBank) -> None:
    assert all(question.reason for question in bank.questions.values())


def test_us_clinical_experience_is_asked_of_international_graduates_alone(
    bank: QuestionBank,
) -> None:
    page = bank.page("international")
    assert page is not None
    asked_of = {
        kind for kind in ApplicantType if page.concerns(Profile(applicant=kind), Phase.BUILDING)
    }
    assert asked_of == {
        ApplicantType.US_IMG,
        ApplicantType.NON_US_IMG,
        ApplicantType.CANADIAN,
    }


def test_interviews_are_not_asked_before_there_can_be_any(bank: QuestionBank) -> None:
    page = bank.page("interviews")
    assert page is not None
    assert not page.concerns(Profile(), Phase.BUILDING)
    assert page.concerns(Profile(), Phase.INTERVIEWING)


def test_a_saved_profile_typed_again_is_the_same_profile(facts: Facts, bank: QuestionBank) -> None:
    given = {
        "applicant": "non_us_img",
        "specialty": "ir,dr",
        "season_stage": "2028_not_applied",
        "step2_ck": "231",
        "step2_date": "2025-08-01",
        "home_dr": "no",
        "ties": "ny,ca",
        "country": "India",
        "letters_radiology": "0",
        "feedback": "letters,late",
    }
    profile = changed(Profile(), read_answers(given, bank).attributes)
    again = {name: typed_answer(profile, name) for name in bank.questions}
    assert changed(Profile(), read_answers(again, bank).attributes) == profile


def test_unknown_clears_an_answer(bank: QuestionBank) -> None:
    saved = Profile(letters_radiology=2, ties=("NY",), season=2028, stage="not_applied")
    given = {"letters_radiology": "unknown", "ties": "unknown", "season_stage": "unknown"}
    cleared = changed(saved, read_answers(given, bank).attributes)
    assert cleared == Profile()


def test_a_word_in_place_of_the_score_says_where_one_stands(bank: QuestionBank) -> None:
    given = {"step2_ck": "awaiting score"}
    profile = changed(Profile(step2_ck=240), read_answers(given, bank).attributes)
    assert profile.step2_ck is None
    assert profile.step2_status == "awaiting_score"


# What both platforms take without shortening: a Discord modal's label (45) and description (100),
# a Slack modal's title (24) and option text (75); docs/fit-on-platforms.md lays it out.
LABEL, REASON, TITLE, OPTION = 45, 100, 24, 75


def test_labels_reasons_and_titles_fit_both_platforms_as_they_are(bank: QuestionBank) -> None:
    assert all(len(page.title) <= TITLE for page in bank.pages)
    assert all(len(question.label) <= LABEL for question in bank.questions.values())
    assert all(len(question.reason) <= REASON for question in bank.questions.values())
    labels = [one.label for question in bank.questions.values() for one in question.choices]
    assert max(map(len, labels)) <= OPTION


def test_no_question_but_the_states_offers_more_than_a_menu_holds(bank: QuestionBank) -> None:
    most = 25
    longer = {name for name, one in bank.questions.items() if len(one.choices) > most}
    assert longer == {"ties"}
