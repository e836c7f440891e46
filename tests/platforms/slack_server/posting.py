"""Finding the channel that is meant, and putting messages in it."""

from tests.platforms.slack_server.checks.message import check_message
from tests.platforms.slack_server.core import Core
from tests.platforms.slack_server.messages import Message
from tests.platforms.slack_server.people import User
from tests.platforms.slack_server.places import Channel
from tests.platforms.slack_server.web_api import Call
from tests.platforms.slack_server.wire import Json, SlackError


def visible_channel(core: Core, call: Call, channel_id: str) -> Channel:
    """A channel that the caller can know of. Raises SlackError."""
    channel = core.world.channels.get(channel_id)
    if channel is None:
        raise SlackError("channel_not_found")
    bot = call.installation.bot
    teams = [channel.team, *channel.shared_with]
    if not any(call.installation.covers(team) for team in teams):
        raise SlackError("channel_not_found")
    if channel.kind != "public" and bot not in channel.members:
        raise SlackError("channel_not_found")
    return channel


def writable_channel(core: Core, call: Call, channel_id: str) -> Channel:
    """A channel that the caller may write in; a person's id means the direct messages."""
    if channel_id in core.world.users:
        return opened_dm(core, call, channel_id)
    channel = visible_channel(core, call, channel_id)
    if channel.kind == "im":
        _check_dm(core, channel)
    if channel.archived:
        raise SlackError("is_archived")
    if call.installation.bot not in channel.members and (
        "chat:write.public" not in call.installation.scopes
    ):
        raise SlackError("not_in_channel")
    return channel


def opened_dm(core: Core, call: Call, user_id: str) -> Channel:
    """The direct messages with a person. Raises SlackError."""
    user = reachable_user(core, call, user_id)
    if user.bot:
        raise SlackError("cannot_dm_bot")
    if user.dm_error is not None:
        raise SlackError(user.dm_error)
    if user.deactivated:
        raise SlackError("user_disabled")
    own = call.installation.covers(user.home_team)
    team = user.home_team if own else call.installation.team
    channel = core.world.dm(user, team)
    _check_dm(core, channel)
    return channel


def reachable_user(core: Core, call: Call, user_id: str) -> User:
    """A person of the workspace, or one who shares a channel with the app."""
    user = core.world.users.get(user_id)
    if user is None:
        raise SlackError("user_not_found")
    if not call.installation.covers(user.home_team) and not shares_channel(core, call, user):
        raise SlackError("user_not_visible")
    return user


def shares_channel(core: Core, call: Call, user: User) -> bool:
    """Whether a person is in a channel that the app is in too."""
    bot = call.installation.bot
    return any(user in c.members and bot in c.members for c in core.world.channels.values())


def own_message(core: Core, call: Call, channel: Channel, ts: str, error: str) -> Message:
    """A message that the caller wrote. Raises SlackError, `error` when another did."""
    message = channel.find(ts)
    if message is None:
        raise SlackError("message_not_found")
    if message.author is not call.installation.bot:
        raise SlackError(error)
    return message


def new_message(core: Core, call: Call, channel: Channel, body: Json) -> Message:
    """A checked message of the app; not yet put anywhere."""
    check_message(body)
    team = call.installation.team
    return Message(
        ts=core.ids.ts(),
        channel=channel,
        author=call.installation.bot,
        text=body.get("text") or "",
        blocks=core.settle(body.get("blocks") or []),
        attachments=body.get("attachments") or [],
        metadata=body.get("metadata") or None,
        thread_ts=body.get("thread_ts"),
        bot_id=team.bot_id,
        app_id=core.world.app_id,
    )


def keep(core: Core, message: Message) -> None:
    """Put a message into its channel, and tell of it."""
    message.channel.messages.append(message)
    core.show(message, None, message.channel.partner)
    if core.announce is not None:
        core.announce(message, "")


def _check_dm(core: Core, channel: Channel) -> None:
    partner = channel.partner
    if not core.world.messages_tab:
        raise SlackError("messages_tab_disabled")
    if partner is not None and partner.dm_error is not None:
        raise SlackError(partner.dm_error)
    if partner is not None and partner.deactivated:
        raise SlackError("is_archived")
