"""files.*: uploads in three steps, and what becomes of them."""

import mimetypes
import secrets
from typing import Any

from tests.platforms.slack_server.core import Core
from tests.platforms.slack_server.limits import TIERS
from tests.platforms.slack_server.messages import File
from tests.platforms.slack_server.posting import keep, new_message, writable_channel
from tests.platforms.slack_server.web_api import Call, Method
from tests.platforms.slack_server.wire import Json, SlackError

ALT_TEXT = 1000


def new_file(core: Core, name: str, length: int, call: Call) -> File:
    """A file that is about to be uploaded by the app."""
    team = call.installation.team
    file_id = core.ids.new("F")
    file = File(
        id=file_id,
        name=name,
        length=length,
        owner=call.installation.bot,
        team=team,
        url=f"{core.root}/files-pri/{team.id}-{file_id}/{name}",
        upload_url=f"{core.root}/upload/v1/{secrets.token_urlsafe(24)}",
        mimetype=mimetypes.guess_type(name)[0] or "application/octet-stream",
    )
    core.world.files[file_id] = file
    return file


def _get_address(core: Core, call: Call) -> Json:
    length = call.number("length", 0)
    if length <= 0:
        raise SlackError("invalid_arguments", ["[ERROR] missing required field: length"])
    if len(call.maybe("alt_txt")) > ALT_TEXT:
        raise SlackError("alt_txt_too_large")
    file = new_file(core, call.text("filename"), length, call)
    file.alt_text = call.maybe("alt_txt")
    return {"upload_url": file.upload_url, "file_id": file.id}


def _complete(core: Core, call: Call) -> Json:
    given = call.args.get("files")
    if not isinstance(given, list) or not given:
        raise SlackError("invalid_arguments", ["[ERROR] missing required field: files"])
    files = [_uploaded(core, call, entry) for entry in given]
    where = call.maybe("channel_id") or call.maybe("channels")
    if where:
        if where in core.world.users:
            raise SlackError("invalid_channel")
        channel = writable_channel(core, call, where)
        body: Json = {"text": call.maybe("initial_comment"), "blocks": call.args.get("blocks")}
        body["thread_ts"] = call.args.get("thread_ts")
        if not body["text"] and not body["blocks"]:
            body["text"] = " "
        message = new_message(core, call, channel, body)
        message.text = message.text.strip()
        message.files = files
        for file in files:
            file.shared_in.append(channel)
        keep(core, message)
    for file, entry in zip(files, given, strict=True):
        file.complete = True
        file.title = entry.get("title") or file.name
    core.watch.changed()
    return {"files": [file.payload() for file in files]}


def _uploaded(core: Core, call: Call, entry: Any) -> File:
    file = core.world.files.get(str(entry.get("id"))) if isinstance(entry, dict) else None
    if file is None or file.owner is not call.installation.bot or file.data is None:
        raise SlackError("file_not_found")
    return file


def _known(core: Core, call: Call) -> File:
    file = core.world.files.get(call.text("file"))
    if file is None or not call.installation.covers(file.team):
        raise SlackError("file_not_found")
    if file.deleted:
        raise SlackError("file_deleted")
    return file


def _info(core: Core, call: Call) -> Json:
    return {"file": _known(core, call).payload(), "comments": [], "paging": {"count": 100}}


def _delete(core: Core, call: Call) -> Json:
    file = _known(core, call)
    if file.owner is not call.installation.bot:
        raise SlackError("cant_delete_file")
    file.deleted = True
    file.data = None
    for channel in file.shared_in:
        for message in channel.messages:
            if file in message.files:
                message.files.remove(file)
    core.watch.changed()
    return {}


METHODS = (
    Method("files.getUploadURLExternal", _get_address, TIERS[4], scope="files:write"),
    Method("files.completeUploadExternal", _complete, TIERS[4], scope="files:write"),
    Method("files.info", _info, TIERS[4], scope="files:read"),
    Method("files.delete", _delete, TIERS[3], scope="files:write"),
)
