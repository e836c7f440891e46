"""The first answer to an interaction."""

import time

from tests.platforms.discord_server import text
from tests.platforms.discord_server.checks.answers import check_choices, check_modal
from tests.platforms.discord_server.checks.problems import Problems
from tests.platforms.discord_server.core import Core
from tests.platforms.discord_server.interactions import (
    AUTOCOMPLETE,
    CHOICES,
    COMMAND,
    COMPONENT,
    DEFERRED,
    DEFERRED_UPDATE,
    FIRST_ANSWER,
    MESSAGE,
    MODAL,
    SUBMIT,
    UPDATE,
    Answer,
    Interaction,
    Modal,
)
from tests.platforms.discord_server.messages import Message
from tests.platforms.discord_server.posting import Files, edit_message, keep, new_message, tell
from tests.platforms.discord_server.routing import Call, Reply, Route
from tests.platforms.discord_server.wire import EPHEMERAL, ApiError, Json, unknown_interaction

ALLOWED = {
    COMMAND: (MESSAGE, DEFERRED, MODAL),
    COMPONENT: (MESSAGE, DEFERRED, DEFERRED_UPDATE, UPDATE, MODAL),
    AUTOCOMPLETE: (CHOICES,),
    SUBMIT: (MESSAGE, DEFERRED, DEFERRED_UPDATE, UPDATE),
}
COMMAND_RESPONSE = 20


def answer(core: Core, call: Call) -> Reply:
    interaction = core.interactions.get(call.params["token"])
    if interaction is None or interaction.id != call.id("interaction"):
        raise unknown_interaction()
    try:
        _answer(core, interaction, call.form, call.files)
    except ApiError as refusal:
        interaction.refusals.append(refusal)
        interaction.watch.changed()
        raise
    if call.query.get("with_response") not in ("1", "true"):
        return 204, None
    return 200, _described(interaction)


def _answer(core: Core, interaction: Interaction, form: Json, files: Files) -> None:
    if interaction.answer is not None:
        raise ApiError(400, 40060, "Interaction has already been acknowledged.")
    if core.clock.now() - interaction.born > FIRST_ANSWER:
        raise unknown_interaction()
    kind, data = _kind(interaction, form), form.get("data") or {}
    first = Answer(kind, data, time.monotonic() - interaction.sent)
    _take_effect(core, interaction, first, files)
    interaction.answer = first
    if first.message is not None:
        interaction.show(first.message)
    interaction.watch.changed()


def _kind(interaction: Interaction, form: Json) -> int:
    """The kind of answer, when this interaction may be answered so. Raises ApiError."""
    allowed = ALLOWED[interaction.kind]
    if interaction.source is None:
        allowed = tuple(kind for kind in allowed if kind not in (DEFERRED_UPDATE, UPDATE))
    problems = Problems()
    problems.at("type").one_of(form.get("type"), allowed)
    problems.settle()
    return int(form["type"])


def _take_effect(core: Core, interaction: Interaction, first: Answer, files: Files) -> None:
    data = first.data
    if first.kind == MESSAGE:
        first.message = _message(core, interaction, data, files)
    elif first.kind == DEFERRED:
        _thinking(core, interaction, data)
    elif first.kind == DEFERRED_UPDATE:
        interaction.original = interaction.source
    elif first.kind == UPDATE:
        first.message = _update(core, interaction, data, files)
    elif first.kind == CHOICES:
        check_choices(data)
    elif first.kind == MODAL:
        check_modal(data)
        text.number(data["components"])
        first.modal = Modal(interaction, data["custom_id"], data["title"], data["components"])


def metadata(interaction: Interaction) -> Json:
    """What a message says about the interaction that made it."""
    about: Json = {
        "id": str(interaction.id),
        "type": interaction.kind,
        "user": interaction.user.payload,
        "authorizing_integration_owners": interaction.payload["authorizing_integration_owners"],
    }
    if interaction.kind == COMPONENT and interaction.source is not None:
        about["interacted_message_id"] = str(interaction.source.id)
    if interaction.kind == SUBMIT and interaction.opened_from is not None:
        about["triggering_interaction_metadata"] = metadata(interaction.opened_from)
    return about


def make(core: Core, interaction: Interaction, data: Json, files: Files) -> Message:
    """A message from this interaction, kept where its person finds it."""
    message = new_message(core, interaction.channel, core.world.bot, data, files)
    message.interaction = metadata(interaction)
    message.seen_by = interaction.user if message.ephemeral else None
    return message


def _message(core: Core, interaction: Interaction, data: Json, files: Files) -> Message:
    message = make(core, interaction, data, files)
    if interaction.kind == COMMAND:
        message.kind = COMMAND_RESPONSE
    interaction.original = message
    keep(core, message)
    return message


def _thinking(core: Core, interaction: Interaction, data: Json) -> None:
    """Show that the bot is thinking; here it is fixed who will see the message."""
    message = Message(core.ids.new(), interaction.channel, core.world.bot, core.clock.iso())
    message.flags = (data.get("flags") or 0) & EPHEMERAL | 1 << 7
    message.interaction = metadata(interaction)
    message.seen_by = interaction.user if message.ephemeral else None
    message.kind = COMMAND_RESPONSE if interaction.kind == COMMAND else 0
    interaction.original, interaction.loading = message, True
    keep(core, message)


def _update(core: Core, interaction: Interaction, data: Json, files: Files) -> Message:
    source = interaction.source
    if source is None:
        raise unknown_interaction()
    edit_message(core, source, data, files)
    if not source.ephemeral:
        tell(core, "MESSAGE_UPDATE", source)
    interaction.original = source
    return source


def _described(interaction: Interaction) -> Json:
    first = interaction.answer
    if first is None:
        raise unknown_interaction()
    about: Json = {"id": str(interaction.id), "type": interaction.kind}
    resource: Json = {"type": first.kind}
    original = interaction.original
    if original is not None:
        about["response_message_id"] = str(original.id)
        about["response_message_loading"] = interaction.loading
        about["response_message_ephemeral"] = original.ephemeral
        resource["message"] = original.payload()
    return {"interaction": about, "resource": resource}


ROUTES = [
    Route("POST", "/interactions/{interaction}/{token}/callback", answer, open=True, limited=False),
]
