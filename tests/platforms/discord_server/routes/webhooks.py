"""What follows the first answer: further messages, and the original one."""

from tests.platforms.discord_server.core import Core
from tests.platforms.discord_server.interactions import TOKEN_LIFE, Interaction
from tests.platforms.discord_server.messages import Message
from tests.platforms.discord_server.posting import delete, edit_message, keep, tell
from tests.platforms.discord_server.routes.callback import make
from tests.platforms.discord_server.routing import Call, Reply, Route
from tests.platforms.discord_server.wire import (
    ApiError,
    unknown_message,
    unknown_webhook,
)

ORIGINAL = "@original"
LOADING = 1 << 7
FOLLOWUPS_OF_USER_INSTALL = 5


def _interaction(core: Core, call: Call) -> Interaction:
    """The interaction that this token belongs to. Raises ApiError when it is of no use."""
    interaction = core.interactions.get(call.params["token"])
    if interaction is None or call.id("application") != core.world.application_id:
        raise unknown_webhook()
    if core.clock.now() - interaction.born > TOKEN_LIFE:
        raise _refuse(interaction, ApiError(401, 50027, "Invalid Webhook Token"))
    if interaction.answer is None:
        raise _refuse(interaction, unknown_webhook())
    return interaction


def _refuse(interaction: Interaction, refusal: ApiError) -> ApiError:
    interaction.refusals.append(refusal)
    interaction.watch.changed()
    return refusal


def _message(core: Core, interaction: Interaction, call: Call) -> Message:
    wanted = call.params["message"]
    if wanted == ORIGINAL:
        message = interaction.original
    else:
        message = core.ephemeral.get(call.id("message"))
        message = message or interaction.channel.messages.get(call.id("message"))
    if message is None or message.deleted or message.author is not core.world.bot:
        raise _refuse(interaction, unknown_message())
    return message


def follow_up(core: Core, call: Call) -> Reply:
    interaction = _interaction(core, call)
    if interaction.loading and interaction.original is not None:
        # The first one takes the place of "thinking", and its privacy.
        _write(core, interaction, interaction.original, call)
        return _sent(interaction.original, call)
    if not interaction.bot_present and interaction.followups >= FOLLOWUPS_OF_USER_INSTALL:
        raise _refuse(
            interaction,
            ApiError(400, 40094, "This interaction has reached the max number of follow ups"),
        )
    message = make(core, interaction, call.form, call.files)
    interaction.followups += 1
    keep(core, message)
    interaction.show(message)
    return _sent(message, call)


def _sent(message: Message, call: Call) -> Reply:
    # Follow-ups always answer with the message, whether `wait` was asked for or not.
    return 200, message.payload()


def _write(core: Core, interaction: Interaction, message: Message, call: Call) -> None:
    filling = interaction.loading and message is interaction.original
    edit_message(core, message, call.form, call.files)
    if filling:
        interaction.loading = False
        message.flags &= ~LOADING
        message.edits = 0
    message.changed()
    if not message.ephemeral:
        tell(core, "MESSAGE_UPDATE", message)
    interaction.show(message)


def read(core: Core, call: Call) -> Reply:
    return 200, _message(core, _interaction(core, call), call).payload()


def edit(core: Core, call: Call) -> Reply:
    interaction = _interaction(core, call)
    message = _message(core, interaction, call)
    _write(core, interaction, message, call)
    return 200, message.payload()


def remove(core: Core, call: Call) -> Reply:
    interaction = _interaction(core, call)
    message = _message(core, interaction, call)
    delete(core, message)
    interaction.watch.changed()
    return 204, None


WEBHOOK = "/webhooks/{application}/{token}"
MESSAGE = "/webhooks/{application}/{token}/messages/{message}"

ROUTES = [
    Route("POST", WEBHOOK, follow_up, open=True),
    Route("GET", MESSAGE, read, open=True),
    Route("PATCH", MESSAGE, edit, open=True),
    Route("DELETE", MESSAGE, remove, open=True),
]
