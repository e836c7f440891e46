"""The methods of the Web API that the app may call, by name."""

from tests.platforms.slack_server.methods import (
    apps,
    auth,
    chat,
    conversations,
    files,
    oauth,
    users,
    views,
)
from tests.platforms.slack_server.web_api import Method

METHODS: dict[str, Method] = {
    method.name: method
    for module in (apps, auth, chat, conversations, files, oauth, users, views)
    for method in module.METHODS
}
"""Every method by its name."""
