"""What is purged when a workspace takes the bot's access away, and what stays."""

from datetime import UTC, datetime, timedelta

from core.commands.desk import Desk
from core.commands.servers import note_joined, note_uninstalled
from core.storage.engine import Transaction
from core.storage.installations import all_installations, find_installation, save_installation
from core.storage.people import find_person, person_for
from core.storage.servers import present_servers, read_server
from core.storage.uploads import Workspace, due_uploads, note_uploaded

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
LATER = NOW + timedelta(hours=3)


async def install(desk: Desk, enterprise: str, team: str, now: datetime = NOW) -> None:
    async with desk.store.writing() as tx:
        await save_installation(
            tx, door="slack", enterprise_id=enterprise, team_id=team, document={}, now=now
        )


async def use(desk: Desk, enterprise: str, team: str) -> None:
    """A workspace in which somebody was sent a file."""
    await note_joined(desk.store, "slack", team, NOW, enterprise_id=enterprise or None)
    async with desk.store.writing() as tx:
        place = Workspace(enterprise, team)
        await note_uploaded(tx, None, door="slack", workspace=place, file_id="F", now=NOW)


async def uninstalled(desk: Desk, enterprise: str, team: str, at: datetime = LATER) -> bool:
    return await note_uninstalled(
        desk.store, "slack", enterprise_id=enterprise, team_id=team, at=at, now=LATER
    )


async def with_files(tx: Transaction) -> set[str]:
    due = await due_uploads(tx, door="slack", now=NOW + timedelta(days=400))
    return {upload.workspace.team_id for upload in due}


async def test_a_workspace_that_uninstalled_leaves_no_token_and_no_file_behind(desk: Desk) -> None:
    for team in ("T1", "T2"):
        await install(desk, "", team)
        await use(desk, "", team)
    assert await uninstalled(desk, "", "T1")
    async with desk.store.reading() as tx:
        left = await all_installations(tx, door="slack")
        assert [one.team_id for one in left] == ["T2"]
        assert await with_files(tx) == {"T2"}
        assert await present_servers(tx, door="slack") == {"T2"}


async def test_settings_stay_for_their_days_and_people_keep_what_is_theirs(desk: Desk) -> None:
    await install(desk, "", "T1")
    await use(desk, "", "T1")
    who = {"door": "slack", "tenant": "T1", "platform_id": "U1"}
    async with desk.store.writing() as tx:
        person = await person_for(tx, **who, now=NOW)
    await uninstalled(desk, "", "T1")
    async with desk.store.reading() as tx:
        server = await read_server(tx, door="slack", platform_id="T1")
        assert server is not None
        assert server.gone_at == LATER
        assert await find_person(tx, **who) == person


async def test_word_of_a_removal_that_comes_late_undoes_no_new_installation(desk: Desk) -> None:
    await use(desk, "", "T1")
    await install(desk, "", "T1", LATER)
    assert not await uninstalled(desk, "", "T1", at=LATER - timedelta(seconds=1))
    async with desk.store.reading() as tx:
        found = await find_installation(tx, door="slack", enterprise_id="", team_id="T1")
        assert found is not None
        assert await present_servers(tx, door="slack") == {"T1"}
        assert await with_files(tx) == {"T1"}


async def test_a_removal_in_the_second_of_the_installation_counts(desk: Desk) -> None:
    await install(desk, "", "T1", LATER + timedelta(milliseconds=700))
    assert await uninstalled(desk, "", "T1", at=LATER)
    async with desk.store.reading() as tx:
        assert await all_installations(tx, door="slack") == ()


async def test_an_organisation_leaves_with_the_workspaces_that_have_nothing_of_their_own(
    desk: Desk,
) -> None:
    await install(desk, "E1", "")
    await install(desk, "E1", "T1")
    for enterprise, team in (("E1", "T1"), ("E1", "T2"), ("E2", "T3"), ("", "T4")):
        await use(desk, enterprise, team)
    assert await uninstalled(desk, "E1", "")
    async with desk.store.reading() as tx:
        left = await all_installations(tx, door="slack")
        assert [one.team_id for one in left] == ["T1"]
        assert await present_servers(tx, door="slack") == {"T1", "T3", "T4"}
        assert await with_files(tx) == {"T1", "T3", "T4"}


async def test_a_workspace_that_an_organisation_takes_out_leaves_the_others_as_they_are(
    desk: Desk,
) -> None:
    await install(desk, "E1", "")
    for team in ("T1", "T2"):
        await use(desk, "E1", team)
    assert await uninstalled(desk, "E1", "T1")
    async with desk.store.reading() as tx:
        assert len(await all_installations(tx, door="slack")) == 1
        assert await present_servers(tx, door="slack") == {"T2"}
        assert await with_files(tx) == {"T2"}
