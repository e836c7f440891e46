"""Web addresses: the door's, each under the one at which the service is reached, and Slack's."""

from urllib.parse import urlsplit

EVENTS_PATH = "/slack/events"
"""Where Slack sends everything over HTTP: commands, presses, menus, forms and events."""

INSTALL_PATH = "/slack/install"
"""The page on which somebody adds the app to their workspace."""

REDIRECT_PATH = "/slack/oauth_redirect"
"""Where Slack leads back whoever added the app."""

_SLACKS = (".slack.com", ".slack-files.com")


def is_slacks(address: str, api: str) -> bool:
    """Whether an address is Slack's own, or at the very place where its API is reached.

    Nothing of a person's, and no token, goes anywhere else.
    """
    try:
        asked, base = urlsplit(address), urlsplit(api)
        same = (asked.scheme, asked.hostname, asked.port) == (base.scheme, base.hostname, base.port)
    except ValueError:
        return False
    return same or (asked.scheme == "https" and f".{asked.hostname}".endswith(_SLACKS))
