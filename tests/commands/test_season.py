"""``/season`` shows dates with their sources; leaders propose others, and nobody else."""

from dataclasses import replace

import pytest

from core.commands.desk import Desk
from core.commands.visit import Server, ServerKind, Where
from core.dialogue.command import Place
from core.dialogue.form import submission
from core.dialogue.reply import Items, Paragraph, Reply, Sources
from core.dialogue.text import plain
from core.storage.people import find_person
from core.storage.privacy import export_person
from core.storage.season_corrections import read_corrections
from core.storage.season_proposals import Proposal, open_proposals
from tests.commands.conftest import Person

GIVEN = {
    "for_season": "2027",
    "milestone": "rank_list_deadline",
    "proposed_date": "3 March 2027 20:00",
    "proposed_source": "NRMP https://nrmp.org/calendar",
}


def there(person: str, *, administrator: bool = False) -> Where:
    kind = ServerKind("workspace", "person", "invite it there")
    return Where(
        Place.SERVER, Server("T1", administrator, ids=frozenset({person}), kind=kind), "UTC"
    )


@pytest.fixture
async def leader(desk: Desk) -> Person:
    await Person(desk, "admin", where=there("U2", administrator=True)).reply(
        "/setup leaders:U1 default_season:2027"
    )
    return Person(desk, "ada", where=there("U1"))


def line(**changed: str) -> str:
    return "/propose " + " ".join(f'{name}:"{said}"' for name, said in (GIVEN | changed).items())


async def waiting(desk: Desk) -> tuple[Proposal, ...]:
    async with desk.store.reading() as tx:
        return await open_proposals(tx)


def shown(reply: Reply) -> list[str]:
    items = [block for block in reply.blocks if isinstance(block, Items)]
    return [plain(item.text) for block in items for item in block.items]


def words(reply: Reply) -> str:
    return " ".join(plain(one.text) for one in reply.blocks if isinstance(one, Paragraph))


async def test_season_2028_is_called_an_estimate_above_and_beside_each_date(
    person: Person,
) -> None:
    reply = await person.reply("/season 2028")
    assert "Every date of this season is an estimate" in words(reply)
    dates = shown(reply)
    assert len(dates) == 23
    assert all("(estimate)" in one for one in dates)


async def test_a_season_that_is_running_tells_which_of_its_dates_are_estimates(
    person: Person,
) -> None:
    reply = await person.reply("/season 2027")
    assert "What is called an estimate has not been published" in words(reply)
    (deadline,) = (one for one in shown(reply) if one.startswith("Rank lists are due"))
    assert "(second-hand)" in deadline
    assert "estimate" not in words(await person.reply("/season 2025"))


async def test_every_source_of_the_dates_is_named(person: Person) -> None:
    reply = await person.reply("/season 2027")
    (sources,) = (block for block in reply.blocks if isinstance(block, Sources))
    titles = [plain(one.text) for one in sources.lines]
    assert any("Match calendar 2027" in title for title in titles)
    assert len(titles) == len(set(titles))


async def test_days_that_are_not_known_exactly_are_a_span(person: Person) -> None:
    dates = {one["name"]: one for one in (await person.reply("/season 2028")).data["dates"]}
    assert (dates["vslo_opens"]["at"], dates["vslo_opens"]["until"]) == ("2027-02-01", "2027-02-28")


async def test_the_match_of_independent_residencies_is_no_students_date(person: Person) -> None:
    reply = await person.reply("/season 2028")
    assert "ir_independent_match_day" not in {one["name"] for one in reply.data["dates"]}


async def test_without_a_number_it_is_the_own_season(person: Person, leader: Person) -> None:
    for typed in ("/season", "/season unknown"):
        assert (await person.reply(typed)).data["season"] == 2028
    assert (await leader.reply("/season")).data["season"] == 2027
    await leader.reply("/assess applicant:us_img specialty:dr season_stage:2028_not_applied")
    assert (await leader.reply("/season")).data["season"] == 2028


async def test_of_a_season_nobody_holds_it_says_so(person: Person) -> None:
    await person.reply("/assess applicant:us_img specialty:dr season_stage:2029_not_applied")
    reply = await person.reply("/season")
    assert reply.data == {"season": 2029, "dates": []}
    assert "No date of a residency from July 2029 is held yet." in words(reply)


async def test_a_leader_is_asked_four_things_and_what_is_sent_waits(leader: Person) -> None:
    form = await leader.form("/propose")
    assert [one.question.name for one in form.asked] == list(GIVEN)
    assert form.asked[0].current == "2027"
    sent = submission(form, GIVEN).given
    reply = await leader.reply(line(**sent))
    assert "Until they take it, every date stays as it is" in words(reply)
    (proposal,) = await waiting(leader.desk)
    assert (proposal.season, proposal.milestone) == (2027, "rank_list_deadline")
    assert (proposal.at, proposal.source) == ("2027-03-03T20:00", GIVEN["proposed_source"])
    async with leader.desk.store.reading() as tx:
        assert (await read_corrections(tx)).held == ()


async def test_who_leads_nothing_here_proposes_nothing(leader: Person) -> None:
    other = replace(leader, name="cem", where=there("U9"))
    for typed in ("/propose", line()):
        refused = await other.refused(typed)
        assert [one.field for one in refused.refusals] == ["permission"]
    assert await waiting(leader.desk) == ()
    await other.refused("/fix of:propose draft:x proposed_date:2027-03-03")
    assert await waiting(leader.desk) == ()


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"proposed_date": "soon"}, "proposed_date"),
        ({"proposed_date": "03/03/2027"}, "proposed_date"),
        ({"proposed_date": "2027-03-14 02:30", "milestone": "match_week"}, "proposed_date"),
        ({"proposed_date": "2027-03-30"}, "proposed_date"),
        ({"proposed_date": "2031-03-03"}, "proposed_date"),
        ({"proposed_source": "x"}, "proposed_source"),
        ({"proposed_source": "x" * 301}, "proposed_source"),
        ({"for_season": "2031"}, "for_season"),
        ({"milestone": "lunch"}, "milestone"),
    ],
)
async def test_what_makes_no_sense_is_refused_and_does_not_wait(
    leader: Person, changed: dict[str, str], field: str
) -> None:
    refused = await leader.refused(line(**changed))
    assert [one.field for one in refused.refusals] == [field]
    assert await waiting(leader.desk) == ()


async def test_what_is_left_out_is_asked_for(leader: Person) -> None:
    refused = await leader.refused("/propose milestone:match_day")
    assert [one.field for one in refused.refusals] == [
        "for_season",
        "proposed_date",
        "proposed_source",
    ]


async def test_twenty_proposals_of_a_server_may_wait_and_no_more(leader: Person) -> None:
    for minute in range(20):
        await leader.reply(line(proposed_date=f"2027-03-03 20:{minute:02}"))
    refused = await leader.refused(line())
    assert "20 proposals of this workspace wait already" in refused.refusals[0].accepted
    assert len(await waiting(leader.desk)) == 20


async def test_who_proposed_sees_it_in_their_export(leader: Person) -> None:
    await leader.reply(line())
    async with leader.desk.store.reading() as tx:
        found = await find_person(tx, door="console", tenant="local", platform_id="ada")
        assert found is not None
        exported = await export_person(tx, found)
    assert exported["season_proposals"][0]["at"] == "2027-03-03T20:00"
