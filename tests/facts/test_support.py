import pytest

from core.facts.catalogue import Facts
from core.facts.load import load_facts
from core.facts.places import country
from core.hearing import Heard, hear

PHRASES = load_facts().support.phrases


def _compared(text: str) -> str:
    return " ".join(text.casefold().replace("\u2019", "'").split())


@pytest.mark.parametrize("text", PHRASES.must_offer)
def test_a_person_in_danger_is_offered_people(text: str) -> None:
    assert hear(text, PHRASES) is Heard.CRISIS


@pytest.mark.parametrize("text", PHRASES.must_acknowledge)
def test_a_person_who_is_low_is_acknowledged(text: str) -> None:
    assert hear(text, PHRASES) is Heard.LOW


@pytest.mark.parametrize("text", PHRASES.must_not)
def test_ordinary_talk_is_left_alone(text: str) -> None:
    assert hear(text, PHRASES) is Heard.NOTHING


def test_the_lists_are_generous() -> None:
    for examples in (PHRASES.must_offer, PHRASES.must_acknowledge, PHRASES.must_not):
        assert len(examples) >= 25


@pytest.mark.parametrize("kind", ["crisis", "low", "never"])
def test_phrases_are_written_as_they_are_compared(kind: str) -> None:
    phrases: tuple[str, ...] = getattr(PHRASES, kind)
    assert len(set(phrases)) == len(phrases)
    for phrase in phrases:
        assert phrase == _compared(phrase)


def test_a_phrase_with_an_apostrophe_is_held_without_it_too() -> None:
    for phrases in (PHRASES.crisis, PHRASES.low):
        for phrase in phrases:
            if "'" in phrase:
                assert phrase.replace("'", "") in phrases, phrase


def test_what_is_hidden_is_never_a_whole_cry_for_help() -> None:
    crisis, low = set(PHRASES.crisis), set(PHRASES.low)
    for phrase in PHRASES.never:
        assert phrase not in crisis | low
        assert " " in phrase, "one word alone would hide too much"


@pytest.mark.parametrize("text", PHRASES.must_offer)
def test_hiding_an_idiom_beside_it_hides_no_danger(text: str) -> None:
    for idiom in PHRASES.never:
        assert hear(f"{idiom}. {text}. {idiom}", PHRASES) is Heard.CRISIS


def test_the_united_states_have_the_lifeline_and_the_line_for_physicians(facts: Facts) -> None:
    reaches = [line.reach for line in facts.support.lines if line.country == "US"]
    assert any("988" in reach for reach in reaches)
    assert any("888-409-0141" in reach for reach in reaches)


@pytest.mark.parametrize(
    ("code", "number"),
    [
        ("CA", "988"),
        ("GB", "116 123"),
        ("IE", "116 123"),
        ("AU", "13 11 14"),
        ("NZ", "1737"),
        ("IN", "14416"),
        ("DE", "0800 111 0 111"),
        ("PH", "1553"),
        ("IL", "1201"),
        ("MX", "800 911 2000"),
        ("JM", "888-639-5433"),
        ("LK", "1926"),
        ("BR", "188"),
        ("NP", "1166"),
    ],
)
def test_a_country_has_its_number(facts: Facts, code: str, number: str) -> None:
    (line,) = [line for line in facts.support.lines if line.country == code]
    assert number in line.reach


def test_every_line_belongs_to_a_country_that_exists_and_is_looked_at_again(facts: Facts) -> None:
    for line in facts.support.lines:
        assert country(line.country) == line.country
        assert (line.check_again - line.checked).days <= 100
    assert facts.support.finder.address.startswith("https://")


@pytest.mark.parametrize(
    "mark", list('"*_~`()[]{}<>/\\|-,.!?;:\u201c\u201d\u2018\u2019\u00ab\u00bb#+')
)
@pytest.mark.parametrize("text", ["i want to {}die{}", "{}i{} want {}to{} die", "{}kms{}"])
def test_punctuation_and_markup_hide_nothing(mark: str, text: str) -> None:
    assert hear(text.replace("{}", mark), PHRASES) is Heard.CRISIS
    assert hear(text.replace("{}", mark * 3), PHRASES) is Heard.CRISIS


@pytest.mark.parametrize("text", ["i want to diee", "wanttt to dieeee", "killl myselffff", "kmsss"])
def test_stretched_letters_are_heard(text: str) -> None:
    assert hear(text, PHRASES) is Heard.CRISIS


def test_a_phrase_that_reaches_beyond_a_harmless_one_still_counts() -> None:
    assert hear("a project on suicide", PHRASES) is Heard.NOTHING
    assert hear("a project on suicide methods", PHRASES) is Heard.CRISIS


def test_a_harmless_phrase_is_not_made_across_two_sentences() -> None:
    assert hear("I think of self harm. Research is done", PHRASES) is Heard.CRISIS
    assert hear("a poster of self harm research", PHRASES) is Heard.NOTHING
