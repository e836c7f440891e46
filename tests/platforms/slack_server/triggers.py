"""Trigger ids: three seconds, one use."""

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.platforms.slack_server.people import Team, User
from tests.platforms.slack_server.views import View
from tests.platforms.slack_server.wire import SlackError

if TYPE_CHECKING:
    from tests.platforms.slack_server.core import Core
    from tests.platforms.slack_server.deliveries import Act

LIFE = 3.0


@dataclass(eq=False)
class Trigger:
    """What allows the app to open a view for a person. `view` is the modal it came from."""

    id: str
    user: User
    team: Team
    born: float
    view: View | None = None
    act: "Act | None" = None
    used: bool = False


def new_trigger(core: "Core", user: User, team: Team, view: View | None = None) -> Trigger:
    """A trigger id for something that a person does now."""
    id_ = f"{core.ids.ts().replace('.', '')}.{team.id[1:]}.{secrets.token_hex(16)}"
    trigger = Trigger(id_, user, team, core.clock.now(), view)
    core.triggers[id_] = trigger
    return trigger


def exchange(core: "Core", trigger_id: str) -> Trigger:
    """The trigger, now used. Raises SlackError."""
    trigger = core.triggers.get(trigger_id)
    if trigger is None:
        raise SlackError("invalid_trigger_id")
    if trigger.used:
        raise SlackError("exchanged_trigger_id")
    if core.clock.now() - trigger.born > LIFE:
        raise SlackError("expired_trigger_id")
    trigger.used = True
    return trigger
