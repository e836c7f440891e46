"""chat.*: messages of the app."""

from tests.platforms.slack_server.checks.message import check_message
from tests.platforms.slack_server.core import Core
from tests.platforms.slack_server.limits import OFTEN, TIERS
from tests.platforms.slack_server.posting import (
    keep,
    new_message,
    own_message,
    visible_channel,
    writable_channel,
)
from tests.platforms.slack_server.web_api import Call, Method
from tests.platforms.slack_server.wire import Json, SlackError


def _post(core: Core, call: Call) -> Json:
    channel = writable_channel(core, call, call.text("channel"))
    core.limits.admit_message(channel.id, call.installation.key)
    message = new_message(core, call, channel, call.args)
    keep(core, message)
    return {
        "channel": channel.id,
        "ts": message.ts,
        "message": message.payload(metadata=True),
    }


def _post_ephemeral(core: Core, call: Call) -> Json:
    channel = writable_channel(core, call, call.text("channel"))
    user = core.world.users.get(call.text("user"))
    if user is None or user not in channel.members:
        raise SlackError("user_not_in_channel")
    message = new_message(core, call, channel, call.args)
    message.seen_by = user
    user.ephemerals.append(message)
    core.show(message, None, user)
    return {"message_ts": message.ts}


def _update(core: Core, call: Call) -> Json:
    channel = visible_channel(core, call, call.text("channel"))
    message = own_message(core, call, channel, call.text("ts"), "cant_update_message")
    args = call.args
    check_message({**args, "text": args.get("text") or (message.text if message.files else "")})
    message.was.append(message.words)
    message.text = args.get("text") or ""
    if "blocks" in args:
        message.blocks = core.settle(args["blocks"] or [])
        message.choices.clear()
    if "attachments" in args:
        message.attachments = args["attachments"] or []
    if "metadata" in args:
        message.metadata = args["metadata"] or None
    core.show(message, None, channel.partner)
    if core.announce is not None:
        core.announce(message, "message_changed")
    return {
        "channel": channel.id,
        "ts": message.ts,
        "text": message.text,
        "message": message.payload(metadata=True),
    }


def _delete(core: Core, call: Call) -> Json:
    channel = visible_channel(core, call, call.text("channel"))
    message = own_message(core, call, channel, call.text("ts"), "cant_delete_message")
    message.deleted = True
    core.watch.changed()
    if core.announce is not None:
        core.announce(message, "message_deleted")
    return {"channel": channel.id, "ts": message.ts}


METHODS = (
    Method("chat.postMessage", _post, OFTEN, scope="chat:write"),
    Method("chat.postEphemeral", _post_ephemeral, TIERS[4], scope="chat:write"),
    Method("chat.update", _update, TIERS[3], scope="chat:write"),
    Method("chat.delete", _delete, TIERS[3], scope="chat:write"),
)
