"""Files that have to go from Slack: after whose answer, how often, and while on their way."""

import asyncio
from datetime import timedelta

from core.storage.uploads import Workspace, due_uploads, note_uploaded
from tests.platforms.slack_bot import NOON
from tests.platforms.slack_scene import Scene

LONG_AGO = NOON - timedelta(days=9)


async def note(scene: Scene, file: str, team: str) -> None:
    """A file that has been due for long."""
    async with scene.running.desk.store.writing() as tx:
        where = Workspace("", team)
        await note_uploaded(tx, None, door="slack", workspace=where, file_id=file, now=LONG_AGO)


async def due(scene: Scene, *, hours: int = 0) -> set[str]:
    async with scene.running.desk.store.reading() as tx:
        found = await due_uploads(tx, door="slack", now=NOON + timedelta(hours=hours))
    return {one.file_id for one in found}


async def test_after_an_answer_files_of_that_workspace_alone_are_deleted(scene: Scene) -> None:
    await note(scene, "F1", scene.team.id)
    await note(scene, "F2", "T9")
    await scene.reads()
    await scene.running.door.finished()
    assert await due(scene) == {"F2"}


async def test_what_slack_refuses_to_delete_for_good_is_tried_again_in_an_hour(
    scene: Scene,
) -> None:
    await note(scene, "F1", scene.team.id)
    scene.server.fail("files.delete", "cant_delete_file", times=None)
    await scene.reads()
    await scene.reads(step2_ck="225")
    await scene.running.door.finished()
    assert len(scene.server.matching("files.delete")) == 1
    assert (await due(scene), await due(scene, hours=1)) == (set(), {"F1"})


async def test_a_file_on_its_way_while_everything_is_deleted_does_not_stay(scene: Scene) -> None:
    await scene.reads()
    export = await (await scene.types("privacy what:export")).message()
    held = scene.server.hold("upload", acts=True)
    pressing = asyncio.create_task(scene.presses(export, "Open in direct message"))
    await held.caught()
    typed = asyncio.create_task(scene.types("privacy what:delete confirm:yes"))
    await scene.server.saw("files.delete")
    held.release()
    await asyncio.gather(pressing, typed)
    await scene.running.door.finished()
    assert all(file.deleted for file in scene.server.world.files.values())
