from datetime import UTC, date, datetime

from core.dialogue.text import Code, Link, Moment, Named, Strong, plain, text


def test_the_words_alone_are_those_a_person_would_read_out() -> None:
    said = text("Ask ", Strong("them"), " by ", Moment(date(2027, 1, 6)), ": ", Code("/help"))
    assert plain(said) == "Ask them by 6 January 2027: /help"
    assert plain(text(Link("NRMP", "https://nrmp.org"))) == "NRMP"
    assert plain(text(Moment(datetime(2027, 1, 6, 23, 59, tzinfo=UTC)))) == "6 January 2027"


def test_what_a_platform_names_is_said_by_its_kind_and_id() -> None:
    said = text(Named("person", "1"), ", ", Named("role", "22"), ", ", Named("channel", "C3"))
    assert plain(said) == "person 1, role 22, channel C3"
