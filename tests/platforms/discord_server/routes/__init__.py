"""What the REST interface answers."""

from tests.platforms.discord_server.routes import (
    account,
    callback,
    channels,
    commands,
    guilds,
    webhooks,
)
from tests.platforms.discord_server.routing import Router

ROUTER = Router(
    [
        *account.ROUTES,
        *channels.ROUTES,
        *commands.ROUTES,
        *guilds.ROUTES,
        *callback.ROUTES,
        *webhooks.ROUTES,
    ]
)
