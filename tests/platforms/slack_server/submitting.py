"""Filling in a form, and whether Slack would let it be sent."""

import mimetypes
from collections.abc import Mapping
from typing import Any

from tests.platforms.slack_server import reading, showing
from tests.platforms.slack_server import state as entries
from tests.platforms.slack_server.core import Core
from tests.platforms.slack_server.messages import File
from tests.platforms.slack_server.people import Team, User
from tests.platforms.slack_server.views import View
from tests.platforms.slack_server.wire import NotOffered


def fill(view: View, values: Mapping[str, Any]) -> None:
    """Enter values by action id or block id. Raises NotOffered for what cannot be entered."""
    for name, value in values.items():
        for block, element in reading.elements(view.blocks):
            if name in (element["action_id"], block["block_id"]):
                key = (block["block_id"], element["action_id"])
                suggested = view.suggested.get(key, [])
                view.entered[key] = entries.filled(element, value, suggested)
                break
        else:
            raise NotOffered(f"the view has no {name!r}")


def check(view: View) -> None:
    """Raise NotOffered when Slack would not let the form be sent."""
    if view.body["type"] != "modal" or not view.submit:
        raise NotOffered("there is nothing to send")
    if view.body.get("submit_disabled"):
        raise NotOffered("sending is disabled")
    state = showing.state(view)
    for block in view.blocks:
        if block["type"] != "input" or block.get("optional"):
            continue
        element = block["element"]
        if entries.is_empty(state[block["block_id"]][element["action_id"]]):
            raise NotOffered(f"{block['label']['text']!r} must be filled in")


def uploaded(core: Core, user: User, team: Team, name: str, data: bytes) -> File:
    """A file that a person uploaded."""
    file_id = core.ids.new("F")
    file = File(
        id=file_id,
        name=name,
        length=len(data),
        owner=user,
        team=team,
        url=f"{core.root}/files-pri/{team.id}-{file_id}/{name}",
        mimetype=mimetypes.guess_type(name)[0] or "application/octet-stream",
        data=data,
        complete=True,
    )
    core.world.files[file_id] = file
    return file
