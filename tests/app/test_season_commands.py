"""``readingroom season``: the operator sees, sets, confirms and takes back dates."""

import asyncio
import json
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from bot.cli import readingroom
from core.storage.engine import Store
from core.storage.people import person_for
from core.storage.season_corrections import read_corrections
from core.storage.season_proposals import add_proposal, open_proposals
from core.storage.servers import read_server, server_joined

NOW = datetime(2026, 11, 24, tzinfo=UTC)
FILE = """
seasons:
  - season: 2027
    milestones:
      - {name: rank_list_deadline, at: 2027-03-03T20:00:00, sources: [the dean], strength: official,
         checked: 2026-11-23, check_again: 2026-12-23}
      - {name: match_day, at: MATCH, sources: [match_calendar_2027], strength: official,
         checked: 2026-11-23, check_again: 2026-12-23}
"""


class Operator:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.database = f"sqlite:///{folder / 'people.db'}"

    def says(self, *words: str) -> Result:
        return CliRunner().invoke(readingroom, ["season", *words, "--database", self.database])

    def done(self, *words: str) -> str:
        result = self.says(*words)
        assert result.exit_code == 0, result.output
        return result.output

    def refused(self, *words: str) -> str:
        before = self.corrected()
        result = self.says(*words)
        assert result.exit_code != 0
        assert self.corrected() == before
        return result.output

    def sets(self, name: str, when: str, *more: str, season: str = "2027") -> str:
        return self.done("set", season, name, when, "--source", "NRMP https://nrmp.org/c", *more)

    def dates(self, season: int = 2027) -> dict[str, dict[str, Any]]:
        shown = json.loads(self.done("show", str(season), "--json"))["seasons"]
        return {one["name"]: one for one in shown[0]["dates"]}

    def corrected(self) -> set[tuple[int, str]]:
        async def read() -> set[tuple[int, str]]:
            store = await Store.open(self.database)
            try:
                async with store.reading() as tx:
                    return {(one.season, one.name) for one in (await read_corrections(tx)).held}
            finally:
                await store.close()

        return asyncio.run(read())

    def proposed(self, at: str = "2027-03-03T20:00") -> int:
        async def write() -> int:
            store = await Store.open(self.database)
            try:
                async with store.writing() as tx:
                    await server_joined(tx, door="discord", platform_id="s1", now=NOW)
                    server = await read_server(tx, door="discord", platform_id="s1")
                    assert server is not None
                    person = await person_for(
                        tx, door="discord", tenant="", platform_id="7", now=NOW
                    )
                    await add_proposal(
                        tx, server_id=server.id, person_id=person, season=2027, at=at, now=NOW,
                        milestone="rank_list_deadline", source="a letter of the dean",
                    )  # fmt: skip
                    return (await open_proposals(tx))[-1].id
            finally:
                await store.close()

        return asyncio.run(write())


@pytest.fixture
def operator(tmp_path: Path) -> Operator:
    return Operator(tmp_path)


def test_every_date_is_shown_with_zone_source_and_strength(operator: Operator) -> None:
    shown = operator.done("show", "2028")
    assert "2028-03-01 21:00 America/New_York" in shown
    assert "estimate: the third Friday of March" in shown
    assert "vslo_opens                2027-02-01 to 2027-02-28" in shown
    assert "corrected here" not in shown
    assert "from: ERAS timeline, season 2026 https://students-residents.aamc.org/" in shown


def test_a_date_that_was_set_is_shown_as_corrected_with_its_source(operator: Operator) -> None:
    said = operator.sets("rank_list_deadline", "2027-03-03 20:00", "--strength", "official")
    assert "2027-03-03 20:00 America/New_York, official" in said
    assert "nrmp_late_deadline still stands at 2027-03-03 21:00" in said
    now = operator.dates()["rank_list_deadline"]
    assert (now["at"], now["corrected"], now["sources"]) == ("2027-03-03T20:00:00", True, ["NRMP"])
    assert not operator.dates()["match_day"]["corrected"]
    assert "corrected here" in operator.done("show", "2027")


def test_without_a_word_on_strength_a_date_is_second_hand(operator: Operator) -> None:
    operator.sets("match_day", "2027-03-19")
    now = operator.dates()["match_day"]
    assert (now["strength"], now["timed"]) == ("second_hand", False)


def test_a_span_of_days_can_be_set_and_another_zone(operator: Operator) -> None:
    operator.sets("img_token", "2027-06-14 / 2027-06-18", season="2028")
    token = operator.dates(2028)["img_token"]
    assert (token["at"][:10], token["until"]) == ("2027-06-14", "2027-06-18")
    operator.sets("submit", "1 September 2027 9:00", "--zone", "chicago", season="2028")
    assert operator.dates(2028)["submit"]["zone"] == "America/Chicago"


def test_a_confirmed_date_stays_and_is_known_more_firmly(operator: Operator) -> None:
    before = operator.dates(2028)["match_day"]
    operator.done("confirm", "2028", "match_day", "--source", "NRMP, 2028 calendar")
    now = operator.dates(2028)["match_day"]
    assert (now["at"], now["strength"], now["note"]) == (before["at"], "official", "")
    weaker = ("confirm", "2028", "match_day", "--source", "a blog", "--strength", "estimate")
    assert "is known as official already" in operator.refused(*weaker)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("set", "2027", "match_week", "2027-03-02 10:00", "--source", "a blog"), "lies before"),
        (("set", "2027", "match_week", "2027-03-14 02:30", "--source", "a blog"), "skip 2027-03"),
        (("set", "2027", "match_week", "03/15/2027", "--source", "a blog"), "is accepted"),
        (("set", "2027", "match_week", "2027-03-15 24:30", "--source", "a blog"), "is accepted"),
        (("set", "2027", "match_week", "2029-03-15", "--source", "a blog"), "outside the years"),
        (("set", "2040", "match_week", "2040-03-15", "--source", "a blog"), "There is no season"),
        (("set", "2027", "mach_week", "2027-03-15", "--source", "a blog"), "Invalid value"),
        (("set", "2027", "match_week", "2027-03-15", "--source", "x" * 301), "3 to 300 characters"),
        (("set", "2027", "match_week", "2027-03-15"), "Missing option '--source'"),
        (
            ("set", "2027", "match_week", "2027-03-15", "--source", "abc", "--zone", "Moon"),
            "a zone as America/New_York is accepted",
        ),
        (
            ("set", "2027", "match_week", "2027-03-15", "--source", "abc", "--note", "n" * 301),
            "a note is one line",
        ),
        (("confirm", "2026", "soap_ends", "--source", "abc"), "has no soap_ends yet"),
        (("reset", "2027"), "Name one date, or give --all."),
        (("show", "2040"), "There is no season 2040"),
        (("accept", "5"), "There is no open proposal 5."),
        (("decline", "5"), "There is no open proposal 5."),
    ],
)
def test_what_cannot_be_done_is_one_sentence_and_changes_nothing(
    operator: Operator, words: tuple[str, ...], said: str
) -> None:
    assert said in operator.refused(*words)


def test_a_correction_is_taken_back_alone_or_with_its_season(operator: Operator) -> None:
    operator.sets("match_day", "2027-03-19 13:00")
    operator.sets("submit", "2027-09-01 10:00", season="2028")
    operator.sets("review", "2027-09-22 10:00", season="2028")
    operator.done("reset", "2028", "submit")
    assert operator.corrected() == {(2027, "match_day"), (2028, "review")}
    operator.done("reset", "2027", "--all")
    assert operator.corrected() == {(2028, "review")}


def test_what_would_not_stand_without_another_correction_is_not_taken_back(
    operator: Operator,
) -> None:
    operator.sets("match_day", "2027-03-22 12:00")
    operator.sets("soap_ends", "2027-03-20 21:00")
    assert "match_day lies before soap_ends" in operator.refused("reset", "2027", "match_day")


def test_a_file_is_taken_whole_and_what_stands_already_is_left(
    operator: Operator, tmp_path: Path
) -> None:
    file = tmp_path / "dates.yaml"
    file.write_text(FILE.replace("MATCH", "2027-03-19T12:00:00"))
    assert "Dates set: 2. As they were already: 0." in operator.done("apply", str(file))
    assert "Dates set: 0. As they were already: 2." in operator.done("apply", str(file))
    assert operator.dates()["rank_list_deadline"]["sources"] == ["the dean"]


def test_the_file_of_the_package_is_taken_as_it_is(operator: Operator, tmp_path: Path) -> None:
    held = resources.files("core.facts").joinpath("seasons.yaml").read_text("utf-8")
    file = tmp_path / "seasons.yaml"
    file.write_text(held)
    assert "Dates set: 0. As they were already: " in operator.done("apply", str(file))
    file.write_text(held.replace("at: 2027-05-31T17:00:00", "at: 2027-05-30T17:00:00"))
    assert "Dates set: 1." in operator.done("apply", str(file))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (FILE.replace("MATCH", "2027-03-01T12:00:00").encode(), "match_day lies before"),
        (FILE.replace("MATCH", "tomorrow").encode(), "name match_day: at: "),
        (FILE.replace("MATCH", "2027-03-19T12:00:00}\n      - {name: nothing").encode(), "name"),
        (b"seasons: [", "line"),
        (b"\xff\xfe", "it is not text in UTF-8"),
        (b"#" * 1_000_001, "1000000 bytes at most"),
        (b"", "it has no list 'seasons'"),
        (b"root:x:0:0:root", "it has no list 'seasons'"),
    ],
)
def test_a_file_with_anything_wrong_changes_nothing(
    operator: Operator, tmp_path: Path, content: bytes, said: str
) -> None:
    file = tmp_path / "dates.yaml"
    file.write_bytes(content)
    before = operator.corrected()
    result = operator.says("apply", str(file))
    assert result.exit_code != 0
    assert said in result.output + str(result.exception)
    assert operator.corrected() == before


def test_proposals_are_shown_beside_the_date_that_stands(operator: Operator) -> None:
    assert operator.done("proposals") == "Nothing is proposed.\n"
    operator.proposed()
    shown = operator.done("proposals")
    assert "season 2027, rank_list_deadline: 2027-03-03T20:00" in shown
    assert "now: 2027-03-03 21:00 America/New_York" in shown
    assert "source: a letter of the dean" in shown


def test_an_accepted_proposal_is_a_correction_and_gone_from_the_list(operator: Operator) -> None:
    operator.done("accept", str(operator.proposed()))
    now = operator.dates()["rank_list_deadline"]
    assert (now["at"], now["strength"]) == ("2027-03-03T20:00:00", "second_hand")
    assert now["sources"] == ["a letter of the dean"]
    assert operator.done("proposals") == "Nothing is proposed.\n"


def test_a_proposal_that_makes_no_sense_stays_open_when_it_is_accepted(operator: Operator) -> None:
    number = str(operator.proposed("2027-03-30T20:00"))
    assert "match_week lies before" in operator.refused("accept", number)
    assert "2027-03-30" in operator.done("proposals")


def test_a_declined_proposal_changes_no_date(operator: Operator) -> None:
    operator.done("decline", str(operator.proposed()))
    assert operator.corrected() == set()
    assert operator.done("proposals") == "Nothing is proposed.\n"
